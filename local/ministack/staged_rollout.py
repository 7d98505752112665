# A deployment whose new tasks stand beside the old ones while the traffic is shifted, stage by stage (F1.14, F2.5).
import time

from ministack.services import ecs

import alarms
import deployment_strategy
import pace
import service_tasks
import traffic

STAGES = (
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
    "BAKE_TIME",
    "CLEAN_UP",
)
LONGEST_STAGE = 24 * 60  # minutes
UNTIMED = ("PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP")


def is_under_way(record):
    return (
        record is not None
        and deployment_strategy.is_staged(record["deploymentConfiguration"])
        and record["status"] in ("IN_PROGRESS", "ROLLBACK_IN_PROGRESS")
    )


def begin(service, record):
    settled = record["_deployment"]["_revision"], record["_source"]
    superseded = any(each["_revision"] not in settled for each in service["deployments"])
    _enter(record, "RECONCILE_SERVICE" if superseded else "PRE_SCALE_UP")


def advance(service, record, tasks):
    """Through every stage that is over; whether the last one is."""
    while _is_over(service, record, tasks):
        number = STAGES.index(record["lifecycleStage"])
        if number == len(STAGES) - 1:
            return True
        _enter(record, STAGES[number + 1])
    return False


def problem(record):
    """Why the deployment cannot go on, or None."""
    stage = record["lifecycleStage"]
    if stage == "PRE_SCALE_UP":
        return traffic.problem(_target(record))
    if stage not in UNTIMED and _since(record) >= deployment_strategy.minutes(LONGEST_STAGE):
        return f"the {stage} lifecycle stage timed out."
    return None


def kept(service, record):
    """(the deployments that are brought to the desired count, those whose tasks are left as they are); the tasks of
    all others are stopped."""
    target = record["_deployment"]
    source = [each for each in service["deployments"] if each is not target and each["_revision"] is record["_source"]]
    if record["status"] == "ROLLBACK_IN_PROGRESS":
        return source, [] if record.get("_returned") else [target]
    stage = STAGES.index(record["lifecycleStage"])
    if stage < STAGES.index("SCALE_UP"):
        return source, []
    return [target] if record["lifecycleStage"] == "CLEAN_UP" else [target, *source], []


def go_back(service, record, tasks):
    """All traffic to the earlier tasks, as soon as there are enough of them."""
    previous = ecs._primary_deployment(service)
    healthy = service_tasks.healthy(service_tasks.within(tasks, previous))
    if not record.get("_returned") and len(healthy) >= service["desiredCount"]:
        _send_everything(previous["_revision"])
        record["_returned"] = True


def _target(record):
    return record["_deployment"]["_revision"]


def _send_everything(revision):
    for kind in (traffic.PRODUCTION, traffic.TEST):
        traffic.send(revision, 100, kind)


def _since(record):
    return time.time() - record["_stage_since"]


def _enter(record, stage):
    record.update(lifecycleStage=stage, _stage_since=time.time(), updatedAt=time.time())
    if stage == "RECONCILE_SERVICE" and record["_source"]:
        # What the superseded deployment has shifted goes back first.
        _send_everything(record["_source"])
    if stage == "CLEAN_UP":
        alarms.note_over(record)
    if stage == "TEST_TRAFFIC_SHIFT":
        traffic.send(_target(record), 100, traffic.TEST)
    if stage == "PRODUCTION_TRAFFIC_SHIFT":
        record["_steps"] = deployment_strategy.steps(record["deploymentConfiguration"])
        _take_step(record)


def _take_step(record):
    percent, wait = record["_steps"].pop(0)
    traffic.send(_target(record), percent, traffic.PRODUCTION)
    record.update(_next_step=time.time() + wait, updatedAt=time.time())


def _is_over(service, record, tasks):
    stage = record["lifecycleStage"]
    own = service_tasks.within(tasks, record["_deployment"])
    if stage == "RECONCILE_SERVICE":
        source = record["_source"]
        others = [each for each in service["deployments"] if each["_revision"] is not source]
        return not any(service_tasks.live(service_tasks.within(tasks, each)) for each in others)
    if stage == "PRE_SCALE_UP":
        return problem(record) is None
    if stage == "SCALE_UP":
        return len(service_tasks.healthy(own)) >= service["desiredCount"]
    if stage == "PRODUCTION_TRAFFIC_SHIFT":
        while record["_steps"] and time.time() >= record["_next_step"]:
            _take_step(record)
        return not record["_steps"]
    if stage == "BAKE_TIME":
        return _since(record) >= deployment_strategy.bake_seconds(record["deploymentConfiguration"])
    if stage == "CLEAN_UP":
        return len(service_tasks.live(tasks)) == len(service_tasks.healthy(own)) == service["desiredCount"]
    return _since(record) >= pace.of_aws(5)
