# How a deployment goes from start to completed, or to failed and rolled back (F2.4, F2.5, F2.6).
import random
import time

from ministack.core.responses import now_iso
from ministack.services import ecs

import alarms
import circuit_breaker
import deployment_strategy
import service_deployments
import service_events
import service_tasks
import staged_rollout

FAILED_TO_START = "tasks failed to start."
NO_CANDIDATE = "No rollback candidate was found to run the rollback."


def _new_id():
    return "ecs-svc/" + "".join(random.choices("123456789", k=19))


def begin(service, deployment):
    """What every new deployment of a service starts with; it is the first of `deployments` already."""
    deployment.update(id=_new_id(), rolloutState="IN_PROGRESS", failedTasks=0)
    _reason(deployment, "in progress.")
    service["_steady"] = False
    service_deployments.begin(service, deployment)


def _reason(deployment, ending):
    deployment["rolloutStateReason"] = f"ECS deployment {deployment['id']} {ending}"
    deployment["updatedAt"] = now_iso()


def steer(service, tasks):
    """Takes up what was asked since the last look: a start, a stop, a newer deployment."""
    service_deployments.supersede(service)
    record = service_deployments.latest(service)
    if record is None:
        return
    deployment = record["_deployment"]
    if record["status"] == "PENDING":
        service_deployments.move(record, "IN_PROGRESS", lifecycleStage="SCALE_UP")
        if deployment_strategy.is_staged(record["deploymentConfiguration"]):
            staged_rollout.begin(service, record)
    elif record["status"] == "ROLLBACK_REQUESTED":
        _fail(service, deployment, record, "ECS deployment was stopped by the user.")
        _roll_back(service, deployment, record, "Service deployment was stopped by the user.")
    elif record["status"] == "STOP_REQUESTED":
        _fail(service, deployment, record, "ECS deployment was stopped by the user.")
        service_deployments.move(record, "STOPPED")
    if record["status"] == "IN_PROGRESS":
        _watch(service, deployment, record)
    if staged_rollout.is_under_way(record) and record["status"] == "ROLLBACK_IN_PROGRESS":
        staged_rollout.go_back(service, record, tasks)
    _forget_ended(service, tasks)


def _watch(service, deployment, record):
    """What fails a deployment beside its tasks: alarms, and what hinders ECS from shifting the traffic."""
    triggered = alarms.triggered(record)
    problem = staged_rollout.problem(record) if staged_rollout.is_under_way(record) else None
    if triggered:
        alarms.note_triggered(record, triggered)
        _end(service, deployment, record, "alarm detected.", "an alarm was detected.", alarms.rolls_back(record))
    elif problem:
        _end(service, deployment, record, f"Service deployment rolled back because of {problem}", f"of {problem}")


def _end(service, deployment, record, said, cause, rolls_back=True):
    """The deployment has failed: `said` in the service's events, `cause` in the record."""
    breaker = deployment.get("_breaker") == "TRIGGERED"
    _fail(service, deployment, record, f"ECS deployment {'circuit breaker' if breaker else 'failed'}: {said}")
    service_events.tell(service, f"(deployment {deployment['id']}) deployment failed: {said}")
    if rolls_back:
        _roll_back(service, deployment, record, f"Service deployment rolled back because {cause}")
    else:
        service_deployments.move(record, "STOPPED", f"Service deployment stopped because {cause}")


def note_failure(service, task):
    """A task of the service failed: counted when it belongs to a deployment under way, which may be the last straw."""
    deployment = ecs._primary_deployment(service)
    record = service_deployments.latest(service)
    if (
        not deployment
        or task.get("_deployment_id") != deployment["id"]
        or deployment["rolloutState"] != "IN_PROGRESS"
        or not record
        or record["_deployment"] is not deployment
    ):
        return
    if not circuit_breaker.count_failure(service, deployment):
        return
    deployment["_breaker"] = "TRIGGERED"
    rolls_back = circuit_breaker.rolls_back(service)
    _end(service, deployment, record, FAILED_TO_START, "the circuit breaker threshold was exceeded.", rolls_back)


