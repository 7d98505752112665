# Create, update and delete of a service: each change that AWS rolls out begins a deployment (F1.14), a deleted service
# drains, and what AWS refuses is refused (F10).
from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs

import deployment_strategy
import rollout
import scheduler
import service_deployments
import service_events
import service_refusals

# F1.14: what starts a new deployment when it changes, beside the task definition.
ROLLED_OUT = (
    "networkConfiguration",
    "loadBalancers",
    "platformVersion",
    "capacityProviderStrategy",
    "serviceRegistries",
    "serviceConnectConfiguration",
    "volumeConfigurations",
)


def add():
    create, update = ecs._create_service, ecs._update_service
    ecs._create_service = ecs._ACTION_MAP["CreateService"] = lambda data: _create(create, data)
    ecs._update_service = ecs._ACTION_MAP["UpdateService"] = lambda data: _update(update, data)
    ecs._delete_service = ecs._ACTION_MAP["DeleteService"] = _delete
    ecs._ts_to_epoch = _with_fraction


def _with_fraction(value):
    # AWS's times have milliseconds, by which events of one second are told apart.
    from datetime import datetime

    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
    except (AttributeError, ValueError):
        return value


def find(data):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    name, own_cluster = ecs._resolve_service_ref(data.get("service") or data.get("serviceName", "")) or (None, None)
    return ecs._services.get(f"{own_cluster or cluster}/{name}")


def _create(original, data):
    existing = find(data)
    if existing and existing["status"] == "DRAINING":
        return error_response_json(
            "InvalidParameterException", "Unable to Start a service that is still Draining.", 400
        )  # F10
    refused = service_refusals.of_create(data)
    if refused:
        return refused
    with scheduler.lock:
        status, headers, body = original(data)
        if status >= 400:
            return status, headers, body
        service = find(data)
        service["deploymentConfiguration"] = deployment_strategy.completed(service["deploymentConfiguration"])
        service["_service_deployments"] = (existing or {}).get("_service_deployments", [])
        _begin(service)
    return _answer(service)


def _update(original, data):
    service = find(data)
    if service and service["status"] != "ACTIVE":
        return error_response_json("ServiceNotActiveException", "Service was not ACTIVE.", 400)
    refused = service_refusals.of_update(data, service) if service else None
    if refused:
        return refused
    with scheduler.lock:
        if service and any(key in data and data[key] != service.get(key) for key in ROLLED_OUT):
            data = {**data, "forceNewDeployment": True}
        before = ecs._primary_deployment(service)["id"] if service else None
        events = list(service["events"]) if service else []
        status, headers, body = original(data)
        if status >= 400:
            return status, headers, body
        service["events"] = events  # MiniStack tells of draining connections at every update.
        service["deploymentConfiguration"] = deployment_strategy.completed(service["deploymentConfiguration"])
        if ecs._primary_deployment(service)["id"] != before:
            _begin(service)
    return _answer(service)


def _begin(service):
    rollout.begin(service, ecs._primary_deployment(service))
    service_deployments.mark(service)
    scheduler.wake()


def _answer(service):
    return json_response({"service": ecs._sanitize(service)})


def _delete(data):
    service = find(data)
    if not service:
        return error_response_json("ServiceNotFoundException", "Service not found.", 400)
    if not data.get("force") and service["desiredCount"] > 0:
        return error_response_json(
            "InvalidParameterException", "The service cannot be stopped while it is scaled above 0.", 400
        )
    with scheduler.lock:
        if service["status"] == "ACTIVE":
            service.update(status="DRAINING", desiredCount=0)
            record = service_deployments.latest(service)
            if record["status"] in service_deployments.UNDER_WAY:
                service_deployments.move(record, "STOPPED", "The service was deleted.")
            service_events.tell(service, "has begun draining.")
    scheduler.wake()
    return _answer(service)
