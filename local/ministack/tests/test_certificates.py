# A certificate waits for its CNAMEs (F1.5, F8.3).
import pytest
from cloud import Refused, wait_for
from dns import change, record, records, zone
from stacks import LOG_GROUP, begin, deploy, settled, status

NAMES = {"DomainName": "shop.example", "SubjectAlternativeNames": ["www.shop.example"], "ValidationMethod": "DNS"}


def described(cloud, arn):
    return cloud.json("acm", "DescribeCertificate", CertificateArn=arn)["Certificate"]


def test_pending_until_its_records_are_there(cloud):
    zone_id = zone(cloud)
    arn = cloud.json("acm", "RequestCertificate", **NAMES)["CertificateArn"]
    seen = described(cloud, arn)
    assert seen["Status"] == "PENDING_VALIDATION" and "IssuedAt" not in seen
    wanted = [option["ResourceRecord"] for option in seen["DomainValidationOptions"]]
    assert len({each["Name"] for each in wanted}) == 2
    assert all(each["Value"].endswith(".acm-validations.aws.") for each in wanted)
    # F8.3: another region asks for the same ones.
    elsewhere = cloud.elsewhere(region="eu-west-1")
    other = described(elsewhere, elsewhere.json("acm", "RequestCertificate", **NAMES)["CertificateArn"])
    assert [option["ResourceRecord"] for option in other["DomainValidationOptions"]] == wanted
    change(cloud, zone_id, ("CREATE", record(wanted[0]["Value"], wanted[0]["Name"], "CNAME")))
    assert described(cloud, arn)["Status"] == "PENDING_VALIDATION"
    change(cloud, zone_id, ("CREATE", record(wanted[1]["Value"], wanted[1]["Name"], "CNAME")))
    seen = wait_for(lambda: described(cloud, arn), lambda seen: seen["Status"] == "ISSUED")
    assert {option["ValidationStatus"] for option in seen["DomainValidationOptions"]} == {"SUCCESS"}


def test_stack_writes_the_records_where_it_is_told_to(cloud):
    zone_id = zone(cloud)
    options = [{"DomainName": name, "HostedZoneId": zone_id} for name in ("shop.example", "www.shop.example")]
    certificate = {
        "Type": "AWS::CertificateManager::Certificate",
        "Properties": {**NAMES, "DomainValidationOptions": options},
    }
    assert deploy(cloud, "s", {"Certificate": certificate}) == "CREATE_COMPLETE"
    assert [kind for _, kind, _ in records(cloud, zone_id)] == ["CNAME", "CNAME"]
    # F8.3: they stay.
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    assert len(records(cloud, zone_id)) == 2


def test_stack_waits_for_a_name_that_nobody_writes(cloud):
    zone(cloud)
    begin(cloud, "s", {"Certificate": {"Type": "AWS::CertificateManager::Certificate", "Properties": NAMES}})
    summary = wait_for(lambda: cloud.json("acm", "ListCertificates")["CertificateSummaryList"])
    assert status(cloud, "s") == "CREATE_IN_PROGRESS"
    stack_id = cloud.query("cloudformation", "DescribeStacks", StackName="s").findtext(".//StackId")
    cloud.query("cloudformation", "DeleteStack", StackName="s")
    assert settled(cloud, stack_id) == "DELETE_COMPLETE"
    assert summary and cloud.json("acm", "ListCertificates")["CertificateSummaryList"] == []


def test_update_that_waits_is_cancelled_not_deleted(cloud):
    zone(cloud)
    deploy(cloud, "s", {"Log": LOG_GROUP})
    waiting = {"Type": "AWS::CertificateManager::Certificate", "Properties": NAMES}
    begin(cloud, "s", {"Log": LOG_GROUP, "Certificate": waiting}, "UPDATE")
    wait_for(lambda: cloud.json("acm", "ListCertificates")["CertificateSummaryList"])
    # F3.1
    with pytest.raises(Refused, match="cannot be deleted while in status UPDATE_IN_PROGRESS"):
        cloud.query("cloudformation", "DeleteStack", StackName="s")
    cloud.query("cloudformation", "CancelUpdateStack", StackName="s")
    assert settled(cloud, "s") == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.json("acm", "ListCertificates")["CertificateSummaryList"] == []


def test_plain_ministack_issues_at_once(plain):
    assert described(plain, plain.json("acm", "RequestCertificate", **NAMES)["CertificateArn"])["Status"] == "ISSUED"
