# Application Auto Scaling: the two CloudFormation types, and the calls that read what they made (F1.15).
#
# Nothing else scales here: there are no CloudWatch metrics of real load to track.
import json

from ministack import app
from ministack.core import router
from ministack.core.responses import (
    AccountRegionScopedDict,
    error_response_json,
    get_account_id,
    get_region,
    json_response,
    new_uuid,
)

from cfn_types import add_type

_targets = AccountRegionScopedDict()
_policies = AccountRegionScopedDict()
API = "AnyScaleFrontendService"


def add():
    add_type(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        _create_target,
        _update_target,
        _delete_target,
        ("ServiceNamespace", "ScalableDimension", "ResourceId"),
    )
    add_type(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        _create_policy,
        _update_policy,
        _delete_policy,
        ("PolicyName", "ScalingTargetId", "ServiceNamespace", "ScalableDimension", "ResourceId"),
    )
    router.SERVICE_PATTERNS["application-autoscaling"] = {
        "target_prefixes": [API],
        "host_patterns": [r"application-autoscaling\."],
        "credential_scope": "application-autoscaling",
    }
    app.SERVICE_HANDLERS["application-autoscaling"] = _handle


def _arn(kind, name):
    return f"arn:aws:autoscaling:{get_region()}:{get_account_id()}:{kind}:{new_uuid()}:{name}"


def _create_target(logical_id, props, stack_name):
    # F1.15: Ref is ResourceId|Dimension|Namespace.
    target_id = "|".join(props[key] for key in ("ResourceId", "ScalableDimension", "ServiceNamespace"))
    if props["ServiceNamespace"] == "ecs":
        _require_service(props["ResourceId"])
    return _update_target(target_id, {}, props, stack_name)


def _require_service(resource_id):
    from ministack.services import ecs

    service = ecs._services.get(resource_id.partition("/")[2])
    if not service or service["status"] != "ACTIVE":
        raise ValueError(f"ECS service doesn't exist: {resource_id}")


def _update_target(target_id, _old, new, _stack_name):
    _targets[target_id] = {
        **{key: new[key] for key in ("ServiceNamespace", "ResourceId", "ScalableDimension")},
        "MinCapacity": int(new["MinCapacity"]),
        "MaxCapacity": int(new["MaxCapacity"]),
        "ScalableTargetARN": _targets.get(target_id, {}).get("ScalableTargetARN")
        or f"arn:aws:application-autoscaling:{get_region()}:{get_account_id()}:scalable-target/{new_uuid()}",
    }
    if new["ServiceNamespace"] == "ecs":
        _bring_within(new["ResourceId"], _targets[target_id])
    return target_id, {"Id": target_id}


def _bring_within(resource_id, bounds):
    """F1.15: a number of tasks that is out of bounds when they are set is changed at once."""
    from ministack.services import ecs

    service = ecs._services.get(resource_id.partition("/")[2])
    if service:
        wanted = max(bounds["MinCapacity"], min(bounds["MaxCapacity"], int(service["desiredCount"])))
        service["desiredCount"] = wanted


def _delete_target(target_id, _props):
    # Deregistering a target deletes its policies.
    _targets.pop(target_id, None)
    for arn in [arn for arn, policy in _policies.items() if _target_of(policy) == target_id]:
        _policies.pop(arn, None)


def _create_policy(_logical_id, props, stack_name):
    target_id = props.get("ScalingTargetId") or "|".join(
        props[key] for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")
    )
    if target_id not in _targets:
        raise ValueError(f"No scalable target registered for {target_id.replace('|', ', ')}")
    resource = target_id.split("|")[0]
    arn = _arn("scalingPolicy", f"resource/ecs/{resource}:policyName/{props['PolicyName']}")
    return _update_policy(arn, {}, {**props, "ScalingTargetId": target_id}, stack_name)


def _update_policy(arn, old, new, _stack_name):
    target_id = new.get("ScalingTargetId") or old.get("ScalingTargetId")
    resource, dimension, namespace = target_id.split("|")
    _policies[arn] = {
        "PolicyARN": arn,
        "PolicyName": new["PolicyName"],
        "PolicyType": new["PolicyType"],
        "ResourceId": resource,
        "ScalableDimension": dimension,
        "ServiceNamespace": namespace,
        "TargetTrackingScalingPolicyConfiguration": new.get("TargetTrackingScalingPolicyConfiguration", {}),
    }
    return arn, {"Arn": arn}


def _delete_policy(arn, _props):
    _policies.pop(arn, None)


def _target_of(policy):
    return "|".join(policy[key] for key in ("ResourceId", "ScalableDimension", "ServiceNamespace"))


async def _handle(_method, _path, headers, body, _query):
    action = headers.get("x-amz-target", "").rpartition(".")[2]
    data = json.loads(body or b"{}")
    if action == "DescribeScalableTargets":
        return json_response({"ScalableTargets": _matching(_targets, data)})
    if action == "DescribeScalingPolicies":
        return json_response({"ScalingPolicies": _matching(_policies, data)})
    return error_response_json("InvalidAction", f"Unknown Application Auto Scaling action: {action}", 400)


def _matching(records, data):
    wanted = {
        "ResourceId": data.get("ResourceIds") or [data.get("ResourceId")],
        "ServiceNamespace": [data.get("ServiceNamespace")],
        "ScalableDimension": [data.get("ScalableDimension")],
    }
    return [
        record
        for record in records.values()
        if all(values == [None] or record[key] in values for key, values in wanted.items())
    ]
