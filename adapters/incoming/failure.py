"""Read from a mail server's report why a mail did not arrive (RFC 3464)."""

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_LONGEST = 200  # characters of what the server said


@dataclass(frozen=True, slots=True)
class Failure:
    """`permanent`: the address does not exist, or wants no mail. `said` by its server."""

    status: str  # RFC 3463, "5.1.1"
    permanent: bool
    said: str


def failure_in(message: EmailMessage) -> Failure | None:
    """The worst that a delivery report tells; None when it is no report of a failure."""
    found = [one for part in message.walk() for one in _failures(part)]
    return max(found, key=lambda one: one.permanent, default=None)


def _failures(part: Message) -> list[Failure]:
    if part.get_content_type() != "message/delivery-status":
        return []
    blocks = part.get_payload()
    groups = blocks if isinstance(blocks, list) else []
    read = (_failure(group) for group in groups if isinstance(group, Message))
    return [one for one in read if one is not None]


def _failure(group: Message) -> Failure | None:
    """Of one recipient. What was delivered, relayed or expanded is no failure."""
    action = str(group.get("Action", "")).strip().lower()
    status = _STATUS.search(str(group.get("Status", "")))
    if action not in {"failed", "delayed"}:
        return None
    code = status[0] if status else ("5.0.0" if action == "failed" else "4.0.0")
    _, _, said = str(group.get("Diagnostic-Code", "")).rpartition(";")
    words = " ".join(said.split())[:_LONGEST]
    return Failure(code, action == "failed" and code.startswith("5"), words)
