# A role that a template makes keeps its permissions boundary, as one that CreateRole makes; MiniStack drops it.
from ministack.services import iam
from ministack.services.cloudformation import stacks


def add():
    provision, update = stacks._provision_resource, stacks._update_resource

    def provision_resource(kind, logical_id, props, stack_name):
        answer = provision(kind, logical_id, props, stack_name)
        _keep(kind, answer[0], props)
        return answer

    def update_resource(kind, physical_id, old, new, stack_name, logical_id=None, attributes=None):
        answer = update(kind, physical_id, old, new, stack_name, logical_id, attributes)
        _keep(kind, physical_id, new)
        return answer

    stacks._provision_resource, stacks._update_resource = provision_resource, update_resource


def _keep(kind, name, props):
    if kind == "AWS::IAM::Role" and name in iam._roles:
        # A dictionary that is stored is stored anew when it changes.
        iam._roles[name] = {**iam._roles[name], "PermissionsBoundary": props.get("PermissionsBoundary")}
