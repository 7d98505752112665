# How a task stops: out of the load balancer first, then drained, then SIGTERM, then SIGKILL (F2.7).
import threading
import time

from ministack.core.concurrency import resource_lock, spawn_background
from ministack.core.responses import error_response_json, json_response, now_iso
from ministack.services import ecs, ecs_metadata

import pace
import target_health

STOP_TIMEOUT = 30  # F2.1


def add():
    ecs._stop_task = _stop_task
    ecs._ACTION_MAP["StopTask"] = _stop_task
    ecs._maybe_mark_stopped = lambda task, client=None: None  # containers.py watches each task itself


def begin(task, reason, code, drained=True):
    """Starts to stop the task, unless it is stopping already; gives whether this call did. `drained`: its container
    serves still, so requests under way are given the deregistration delay."""
    with resource_lock("ecs-task", task["taskArn"]):
        if not ecs._task_is_active(task["taskArn"], task):
            return False
        ecs._bump_task_version(task)
        task.update(desiredStatus="STOPPED", stoppingAt=now_iso(), stoppedReason=reason, stopCode=code)
    # Here and not in the thread: from the moment somebody decides to stop it, no request may go to it.
    leave_groups(task)
    spawn_background(_stop, task, drained, thread_name=f"task-stop-{task['taskArn'][-8:]}")
    return True


def leave_groups(task):
    for group_arn, target in task.get("_targets", ()):
        if target["state"] != "draining":
            target_health.deregister(group_arn, target)


def _stop(task, drained):
    groups = [group_arn for group_arn, _ in task.get("_targets", ())]
    if drained and groups and task["lastStatus"] == "RUNNING":
        _become(task, "DEACTIVATING")
        time.sleep(pace.configured(max(map(target_health.deregistration_delay, groups))))
    _become(task, "STOPPING")
    client = ecs._get_docker()
    for docker_id in list(task.get("_docker_ids") or []):
        _end(client, docker_id, task)
    _collect_logs(task)
    _become(task, "DEPROVISIONING")
    task["executionStoppedAt"] = now_iso()
    time.sleep(pace.of_aws(10))
    ecs._cleanup_task_resources(task, client)
    with resource_lock("ecs-task", task["taskArn"]):
        ecs._bump_task_version(task)
        for container in task.get("containers", []):
            container["lastStatus"] = "STOPPED"
        task["stoppedAt"] = now_iso()
        task["lastStatus"] = "STOPPED"
    ecs_metadata.set_task_status(task["taskArn"], known_status="STOPPED", desired_status="STOPPED")


def _become(task, status):
    task["lastStatus"] = status


def _end(client, docker_id, task):
    """SIGTERM, the stop timeout, SIGKILL; and the exit code, which tells which of the two it was (F2.10)."""
    number = task["_docker_ids"].index(docker_id)
    timeouts = task.get("_stop_timeouts") or {}
    container = task["containers"][number]
    try:
        found = client.containers.get(docker_id)
        if found.status == "running":
            found.stop(timeout=round(pace.of_app(timeouts.get(container["name"]) or STOP_TIMEOUT)))
            found.reload()
        container.setdefault("exitCode", None)
        if container["exitCode"] is None:
            container["exitCode"] = found.attrs["State"]["ExitCode"]
    except Exception:  # the container is gone, by whatever hand
        return


def _collect_logs(task):
    """Waits for what the container wrote last: removing it would cut its log off."""
    prefix = f"ministack-ecs-awslogs-{task['taskArn'].rsplit('/', 1)[-1][:8]}"
    for thread in threading.enumerate():
        if thread.name.startswith(prefix):
            thread.join(2)


def _stop_task(data):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    task = ecs._resolve_task(data.get("task", ""), cluster) if cluster else None
    if not task:
        return error_response_json("InvalidParameterException", "The referenced task was not found.", 400)
    begin(task, data.get("reason", "Task stopped by user"), "UserInitiated")
    return json_response({"task": ecs._sanitize(task)})
