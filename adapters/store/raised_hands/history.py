"""Find and keep leads that were dealt with elsewhere, before us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.deciding.decisions import EVIDENCE, ScoredLead
from adapters.store.raised_hands.intake_statement import GIVEN
from adapters.store.standing.deeds import Deed, say
from domain.auditing.origins import MACHINE, Origin
from domain.lifecycle import Status
from domain.qualifying.banding import Banded, OutsideModel
from domain.qualifying.bands import Band
from domain.qualifying.reasons import Reason
from models import METADATA

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]
_decisions = METADATA.tables["decisions"]
_REASONS = TypeAdapter(tuple[Reason, ...])


@dataclass(frozen=True, slots=True)
class PastLead:
    """A lead of the past as the current playbook sees it. `outcome` None: not known."""

    submission_id: UUID
    person_key: str
    payload: Mapping[str, Any]
    scored: ScoredLead
    banded: Banded | OutsideModel
    outcome: str | None

    @property
    def band(self) -> str:
        found = self.banded
        return (found.band if isinstance(found, Banded) else Band.REVIEW).value


async def known_submissions(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> frozenset[UUID]:
    """Those of `ids` that are on disk."""
    known = _submissions.c.id
    return frozenset(await connection.scalars(select(known).where(known.in_(ids))))


async def keep_past_leads(
    connection: AsyncConnection, leads: Sequence[PastLead], now: datetime
) -> None:
    """All of them, closed. One that is there already stays as it is."""
    if not leads:
        return
    await say(connection, Deed(MACHINE, Origin.IMPORT, kind="imported"))
    for table, row in (
        (_leads, _lead_row),
        (_decisions, _decision_row),
        (_submissions, _submission_row),
    ):
        rows = [row(lead, now) for lead in leads]
        await connection.execute(insert(table).on_conflict_do_nothing(), rows)


def _lead_row(lead: PastLead, now: datetime) -> dict[str, Any]:
    return {
        "id": lead.scored.lead_id,
        "person_key": lead.person_key,
        "channel": lead.payload.get("channel", "import"),
        "fields": dict(lead.payload.get("fields", {})),
        "received_at": now,
        "status": Status.CLOSED.value,
        "band": lead.band,
        "points": lead.scored.score.points,
        "breaches": 0,
        "partial": False,
        "closed_at": now,
        "outcome": lead.outcome,
        "revision": 0,
        "imported": True,
    } | {name: lead.payload.get(name) for name in GIVEN}


def _decision_row(lead: PastLead, now: datetime) -> dict[str, Any]:
    scored, outside = lead.scored, lead.banded
    code = outside.code if isinstance(outside, OutsideModel) else None
    return {
        "id": scored.decision_id,
        "lead_id": scored.lead_id,
        "playbook_version": scored.playbook_version,
        "evidence": EVIDENCE.dump_python(scored.evidence, mode="json"),
        "points": scored.score.points,
        "fit": scored.score.fit,
        "intent": scored.score.intent,
        "urgency": scored.score.urgency,
        "reasons": _REASONS.dump_python(scored.score.reasons, mode="json"),
        "band": lead.band,
        "band_because": lead.banded.because,
        "review_code": code,
        "partial": False,
        "decided_at": now,
    }


def _submission_row(lead: PastLead, now: datetime) -> dict[str, Any]:
    return {
        "id": lead.submission_id,
        "lead_id": lead.scored.lead_id,
        "payload": dict(lead.payload),
        "received_at": now,
        "merged": False,
        "decision_id": lead.scored.decision_id,
    }
