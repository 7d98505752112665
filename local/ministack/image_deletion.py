# BatchDeleteImage by tag takes the tag; the image goes with its last tag, or when it is named by its digest (F4).
import json

from ministack.services import ecr


def add():
    original = ecr._batch_delete_image
    ecr._batch_delete_image = lambda data: _delete(original, data)


def _delete(original, data):
    name, ids = data.get("repositoryName", ""), data.get("imageIds", [])
    kept = [each for each in ids if _is_one_of_several(name, each)]
    untagged = [_take_tag(name, each["imageTag"]) for each in kept]
    status, headers, body = original({**data, "imageIds": [each for each in ids if each not in kept]})
    if status >= 400 or not untagged:
        return status, headers, body
    answer = json.loads(body)
    return status, headers, json.dumps({**answer, "imageIds": answer["imageIds"] + untagged}).encode()


def _is_one_of_several(name, image_id):
    found = ecr._find_image(name, image_id) if "imageDigest" not in image_id else None
    return bool(found) and len(found.get("imageTags", [])) > 1


def _take_tag(name, tag):
    found = ecr._find_image(name, {"imageTag": tag})
    found["imageTags"].remove(tag)
    if found.get("imageId", {}).get("imageTag") == tag:
        found["imageId"]["imageTag"] = found["imageTags"][0]
    return {"imageDigest": found["imageDigest"], "imageTag": tag}
