# Why a task did not start, in AWS's words (F2.9).
import sys
from pathlib import Path

import pytest
from fargate import Fargate
from test_containers import run

sys.path.append(str(Path(__file__).parent.parent))
SECRET = "arn:aws:secretsmanager:us-east-1:{account}:secret:{name}-AbCdEf"


@pytest.fixture
def app(cloud, image):
    cloud.query("iam", "CreateRole", RoleName="execution", AssumeRolePolicyDocument="{}")
    found = Fargate(cloud)
    found.role = f"arn:aws:iam::{cloud.account}:role/execution"
    return found


def logs(group):
    return {
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": group, "awslogs-region": "us-east-1", "awslogs-stream-prefix": "app"},
        }
    }


def test_last_words_are_in_the_log(app, cloud):
    cloud.json("logs", "CreateLogGroup", logGroupName="/ecs/app")
    task, code = run(app, "echo first; echo last; exit 4", logs("/ecs/app"), executionRoleArn=app.role)
    assert code == 4
    stream = f"app/app/{task['taskArn'].rsplit('/', 1)[-1]}"
    seen = cloud.json("logs", "GetLogEvents", logGroupName="/ecs/app", logStreamName=stream)["events"]
    assert [event["message"] for event in seen] == ["first", "last"]


@pytest.mark.parametrize(
    "container, role, wanted",
    [
        (
            logs("/none"),
            True,
            "ResourceInitializationError: failed to validate logger args: create stream has been retried",
        ),
        ({}, "missing", "ECS was unable to assume the role 'arn:aws:iam::{account}:role/missing' that was provided"),
        (
            {"secrets": [{"name": "A", "valueFrom": SECRET}]},
            True,
            "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
        ),
        ({"secrets": [{"name": "A", "valueFrom": "/no/parameter"}]}, True, "invalid ssm parameters: /no/parameter"),
        ({"command": ["no-such-program"]}, True, "CannotStartContainerError: Error response from daemon: "),
        (
            {"image": "127.0.0.1:1/app:1"},
            True,
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 127",
        ),
    ],
    ids=["log group", "role", "secret", "parameter", "program", "registry"],
)
def test_why_it_did_not_start(app, cloud, container, role, wanted):
    text = {"account": cloud.account, "name": "none"}
    if "secrets" in container:
        container = {
            "secrets": [{**each, "valueFrom": each["valueFrom"].format(**text)} for each in container["secrets"]]
        }
    arn = app.role if role is True else app.role.replace("execution", role)
    task, code = run(app, container=container, executionRoleArn=arn)
    assert task["stopCode"] == "TaskFailedToStart"
    assert wanted.format(**text) in task["stoppedReason"]
    assert code is None


def test_json_key_that_the_secret_lacks(app, cloud):
    arn = cloud.json("secretsmanager", "CreateSecret", Name="login", SecretString='{"a": "1"}')["ARN"]
    task, _ = run(app, container={"secrets": [{"name": "A", "valueFrom": f"{arn}:b::"}]}, executionRoleArn=app.role)
    assert task["stoppedReason"].endswith("did not contain json key b")
    _, code = run(
        app, '[ "$A" = 1 ]', {"secrets": [{"name": "A", "valueFrom": f"{arn}:a::"}]}, executionRoleArn=app.role
    )
    assert code == 0


def test_image_of_the_other_architecture(app):
    task, _ = run(app, runtimePlatform={"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"})
    assert task["stoppedReason"] == (
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'"
    )


@pytest.mark.parametrize(
    "said, wanted",
    [
        (
            "manifest for r/a@sha256:1 not found: manifest unknown: manifest unknown",
            "failed to resolve ref r/a:1: r/a:1: not found",
        ),
        ('Head "https://r/v2/a/manifests/1": no basic auth credentials', "403 Forbidden"),
        ("pull access denied for r/a, repository does not exist or may require 'docker login'", "403 Forbidden"),
        ('Get "https://r/v2/": dial tcp 10.0.0.1:443: i/o timeout', "retried 5 time(s)"),
        ("toomanyrequests: You have reached your pull rate limit", "toomanyrequests"),
        (
            "no matching manifest for linux/amd64 in the manifest list entries",
            "descriptor matching platform 'linux/amd64'",
        ),
    ],
)
def test_words_for_dockers_words(said, wanted):
    import pulls

    assert wanted in pulls.pull_text("r/a:1", "linux/amd64", said)


def test_plain_ministack_has_words_of_its_own(plain, image):
    task, _ = run(Fargate(plain), "exit 3")
    assert task["stoppedReason"] == "Essential container exited"
    task, _ = run(Fargate(plain), container={"image": "127.0.0.1:1/app:1"})
    assert task["stoppedReason"].startswith("ResourceInitializationError: unable to pull image or start container: ")
