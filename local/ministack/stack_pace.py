# How long CloudFormation takes for a resource (F5.2): nothing at pace 0.
import time

from ministack.services.cloudformation import stacks

import pace

SECONDS = {
    "AWS::EC2::VPC": 12,
    "AWS::EC2::Subnet": 5,
    "AWS::EC2::InternetGateway": 15,
    "AWS::EC2::VPCGatewayAttachment": 5,
    "AWS::EC2::Route": 5,
    "AWS::EC2::SecurityGroup": 7,
    "AWS::ECS::Cluster": 7,
    "AWS::Logs::LogGroup": 4,
    "AWS::IAM::Role": 17,
    "AWS::WAFv2::WebACL": 15,
    "AWS::WAFv2::WebACLAssociation": 20,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": 150,
    "AWS::ElasticLoadBalancingV2::TargetGroup": 15,
    "AWS::Route53::RecordSet": 40,
}
OTHERS = 3


def add():
    if not pace.REAL:
        return
    provision, update, delete = stacks._provision_resource, stacks._update_resource, stacks._delete_resource

    def slow_provision(kind, *args):
        made = provision(kind, *args)
        time.sleep(SECONDS.get(kind, OTHERS))
        return made

    def slow_update(kind, physical_id, old, new, *args):
        if old != new:
            time.sleep(SECONDS.get(kind, OTHERS) / 2)
        return update(kind, physical_id, old, new, *args)

    def slow_delete(kind, *args):
        time.sleep(SECONDS.get(kind, OTHERS) / 5)
        return delete(kind, *args)

    stacks._provision_resource, stacks._update_resource, stacks._delete_resource = (
        slow_provision,
        slow_update,
        slow_delete,
    )
    # Whoever sleeps must not do it in the server's only loop.
    stacks._runs_on_worker_thread = lambda _kind: True
