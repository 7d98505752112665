# Change sets: which one is accepted when (F3.1), names that become free again, output-only sets, and a status that
# takes its time (F3.2).
import json
import time

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.helpers import _error, _p

import pace

# F3.1: the states in which an UPDATE change set may be made.
SETTLED = {
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
    "CREATE_FAILED",
    "UPDATE_FAILED",
}
NO_CHANGES = "The submitted information didn't contain changes."


def add():
    actions = handlers._ACTION_HANDLERS
    create, describe, execute = (actions[f"{verb}ChangeSet"] for verb in ("Create", "Describe", "Execute"))
    actions["CreateChangeSet"] = lambda params: _create(create, params)
    actions["DescribeChangeSet"] = lambda params: _describe(describe, params)
    actions["ExecuteChangeSet"] = lambda params: _execute(execute, params)


def _create(original, params):
    name = _p(params, "StackName")
    stack = handlers._resolve_stack(name)
    status = stack["StackStatus"] if stack else "DELETE_COMPLETE"
    kind = _p(params, "ChangeSetType", "UPDATE")
    refused = _refusal(kind, status, stack)
    if refused:
        return refused
    _free_executed(_p(params, "ChangeSetName"), stack["StackName"] if stack else name)
    before = set(cloudformation._change_sets)
    answer = original(params)
    made = next((cloudformation._change_sets[key] for key in cloudformation._change_sets if key not in before), None)
    if made is None:
        if status == "REVIEW_IN_PROGRESS":
            cloudformation._stacks[stack["StackName"]] = stack
        return answer
    # F3.2: PENDING, IN_PROGRESS, then the result, some seconds later.
    made["_made"] = time.time()
    if kind == "CREATE" and status == "REVIEW_IN_PROGRESS":
        answer = _keep_stack(stack, made, answer)
    if made["StatusReason"].startswith(NO_CHANGES) and _outputs_differ(made, stack or {}):
        made.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
    return answer


def _refusal(kind, status, stack):
    if kind == "CREATE" and status in ("DELETE_COMPLETE", "REVIEW_IN_PROGRESS"):
        return None
    if kind == "CREATE" and status in SETTLED:
        return None  # MiniStack refuses: the stack already exists.
    if kind in ("UPDATE", "IMPORT") and (status in SETTLED or status == "DELETE_COMPLETE"):
        return None
    return _error("ValidationError", f"Stack:{stack['StackId']} is in {status} state and can not be updated.")


def _free_executed(change_set_name, stack_name):
    # The CloudFormation action makes its set under the same name every time: an executed one does not hold it.
    for key, made in list(cloudformation._change_sets.items()):
        if (
            made["StackName"] == stack_name
            and made["ChangeSetName"] == change_set_name
            and made["ExecutionStatus"].startswith("EXECUTE_")
            and made["ExecutionStatus"] != "EXECUTE_IN_PROGRESS"
        ):
            del cloudformation._change_sets[key]


def _keep_stack(stack, made, answer):
    """F3.1: another CREATE set of a stack in review belongs to that stack; MiniStack makes a new one."""
    replaced = made["StackId"]
    made["StackId"] = stack["StackId"]
    cloudformation._stack_events.pop(replaced, None)
    stack["Tags"] = made["Tags"]
    cloudformation._stacks[stack["StackName"]] = stack
    status, headers, body = answer
    return status, headers, body.replace(replaced.encode(), stack["StackId"].encode())


def _outputs_differ(made, stack):
    # F3.2: output-only changes give an executable change set with no resource changes.
    old, new = ((owner.get("_template") or {}).get("Outputs", {}) for owner in (stack, made))
    if old != new:
        return True
    text = json.dumps(new)
    values = [
        {
            name: value.get("Value")
            for name, value in (owner.get("_resolved_params") or {}).items()
            if f'"{name}"' in text or f"${{{name}}}" in text
        }
        for owner in (stack, made)
    ]
    return values[0] != values[1]


def _state_on_the_way(made):
    age = time.time() - made.get("_made", 0)
    if age < pace.of_aws(2):
        return "CREATE_PENDING"
    return "CREATE_IN_PROGRESS" if age < pace.of_aws(6) else None


def _described(params):
    from ministack.services.cloudformation.changesets import _find_change_set

    stack = handlers._resolve_stack(_p(params, "StackName"))
    return _find_change_set(_p(params, "ChangeSetName"), stack["StackName"] if stack else _p(params, "StackName"))[1]


def _describe(original, params):
    made = _described(params)
    on_the_way = made and _state_on_the_way(made)
    if not on_the_way:
        return original(params)
    final = {key: made[key] for key in ("Status", "ExecutionStatus", "StatusReason", "Changes")}
    try:
        made.update(Status=on_the_way, ExecutionStatus="UNAVAILABLE", StatusReason="", Changes=[])
        return original(params)
    finally:
        made.update(final)


def _execute(original, params):
    made = _described(params)
    if made and (_state_on_the_way(made) or made["ExecutionStatus"] != "AVAILABLE"):
        status = _state_on_the_way(made) or made["Status"]
        return _error(
            "InvalidChangeSetStatus",
            f"ChangeSet [{made['ChangeSetId']}] cannot be executed in its current status of [{status}]",
        )
    if made:
        # MiniStack finds a set by the stack's name only; AWS takes the stack's id too.
        params = {**params, "StackName": [made["StackName"]], "ChangeSetName": [made["ChangeSetId"]]}
    return original(params)
