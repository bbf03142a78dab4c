"""No automatic message after a takeover."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tests.rehearsal.books import Row, Standing
from tests.rehearsal.planned import MOMENT

_AT_ONCE = timedelta(seconds=1)
_STAFF = "@northwind-fleet.example"


def silent(standings: Sequence[Standing], messages: Sequence[Row]) -> Iterator[str]:
    """Between a takeover and its end nothing goes out, and only a person ends it."""
    since: datetime | None = None
    for standing in standings:
        if since is None and standing.status == "taken_over":
            since = standing.at
        elif since is not None and standing.status != "taken_over":
            yield from _spoken(messages, since, standing.at)
            if standing.by_person is None:
                yield f"taken over, and {standing.cause} at {standing.at} by itself"
            since = None
    if since is not None:
        yield from _spoken(messages, since, None)


def _spoken(
    messages: Sequence[Row], since: datetime, until: datetime | None
) -> Iterator[str]:
    """To the prospect not a second later; what colleagues are told may be on its way."""
    for row in messages:
        grace = MOMENT if row["to_address"].endswith(_STAFF) else _AT_ONCE
        if row["created_at"] > since + grace and (
            until is None or row["created_at"] < until
        ):
            yield f"{row['kind']} to {row['to_address']} at {row['created_at']}, taken over"
