"""Bring leads of another system in: as live ones, or as the past they are."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters import clock
from adapters.importing.lead_import import ImportedLead
from adapters.store.raised_hands.history import known_submissions
from adapters.store.raised_hands.intake import Raised, store_submission
from domain.auditing.origins import Origin
from domain.errors import Fault, InvalidError
from domain.matching.mailboxes import person_key, plain_key

BATCH = 200
_NAMESPACE = UUID("c0ffee00-0000-5000-8000-68616e647261")  # ours, for ever


@dataclass(frozen=True, slots=True)
class ToImport:
    """A lead of line `line` that was checked; the same row has the same ids each time."""

    line: int
    submission_id: UUID
    payload: Mapping[str, Any]
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """How many are in now, and how many were before."""

    new: int = 0
    known: int = 0


Store = Callable[[Sequence[ToImport]], Awaitable[None]]


def submission_id_of(source: str, external_id: str) -> UUID:
    return uuid5(_NAMESPACE, f"{source}/{external_id}")


def checked_leads(
    rows: Sequence[tuple[int, ImportedLead]],
    source: str,
    check: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> tuple[list[ToImport], list[Fault]]:
    """Those that POST /v1/leads would take, and what is wrong with the others."""
    good: list[ToImport] = []
    faults: list[Fault] = []
    for line, lead in rows:
        try:
            payload = check(lead.payload)
        except InvalidError as error:
            faults += [Fault(f.pointer, f.sentence, line) for f in error.faults]
        else:
            own_id = submission_id_of(source, lead.external_id)
            good.append(ToImport(line, own_id, payload, lead.outcome))
    return good, faults


async def import_leads(
    engine: AsyncEngine,
    leads: Sequence[ToImport],
    store: Store,
    advance: Callable[[int], None],
) -> Imported:
    """Store what is not there yet, batch by batch; `advance` is told how many are done."""
    new = 0
    for start in range(0, len(leads), BATCH):
        batch = leads[start : start + BATCH]
        async with engine.connect() as connection:
            ids = [lead.submission_id for lead in batch]
            known = await known_submissions(connection, ids)
        unknown = [lead for lead in batch if lead.submission_id not in known]
        await store(unknown)
        new += len(unknown)
        advance(len(batch))
    return Imported(new, len(leads) - new)


def live_store(engine: AsyncEngine) -> Store:
    """As a website's post: on disk now, decided as soon as the relay has handed it over."""
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def store(leads: Sequence[ToImport]) -> None:
        async with autocommit.connect() as connection:
            for lead in leads:
                await _raise_hand(connection, lead)

    return store


async def _raise_hand(connection: AsyncConnection, lead: ToImport) -> None:
    raised = Raised(
        submission_id=lead.submission_id,
        lead_id=uuid5(lead.submission_id, "lead"),
        person_key=person_key(lead.payload["email"]),
        payload=lead.payload,
        received_at=clock.now(),
        plain_key=plain_key(lead.payload["email"]),
        origin=Origin.IMPORT,
    )
    await store_submission(connection, raised)
