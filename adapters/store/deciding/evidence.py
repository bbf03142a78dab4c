"""What is on disk about a lead that a decision has to go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from adapters.store.matching.merged import WITH_MERGED
from adapters.store.playbook.playbooks import CURRENT_VERSION
from domain.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class HandRaise:
    """One submission: the body as it was posted, and what it said about a locale."""

    id: UUID
    payload: Mapping[str, Any]
    locale: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put right: fields by name, "fields.<name>" for the site's own."""

    by: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """Hand-raises and corrections, oldest first, and the newest playbook's version."""

    hand_raises: tuple[HandRaise, ...]
    corrections: tuple[Correction, ...]
    playbook_version: int


# More than a person writes; who posts thousands must not make each decision slow.
_NEWEST = 50

# One statement: each further one costs more than reading the rows. What was said to a lead
# that was merged into this one counts here.
_MATERIAL = Statement(
    f"""
    SELECT * FROM (
      SELECT id, payload::text AS body, locale, NULL AS by, received_at AS at,
             {CURRENT_VERSION} AS version
      FROM submissions WHERE lead_id = ANY({WITH_MERGED})
      UNION ALL
      SELECT id, (details -> 'fields')::text, NULL, by, asked_at, NULL
      FROM human_actions
      WHERE lead_id = ANY({WITH_MERGED}) AND kind = 'correct' AND applied_at IS NOT NULL
      ORDER BY at DESC LIMIT {_NEWEST}
    ) AS newest ORDER BY at
    """  # noqa: S608  a number of our own
)


async def read_material(connection: AsyncConnection, lead_id: UUID) -> Material:
    """NotFoundError when there is no such lead, or nothing was published yet."""
    rows = await _MATERIAL.all(connection, lead_id=lead_id)
    hands = [row for row in rows if row.by is None]
    if not hands or hands[0].version is None:
        raise NotFoundError(f"Nothing to decide lead {lead_id} by.")
    return Material(
        tuple(
            HandRaise(hand.id, from_json(hand.body), hand.locale, hand.at)
            for hand in hands
        ),
        tuple(
            Correction(row.by, from_json(row.body or "{}"))
            for row in rows
            if row.by is not None
        ),
        hands[0].version,
    )
