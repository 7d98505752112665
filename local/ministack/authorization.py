# Who is refused, and how: capabilities of a template, the resource in a denial, an expired identity token (F6, F10).
import base64
import json
import time

from ministack.core import iam_actions
from ministack.services import sts
from ministack.services.cloudformation import handlers


def add():
    # F10: InsufficientCapabilities does not depend on who asks.
    handlers._capabilities_enforced = lambda: True
    denied = iam_actions.access_denied_response

    def with_resource(
        service,
        action,
        principal,
        request_id,
        *,
        message="",
        resource_arn="*",
        explicit_deny=False,
        error_code="",
        **others,
    ):
        if not message and not error_code:
            reason = (
                "with an explicit deny in an identity-based policy"
                if explicit_deny
                else f"because no identity-based policy allows the {action} action"
            )
            message = f"User: {principal} is not authorized to perform: {action} on resource: {resource_arn} {reason}"
        return denied(
            service,
            action,
            principal,
            request_id,
            message=message,
            resource_arn=resource_arn,
            explicit_deny=explicit_deny,
            error_code=error_code,
            **others,
        )

    iam_actions.access_denied_response = with_resource
    handle = sts.handle_request

    async def handle_request(method, path, headers, body, query):
        if _asks_with_expired_token(body, query):
            return sts._error(400, "ExpiredTokenException", "Token is expired", ns="sts")
        return await handle(method, path, headers, body, query)

    sts.handle_request = handle_request


def _asks_with_expired_token(body, query):
    from urllib.parse import parse_qs

    asked = {**parse_qs((body or b"").decode("utf-8", "replace")), **query}
    if asked.get("Action", [""])[0] != "AssumeRoleWithWebIdentity":
        return False
    expires = claims(asked.get("WebIdentityToken", [""])[0]).get("exp")
    return isinstance(expires, (int, float)) and expires < time.time()


def claims(token):
    try:
        part = token.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}
