"""Keep past leads, decided as today's playbook would, without anything happening."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters import clock
from adapters.commands.installation import Gather
from adapters.importing.import_leads import Store, ToImport
from adapters.playbook.published import Playbooks, PublishedVersion
from adapters.store.deciding.decisions import ScoredLead
from adapters.store.deciding.evidence import HandRaise, Material
from adapters.store.raised_hands.history import PastLead, keep_past_leads
from domain.matching.mailboxes import person_key
from domain.qualifying.banding import choose_band
from domain.qualifying.scoring import score


def history_store(engine: AsyncEngine, gather: Gather) -> Store:
    """No workflow, no message, no clock: closed from the start, with its outcome."""
    playbooks = Playbooks()

    async def store(leads: Sequence[ToImport]) -> None:
        now = clock.now()
        async with engine.begin() as connection:
            version = await playbooks.current(connection)
            past = [
                await _decided(connection, gather, version, lead, now) for lead in leads
            ]
            await keep_past_leads(connection, past, now)

    return store


async def _decided(
    connection: AsyncConnection,
    gather: Gather,
    version: PublishedVersion,
    lead: ToImport,
    now: datetime,
) -> PastLead:
    hand = HandRaise(lead.submission_id, lead.payload, None, now)
    material = Material((hand,), (), version.version)
    evidence = await gather(connection, material, partial=False)
    lead_id = uuid5(lead.submission_id, "lead")
    scored = ScoredLead(
        lead_id,
        uuid5(lead.submission_id, "decision"),
        version.version,
        evidence,
        score(evidence, version.playbook.model, now),
    )
    return PastLead(
        submission_id=lead.submission_id,
        person_key=person_key(lead.payload["email"]),
        payload=lead.payload,
        scored=scored,
        banded=choose_band(scored.score, evidence, version.playbook),
        outcome=lead.outcome,
    )
