# Route 53 does not mix kinds of records under one name, nor take a region twice (F8.2). A CNAME stands alone.
from ministack.services import route53
from ministack.services.cloudformation import provisioners

KINDS = ("Region", "Weight", "Failover", "GeoLocation", "MultiValueAnswer")


def add():
    change, create, update = (
        route53._change_resource_record_sets,
        provisioners._r53_record_set_create,
        provisioners._r53_record_set_update,
    )
    route53._change_resource_record_sets = lambda zone, body: _change(change, zone, body)
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Route53::RecordSet"]
    handlers["create"] = _checked(create, lambda args: args[1])
    handlers["update"] = _checked(update, lambda args: args[2])


def _kind(record):
    return next((kind for kind in KINDS if record.get(kind) not in (None, False)), "simple")


def _beside_cname(zone, record, types):
    """`types`: those of the records that the name has already."""
    name = f"RRSet of type {record['Type']} with DNS name {record['Name']}"
    if record["Type"] != "CNAME":
        return "CNAME" in types and (
            f"{name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists "
            f"in zone {zone}"
        )
    if record["Name"] == zone:
        return f"{name} is not permitted at apex in zone {zone}"
    return types - {"CNAME"} and (
        f"{name} is not permitted as it conflicts with other records with the same DNS name in zone {zone}"
    )


def conflict(zone_id):
    seen, types, zone = {}, {}, route53._zones.get(zone_id, {}).get("name", "")
    for record in route53._records.get(zone_id, []):
        of_name = types.setdefault(record["Name"], set())
        refused = _beside_cname(zone, record, of_name)
        if refused:
            return refused
        of_name.add(record["Type"])
        name = f"RRSet of type {record['Type']} with DNS name {record['Name']}"
        if record.get("SetIdentifier"):
            name += f" and SetIdentifier {record['SetIdentifier']}"
        others = seen.setdefault((record["Name"], record["Type"]), [])
        for other in others:
            if _kind(other) != _kind(record):
                kind = {"Region": "non-latency", "simple": "latency or weighted"}.get(_kind(record), "different")
                return f"{name} cannot be created as a {kind} set exists with the same name and type."
            if record.get("Region") and record["Region"] == other.get("Region"):
                return (
                    f"{name} cannot be created as a latency set for the region {record['Region']} exists with the "
                    "same name and type."
                )
        others.append(record)
    return None


def _change(original, zone, body):
    with route53._lock:
        before = list(route53._records.get(zone, []))
    answer = original(zone, body)
    refused = answer[0] < 400 and conflict(zone)
    if refused:
        # Batches are atomic: all of it is as before.
        route53._records[zone] = before
        return route53._error_response("InvalidChangeBatch", f"[{refused}]")
    return answer


def _checked(original, props_of):
    def checked(*args):
        zone = provisioners._r53_resolve_hosted_zone_id(props_of(args))
        before = list(route53._records.get(zone, []))
        try:
            made = original(*args)
        except ValueError as error:
            if "already exists" in str(error):
                record = provisioners._r53_record_set_build_rs(props_of(args))
                raise ValueError(
                    f"[Tried to create resource record set [name='{record['Name']}', "
                    f"type='{record['Type']}'] but it already exists]"
                ) from error
            raise
        refused = conflict(zone)
        if refused:
            route53._records[zone] = before
            raise ValueError(f"[{refused}]")
        return made

    return checked
