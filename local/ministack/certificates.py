# A certificate is PENDING_VALIDATION until its CNAMEs are in DNS, and for a while after that (F1.5, F8.3, F5.2).
import hashlib
import time

from ministack.core.responses import get_account_id, now_iso
from ministack.services import acm, route53
from ministack.services.cloudformation import provisioners, stacks

import pace
import stack_operations
import stack_reasons

# F5.2: usually one to five minutes; some seconds until ACM even says which CNAME it wants (F8.3).
VALIDATION, RECORD = pace.of_aws(90) or 0.3, pace.of_aws(5)


def add():
    request, shape = acm._request_certificate, acm._cert_shape
    acm._validation_options = _options
    acm._request_certificate = lambda data: _request(request, data)
    acm._cert_shape = lambda certificate: _shape(shape, certificate)
    listed = acm._list_certificates
    acm._list_certificates = lambda data: _refresh_all() or listed(data)
    create = provisioners._acm_certificate_create
    provisioners._acm_certificate_create = lambda *args: _create(create, *args)
    provisioners._RESOURCE_HANDLERS["AWS::CertificateManager::Certificate"]["create"] = (
        provisioners._acm_certificate_create
    )
    blocks = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda kind: kind == "AWS::CertificateManager::Certificate" or blocks(kind)


def _options(domain, method):
    """F8.3: the CNAME is the same for an account and a domain in every region, and for its wildcard."""
    base = domain.removeprefix("*.")
    digest = hashlib.sha256(f"{get_account_id()}/{base}".encode()).hexdigest()
    return {
        "DomainName": domain,
        "ValidationMethod": method,
        "ValidationDomain": domain,
        "ValidationStatus": "PENDING_VALIDATION",
        "ResourceRecord": {
            "Name": f"_{digest[:32]}.{base}.",
            "Type": "CNAME",
            "Value": f"_{digest[32:]}.mhbtsbpdnt.acm-validations.aws.",
        },
    }


def _begin(certificate):
    certificate.update(Status="PENDING_VALIDATION", _requested=time.time(), _in_dns=None)


def _request(original, data):
    status, headers, body = original(data)
    if status < 400:
        _begin(acm._certificates[acm.json.loads(body)["CertificateArn"]])
    return status, headers, body


def refresh(certificate):
    if certificate["Status"] != "PENDING_VALIDATION" or certificate.get("ValidationMethod") != "DNS":
        return
    if not all(_in_dns(option["ResourceRecord"]) for option in certificate["DomainValidationOptions"]):
        certificate["_in_dns"] = None
        return
    certificate["_in_dns"] = certificate["_in_dns"] or time.time()
    if time.time() - certificate["_in_dns"] >= VALIDATION:
        certificate.update(Status="ISSUED", IssuedAt=now_iso())
        for option in certificate["DomainValidationOptions"]:
            option["ValidationStatus"] = "SUCCESS"


def _refresh_all():
    for certificate in acm._certificates.values():
        refresh(certificate)


def _in_dns(wanted):
    return any(
        record["Type"] == "CNAME"
        and record["Name"].rstrip(".") == wanted["Name"].rstrip(".")
        and wanted["Value"].rstrip(".") in [value.rstrip(".") for value in record.get("ResourceRecords", [])]
        for records in route53._records.values()
        for record in records
    )


def _shape(original, certificate):
    refresh(certificate)
    shown = original(certificate)
    if certificate["Status"] == "PENDING_VALIDATION":
        for key in ("IssuedAt", "NotBefore", "NotAfter"):
            shown.pop(key)
        if time.time() - certificate["_requested"] < RECORD:
            shown["DomainValidationOptions"] = [
                {key: value for key, value in option.items() if key != "ResourceRecord"}
                for option in shown["DomainValidationOptions"]
            ]
    return shown


def _create(original, logical_id, props, stack_name):
    arn, attributes = original(logical_id, props, stack_name)
    certificate = acm._certificates[arn]
    # F1.5: EMAIL is the default, and nobody reads that mail here.
    certificate["ValidationMethod"] = props.get("ValidationMethod", "EMAIL")
    _begin(certificate)
    stack_operations.made(stack_name, logical_id, "AWS::CertificateManager::Certificate", arn, props)
    zones = {each["DomainName"]: each.get("HostedZoneId") for each in props.get("DomainValidationOptions") or []}
    for option in certificate["DomainValidationOptions"]:
        zone = zones.get(option["DomainName"])
        if zone:
            _upsert(provisioners._r53_normalize_hosted_zone_id(zone), option["ResourceRecord"])
    # F1.5: a name without an entry leaves the stack waiting until somebody adds the CNAME.
    while certificate["Status"] == "PENDING_VALIDATION":
        if stack_operations.is_cancelled(stack_name):
            raise ValueError(stack_reasons.CANCELLED)
        refresh(certificate)
        time.sleep(0.05)
    return arn, attributes


def _upsert(zone, wanted):
    if zone not in route53._zones:
        raise ValueError(f"No hosted zone found with ID: {zone}")
    with route53._lock:
        others = [
            record
            for record in route53._records.get(zone, [])
            if (record["Name"].rstrip("."), record["Type"]) != (wanted["Name"].rstrip("."), "CNAME")
        ]
        route53._records[zone] = [
            *others,
            {"Name": wanted["Name"], "Type": "CNAME", "TTL": "300", "ResourceRecords": [wanted["Value"]]},
        ]
