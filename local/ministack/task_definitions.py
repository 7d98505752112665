# What RegisterTaskDefinition refuses on Fargate and what it adds, and which revision a family means (F2.1, F2.2, F10).
import re

from ministack.core.responses import error_response_json
from ministack.services import ecs

GIB = 1024
# F2.1: CPU units -> memory in MiB.
SIZES = {
    256: (512, 1024, 2048),
    512: range(1024, 4096 + 1, 1024),
    1024: range(2048, 8192 + 1, 1024),
    2048: range(4096, 16384 + 1, 1024),
    4096: range(8192, 30720 + 1, 1024),
    8192: range(16384, 61440 + 1, 4096),
    16384: range(32768, 122880 + 1, 8192),
    32768: (60 * GIB, 120 * GIB, 244 * GIB),
}
FORBIDDEN = ("links", "disableNetworking", "dnsServers", "dnsSearchDomains", "extraHosts", "dockerSecurityOptions")


def add():
    register, resolve = ecs._register_task_definition, ecs._resolve_td_key
    ecs._register_task_definition = ecs._ACTION_MAP["RegisterTaskDefinition"] = lambda data: _register(register, data)
    ecs._resolve_td_key = lambda reference: _resolve(resolve, reference)
    deregister, describe = ecs._deregister_task_definition, ecs._describe_task_definition
    ecs._deregister_task_definition = lambda data: _of_one(deregister, data)
    ecs._ACTION_MAP["DeregisterTaskDefinition"] = ecs._deregister_task_definition
    ecs._describe_task_definition = ecs._ACTION_MAP["DescribeTaskDefinition"] = lambda data: _of_one(describe, data)


def _of_one(original, data):
    if not ecs._task_defs.get(ecs._resolve_td_key(data.get("taskDefinition", ""))):
        return error_response_json("ClientException", "Unable to describe task definition.", 400)  # F10
    return original(data)


def newest_active(family):
    revisions = [
        each["revision"]
        for each in list(ecs._task_defs.values())
        if each["family"] == family and each["status"] == "ACTIVE"
    ]
    return f"{family}:{max(revisions)}" if revisions else None


def _resolve(original, reference):
    """F0.2: a family without revision means its latest ACTIVE revision, not its latest."""
    key = original(reference)
    name = str(reference or "").rpartition("/")[2]
    if key and ":" not in name:
        return newest_active(name) or name
    return key


def units(value, unit):
    """'.5 vCPU' and '2GB' are accepted, and normalised."""
    text = re.sub(r"\s*(vcpu|gb|mb)$", "", str(value).strip().lower())
    scaled = text != str(value).strip().lower() and not str(value).strip().lower().endswith("mb")
    try:
        return round(float(text) * (unit if scaled else 1))
    except ValueError:
        return None


def _register(original, data):
    if any(data.get(key) == "" for key in ("executionRoleArn", "taskRoleArn")):
        return _refuse("Role is not valid")  # F2.2
    if "FARGATE" in data.get("requiresCompatibilities", ()):
        for key, unit in (("cpu", 1024), ("memory", GIB)):
            if data.get(key) is not None:
                data[key] = str(units(data[key], unit))
        refused = _unfit_for_fargate(data)
        if refused:
            return _refuse(refused)
    _add_defaults(data)
    answer = original(data)
    if answer[0] < 400:
        stored = ecs._task_defs[ecs._resolve_td_key(data["family"])]
        for key in [key for key, value in stored.items() if value in ("", None)]:
            del stored[key]  # AWS omits what has no value.
        return ecs._finalize_ecs_response(
            ecs.json_response({"taskDefinition": stored, **({"tags": data["tags"]} if data.get("tags") else {})})
        )
    return answer


def _refuse(message):
    return error_response_json("ClientException", message, 400)


def _unfit_for_fargate(data):
    cpu, memory = int(data.get("cpu") or 0), int(data.get("memory") or 0)
    if memory not in SIZES.get(cpu, ()):
        return "No Fargate configuration exists for given values."
    if data.get("networkMode") != "awsvpc":
        return "Fargate only supports network mode 'awsvpc'."
    for container in data.get("containerDefinitions", []):
        if container.get("privileged"):
            return "Fargate does not support privileged containers."
        if any(container.get(key) for key in FORBIDDEN):
            return f"Fargate does not support {next(key for key in FORBIDDEN if container.get(key))}."
        if any(
            port.get("hostPort") not in (None, 0, port["containerPort"]) for port in container.get("portMappings", [])
        ):
            return "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
        needs = _needs_execution_role(container)
        if needs and not data.get("executionRoleArn"):
            return f"Fargate requires task definition to have execution role ARN to support {needs}."
    return None


def _needs_execution_role(container):
    if ".dkr.ecr." in container.get("image", ""):
        return "ECR images"
    if (container.get("logConfiguration") or {}).get("logDriver") == "awslogs":
        return "log driver awslogs"
    return "secrets" if container.get("secrets") else None


def _add_defaults(data):
    """What AWS adds to what was registered, so that comparing the two must expect it."""
    for container in data.get("containerDefinitions", []):
        for key in ("environment", "mountPoints", "volumesFrom", "portMappings", "systemControls"):
            container.setdefault(key, [])
        for port in container["portMappings"]:
            port.setdefault("hostPort", port["containerPort"])
            port.setdefault("protocol", "tcp")
