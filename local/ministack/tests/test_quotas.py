# F1.1
import pytest
from cloud import Refused
from stacks import deploy, reasons

NETWORK = {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}


def fill(cloud):
    for count in range(6):
        cloud.query("ec2", "CreateVpc", CidrBlock=f"10.{count}.0.0/16")


def test_a_region_takes_five_networks(cloud):
    with pytest.raises(Refused, match="VpcLimitExceeded"):
        fill(cloud)
    deploy(cloud, "s", NETWORK)
    assert "maximum number of VPCs" in reasons(cloud, "s", "Vpc", "CREATE_FAILED")[0]


def test_ministack_alone_takes_any_number(plain):
    fill(plain)
