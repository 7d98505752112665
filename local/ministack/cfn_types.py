# Gives CloudFormation a resource type that MiniStack lacks.
from ministack.services.cloudformation import provisioners


def add_type(name, create, update, delete, replaced_by=()):
    """`replaced_by`: the properties whose change makes a new resource ('R' in the facts)."""
    provisioners._RESOURCE_HANDLERS[name] = {"create": create, "update": update, "delete": delete}
    provisioners._REPLACING_PROPERTIES[name] = tuple(replaced_by)
