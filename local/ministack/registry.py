# ECR: a missing image is an error, tag rules with exclusions hold, sizes are those of the layers (F4).
import fnmatch
import json
import re

from ministack.core.responses import error_response_json, get_account_id, request_scope
from ministack.services import ecr
from ministack.services.cloudformation import provisioners


def add():
    describe, put, push = ecr._describe_images, ecr._put_image, ecr._v2_put_manifest
    start = ecr._v2_start_blob_upload
    create, translate, shape = ecr._create_repository, provisioners._ecr_cfn_to_api, ecr._repo_shape
    filters = "imageTagMutabilityExclusionFilters"
    ecr._repo_shape = lambda repo: {**shape(repo), **({filters: repo[filters]} if repo.get(filters) else {})}
    ecr._describe_images = lambda data: _describe(describe, data)
    ecr._put_image = lambda data: _put(put, data)
    ecr._v2_put_manifest = lambda name, reference, headers, body: _push(push, name, reference, headers, body)
    ecr._v2_start_blob_upload = lambda name, query, body: _start(start, name, query, body)
    ecr._create_repository = lambda data: _create(create, data)
    provisioners._ecr_cfn_to_api = lambda props: _with_filters(translate(props), props)


def _create(original, data):
    answer = original(data)
    if answer[0] < 400 and data.get("imageTagMutabilityExclusionFilters"):
        ecr._repositories[data["repositoryName"]]["imageTagMutabilityExclusionFilters"] = data[
            "imageTagMutabilityExclusionFilters"
        ]
    return answer


def _with_filters(translated, props):
    filters = props.get("ImageTagMutabilityExclusionFilters")
    if filters is not None:
        translated["imageTagMutabilityExclusionFilters"] = [
            {
                "filterType": each["ImageTagMutabilityExclusionFilterType"],
                "filter": each["ImageTagMutabilityExclusionFilterValue"],
            }
            for each in filters
        ]
    return translated


def is_immutable(repository, tag):
    excluded = any(
        fnmatch.fnmatchcase(tag, each["filter"]) for each in repository.get("imageTagMutabilityExclusionFilters") or []
    )
    return {"IMMUTABLE": True, "IMMUTABLE_WITH_EXCLUSION": not excluded, "MUTABLE_WITH_EXCLUSION": excluded}.get(
        repository.get("imageTagMutability"), False
    )


def _taken(name, tag, digest):
    """Whether the tag may not be given to this digest, because it names another one for ever."""
    found = ecr._find_image(name, {"imageTag": tag}) if tag and name in ecr._repositories else None
    return bool(found) and found["imageDigest"] != digest and is_immutable(ecr._repositories[name], tag)


def _text(name, tag):
    return (
        f"The image tag '{tag}' already exists in the '{name}' repository and cannot be overwritten because the tag "
        "is immutable."
    )


def _put(original, data):
    name, tag = data.get("repositoryName", ""), data.get("imageTag")
    if _taken(name, tag, data.get("imageDigest") or ecr._image_digest(data.get("imageManifest", ""))):
        return error_response_json("ImageTagAlreadyExistsException", _text(name, tag), 400)
    return original(data)


def _push(original, name, reference, headers, body):
    raw = body if isinstance(body, bytes) else (body or "").encode()
    if not reference.startswith("sha256:") and _taken(name, reference, ecr._content_digest(raw)):
        return ecr._registry_error(400, "TAG_INVALID", _text(name, reference), {"tag": reference})
    return original(name, reference, headers, body)


def _start(original, name, query, body):
    """All registries have one host here, so docker offers layers of other accounts and regions: it need not pack them."""
    elsewhere = re.fullmatch(r"(\d{12})/([a-z0-9-]+)/(.+)", ecr._query_first(query, "from") or "")
    if elsewhere and name in ecr._repositories:
        account, region, repository = elsewhere.groups()
        digest = ecr._query_first(query, "mount")
        with request_scope(account, region):
            layer = ecr._layer_blobs.get(repository, {}).get(digest)
        if layer is not None:
            ecr._layer_blobs.setdefault(name, {})[digest] = layer
            return original(name, {**query, "from": [name]}, body)
    return original(name, query, body)


def _describe(original, data):
    name = data.get("repositoryName", "")
    for asked in data.get("imageIds") or []:
        if name in ecr._repositories and not ecr._find_image(name, asked):
            shown = ", ".join(f"{key}:'{asked.get(key, 'null')}'" for key in ("imageDigest", "imageTag"))
            return error_response_json(
                "ImageNotFoundException",
                f"The image with imageId {{{shown}}} does not exist within the repository with "
                f"name '{name}' in the registry with id '{get_account_id()}'",
                400,
            )
    status, headers, body = original(data)
    if status >= 400:
        return status, headers, body
    answer = json.loads(body)
    for detail in answer["imageDetails"]:
        detail["imageSizeInBytes"] = _size(name, detail)
        if not detail.get("imageTags"):
            detail.pop("imageTags", None)
    return ecr.json_response(answer)


def _size(name, detail):
    try:
        manifest = json.loads(ecr._find_image(name, {"imageDigest": detail["imageDigest"]})["imageManifest"])
    except ValueError:
        return detail["imageSizeInBytes"]
    return sum(layer["size"] for layer in manifest.get("layers", [])) or detail["imageSizeInBytes"]
