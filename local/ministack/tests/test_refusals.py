# What AWS refuses (F2.1, F2.2, F3.2, F3.5, F10).
import pytest
from cloud import Refused, wait_for
from fargate import Fargate, serve
from stacks import LOG_GROUP, change_set, deploy, reasons

ECR_IMAGE = "1.dkr.ecr.us-east-1.amazonaws.com/app:1"
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
REPOSITORY = {"Type": "AWS::ECR::Repository", "DeletionPolicy": "Retain", "Properties": {"RepositoryName": "app"}}


@pytest.fixture
def app(cloud, image):
    found = Fargate(cloud)
    found.balancer()
    return found


@pytest.mark.parametrize(
    "definition, container, said",
    [
        ({"cpu": "256", "memory": "9999"}, {}, "No Fargate configuration exists for given values."),
        ({"cpu": "300"}, {}, "No Fargate configuration exists for given values."),
        ({"networkMode": "bridge"}, {}, "Fargate only supports network mode 'awsvpc'."),
        ({"executionRoleArn": ""}, {}, "Role is not valid"),
        ({}, {"privileged": True}, "Fargate does not support privileged containers."),
        ({}, {"image": ECR_IMAGE}, "have execution role ARN to support ECR images."),
        (
            {},
            {"portMappings": [{"containerPort": 80, "hostPort": 81}]},
            "host ports and container ports in port mappings must match",
        ),
    ],
)
def test_definition(app, definition, container, said):
    with pytest.raises(Refused, match=said):
        app.register(container=container, **definition)


def test_sizes_are_normalised_and_defaults_added(app):
    found = app.cloud.ecs("DescribeTaskDefinition", taskDefinition=app.register(cpu=".5 vCPU", memory="2GB"))[
        "taskDefinition"
    ]
    assert (found["cpu"], found["memory"]) == ("512", "2048")
    assert found["containerDefinitions"][0]["portMappings"] == [
        {"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}
    ]
    assert "executionRoleArn" not in found


def test_plain_ministack_takes_any_size(plain):
    Fargate(plain).register(memory="9999", networkMode="bridge", executionRoleArn="")


def test_family_means_its_newest_active_revision(app):
    first, second = app.register(), app.register(serve("two"))
    app.cloud.ecs("DeregisterTaskDefinition", taskDefinition=second)
    assert app.create("app")["taskDefinition"] == first
    app.ended()
    # F2.2: what runs keeps its revision, deregistered or not, and can still scale; nothing new may name it.
    app.cloud.ecs("DeregisterTaskDefinition", taskDefinition=first)
    app.cloud.ecs("UpdateService", **app.here, desiredCount=2)
    wait_for(lambda: app.service()["runningCount"] == 2)
    for reference in ("app", first, "app:1"):
        with pytest.raises(Refused, match="TaskDefinition is inactive"):
            app.update(reference)
    with pytest.raises(Refused, match="Unable to describe task definition."):
        app.update("other")


def test_plain_ministack_takes_any_definition(plain, image):
    app = Fargate(plain)
    app.register()
    app.cloud.ecs("DeregisterTaskDefinition", taskDefinition="app:1")
    assert app.create("app")["taskDefinition"].endswith("app:1")


@pytest.mark.parametrize(
    "change, said",
    [
        ({"containerName": "web"}, "The container web does not exist in the task definition."),
        ({"containerPort": 81}, "The container app did not have a container port 81 defined."),
    ],
)
def test_mapping_that_does_not_fit(app, change, said):
    with pytest.raises(Refused, match=said):
        app.create(app.register(), loadBalancers=[{**app.mapping()[0], **change}])


def test_other_misfits(app):
    arn = app.register()
    idle = [{**app.mapping()[0], "targetGroupArn": app.make_group("idle")}]
    for change, said in (
        ({"loadBalancers": idle}, "does not have an associated load balancer."),
        ({"networkConfiguration": {}}, "Network Configuration must be provided"),
        ({"cluster": "none"}, "ClusterNotFoundException"),
    ):
        with pytest.raises(Refused, match=said):
            app.create(arn, **change)
    app.create(arn)
    # F2.3: another port needs its mapping in the same call.
    with pytest.raises(Refused, match="did not have a container port 8080 defined."):
        app.update(app.register(port=9090))
    app.cloud.ecs("DeleteService", **app.here, force=True)
    with pytest.raises(Refused, match="Unable to Start a service that is still Draining."):
        app.create(arn)


def test_plain_ministack_takes_any_mapping(plain, image):
    app = Fargate(plain)
    app.balancer()
    app.create(app.register(), loadBalancers=[{**app.mapping()[0], "containerName": "web"}])


@pytest.mark.parametrize(
    "resource, said",
    [
        (
            {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupNam": "x"}},
            "validation failed for resource Bad with message:\n#: extraneous key [LogGroupNam] is not permitted",
        ),
        (
            {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 8}},
            "#/RetentionInDays: 8 is not a valid enum value",
        ),
        (
            {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"HealthCheckIntervalSeconds": "301"}},
            "Health check interval must be between 5 and 300 seconds (Service: ElasticLoadBalancingV2, Status",
        ),
    ],
)
def test_property(cloud, resource, said):
    assert deploy(cloud, "s", {"Bad": resource}) == "ROLLBACK_COMPLETE"
    (reason,) = reasons(cloud, "s", "Bad", "CREATE_FAILED")
    assert said in reason


