# What a deployment waits for, how it fails, and what is left afterwards (F2.4 to F2.9).
import threading
import time

import pytest
from cloud import wait_for
from fargate import BREAKER, Fargate, serve, shell, sick


@pytest.fixture
def app(cloud, image):
    found = Fargate(cloud)
    found.balancer()
    return found


def test_first_deployment_waits_for_its_target(app):
    created = app.create(app.register())
    assert created["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    assert created["deployments"][0]["rolloutStateReason"].endswith("in progress.")
    assert app.ended()["status"] == "SUCCESSFUL"
    assert [target[1] for target in app.targets()] == ["healthy"]
    (deployment,) = app.service()["deployments"]
    assert deployment["rolloutState"] == "COMPLETED"
    assert deployment["rolloutStateReason"] == f"ECS deployment {deployment['id']} completed."
    (task,) = app.tasks()
    assert task["startedBy"] == deployment["id"]


def test_plain_ministack_completes_at_once(plain, image):
    found = Fargate(plain)
    found.balancer()
    assert found.create(found.register())["deployments"][0]["rolloutState"] == "COMPLETED"


def test_new_version_without_a_failed_request(app, cloud):
    app.create(app.register())
    app.ended()
    seen, stop = [], threading.Event()
    client = threading.Thread(target=_ask_20_times_a_second, args=(cloud, seen, stop))
    client.start()
    try:
        app.update(app.register(serve("two")))
        assert app.ended()["status"] == "SUCCESSFUL"
        wait_for(lambda: any(body.strip() == "two" for _, body in seen))
        # F2.3 and 0.9: another port, by the same call that carries the new mapping.
        app.update(app.register(serve("three", 9090), 9090), loadBalancers=app.mapping(9090))
        assert app.ended()["status"] == "SUCCESSFUL"
        wait_for(lambda: any(body.strip() == "three" for _, body in seen))
    finally:
        stop.set()
        client.join()
    assert {status for status, _ in seen} == {200}
    assert {body.strip() for _, body in seen} == {"one", "two", "three"}
    assert cloud.visit("app")[1].strip() == "three"


def _ask_20_times_a_second(cloud, seen, stop):
    while not stop.wait(0.05):
        seen.append(cloud.visit("app"))


def test_crash_rolls_back_and_leaves_the_list(app, cloud):
    app.create(app.register())
    app.ended()
    (good,) = app.service()["deployments"]
    failed = app.update(app.register(shell("echo going down; exit 3")))["deployments"][0]
    record = app.ended()
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    assert record["deploymentCircuitBreaker"] == {"status": "TRIGGERED", "failureCount": 2, "threshold": 2}
    assert record["rollback"]["serviceRevisionArn"] == record["sourceServiceRevisions"][0]["arn"]
    (deployment,) = app.service()["deployments"]
    assert (deployment["id"], deployment["rolloutState"]) == (good["id"], "COMPLETED")
    stopped = [task for task in app.tasks("STOPPED") if task["startedBy"] == failed["id"]]
    crashed = [task for task in stopped if task["stopCode"] == "EssentialContainerExited"]
    assert len(crashed) == 2
    assert {task["stoppedReason"] for task in crashed} == {"Essential container in task exited"}
    assert {task["containers"][0]["exitCode"] for task in crashed} == {3}
    messages = app.messages()
    assert f"(service app-service) (deployment {failed['id']}) deployment failed: tasks failed to start." in messages
    assert f"(service app-service) rolling back to deployment {good['id']}." in messages
    assert cloud.visit("app") == (200, "one\n")


def test_plain_ministack_keeps_the_failed_deployment(plain, image):
    found = Fargate(plain)
    found.create(found.register())
    wait_for(lambda: found.service()["runningCount"] == 1)
    time.sleep(1.2)
    found.update(found.register(shell("exit 3")))
    wait_for(
        lambda: (
            [each["rolloutState"] for each in found.service()["deployments"]] == ["COMPLETED", "FAILED"]
            or [each["rolloutState"] for each in found.service()["deployments"]] == ["FAILED", "COMPLETED"]
        )
    )
    assert all(task["startedBy"] == "app-service" for task in found.tasks("STOPPED"))


def test_sick_app_is_stopped_after_the_grace_period_and_rolled_back(app, cloud):
    app.create(app.register())
    app.ended()
    failed = app.update(app.register(sick()))["deployments"][0]
    record = app.ended()
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    stopped = [
        task
        for task in app.tasks("STOPPED")
        if task["startedBy"] == failed["id"] and not task["stoppedReason"].startswith("Scaling activity")
    ]
    # Its 120 s are 2.4 s here.
    assert all(task["stoppingAt"] - task["startedAt"] >= 2.4 for task in stopped)
    assert [task["stoppedReason"] for task in stopped] == [f"Task failed ELB health checks in (target-group {app.group})"] * 2
    assert any("is unhealthy in (target-group" in message for message in app.messages())
    assert cloud.visit("app") == (200, "one\n")


def test_plain_ministack_completes_a_sick_app(plain, image):
    found = Fargate(plain)
    found.balancer()
    found.create(found.register())
    wait_for(lambda: found.service()["runningCount"] == 1)
    later = found.update(found.register(sick()))["deployments"][0]
    wait_for(
        lambda: (
            [(each["id"], each["rolloutState"]) for each in found.service()["deployments"]]
            == [(later["id"], "COMPLETED")]
        )
    )


def test_first_deployment_has_nothing_to_roll_back_to(app):
    app.create(app.register(shell("exit 1")))
    record = app.ended()
    assert record["status"] == "ROLLBACK_FAILED"
    assert record["statusReason"] == "No rollback candidate was found to run the rollback."
    assert app.service()["deployments"][0]["rolloutState"] == "FAILED"
    wait_for(lambda: not app.tasks())
    number = len(app.tasks("STOPPED"))
    time.sleep(1)
    assert len(app.tasks("STOPPED")) == number
    app.update(app.register())
    assert app.ended()["status"] == "SUCCESSFUL"


def test_old_tasks_stop_with_awss_words(app):
    app.create(app.register())
    app.ended()
    new = app.update(app.register(serve("two")))["deployments"][0]
    app.ended()
    (task,) = app.tasks("STOPPED")
    assert task["stopCode"] == "ServiceSchedulerInitiated"
    assert task["stoppedReason"] == f"Scaling activity initiated by (deployment {new['id']})"
    said = " ".join(app.messages())
    for part in (
        "has started 1 tasks: (task ",
        f"registered 1 targets in (target-group {app.group})",
        "has begun draining connections on 1 tasks.",
        "has reached a steady state.",
    ):
        assert part in said


def test_crash_loop_backs_off(cloud, image):
    found = Fargate(cloud)
    found.create(found.register(shell("exit 1")), deploymentConfiguration={})
    wait_for(lambda: len(found.tasks("STOPPED")) >= 4)
    tasks = sorted(found.tasks("STOPPED"), key=lambda task: task["createdAt"])
    pauses = [later["createdAt"] - earlier["stoppingAt"] for earlier, later in zip(tasks, tasks[1:4])]
    # F2.6: without a breaker it goes on, later and later: 10, 20, 40 s at AWS's pace.
    assert all(pause >= least for pause, least in zip(pauses, (0.2, 0.4, 0.8)))


def test_two_tasks_are_replaced_within_the_percentages(cloud, image):
    found = Fargate(cloud)
    found.balancer()
    narrow = {**BREAKER, "maximumPercent": 100, "minimumHealthyPercent": 50}
    found.create(found.register(), desiredCount=2, deploymentConfiguration=narrow)
    found.ended()
    found.update(found.register(serve("two")))
    most = 0
    while found.deployment()["status"] not in ("SUCCESSFUL", "ROLLBACK_SUCCESSFUL"):
        most = max(most, len(found.tasks()))
        time.sleep(0.02)
    assert most <= 2
    assert {task["taskDefinitionArn"][-2:] for task in found.tasks()} == {":2"}


def test_service_drains_before_it_is_inactive(app):
    app.create(app.register())
    app.ended()
    app.cloud.ecs("DeleteService", **app.here, force=True)
    assert app.service()["status"] == "DRAINING"
    wait_for(lambda: app.service()["status"] == "INACTIVE")
    assert app.targets() == []
