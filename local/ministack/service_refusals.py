# What CreateService and UpdateService refuse before anything starts (F1.7, F1.14, F2.2, F10).
from ministack.core.responses import error_response_json
from ministack.services import alb, ecs

import strategy_refusals
import target_health


def of_create(data):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    if cluster not in ecs._clusters or ecs._clusters[cluster]["status"] != "ACTIVE":
        return error_response_json("ClusterNotFoundException", "Cluster not found.", 400)
    definition, refused = definition_of(data.get("taskDefinition", ""))
    mappings = data.get("loadBalancers") or []
    return (
        refused
        or _of_strategy(data.get("deploymentConfiguration"), mappings)
        or _misfit(definition, mappings, data.get("networkConfiguration"))
    )


def of_update(data, service):
    definition, refused = definition_of(
        data.get("taskDefinition") or service["taskDefinition"],
        keeps="taskDefinition" not in data or data["taskDefinition"] is None,
    )
    # F2.3: the mapping that applies is the one of this call, or else the present one.
    mappings = data["loadBalancers"] if data.get("loadBalancers") is not None else service.get("loadBalancers") or []
    return (
        refused
        or _of_strategy(data.get("deploymentConfiguration") or service["deploymentConfiguration"], mappings)
        or _misfit(definition, mappings, data.get("networkConfiguration") or service.get("networkConfiguration"))
    )


def _of_strategy(configuration, mappings):
    said = strategy_refusals.of(configuration, mappings)
    return _refuse(said) if said else None


def definition_of(reference, keeps=False):
    """(task definition, refusal). F2.2: a running service keeps an INACTIVE one, a new one may not name it."""
    name = reference.rpartition("/")[2]
    definition = ecs._task_defs.get(ecs._resolve_td_key(reference))
    if definition is None and ":" not in name and any(each["family"] == name for each in ecs._task_defs.values()):
        return None, error_response_json("ClientException", "TaskDefinition is inactive", 400)
    if definition is None:
        return None, error_response_json("ClientException", "Unable to describe task definition.", 400)
    if definition["status"] != "ACTIVE" and not keeps:
        return None, error_response_json("ClientException", "TaskDefinition is inactive", 400)
    return definition, None


def _misfit(definition, mappings, network):
    if definition.get("networkMode") == "awsvpc" and not (network or {}).get("awsvpcConfiguration"):
        return _refuse("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    for mapping in mappings:
        name, port, group = (mapping.get(key) for key in ("containerName", "containerPort", "targetGroupArn"))
        container = next((each for each in definition["containerDefinitions"] if each["name"] == name), None)
        if container is None:
            return _refuse(f"The container {name} does not exist in the task definition.")
        if port not in [each["containerPort"] for each in container.get("portMappings", [])]:
            return _refuse(f"The container {name} did not have a container port {port} defined.")
        if group and group not in alb._tgs:
            return _refuse(f"Unable to find the target group {group}.")
        if group and not target_health.in_use(group):
            return _refuse(f"The target group with targetGroupArn {group} does not have an associated load balancer.")
    return None


def _refuse(message):
    return error_response_json("InvalidParameterException", message, 400)
