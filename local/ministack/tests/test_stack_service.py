# Stacks wait for their service, and what comes of it when it fails (F1.14, F3.1).
import pytest
from cloud import Refused, wait_for
from fargate import Fargate, serve, shell
from stacks import LOG_GROUP, begin, deploy, reasons, settled, status

BREAKER_TEXT = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."


@pytest.fixture
def app(cloud, image):
    found = Fargate(cloud)
    found.balancer()
    return found


def service(app, **more):
    return {
        "Service": {
            "Type": "AWS::ECS::Service",
            "Properties": {
                "Cluster": app.here["cluster"],
                "ServiceName": app.here["service"],
                "TaskDefinition": app.name,
                "LaunchType": "FARGATE",
                "HealthCheckGracePeriodSeconds": "240",
                "DeploymentConfiguration": {
                    "MinimumHealthyPercent": 100,
                    "MaximumPercent": "200",
                    "DeploymentCircuitBreaker": {
                        "Enable": True,
                        "Rollback": "true",
                        "ResetOnHealthyTask": False,
                        "ThresholdConfiguration": {"Type": "COUNT", "Value": "2"},
                    },
                },
                "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1"], "AssignPublicIp": "ENABLED"}},
                "LoadBalancers": [{"TargetGroupArn": app.group, "ContainerName": "app", "ContainerPort": "8080"}],
                **more,
            },
        }
    }


def test_stack_waits_for_its_service(app, cloud):
    app.register()
    begin(cloud, "s", service(app))
    wait_for(lambda: app.tasks("RUNNING"))
    assert status(cloud, "s") == "CREATE_IN_PROGRESS"
    # The API answers meanwhile, and another stack is made.
    assert deploy(cloud, "other", {"A": LOG_GROUP}) == "CREATE_COMPLETE"
    assert settled(cloud, "s") == "CREATE_COMPLETE"
    assert [target[1] for target in app.targets()] == ["healthy"]
    assert app.service()["healthCheckGracePeriodSeconds"] == 240
    # A change that needs no rollout makes none, and sends the family again, which is what runs.
    before = app.service()["currentServiceDeployment"]
    assert deploy(cloud, "s", service(app, HealthCheckGracePeriodSeconds=250), "UPDATE") == "UPDATE_COMPLETE"
    assert app.service()["currentServiceDeployment"] == before
    # Trap A: any change sends the family, which is the newest ACTIVE revision by now.
    app.register(serve("two"))
    assert deploy(cloud, "s", service(app, HealthCheckGracePeriodSeconds=260), "UPDATE") == "UPDATE_COMPLETE"
    assert cloud.visit("app") == (200, "two\n")
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    with pytest.raises(Refused, match="does not exist"):
        settled(cloud, "s")
    assert app.service()["status"] == "INACTIVE"


def test_update_that_crashes_is_rolled_back_with_the_family(app, cloud):
    app.register()
    deploy(cloud, "s", service(app))
    app.register(shell("exit 1"))
    # Trap B: the rollback sends the family again, and that is the revision that has failed.
    assert deploy(cloud, "s", service(app, HealthCheckGracePeriodSeconds=250), "UPDATE") == "UPDATE_ROLLBACK_FAILED"
    assert all(
        BREAKER_TEXT in reason and "HandlerErrorCode: NotStabilized" in reason
        for reason in reasons(cloud, "s", "Service", "UPDATE_FAILED")
    )
    assert cloud.visit("app") == (200, "one\n")


def test_first_crash_removes_what_was_made(app, cloud):
    app.register(shell("exit 1"))
    assert deploy(cloud, "s", {**service(app), "Log": LOG_GROUP}) == "ROLLBACK_COMPLETE"
    (reason,) = reasons(cloud, "s", "Service", "CREATE_FAILED")
    assert reason.startswith(f'Resource handler returned message: "{BREAKER_TEXT}" (RequestToken: ')
    assert reasons(cloud, "s", "Service", "DELETE_COMPLETE") == [""]
    assert app.service()["status"] == "INACTIVE"


def test_delete_while_it_waits(app, cloud):
    app.register(shell("sleep 60 & trap 'exit 0' TERM; wait"))
    begin(cloud, "s", {**service(app, HealthCheckGracePeriodSeconds=3000), "Log": LOG_GROUP})
    wait_for(lambda: app.tasks("RUNNING"))
    stack_id = cloud.query("cloudformation", "DescribeStacks", StackName="s").findtext(".//StackId")
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    # At once; on a slow machine it may be over before we ask.
    assert status(cloud, stack_id) in {"DELETE_IN_PROGRESS", "DELETE_COMPLETE"}
    assert settled(cloud, stack_id) == "DELETE_COMPLETE"
    assert app.service()["status"] == "INACTIVE"
    app.register()
    assert deploy(cloud, "s", service(app)) == "CREATE_COMPLETE"
    # F3.1: the deleted one is still there, by its id.
    assert status(cloud, stack_id) == "DELETE_COMPLETE"


def test_refused_service_fails_the_stack(app, cloud):
    assert deploy(cloud, "s", service(app)) == "ROLLBACK_COMPLETE"
    (reason,) = reasons(cloud, "s", "Service", "CREATE_FAILED")
    assert "Unable to describe task definition. (Service: Ecs, Status Code: 400" in reason
    assert reason.endswith("HandlerErrorCode: InvalidRequest)")


def test_plain_ministack_waits_for_nothing(plain, image):
    found = Fargate(plain)
    found.balancer()
    found.register(shell("exit 1"))
    assert deploy(plain, "s", service(found)) == "CREATE_COMPLETE"
    assert found.service()["healthCheckGracePeriodSeconds"] == 0
