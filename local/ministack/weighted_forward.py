# A forward action may name several target groups, each with a weight that says its share of the requests (F1.8).
import random

from ministack.services import alb
from ministack.services.cloudformation import provisioners


def add():
    parse, shown, execute, of_template = (
        alb._parse_actions,
        alb._action_xml,
        alb._execute_actions,
        provisioners._elbv2_listener_actions,
    )

    def parse_with_groups(params, prefix="DefaultActions"):
        actions = parse(params, prefix)
        for number, action in enumerate(actions, 1):
            _settle(action, _asked(params, f"{prefix}.member.{number}.ForwardConfig.TargetGroups.member"))
        return actions

    def of_template_with_groups(props, balancer, prop="DefaultActions"):
        actions = of_template(props, balancer, prop)
        given = [each for each in props.get(prop) or [] if isinstance(each, dict)]
        for action, each in zip(actions, given):
            _settle(action, (each.get("ForwardConfig") or {}).get("TargetGroups") or [])
        return actions

    async def execute_one(actions, *args, **kwargs):
        return await execute([_decided(each) for each in actions], *args, **kwargs)

    alb._parse_actions = parse_with_groups
    alb._action_xml = lambda action: shown(action).replace("</member>", f"{_xml(action)}</member>")
    alb._execute_actions = execute_one
    provisioners._elbv2_listener_actions = of_template_with_groups


def forward(weights):
    """The action that sends each group (by ARN) its weight."""
    groups = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
    action = {"Type": "forward", "Order": 1}
    _settle(action, groups)
    return action


def weights(action):
    """Group ARN -> weight; a group that is named alone gets everything."""
    groups = (action.get("ForwardConfig") or {}).get("TargetGroups")
    if groups:
        return {each["TargetGroupArn"]: each["Weight"] for each in groups}
    return {action["TargetGroupArn"]: 1} if action.get("TargetGroupArn") else {}


def _settle(action, groups):
    """Both forms of one group mean the same; several have the long form only."""
    if not groups:
        return
    named = [
        {
            "TargetGroupArn": each["TargetGroupArn"],
            "Weight": 1 if each.get("Weight") is None else int(each["Weight"]),
        }
        for each in groups
    ]
    action["ForwardConfig"] = {"TargetGroups": named}
    if len(named) > 1:
        action.pop("TargetGroupArn", None)
    else:
        action["TargetGroupArn"] = named[0]["TargetGroupArn"]


def _asked(params, prefix):
    groups = []
    while arn := alb._p(params, f"{prefix}.{len(groups) + 1}.TargetGroupArn"):
        groups.append({"TargetGroupArn": arn, "Weight": alb._p(params, f"{prefix}.{len(groups) + 1}.Weight") or None})
    return groups


def _decided(action):
    """For one request: the group that it goes to."""
    shares = weights(action)
    if len(shares) < 2:
        return action
    # Without any weight there is no group, which the balancer answers with 503.
    chosen = random.choices(list(shares), list(shares.values()))[0] if any(shares.values()) else None
    return {**action, "TargetGroupArn": chosen or ""}


def _xml(action):
    if action["Type"] != "forward":
        return ""
    members = "".join(
        f"<member><TargetGroupArn>{arn}</TargetGroupArn><Weight>{weight}</Weight></member>"
        for arn, weight in weights(action).items()
    )
    return (
        f"<ForwardConfig><TargetGroups>{members}</TargetGroups>"
        "<TargetGroupStickinessConfig><Enabled>false</Enabled></TargetGroupStickinessConfig></ForwardConfig>"
    )
