"""Write the place in a list at which the next screen begins, and read it back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from domain.errors import NotFoundError

Place = tuple[datetime, UUID]


def written(at: datetime, row_id: UUID) -> str:
    return f"{at.isoformat()}~{row_id}"


def mark_of(after: Annotated[str | None, Query()] = None) -> Place | None:
    """The place of `?after=`.

    Raises:
        NotFoundError: it is none of ours.

    """
    if after is None:
        return None
    at, _, row_id = after.partition("~")
    try:
        place = (datetime.fromisoformat(at), UUID(row_id))
    except ValueError:
        raise NotFoundError("There is no such page of this list.") from None
    if place[0].tzinfo is None:
        raise NotFoundError("There is no such page of this list.")
    return place
