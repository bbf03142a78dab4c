"""Say what a reviewer would most likely decide, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.explaining.stored import Stored
from adapters.explaining.would_get import owner_of, who_would_get
from domain.deciding import ROUTED
from domain.playbook import Playbook
from domain.qualifying.banding import band_by_points
from domain.qualifying.bands import Band
from domain.routing.choosing import NobodyAvailable


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`owner` is a name or "the first of team X who accepts"; "" for low, which has none.

    `found` says whether somebody can take it; where nobody can, a person has to be named.
    """

    band: Band
    because: str
    owner: str = ""
    owner_because: str = ""
    found: bool = True


async def suggest(
    connection: AsyncConnection, stored: Stored, playbook: Playbook, now: datetime
) -> Suggestion:
    """What its points alone say, and who would get it by the playbook in force."""
    scored = stored.scored
    evidence = scored.evidence
    decided = Band(stored.row.band)
    if decided is Band.REVIEW:
        by_points = band_by_points(scored.score, evidence, stored.version.playbook)
        band, because = by_points.band, by_points.because
    else:  # the rules knew its worth, and found nobody
        band, because = decided, str(stored.row.band_because)
    if band not in ROUTED:
        return Suggestion(band, because)
    _, pick = await who_would_get(
        connection, scored.lead_id, evidence, band, playbook, now
    )
    return Suggestion(
        band,
        because,
        owner=owner_of(pick, playbook),
        owner_because=pick.because,
        found=not isinstance(pick, NobodyAvailable),
    )
