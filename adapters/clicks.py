"""Count that a prospect opened what a mail of ours led to, once for each mail.

Programs that look at links before people do must change nothing: HEAD, prefetching, those that
say what they are, and whatever opens a link within seconds of its mail. What is left may still be
a scanner that behaves like a person: a click ends dated messages and may be worth points, no more.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.letters.links import Led
from adapters.store.mail.clicks import ClickedLead, claim_click
from adapters.store.raised_hands.intake import Raised, store_within
from domain.promises.follow_up import Stop

# Nobody opens a mail, reads it and follows its link sooner; scanners do on arrival.
_READ_WITHIN = timedelta(seconds=20)
_PROGRAM = re.compile(
    r"bot\b|crawl|spider|preview|scan|fetch|proxy|monitor|headless|curl|wget|python|java/"
    r"|go-http|barracuda|proofpoint|mimecast|safelinks|symantec|trendmicro|facebookexternal",
    re.IGNORECASE,
)
_TRIES = 3


def is_program(headers: Mapping[str, str]) -> bool:
    """Whether it says of itself that nobody reads the page."""
    purposes = ("sec-purpose", "purpose", "x-moz", "x-purpose")
    if any("pre" in headers.get(name, "").lower() for name in purposes):
        return True
    agent = headers.get("user-agent", "")
    return not agent or _PROGRAM.search(agent) is not None


async def count_click(engine: AsyncEngine, led: Led, now: datetime) -> bool:
    """Whether it counted: the first of its mail, of a lead that is open."""
    for _ in range(_TRIES):
        try:
            async with engine.begin() as connection:
                return await _count(connection, led, now)
        except IntegrityError:  # the lead closed, and the person's next one opens now
            continue
    return False


async def _count(connection: AsyncConnection, led: Led, now: datetime) -> bool:
    lead = await claim_click(
        connection, led.digest, now, sent_before=now - _READ_WITHIN
    )
    if lead is None:
        return False
    await store_within(connection, _evidence(lead, led.url, now))
    return True


def _evidence(lead: ClickedLead, url: str, now: datetime) -> Raised:
    click = {
        "name": Stop.CLICK.value,
        "at": now.isoformat(),
        "properties": {"url": url[:500]},
    }
    return Raised(
        submission_id=uuid4(),
        lead_id=uuid4(),
        person_key=lead.person_key,
        payload={"email": lead.email, "channel": "email", "events": [click]},
        received_at=now,
    )
