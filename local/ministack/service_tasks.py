# The tasks of a service: which there are, how each is doing, how many.
import time

from ministack.services import ecs

import pace

# A task that nothing checks is taken for healthy once it has run for so long: a crash at start comes earlier.
STEADY = max(1.0, pace.of_aws(10))
STARTING = ("PROVISIONING", "PENDING", "ACTIVATING")


_index = {"state": None, "tasks": {}}


def of(service):
    """All of them, the stopped ones too, oldest first."""
    every = ecs._tasks._data
    # Tasks are only ever added, or forgotten all at once: their number and the last of them tell whether any is new.
    state = len(every), next(reversed(every), None)
    if state != _index["state"]:
        found = {}
        for task in list(every.values()):
            found.setdefault((task["clusterArn"], task.get("group")), []).append(task)
        _index.update(state=state, tasks=found)
    return list(_index["tasks"].get((service["clusterArn"], f"service:{service['serviceName']}"), ()))


def live(tasks):
    return [task for task in tasks if task["lastStatus"] != "STOPPED"]


def wanted(tasks):
    """Those that nobody is stopping."""
    return [task for task in tasks if task["desiredStatus"] == "RUNNING" and task["lastStatus"] != "STOPPED"]


def within(tasks, deployment):
    return [task for task in tasks if task.get("_deployment_id") == deployment["id"]]


def condition(task):
    """('starting' | 'healthy' | 'unhealthy', reason to stop it)."""
    if task["lastStatus"] != "RUNNING":
        return "starting", None
    starting = False
    if task.get("_checked"):
        if task["healthStatus"] == "UNHEALTHY":
            return "unhealthy", "Task failed container health checks"  # F2.9
        starting = task["healthStatus"] != "HEALTHY"
    for group_arn, target in task.get("_targets", ()):
        if target["state"] == "unhealthy":
            return "unhealthy", f"Task failed ELB health checks in (target-group {group_arn})"  # F2.9
        starting = starting or target["state"] != "healthy"
    if not task.get("_checked") and not task.get("_targets"):
        starting = time.time() - task.get("_running_since", time.time()) < STEADY
    return ("starting" if starting else "healthy"), None


def healthy(tasks):
    return [task for task in wanted(tasks) if condition(task)[0] == "healthy"]


def count(service, tasks):
    """The counts of the service and of each deployment (F2.4), and of the revisions that a deployment speaks of."""
    service["runningCount"], service["pendingCount"] = _counts(tasks)
    for deployment in service["deployments"]:
        own = within(tasks, deployment)
        deployment["runningCount"], deployment["pendingCount"] = _counts(own)
        deployment["desiredCount"] = (
            service["desiredCount"]
            if deployment["status"] == "PRIMARY" and deployment["rolloutState"] != "FAILED"
            else len(wanted(own))
        )


def _counts(tasks):
    return (
        sum(task["lastStatus"] == "RUNNING" for task in tasks),
        sum(task["lastStatus"] in STARTING for task in tasks),
    )
