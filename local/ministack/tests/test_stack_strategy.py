# A stack whose service asks for a strategy: what reaches ECS, and what an update leaves alone (F1.8, F1.14).
from unittest.mock import ANY

import pytest
from cloud import wait_for
from fargate import serve
from stacks import begin, deploy, reasons, settled
from two_groups import HEADER, TwoGroups


@pytest.fixture
def app(cloud, image):
    return TwoGroups(cloud)


ERROR_ALARM = {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
        "EvaluationPeriods": 2,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 5,
        "Metrics": [
            {"Id": "rate", "Expression": "errors * 2"},
            {
                "Id": "errors",
                "ReturnData": False,
                "MetricStat": {"Metric": {"Namespace": "N", "MetricName": "M"}, "Period": 60, "Stat": "Sum"},
            },
        ],
    },
}


def alarms(name):
    return {"AlarmNames": [name], "Enable": True, "Rollback": True}


def stack(app, **service):
    def rule(priority, *conditions):
        groups = [{"TargetGroupArn": app.group, "Weight": 100}, {"TargetGroupArn": app.alternate, "Weight": 0}]
        return {
            "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
            "Properties": {
                "ListenerArn": app.listener,
                "Priority": priority,
                "Conditions": list(conditions),
                "Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}],
            },
        }

    header = {"HttpHeaderName": HEADER, "Values": ["true"]}
    advanced = {
        "AlternateTargetGroupArn": app.alternate,
        "ProductionListenerRule": {"Ref": "ListenerRule"},
        "TestListenerRule": {"Ref": "TestListenerRule"},
        "RoleArn": app.role,
    }
    return {
        "ListenerRule": rule(20, {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}),
        "TestListenerRule": rule(10, {"Field": "http-header", "HttpHeaderConfig": header}),
        "ErrorAlarm": ERROR_ALARM,
        "Service": {
            "Type": "AWS::ECS::Service",
            "Properties": {
                "Cluster": app.here["cluster"],
                "ServiceName": app.here["service"],
                "TaskDefinition": app.name,
                "LaunchType": "FARGATE",
                "HealthCheckGracePeriodSeconds": 120,
                "DeploymentConfiguration": {
                    "Strategy": "CANARY",
                    "BakeTimeInMinutes": "0",
                    "CanaryConfiguration": {"CanaryPercent": "12.5", "CanaryBakeTimeInMinutes": 0},
                    "Alarms": alarms({"Ref": "ErrorAlarm"}),
                },
                "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1"]}},
                "LoadBalancers": [
                    {
                        "TargetGroupArn": app.group,
                        "ContainerName": "app",
                        "ContainerPort": 8080,
                        "AdvancedConfiguration": advanced,
                    }
                ],
                **service,
            },
        },
    }


def test_stack_asks_for_a_strategy_and_leaves_the_weights_alone(app, cloud):
    app.register()
    assert deploy(cloud, "s", stack(app)) == "CREATE_COMPLETE"
    service = app.service()
    assert service["deploymentConfiguration"] == {
        "strategy": "CANARY",
        "maximumPercent": 200,
        "minimumHealthyPercent": 100,
        "bakeTimeInMinutes": 0,
        "canaryConfiguration": {"canaryPercent": 12.5, "canaryBakeTimeInMinutes": 0},
        "alarms": {"alarmNames": [ANY], "enable": True, "rollback": True},
    }
    app.production = service["loadBalancers"][0]["advancedConfiguration"]["productionListenerRule"]
    shifted = app.weights()
    assert shifted == (0, 100)
    # F1.8: the text of the rule is the same as before, so ECS's weights stay.
    assert deploy(cloud, "s", stack(app, HealthCheckGracePeriodSeconds=130), "UPDATE") == "UPDATE_COMPLETE"
    assert app.weights() == shifted
    assert app.visit() == "one"


def test_deployment_that_an_alarm_ends_fails_the_stack(app, cloud):
    app.register()
    assert deploy(cloud, "s", stack(app)) == "CREATE_COMPLETE"
    (name,) = app.service()["deploymentConfiguration"]["alarms"]["alarmNames"]
    baking = {"Strategy": "BLUE_GREEN", "BakeTimeInMinutes": 60, "Alarms": alarms(name)}
    app.register(serve("two"))
    begin(cloud, "s", stack(app, DeploymentConfiguration=baking), "UPDATE")
    wait_for(lambda: app.deployment()["lifecycleStage"] == "BAKE_TIME")
    set_state = {"AlarmName": name, "StateReason": "by hand"}
    cloud.query("monitoring", "SetAlarmState", StateValue="ALARM", **set_state)
    # The stack goes back at once by another deployment of the family, which is the newest revision, before whose start the
    # alarm was in ALARM: whether the first one has gone back is told by the stack alone.
    assert settled(cloud, "s") == "UPDATE_ROLLBACK_COMPLETE"
    (reason,) = reasons(cloud, "s", "Service", "UPDATE_FAILED")
    assert "Service deployment rolled back because an alarm was detected." in reason


def test_plain_ministack_takes_no_metric_expression(plain):
    assert deploy(plain, "s", {"ErrorAlarm": ERROR_ALARM}) == "ROLLBACK_COMPLETE"
