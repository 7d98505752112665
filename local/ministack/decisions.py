# Whether a role may do something, and a record of every such decision: lines of JSON in the file SLIPWAY_DECISIONS.
import json
import os
import threading

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region

_lock = threading.Lock()


def record(principal, action, resource, context, allowed):
    """`principal`: the ARN of a role, its session, or a user."""
    path = os.environ.get("SLIPWAY_DECISIONS")
    if not path:
        return
    line = json.dumps(
        {
            "account": get_account_id(),
            "principal": _name(principal),
            "action": action,
            "resource": resource,
            "context": context,
            "allowed": allowed,
        }
    )
    with _lock, open(path, "a") as file:
        file.write(line + "\n")


def denial_of_role(role_arn, session, action, resource, context):
    """AWS's words when the role's policies do not allow it, else None."""
    account = get_account_id()
    name = _name(role_arn)
    principal = f"arn:aws:sts::{account}:assumed-role/{name}/{session}"
    asked = context_of(principal, action, resource, context)
    allowed = (
        iam_evaluator.evaluate(asked, iam_evaluator._gather_role_policies(name, account)).decision == "Allow"
    )
    record(principal, action, resource, context, allowed)
    if allowed:
        return None
    return (
        f"User: {principal} is not authorized to perform: {action} on resource: {resource} "
        f"because no identity-based policy allows the {action} action"
    )


def context_of(principal, action, resource, context, account=None, region=None):
    return iam_evaluator.EvalContext(
        principal_arn=principal,
        principal_type="AssumedRole",
        principal_account=account or get_account_id(),
        action=action,
        resource_arn=resource,
        region=region or get_region(),
        service_context={key.lower(): value for key, value in context.items()},
    )


def _name(arn):
    """Of the role or user: arn:...:role/path/NAME, arn:...:assumed-role/NAME/session, arn:...:user/NAME."""
    kind, *parts = arn.split(":", 5)[-1].split("/")
    return parts[0] if kind == "assumed-role" else parts[-1]
