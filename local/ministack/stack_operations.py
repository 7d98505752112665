# DeleteStack ends an operation under way, and what a failed one has begun to make is deleted with the rest (F3.1).
import asyncio

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks
from ministack.services.cloudformation.helpers import _error, _p, _xml

_running = {}  # stack id -> the end of the operation under way
_half_made = {}  # (account, region, stack name, logical id) -> record of a resource whose creation goes on


def add():
    deploy, delete, fail, roll_back = (
        stacks._deploy_stack_async,
        stacks._delete_stack_async,
        stacks._failed_operation,
        stacks._roll_back_operation,
    )
    provision, update = stacks._provision_resource, stacks._update_resource

    async def deploy_to_its_end(name, stack_id, *args, **kwargs):
        end = _running[stack_id] = asyncio.get_running_loop().create_future()
        try:
            await deploy(name, stack_id, *args, **kwargs)
        finally:
            _running.pop(stack_id, None)
            end.set_result(None)

    async def delete_after_the_end(name, stack_id, *args, **kwargs):
        end = _running.get(stack_id)
        if end is not None:
            stack = cloudformation._stacks[name]
            stack.update(_cancelled=True, StackStatus="DELETE_IN_PROGRESS")
            await asyncio.wait([end])
        await delete(name, stack_id, *args, **kwargs)

    async def roll_back_unless_deleted(name, stack_id, stack, *args, **kwargs):
        if not stack.get("_cancelled"):
            await roll_back(name, stack_id, stack, *args, **kwargs)

    def provision_unless_deleted(kind, logical_id, props, stack_name):
        if (cloudformation._stacks.get(stack_name) or {}).get("_cancelled"):
            raise ValueError("Resource creation cancelled")
        made = provision(kind, logical_id, props, stack_name)
        _half_made.pop(_key(stack_name, logical_id), None)
        return made

    def update_resource(kind, physical_id, old, new, stack_name, logical_id=None, attributes=None):
        updated = update(kind, physical_id, old, new, stack_name, logical_id, attributes)
        _half_made.pop(_key(stack_name, logical_id), None)  # A replacement is made by an update.
        return updated

    def fail_with_the_half_made(is_update, previous, created, failed_update, failed_logical_id, *args):
        stack_name = next((key[2] for key in _half_made if key[3] == failed_logical_id), None)
        if stack_name and _half_made.pop(_key(stack_name, failed_logical_id), None):
            created = [*created, failed_logical_id]
        return fail(is_update, previous, created, failed_update, failed_logical_id, *args)

    stacks._failed_operation = fail_with_the_half_made
    stacks._provision_resource, stacks._update_resource = provision_unless_deleted, update_resource
    for module in (stacks, handlers, changesets):
        for name, function in (
            ("_deploy_stack_async", deploy_to_its_end),
            ("_delete_stack_async", delete_after_the_end),
            ("_roll_back_operation", roll_back_unless_deleted),
        ):
            if hasattr(module, name):
                setattr(module, name, function)
    actions = handlers._ACTION_HANDLERS
    for name, wrapper in (
        ("DeleteStack", _delete_once),
        ("CreateStack", _keep_deleted),
        ("CreateChangeSet", _keep_deleted),
    ):
        actions[name] = _wrapped(wrapper, actions[name])


def _wrapped(wrapper, original):
    return lambda params: wrapper(original, params)


def _key(stack_name, logical_id):
    return get_account_id(), get_region(), stack_name, logical_id


def made(stack_name, logical_id, kind, physical_id, props):
    """A resource exists although its creation is not over: it belongs to the stack from now on."""
    record = {
        "PhysicalResourceId": physical_id,
        "ResourceType": kind,
        "ResourceStatus": "CREATE_IN_PROGRESS",
        "LogicalResourceId": logical_id,
        "Properties": props,
        "Attributes": {},
        "Timestamp": "",
    }
    _half_made[_key(stack_name, logical_id)] = record
    cloudformation._stacks[stack_name].setdefault("_resources", {})[logical_id] = record
    stack = cloudformation._stacks[stack_name]
    stacks._add_event(
        stack["StackId"], stack_name, logical_id, kind, "CREATE_IN_PROGRESS", "Resource creation Initiated", physical_id
    )


def is_cancelled(stack_name):
    """By DeleteStack, or by CancelUpdateStack, which MiniStack heeds only between two resources."""
    stack = cloudformation._stacks.get(stack_name) or {}
    return bool(stack.get("_cancelled") or stack.get("_cancel_requested"))


def _delete_once(original, params):
    stack = handlers._resolve_stack(_p(params, "StackName"))
    if stack and stack["StackStatus"] == "DELETE_IN_PROGRESS":
        return _xml(200, "DeleteStackResponse", "")
    if stack and stack["StackStatus"].startswith("UPDATE_") and stack["StackStatus"].endswith("_IN_PROGRESS"):
        # F3.1: an update is waited for, or cancelled.
        text = f"Stack [{stack['StackId']}] cannot be deleted while in status {stack['StackStatus']}"
        return _error("ValidationError", text)
    return original(params)


def _keep_deleted(original, params):
    # F3.1: a deleted stack stays readable by its id when another one takes its name.
    stack = cloudformation._stacks.get(_p(params, "StackName"))
    if stack and stack["StackStatus"] == "DELETE_COMPLETE":
        cloudformation._stacks[stack["StackId"]] = stack
    return original(params)
