# Stacks made through change sets, as the action makes them, and read back.
import itertools
import json

from cloud import wait_for

_numbers = itertools.count(1)
RUNNING = ("REVIEW_IN_PROGRESS", "_IN_PROGRESS")


def change_set(cloud, stack, resources, kind="CREATE", outputs=None, name=None, **params):
    """Makes a change set and gives its name once it is final, with its description."""
    name = name or f"set-{next(_numbers)}"
    template = {"Resources": resources, **({"Outputs": outputs} if outputs else {})}
    cloud.query(
        "cloudformation",
        "CreateChangeSet",
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType=kind,
        TemplateBody=json.dumps(template),
        **{"Capabilities.member.1": "CAPABILITY_NAMED_IAM", **params},
    )
    return name, wait_for(
        lambda: cloud.query("cloudformation", "DescribeChangeSet", StackName=stack, ChangeSetName=name),
        lambda seen: not seen.findtext(".//Status").endswith(("PENDING", "IN_PROGRESS")),
    )


def begin(cloud, stack, resources, kind="CREATE", token="", **params):
    name, _ = change_set(cloud, stack, resources, kind, **params)
    cloud.query(
        "cloudformation",
        "ExecuteChangeSet",
        StackName=stack,
        ChangeSetName=name,
        **({"ClientRequestToken": token} if token else {}),
    )


def deploy(cloud, stack, resources, kind="CREATE", **params):
    """Makes and executes a change set; the status in which the stack ended."""
    begin(cloud, stack, resources, kind, **params)
    return settled(cloud, stack)


def status(cloud, stack):
    return cloud.query("cloudformation", "DescribeStacks", StackName=stack).findtext(".//StackStatus")


def settled(cloud, stack):
    return wait_for(lambda: status(cloud, stack), lambda seen: not seen.endswith("_IN_PROGRESS"))


def events(cloud, stack):
    """(logical id, status, reason), oldest first."""
    seen = cloud.query("cloudformation", "DescribeStackEvents", StackName=stack).iter("member")
    return [
        (
            event.findtext("LogicalResourceId"),
            event.findtext("ResourceStatus"),
            event.findtext("ResourceStatusReason") or "",
        )
        for event in seen
    ][::-1]


def reasons(cloud, stack, logical_id, wanted):
    return [reason for resource, seen, reason in events(cloud, stack) if (resource, seen) == (logical_id, wanted)]


LOG_GROUP = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/ecs/app", "RetentionInDays": 7}}
