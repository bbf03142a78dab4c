"""What was decided about a lead, by what, and for which reasons."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from adapters.store.matching.merged import WITH_MERGED
from domain.errors import NotFoundError
from domain.evidence import Evidence
from domain.qualifying.reasons import Reason, Score

# Rust reads and writes these several times faster than anything written here would.
EVIDENCE = TypeAdapter(Evidence)
_REASONS = TypeAdapter(tuple[Reason, ...])


@dataclass(frozen=True, slots=True)
class ScoredLead:
    """The first half of a decision, as `band_lead` needs it."""

    lead_id: UUID
    decision_id: UUID
    playbook_version: int
    evidence: Evidence
    score: Score


@dataclass(frozen=True, slots=True)
class Counted:
    points: int
    submissions: tuple[UUID, ...]  # that this decision was the first to count
    is_new: bool


_INSERT = Statement(
    f"""
    WITH decided AS (
      INSERT INTO decisions (id, lead_id, playbook_version, evidence, points, fit,
                             intent, urgency, reasons, partial, decided_at)
      VALUES (:id, :lead_id, :version, CAST(:evidence AS jsonb), :points, :fit,
              :intent, :urgency, CAST(:reasons AS jsonb), :partial, :now)
      ON CONFLICT (id) DO NOTHING RETURNING points
    ), told AS (
      INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
      SELECT CAST(:id AS text) || '/version', :lead_id, :now, 'handraise',
             'playbook_changed',
             'Decided by version ' || CAST(:version AS int) || ' of the playbook; version '
             || before.playbook_version || ' decided before.'
      FROM decided, LATERAL (
        SELECT playbook_version FROM decisions WHERE lead_id = :lead_id
        ORDER BY decided_at DESC LIMIT 1
      ) AS before
      WHERE before.playbook_version <> :version
      ON CONFLICT (key) DO NOTHING
    ), counted AS (
      UPDATE submissions SET decision_id = :id
      WHERE id = ANY(:submissions) AND lead_id = ANY({WITH_MERGED})
        AND decision_id IS NULL
        AND EXISTS (SELECT FROM decided)
      RETURNING id
    )
    SELECT points, ARRAY(SELECT id FROM counted) AS submissions FROM decided
    """  # noqa: S608  of our own words
)
_COUNTED = Statement(
    f"""
    SELECT points, ARRAY(SELECT id FROM submissions
                         WHERE lead_id = ANY({WITH_MERGED})
                           AND decision_id = d.id) AS submissions
    FROM decisions d WHERE id = :id
    """  # noqa: S608  of our own words
)


async def insert_decision(
    connection: AsyncConnection,
    scored: ScoredLead,
    submissions: Sequence[UUID],
    now: datetime,
) -> Counted:
    """Keep a score with its evidence, and mark the hand-raises that it counted.

    A decision that is there already stays as it is, and tells what it counted then.
    """
    values = {
        "id": scored.decision_id,
        "lead_id": scored.lead_id,
        "version": scored.playbook_version,
        "evidence": EVIDENCE.dump_json(scored.evidence).decode(),
        "points": scored.score.points,
        "fit": scored.score.fit,
        "intent": scored.score.intent,
        "urgency": scored.score.urgency,
        "reasons": _REASONS.dump_json(scored.score.reasons).decode(),
        "partial": scored.evidence.partial,
        "submissions": list(submissions),
        "now": now,
    }
    new = await _INSERT.first(connection, **values)
    if new is not None:
        return Counted(new.points, tuple(new.submissions), is_new=True)
    old = await _COUNTED.first(
        connection, id=scored.decision_id, lead_id=scored.lead_id
    )
    return Counted(old.points, tuple(old.submissions), is_new=False)


_SCORED = Statement(
    """
    SELECT id, lead_id, playbook_version, evidence::text AS evidence,
           reasons::text AS reasons
    FROM decisions WHERE id = ANY(:ids)
    """
)


async def read_scored(connection: AsyncConnection, decision_id: UUID) -> ScoredLead:
    found = await read_all_scored(connection, [decision_id])
    if not found:
        raise NotFoundError(f"There is no decision {decision_id}.")
    return found[decision_id]


async def read_all_scored(
    connection: AsyncConnection, decision_ids: Collection[UUID]
) -> dict[UUID, ScoredLead]:
    """Those of them that there are."""
    rows = await _SCORED.all(connection, ids=list(decision_ids))
    return {
        row.id: ScoredLead(
            row.lead_id,
            row.id,
            row.playbook_version,
            EVIDENCE.validate_json(row.evidence),
            Score(_REASONS.validate_json(row.reasons)),
        )
        for row in rows
    }


_BAND = Statement(
    """
    UPDATE decisions SET band = :band, band_because = :because, review_code = :code,
                         suggested_band = :suggested
    WHERE id = :id
    """
)


async def write_band(  # noqa: PLR0913 - each is a column
    connection: AsyncConnection,
    decision_id: UUID,
    band: str,
    *,
    because: str,
    review_code: str | None,
    suggested: str,
) -> None:
    await _BAND.all(
        connection,
        id=decision_id,
        band=band,
        because=because,
        code=review_code,
        suggested=suggested,
    )
