# CloudWatch alarms that fail a deployment: looked at while it goes on, and for a while afterwards (F1.14, F2.5).
from ministack.services import cloudwatch

import pace


def settings(record):
    return record["deploymentConfiguration"].get("alarms") or {}


def enabled(record):
    return bool(settings(record).get("enable"))


def rolls_back(record):
    return bool(settings(record).get("rollback"))


def begin(record):
    # An alarm that is in ALARM before the deployment begins says nothing of it: AWS then heeds none.
    record["_alarms"] = "MONITORING" if enabled(record) and not _in_alarm(record) else "DISABLED"


def triggered(record):
    """Those that are in ALARM, when that fails the deployment."""
    return _in_alarm(record) if record.get("_alarms") == "MONITORING" else []


def note_triggered(record, names):
    record.update(_alarms="TRIGGERED", _triggered=names)


def note_over(record):
    if record.get("_alarms") == "MONITORING":
        record["_alarms"] = "MONITORING_COMPLETE"


def bake_seconds(record):
    """Real seconds for which a rolling deployment is watched after its end: as long as the slowest alarm looks back."""
    if record.get("_alarms") != "MONITORING":
        return 0.0
    return pace.configured(max((_looks_back(name) for name in settings(record)["alarmNames"]), default=0))


def described(record):
    """`alarms` of a service deployment (F2.5)."""
    return {
        "status": record.get("_alarms", "DISABLED"),
        "alarmNames": settings(record).get("alarmNames", []),
        "triggeredAlarmNames": record.get("_triggered", []),
    }


def _find(name):
    return cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name) or {}


def _in_alarm(record):
    return [name for name in settings(record).get("alarmNames", []) if _find(name).get("StateValue") == "ALARM"]


def _looks_back(name):
    alarm = _find(name)
    periods = [int((each.get("MetricStat") or {}).get("Period") or 0) for each in alarm.get("Metrics") or []]
    return max([*periods, int(alarm.get("Period") or 0)]) * int(alarm.get("EvaluationPeriods") or 1)
