# The service scheduler: one loop that keeps every service's tasks as its deployments want them.
#
# It takes the place of MiniStack's, which decides in many threads at once, knows no target health and calls a rollout
# done one second after the container has started.
import logging
import threading
import time

from ministack.core.responses import request_scope
from ministack.services import ecs

import circuit_breaker
import pace
import rollout
import scaling
import service_deployments
import service_events
import service_tasks
import target_health

TICK = 0.1
# F2.6: start failures are tried again later and later, up to 27 minutes.
FIRST_BACK_OFF, LONGEST_BACK_OFF = 10, 27 * 60
lock = threading.RLock()
_wake = threading.Event()
_log = logging.getLogger("scheduler")


def add():
    def later(*_args, **_kwargs):
        _wake.set()

    for name in (
        "_reconcile_service_tasks",
        "_complete_service_deployment",
        "_schedule_service_deployment_completion",
        "_record_service_task_failure",
        "_sync_service_targets",
        "_refresh_service_state",
    ):
        setattr(ecs, name, later)
    threading.Thread(target=_run, daemon=True, name="scheduler").start()


def wake():
    _wake.set()


def _run():
    while True:
        _wake.wait(TICK)
        _wake.clear()
        for (account, region, _key), service in ecs._services.all_items():
            if service["status"] == "INACTIVE":
                continue
            with request_scope(account, region), lock:
                try:
                    look_after(service)
                except Exception:
                    _log.exception("service %s", service["serviceName"])


def look_after(service):
    tasks = service_tasks.of(service)
    for task in tasks:
        _admit(service, task)
        _stop_if_failing(service, task)
    for task in tasks:
        _account_for(service, task)
    if service["status"] == "DRAINING":
        _drain(service, tasks)
    else:
        rollout.steer(service, tasks)
        scaling.steer(service, tasks)
        rollout.complete_if_settled(service, service_tasks.of(service))
    service_tasks.count(service, service_tasks.of(service))
    service_deployments.mark(service)


def _admit(service, task):
    """A task that runs is registered where its revision says, under its own container port (F0.9)."""
    if task["lastStatus"] != "RUNNING" or task["desiredStatus"] != "RUNNING":
        return
    deployment = _deployment_of(service, task)
    if "_running_since" not in task:
        task["_running_since"] = time.time()
    if "_targets" not in task and deployment:
        found = []
        revision = deployment["_revision"]
        for mapping, group_arn in zip(revision["loadBalancers"] or [], revision["_groups"]):
            address = ecs._task_ip(task)
            target = group_arn and address and target_health.register(group_arn, address, mapping["containerPort"])
            if target:
                found.append((group_arn, target))
                service_events.registered(service, group_arn)
        task["_targets"] = found
    if not task.get("_was_healthy") and service_tasks.condition(task)[0] == "healthy":
        task["_was_healthy"] = True
        if deployment:
            deployment["_start_failures"] = 0
            circuit_breaker.note_healthy(service, deployment)


def _deployment_of(service, task):
    return next((each for each in service["deployments"] if each["id"] == task.get("_deployment_id")), None)


def _stop_if_failing(service, task):
    # F1.14: within the grace period after its start, no failed check has a consequence.
    grace = pace.configured(service.get("healthCheckGracePeriodSeconds") or 0)
    state, reason = service_tasks.condition(task)
    if state != "unhealthy" or task["desiredStatus"] != "RUNNING" or time.time() - task["_running_since"] < grace:
        return
    for group_arn, target in task["_targets"]:
        if target["state"] == "unhealthy":
            service_events.unhealthy(service, target["Port"], group_arn, target["description"])
    if reason.endswith("container health checks"):
        service_events.tell(service, f"{service_events.of_tasks([task])} failed container health checks.")
    task["_failed_checks"] = True
    scaling.stop(service, [task], reason)


def _account_for(service, task):
    """A failed task delays the next start (F2.6) and counts against its deployment; each once."""
    if task["desiredStatus"] != "STOPPED":
        return
    failed_to_run = task["stopCode"] in ("EssentialContainerExited", "TaskFailedToStart")
    if failed_to_run and not task.get("_delays_next"):
        task["_delays_next"] = True
        deployment = _deployment_of(service, task)
        if deployment:
            failures = deployment["_start_failures"] = deployment.get("_start_failures", 0) + 1
            deployment["_next_start"] = time.time() + pace.configured(
                min(FIRST_BACK_OFF * 2 ** (failures - 1), LONGEST_BACK_OFF)
            )
    if (failed_to_run or task.get("_failed_checks")) and task["lastStatus"] == "STOPPED" and not task.get("_accounted"):
        task["_accounted"] = True
        rollout.note_failure(service, task)


def _drain(service, tasks):
    left = service_tasks.live(tasks)
    scaling.stop(service, service_tasks.wanted(tasks), scaling.reason(ecs._primary_deployment(service)))
    if not left:
        service["status"] = "INACTIVE"
