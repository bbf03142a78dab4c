"""The ledgers of a pool and how everybody of it is just now, locked while somebody is picked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from domain.routing.availability import Availability
from domain.routing.fairness import Ledger, Turns


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at. Only what a playbook uses is counted, as counting costs.

    `pools` are locked. `people` may get the lead, and `claimed` are those of them whose
    stand-ins may; `limited` have a capacity; `day_of` is the midnight since which the leads
    of who has a daily cap are counted; `won_since` where a team shares by what was won.
    """

    pools: Collection[str]
    people: Collection[str]
    claimed: Collection[str] = ()
    limited: Collection[str] = ()
    day_of: Mapping[str, datetime] = field(default_factory=dict)
    won_since: datetime | None = None


def all_of(asked: Iterable[Asked]) -> Asked:
    """What to look at for all of these at once."""
    every = list(asked)
    since = [one.won_since for one in every if one.won_since is not None]
    return Asked(
        pools={pool for one in every for pool in one.pools},
        people={handle for one in every for handle in one.people},
        claimed={handle for one in every for handle in one.claimed},
        limited={handle for one in every for handle in one.limited},
        day_of={handle: day for one in every for handle, day in one.day_of.items()},
        won_since=min(since, default=None),
    )


@dataclass(frozen=True, slots=True)
class Pools:
    """As they were when they were read. `departed`: not to be picked again."""

    availability: Mapping[str, Availability]
    ledgers: Mapping[str, Ledger]
    departed: frozenset[str]

    def ledger(self, pool: str) -> Ledger:
        return self.ledgers.get(pool, Ledger())


_LOCK = Statement(
    """
    SELECT pg_advisory_xact_lock(hashtextextended(pool, 0))
    FROM unnest(CAST(:pools AS text[])) AS pool
    """
)
# Counted as far as a capacity or a daily cap could matter, however many there are.
_UP_TO = 1_000
# Also a leave that begins soon: who is told of a lead when they work again may be gone by then.
_ON_LEAVE = """
    cancelled_at IS NULL AND ends_at > :now
    AND starts_at <= CAST(:now AS timestamptz) + interval '14 days'
"""
_LEADS_TODAY = f"""
    CASE WHEN u.handle = ANY(:capped) THEN (
      SELECT count(*) FROM (
        SELECT FROM assignments a
        WHERE a.owner = u.handle AND a.started_at >=
          (CAST(:days AS timestamptz[]))[array_position(:capped, u.handle)]
        LIMIT {_UP_TO}
      ) AS today) ELSE 0 END
"""  # noqa: S608  a number of our own
_WINS = """
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE outcome = 'won') AS won, count(*) AS closed
      FROM leads
      WHERE owner = u.handle AND closed_at >= :won_since
        AND outcome IN ('won', 'lost', 'disqualified')
    ) w
"""
_STAND_INS = f"""
    || ARRAY(SELECT CAST(stand_in AS text) FROM leaves
             WHERE handle = ANY(:claimed) AND {_ON_LEAVE})
"""  # noqa: S608  of our own words


@cache
def _looking(*, today: bool, wins: bool, stand_ins: bool) -> Statement:
    """Without what is not asked for: it would be planned for every lead all the same."""
    return Statement(
        f"""
    SELECT u.handle, u.departed_at IS NOT NULL AS departed,
           u.paused AND coalesce(u.paused_until > :now, true) AS paused,
           v.starts_at AS away_from, v.ends_at AS away_until, v.stand_in,
           t.pool, t.taken, t.last_at, t.owed,
           CASE WHEN u.handle = ANY(:limited) THEN (
             SELECT count(*) FROM (
               SELECT FROM assignments a
               WHERE a.owner = u.handle AND a.ended_at IS NULL LIMIT {_UP_TO}
             ) AS open) ELSE 0 END AS open_leads,
           {_LEADS_TODAY if today else 0} AS leads_today,
           {"w.won, w.closed" if wins else "0 AS won, 0 AS closed"}
    FROM users u
    LEFT JOIN turns t ON t.pool = ANY(:pools) AND t.rep = u.handle
    LEFT JOIN LATERAL (
      SELECT starts_at, ends_at, stand_in FROM leaves
      WHERE handle = u.handle AND {_ON_LEAVE} ORDER BY starts_at LIMIT 1
    ) v ON true
    {_WINS if wins else ""}
    WHERE u.handle = ANY(CAST(:people AS text[]) {_STAND_INS if stand_ins else ""})
    """  # noqa: S608  of our own words
    )


