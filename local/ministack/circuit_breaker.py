# The deployment circuit breaker: what counts as a failure, and how many are too many (F2.6).
import math

DEFAULT = {"type": "BOUNDED_PERCENT", "value": 50}


def settings(service):
    return (service.get("deploymentConfiguration") or {}).get("deploymentCircuitBreaker") or {}


def enabled(service):
    return bool(settings(service).get("enable"))


def rolls_back(service):
    return bool(settings(service).get("rollback"))


def threshold(service):
    asked = settings(service).get("thresholdConfiguration") or DEFAULT
    kind, value = asked.get("type", "BOUNDED_PERCENT"), float(asked.get("value", 50))
    if kind == "COUNT":
        return max(1, int(value))
    # The latest desired count, not the one at the start of the deployment.
    share = math.ceil(value * int(service.get("desiredCount", 0)) / 100)
    return max(1, share) if kind == "UNBOUNDED_PERCENT" else min(200, max(3, share))


def count_failure(service, deployment):
    """One more failed task; whether the breaker trips."""
    deployment["failedTasks"] = int(deployment.get("failedTasks", 0)) + 1
    return enabled(service) and deployment["failedTasks"] >= threshold(service)


def note_healthy(service, deployment):
    # F2.4 and F2.6: the count is one of consecutive failures, unless told otherwise.
    if settings(service).get("resetOnHealthyTask", True):
        deployment["failedTasks"] = 0


def described(service, deployment):
    """`deploymentCircuitBreaker` of a service deployment (F2.5)."""
    if not enabled(service):
        status = "DISABLED"
    else:
        status = deployment.get("_breaker") or (
            "MONITORING" if deployment["rolloutState"] == "IN_PROGRESS" else "MONITORING_COMPLETE"
        )
    return {"status": status, "failureCount": int(deployment.get("failedTasks", 0)), "threshold": threshold(service)}
