# The two target groups of a service that shifts traffic, and the listener rules that say which of them serves (F1.14).
from ministack.services import alb, iam

import weighted_forward


PRODUCTION, TEST = 0, 1


def shifted(service):
    """The load balancers of a service, or of a revision, that have two groups."""
    return [each for each in service.get("loadBalancers") or [] if each.get("advancedConfiguration")]


def pair(mapping):
    return [mapping["targetGroupArn"], mapping["advancedConfiguration"]["alternateTargetGroupArn"]]


def rules(mapping):
    """(production rule, test rule or None), by ARN."""
    advanced = mapping["advancedConfiguration"]
    return advanced.get("productionListenerRule"), advanced.get("testListenerRule")


def weights(rule_arn):
    rule = alb._rules.get(rule_arn) or {}
    actions = [each for each in rule.get("Actions", []) if each["Type"].lower() == "forward"]
    return weighted_forward.weights(actions[-1]) if actions else {}


def serving(mapping):
    """The group that the production rule sends its requests to."""
    return next((arn for arn, weight in weights(rules(mapping)[0]).items() if weight), mapping["targetGroupArn"])


def other(mapping, group_arn):
    return next(each for each in pair(mapping) if each != group_arn)


def groups_for(revision, current, staged):
    """The group of each load balancer in which the tasks of a new revision are registered. `current`: those of the
    tasks that serve, or None. Staged: at the creation as well, it is the one without production traffic."""
    found = []
    for number, mapping in enumerate(revision["loadBalancers"] or []):
        if not mapping.get("advancedConfiguration"):
            found.append(mapping.get("targetGroupArn"))
            continue
        taken = current[number] if current and number < len(current) else None
        taken = taken if taken in pair(mapping) else serving(mapping)
        found.append(other(mapping, taken) if staged else taken)
    return found


def send(revision, percent, kind):
    """Sends a share of the traffic to the revision's own groups. `kind`: PRODUCTION or TEST."""
    for number, mapping in enumerate(revision["loadBalancers"] or []):
        rule = alb._rules.get(rules(mapping)[kind]) if mapping.get("advancedConfiguration") else None
        if rule is not None:
            own = revision["_groups"][number]
            shares = dict(zip((own, other(mapping, own)), _whole(percent)))
            kept = [each for each in rule["Actions"] if each["Type"].lower() != "forward"]
            action = weighted_forward.forward({arn: shares[arn] for arn in pair(mapping)})
            rule["Actions"] = [*kept, {**action, "Order": len(kept) + 1}]


def requested(revision):
    """What a summary of the revision says of the shares that the rules send to it now (F2.5)."""
    found = {}
    for number, mapping in enumerate(revision.get("loadBalancers") or []):
        for kind, name in enumerate(("requestedProductionTrafficWeight", "requestedTestTrafficWeight")):
            shares = weights(rules(mapping)[kind]) if mapping.get("advancedConfiguration") else {}
            if sum(shares.values()):
                found[name] = round(100.0 * shares.get(revision["_groups"][number], 0) / sum(shares.values()), 1)
    return found


def _whole(percent):
    """Weights are whole numbers up to 999, and percentages have tenths."""
    if percent == int(percent):
        return int(percent), 100 - int(percent)
    most = 999
    return round(percent / 100 * most), most - round(percent / 100 * most)


def problem(revision):
    """Why ECS cannot shift the traffic, in the words of the deployment's statusReason, or None."""
    for mapping in shifted(revision):
        role, (production, test) = mapping["advancedConfiguration"].get("roleArn") or "", rules(mapping)
        if not _trusts_ecs(role):
            return (
                "invalid networking configuration. ECS was unable to manage the ELB resources due to missing "
                f"permissions on ECS Infrastructure Role '{role}'."
            )
        if any(rule and rule not in alb._rules for rule in (production, test)):
            return "invalid networking configuration. One or more rules not found"
        named = {**weights(production), **weights(test)}
        for group in pair(mapping):
            if group not in named:
                return (
                    f"invalid networking configuration: Target group {group} is not associated with either "
                    "productionListenerRule or testListenerRule."
                )
        serve = [arn for arn, weight in weights(production).items() if weight]
        if len(serve) != 1:
            return (
                f"invalid networking configuration. productionListenerRule {production} should have exactly one "
                f"target group serving traffic but found {len(serve)} target groups which are serving traffic"
            )
        if serve[0] not in pair(mapping):
            return (
                "invalid networking configuration. Production listener rule is forwarding traffic to unexpected "
                f"target group {serve[0]}. Expected traffic to be forwarded to either targetGroupArn: "
                f"{pair(mapping)[0]} or alternateTargetGroupArn: {pair(mapping)[1]}"
            )
    return None


def _trusts_ecs(role_arn):
    role = iam._roles.get(role_arn.rsplit("/", 1)[-1])
    return bool(role) and "ecs.amazonaws.com" in str(role.get("AssumeRolePolicyDocument"))
