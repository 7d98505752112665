# AWS::IAM::AccessKey: its secret is an attribute, which a template may write into a secret and nowhere else.
import re

from ministack.services import iam

from cfn_types import add_type


def add():
    add_type("AWS::IAM::AccessKey", _create, _update, _delete, ("UserName", "Serial"))


def _create(_logical_id, props, _stack_name):
    status, _, body = iam._create_access_key({"UserName": [props["UserName"]]})
    if status != 200:
        raise ValueError(f"The user with name {props['UserName']} cannot be found.")
    key = re.search(rb"<AccessKeyId>(\w+)<", body)[1].decode()
    return key, {"SecretAccessKey": iam._access_keys[key]["SecretAccessKey"]}


def _update(key, _old, new, _stack_name):
    iam._access_keys[key]["Status"] = new.get("Status", "Active")
    return key, {"SecretAccessKey": iam._access_keys[key]["SecretAccessKey"]}


def _delete(key, _props):
    iam._access_keys.pop(key, None)
