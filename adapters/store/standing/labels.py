"""Keep what reviewers decided, and list it for calibration."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_labels = METADATA.tables["review_labels"]


@dataclass(frozen=True, slots=True)
class Label:
    """What models.ReviewLabel keeps and the database cannot know by itself."""

    review_id: UUID
    decision_id: UUID | None
    band: str | None
    owner: str | None
    outcome: str | None
    by: str
    at: datetime


# A review ends once, and so it has one label: a lead that comes back has a new review.
_KEEP = text(
    """
    INSERT INTO review_labels (review_id, lead_id, decision_id, code, suggested_band,
                               points, band, owner, outcome, by, opened_at, decided_at,
                               changed)
    SELECT r.id, r.lead_id, d.id, r.code,
           coalesce(d.suggested_band, nullif(d.band, 'review')),
           d.points, :band, :owner, :outcome, :by, r.opened_at, :at,
           (SELECT coalesce(jsonb_agg(DISTINCT field ORDER BY field), '[]')
            FROM human_actions h, LATERAL (
              SELECT name FROM jsonb_object_keys(h.details -> 'fields') AS name
              WHERE name <> 'fields'
              UNION ALL
              SELECT 'fields.' || name
              FROM jsonb_object_keys(h.details -> 'fields' -> 'fields') AS name
            ) AS put_right (field)
            WHERE h.lead_id = r.lead_id AND h.kind = 'correct'
              AND h.applied_at >= r.opened_at)
    FROM reviews r LEFT JOIN decisions d ON d.id = :decision_id
    WHERE r.id = :review_id
    """
)


async def keep_label(connection: AsyncConnection, label: Label) -> None:
    """In the transaction that closes the review."""
    await connection.execute(_KEEP, asdict(label))


async def labels_since(
    connection: AsyncConnection, since: datetime | None
) -> Sequence[Row[Any]]:
    """Every label from an instant on, the oldest first; `seconds` is how long it waited."""
    waited = func.extract("epoch", _labels.c.decided_at - _labels.c.opened_at)
    query = select(_labels, waited.label("seconds"))
    if since is not None:
        query = query.where(_labels.c.decided_at >= since)
    found = await connection.execute(
        query.order_by(_labels.c.decided_at, _labels.c.review_id)
    )
    return found.all()


# Of each code the latest; older ones tell of another business.
_MADE_OF = text(
    """
    SELECT k.code, l.band, l.outcome, count(*) AS times
    FROM unnest(CAST(:codes AS text[])) AS k (code)
    CROSS JOIN LATERAL (
      SELECT band, outcome FROM review_labels
      WHERE code = k.code ORDER BY decided_at DESC LIMIT 50
    ) AS l
    GROUP BY k.code, l.band, l.outcome
    """
)


async def count_labels(
    connection: AsyncConnection, codes: Collection[str]
) -> Sequence[Row[Any]]:
    """How often (`times`) people lately put cases of each `code` in a `band`, or closed them."""
    return (await connection.execute(_MADE_OF, {"codes": list(codes)})).all()


async def last_label(connection: AsyncConnection, lead_id: UUID) -> Row[Any] | None:
    """Who decided the lead's last review, and what."""
    found = await connection.execute(
        select(_labels)
        .where(_labels.c.lead_id == lead_id)
        .order_by(_labels.c.decided_at.desc())
        .limit(1)
    )
    return found.one_or_none()
