# A stack's events as AWS gives them: who initiated what, only the resources that change, reasons in its words (F3.5).
import threading

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, engine, handlers, stacks

import stack_reasons

STACK = "AWS::CloudFormation::Stack"
_before = {}  # stack id -> logical ids that an update found
_held = {}  # (account, region, stack name, logical id) -> an UPDATE_IN_PROGRESS that may turn out to be none
_lock = threading.RLock()


def add():
    record, deploy, update = stacks._add_event, stacks._deploy_stack_async, stacks._update_resource

    def add_event(*args, **kwargs):
        with _lock:
            _add(record, *args, **kwargs)

    async def deploy_knowing_what_was(name, stack_id, template, values, disable, tags, is_update=False, **kwargs):
        if is_update:
            _before[stack_id] = set((kwargs.get("previous_stack") or {}).get("_resources", {}))
        try:
            await deploy(name, stack_id, template, values, disable, tags, is_update=is_update, **kwargs)
        finally:
            _before.pop(stack_id, None)

    def update_resource(kind, physical_id, old, new, stack_name, logical_id=None, attributes=None):
        if old != new:
            _release(record, stack_name, logical_id)
        return update(kind, physical_id, old, new, stack_name, logical_id, attributes)

    stacks._update_resource = update_resource
    for module in (stacks, handlers, changesets):
        module._add_event = add_event
        if hasattr(module, "_deploy_stack_async"):
            module._deploy_stack_async = deploy_knowing_what_was


def _key(stack_name, logical_id):
    return get_account_id(), get_region(), stack_name, logical_id


def _release(record, stack_name, logical_id):
    with _lock:
        held = _held.pop(_key(stack_name, logical_id), None)
        if held:
            record(*held[0], **held[1])


def _add(record, stack_id, stack_name, logical_id, kind, status, reason="", physical_id="", detailed_status=""):
    stack = cloudformation._stacks.get(stack_name) or {}
    if kind == STACK and logical_id == stack_name:
        for before, why in _of_stack(stack, status, reason):
            record(stack_id, stack_name, logical_id, kind, before, why, stack_id, detailed_status)
        return
    key = _key(stack_name, logical_id)
    if status.startswith("UPDATE_") and stack_id in _before and logical_id not in _before[stack_id]:
        # A resource that an update adds is created.
        status = status.replace("UPDATE_", "CREATE_")
        if status == "CREATE_COMPLETE":
            stack["_resources"][logical_id]["ResourceStatus"] = status
    if status == "UPDATE_IN_PROGRESS" and not reason and "_resources" in stack:
        physical_id = physical_id or stack["_resources"].get(logical_id, {}).get("PhysicalResourceId", "")
        _held[key] = (stack_id, stack_name, logical_id, kind, status, reason, physical_id, detailed_status), {}
        if stack["StackStatus"].startswith("UPDATE_ROLLBACK"):
            _release(record, stack_name, logical_id)
        return
    if status == "UPDATE_COMPLETE" and _held.pop(key, None):
        return  # Only changed resources have events.
    if status == "UPDATE_FAILED":
        _release(record, stack_name, logical_id)
    if status.endswith("_FAILED"):
        reason = stack_reasons.in_awss_words(reason)
        physical_id = physical_id or stack.get("_resources", {}).get(logical_id, {}).get("PhysicalResourceId", "")
    _say_initiated(record, stack_id, stack_name, logical_id, kind, status, physical_id)
    if status == "CREATE_FAILED":
        record_half = stack.get("_resources", {}).get(logical_id)
        if record_half:
            record_half.update(ResourceStatus=status, ResourceStatusReason=reason)
    cancelled = (
        _under_way_beside(stack, logical_id) if status == "CREATE_FAILED" and reason != stack_reasons.CANCELLED else []
    )
    for other, definition in cancelled:
        record(stack_id, stack_name, other, definition["Type"], "CREATE_IN_PROGRESS")
    record(stack_id, stack_name, logical_id, kind, status, reason, physical_id, detailed_status)
    for other, definition in cancelled:
        record(stack_id, stack_name, other, definition["Type"], "CREATE_FAILED", stack_reasons.CANCELLED)


def _of_stack(stack, status, reason):
    if status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "REVIEW_IN_PROGRESS"):
        reason = reason or "User Initiated"
    if status == "ROLLBACK_IN_PROGRESS" and reason == "Rollback requested":
        failed = [name for name, seen in _latest(stack).items() if seen == "CREATE_FAILED"]
        reason = f"The following resource(s) failed to create: [{', '.join(failed)}]. Rollback requested by user."
        stack["StackStatusReason"] = reason
    if status == "UPDATE_ROLLBACK_IN_PROGRESS":
        stack["StackStatusReason"] = reason
    if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        stack["StackStatusReason"] = ""
    if status == "UPDATE_COMPLETE":
        yield "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""
    yield status, "" if reason == "Rollback complete" else reason


def _latest(stack):
    return {
        event["LogicalResourceId"]: event["ResourceStatus"]
        for event in cloudformation._stack_events.get(stack.get("StackId"), [])
        if event["ResourceType"] != STACK
    }


def _say_initiated(record, stack_id, stack_name, logical_id, kind, status, physical_id):
    """AWS tells of the physical id before the resource is complete."""
    said = [
        event for event in cloudformation._stack_events.get(stack_id, []) if event["LogicalResourceId"] == logical_id
    ]
    if status == "CREATE_COMPLETE" and not (said and said[-1]["ResourceStatusReason"] == "Resource creation Initiated"):
        record(stack_id, stack_name, logical_id, kind, "CREATE_IN_PROGRESS", "Resource creation Initiated", physical_id)


def _under_way_beside(stack, failed):
    """AWS makes what can be made at the same time: what would be under way beside the failed one is cancelled."""
    if not stack.get("StackStatus", "").startswith("CREATE"):
        return []
    definitions = (_template_under_way(stack)).get("Resources", {})
    done = set(stack.get("_resources", {})) - {failed}
    return [
        (name, each)
        for name, each in definitions.items()
        if name != failed
        and name not in done
        and engine._extract_deps(each, set(definitions)) <= done
        and stack.get("_conditions", {}).get(each.get("Condition"), True)
    ]


def _template_under_way(stack):
    try:
        return engine._parse_template(stack.get("_template_body") or "{}")
    except Exception:
        return {}
