# What a task definition asks of its containers is asked of Docker (F2.1, F2.9).
import docker
import pytest
from cloud import wait_for
from fargate import Fargate, serve, shell

FOREVER = "sleep 60 & trap 'exit 0' TERM; wait"


@pytest.fixture
def app(cloud, image):
    return Fargate(cloud)


def run(app, script="true", container=None, **definition):
    """A task that is over: (task, exit code)."""
    task = started(app, script, container, **definition)
    task = wait_for(lambda: described(app, task), lambda seen: seen["lastStatus"] == "STOPPED")
    return task, task["containers"][0].get("exitCode")


def started(app, script, container=None, **definition):
    arn = app.register(shell(script), container=container, **definition)
    return app.cloud.ecs("RunTask", cluster=app.here["cluster"], taskDefinition=arn, launchType="FARGATE")["tasks"][0]


def described(app, task):
    return app.cloud.ecs("DescribeTasks", cluster=app.here["cluster"], tasks=[task["taskArn"]])["tasks"][0]


def test_out_of_memory(app):
    task, code = run(app, "head -c 100m /dev/zero | tail", {"memory": 16})
    container = task["containers"][0]
    assert code == 137
    assert container["reason"] == "OutOfMemoryError: Container killed due to memory usage"
    assert task["stoppedReason"] == "Essential container in task exited"


def test_there_is_always_a_limit(app, docker_host):
    task = started(app, FOREVER)
    wait_for(lambda: described(app, task)["lastStatus"] == "RUNNING")
    name = described(app, task)["containers"][0]["runtimeId"]
    assert docker.DockerClient(base_url=docker_host).containers.get(name).attrs["HostConfig"]["Memory"] == 512 << 20


def test_plain_ministack_has_no_limit(plain, image, docker_host):
    app = Fargate(plain)
    task = started(app, FOREVER, {"memory": 16})
    wait_for(lambda: described(app, task)["lastStatus"] == "RUNNING")
    found = docker.DockerClient(base_url=docker_host).containers.get(described(app, task)["containers"][0]["runtimeId"])
    assert found.attrs["HostConfig"]["Memory"] == 0


@pytest.mark.parametrize(
    "container, code",
    [
        ({"entryPoint": ["sh", "-c", "exit 7"], "command": ["ignored"]}, 7),
        ({"user": "1234", "command": shell("exit $(( $(id -u) - 1200 ))")}, 34),
        ({"workingDirectory": "/tmp", "command": shell('[ "$(pwd)" = /tmp ]')}, 0),
        ({"readonlyRootFilesystem": True, "command": shell("touch /www/x || exit 9")}, 9),
    ],
    ids=["entryPoint", "user", "workingDirectory", "readonlyRootFilesystem"],
)
def test_asked_of_docker(app, container, code):
    assert run(app, container=container)[1] == code


def test_plain_ministack_ignores_the_entry_point(plain, image):
    assert run(Fargate(plain), container={"entryPoint": ["sh", "-c", "exit 7"], "command": shell("exit 3")})[1] == 3


def test_container_health_decides(app):
    check = {"command": ["CMD-SHELL", "[ -e /tmp/well ]"], "interval": 10, "retries": 2}
    good = {"command": shell(f"touch /tmp/well; {FOREVER}"), "healthCheck": check}
    app.create(app.register(container=good))
    assert app.ended()["status"] == "SUCCESSFUL"
    (task,) = app.tasks()
    assert task["healthStatus"] == task["containers"][0]["healthStatus"] == "HEALTHY"
    failed = app.update(app.register(container={**good, "command": shell(FOREVER)}))["deployments"][0]
    assert app.ended()["status"] == "ROLLBACK_SUCCESSFUL"
    reasons = [each["stoppedReason"] for each in app.tasks("STOPPED") if each["startedBy"] == failed["id"]]
    assert reasons.count("Task failed container health checks") == 2
    assert any("failed container health checks." in message for message in app.messages())


def test_plain_ministack_checks_no_container(plain, image):
    app = Fargate(plain)
    task = started(app, FOREVER, {"healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 5}})
    wait_for(lambda: described(app, task)["lastStatus"] == "RUNNING")
    assert described(app, task)["healthStatus"] == "UNKNOWN"


@pytest.mark.parametrize(
    "script, code",
    [
        ("trap 'exit 5' TERM; touch /tmp/ready; sleep 60 & wait", 5),
        ("trap '' TERM; touch /tmp/ready; while true; do sleep 1; done", 137),
    ],
    ids=["heeds", "ignores"],
)
def test_stop_takes_the_signal_then_kills(app, script, code):
    # Healthy: the shell has come to its trap.
    check = {"command": ["CMD-SHELL", "[ -e /tmp/ready ]"], "interval": 5}
    task = started(app, script, {"stopTimeout": 120, "healthCheck": check})
    wait_for(lambda: described(app, task)["healthStatus"] == "HEALTHY")
    app.cloud.ecs("StopTask", cluster=app.here["cluster"], task=task["taskArn"], reason="enough")
    ended = wait_for(lambda: described(app, task), lambda seen: seen["lastStatus"] == "STOPPED")
    assert (ended["stopCode"], ended["stoppedReason"]) == ("UserInitiated", "enough")
    assert ended["containers"][0]["exitCode"] == code


def test_stop_is_no_single_step(app):
    app.balancer(delay=250)
    app.create(app.register(serve()))
    app.ended()
    (task,) = app.tasks()
    app.cloud.ecs("StopTask", cluster=app.here["cluster"], task=task["taskArn"])
    # F2.7: out of the load balancer before SIGTERM.
    assert described(app, task)["lastStatus"] == "DEACTIVATING"
    assert [target[1] for target in app.targets()][:1] == ["draining"]


def test_container_removed_by_another_hand_is_replaced(app, docker_host):
    app.create(app.register(serve()))
    app.ended()
    (task,) = app.tasks()
    docker.DockerClient(base_url=docker_host).containers.get(task["containers"][0]["runtimeId"]).remove(force=True)
    wait_for(
        lambda: (
            [each["taskArn"] for each in app.tasks() if each["lastStatus"] == "RUNNING"] not in ([], [task["taskArn"]])
        )
    )
