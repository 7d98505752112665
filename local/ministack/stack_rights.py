# CloudFormation acts as the role that a stack was given: what handlers of AWS call for a resource is asked of it first.
#
# stack_permissions.json has the calls: for types of the registry those that `handlers` of their schema name, without
# what only properties need that this project's templates do not have; for a record set those of F1.5 and F8.2.
import json
import os
import re
from pathlib import Path

from ministack.core.responses import get_account_id, get_region
from ministack.services import iam
from ministack.services.cloudformation import handlers, stacks

import decisions
import resource_arns
import stack_reasons

CALLS = json.loads((Path(__file__).parent / "stack_permissions.json").read_text())
_roles = {}  # (account, region, stack name) -> the role, which sticks to the stack (F6.1)
_service_linked = set()  # (account, service) whose role AWS has made by itself
SERVICE_LINKED = {
    "AWS::ECS::Cluster": "ecs.amazonaws.com",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "elasticloadbalancing.amazonaws.com",
    "AWS::ApplicationAutoScaling::ScalableTarget": "ecs.application-autoscaling.amazonaws.com",
}


def add():
    # Without AUTH=true nobody's rights are asked for.
    if os.environ.get("AUTH", "").lower() != "true":
        return
    for name in ("CreateStack", "UpdateStack", "CreateChangeSet", "DeleteStack"):
        handlers._ACTION_HANDLERS[name] = _remembering(handlers._ACTION_HANDLERS[name])
    provision, update, delete = stacks._provision_resource, stacks._update_resource, stacks._delete_resource

    def provision_resource(kind, logical_id, props, stack_name):
        _ask("create", kind, logical_id, props, stack_name)
        return provision(kind, logical_id, props, stack_name)

    def update_resource(kind, physical_id, old, new, stack_name, logical_id=None, attributes=None):
        if old != new:
            _ask("update", kind, logical_id, new, stack_name, physical_id)
        return update(kind, physical_id, old, new, stack_name, logical_id, attributes)

    def delete_resource(kind, physical_id, props, stack_name=None, logical_id=None):
        if stack_name:
            _ask("delete", kind, logical_id, props or {}, stack_name, physical_id)
        return delete(kind, physical_id, props, stack_name, logical_id)

    stacks._provision_resource, stacks._update_resource = provision_resource, update_resource
    stacks._delete_resource = delete_resource


def _remembering(handle):
    def remembering(params):
        role, name = params.get("RoleARN", [""])[0], params.get("StackName", [""])[0]
        if role:
            # By name or by id: arn:...:stack/NAME/ID.
            _roles[_place(name.split("/")[1] if name.startswith("arn:") else name)] = role
        return handle(params)

    return remembering


def _place(stack_name):
    return get_account_id(), get_region(), stack_name


def _ask(what, kind, logical_id, props, stack_name, physical_id=None):
    role = _roles.get(_place(stack_name))
    if role is None:
        return
    calls = CALLS.get(kind, {"read": [], what: []})
    for action in dict.fromkeys([*calls[what], *([] if what == "delete" else calls["read"])]):
        for resource, context in _resources(kind, action, logical_id, props, stack_name, physical_id):
            denial = decisions.denial_of_role(role, "AWSCloudFormation", action, resource, context)
            if denial:
                raise ValueError(stack_reasons.of_handler(denial, "AccessDenied"))