def test_plain_ministack_takes_any_property(plain):
    assert (
        deploy(plain, "s", {"Bad": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupNam": "x"}}})
        == "CREATE_COMPLETE"
    )


@pytest.mark.parametrize(
    "resource", [{**LOG_GROUP, "DeletionPolicy": "Retain"}, REPOSITORY], ids=["log group", "repository"]
)
def test_taken_name(cloud, resource):
    assert deploy(cloud, "first", {"A": resource}) == "CREATE_COMPLETE"
    assert deploy(cloud, "second", {"A": resource}) == "ROLLBACK_COMPLETE"
    (reason,) = reasons(cloud, "second", "A", "CREATE_FAILED")
    assert (
        f"Resource of type '{resource['Type']}' with identifier" in reason
        and "HandlerErrorCode: AlreadyExists" in reason
    )
    # F3.2: one that no stack holds any more is adopted when that is asked for.
    cloud.query("cloudformation", "DeleteStack", StackName="first")
    asked = {"ImportExistingResources": "true"}
    _, seen = change_set(cloud, "third", {"A": resource}, **asked)
    assert seen.findtext(".//Action") == "Import"
    assert deploy(cloud, "third", {"A": resource}, **asked) == "CREATE_COMPLETE"


def test_plain_ministack_takes_over(plain):
    for name in ("first", "second"):
        assert deploy(plain, name, {"A": LOG_GROUP, "B": REPOSITORY}) == "CREATE_COMPLETE"


def test_roles_need_a_capability(cloud):
    with pytest.raises(Refused, match=r"Requires capabilities : \[CAPABILITY_IAM\]"):
        change_set(cloud, "s", {"A": ROLE}, **{"Capabilities.member.1": ""})
    assert deploy(cloud, "s", {"A": ROLE}) == "CREATE_COMPLETE"


def test_plain_ministack_needs_no_capability(plain):
    change_set(plain, "s", {"A": ROLE}, **{"Capabilities.member.1": ""})


def test_creation_after_a_rolled_back_one(cloud):
    deploy(cloud, "s", {"Bad": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 8}}})
    for kind in ("CREATE", "UPDATE"):
        with pytest.raises(Refused, match="is in ROLLBACK_COMPLETE state and can not be updated"):
            change_set(cloud, "s", {"A": LOG_GROUP}, kind)
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    assert deploy(cloud, "s", {"A": LOG_GROUP}) == "CREATE_COMPLETE"


def test_plain_ministack_creates_over_a_rolled_back_one(plain):
    record = {
        "Type": "AWS::Route53::RecordSet",
        "Properties": {"Name": "x.example.", "Type": "A", "HostedZoneId": "Z1"},
    }
    assert deploy(plain, "s", {"Bad": record}) == "ROLLBACK_COMPLETE"
    assert deploy(plain, "s", {"A": LOG_GROUP}) == "CREATE_COMPLETE"
