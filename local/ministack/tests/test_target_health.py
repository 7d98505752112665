# Target states and their reasons, with targets that are servers of this test (F0.8, F1.7, F2.11).
import http.server
import threading
import time

import pytest
from cloud import free_port, wait_for
from fargate import Fargate


class Server:
    """A web server that answers as told: with a status, or not at all."""

    def __init__(self, status=200):
        self.status, self.asked_by = status, None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked_by = self.headers["User-Agent"], self.headers["Host"]
                if outer.status is None:
                    time.sleep(3)
                try:
                    self.send_response(outer.status or 200)
                    self.end_headers()
                    self.wfile.write(str(outer.port).encode())
                except BrokenPipeError:
                    # Whoever asked did not wait for it.
                    pass

            def log_message(self, *_args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def app(cloud):
    found = Fargate(cloud)
    found.balancer()
    return found


def register(app, port, group=None):
    app.cloud.query(
        "elasticloadbalancing",
        "RegisterTargets",
        TargetGroupArn=group or app.group,
        **{"Targets.member.1.Id": "127.0.0.1", "Targets.member.1.Port": port},
    )


def becomes(app, *wanted):
    wait_for(app.targets, lambda seen: [target[1:] for target in seen] == list(wanted))


def test_healthy_after_one_good_check(app):
    server = Server()
    register(app, server.port)
    becomes(app, ("healthy", None, None))
    assert server.asked_by == ("ELB-HealthChecker/2.0", f"127.0.0.1:{server.port}")


@pytest.mark.parametrize(
    "status, reason, description",
    [
        (503, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]"),
        (None, "Target.Timeout", "Request timed out"),
    ],
)
def test_why_it_is_unhealthy(cloud, status, reason, description):
    app = Fargate(cloud)
    # Three checks, 2 s apart: time enough to see what it is before.
    app.balancer(HealthCheckIntervalSeconds=100)
    register(app, Server(status).port)
    assert app.targets()[0][1] == "initial"
    becomes(app, ("unhealthy", reason, description))


def test_nobody_listens(app):
    register(app, free_port())
    becomes(app, ("unhealthy", "Target.FailedHealthChecks", "Health checks failed"))


def test_thresholds_after_the_first(app):
    server = Server()
    register(app, server.port)
    becomes(app, ("healthy", None, None))
    server.status = 500
    becomes(app, ("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]"))
    server.status = 200
    becomes(app, ("healthy", None, None))


def test_group_without_listener_is_unused(app):
    app.group = app.make_group("idle")
    register(app, Server().port)
    becomes(
        app, ("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer")
    )


def test_drains_and_gets_no_more_requests(app, cloud):
    staying, leaving = Server(), Server()
    register(app, leaving.port)
    becomes(app, ("healthy", None, None))
    register(app, staying.port)
    becomes(app, ("healthy", None, None), ("healthy", None, None))
    assert {cloud.visit("app")[1] for _ in range(6)} == {str(staying.port), str(leaving.port)}
    app.cloud.query(
        "elasticloadbalancing",
        "ModifyTargetGroupAttributes",
        TargetGroupArn=app.group,
        **{"Attributes.member.1.Key": "deregistration_delay.timeout_seconds", "Attributes.member.1.Value": 250},
    )
    cloud.query(
        "elasticloadbalancing",
        "RegisterTargets",
        TargetGroupArn=app.group,
        **{"Targets.member.1.Id": "127.0.0.2", "Targets.member.1.Port": staying.port},
    )
    cloud.query(
        "elasticloadbalancing", "DeregisterTargets", TargetGroupArn=app.group, **{"Targets.member.1.Id": "127.0.0.2"}
    )
    assert (
        "127.0.0.2",
        "draining",
        "Target.DeregistrationInProgress",
        "Target deregistration is in progress",
    ) in app.targets()
    wait_for(lambda: len(app.targets()) == 2)


def test_only_healthy_targets_are_asked_unless_there_is_none(app, cloud):
    good, bad = Server(), Server(404)
    register(app, good.port)
    register(app, bad.port)
    becomes(
        app,
        ("healthy", None, None),
        ("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]"),
    )
    assert {cloud.visit("app")[0] for _ in range(6)} == {200}
    good.status = 404
    wait_for(lambda: [target[1] for target in app.targets()] == ["unhealthy"] * 2)
    # F1.7: it fails open.
    assert {cloud.visit("app")[1] for _ in range(6)} == {str(good.port), str(bad.port)}


def test_plain_ministack_calls_everything_healthy(plain):
    found = Fargate(plain)
    found.balancer()
    register(found, free_port())
    assert [target[1:] for target in found.targets()] == [("healthy", None, None)]