def _fail(service, deployment, record, reason):
    deployment.update(rolloutState="FAILED", rolloutStateReason=reason, updatedAt=now_iso())
    service["_steady"] = False


def _roll_back(service, deployment, record, reason):
    # F2.6: to the last COMPLETED deployment; with none it just stops launching.
    previous = next(
        (each for each in service["deployments"] if each is not deployment and each.get("_has_completed")), None
    )
    if previous is None:
        service_deployments.move(
            record, "ROLLBACK_FAILED", NO_CANDIDATE, rollback={"reason": NO_CANDIDATE, "startedAt": time.time()}
        )
        return
    revision = previous["_revision"]
    deployment["status"], previous["status"] = "ACTIVE", "PRIMARY"
    previous["rolloutState"] = "IN_PROGRESS"
    previous["rolloutStateReason"] = f"ECS deployment circuit breaker: rolling back to deploymentId {previous['id']}."
    previous.update(updatedAt=now_iso(), _start_failures=0, _next_start=0)
    for key in ("taskDefinition", "loadBalancers", "networkConfiguration", "platformVersion"):
        service[key] = revision[key]
    service["deployments"].sort(key=lambda each: each["status"] != "PRIMARY")
    service_events.tell(service, f"rolling back to deployment {previous['id']}.")
    service_deployments.move(
        record,
        "ROLLBACK_IN_PROGRESS",
        reason,
        rollback={"reason": reason, "startedAt": time.time(), "serviceRevisionArn": revision["serviceRevisionArn"]},
    )


def complete_if_settled(service, tasks):
    deployment = ecs._primary_deployment(service)
    record = service_deployments.latest(service)
    if deployment is None or deployment["rolloutState"] == "FAILED":
        return
    if staged_rollout.is_under_way(record) and record["status"] == "IN_PROGRESS":
        if not staged_rollout.advance(service, record, tasks):
            return
    own = service_tasks.within(tasks, deployment)
    if (
        len(service_tasks.healthy(own)) != service["desiredCount"]
        or len(service_tasks.live(tasks)) != service["desiredCount"]
    ):
        # F5.3: the old tasks must have drained and stopped as well.
        service["_steady"] = False
        return
    if deployment["rolloutState"] == "IN_PROGRESS":
        if _still_bakes(record):
            return
        _complete(service, deployment)
    if not service.get("_steady"):
        service["_steady"] = True
        service_events.steady(service)


def _still_bakes(record):
    """A rolling deployment that alarms watch goes on after the old tasks have gone."""
    if record["status"] != "IN_PROGRESS" or staged_rollout.is_under_way(record):
        return False
    record.setdefault("_baking_since", time.time())
    bakes = time.time() - record["_baking_since"] < alarms.bake_seconds(record)
    if bakes:
        record["lifecycleStage"] = "BAKE_TIME"
    return bakes


def _complete(service, deployment):
    deployment.update(rolloutState="COMPLETED", _has_completed=True)
    _reason(deployment, "completed.")
    service_events.completed(service, deployment)
    # F2.4: a failed deployment leaves the list with its rollback, a superseded one with its last task.
    service["deployments"] = [deployment]
    record = service_deployments.latest(service)
    if record["status"] == "ROLLBACK_IN_PROGRESS":
        service_deployments.move(record, "ROLLBACK_SUCCESSFUL", lifecycleStage="CLEAN_UP")
    elif record["status"] == "IN_PROGRESS":
        service_deployments.move(record, "SUCCESSFUL", lifecycleStage="CLEAN_UP")


def _forget_ended(service, tasks):
    alive = {task.get("_deployment_id") for task in service_tasks.live(tasks)}
    service["deployments"] = [
        each
        for each in service["deployments"]
        if each["status"] == "PRIMARY"
        or each["id"] in alive
        or each["rolloutState"] == "COMPLETED"
        or (each["rolloutState"] == "FAILED" and _under_way(service))
    ]


def _under_way(service):
    return service_deployments.latest(service)["status"] in service_deployments.UNDER_WAY
