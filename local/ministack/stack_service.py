# AWS::ECS::Service in a stack: the stack waits until the service's deployment has ended (F1.14).
import re
import time

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import ecs
from ministack.services.cloudformation import provisioners, stacks

import scheduler
import service_deployments
import stack_operations
import stack_reasons

BREAKER = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."
# F1.14: what the handler sends at create and at update. A property whose value is the same is sent again all the same,
# the task-definition family too: it then means the newest ACTIVE revision at this moment.
BOTH = (
    "TaskDefinition",
    "DesiredCount",
    "NetworkConfiguration",
    "LoadBalancers",
    "HealthCheckGracePeriodSeconds",
    "DeploymentConfiguration",
    "PlatformVersion",
    "CapacityProviderStrategy",
    "EnableExecuteCommand",
    "EnableECSManagedTags",
    "PropagateTags",
    "AvailabilityZoneRebalancing",
    "ServiceRegistries",
)
NUMBER = re.compile(r"\d+(\.\d+)?")
CREATE_ONLY = ("Cluster", "LaunchType", "SchedulingStrategy", "DeploymentController", "Role")


def add():
    provisioners._RESOURCE_HANDLERS["AWS::ECS::Service"] = {
        "create": _create,
        "update": _update,
        "update_with_logical_id": True,
        "delete": _delete,
    }
    provisioners._REPLACING_PROPERTIES["AWS::ECS::Service"] = (*CREATE_ONLY, "ServiceName")
    blocks = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda kind: kind == "AWS::ECS::Service" or blocks(kind)
    # A failed update is sent back: the service gets its earlier properties, and the family once more (F1.14, trap B).
    sends_back = stacks._sends_back_failed_update
    stacks._sends_back_failed_update = lambda kind: kind == "AWS::ECS::Service" or sends_back(kind)


def _request(props, names):
    return {
        name[0].lower() + name[1:]: _typed(provisioners._pascal_to_camel(props[name]))
        for name in names
        if name in props
    }


def _typed(value):
    """A template may write numbers and booleans as strings; the API takes none."""
    if isinstance(value, dict):
        return {key: _typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value


def _create(logical_id, props, stack_name):
    name = props.get("ServiceName") or f"{stack_name}-{logical_id}-{new_uuid().replace('-', '')[:12]}"
    cluster = str(props.get("Cluster", "default")).rsplit("/", 1)[-1]
    _call(
        ecs._create_service,
        {**_request(props, BOTH + CREATE_ONLY), "cluster": cluster, "serviceName": name, "tags": _tags(props)},
    )
    arn = f"arn:aws:ecs:{get_region()}:{get_account_id()}:service/{cluster}/{name}"
    # From here on it exists: a failed stack deletes it.
    stack_operations.made(stack_name, logical_id, "AWS::ECS::Service", arn, props)
    _wait(_service(arn), stack_name)
    return arn, {"ServiceArn": arn, "Name": name}


def _tags(props):
    return [{"key": each["Key"], "value": each["Value"]} for each in props.get("Tags", [])]


def _update(arn, _old, new, stack_name, _logical_id):
    service = _service(arn)
    before = service_deployments.latest(service)
    request = {"cluster": service["clusterArn"], "service": arn, **_request(new, BOTH)}
    with scheduler.lock:
        # Taken up in this lock, so that the scheduler cannot look in between and call the old state steady.
        _call(ecs._update_service, request)
        service["_steady"] = False
    service["tags"] = ecs._tags[arn] = _tags(new)
    if service_deployments.latest(service) is before:
        _until(lambda: service.get("_steady"), service, stack_name)
    else:
        _wait(service, stack_name)
    return arn, {"ServiceArn": arn, "Name": service["serviceName"]}


def _delete(arn, _props):
    service = _service(arn)
    if service is None or service["status"] == "INACTIVE":
        return
    _call(ecs._delete_service, {"cluster": service["clusterArn"], "service": arn, "force": True})
    while service["status"] != "INACTIVE":  # F3.8: it drains first.
        time.sleep(0.05)


def _service(arn):
    return ecs._services.get("/".join(arn.rsplit("/", 2)[-2:]))


def _call(action, request):
    status, _, body = action(request)
    if status >= 400:
        raise ValueError(stack_reasons.of_answer("Ecs", status, body))


def _wait(service, stack_name):
    record = service_deployments.latest(service)
    _until(lambda: record["status"] not in service_deployments.UNDER_WAY, service, stack_name)
    if record["status"] != "SUCCESSFUL":
        raise ValueError(stack_reasons.of_handler(_why(record), "NotStabilized"))


def _why(record):
    if record["_deployment"].get("_breaker") == "TRIGGERED":
        return BREAKER
    return f"Error occurred during operation '{record.get('statusReason')}'."


def _until(done, service, stack_name):
    while not done():
        if stack_operations.is_cancelled(stack_name):
            raise ValueError(stack_reasons.CANCELLED)
        if service["status"] != "ACTIVE":
            raise ValueError(
                stack_reasons.of_handler("Service was deleted while it was being stabilized.", "NotStabilized")
            )
        # In this lock, so that a deployment that is just being taken back is not found failed and without a reason.
        with scheduler.lock:
            if ecs._primary_deployment(service)["rolloutState"] == "FAILED" and not done():
                # It will never be steady: AWS gives up after 36 hours.
                raise ValueError(stack_reasons.of_handler(_why(service_deployments.latest(service)), "NotStabilized"))
        time.sleep(0.05)
