# The load balancer forwards to healthy targets, and DescribeTargetHealth tells each one's state (F1.7, F2.11).
import itertools

from ministack.services import alb

import target_health

_turns = itertools.count()


def add():
    forward = alb._forward_to_tg

    async def to_healthy(group_arn, method, path, headers, body, query, raw_query=None, raw_path=None):
        group = alb._tgs.get(group_arn)
        if group_arn and (not group or group.get("TargetType") == "lambda"):
            return await forward(group_arn, method, path, headers, body, query, raw_query, raw_path)
        target = choose(alb._targets.get(group_arn, []))
        if target is None:
            return 503, {"Content-Type": "text/html"}, b"<html><h1>503 Service Temporarily Unavailable</h1></html>"
        return await alb._proxy_http_target(target, group, method, raw_path or path, headers, body, query, raw_query)

    alb._forward_to_tg = to_healthy
    shown = alb._tg_xml
    alb._tg_xml = lambda group: shown(
        {**group, "LoadBalancerArns": target_health.balancers_of(group["TargetGroupArn"])}
    )
    alb._ACTION_MAP["DescribeTargetHealth"] = _describe
    alb._ACTION_MAP["RegisterTargets"] = _register
    alb._ACTION_MAP["DeregisterTargets"] = _deregister


def choose(registered):
    staying = [each for each in registered if each.get("state") != "draining"]
    healthy = [each for each in staying if each.get("state") == "healthy"]
    # F1.7: with no healthy target the balancer fails open, and routes to all of them.
    candidates = healthy or staying
    return candidates[next(_turns) % len(candidates)] if candidates else None


def _register(params):
    group_arn = alb._p(params, "TargetGroupArn")
    if group_arn not in alb._tgs:
        return alb._error("TargetGroupNotFound", f"One or more target groups not found: '{group_arn}'")
    for each in alb._parse_targets_param(params):
        target_health.register(group_arn, each["Id"], int(each.get("Port") or alb._tgs[group_arn]["Port"]))
    return alb._empty("RegisterTargets")


def _deregister(params):
    group_arn = alb._p(params, "TargetGroupArn")
    if group_arn not in alb._tgs:
        return alb._error("TargetGroupNotFound", f"One or more target groups not found: '{group_arn}'")
    leaving = {each["Id"] for each in alb._parse_targets_param(params)}
    for target in alb._targets.get(group_arn, []):
        if target["Id"] in leaving and target.get("state") != "draining":
            target_health.deregister(group_arn, target)
    return alb._empty("DeregisterTargets")


def _describe(params):
    group_arn = alb._p(params, "TargetGroupArn")
    if group_arn not in alb._tgs:
        return alb._error("TargetGroupNotFound", f"One or more target groups not found: '{group_arn}'")
    asked = {(each["Id"], each.get("Port")) for each in alb._parse_targets_param(params)}
    registered = alb._targets.get(group_arn, [])
    if asked:
        registered = [each for each in registered if (each["Id"], each["Port"]) in asked or (each["Id"], None) in asked]
    described = "".join(_description(each) for each in registered)
    known = {each["Id"] for each in registered}
    described += "".join(_unregistered(address, port) for address, port in asked if address not in known)
    return alb._xml(200, "DescribeTargetHealth", f"<TargetHealthDescriptions>{described}</TargetHealthDescriptions>")


def _description(target):
    reason = f"<Reason>{target['reason']}</Reason>" if target["reason"] else ""
    description = f"<Description>{target['description']}</Description>" if target["description"] else ""
    return (
        f"<member><Target><Id>{target['Id']}</Id><Port>{target['Port']}</Port></Target>"
        f"<HealthCheckPort>{target['Port']}</HealthCheckPort>"
        f"<TargetHealth><State>{target['state']}</State>{reason}{description}</TargetHealth></member>"
    )


def _unregistered(address, port):
    # F2.11
    return _description(
        {
            "Id": address,
            "Port": port or 80,
            "state": "unused",
            "reason": "Target.NotRegistered",
            "description": "Target is not registered to the target group",
        }
    )
