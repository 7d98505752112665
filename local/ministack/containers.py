# What a task definition asks of its containers, asked of Docker (F2.1), and what becomes of them, told of the task.
import contextlib
import time

from ministack.core.concurrency import resource_lock, spawn_background
from ministack.services import ecs

import pace
import task_stop

OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"  # F2.9
DEFAULT_MEMORY = 512
NANOSECONDS = 1_000_000_000
# To start a check in a container takes Docker seconds on a busy machine, at any pace.
LEAST_WAIT_FOR_CHECK = 10
SOON, LATER = 0.1, 0.5


def add():
    build = ecs._build_run_kwargs

    def with_limits(container, definition, *args):
        return {**build(container, definition, *args), **limits(container, definition)}

    ecs._build_run_kwargs = with_limits
    record = ecs._record_task_ip

    def record_address(task, container, network):
        record(task, container, network)
        for attachment in task.get("attachments") or []:
            for each in task["containers"]:
                each["networkInterfaces"] = [
                    {"attachmentId": attachment["id"], "privateIpv4Address": ecs._task_ip(task)}
                ]

    ecs._record_task_ip = record_address
    ecs._watch_task_lifecycle = _watch_from_now


def limits(container, definition):
    # A leak in an app under test must never take the machine: there is always a limit, and no swap.
    memory = f"{int(container.get('memory') or definition.get('memory') or DEFAULT_MEMORY)}m"
    asked = {"mem_limit": memory, "memswap_limit": memory, "healthcheck": _health_check(container.get("healthCheck"))}
    for name, option in (
        ("entryPoint", "entrypoint"),
        ("user", "user"),
        ("workingDirectory", "working_dir"),
        ("readonlyRootFilesystem", "read_only"),
    ):
        if container.get(name):
            asked[option] = container[name]
    return asked


def _health_check(check):
    if not check:
        return {"test": ["NONE"]}  # F2.1: ECS ignores a HEALTHCHECK of the Dockerfile.
    return {
        "test": check["command"],
        "retries": int(check.get("retries") or 3),
        "interval": round(pace.configured(check.get("interval") or 30) * NANOSECONDS),
        "timeout": round(max(LEAST_WAIT_FOR_CHECK, pace.of_app(check.get("timeout") or 5)) * NANOSECONDS),
        "start_period": round(pace.configured(check.get("startPeriod") or 0) * NANOSECONDS),
    }


def _watch_from_now(task, client, _account_id, _region):
    definition = ecs._task_defs.get(ecs._resolve_td_key(task["taskDefinitionArn"])) or {}
    containers = definition.get("containerDefinitions", [])
    task["_stop_timeouts"] = {each["name"]: each.get("stopTimeout") for each in containers}
    task["_checked"] = [each["name"] for each in containers if each.get("healthCheck")]
    for number, docker_id in enumerate(list(task["_docker_ids"])):
        spawn_background(_watch, task, client, docker_id, thread_name=f"task-watch-{task['taskArn'][-8:]}-{number}")
    if task["_checked"]:
        spawn_background(_watch_checks, task, client, thread_name=f"task-checks-{task['taskArn'][-8:]}")


def _watch(task, client, docker_id):
    """Docker says when the container ends: to ask it ten times a second takes a good part of a small machine."""
    _look(task, client)
    while ecs._task_is_active(task["taskArn"], task):
        # That it is not there, or that Docker does not answer, is seen by the look.
        with contextlib.suppress(Exception):
            client.api.wait(docker_id, timeout=None)
        if ecs._task_is_active(task["taskArn"], task):
            _look(task, client)
            time.sleep(LATER)


def _watch_checks(task, client):
    while ecs._task_is_active(task["taskArn"], task):
        _look(task, client)
        time.sleep(SOON)


def _look(task, client):
    states = _states(task, client)
    _note(task, states)
    if _has_ended(task, states):
        # Docker may hear of an exit a moment before it hears that it was for want of memory.
        if any(state and state.get("ExitCode") == 137 and not state.get("OOMKilled") for state in states):
            time.sleep(LATER)
            _note(task, _states(task, client))
        # F2.9, and no draining: who has exited serves nobody.
        task_stop.begin(task, "Essential container in task exited", "EssentialContainerExited", drained=False)


def _states(task, client):
    return [_state(client, docker_id) for docker_id in list(task["_docker_ids"])]


def _state(client, docker_id):
    """Docker's account of the container; None when the daemon does not answer, which is no evidence of an exit."""
    from docker.errors import NotFound

    try:
        return client.api.inspect_container(docker_id)["State"]
    except NotFound:
        # Removed behind our back, as by the failure of a host.
        return {"Status": "exited", "ExitCode": 137}
    except Exception:
        return None


def _has_ended(task, states):
    essential = task.get("_container_essentials") or []
    ended = [state is not None and state["Status"] in ("exited", "dead") for state in states]
    return bool(ended) and (
        all(ended) or any(gone for number, gone in enumerate(ended) if number >= len(essential) or essential[number])
    )


def _note(task, states):
    with resource_lock("ecs-task", task["taskArn"]):
        for container, state in zip(task["containers"], states):
            if state is None:
                continue
            container["healthStatus"] = {"healthy": "HEALTHY", "unhealthy": "UNHEALTHY"}.get(
                (state.get("Health") or {}).get("Status"), "UNKNOWN"
            )
            if state["Status"] in ("exited", "dead"):
                container.update(lastStatus="STOPPED", exitCode=state["ExitCode"])
                if state.get("OOMKilled"):
                    container.update(reason=OUT_OF_MEMORY, exitCode=137)
        checked = [each["healthStatus"] for each in task["containers"] if each["name"] in task.get("_checked", ())]
        task["healthStatus"] = (
            "UNHEALTHY"
            if "UNHEALTHY" in checked
            else "HEALTHY"
            if checked and set(checked) == {"HEALTHY"}
            else "UNKNOWN"
        )
