"""The audit trail from a terminal."""

import csv
import io
import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.standing.deeds import Deed, say
from domain.auditing.origins import Origin
from domain.errors import InvalidError
from models import METADATA
from tests.cli.conftest import Handraise

LEAD = (
    "INSERT INTO leads (id, person_key, email, channel, fields, received_at, status,"
    " breaches, partial, revision, imported) VALUES ('{id}', '{id}', 'd@x.example',"
    " 'form', '{{}}', now(), 'qualifying', 0, false, 0, false) RETURNING id"
)
SAID = 'SELECT set_config(\'handraise.deed\', \'{"actor": "=cmd()", "origin": "page"}\', true)'


def lead(handraise: Handraise) -> UUID:
    """One that Dana was corrected in, by somebody with the name of a formula."""
    lead_id = uuid4()
    handraise.rows(LEAD.format(id=lead_id))

    async def correct(connection: AsyncConnection) -> None:
        await say(connection, Deed("=cmd()", Origin.PAGE))
        leads = METADATA.tables["leads"]
        changed = update(leads).values(name="=1+1", points=9)
        await connection.execute(changed.where(leads.c.id == lead_id))

    handraise.ask(correct)
    return lead_id


def test_a_spreadsheet_runs_none_of_its_cells(handraise: Handraise) -> None:
    lead_id = lead(handraise)

    ran = handraise.run("audit", "export", "--lead", lead_id, "--csv")

    opened, changed = csv.DictReader(io.StringIO(ran.out))
    assert opened["origin"] == "database"
    assert changed["actor"] == "'=cmd()"
    assert changed["changes"] == "name: nothing → =1+1; points: nothing → 9"
    rows = csv.reader(io.StringIO(ran.out))
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]


def test_json_is_one_object_a_line(handraise: Handraise) -> None:
    lead_id = lead(handraise)

    ran = handraise.run("audit", "export", "--lead", lead_id, "--json")

    opened, changed = map(json.loads, ran.out.splitlines())
    assert opened["changes"]["status"] == {"before": None, "after": "qualifying"}
    assert changed["changes"]["name"] == {"before": None, "after": "=1+1"}


def test_days_are_of_utc_and_bound_it(handraise: Handraise) -> None:
    lead_id = lead(handraise)
    of_lead = ("export", "--json", "--lead", lead_id)

    earlier = handraise.run("audit", *of_lead, "--until", "2026-01-01")
    later = handraise.run("audit", *of_lead, "--since", "2026-01-01T00:00:00Z")

    assert earlier.out == ""
    assert len(later.out.splitlines()) == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "yesterday"),
        ("--since", "2026-02-01", "--until", "2026-01-01"),
        ("--csv", "--json"),
    ],
)
def test_what_cannot_be_meant_is_said(
    handraise: Handraise, options: tuple[str, ...]
) -> None:
    ran = handraise.run("audit", "export", *options)

    assert isinstance(ran.error, InvalidError)
