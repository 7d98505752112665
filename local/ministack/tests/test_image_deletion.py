# F4
from test_registry import put


def tags(cloud):
    found = cloud.json("ecr", "DescribeImages", repositoryName="app")["imageDetails"]
    return [tag for image in found for tag in image.get("imageTags", [])]


def delete_one_of_two_tags(cloud):
    cloud.json("ecr", "CreateRepository", repositoryName="app")
    put(cloud, "v1"), put(cloud, "kept-v1")
    cloud.json("ecr", "BatchDeleteImage", repositoryName="app", imageIds=[{"imageTag": "kept-v1"}])


def test_a_deleted_tag_leaves_the_image_to_its_other_tags(cloud):
    delete_one_of_two_tags(cloud)
    assert tags(cloud) == ["v1"]
    cloud.json("ecr", "BatchDeleteImage", repositoryName="app", imageIds=[{"imageTag": "v1"}])
    assert cloud.json("ecr", "DescribeImages", repositoryName="app")["imageDetails"] == []


def test_plain_ministack_deletes_the_image(plain):
    delete_one_of_two_tags(plain)
    assert tags(plain) == []
