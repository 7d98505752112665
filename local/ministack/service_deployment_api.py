# The service-deployments API: list, describe, revisions, stop (F2.5).
import time

from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs

import alarms
import circuit_breaker
from service_deployments import counted, move


def add():
    for action in (_list, _describe, _revisions, _stop):
        name = {
            "_list": "ListServiceDeployments",
            "_describe": "DescribeServiceDeployments",
            "_revisions": "DescribeServiceRevisions",
            "_stop": "StopServiceDeployment",
        }[action.__name__]
        ecs._ACTION_MAP[name] = action


def _full(service, record):
    target, source = record["_deployment"]["_revision"], record["_source"]
    failed = record["status"].startswith("ROLLBACK_") and record["status"] != "ROLLBACK_REQUESTED"
    over = record["status"] == "SUCCESSFUL" or record["lifecycleStage"] == "CLEAN_UP"
    desired = service["desiredCount"]

    def summary(revision, requested):
        shares = record.get("_requested", {}).get(revision["serviceRevisionArn"])
        return counted(service, revision, requested, shares)

    return ecs._sanitize(
        {
            **record,
            "targetServiceRevision": summary(target, 0 if failed else desired),
            "sourceServiceRevisions": [summary(source, 0 if over and not failed else desired)] if source else [],
            "deploymentCircuitBreaker": circuit_breaker.described(service, record["_deployment"]),
            "alarms": alarms.described(record),
        }
    )


def _find(arn):
    for service in ecs._services.values():
        for record in service.get("_service_deployments", ()):
            if record["serviceDeploymentArn"] == arn:
                return service, record
    return None, None


def _list(data):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    name, _ = ecs._resolve_service_ref(data.get("service", "")) or (None, None)
    service = ecs._services.get(f"{cluster}/{name}")
    if not service:
        return error_response_json("ServiceNotFoundException", "Service not found.", 400)
    created = data.get("createdAt") or {}
    after, before = float(created.get("after") or 0), float(created.get("before") or time.time() + 1)
    brief = [
        {
            key: record[key]
            for key in (
                "serviceDeploymentArn",
                "serviceArn",
                "clusterArn",
                "createdAt",
                "startedAt",
                "finishedAt",
                "status",
                "statusReason",
            )
            if key in record
        }
        | {"targetServiceRevisionArn": record["_deployment"]["_revision"]["serviceRevisionArn"]}
        for record in service.get("_service_deployments", ())
        if record["status"] in (data.get("status") or [record["status"]]) and after <= record["createdAt"] <= before
    ]
    first, size = int(data.get("nextToken") or 0), int(data.get("maxResults") or 20)
    more = {"nextToken": str(first + size)} if len(brief) > first + size else {}
    return json_response({"serviceDeployments": brief[first : first + size], **more})


def _describe(data):
    found, failures = [], []
    for arn in data.get("serviceDeploymentArns", []):
        service, record = _find(arn)
        if record:
            found.append(_full(service, record))
        else:
            failures.append({"arn": arn, "reason": "MISSING"})
    return json_response({"serviceDeployments": found, "failures": failures})


def _revisions(data):
    known = {
        arn: revision for service in ecs._services.values() for arn, revision in service.get("_revisions", {}).items()
    }
    asked = data.get("serviceRevisionArns", [])
    return json_response(
        {
            "serviceRevisions": [ecs._sanitize(known[arn]) for arn in asked if arn in known],
            "failures": [{"arn": arn, "reason": "MISSING"} for arn in asked if arn not in known],
        }
    )


def _stop(data):
    arn = data.get("serviceDeploymentArn", "")
    _, record = _find(arn)
    if not record:
        return error_response_json("ServiceDeploymentNotFoundException", "Service deployment not found.", 400)
    if record["status"] in ("PENDING", "IN_PROGRESS"):
        # F2.5: works even if a rollback was not configured. The scheduler does the rest.
        asked = "STOP_REQUESTED" if data.get("stopType") == "ABORT" else "ROLLBACK_REQUESTED"
        move(record, asked, "Service deployment was stopped by the user.")
    elif not record["status"].endswith("_REQUESTED"):
        return error_response_json(
            "ConflictException", f"Service deployment is in {record['status']} state and can't be stopped.", 400
        )
    return json_response({"serviceDeploymentArn": arn})
