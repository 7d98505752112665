# What a call asks rights for: AWS's resource of each action, the roles it passes, the tags it sets along (F6.2).
# MiniStack names a cluster where AWS names a service, and no change set, task or log stream.
import json
import re

RECORD_NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames"


def asked(service, action, body, params, region, account):
    """`[(action, resource, context), ...]`, the call's own action first; empty where MiniStack's answer is right."""
    work = _SERVICES.get(service)
    name = (action or "").split(":")[-1]
    return work(name, body, params, f"arn:aws:{service}:{region}:{account}:") if work else []


def context(action, body):
    """Of a call whose resource MiniStack names rightly."""
    if action != "route53:ChangeResourceRecordSets":
        return {}
    names = re.findall(r"<Name>([^<]+)</Name>", (body or b"").decode())
    return {RECORD_NAMES: sorted({name.rstrip(".").lower() for name in names})}


def _ecs(name, body, _params, prefix):
    data = json.loads(body or b"{}")
    cluster = (data.get("cluster") or "default").split("/")[-1]

    def service(text):
        return text if text.startswith("arn:") else f"{prefix}service/{cluster}/{text}"

    def on(*resources, context=None):
        return [(f"ecs:{name}", resource, context or {}) for resource in resources]

    if name == "RegisterTaskDefinition":
        definition = f"{prefix}task-definition/{data.get('family')}:*"
        tags = [("ecs:TagResource", definition, {"ecs:CreateAction": name})] if data.get("tags") else []
        roles = [data.get(key) for key in ("executionRoleArn", "taskRoleArn")]
        return [*on(definition), *tags, *(passing(role, "ecs-tasks.amazonaws.com") for role in roles if role)]
    if name in ("DeregisterTaskDefinition", "DescribeTaskDefinition", "ListTaskDefinitions"):
        return on("*")
    if name == "TagResource":
        return on(data.get("resourceArn", "*"))
    if name == "DescribeServices":
        return on(*(service(text) for text in data.get("services", [])))
    if name in ("ListServiceDeployments", "UpdateService"):
        balancers = data.get("loadBalancers") or []
        roles = [balancer.get("advancedConfiguration", {}).get("roleArn") for balancer in balancers]
        return [*on(service(data.get("service", ""))), *(passing(role, "ecs.amazonaws.com") for role in roles if role)]
    if name in ("DescribeServiceDeployments", "StopServiceDeployment", "DescribeServiceRevisions"):
        arns = data.get("serviceDeploymentArns") or data.get("serviceRevisionArns") or [data["serviceDeploymentArn"]]
        # AWS asks for both: arn:...:service-deployment/CLUSTER/SERVICE/ID and its service.
        services = [f"{prefix}service/" + "/".join(arn.split("/")[1:3]) for arn in arns]
        return on(*arns, *services)
    if name == "ListTasks":
        return on("*", context={"ecs:cluster": f"{prefix}cluster/{cluster}"})
    if name == "DescribeClusters":
        clusters = data.get("clusters", [])
        return on(*(text if text.startswith("arn:") else f"{prefix}cluster/{text}" for text in clusters))
    if name == "DescribeTasks":
        tasks = data.get("tasks", [])
        return on(*(task if task.startswith("arn:") else f"{prefix}task/{cluster}/{task}" for task in tasks))
    return []


def _cloudformation(name, _body, params, prefix):
    stack, change_set = _first(params, "StackName"), _first(params, "ChangeSetName")
    if stack:
        resource = stack if stack.startswith("arn:") else f"{prefix}stack/{stack}/*"
    elif change_set.startswith("arn:"):
        resource = change_set
    else:
        return []
    tags = [("cloudformation:TagResource", resource, {"cloudformation:CreateAction": name})]
    role = _first(params, "RoleARN")
    return [
        (f"cloudformation:{name}", resource, {"cloudformation:ChangeSetName": change_set} if change_set else {}),
        *(tags if "Tags.member.1.Key" in params else []),
        *([passing(role, "cloudformation.amazonaws.com")] if role else []),
    ]


def _ecr(name, body, _params, prefix):
    data = json.loads(body or b"{}")
    names = data.get("repositoryNames") or []
    if name == "ListTagsForResource":
        return [(f"ecr:{name}", data.get("resourceArn", "*"), {})]
    return [(f"ecr:{name}", f"{prefix}repository/{repository}", {}) for repository in names]


def _logs(name, body, _params, prefix):
    if name not in ("GetLogEvents", "DeleteLogGroup"):
        return []
    data = json.loads(body or b"{}")
    # Of a whole group AWS names the stream too, without a name.
    stream = f"{prefix}log-group:{data.get('logGroupName')}:log-stream:{data.get('logStreamName', '')}"
    return [(f"logs:{name}", stream, {})]


def _elasticloadbalancing(name, _body, _params, _prefix):
    return [(f"elasticloadbalancing:{name}", "*", {})] if name.startswith("Describe") else []


def _iam(name, _body, params, _prefix):
    return [(f"iam:{name}", _first(params, "PolicySourceArn"), {})] if name == "SimulatePrincipalPolicy" else []


def passing(role, service):
    return "iam:PassRole", role, {"iam:PassedToService": service}


def _first(params, key):
    return (params.get(key) or [""])[0]


_SERVICES = {
    "ecs": _ecs,
    "cloudformation": _cloudformation,
    "ecr": _ecr,
    "iam": _iam,
    "logs": _logs,
    "elasticloadbalancing": _elasticloadbalancing,
}
