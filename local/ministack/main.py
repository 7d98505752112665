# MiniStack with what AWS does and MiniStack does not. Started instead of the `ministack` command, with its environment.
#
# Each addition is a file of this folder with a function `add()` that wraps functions of MiniStack 1.5.33. They are
# added in this order because some wrap what an earlier one has put there.
import importlib
import os

# A pull of a real image takes longer than the ten seconds that MiniStack gives every call to Docker.
os.environ.setdefault("MINISTACK_DOCKER_TIMEOUT", "120")

ADDITIONS = (
    "autoscaling",
    "waf_association",
    "oidc_provider",
    "access_key",
    "change_sets",
    "replacing",
    "stack_operations",
    "stack_service",
    "stack_events",
    "operation_events",
    "properties",
    "name_clashes",
    "quotas",
    "stack_pace",
    "weighted_forward",
    "load_balancer",
    "metric_alarms",
    "containers",
    "pulls",
    "task_start",
    "task_stop",
    "task_definitions",
    "service_deployment_api",
    "scheduler",
    "services",
    "registry",
    "image_deletion",
    "dns_records",
    "certificates",
    "authorization",
    "rights",
    "role_boundary",
    "rights_simulation",
    "stack_rights",
)


def main():
    for name in ADDITIONS:
        importlib.import_module(name).add()
    from ministack import app

    app.main()


if __name__ == "__main__":
    main()
