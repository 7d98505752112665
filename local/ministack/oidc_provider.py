# AWS::IAM::OIDCProvider: one provider per URL and account, a second one is refused (F1.19).
from ministack.core.responses import get_account_id
from ministack.services import iam

from cfn_types import add_type


def add():
    add_type("AWS::IAM::OIDCProvider", _create, _update, _delete, ("Url",))


def _create(_logical_id, props, _stack_name):
    request = {"Url": [props["Url"]]}
    for key, member in (("ClientIdList", "ClientIDList"), ("ThumbprintList", "ThumbprintList")):
        for number, value in enumerate(props.get(key, []), 1):
            request[f"{member}.member.{number}"] = [value]
    arn = f"arn:aws:iam::{get_account_id()}:oidc-provider/{props['Url'].split('://')[-1].rstrip('/')}"
    if arn in iam._oidc_providers:
        raise ValueError(f"Provider with url {props['Url']} already exists. (Service: Iam, Status Code: 409)")
    iam._create_oidc_provider(request)
    return arn, {"Arn": arn}


def _update(arn, _old, new, _stack_name):
    provider = iam._oidc_providers[arn]
    provider["ClientIDList"] = list(new.get("ClientIdList", []))
    provider["ThumbprintList"] = list(new.get("ThumbprintList", []))
    return arn, {"Arn": arn}


def _delete(arn, _props):
    iam._oidc_providers.pop(arn, None)
