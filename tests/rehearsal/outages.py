"""Hours in which Temporal is away: hands are raised all the same, and handed over later."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from adapters.store.raised_hands.intake import Raised, store_submission
from adapters.temporal.leads import hand_over
from tests.rehearsal.prospects import HandRaise
from tests.rehearsal.stage import Stage

_LONGEST = 6  # hours


@dataclass(frozen=True)
class Outage:
    begins: datetime
    ends: datetime

    def covers(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


def outages(chance: Random, begins: datetime, weeks: int) -> list[Outage]:
    """One on a working day of each week, for new leads only: clocks run elsewhere meanwhile."""
    found = []
    for week in range(weeks):
        since = begins + timedelta(weeks=week, days=chance.randrange(5), hours=8)
        found.append(
            Outage(since, since + timedelta(hours=chance.uniform(2, _LONGEST)))
        )
    return found


async def hand_in_later(
    stage: Stage, raised: HandRaise
) -> Callable[[], Awaitable[None]]:
    """On disk now, as the web keeps it without Temporal; what the relay does when it is back."""
    now = await stage.time.look()
    email = str(raised.body["email"])
    given = Raised(uuid4(), uuid4(), email, raised.body, now)
    autocommit = stage.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as connection:
        stored = await store_submission(connection, given)
    assert stored is not None

    async def relay() -> None:
        await stage.time.look()
        await hand_over(stage.client, stored)

    return relay
