"""Make up leads that wait for a person because their points are near a threshold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import from_json

from adapters.store.deciding.decisions import EVIDENCE
from domain.evidence import Evidence, Fact, PageView, Value
from domain.playbook import Playbook
from domain.qualifying.banding import OutsideModel, choose_band
from domain.qualifying.reasons import Reason, Score
from domain.qualifying.scoring import score

_REASONS = TypeAdapter(tuple[Reason, ...])
_NEAR = "near_threshold"
_MESSAGES = (
    "A quote for our fleet, please",
    "We want to see a demo this month",
    "Our contract ends this quarter, we may switch from somebody",
    "Please send a proposal within a week",
)
_PAGES = ("/pricing", "/demo", "/product/cameras", "/fleet", "/customers/northwind")
_TITLES = ("Fleet manager", "CEO", "Operations director", "Dispatcher")
_INDUSTRIES = ("logistics", "construction", "retail")


@dataclass(frozen=True, slots=True)
class Cases:
    """Rows of the tables."""

    leads: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)


def review_cases(count: int, playbook: Playbook, now: datetime) -> Cases:
    """So many, each decided by the playbook itself."""
    chance, cases = Random(7), Cases()  # noqa: S311 - nothing is kept secret by it
    found = _near(chance, playbook, now)
    for number in range(count):
        evidence, scored, because = next(found)
        lead_id = UUID(int=chance.getrandbits(128))
        due = now + timedelta(minutes=number)
        cases.leads.append(_lead(lead_id, number, evidence, due))
        cases.decisions.append(_decision(lead_id, evidence, scored, because))
        cases.reviews.append(
            {
                "id": UUID(int=chance.getrandbits(128)),
                "lead_id": lead_id,
                "code": _NEAR,
                "because": because,
                "opened_at": evidence.received_at,
            }
        )
    return cases


def _near(
    chance: Random, playbook: Playbook, now: datetime
) -> Iterator[tuple[Evidence, Score, str]]:
    while True:
        evidence = _evidence(chance, now)
        scored = score(evidence, playbook.model, now)
        outcome = choose_band(scored, evidence, playbook)
        if isinstance(outcome, OutsideModel) and outcome.code == _NEAR:
            yield evidence, scored, outcome.because


def _evidence(chance: Random, now: datetime) -> Evidence:
    said: dict[str, Value] = {
        "name": "Dana Ruiz",
        "company": "Northwind",
        "country": chance.choice(("ES", "PT", "FR", "DE")),
        "employees": chance.randint(5, 900),
        "fields.vehicles": chance.randint(1, 190),
        "job_title": chance.choice(_TITLES),
        "industry": chance.choice(_INDUSTRIES),
        "message": chance.choice(_MESSAGES),
        "email_domain": "northwind.example",
    }
    seen = chance.sample(_PAGES, k=chance.randint(0, len(_PAGES)))
    return Evidence(
        now - timedelta(minutes=20),
        {name: Fact(value, "form") for name, value in said.items()},
        tuple(PageView(path, 90, now - timedelta(minutes=25)) for path in seen),
        told_otherwise={},
    )


def _lead(
    lead_id: UUID, number: int, evidence: Evidence, due: datetime
) -> dict[str, Any]:
    address = f"case.{number}@northwind.example"
    return {
        "id": lead_id,
        "person_key": address,
        "email": address,
        "name": f"Case {number}",
        "company": "Northwind",
        "message": evidence.text("message"),
        "channel": "form",
        "fields": {},
        "received_at": evidence.received_at,
        "status": "in_review",
        "band": "review",
        "points": 0,
        "owner": None,
        "clock": "review",
        "due_at": due,
        "at_risk_at": due - timedelta(minutes=10),
        "plan": None,
        "accepted_at": None,
        "closed_at": None,
        "outcome": None,
        "breaches": 0,
        "partial": False,
        "revision": 1,
        "imported": False,
    }


def _decision(
    lead_id: UUID, evidence: Evidence, scored: Score, because: str
) -> dict[str, Any]:
    return {
        "id": lead_id,
        "lead_id": lead_id,
        "playbook_version": 1,
        "evidence": from_json(EVIDENCE.dump_json(evidence)),
        "points": scored.points,
        "fit": scored.fit,
        "intent": scored.intent,
        "urgency": scored.urgency,
        "reasons": from_json(_REASONS.dump_json(scored.reasons)),
        "band": "review",
        "band_because": because,
        "review_code": _NEAR,
        "partial": False,
        "decided_at": evidence.received_at,
    }
