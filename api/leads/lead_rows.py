"""Turn a lead's row into what a list of leads prints."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from api.desk import Reader
from api.leads.lead_words import BAND, CLOCK, OUTCOME, STATUS
from api.web.time_words import Due, due
from domain.lifecycle import ActionKind, Asked, Outcome, Standing, Status, refusal
from domain.permission import Asker, Held, not_theirs
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One lead as a list or the head of its page shows it. "" where nothing is known."""

    id: UUID
    title: str
    company: str
    asked: str
    received_at: datetime
    status: str
    band: str  # the code, for its colour
    band_words: str
    points: int | None
    owner: str
    is_mine: bool
    snoozed: bool
    due: Due | None
    due_label: str
    breaches: int
    partial: bool
    contacted: bool
    closed_at: datetime | None
    outcome: str
    allowed: frozenset[ActionKind]

    @property
    def colour(self) -> str:
        """What its left edge says: late, soon, or how good it is."""
        if self.due is not None and self.due.tone != "calm":
            return self.due.tone
        return self.band


def lead_line(row: Row[Any], reader: Reader) -> LeadLine:
    return LeadLine(
        id=row.id,
        title=row.name or row.email,
        company=row.company or "",
        asked=" ".join((row.message or "").split()),
        received_at=row.received_at,
        status=STATUS[Status(row.status)],
        band=row.band or "",
        band_words=BAND[Band(row.band)] if row.band else "",
        points=row.points,
        owner=reader.name_of(row.owner) if row.owner else "",
        is_mine=row.owner == reader.handle,
        snoozed=row.clock == ClockKind.SNOOZE,
        due=_due(row, reader),
        due_label=CLOCK[ClockKind(row.clock)] if row.clock else "Due",
        breaches=row.breaches,
        partial=row.partial,
        contacted=row.contacted_at is not None,
        closed_at=row.closed_at,
        outcome=OUTCOME[Outcome(row.outcome)] if row.outcome else "",
        allowed=allowed_actions(row, reader),
    )


def _due(row: Row[Any], reader: Reader) -> Due | None:
    """By the working time of whoever must act, which is the one the promise counts."""
    if row.due_at is None:
        return None
    return due(row.due_at, reader.now, reader.playbook.calendar_for(row.owner))


def allowed_actions(row: Row[Any], reader: Reader) -> frozenset[ActionKind]:
    """What the reader may do with it now. An imported lead is history."""
    if row.imported:
        return frozenset()
    standing = Standing(
        status=Status(row.status),
        owner=row.owner,
        accepted_by=row.owner if row.accepted_at else None,
        accepted_at=row.accepted_at,
        snoozed=row.clock == ClockKind.SNOOZE,
        open_to=reader.playbook.members_of(row.queue),
    )
    # The form asks to whom and how it ended; here only the state is in question.
    asked = Asked(
        reader.handle, to="somebody", outcome=Outcome.QUALIFIED, until=reader.now
    )
    asker, held = _asking(row, reader)
    return frozenset(
        kind
        for kind in ActionKind
        if refusal(standing, kind, asked) is None
        and not_theirs(kind, asker, held, reader.playbook) is None
    )


def why_not(kind: ActionKind, row: Row[Any], reader: Reader) -> str | None:
    """Why this is for others to do; None where it is theirs too."""
    return not_theirs(kind, *_asking(row, reader), reader.playbook)


def _asking(row: Row[Any], reader: Reader) -> tuple[Asker, Held]:
    before = row._mapping.get("owner_before")  # noqa: SLF001 - SQLAlchemy's public spelling
    held = Held(Status(row.status), row.owner, before)
    return Asker(reader.handle, reader.role), held
