# How many tasks of which deployment: started up to the maximum, stopped down to the minimum (F1.14, F5.3).
import time

from ministack.services import ecs

import service_deployments
import service_events
import service_tasks
import staged_rollout
import task_stop


def stop(service, tasks, reason):
    begun = [task for task in tasks if task_stop.begin(task, reason, "ServiceSchedulerInitiated")]
    if begun:
        service_events.stopped(service, begun)
    served = [task for task in begun if task.get("_targets")]
    if served:
        service_events.draining(service, served)
    for task in served:
        for group_arn, _ in task["_targets"]:
            service_events.deregistered(service, group_arn)


def reason(deployment):
    return f"Scaling activity initiated by (deployment {deployment['id']})"  # F2.9


def steer(service, tasks):
    primary = ecs._primary_deployment(service)
    if primary is None:
        return
    record = service_deployments.latest(service)
    if staged_rollout.is_under_way(record):
        _keep(service, record, tasks)
        return
    desired = int(service["desiredCount"])
    current = service_tasks.wanted(service_tasks.within(tasks, primary))
    old = [task for task in service_tasks.wanted(tasks) if task not in current]
    configuration = service.get("deploymentConfiguration") or {}
    most = max(1, desired * int(configuration.get("maximumPercent", 200)) // 100) if desired else 0
    least = -(-desired * int(configuration.get("minimumHealthyPercent", 100)) // 100)
    if primary["rolloutState"] != "FAILED":
        missing = desired - len(current)
        room = most - len(current) - len(old)
        _start(service, primary, min(missing, room))
        stop(service, _surplus(current, desired), reason(primary))
        stop(service, _replaced(current, old, desired, least, missing - room), reason(primary))


def _keep(service, record, tasks):
    """Old and new tasks side by side, as the stage says."""
    desired = int(service["desiredCount"])
    grown, left = staged_rollout.kept(service, record)
    why = reason(ecs._primary_deployment(service))
    for deployment in grown:
        own = service_tasks.wanted(service_tasks.within(tasks, deployment))
        _start(service, deployment, desired - len(own))
        stop(service, _surplus(own, desired), why)
    kept = {each["id"] for each in (*grown, *left)}
    stop(service, [task for task in service_tasks.wanted(tasks) if task.get("_deployment_id") not in kept], why)


def _surplus(current, desired):
    """Scaling in: those that do not serve yet first, then the newest."""
    serving = service_tasks.healthy(current)
    others = [task for task in current if task not in serving]
    return list(reversed(serving + others))[: max(0, len(current) - desired)]


def _replaced(current, old, desired, least, lacking_room):
    """The old tasks that may go: those that never served, and as many others as the new ones, or the minimum, allow."""
    serving = service_tasks.healthy(old)
    never_served = [task for task in old if not task.get("_was_healthy")]
    shaky = [task for task in old if task not in serving and task not in never_served]
    new = len(service_tasks.healthy(current))
    needless = max(new + len(serving) - desired, lacking_room)
    return (
        never_served + (shaky if new >= desired else []) + serving[: max(0, min(needless, new + len(serving) - least))]
    )


def _start(service, deployment, number):
    definition = ecs._task_defs.get(ecs._resolve_td_key(deployment["_revision"]["taskDefinition"]))
    if number <= 0 or definition is None or time.time() < deployment.get("_next_start", 0):
        return
    if ecs._deployment_needs_first_task(deployment, definition, service):
        # F2.2: the first task settles which digest a tag stands for, for all of them.
        settled_by = service_tasks.wanted(service_tasks.within(service_tasks.of(service), deployment))
        number = 0 if settled_by else 1
    if not number:
        return
    status, _, body = ecs._run_task(_request(service, deployment, number))
    if status >= 400:
        service_events.tell(service, f"was unable to place a task. Reason: {body!r}.")
    else:
        service_events.started(service, service_tasks.within(service_tasks.of(service), deployment)[-number:])


def _request(service, deployment, number):
    revision = deployment["_revision"]
    return {
        "cluster": service["clusterArn"],
        "taskDefinition": revision["taskDefinition"],
        "count": number,
        "group": f"service:{service['serviceName']}",
        "startedBy": deployment["id"],  # F2.7
        "launchType": revision["launchType"],
        "platformVersion": revision["platformVersion"] or "",
        "capacityProviderStrategy": revision["capacityProviderStrategy"],
        "networkConfiguration": revision["networkConfiguration"] or {},
        "enableExecuteCommand": service.get("enableExecuteCommand", False),
        "_deploymentId": deployment["id"],
    }
