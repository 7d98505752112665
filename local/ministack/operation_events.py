# DescribeEvents, and LastOperations of DescribeStacks: where to look for a root cause first (F3.5).
from ministack.core.responses import new_uuid
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks
from ministack.services.cloudformation.helpers import _error, _esc, _p, _page, _xml

import stack_reasons

STACK = "AWS::CloudFormation::Stack"
STARTS = {
    "CREATE_IN_PROGRESS": "CREATE_STACK",
    "UPDATE_IN_PROGRESS": "UPDATE_STACK",
    "DELETE_IN_PROGRESS": "DELETE_STACK",
    "IMPORT_IN_PROGRESS": "UPDATE_STACK",
    "ROLLBACK_IN_PROGRESS": "ROLLBACK",
    "UPDATE_ROLLBACK_IN_PROGRESS": "ROLLBACK",
}
FIELDS = (
    "EventId",
    "StackId",
    "OperationId",
    "OperationType",
    "OperationStatus",
    "EventType",
    "LogicalResourceId",
    "PhysicalResourceId",
    "ResourceType",
    "Timestamp",
    "ResourceStatus",
    "ResourceStatusReason",
    "ClientRequestToken",
    "DetailedStatus",
    "ValidationFailureMode",
    "ValidationName",
    "ValidationStatus",
    "ValidationStatusReason",
    "ValidationPath",
)


def add():
    record = stacks._add_event

    def add_event(stack_id, stack_name, logical_id, kind, status, *args, **kwargs):
        stack = cloudformation._stacks.get(stack_name)
        if stack and kind == STACK and logical_id == stack_name and status in STARTS:
            _begin(stack, STARTS[status])
        already = len(cloudformation._stack_events.get(stack_id, []))
        record(stack_id, stack_name, logical_id, kind, status, *args, **kwargs)
        if stack and stack.get("_operations"):
            for event in cloudformation._stack_events.get(stack_id, [])[already:]:
                event.setdefault("_operation", stack["_operations"][0])

    for module in (stacks, handlers, changesets):
        module._add_event = add_event
    handlers._ACTION_HANDLERS["DescribeEvents"] = _describe_events
    describe = handlers._ACTION_HANDLERS["DescribeStacks"]
    handlers._ACTION_HANDLERS["DescribeStacks"] = lambda params: _with_last_operations(describe(params))


def _begin(stack, kind):
    operations = stack.setdefault("_operations", [])
    if not (operations and kind == "DELETE_STACK" == operations[0]["OperationType"]):
        operations.insert(0, {"OperationType": kind, "OperationId": new_uuid()})


def _described(event):
    status = event["ResourceStatus"]
    if event["ResourceType"] == STACK and event["PhysicalResourceId"] == event["StackId"]:
        kind = "STACK_EVENT"
    elif status.endswith("_FAILED"):
        kind = "PROVISIONING_ERROR"
    else:
        kind = "PROGRESS_EVENT"
    outcome = {"FAILED": "FAILED", "COMPLETE": "SUCCEEDED"}.get(status.rpartition("_")[2], "IN_PROGRESS")
    return {
        **event,
        **event["_operation"],
        "EventType": kind,
        **({"OperationStatus": outcome} if kind == "STACK_EVENT" else {}),
    }


def _events_of(stack):
    own = [
        _described(event) for event in cloudformation._stack_events.get(stack["StackId"], []) if "_operation" in event
    ]
    latest = next((each for each in stack.get("_operations", ()) if each["OperationType"] != "ROLLBACK"), {})
    validation = [
        {**event, **latest}
        for event in stack.get("_operation_events") or []
        if event["EventType"] == "VALIDATION_ERROR"
    ]
    return (own + validation)[::-1]


def _describe_events(params):
    name, change_set, operation = (_p(params, key) for key in ("StackName", "ChangeSetName", "OperationId"))
    stack = handlers._resolve_stack(name) if name else None
    if name and not stack:
        return _error("ValidationError", f"Stack [{name}] does not exist")
    if change_set:
        made = changesets._find_change_set(change_set, stack["StackName"] if stack else "")[1]
        if not made:
            return _error("ChangeSetNotFound", f"ChangeSet [{change_set}] does not exist", 404)
        events = made.get("_validation_events", [])
    else:
        events = (
            _events_of(stack)
            if stack
            else [event for each in _distinct(cloudformation._stacks.values()) for event in _events_of(each)]
        )
    if operation:
        events = [event for event in events if event.get("OperationId") == operation]
    if _p(params, "Filters.FailedEvents").lower() == "true":
        events = [
            event
            for event in events
            if event["EventType"].endswith("_ERROR") and event.get("ResourceStatusReason") != stack_reasons.CANCELLED
        ]
    page, token, refused = _page(events, params, "DescribeEvents")
    if refused:
        return refused
    members = "".join(
        "<member>"
        + "".join(f"<{key}>{_esc(str(event[key]))}</{key}>" for key in FIELDS if event.get(key))
        + "</member>"
        for event in page
    )
    return _xml(
        200,
        "DescribeEventsResponse",
        f"<DescribeEventsResult><OperationEvents>{members}</OperationEvents>{token}</DescribeEventsResult>",
    )


def _distinct(found):
    return {each["StackId"]: each for each in found}.values()


def _with_last_operations(answer):
    status, headers, body = answer
    if status == 200:
        for stack in _distinct(cloudformation._stacks.values()):
            operations = "".join(
                f"<member><OperationType>{each['OperationType']}</OperationType><OperationId>"
                f"{each['OperationId']}</OperationId></member>"
                for each in stack.get("_operations", ())[:2]
            )
            mark = f"<StackId>{_esc(stack['StackId'])}</StackId>".encode()
            body = body.replace(mark, mark + f"<LastOperations>{operations}</LastOperations>".encode())
    return status, headers, body
