# Rights of roles, with AUTH=true (F6). What changes MiniStack runs in processes of its own.
import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent
sys.path.append(str(FOLDER))

import resource_arns  # noqa: E402


def run(code, *args):
    result = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, cwd=FOLDER)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


ECS = "arn:aws:ecs:eu-west-1:123456789012:"
DEPLOYMENT = f"{ECS}service-deployment/shop-cluster/shop-service/abc"
SERVICE = f"{ECS}service/shop-cluster/shop-service"
CHANGE_SET = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/shop-platform-slipway-1/x"
STACK = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-platform/*"


@pytest.mark.parametrize(
    ("service", "action", "body", "params", "wanted"),
    [
        (
            "ecs",
            "ecs:DescribeServices",
            {"cluster": "shop-cluster", "services": ["shop-service"]},
            None,
            [("ecs:DescribeServices", SERVICE)],
        ),
        (
            "ecs",
            "ecs:StopServiceDeployment",
            {"serviceDeploymentArn": DEPLOYMENT},
            None,
            [("ecs:StopServiceDeployment", DEPLOYMENT), ("ecs:StopServiceDeployment", SERVICE)],
        ),
        (
            "ecs",
            "ecs:RegisterTaskDefinition",
            {"family": "shop-app", "executionRoleArn": "e", "taskRoleArn": "t", "tags": [{}]},
            None,
            [
                ("ecs:RegisterTaskDefinition", f"{ECS}task-definition/shop-app:*"),
                ("ecs:TagResource", f"{ECS}task-definition/shop-app:*"),
                ("iam:PassRole", "e"),
                ("iam:PassRole", "t"),
            ],
        ),
        ("ecs", "ecs:ListTasks", {"cluster": "shop-cluster"}, None, [("ecs:ListTasks", "*")]),
        (
            "ecs",
            "ecs:DescribeClusters",
            {"clusters": ["shop-cluster"]},
            None,
            [("ecs:DescribeClusters", f"{ECS}cluster/shop-cluster")],
        ),
        (
            "ecr",
            "ecr:ListTagsForResource",
            {"resourceArn": "arn:aws:ecr:eu-west-1:123456789012:repository/shop"},
            None,
            [("ecr:ListTagsForResource", "arn:aws:ecr:eu-west-1:123456789012:repository/shop")],
        ),
        (
            "iam",
            "iam:SimulatePrincipalPolicy",
            {},
            {"PolicySourceArn": ["arn:aws:iam::123456789012:role/deploy"]},
            [("iam:SimulatePrincipalPolicy", "arn:aws:iam::123456789012:role/deploy")],
        ),
        (
            "cloudformation",
            "cloudformation:CreateChangeSet",
            {},
            {"StackName": ["shop-platform"], "RoleARN": ["r"], "Tags.member.1.Key": ["k"]},
            [
                ("cloudformation:CreateChangeSet", STACK),
                ("cloudformation:TagResource", STACK),
                ("iam:PassRole", "r"),
            ],
        ),
        (
            "cloudformation",
            "cloudformation:ExecuteChangeSet",
            {},
            {"ChangeSetName": [CHANGE_SET]},
            [("cloudformation:ExecuteChangeSet", CHANGE_SET)],
        ),
        (
            "logs",
            "logs:GetLogEvents",
            {"logGroupName": "/ecs/shop-app", "logStreamName": "s"},
            None,
            [("logs:GetLogEvents", "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/shop-app:log-stream:s")],
        ),
        (
            "logs",
            "logs:DeleteLogGroup",
            {"logGroupName": "/ecs/shop-app"},
            None,
            [("logs:DeleteLogGroup", "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/shop-app:log-stream:")],
        ),
    ],
)
def test_what_a_call_asks_for(service, action, body, params, wanted):
    asked = resource_arns.asked(service, action, json.dumps(body).encode(), params or {}, "eu-west-1", "123456789012")
    assert [(one, resource) for one, resource, _ in asked] == wanted


@pytest.mark.parametrize("name", ["shop-platform-plan-1", CHANGE_SET])
def test_a_change_set_is_asked_for_by_the_name_that_the_call_gives(name):
    params = {"StackName": ["shop-platform"], "ChangeSetName": [name]}
    asked = resource_arns.asked("cloudformation", "cloudformation:DeleteChangeSet", b"", params, "eu-west-1", "1" * 12)
    assert [context for _, _, context in asked] == [{"cloudformation:ChangeSetName": name}]


def test_plain_ministack_asks_for_a_cluster_instead():
    body = json.dumps({"cluster": "c", "services": ["s"]}).encode()
    place = "'eu-west-1', '123456789012'"
    said = run(
        "from ministack.core import iam_actions as actions; "
        f"print(actions.extract_resource_arn('ecs', 'POST', '/', {{}}, {body!r}, {{}}, {place}))"
    )
    assert said == f"{ECS}cluster/c"


# A role that may do everything but one thing, and a resource that a stack makes as that role.
STACK_AS_ROLE = """
import json, os, sys
os.environ["AUTH"] = "true"
from ministack.core.responses import request_scope
from ministack.services import iam
import stack_rights
def ask(account, denied, what, kind, props):
    with request_scope(account, "eu-west-1"):
        allow, deny = ({"Effect": e, "Action": a, "Resource": "*"} for e, a in (("Allow", "*"), ("Deny", denied)))
        policy = json.dumps({"Statement": [allow, deny]})
        iam._roles["maker"] = {"InlinePolicies": {"p": policy}, "AttachedPolicies": []}
        role = f"arn:aws:iam::{account}:role/maker"
        stack_rights._remembering(lambda params: None)({"RoleARN": [role], "StackName": ["shop-platform"]})
        try:
            stack_rights._ask(what, kind, "It", props, "shop-platform", "it")
        except ValueError as error:
            return str(error)
print(json.dumps([ask(str(111111111111 + index), *case) for index, case in enumerate(json.loads(sys.argv[1]))]))
"""
CASES = [
    ("ec2:CreateVpc", "create", "AWS::EC2::VPC", {}, ":vpc/*"),
    ("ec2:DescribeVpcs", "update", "AWS::EC2::VPC", {}, "*"),
    ("ecr:CreateRepository", "create", "AWS::ECR::Repository", {"RepositoryName": "shop"}, ":repository/shop"),
    (
        "iam:CreateServiceLinkedRole",
        "create",
        "AWS::ECS::Cluster",
        {"ClusterName": "c"},
        ":role/aws-service-role/ecs.amazonaws.com/*",
    ),
    (
        "iam:PassRole",
        "create",
        "AWS::ECS::Service",
        {"LoadBalancers": [{"AdvancedConfiguration": {"RoleArn": "arn:aws:iam::1:role/i"}}]},
        ":role/i",
    ),
    (
        "route53:ChangeResourceRecordSets",
        "delete",
        "AWS::Route53::RecordSet",
        {"HostedZoneId": "Z1", "Name": "shop.example."},
        ":::hostedzone/Z1",
    ),
]


def test_a_stack_may_do_what_its_role_may():
    denied = [case[:4] for case in CASES]
    others = [("s3:*", *case[1:4]) for case in CASES]
    said = json.loads(run(STACK_AS_ROLE, json.dumps([*denied, *others])))
    for (action, *_, resource), reason in zip(CASES, said):
        assert f"AWSCloudFormation is not authorized to perform: {action} on resource: " in reason
        assert f"{resource} because no identity-based policy" in reason
        assert "HandlerErrorCode: AccessDenied" in reason
    assert said[len(CASES) :] == [None] * len(CASES)


def test_every_right_of_a_statement_is_missed_without_it():
    def statement(sid, action):
        return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": "*"}

    def call(action):
        return {"account": "1", "principal": "role", "action": action, "resource": "*", "context": {}}

    policies = {"role": [{"Statement": [statement("One", "a:One"), statement("Two", ["a:Two", "a:One"])]}]}
    question = {"policies": policies, "calls": [call("a:One"), call("a:Two"), call("a:Three")]}
    answer = subprocess.run(
        [sys.executable, "policy_check.py"], input=json.dumps(question), capture_output=True, text=True, cwd=FOLDER
    )
    assert json.loads(answer.stdout) == {"refused": [2], "without": {"role One": [], "role Two": [1]}}
