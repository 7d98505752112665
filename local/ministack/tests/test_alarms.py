# Alarms that fail a deployment while it goes on, or after it for a while (F1.14, F2.5).
import pytest
from cloud import wait_for
from fargate import BREAKER, Fargate, serve
from two_groups import TwoGroups, configuration

ASKED = {"alarmNames": ["errors"], "enable": True, "rollback": True}


@pytest.fixture
def alarm(cloud):
    cloud.query(
        "monitoring",
        "PutMetricAlarm",
        AlarmName="errors",
        Namespace="N",
        MetricName="M",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=6,
        Threshold=5,
        ComparisonOperator="GreaterThanThreshold",
    )

    def set_state(state="ALARM"):
        cloud.query("monitoring", "SetAlarmState", AlarmName="errors", StateValue=state, StateReason="by hand")

    return set_state


def rolled_back(app, arn):
    record = app.ended(arn)
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    assert record["alarms"] == {
        "status": "TRIGGERED",
        "alarmNames": ["errors"],
        "triggeredAlarmNames": ["errors"],
    }
    return record


def test_alarm_while_it_bakes_sends_the_traffic_back(cloud, image, alarm):
    app = TwoGroups(cloud)
    app.create(app.register())
    app.ended()
    before = app.weights()
    asked = configuration(bake=60, alarms=ASKED)
    updated = app.update(app.register(serve("two")), deploymentConfiguration=asked)
    arn = updated["currentServiceDeployment"]
    wait_for(lambda: app.deployment(arn)["lifecycleStage"] == "BAKE_TIME")
    assert app.deployment(arn)["alarms"]["status"] == "MONITORING"
    alarm()
    wait_for(lambda: app.visit() == "one")
    rolled_back(app, arn)
    assert app.weights() == before
    assert [task["taskDefinitionArn"][-2:] for task in app.tasks()] == [":1"]
    failed = updated["deployments"][0]["id"]
    assert f"(service app-service) (deployment {failed}) deployment failed: alarm detected." in app.messages()
    # One that was in ALARM before is not heeded.
    app.update(app.register(serve("three")), deploymentConfiguration=configuration(alarms=ASKED))
    record = app.ended()
    assert (record["status"], record["alarms"]["status"]) == ("SUCCESSFUL", "DISABLED")


def test_rolling_deployment_is_watched_after_the_old_tasks_have_gone(cloud, image, alarm):
    app = Fargate(cloud)
    app.balancer()
    app.create(app.register(), deploymentConfiguration=BREAKER)
    app.ended()
    watched = {**BREAKER, "alarms": ASKED}
    arn = app.update(app.register(serve("two")), deploymentConfiguration=watched)["currentServiceDeployment"]
    # Six periods of a minute, which are 7.2 s at this pace.
    wait_for(lambda: app.deployment(arn)["lifecycleStage"] == "BAKE_TIME")
    assert len(app.tasks()) == 1
    alarm()
    rolled_back(app, arn)
    assert cloud.visit("app") == (200, "one\n")
    alarm("OK")
    app.update(app.register(serve("three")))
    record = app.ended()
    assert (record["status"], record["alarms"]["status"]) == ("SUCCESSFUL", "MONITORING_COMPLETE")


def test_plain_ministack_heeds_no_alarm(plain, image):
    app = Fargate(plain)
    app.create(app.register(), deploymentConfiguration={"alarms": ASKED, "strategy": "BLUE_GREEN"})
    app.update(app.register(serve("two")))
    wait_for(lambda: [each["rolloutState"] for each in app.service()["deployments"]] == ["COMPLETED"])
