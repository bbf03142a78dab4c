"""Gather what a reviewer sees of each case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.explaining.correction import WouldBe
from adapters.explaining.stored import Stored, stored_decisions
from adapters.explaining.suggestion import Suggestion
from adapters.store.standing.labels import last_label
from adapters.store.standing.reviews import SHOWN, find_review, list_reviews
from api.desk import Reader
from api.leads.action_forms import Correction, corrections
from api.leads.decided_words import decided_sentence
from api.leads.lead_rows import LeadLine, lead_line
from api.leads.lead_sections import ReasonGroup, reason_groups
from api.parts import Parts
from api.review.evidence import Side, side_by_side, what_they_did
from api.review.offers import read_offers


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a form: why it was not done, and what stood in it. Nothing is lost."""

    lead_id: UUID
    refused: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    would: WouldBe | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One lead that a person must decide. `suggestion` is None before it was scored."""

    lead: LeadLine
    because: str
    opened_at: datetime
    corrections: tuple[Correction, ...]
    suggestion: Suggestion | None = None
    sides: tuple[Side, ...] = ()
    did: tuple[str, ...] = ()
    groups: tuple[ReasonGroup, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A case that waits no longer. `sentence` says who decided what, where it is known."""

    lead: LeadLine
    sentence: str
    answer: Answer | None = None


async def waiting_cases(
    connection: AsyncConnection,
    parts: Parts,
    reader: Reader,
    answer: Answer | None = None,
) -> tuple[list[Case], bool]:
    """Those due first, and whether there are more."""
    rows = await list_reviews(connection, reader.scope)
    cases = await _cases(connection, parts, reader, rows[:SHOWN], answer)
    return cases, len(rows) > SHOWN


async def one_case(
    connection: AsyncConnection,
    parts: Parts,
    reader: Reader,
    lead: Row[Any],
    answer: Answer | None = None,
) -> Case | Decided:
    """As it stands now, whoever decided it meanwhile."""
    row = await find_review(connection, lead.id)
    if row is not None:
        (case,) = await _cases(connection, parts, reader, [row], answer)
        return case
    label = await last_label(connection, lead.id)
    sentence = ""
    if label is not None:
        sentence = decided_sentence(label, reader.name_of, reader.now, reader.zone)
    return Decided(lead_line(lead, reader), sentence, answer)


async def _cases(
    connection: AsyncConnection,
    parts: Parts,
    reader: Reader,
    rows: Sequence[Row[Any]],
    answer: Answer | None,
) -> list[Case]:
    """As many questions to the database for ten as for one."""
    ids = [row.id for row in rows]
    stored = await stored_decisions(connection, parts.playbook.versions, ids)
    offers = await read_offers(connection, rows, stored, reader)
    return [
        _case(row, reader, answer, stored.get(row.id), offers.get(row.id))
        for row in rows
    ]


def _case(
    row: Row[Any],
    reader: Reader,
    answer: Answer | None,
    stored: Stored | None,
    offer: Suggestion | None,
) -> Case:
    mine = answer if answer is not None and answer.lead_id == row.id else None
    case = Case(
        lead_line(row, reader),
        row.review_because,
        row.opened_at,
        corrections(row, {} if mine is None else mine.form),
        answer=mine,
    )
    if stored is None:
        return case
    evidence = stored.scored.evidence
    return replace(
        case,
        suggestion=offer,
        sides=side_by_side(evidence, reader),
        did=what_they_did(evidence),
        groups=reason_groups(stored.row),
    )
