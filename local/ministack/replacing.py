# What a change set says of a property that changes: another resource, or the same one (F1). MiniStack says
# `Conditionally` of every property of a type that it knows nothing about, so that a longer log retention reads like a
# new log group.
from ministack.services.cloudformation import provisioners, stacks

REPLACING = {
    "AWS::CloudWatch::Alarm": ("AlarmName",),
    "AWS::EC2::InternetGateway": (),
    "AWS::EC2::Route": ("RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock"),
    "AWS::EC2::RouteTable": ("VpcId",),
    "AWS::EC2::SecurityGroup": ("GroupDescription", "GroupName", "VpcId"),
    "AWS::EC2::Subnet": ("VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId"),
    "AWS::EC2::SubnetRouteTableAssociation": ("SubnetId", "RouteTableId"),
    "AWS::EC2::VPC": ("CidrBlock",),
    "AWS::EC2::VPCGatewayAttachment": ("VpcId",),
    "AWS::ECS::Cluster": ("ClusterName",),
    "AWS::ElasticLoadBalancingV2::Listener": ("LoadBalancerArn",),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("ListenerArn",),
    "AWS::IAM::Policy": (),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::Route53::RecordSet": ("Name", "HostedZoneId", "HostedZoneName"),
}


def add():
    # Only what change sets say: how a resource is updated stays with its type.
    known = stacks._property_recreation
    stacks._property_recreation = lambda kind, name: (
        known(kind, name)
        if kind in provisioners._REPLACING_PROPERTIES or kind not in REPLACING
        else ("Always" if name in REPLACING[kind] else "Never")
    )
