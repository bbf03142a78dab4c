"""What an entry of the audit trail says, without a code that nobody would understand."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.auditing.entries import Entry

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def entry(kind: str, **given: Any) -> Entry:
    known: dict[str, Any] = {
        "actor": "handraise",
        "origin": "plan",
        "via": None,
        "key_name": None,
        "reason": None,
        "mailed_to": "Ana Ortiz",
        "changed": {},
    }
    return Entry(id=1, at=NINE, lead_id=UUID(int=1), kind=kind, **{**known, **given})


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("mailed_reminder", "Handraise mailed a reminder to Ana Ortiz"),
        ("mailed_breach", "Handraise mailed the broken promise to Ana Ortiz"),
        ("slacked_assigned", "Handraise told Ana Ortiz in Slack of the new lead"),
        ("mailed_our_story", "Handraise mailed “our story” to Ana Ortiz"),
        (
            "refused_takeover",
            "Handraise wanted to take it over, which its state did not allow",
        ),
        (
            "refused_dance",
            "Handraise wanted to do “dance”, which its state did not allow",
        ),
    ],
)
def test_what_was_done(kind: str, said: str) -> None:
    assert entry(kind).sentence() == said


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"via": "accept"}, "by the plan of the promise to accept it"),
        ({"via": "manager-accept-1-2"}, "by the plan of the promise"),
        ({"origin": "playbook", "via": "assigned"}, "by the rules of the playbook"),
        ({"origin": "api", "via": "id", "key_name": "CRM"}, "by the API (CRM)"),
        ({"origin": "moon"}, "from moon"),
    ],
)
def test_from_where(given: dict[str, Any], where: str) -> None:
    assert entry("breached", **given).where() == where
