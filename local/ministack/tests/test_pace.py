# The two paces (F5).
import subprocess
import sys
from pathlib import Path

import pytest
from cloud import Cloud, end, ours, wait_for
from conftest import remove_containers
from fargate import Fargate
from stacks import LOG_GROUP, begin, status

FOLDER = Path(__file__).parent.parent


def ask(expression, pace):
    code = f"import pace; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=FOLDER,
        check=True,
        env={"SLIPWAY_PACE": pace, "PATH": "/usr/bin:/bin"},
    )
    return float(done.stdout)


@pytest.mark.parametrize(
    "expression, tests, aws",
    [
        ("pace.configured(100)", 2, 100),
        ("pace.of_app(5)", 1, 5),
        ("pace.of_app(100)", 2, 100),
        ("pace.of_aws(15)", 0, 15),
    ],
)
def test_seconds(expression, tests, aws):
    assert ask(expression, "0") == tests
    assert ask(expression, "aws") == aws


def test_awss_own_time(docker_host, image):
    process, port = ours(docker_host, SLIPWAY_PACE="aws")
    try:
        cloud = Cloud(port)
        cloud.query(
            "cloudformation",
            "CreateChangeSet",
            StackName="s",
            ChangeSetName="c",
            ChangeSetType="CREATE",
            TemplateBody='{"Resources": {"A": {"Type": "AWS::Logs::LogGroup"}}}',
        )
        seen = cloud.query("cloudformation", "DescribeChangeSet", StackName="s", ChangeSetName="c")
        # Either, as the machine is fast or slow; without the pace it is complete at once.
        assert seen.findtext(".//Status") in {"CREATE_PENDING", "CREATE_IN_PROGRESS"}
        assert seen.findtext(".//ExecutionStatus") == "UNAVAILABLE"
        app = Fargate(cloud)
        app.create(app.register())
        (task,) = wait_for(app.tasks)
        assert task["lastStatus"] == "PROVISIONING"  # F5.2: the network interface takes its time.
        begin(cloud, "t", {"A": LOG_GROUP})
        assert status(cloud, "t") == "CREATE_IN_PROGRESS"
    finally:
        end(process)
        remove_containers(docker_host, port)
