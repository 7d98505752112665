# Records of one name and type are of one kind, and one per region (F8.2).
import pytest
from cloud import Refused
from dns import change, record, records, zone
from stacks import deploy, reasons

WEST = record(region="us-west-2", identifier="west")


def member(zone_id, region, identifier):
    return {
        "Type": "AWS::Route53::RecordSet",
        "Properties": {
            "HostedZoneId": zone_id,
            "Name": "shop.example.",
            "Type": "A",
            "Region": region,
            "SetIdentifier": identifier,
            "TTL": "60",
            "ResourceRecords": ["10.0.0.1"],
        },
    }


@pytest.mark.parametrize(
    "first, second",
    [(record(), WEST), (WEST, record()), (WEST, record(region="us-west-2", identifier="other"))],
    ids=["latency beside simple", "simple beside latency", "one region twice"],
)
def test_refused(cloud, first, second):
    zone_id = zone(cloud)
    change(cloud, zone_id, ("CREATE", first))
    before = records(cloud, zone_id)
    # A batch is atomic.
    with pytest.raises(Refused, match="InvalidChangeBatch.*exists with the same name"):
        change(cloud, zone_id, ("CREATE", record(name="other.shop.example.")), ("CREATE", second))
    assert records(cloud, zone_id) == before


ALIAS_OF_OTHER = record("other.example", "www.shop.example.", "CNAME")


@pytest.mark.parametrize(
    "first, second, said",
    [
        (
            ALIAS_OF_OTHER,
            record(name="www.shop.example."),
            "type A with DNS name www.shop.example. is not permitted because a conflicting RRSet of type CNAME with "
            "the same DNS name already exists in zone shop.example.",
        ),
        (
            record(name="www.shop.example."),
            ALIAS_OF_OTHER,
            "type CNAME with DNS name www.shop.example. is not permitted as it conflicts with other records with the "
            "same DNS name in zone shop.example.",
        ),
        (
            record(),
            record("other.example", kind="CNAME"),
            "type CNAME with DNS name shop.example. is not permitted at apex in zone shop.example.",
        ),
    ],
    ids=["A beside CNAME", "CNAME beside A", "CNAME at the apex"],
)
def test_cname_stands_alone(cloud, first, second, said):
    zone_id = zone(cloud)
    change(cloud, zone_id, ("CREATE", first))
    with pytest.raises(Refused, match=said):
        change(cloud, zone_id, ("CREATE", second))


def test_migration_in_one_batch(cloud):
    zone_id = zone(cloud)
    change(cloud, zone_id, ("CREATE", record()))
    change(cloud, zone_id, ("DELETE", record()), ("CREATE", WEST))
    assert records(cloud, zone_id) == [("shop.example.", "A", "us-west-2")]


def test_record_of_a_stack(cloud):
    zone_id = zone(cloud)
    assert deploy(cloud, "west", {"Dns": member(zone_id, "us-west-2", "west")}) == "CREATE_COMPLETE"
    assert deploy(cloud, "east", {"Dns": member(zone_id, "us-east-1", "east")}) == "CREATE_COMPLETE"
    for name, resource, said in (
        ("again", member(zone_id, "us-west-2", "west"), "but it already exists]"),
        ("twice", member(zone_id, "us-west-2", "third"), "exists with the same name and type"),
    ):
        assert deploy(cloud, name, {"Dns": resource}) == "ROLLBACK_COMPLETE"
        assert said in reasons(cloud, name, "Dns", "CREATE_FAILED")[0]
    assert [region for _, _, region in records(cloud, zone_id)] == ["us-east-1", "us-west-2"]


def test_plain_ministack_keeps_both(plain):
    zone_id = zone(plain)
    change(plain, zone_id, ("CREATE", ALIAS_OF_OTHER), ("CREATE", record(name="www.shop.example.")))
    change(plain, zone_id, ("CREATE", record()), ("CREATE", WEST))
    assert len(records(plain, zone_id)) == 4
