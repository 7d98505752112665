# A simulation goes by the context that is given with it, and finds a role that has a path (F6); MiniStack does neither.
import contextvars

from ministack.core import iam_evaluator
from ministack.services import iam

_given = contextvars.ContextVar("slipway_given", default=None)


def add():
    evaluate, simulate = iam_evaluator.evaluate, iam._simulate_principal_policy

    def evaluate_with(context, policies, *limits):
        context.service_context = {**context.service_context, **(_given.get() or {})}
        return evaluate(context, policies, *limits)

    def simulate_principal_policy(params):
        given = _given.set(_entries(params))
        try:
            return simulate({**params, "PolicySourceArn": [_without_path(iam._p(params, "PolicySourceArn"))]})
        finally:
            _given.reset(given)

    iam_evaluator.evaluate = evaluate_with
    iam._simulate_principal_policy = iam._IAM_HANDLERS["SimulatePrincipalPolicy"] = simulate_principal_policy


def _entries(params):
    entries, index = {}, 1
    while name := iam._p(params, f"ContextEntries.member.{index}.ContextKeyName"):
        entries[name.lower()] = iam._p(params, f"ContextEntries.member.{index}.ContextKeyValues.member.1")
        index += 1
    return entries


def _without_path(arn):
    kind, *names = arn.split("/")
    return f"{kind}/{names[-1]}" if names else arn
