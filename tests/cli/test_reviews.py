"""What reviewers decided, for whoever calibrates the rules."""

import csv
import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.commands.reviews import COLUMNS
from domain.errors import InvalidError
from models import METADATA
from tests.cli.conftest import Handraise

OPENED = datetime(2026, 11, 20, 9, tzinfo=UTC)
DECIDED = datetime(2026, 11, 20, 9, 2, 30, tzinfo=UTC)


def keep(handraise: Handraise, **given: Any) -> None:
    """A lead that Mara put into medium, where high was suggested."""

    async def add(connection: AsyncConnection) -> None:
        tables = METADATA.tables
        lead_id, review_id = uuid4(), uuid4()
        lead = {
            "id": lead_id,
            "person_key": str(lead_id),
            "email": "dana@northwind.example",
            "channel": "form",
            "fields": {},
            "received_at": OPENED,
            "status": "nurturing",
            "breaches": 0,
            "partial": False,
            "revision": 1,
            "imported": False,
        }
        await connection.execute(insert(tables["leads"]), lead)
        review = {
            "id": review_id,
            "lead_id": lead_id,
            "code": "near_threshold",
            "because": "59 points",
            "opened_at": OPENED,
        }
        await connection.execute(insert(tables["reviews"]), review)
        label = {
            "review_id": review_id,
            "lead_id": lead_id,
            "code": "near_threshold",
            "suggested_band": "high",
            "points": 59,
            "band": "medium",
            "by": "mara",
            "opened_at": OPENED,
            "decided_at": DECIDED,
            "changed": ["country", "employees"],
        } | given
        await connection.execute(insert(tables["review_labels"]), label)

    handraise.ask(add)


def test_labels_are_told_to_machines(handraise: Handraise) -> None:
    keep(handraise)

    (label,) = handraise.run("reviews", "labels", "--json").json

    assert tuple(label) == COLUMNS
    assert (label["suggested_band"], label["band"]) == ("high", "medium")
    assert label["seconds"] == 150
    assert label["changed"] == ["country", "employees"]


def test_labels_are_a_table_of_a_spreadsheet(handraise: Handraise) -> None:
    keep(handraise)
    keep(handraise, band=None, outcome="spam")

    out = handraise.run("reviews", "labels", "--csv").out

    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["outcome"] for row in rows} == {"", "spam"}
    assert rows[0]["changed"] == "country employees"


def test_a_day_bounds_them(handraise: Handraise) -> None:
    keep(handraise)

    before = handraise.run("reviews", "labels", "--since", "2026-11-20", "--json").json
    after = handraise.run("reviews", "labels", "--since", "2026-11-21", "--json").json

    assert (len(before), len(after)) == (1, 0)


def test_people_read_who_decided_what(handraise: Handraise) -> None:
    keep(handraise)

    out = handraise.run("reviews", "labels").out

    assert "mara" in out
    assert "near_threshold" in out


def test_one_form_at_a_time(handraise: Handraise) -> None:
    ran = handraise.run("reviews", "labels", "--csv", "--json")

    assert isinstance(ran.error, InvalidError)
