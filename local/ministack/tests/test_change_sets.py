# Which change set is accepted when, and what counts as a change (F3.1, F3.2).
import pytest
from cloud import Refused
from stacks import LOG_GROUP, change_set, deploy, status

OTHER = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/ecs/other"}}
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {}}


def test_executed_set_frees_its_name(cloud):
    assert deploy(cloud, "s", {"A": LOG_GROUP}, name="same") == "CREATE_COMPLETE"
    assert deploy(cloud, "s", {"A": LOG_GROUP, "B": OTHER}, "UPDATE", name="same") == "UPDATE_COMPLETE"


def test_plain_ministack_keeps_the_name(plain):
    deploy(plain, "s", {"A": LOG_GROUP}, name="same")
    with pytest.raises(Refused, match="AlreadyExists"):
        change_set(plain, "s", {"A": LOG_GROUP, "B": OTHER}, "UPDATE", name="same")


def test_update_of_a_stack_in_review_is_refused(cloud):
    change_set(cloud, "s", {"A": LOG_GROUP})
    with pytest.raises(Refused, match="is in REVIEW_IN_PROGRESS state and can not be updated"):
        change_set(cloud, "s", {"A": LOG_GROUP}, "UPDATE")


def test_plain_ministack_updates_a_stack_in_review(plain):
    change_set(plain, "s", {"A": LOG_GROUP})
    change_set(plain, "s", {"A": LOG_GROUP}, "UPDATE")


def test_second_create_set_belongs_to_the_same_stack(cloud):
    _, first = change_set(cloud, "s", {"A": LOG_GROUP})
    _, second = change_set(cloud, "s", {"A": LOG_GROUP})
    assert first.findtext(".//StackId") == second.findtext(".//StackId")
    assert deploy(cloud, "s", {"A": LOG_GROUP}) == "CREATE_COMPLETE"


def test_output_only_change_is_executable(cloud):
    deploy(cloud, "s", {"A": TOPIC}, outputs={"Fingerprint": {"Value": "one"}})
    name, seen = change_set(cloud, "s", {"A": TOPIC}, "UPDATE", outputs={"Fingerprint": {"Value": "two"}})
    assert seen.findtext(".//ExecutionStatus") == "AVAILABLE"
    assert not list(seen.iter("ResourceChange"))
    assert deploy(cloud, "s", {"A": TOPIC}, "UPDATE", outputs={"Fingerprint": {"Value": "two"}}) == "UPDATE_COMPLETE"
    described = cloud.query("cloudformation", "DescribeStacks", StackName="s")
    assert described.findtext(".//OutputValue") == "two"
    _, same = change_set(cloud, "s", {"A": TOPIC}, "UPDATE", outputs={"Fingerprint": {"Value": "two"}})
    assert same.findtext(".//StatusReason").startswith("The submitted information didn't contain changes.")


def test_plain_ministack_has_no_output_only_change(plain):
    deploy(plain, "s", {"A": TOPIC}, outputs={"Fingerprint": {"Value": "one"}})
    _, seen = change_set(plain, "s", {"A": TOPIC}, "UPDATE", outputs={"Fingerprint": {"Value": "two"}})
    assert seen.findtext(".//Status") == "FAILED"
    assert status(plain, "s") == "CREATE_COMPLETE"


def retention(days):
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/ecs/kept", "RetentionInDays": days}}


def test_property_that_changes_in_place_replaces_nothing(cloud):
    deploy(cloud, "s", {"A": retention(7)})
    _, seen = change_set(cloud, "s", {"A": retention(14)}, "UPDATE")
    assert seen.findtext(".//Replacement") == "False"


def test_property_that_cannot_change_replaces(cloud):
    deploy(cloud, "s", {"A": LOG_GROUP})
    _, seen = change_set(cloud, "s", {"A": OTHER}, "UPDATE")
    assert seen.findtext(".//Replacement") == "True"


def test_plain_ministack_does_not_know(plain):
    deploy(plain, "s", {"A": retention(7)})
    _, seen = change_set(plain, "s", {"A": retention(14)}, "UPDATE")
    assert seen.findtext(".//Replacement") == "Conditional"