def _resources(kind, action, logical_id, props, stack_name, physical_id):
    service, call = action.split(":")
    account, region, _ = _place(stack_name)
    here = f"arn:aws:{service}:{region}:{account}:"
    generated = physical_id or f"{stack_name}-{logical_id}-*"
    if service in _UNNAMED and re.match(r"Describe|List|RequestCertificate", call):
        return [("*", {})]
    if action == "iam:CreateServiceLinkedRole":
        return _service_linked_role(account, SERVICE_LINKED[kind])
    if action == "iam:PassRole":
        balancers = props.get("LoadBalancers", [])
        roles = [balancer.get("AdvancedConfiguration", {}).get("RoleArn") for balancer in balancers]
        return [resource_arns.passing(role, "ecs.amazonaws.com")[1:] for role in roles if role]
    if service == "iam":
        attached = props.get("ManagedPolicyArns", [])
        roles = _role_arns(kind, props, physical_id, f"arn:aws:iam::{account}:role{props.get('Path', '/')}{generated}")
        contexts = [{"iam:PolicyARN": arn} for arn in attached] if call.endswith("tachRolePolicy") else [{}]
        if call == "PutRolePermissionsBoundary" and "PermissionsBoundary" not in props:
            return []
        return [(role, {**context, **_boundary(call, role, props)}) for role in roles for context in contexts]
    if service == "route53":
        global_ = {"GetChange": "change/*", "ListHostedZones": None}.get(call, _zone(props))
        context = {resource_arns.RECORD_NAMES: _record_names(props)} if call == "ChangeResourceRecordSets" else {}
        return [(f"arn:aws:route53:::{global_}" if global_ else "*", context)]
    if service == "ecs":
        return [(here + name, {}) for name in _ecs_names(kind, call, props)]
    if service == "cloudwatch":
        scales = kind == "AWS::ApplicationAutoScaling::ScalableTarget"
        return [(f"{here}alarm:" + (f"TargetTracking-{props['ResourceId']}-*" if scales else generated), {})]
    if service == "ecr":
        return [(f"{here}repository/{props['RepositoryName']}", {})]
    if service == "logs":
        return [("*" if call.startswith("Describe") else f"{here}log-group:{props['LogGroupName']}:*", {})]
    # Their names are AWS's: every one of the type.
    return [(here + _UNNAMED.get(service, "{}").format(kind.split("::")[-1].lower()) + "/*", {})]


_UNNAMED = {
    "acm": "{}",
    "application-autoscaling": "scalable-target",
    "ec2": "{}",
    "elasticloadbalancing": "{}",
    "wafv2": "regional/webacl",
}


def _service_linked_role(account, service):
    if (account, service) in _service_linked:
        return []
    _service_linked.add((account, service))
    return [(f"arn:aws:iam::{account}:role/aws-service-role/{service}/*", {"iam:AWSServiceName": service})]


def _role_arns(kind, props, physical_id, generated):
    if kind == "AWS::IAM::Policy":
        return [iam._roles[name]["Arn"] for name in props.get("Roles", []) if name in iam._roles]
    return [iam._roles[physical_id]["Arn"] if physical_id in iam._roles else generated]


def _boundary(call, role, props):
    """The one that a call sets; of others, the one that the role has."""
    sets = call in ("CreateRole", "PutRolePermissionsBoundary")
    there = iam._roles.get(role.split("/")[-1], {}).get("PermissionsBoundary")
    boundary = props.get("PermissionsBoundary") if sets else there or props.get("PermissionsBoundary")
    return {"iam:PermissionsBoundary": boundary} if boundary else {}


def _zone(props):
    zones = [props.get("HostedZoneId"), *(o.get("HostedZoneId") for o in props.get("DomainValidationOptions", []))]
    return "hostedzone/" + next((zone for zone in zones if zone), "*")


def _record_names(props):
    """Of a record set, or those that prove who a certificate's names belong to (F1.5)."""
    if "Name" in props:
        return [props["Name"].rstrip(".").lower()]
    return [f"_proof.{name.lower()}" for name in (props["DomainName"], *props.get("SubjectAlternativeNames", []))]


def _ecs_names(kind, call, props):
    if kind == "AWS::ECS::Cluster":
        return [f"cluster/{props.get('ClusterName', '*')}"]
    place = f"{props.get('Cluster', 'default').split('/')[-1]}/{props.get('ServiceName', '*')}"
    if call in ("DescribeServiceDeployments", "StopServiceDeployment"):
        return [f"service/{place}", f"service-deployment/{place}/*"]
    return [f"service/{place}"]
