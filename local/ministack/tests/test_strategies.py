# Blue/green, canary and linear deployments (F1.14, F2.5).
import pytest
from cloud import wait_for
from fargate import serve, shell
from two_groups import HEADER, TwoGroups, configuration


@pytest.fixture
def app(cloud, image):
    return TwoGroups(cloud)


def test_blue_green_shifts_and_the_next_one_shifts_back(app):
    created = app.create(app.register())
    assert app.ended()["status"] == "SUCCESSFUL"
    assert app.visit() == "one"
    first = app.weights()
    assert sorted(first) == [0, 100]
    app.update(app.register(serve("two")))
    assert app.ended()["status"] == "SUCCESSFUL"
    assert app.visit() == "two"
    assert app.weights() == first[::-1]
    assert app.weights(app.test) == first[::-1]


def seen_while_it_goes_on(app, read):
    """Each different thing that `read` gave until the deployment ended, in order."""
    seen = []
    while app.deployment()["status"] in ("PENDING", "IN_PROGRESS"):
        now = read()
        if now not in seen:
            seen.append(now)
    # What came with the end may have been there too shortly for a busy machine.
    return seen if (last := read()) in seen else [*seen, last]


def test_canary_shows_a_share_of_the_visitors_the_new_tasks_and_then_bakes(app):
    # Long enough to look at it on a busy machine.
    canary = {"canaryPercent": 30, "canaryBakeTimeInMinutes": 10}
    app.create(app.register())
    app.ended()
    asked = configuration("CANARY", 6, canaryConfiguration=canary)
    arn = app.update(app.register(serve("two")), deploymentConfiguration=asked)["currentServiceDeployment"]
    wait_for(lambda: sorted(app.weights()) == [30, 70])
    record = app.deployment(arn)
    assert record["lifecycleStage"] == "PRODUCTION_TRAFFIC_SHIFT"
    target, (source,) = record["targetServiceRevision"], record["sourceServiceRevisions"]
    assert (target["requestedProductionTrafficWeight"], target["requestedTestTrafficWeight"]) == (30, 100)
    assert (source["requestedProductionTrafficWeight"], source["requestedTestTrafficWeight"]) == (70, 0)
    assert (target["runningTaskCount"], source["runningTaskCount"]) == (1, 1)
    assert {app.visit() for _ in range(40)} == {"one", "two"}
    assert {app.visit(**{HEADER: "true"}) for _ in range(10)} == {"two"}
    wait_for(lambda: app.deployment(arn)["lifecycleStage"] == "BAKE_TIME")
    assert {app.visit() for _ in range(10)} == {"two"}
    assert len(app.tasks()) == 2
    record = app.ended(arn)
    assert (record["status"], record["lifecycleStage"]) == ("SUCCESSFUL", "CLEAN_UP")
    assert record["sourceServiceRevisions"][0]["requestedTaskCount"] == 0
    assert len(app.tasks()) == 1
    (revision,) = app.cloud.ecs(
        "DescribeServiceRevisions", serviceRevisionArns=[record["targetServiceRevision"]["arn"]]
    )["serviceRevisions"]
    (resolved,) = revision["resolvedConfiguration"]["loadBalancers"]
    assert resolved["productionListenerRule"] == app.production
    assert resolved["targetGroupArn"] == (app.group, app.alternate)[app.weights().index(100)]


def test_linear_shifts_in_equal_steps(app):
    app.create(app.register())
    app.ended()
    linear = {"stepPercent": 40, "stepBakeTimeInMinutes": 3}
    asked = configuration("LINEAR", linearConfiguration=linear)
    app.update(app.register(serve("two")), deploymentConfiguration=asked)
    old = app.weights().index(100)
    assert [each[old] for each in seen_while_it_goes_on(app, app.weights)] == [100, 60, 20, 0]
    assert app.ended()["status"] == "SUCCESSFUL"


def test_stop_while_it_bakes_sends_the_traffic_back(app):
    app.create(app.register())
    app.ended()
    before = app.weights()
    arn = app.update(app.register(serve("two")), deploymentConfiguration=configuration(bake=60))[
        "currentServiceDeployment"
    ]
    wait_for(lambda: app.deployment(arn)["lifecycleStage"] == "BAKE_TIME")
    assert app.visit() == "two"
    app.cloud.ecs("StopServiceDeployment", serviceDeploymentArn=arn, stopType="ROLLBACK")
    wait_for(lambda: app.visit() == "one")
    record = app.ended(arn)
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    assert record["rollback"]["serviceRevisionArn"] == record["sourceServiceRevisions"][0]["arn"]
    assert record["targetServiceRevision"]["requestedProductionTrafficWeight"] == 0
    assert app.weights() == app.weights(app.test) == before
    assert len(app.tasks()) == 1 and len(app.service()["deployments"]) == 1


def test_newer_deployment_begins_where_the_last_good_one_serves(app):
    app.create(app.register())
    app.ended()
    asked = configuration(bake=60)
    older = app.update(app.register(serve("two")), deploymentConfiguration=asked)["currentServiceDeployment"]
    wait_for(lambda: app.deployment(older)["lifecycleStage"] == "BAKE_TIME")
    newer = app.update(app.register(serve("three")), deploymentConfiguration=configuration())[
        "currentServiceDeployment"
    ]
    assert app.ended(newer)["status"] == "SUCCESSFUL"
    assert app.deployment(older)["status"] == "STOPPED"
    assert app.visit() == "three"
    # Also while one is being rolled back.
    stopped = app.update(app.register(serve("four")), deploymentConfiguration=asked)["currentServiceDeployment"]
    wait_for(lambda: app.deployment(stopped)["lifecycleStage"] == "BAKE_TIME")
    app.cloud.ecs("StopServiceDeployment", serviceDeploymentArn=stopped, stopType="ROLLBACK")
    app.update(app.register(serve("five")), deploymentConfiguration=configuration())
    pages = seen_while_it_goes_on(app, app.visit)
    assert set(pages) <= {"three", "four", "five"} and app.visit() == "five"
    assert app.ended()["status"] == "SUCCESSFUL"


def test_crash_is_tried_again_and_again_without_a_breaker(app):
    app.create(app.register())
    app.ended()
    arn = app.update(app.register(shell("exit 1")))["currentServiceDeployment"]
    wait_for(lambda: len(app.tasks("STOPPED")) == 3)
    assert app.deployment(arn)["lifecycleStage"] == "SCALE_UP"
    breaker = {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 2}}
    asked = configuration(deploymentCircuitBreaker=breaker)
    app.update(app.register(shell("exit 2")), deploymentConfiguration=asked)
    record = app.ended()
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    assert record["statusReason"].endswith("because the circuit breaker threshold was exceeded.")
    assert app.visit() == "one"


def test_plain_ministack_forgets_the_weights(plain):
    with pytest.raises(KeyError):
        TwoGroups(plain).weights()
