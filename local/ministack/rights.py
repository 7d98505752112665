# With AUTH=true: every resource that a call names is asked for, with the roles that it passes and the tags it sets.
import contextvars

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id

import decisions
import resource_arns

_asked = contextvars.ContextVar("slipway_asked", default=())
_refused = contextvars.ContextVar("slipway_refused", default=None)


def add():
    extract, enforce = iam_actions.extract_resource_arn, iam_evaluator.enforce

    def extract_resource_arn(service, method, path, headers, body, params, region, account):
        resource = extract(service, method, path, headers, body, params, region, account)
        action = iam_actions.extract_iam_action(service, method, path, headers, body, params)
        asked = resource_arns.asked(service, action, body, params, region, account) or [
            (action, resource, resource_arns.context(action, body))
        ]
        _asked.set(tuple(asked))
        _refused.set(None)
        return asked[0][1]

    def enforce_all(access_key, action, service, region, resource_arn="*", service_context=None):
        asked = _asked.get()
        _asked.set(())
        # Some services ask a second time by themselves.
        for one, resource, context in asked or ((action, resource_arn, {}),):
            full = {**(service_context or {}), **context}
            result = enforce(access_key, one, service, region, resource_arn=resource, service_context=full)
            if isinstance(result, iam_evaluator.AuthError):
                return result
            _record(access_key, one, resource, context, result is None)
            if result is not None:
                _refused.set((one, resource))
                return result
        return None

    iam_actions.extract_resource_arn = extract_resource_arn
    iam_evaluator.enforce = enforce_all
    respond = iam_actions.access_denied_response

    def access_denied_response(service, action, principal, request_id, *, resource_arn="*", **others):
        action, resource_arn = _refused.get() or (action, resource_arn)
        return respond(service, action, principal, request_id, resource_arn=resource_arn, **others)

    iam_actions.access_denied_response = access_denied_response


def _record(access_key, action, resource, context, allowed):
    principal = iam_evaluator.resolve_principal(access_key or "", get_account_id())
    # Root may do everything, and what needs no right says nothing about policies.
    if isinstance(principal, iam_evaluator.AuthError) or principal.policies is None:
        return
    if action not in iam_evaluator._ALWAYS_ALLOWED_ACTIONS:
        decisions.record(principal.arn, action, resource, context, allowed)
