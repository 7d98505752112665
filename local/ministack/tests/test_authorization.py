# Denials, with AUTH=true (F6).
import base64
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cloud import Refused


def token(expires_in):
    claims = {
        "iss": "https://token.actions.githubusercontent.com",
        "aud": "sts.amazonaws.com",
        "sub": "repo:acme/app:ref:refs/heads/main",
        "exp": int(time.time()) + expires_in,
    }
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, claims)
    ]
    return ".".join([*parts, "signature"])


def assume(cloud, expires_in):
    return cloud.query(
        "sts",
        "AssumeRoleWithWebIdentity",
        RoleArn=f"arn:aws:iam::{cloud.account}:role/deploy",
        RoleSessionName="s",
        WebIdentityToken=token(expires_in),
    ).findtext(".//AccessKeyId")


def test_expired_token(cloud):
    assert assume(cloud, 60)
    with pytest.raises(Refused, match="ExpiredTokenException"):
        assume(cloud, -60)


def test_plain_ministack_takes_an_expired_token(plain):
    assert assume(plain, -60)


def said(add):
    """What is said of a denial, in a process of its own: with AUTH=true every call would have to be signed."""
    code = (
        f"{add}; from ministack.core import iam_actions as i; "
        "print(i.access_denied_response('ecs', 'ecs:UpdateService', 'arn:aws:iam::1:user/ci', 'r', "
        "resource_arn='arn:aws:ecs:r:1:service/c/s', headers={})[2])"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent
    ).stdout


def test_denial_names_the_resource():
    wanted = (
        "is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:r:1:service/c/s because no identity"
    )
    assert wanted in said("import authorization; authorization.add()")


def test_plain_ministack_names_none():
    assert "is not authorized to perform: ecs:UpdateService because" in said("pass")


def simulated(add, service):
    """What a simulation says of a role with a path that may pass roles to ECS tasks alone."""
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": "*",
                "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            }
        ],
    }
    asked = {
        "PolicySourceArn": ["arn:aws:iam::000000000000:role/slipway/deploy"],
        "ActionNames.member.1": ["iam:PassRole"],
        "ContextEntries.member.1.ContextKeyName": ["iam:PassedToService"],
        "ContextEntries.member.1.ContextKeyValues.member.1": [service],
    }
    role = {"RoleName": ["deploy"], "Path": ["/slipway/"], "AssumeRolePolicyDocument": ["{}"]}
    written = {"RoleName": ["deploy"], "PolicyName": ["pass"], "PolicyDocument": [json.dumps(policy)]}
    code = (
        f"{add}; from ministack.services import iam; do = iam._IAM_HANDLERS; do['CreateRole']({role!r}); "
        f"do['PutRolePolicy']({written!r}); print(do['SimulatePrincipalPolicy']({asked!r})[2])"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent
    ).stdout


def test_simulation_goes_by_its_context():
    add = "import rights_simulation; rights_simulation.add()"
    assert "<EvalDecision>allowed" in simulated(add, "ecs-tasks.amazonaws.com")
    assert "<EvalDecision>implicitDeny" in simulated(add, "lambda.amazonaws.com")


def test_plain_ministack_ignores_it():
    assert "<EvalDecision>implicitDeny" in simulated("pass", "ecs-tasks.amazonaws.com")
