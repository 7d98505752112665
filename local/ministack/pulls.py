# Pull, create, start: with AWS's words for each way in which they fail (F2.9).
#
# An image with a registry in its name is always pulled, as Fargate does, which keeps no images. A name without one
# stands for Docker Hub, which may be out of reach here: an image of that name in the engine will do.
import json
import time

from ministack.services import ecs

import pace

PLATFORMS = {"ARM64": "arm64", "X86_64": "amd64"}


def add():
    ecs._run_docker_container = _run
    needs_first_task = ecs._deployment_needs_first_task
    ecs._deployment_needs_first_task = lambda deployment, definition, context=None: (
        needs_first_task(deployment, definition, context)
        and all(has_registry(each["image"]) for each in definition["containerDefinitions"])
    )


def has_registry(image):
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first or first == "localhost")


class StartError(Exception):
    """A container that was pulled but could not be created or started."""


def _run(client, container, options, auth_config=None, **_others):
    image = container["image"]
    platform = options.pop("platform", None) or "linux/amd64"
    if has_registry(image) or not _is_there(client, image):
        time.sleep(pace.of_aws(15))  # F5.2: a second for every 10 to 30 MB, and the start.
        _pull(client, image, platform, auth_config)
    _require_platform(client, image, platform)
    return _start(client, image, options)


def _is_there(client, image):
    from docker.errors import ImageNotFound

    try:
        client.images.get(image)
    except ImageNotFound:
        return False
    return True


def _pull(client, image, platform, auth_config):
    from docker.errors import APIError

    try:
        # The low-level call, because the other one lists the image afterwards and hides what the pull said.
        lines = client.api.pull(
            image if "@" in image or ":" in image.rsplit("/", 1)[-1] else f"{image}:latest",
            platform=platform,
            auth_config=auth_config,
            stream=True,
        )
        for chunk in lines:
            for line in filter(None, chunk.splitlines()):
                if "error" in (said := json.loads(line)):
                    raise ecs._ImagePullError(pull_text(image, platform, said["error"]))
    except APIError as error:
        raise ecs._ImagePullError(pull_text(image, platform, str(error.explanation or error))) from error


def pull_text(image, platform, said):
    low = said.lower()
    if "no matching manifest" in low or "does not match the specified platform" in low:
        return f"image Manifest does not contain descriptor matching platform '{platform}'"
    where = f"pull image manifest has been retried 1 time(s): failed to resolve ref {image}: "
    if any(part in low for part in ("unauthorized", "no basic auth", "denied", "403 forbidden", "authentication")):
        return where + "unexpected status from HEAD request: 403 Forbidden"
    if "not found" in low or "manifest unknown" in low or "404" in low:
        return where + f"{image}: not found"
    if "toomanyrequests" in low:
        return where + "toomanyrequests: You have reached your pull rate limit."
    return where.replace("retried 1", "retried 5") + f"failed to do request: {said}"


def _require_platform(client, image, platform):
    """Docker pulls an image of the wrong platform when it is the only one; ECS does not."""
    found = client.images.get(image).attrs
    if f"{found['Os']}/{found['Architecture']}" != platform:
        raise ecs._ImagePullError(pull_text(image, platform, "no matching manifest"))


def _start(client, image, options):
    from docker.errors import APIError

    options = {key: value for key, value in options.items() if key != "detach"}
    try:
        made = client.containers.create(image, **options)
    except APIError as error:
        raise StartError(f"CannotCreateContainerError: Error response from daemon: {error.explanation}") from error
    try:
        made.start()
    except APIError as error:
        made.remove(v=True, force=True)
        raise StartError(f"CannotStartContainerError: Error response from daemon: {error.explanation}") from error
    return made
