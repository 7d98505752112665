# A region takes five networks at first (F1.1): the quota that one network per app meets before any other.
from ministack.services import ec2
from ministack.services.cloudformation import provisioners

import stack_reasons

LIMIT = 5
MESSAGE = "The maximum number of VPCs has been reached."


def add():
    ec2._ACTION_MAP["CreateVpc"] = _limited_call(ec2._ACTION_MAP["CreateVpc"])
    handlers = provisioners._RESOURCE_HANDLERS["AWS::EC2::VPC"]
    handlers["create"] = _limited_resource(handlers["create"])


def _limited_call(create):
    def limited(params):
        return ec2._error("VpcLimitExceeded", MESSAGE, 400) if len(ec2._vpcs) >= LIMIT else create(params)

    return limited


def _limited_resource(create):
    def limited(logical_id, props, stack_name):
        if len(ec2._vpcs) >= LIMIT:
            raise ValueError(stack_reasons.of_handler(MESSAGE, "ServiceLimitExceeded"))
        return create(logical_id, props, stack_name)

    return limited