async def lock_pools(connection: AsyncConnection, asked: Asked, now: datetime) -> Pools:
    """The pools as whoever was before us left them."""
    # Everybody locks in the same order: nobody waits for somebody who waits for them.
    await _LOCK.all(connection, pools=sorted(asked.pools))
    # Not in the same statement: it would still see what was before the lock.
    return await read_pools(connection, asked, now)


async def read_pools(connection: AsyncConnection, asked: Asked, now: datetime) -> Pools:
    """The pools at this moment, for whoever only asks what would happen."""
    pools = sorted(asked.pools)
    looking = _looking(
        today=bool(asked.day_of),
        wins=asked.won_since is not None,
        stand_ins=bool(asked.claimed),
    )
    rows = await looking.all(
        connection,
        pools=pools,
        people=list(asked.people),
        claimed=list(asked.claimed),
        limited=list(asked.limited),
        capped=list(asked.day_of),
        days=list(asked.day_of.values()),
        won_since=asked.won_since,
        now=now,
    )
    return Pools(
        {row.handle: _availability(row) for row in rows},
        {pool: _ledger(pool, rows) for pool in pools},
        frozenset(row.handle for row in rows if row.departed),
    )


def _availability(row: Any) -> Availability:
    return Availability(
        row.handle,
        row.away_until,
        paused=row.paused,
        open_leads=row.open_leads,
        leads_today=row.leads_today,
        stand_in=row.stand_in,
        away_from=row.away_from,
        won=row.won,
        closed=row.closed,
    )


def _ledger(pool: str, rows: Sequence[Any]) -> Ledger:
    return Ledger(
        {
            row.handle: Turns(row.taken, row.last_at, row.owed)
            for row in rows
            if row.pool == pool
        }
    )


# Also a part of the statement that gives a lead to somebody.
WRITE_TURNS = """
    INSERT INTO turns (pool, rep, taken, last_at, owed)
    SELECT * FROM unnest(
      CAST(:pools AS text[]), CAST(:reps AS text[]), CAST(:taken AS int[]),
      CAST(:last_at AS timestamptz[]), CAST(:owed AS float8[]))
    ON CONFLICT (pool, rep) DO UPDATE
      SET taken = EXCLUDED.taken, last_at = EXCLUDED.last_at, owed = EXCLUDED.owed
"""
_WRITE = Statement(WRITE_TURNS)
Changes = Mapping[str, Mapping[str, Turns]]  # by pool and handle


def columns_of(changes: Changes) -> dict[str, list[Any]]:
    """What changes in the ledgers, as one list for each column."""
    rows = [(pool, rep, one) for pool, of in changes.items() for rep, one in of.items()]
    return {
        "pools": [pool for pool, _, _ in rows],
        "reps": [rep for _, rep, _ in rows],
        "taken": [one.taken for _, _, one in rows],
        "last_at": [one.last_at for _, _, one in rows],
        "owed": [one.owed for _, _, one in rows],
    }


async def write_turns(connection: AsyncConnection, changes: Changes) -> None:
    await _WRITE.all(connection, **columns_of(changes))


_FORGET = Statement("UPDATE assignments SET turn_of = NULL WHERE id = :id")


async def forget_turn(connection: AsyncConnection, assignment_id: UUID) -> None:
    """The assignment took no turn after all: nobody can give it back twice."""
    await _FORGET.all(connection, id=assignment_id)
