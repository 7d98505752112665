# A hosted zone over the API.
import xml.etree.ElementTree as xml

from cloud import plain

NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/"


def call(cloud, method, path, body=""):
    return plain(
        xml.fromstring(cloud.send("route53", body.encode(), {"Content-Type": "text/xml"}, method, f"/2013-04-01{path}"))
    )


def zone(cloud, name="shop.example"):
    made = call(
        cloud,
        "POST",
        "/hostedzone",
        f'<CreateHostedZoneRequest xmlns="{NAMESPACE}"><Name>{name}</Name>'
        "<CallerReference>1</CallerReference></CreateHostedZoneRequest>",
    )
    return made.findtext(".//HostedZone/Id").rpartition("/")[2]


def change(cloud, zone_id, *changes):
    batch = "".join(
        f"<Change><Action>{action}</Action><ResourceRecordSet>{record}</ResourceRecordSet></Change>"
        for action, record in changes
    )
    return call(
        cloud,
        "POST",
        f"/hostedzone/{zone_id}/rrset/",
        f'<ChangeResourceRecordSetsRequest xmlns="{NAMESPACE}"><ChangeBatch><Changes>{batch}</Changes>'
        "</ChangeBatch></ChangeResourceRecordSetsRequest>",
    )


def record(value="10.0.0.1", name="shop.example.", kind="A", region=None, identifier=None):
    routing = f"<SetIdentifier>{identifier}</SetIdentifier><Region>{region}</Region>" if region else ""
    return (
        f"<Name>{name}</Name><Type>{kind}</Type>{routing}<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>{value}"
        "</Value></ResourceRecord></ResourceRecords>"
    )


def records(cloud, zone_id):
    return [
        (each.findtext("Name"), each.findtext("Type"), each.findtext("Region"))
        for each in call(cloud, "GET", f"/hostedzone/{zone_id}/rrset").iter("ResourceRecordSet")
        if each.findtext("Type") not in ("NS", "SOA")
    ]
