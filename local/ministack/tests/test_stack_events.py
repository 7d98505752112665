# Events in CloudFormation's words, and DescribeEvents (F3.5).
from stacks import LOG_GROUP, begin, deploy, events, reasons, settled

BAD_GROUP = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"HealthCheckIntervalSeconds": 3}}
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {}}


def described(cloud, **asked):
    return list(cloud.query("cloudformation", "DescribeEvents", **asked).find(".//OperationEvents"))


def test_words_of_a_creation(cloud):
    deploy(cloud, "s", {"A": LOG_GROUP})
    assert events(cloud, "s") == [
        ("s", "REVIEW_IN_PROGRESS", "User Initiated"),
        ("s", "CREATE_IN_PROGRESS", "User Initiated"),
        ("A", "CREATE_IN_PROGRESS", ""),
        ("A", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
        ("A", "CREATE_COMPLETE", ""),
        ("s", "CREATE_COMPLETE", ""),
    ]


def test_only_what_changes_has_events(cloud):
    deploy(cloud, "s", {"A": LOG_GROUP, "B": QUEUE})
    before = len(events(cloud, "s"))
    changed = {"Type": "AWS::Logs::LogGroup", "Properties": {**LOG_GROUP["Properties"], "RetentionInDays": 14}}
    deploy(cloud, "s", {"A": changed, "B": QUEUE}, "UPDATE")
    assert [event[:2] for event in events(cloud, "s")[before:]] == [
        ("s", "UPDATE_IN_PROGRESS"),
        ("A", "UPDATE_IN_PROGRESS"),
        ("A", "UPDATE_COMPLETE"),
        ("s", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        ("s", "UPDATE_COMPLETE"),
    ]


def test_plain_ministack_has_events_for_all(plain):
    deploy(plain, "s", {"A": LOG_GROUP, "B": QUEUE})
    changed = {"Type": "AWS::Logs::LogGroup", "Properties": {**LOG_GROUP["Properties"], "RetentionInDays": 14}}
    deploy(plain, "s", {"A": changed, "B": QUEUE}, "UPDATE")
    assert reasons(plain, "s", "B", "UPDATE_COMPLETE") == [""]
    assert reasons(plain, "s", "s", "CREATE_IN_PROGRESS") == [""]


def test_failed_creation(cloud):
    # Both can be made at the same time: the other one is cancelled.
    assert deploy(cloud, "s", {"Bad": BAD_GROUP, "Other": QUEUE}) == "ROLLBACK_COMPLETE"
    assert reasons(cloud, "s", "Other", "CREATE_FAILED") == ["Resource creation cancelled"]
    assert reasons(cloud, "s", "s", "ROLLBACK_IN_PROGRESS") == [
        "The following resource(s) failed to create: [Bad, Other]. Rollback requested by user."
    ]


def test_failed_addition_is_a_failed_creation(cloud):
    deploy(cloud, "s", {"A": LOG_GROUP})
    assert deploy(cloud, "s", {"A": LOG_GROUP, "Bad": BAD_GROUP}, "UPDATE") == "UPDATE_ROLLBACK_COMPLETE"
    assert len(reasons(cloud, "s", "Bad", "CREATE_FAILED")) == 1
    assert reasons(cloud, "s", "s", "UPDATE_ROLLBACK_IN_PROGRESS") == [
        "The following resource(s) failed to create: [Bad]. "
    ]


def test_plain_ministack_calls_it_a_failed_update(plain):
    deploy(plain, "s", {"A": LOG_GROUP})
    record = {
        "Type": "AWS::Route53::RecordSet",
        "Properties": {"Name": "x.example.", "Type": "A", "HostedZoneId": "Z1"},
    }
    assert deploy(plain, "s", {"A": LOG_GROUP, "Bad": record}, "UPDATE") == "UPDATE_ROLLBACK_COMPLETE"
    assert len(reasons(plain, "s", "Bad", "UPDATE_FAILED")) == 1
    assert described(plain, StackName="s") == []


def test_root_cause_by_operation(cloud):
    begin(cloud, "s", {"Bad": BAD_GROUP, "Other": QUEUE}, token="our-token")
    settled(cloud, "s")
    stack = cloud.query("cloudformation", "DescribeStacks", StackName="s")
    operations = [
        (each.findtext("OperationType"), each.findtext("OperationId")) for each in stack.find(".//LastOperations")
    ]
    assert [kind for kind, _ in operations] == ["ROLLBACK", "CREATE_STACK"]
    (event,) = described(cloud, OperationId=operations[1][1], **{"Filters.FailedEvents": "true"})
    assert event.findtext("EventType") == "PROVISIONING_ERROR"
    assert event.findtext("LogicalResourceId") == "Bad"
    assert "Health check interval must be between 5 and 300 seconds" in event.findtext("ResourceStatusReason")
    assert event.findtext("ClientRequestToken") == "our-token"
    # By the stack, all of them, newest first.
    every = described(cloud, StackName="s")
    assert {each.findtext("EventType") for each in every} == {"STACK_EVENT", "PROGRESS_EVENT", "PROVISIONING_ERROR"}
    assert (every[0].findtext("ResourceStatus"), every[0].findtext("OperationStatus")) == (
        "ROLLBACK_COMPLETE",
        "SUCCEEDED",
    )
    seen = cloud.query("cloudformation", "DescribeStackEvents", StackName="s").iter("member")
    assert {each.findtext("ClientRequestToken") for each in seen} == {"our-token", None}
