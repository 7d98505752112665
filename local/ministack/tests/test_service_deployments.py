# The record of every rollout (F2.5).
import pytest
from cloud import Refused, wait_for
from fargate import Fargate, serve, shell

STARTING = shell("sleep 60 & trap 'exit 0' TERM; wait")  # It never answers, and the grace period is long.


@pytest.fixture
def app(cloud, image):
    found = Fargate(cloud)
    found.balancer()
    return found


def stop(app, arn):
    return app.cloud.ecs("StopServiceDeployment", serviceDeploymentArn=arn, stopType="ROLLBACK")


def test_each_rollout_has_a_record(app):
    created = app.create(app.register())
    record = app.ended(created["currentServiceDeployment"])
    assert record["status"] == "SUCCESSFUL" and record["finishedAt"] >= record["startedAt"] >= record["createdAt"]
    assert (
        record["targetServiceRevision"]["runningTaskCount"]
        == record["targetServiceRevision"]["requestedTaskCount"]
        == 1
    )
    assert record["deploymentCircuitBreaker"] == {"status": "MONITORING_COMPLETE", "failureCount": 0, "threshold": 2}
    assert record["sourceServiceRevisions"] == []
    (brief,) = app.cloud.ecs("ListServiceDeployments", **app.here)["serviceDeployments"]
    assert brief["serviceDeploymentArn"] == record["serviceDeploymentArn"]
    assert app.cloud.ecs("ListServiceDeployments", **app.here, status=["IN_PROGRESS"])["serviceDeployments"] == []
    assert (
        app.cloud.ecs("ListServiceDeployments", **app.here, createdAt={"after": record["createdAt"] + 1})[
            "serviceDeployments"
        ]
        == []
    )
    (revision,) = app.cloud.ecs("DescribeServiceRevisions", serviceRevisionArns=[brief["targetServiceRevisionArn"]])[
        "serviceRevisions"
    ]
    assert revision["taskDefinition"] == created["taskDefinition"]
    # F2.3: the same task definition without force is no new deployment.
    assert app.update(created["taskDefinition"])["deployments"][0]["id"] == created["deployments"][0]["id"]
    assert (
        app.update(created["taskDefinition"], forceNewDeployment=True)["deployments"][0]["id"]
        != (created["deployments"][0]["id"])
    )


def test_stop_rolls_back(app, cloud):
    app.create(app.register())
    app.ended()
    (good,) = app.service()["deployments"]
    arn = app.update(app.register(STARTING), healthCheckGracePeriodSeconds=2000)["currentServiceDeployment"]
    wait_for(lambda: app.deployment(arn)["status"] == "IN_PROGRESS")
    stop(app, arn)
    record = app.ended(arn)
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    (deployment,) = app.service()["deployments"]
    assert deployment["id"] == good["id"]
    assert cloud.visit("app") == (200, "one\n")
    with pytest.raises(Refused, match="ConflictException"):
        stop(app, arn)
    with pytest.raises(Refused, match="ServiceDeploymentNotFoundException"):
        stop(app, arn[:-3] + "xyz")


def test_stop_of_the_first_has_nothing_to_roll_back_to(app):
    arn = app.create(app.register(STARTING))["currentServiceDeployment"]
    stop(app, arn)
    assert app.ended(arn)["status"] == "ROLLBACK_FAILED"


def test_newer_deployment_supersedes(app, cloud):
    app.create(app.register())
    app.ended()
    older = app.update(app.register(STARTING), healthCheckGracePeriodSeconds=2000)["currentServiceDeployment"]
    newer = app.update(app.register(serve("two")))["currentServiceDeployment"]
    assert app.ended(older)["status"] == "STOPPED"
    assert app.ended(newer)["status"] == "SUCCESSFUL"
    assert len(app.service()["deployments"]) == 1
    assert cloud.visit("app") == (200, "two\n")


def test_plain_ministack_has_no_records(plain, image):
    found = Fargate(plain)
    service = found.create(found.register())
    assert "currentServiceDeployment" not in service
    assert plain.ecs("ListServiceDeployments", **found.here)["serviceDeployments"] == []
    with pytest.raises(Refused, match="Unknown ECS action"):
        plain.ecs("StopServiceDeployment", serviceDeploymentArn="arn")
