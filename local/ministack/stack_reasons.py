# CloudFormation's words for why a resource failed (F10).
import json

from ministack.core.responses import new_uuid

CANCELLED = "Resource creation cancelled"  # F3.5
_CODES = (
    ("already exists", "AlreadyExists"),
    ("already in use", "AlreadyExists"),
    ("does not exist", "NotFound"),
    ("not found", "NotFound"),
    ("cannot be found", "NotFound"),
    ("not authorized", "AccessDenied"),
    ("is not empty", "GeneralServiceException"),
)


def of_handler(message, code):
    return f'Resource handler returned message: "{message}" (RequestToken: {new_uuid()}, HandlerErrorCode: {code})'


def of_answer(service, status, body):
    """The reason for a refused call of a service whose errors are JSON."""
    said = json.loads(body)
    message = said.get("message") or said.get("Message") or ""
    return of_handler(
        f"Invalid request provided: {message} (Service: {service}, Status Code: {status}, Request ID: {new_uuid()})",
        "InvalidRequest",
    )


def in_awss_words(reason):
    """MiniStack's handlers give bare messages."""
    if not reason or reason.startswith(
        ("Resource ", "Properties validation failed", "Requested update", "Validation ")
    ):
        return reason
    low = reason.lower()
    return of_handler(reason, next((code for part, code in _CODES if part in low), "InvalidRequest"))
