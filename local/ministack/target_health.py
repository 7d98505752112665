# Who may receive requests: targets are probed over HTTP as their group says, and drain before they leave (F2.11, F5.3).
import http.client
import json
import ssl
import time

from ministack.core.concurrency import resource_lock, spawn_background
from ministack.services import alb

import pace

USER_AGENT = "ELB-HealthChecker/2.0"  # F2.11
DESCRIPTIONS = {
    "Elb.RegistrationInProgress": "Target registration is in progress",
    "Elb.InitialHealthChecking": "Initial health checks in progress",
    "Target.Timeout": "Request timed out",
    "Target.FailedHealthChecks": "Health checks failed",
    "Target.NotInUse": "Target group is not configured to receive traffic from the load balancer",
    "Target.DeregistrationInProgress": "Target deregistration is in progress",
    "Target.HealthCheckDisabled": "Health checks are disabled for this target group",
}


def register(group_arn, address, port):
    """The new target, or None when the group is gone: a service can outlive it."""
    if group_arn not in alb._tgs:
        return None
    target = {"Id": address, "Port": port, "good": 0, "bad": 0, "since": time.monotonic()}
    _say(target, "initial", "Elb.RegistrationInProgress")
    with resource_lock("elbv2-targets", group_arn):
        # Docker gives the address of a removed container to the next one, whose predecessor may be draining still.
        others = [each for each in alb._targets.get(group_arn, []) if (each["Id"], each.get("Port")) != (address, port)]
        alb._targets[group_arn] = others + [target]
    spawn_background(_watch, group_arn, target, thread_name="target-health")
    return target


def deregister(group_arn, target):
    """Starts to drain the target: it gets no more requests, and leaves after the deregistration delay (F5.3)."""
    _say(target, "draining", "Target.DeregistrationInProgress")
    spawn_background(_leave, group_arn, target, thread_name="target-drain")


def deregistration_delay(group_arn):
    values = {each["Key"]: each["Value"] for each in alb._tg_attrs.get(group_arn, [])}
    return float(values.get("deregistration_delay.timeout_seconds", 300))


def _leave(group_arn, target):
    time.sleep(pace.configured(deregistration_delay(group_arn)))
    with resource_lock("elbv2-targets", group_arn):
        if group_arn in alb._targets:
            alb._targets[group_arn] = [each for each in alb._targets[group_arn] if each is not target]


def _say(target, state, reason=None, description=None):
    target.update(state=state, reason=reason, description=description or DESCRIPTIONS.get(reason))


def _watch(group_arn, target):
    while (group := alb._tgs.get(group_arn)) and any(each is target for each in alb._targets.get(group_arn, [])):
        if not in_use(group_arn):
            outcome = "unused", "Target.NotInUse", None
        elif not group.get("HealthCheckEnabled", True):
            outcome = "unavailable", "Target.HealthCheckDisabled", None
        else:
            if target["state"] in ("unused", "unavailable") or target["reason"] == "Elb.RegistrationInProgress":
                target.update(good=0, bad=0)
                _say(target, "initial", "Elb.InitialHealthChecking")
            outcome = judge(group, target, probe(group, target))
        if target["state"] == "draining":
            return
        _say(target, *outcome)
        time.sleep(pace.configured(group["HealthCheckIntervalSeconds"]))


def judge(group, target, failure):
    """(state, reason, description) after one more check."""
    target["good"], target["bad"] = (0, target["bad"] + 1) if failure else (target["good"] + 1, 0)
    now = target["state"], target["reason"], target["description"]
    if failure:
        threshold = int(group["UnhealthyThresholdCount"])
        # At pace 0 the threshold is passed sooner than any app can start.
        started = now[0] == "healthy" or time.monotonic() - target["since"] >= pace.of_app(
            threshold * group["HealthCheckIntervalSeconds"]
        )
        enough = target["bad"] >= threshold and started
        return ("unhealthy", *failure) if enough or now[0] == "unhealthy" else now
    # F0.8: a newly registered target becomes healthy after one good check, an unhealthy one after the threshold.
    needed = int(group["HealthyThresholdCount"]) if now[0] == "unhealthy" else 1
    return ("healthy", None, None) if target["good"] >= needed else now


def probe(group, target):
    """None when the check passed, else (reason code, description)."""
    port = target["Port"] if group["HealthCheckPort"] == "traffic-port" else int(group["HealthCheckPort"])
    timeout = pace.of_app(group["HealthCheckTimeoutSeconds"])
    if group["HealthCheckProtocol"] == "HTTPS":
        connection = http.client.HTTPSConnection(
            target["Id"], port, timeout=timeout, context=ssl._create_unverified_context()
        )
    else:
        connection = http.client.HTTPConnection(target["Id"], port, timeout=timeout)
    try:
        connection.request(
            "GET",
            group["HealthCheckPath"],
            headers={"Host": f"{target['Id']}:{port}", "User-Agent": USER_AGENT, "Connection": "close"},
        )
        status = connection.getresponse().status
    except TimeoutError:
        return "Target.Timeout", None
    except (OSError, http.client.HTTPException):
        return "Target.FailedHealthChecks", None
    finally:
        connection.close()
    if not _matches(status, group["Matcher"].get("HttpCode", "200")):
        return "Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{status}]"
    return None


def _matches(status, codes):
    for part in str(codes).split(","):
        low, _, high = part.strip().partition("-")
        if int(low) <= status <= int(high or low):
            return True
    return False


def balancers_of(group_arn):
    quoted = f'"{group_arn}"'
    listeners = {each["ListenerArn"]: each["LoadBalancerArn"] for each in alb._listeners.values()}
    using = {
        each["ListenerArn"]
        for store in (alb._listeners, alb._rules)
        for each in store.values()
        if quoted in json.dumps([each.get("DefaultActions"), each.get("Actions")])
    }
    return sorted({listeners[arn] for arn in using if arn in listeners})


def in_use(group_arn):
    # F2.11: a group in no listener and no rule is unused, and its targets are not checked.
    return bool(balancers_of(group_arn))
