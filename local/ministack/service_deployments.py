# Every rollout has a record of its own that says how it went (F2.5).
import random
import string
import time

import alarms
import deployment_strategy
import traffic

UNDER_WAY = ("PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS")


def begin(service, deployment):
    """The record of a new deployment; one under way is superseded by it (F2.3)."""
    current = latest(service)
    if current and current["status"] in UNDER_WAY:
        current.update(
            status="STOP_REQUESTED",
            updatedAt=time.time(),
            statusReason=("The service deployment was stopped because a new service deployment was started."),
        )
    revision = deployment["_revision"] = _new_revision(service, deployment)
    source = [
        each["_revision"]
        for each in service["deployments"]
        if each is not deployment and each.get("_has_completed")
    ]
    revision["_groups"] = traffic.groups_for(
        revision,
        source[0]["_groups"] if source else None,
        deployment_strategy.is_staged(service["deploymentConfiguration"]),
    )
    revision["resolvedConfiguration"] = {"loadBalancers": _resolved(revision)}
    record = {
        "serviceDeploymentArn": _arn(service, "service-deployment", _letters(21)),
        "serviceArn": service["serviceArn"],
        "clusterArn": service["clusterArn"],
        "createdAt": time.time(),
        "updatedAt": time.time(),
        "status": "PENDING",
        "lifecycleStage": "RECONCILE_SERVICE",
        "deploymentConfiguration": service["deploymentConfiguration"],
        "_deployment": deployment,
        "_source": source[0] if source else None,
    }
    alarms.begin(record)
    service.setdefault("_service_deployments", []).insert(0, record)


def latest(service):
    return next(iter(service.get("_service_deployments", ())), None)


def mark(service):
    """What DescribeServices says of them."""
    service["currentServiceDeployment"] = latest(service)["serviceDeploymentArn"]
    service["currentServiceRevisions"] = [
        counted(service, each["_revision"], each["desiredCount"]) for each in service["deployments"]
    ]


def move(record, status, reason=None, **more):
    if record["status"] == status:
        return
    now = time.time()
    record.update(status=status, updatedAt=now, **more)
    if reason:
        record["statusReason"] = reason
    if status == "IN_PROGRESS":
        record["startedAt"] = now
    if status == "STOPPED":
        record["stoppedAt"] = now
    if status not in UNDER_WAY:
        record["finishedAt"] = now
        alarms.note_over(record)
        # The rules go on to be moved by later deployments.
        record["_requested"] = {
            each["serviceRevisionArn"]: traffic.requested(each)
            for each in (record["_deployment"]["_revision"], record["_source"])
            if each
        }


def supersede(service):
    """Ends what a newer deployment asked to stop."""
    for record in service.get("_service_deployments", ())[1:]:
        if record["status"] in UNDER_WAY:
            move(record, "STOPPED")


def _arn(service, kind, number):
    return f"{service['serviceArn'].replace(':service/', f':{kind}/')}/{number}"


def _letters(length):
    return "".join(random.choices(string.ascii_letters + string.digits, k=length))


def _new_revision(service, deployment):
    number = "".join(random.choices("123456789", k=19))
    revision = {
        "serviceRevisionArn": _arn(service, "service-revision", number),
        "createdAt": time.time(),
        "taskDefinition": deployment["taskDefinition"],
        **{
            key: service.get(key)
            for key in (
                "serviceArn",
                "clusterArn",
                "launchType",
                "platformVersion",
                "networkConfiguration",
                "loadBalancers",
                "capacityProviderStrategy",
            )
        },
    }
    service.setdefault("_revisions", {})[revision["serviceRevisionArn"]] = revision
    return revision


def _resolved(revision):
    return [
        {"targetGroupArn": group, "productionListenerRule": traffic.rules(mapping)[traffic.PRODUCTION]}
        if mapping.get("advancedConfiguration")
        else {"targetGroupArn": group}
        for mapping, group in zip(revision["loadBalancers"] or [], revision["_groups"])
    ]


def counted(service, revision, requested, shares=None):
    """The summary of a revision; `shares`: those of the traffic, if they are not the present ones."""
    deployment = next((each for each in service["deployments"] if each.get("_revision") is revision), None)
    return {
        "arn": revision["serviceRevisionArn"],
        "requestedTaskCount": requested,
        "runningTaskCount": deployment["runningCount"] if deployment else 0,
        "pendingTaskCount": deployment["pendingCount"] if deployment else 0,
        **(traffic.requested(revision) if shares is None else shares),
    }
