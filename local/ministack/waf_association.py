# AWS::WAFv2::WebACLAssociation: one web ACL per load balancer (F1.9).
from ministack.services import waf

from cfn_types import add_type


def add():
    add_type("AWS::WAFv2::WebACLAssociation", _create, _update, _delete, ("ResourceArn", "WebACLArn"))


def _create(_logical_id, props, _stack_name):
    status, _, body = waf._associate_web_acl(props)
    if status >= 400:
        raise ValueError(body.decode() if isinstance(body, bytes) else body)
    return f"{props['ResourceArn']}|{props['WebACLArn']}", {}


def _update(physical_id, _old, _new, _stack_name):
    return physical_id, {}


def _delete(physical_id, _props):
    waf._disassociate_web_acl({"ResourceArn": physical_id.partition("|")[0]})
