# Calls of AWS's APIs over plain HTTP, and a MiniStack of the test's own to call.
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml
from pathlib import Path

MAIN = Path(__file__).resolve().parent.parent / "main.py"
JSON_TARGETS = {
    "ecs": "AmazonEC2ContainerServiceV20141113",
    "logs": "Logs_20140328",
    "acm": "CertificateManager",
    "ecr": "AmazonEC2ContainerRegistry_V20150921",
    "secretsmanager": "secretsmanager",
    "application-autoscaling": "AnyScaleFrontendService",
    "wafv2": "AWSWAF_20190729",
}
VERSIONS = {
    "cloudformation": "2010-05-15",
    "elasticloadbalancing": "2015-12-01",
    "iam": "2010-05-08",
    "sts": "2011-06-15",
    "ec2": "2016-11-15",
    "monitoring": "2010-08-01",
}


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status, self.body = status, body


class Cloud:
    """One account in one region of a MiniStack."""

    def __init__(self, port, account="111122223333", region="us-east-1"):
        self.port, self.account, self.region = port, account, region

    def elsewhere(self, account=None, region=None):
        return Cloud(self.port, account or self.account, region or self.region)

    def send(self, service, body, headers=(), method="POST", path="/"):
        scope = f"{self.account}/20260101/{self.region}/{service}/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=x"
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            method=method,
            headers={"Authorization": authorization, **dict(headers)},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode()) from None

    def json(self, service, action, /, **data):
        headers = {"X-Amz-Target": f"{JSON_TARGETS[service]}.{action}", "Content-Type": "application/x-amz-json-1.1"}
        return json.loads(self.send(service, json.dumps(data).encode(), headers) or "{}")

    def query(self, service, action, /, **params):
        """The answer as an element tree without namespaces."""
        form = urllib.parse.urlencode({"Action": action, "Version": VERSIONS[service], **params}).encode()
        text = self.send(service, form, {"Content-Type": "application/x-www-form-urlencoded"})
        return plain(xml.fromstring(text))

    def ecs(self, action, /, **data):
        return self.json("ecs", action, **data)

    def visit(self, balancer, path="/", headers=None):
        """Status and body of a request through the load balancer's data plane."""
        url = f"http://127.0.0.1:{self.port}/_alb/{balancer}{path}"
        scope = f"{self.account}/20260101/{self.region}/elasticloadbalancing/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=x"
        request = urllib.request.Request(url, headers={"Authorization": authorization, **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def plain(element):
    for node in element.iter():
        node.tag = node.tag.rpartition("}")[2]
    return element


def wait_for(read, wanted=bool):
    """What `read` gives as soon as it is wanted. A minute, for whatever it is: how fast a machine is proves nothing."""
    deadline = time.monotonic() + 60
    while True:
        seen = read()
        if wanted(seen):
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"after a minute still: {seen}")
        time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, docker_host, **environment):
    """A MiniStack in a process of its own: (process, port)."""
    port = free_port()
    state = tempfile.mkdtemp(prefix="ministack-")
    with open(os.path.join(state, "log"), "w") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1",
                "IOT_MTLS_ENABLED": "false",
                "STATE_DIR": state,
                "TMPDIR": state,
                "DOCKER_HOST": docker_host,
                **environment,
            },
        )
    health = f"http://127.0.0.1:{port}/_ministack/health"
    # Three minutes: a busy machine needs half a minute and more.
    for _ in range(1800):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(health, timeout=2).read()
            process.folder = state
            return process, port
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError("MiniStack did not start:\n" + Path(state, "log").read_text()[-2000:])


def end(process):
    process.kill()
    process.wait()
    shutil.rmtree(process.folder, ignore_errors=True)


def ours(docker_host, **environment):
    return start([sys.executable, str(MAIN)], docker_host, **environment)


def without_ours(docker_host, **environment):
    """MiniStack as it comes: what a newer one can do, an addition need not do any more."""
    return start([sys.executable, "-m", "ministack.app"], docker_host, **environment)
