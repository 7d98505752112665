# ECR (F4).
import hashlib
import json

import pytest
from cloud import Refused

RULES = {
    "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
    "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "latest*"}],
}


def manifest(size):
    return json.dumps(
        {"schemaVersion": 2, "layers": [{"size": size, "digest": "sha256:0"}, {"size": 5, "digest": "sha256:1"}]}
    )


def put(cloud, tag, size=1):
    return cloud.json("ecr", "PutImage", repositoryName="app", imageManifest=manifest(size), imageTag=tag)


def test_tags_keep_their_image_but_for_the_excluded(cloud):
    cloud.json("ecr", "CreateRepository", repositoryName="app", **RULES)
    put(cloud, "v1"), put(cloud, "latest")
    with pytest.raises(
        Refused, match="The image tag 'v1' already exists in the 'app' repository and cannot be overwritten"
    ):
        put(cloud, "v1", 2)
    put(cloud, "latest", 2)
    (repository,) = cloud.json("ecr", "DescribeRepositories", repositoryNames=["app"])["repositories"]
    assert repository["imageTagMutabilityExclusionFilters"] == RULES["imageTagMutabilityExclusionFilters"]
    # The registry that docker talks to refuses as well.
    with pytest.raises(Refused, match="cannot be overwritten because the tag is immutable"):
        cloud.send(
            "ecr",
            manifest(3).encode(),
            method="PUT",
            path="/v2/app/manifests/v1",
            headers={
                "Host": f"{cloud.account}.dkr.ecr.us-east-1.amazonaws.com",
                "Content-Type": "application/vnd.docker.distribution.manifest.v2+json",
            },
        )


def test_plain_ministack_lets_tags_move(plain):
    plain.json("ecr", "CreateRepository", repositoryName="app", **RULES)
    put(plain, "v1"), put(plain, "v1", 2)


def test_missing_image_is_an_error(cloud):
    cloud.json("ecr", "CreateRepository", repositoryName="app")
    put(cloud, "v1", 7)
    (found,) = cloud.json("ecr", "DescribeImages", repositoryName="app", imageIds=[{"imageTag": "v1"}])["imageDetails"]
    assert found["imageSizeInBytes"] == 12
    with pytest.raises(Refused, match="ImageNotFoundException"):
        cloud.json("ecr", "DescribeImages", repositoryName="app", imageIds=[{"imageTag": "v2"}])


def test_plain_ministack_finds_nothing_instead(plain):
    plain.json("ecr", "CreateRepository", repositoryName="app")
    assert (
        plain.json("ecr", "DescribeImages", repositoryName="app", imageIds=[{"imageTag": "v2"}])["imageDetails"] == []
    )


def blob(cloud, method, path, content=None):
    headers = {"Host": f"{cloud.account}.dkr.ecr.{cloud.region}.amazonaws.com"}
    return cloud.send("ecr", content, method=method, path=f"/v2/app/blobs/{path}", headers=headers)


def offer(cloud, owner):
    """Makes a layer, offers it to another account as docker does, and asks for it there."""
    other = cloud.elsewhere(account=str(int(cloud.account) + 500), region="eu-west-1")
    digest = "sha256:" + hashlib.sha256(b"layer").hexdigest()
    for each in (cloud, other):
        each.json("ecr", "CreateRepository", repositoryName="app")
    blob(cloud, "POST", f"uploads/?digest={digest}", b"layer")
    blob(other, "POST", f"uploads/?mount={digest}&from={owner}/{cloud.region}/app", b"")
    return blob(other, "GET", digest)


def test_a_layer_of_another_registry_is_taken_over(cloud):
    assert offer(cloud, cloud.account) == "layer"


def test_a_layer_that_is_not_there_is_not(cloud):
    with pytest.raises(Refused, match="BLOB_UNKNOWN"):
        offer(cloud, "0" * 12)


def test_plain_ministack_takes_none_over(plain):
    with pytest.raises(Refused, match="BLOB_UNKNOWN"):
        offer(plain, plain.account)
