# What ECS needs before a container starts, and how it says that it did not get it (F2.9).
import time

from ministack.services import cloudwatch_logs, ecs, iam

import pace

# What a reason may begin with when it is AWS's own text already: MiniStack puts words of its own in front.
OWN_WORDS = "ResourceInitializationError: unable to pull image or start container: "


class NotStarted(Exception):
    pass


def add():
    start, fail, resolve = ecs._start_task_worker, ecs._fail_task_start, ecs._resolve_container_secrets

    def checked(task, definition, overrides, client):
        time.sleep(pace.of_aws(15))  # F5.2: the network interface takes 10 to 20 s.
        _require_role(definition)
        _require_log_groups(definition)
        start(task, definition, overrides, client)

    def in_awss_words(task, client, reason):
        reason = reason.removeprefix(OWN_WORDS)
        if reason.startswith("Cannot"):
            for container in task.get("containers", []):
                container["reason"] = reason[:1024]
        fail(task, client, reason)

    ecs._start_task_worker = checked
    ecs._fail_task_start = in_awss_words
    ecs._resolve_container_secrets = lambda container: _resolve(resolve, container)


def _require_role(definition):
    for key in ("executionRoleArn", "taskRoleArn"):
        arn = definition.get(key) or ""
        if arn and arn.rsplit("/", 1)[-1] not in iam._roles:
            raise NotStarted(
                f"ECS was unable to assume the role '{arn}' that was provided for this task. Please verify that "
                "the role being passed has the proper trust relationship and permissions and that your IAM user has "
                "permissions to pass this role."
            )


def _require_log_groups(definition):
    for container in definition.get("containerDefinitions", []):
        logging = container.get("logConfiguration") or {}
        options = logging.get("options") or {}
        group = options.get("awslogs-group")
        creates = str(options.get("awslogs-create-group", "")).lower() == "true"
        if logging.get("logDriver") == "awslogs" and not creates and group not in cloudwatch_logs._log_groups:
            raise NotStarted(
                "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
                "failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, https "
                "response error StatusCode: 400, ResourceNotFoundException: The specified log group does not exist. : "
                "exit status 1"
            )


def _resolve(original, container):
    try:
        return original(container)
    except ecs._SecretResolutionError as error:
        raise NotStarted(_secret_text(str(error), container)) from error


def _secret_text(said, container):
    start = (
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
    )
    reference = next((each["valueFrom"] for each in container.get("secrets", []) if each["valueFrom"] in said), "")
    if said.startswith("unable to retrieve json key"):
        key = said.split("'")[1]
        return (
            start + "unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret "
            f"from Secrets Manager did not contain json key {key}"
        )
    if "secretsmanager" in reference:
        return (
            start + "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch "
            f"secret {reference} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the "
            "specified secret."
        )
    return (
        start + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm "
        f"parameters: {reference.rpartition(':parameter')[2] or reference}"
    )
