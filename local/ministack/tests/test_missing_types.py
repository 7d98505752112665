# The resource types that MiniStack lacks (F1.9, F1.15, F1.19).
import pytest
from cloud import Refused
from stacks import deploy

PROVIDER = {
    "Type": "AWS::IAM::OIDCProvider",
    "Properties": {"Url": "https://token.actions.githubusercontent.com", "ClientIdList": ["sts.amazonaws.com"]},
}
KEY = {
    "User": {"Type": "AWS::IAM::User", "Properties": {"UserName": "ci"}},
    "Key": {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": {"Ref": "User"}}},
    "Secret": {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"Name": "key", "SecretString": {"Fn::Sub": "${Key} ${Key.SecretAccessKey}"}},
    },
}
VISIBILITY = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}
FIREWALL = {
    "Acl": {
        "Type": "AWS::WAFv2::WebACL",
        "Properties": {"Scope": "REGIONAL", "DefaultAction": {"Allow": {}}, "VisibilityConfig": VISIBILITY},
    },
    "Association": {
        "Type": "AWS::WAFv2::WebACLAssociation",
        "Properties": {
            "ResourceArn": "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/a/b",
            "WebACLArn": {"Fn::GetAtt": ["Acl", "Arn"]},
        },
    },
}
SERVICE = {
    "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterName": "c"}},
    "Definition": {
        "Type": "AWS::ECS::TaskDefinition",
        "Properties": {
            "Family": "f",
            "Cpu": "256",
            "Memory": "512",
            "NetworkMode": "awsvpc",
            "RequiresCompatibilities": ["FARGATE"],
            "ContainerDefinitions": [{"Name": "x", "Image": "none"}],
        },
    },
    "Service": {
        "Type": "AWS::ECS::Service",
        "Properties": {
            "ServiceName": "s",
            "Cluster": {"Ref": "Cluster"},
            "TaskDefinition": {"Ref": "Definition"},
            "DesiredCount": 0,
            "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1"]}},
        },
    },
    "Target": {
        "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
        "Properties": {
            "ServiceNamespace": "ecs",
            "ScalableDimension": "ecs:service:DesiredCount",
            "MinCapacity": 1,
            "MaxCapacity": 3,
            "ResourceId": {"Fn::Sub": "service/${Cluster}/${Service.Name}"},
        },
    },
    "Policy": {
        "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
        "Properties": {
            "PolicyName": "p",
            "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": {"Ref": "Target"},
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 80},
        },
    },
}


def test_oidc_provider(cloud):
    assert deploy(cloud, "s", {"Provider": PROVIDER}) == "CREATE_COMPLETE"
    assert (
        cloud.query("iam", "ListOpenIDConnectProviders")
        .findtext(".//Arn")
        .endswith("oidc-provider/token.actions.githubusercontent.com")
    )
    # F1.19: one per URL and account.
    assert deploy(cloud, "t", {"Provider": PROVIDER}) == "ROLLBACK_COMPLETE"
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    assert not list(cloud.query("iam", "ListOpenIDConnectProviders").iter("Arn"))


def test_access_key(cloud):
    assert deploy(cloud, "s", KEY) == "CREATE_COMPLETE"
    [key] = cloud.query("iam", "ListAccessKeys", UserName="ci").iter("AccessKeyId")
    written = cloud.json("secretsmanager", "GetSecretValue", SecretId="key")["SecretString"].split()
    assert written[0] == key.text and len(written[1]) == 40
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    assert not list(cloud.query("iam", "ListUsers").iter("UserName"))


def test_web_acl_association(cloud):
    assert deploy(cloud, "s", FIREWALL) == "CREATE_COMPLETE"
    arn = FIREWALL["Association"]["Properties"]["ResourceArn"]
    assert cloud.json("wafv2", "GetWebACLForResource", ResourceArn=arn)["WebACL"]["Name"].startswith("s-Acl")


def test_scalable_target_and_policy(cloud):
    assert deploy(cloud, "s", SERVICE) == "CREATE_COMPLETE"
    seen = cloud.json("application-autoscaling", "DescribeScalableTargets", ServiceNamespace="ecs")
    assert [target["ResourceId"] for target in seen["ScalableTargets"]] == ["service/c/s"]
    seen = cloud.json("application-autoscaling", "DescribeScalingPolicies", ServiceNamespace="ecs")
    assert [policy["PolicyName"] for policy in seen["ScalingPolicies"]] == ["p"]
    more = {**SERVICE["Target"], "Properties": {**SERVICE["Target"]["Properties"], "MinCapacity": 3, "MaxCapacity": 3}}
    assert deploy(cloud, "s", {**SERVICE, "Target": more}, "UPDATE") == "UPDATE_COMPLETE"
    described = cloud.json("ecs", "DescribeServices", cluster="c", services=["s"])
    assert described["services"][0]["desiredCount"] == 3
    without = {name: SERVICE[name] for name in ("Cluster", "Definition", "Service")}
    assert deploy(cloud, "s", without, "UPDATE") == "UPDATE_COMPLETE"
    assert (
        cloud.json("application-autoscaling", "DescribeScalableTargets", ServiceNamespace="ecs")["ScalableTargets"]
        == []
    )


@pytest.mark.parametrize(
    "resources", [{"Provider": PROVIDER}, KEY, FIREWALL, SERVICE], ids=["oidc", "key", "waf", "scaling"]
)
def test_plain_ministack_lacks_them(plain, resources):
    with pytest.raises(Refused, match="Unrecognized resource types|Unsupported|not supported"):
        deploy(plain, "s", resources)
