# A resource whose name is taken is not taken over: it fails, or is adopted when that was asked for (F3.2, F10).
import json

from ministack.services import cloudwatch_logs, ecr
from ministack.services.cloudformation import changesets, provisioners

import stack_reasons

REPOSITORY = "AWS::ECR::Repository"
NAMED = {
    "AWS::Logs::LogGroup": ("LogGroupName", lambda name: name in cloudwatch_logs._log_groups),
    REPOSITORY: ("RepositoryName", lambda name: name in ecr._repositories),
}


def add():
    for kind in NAMED:
        handlers = provisioners._RESOURCE_HANDLERS[kind]
        handlers["create"] = _refusing(kind, handlers["create"])
    # F3.2: ImportExistingResources adopts a repository as it does a log group.
    provisioners._RESOURCE_HANDLERS[REPOSITORY]["import"] = _import_repository
    changesets._IMPORT_LOOKUPS[REPOSITORY] = (("RepositoryName",), _repository_problem)


def identifier(kind, prop, name):
    primary = json.dumps({f"/properties/{prop}": name}, separators=(",", ":"))
    return f"Resource of type '{kind}' with identifier '{primary}'"


def _refusing(kind, create):
    prop, exists = NAMED[kind]

    def refusing(logical_id, props, stack_name):
        name = props.get(prop)
        if name and exists(name):
            raise ValueError(
                stack_reasons.of_handler(f"{identifier(kind, prop, name)} already exists.", "AlreadyExists")
            )
        return create(logical_id, props, stack_name)

    return refusing


def _import_repository(asked):
    name = asked["RepositoryName"]
    return name, {
        "Arn": ecr._repositories[name]["repositoryArn"],
        "RepositoryUri": ecr._repositories[name]["repositoryUri"],
    }


def _repository_problem(name):
    return None if name in ecr._repositories else f"{identifier(REPOSITORY, 'RepositoryName', name)} was not found."
