from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import clock
from adapters.explaining.stored import explain_lead
from adapters.playbook.published import Playbooks
from adapters.store.raised_hands.waiting import claim_waiting
from domain.errors import InvalidError, NotFoundError, UnavailableError
from tests.cli.conftest import Handraise

MAP = """
external_id: Number
email: "{external_id}@leads.example"
constants: { fields.vehicles: 3 }
columns:
  Country: { to: country, as: country_name }
  Employees: { to: employees, as: number }
  Phone: { to: phone }
  Product: { to: product }
outcome: { column: Bought, won: ["1"], lost: ["0"] }
"""
HEADER = "Number,Country,Employees,Phone,Product,Bought\n"
PAST = HEADER + "7,Spain,20,+34600000000,fleet,1\n8,Portugal,,,,0\n9,,,,,\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, str, Path]:
    """The CSV, the option, the map: as a command line has them."""
    csv, columns = tmp_path / "old.csv", tmp_path / "old.map.yaml"
    csv.write_text(PAST, encoding="utf-8")
    columns.write_text(MAP, encoding="utf-8")
    return csv, "--map", columns


def test_past_leads_are_kept_with_their_outcome_as_todays_playbook_sees_them(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    ran = handraise.run("leads", "import", *files, "--history", "--json")

    assert ran.code == 0
    assert ran.json == {"imported": 3, "known": 0, "bad": []}
    assert handraise.rows(
        "SELECT email, status, outcome, band, imported, closed_at IS NOT NULL AS closed"
        " FROM leads ORDER BY email"
    ) == [
        ("7@leads.example", "closed", "won", "low", True, True),
        ("8@leads.example", "closed", "lost", "low", True, True),
        ("9@leads.example", "closed", None, "low", True, True),
    ]
    ((points, reasons),) = handraise.rows(
        "SELECT d.points, d.reasons FROM decisions d JOIN leads l ON l.id = d.lead_id"
        " WHERE l.email = '7@leads.example'"
    )
    assert points == sum(reason["points"] for reason in reasons)


def test_nothing_happens_because_of_past_leads(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files, "--history")

    async def waiting(connection: AsyncConnection) -> int:
        return len(await claim_waiting(connection, before=clock.now(), limit=10))

    assert handraise.ask(waiting) == 0
    for table in ("messages", "assignments", "reviews", "timeline"):
        assert handraise.rows(f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608
    assert handraise.rows("SELECT count(*) FROM leads WHERE due_at IS NOT NULL") == [
        (0,)
    ]


@pytest.mark.parametrize("history", [["--history"], []])
def test_importing_again_imports_nothing_new(
    handraise: Handraise, files: tuple[Path, str, Path], history: list[str]
) -> None:
    handraise.run("leads", "import", *files, *history)
    csv, *_ = files
    csv.write_text(f"{PAST}10,,,,,\n", encoding="utf-8")

    ran = handraise.run("leads", "import", *files, *history)

    assert ran.out.strip() == "1 imported, 3 were in already, 0 bad rows."
    assert handraise.rows("SELECT count(*) FROM leads") == [(4,)]
    assert handraise.rows("SELECT count(*) FROM submissions") == [(4,)]


def test_the_ids_of_another_source_are_other_leads(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files, "--history")

    ran = handraise.run("leads", "import", *files, "--history", "--source=crm")

    assert ran.out.startswith("3 imported, 0 were in already")


def test_live_leads_wait_for_the_relay_like_any_website_s(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files)

    async def waiting(connection: AsyncConnection) -> int:
        return len(await claim_waiting(connection, before=clock.now(), limit=10))

    assert handraise.ask(waiting) == 3
    assert handraise.rows("SELECT DISTINCT status, imported FROM leads") == [
        ("qualifying", False)
    ]


def test_bad_rows_are_named_by_line_and_field_and_the_others_are_in(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    csv, *_ = files
    csv.write_text(f"{PAST}10,Atlantis,,,,\n11,,-3,,,\n12,,,,,\n", encoding="utf-8")

    ran = handraise.run("leads", "import", *files, "--history", "--json")

    assert ran.code == 1
    assert (ran.json["imported"], ran.json["known"]) == (4, 0)
    named = [(bad["line"], bad["pointer"]) for bad in ran.json["bad"]]
    assert named == [(5, ""), (6, "/employees")]
    told = handraise.run("leads", "import", *files, "--history")
    assert "line 5: Country: expected the English name" in told.err
    assert told.out.strip().endswith("2 bad rows.")


def test_strict_imports_nothing_when_a_row_is_bad(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    csv, *_ = files
    csv.write_text(f"{PAST}10,Atlantis,,,,\n", encoding="utf-8")

    ran = handraise.run("leads", "import", *files, "--history", "--strict")

    assert isinstance(ran.error, InvalidError)
    assert [fault.line for fault in ran.error.faults] == [5]
    assert handraise.rows("SELECT count(*) FROM leads") == [(0,)]


def test_a_file_without_its_columns_is_refused_as_a_whole(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    csv, *_ = files
    csv.write_text("Number\n7\n", encoding="utf-8")

    ran = handraise.run("leads", "import", *files)

    assert isinstance(ran.error, InvalidError)
    assert ran.error.faults[0].line == 1


def test_a_lead_is_explained_from_what_was_stored(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files, "--history")
    ((lead_id,),) = handraise.rows("SELECT id FROM leads WHERE outcome = 'won'")

    ran = handraise.run("leads", "explain", lead_id)

    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines[0] == "Now"
    assert "Outcome won" in lines
    assert any(line.startswith("Decided by version 1 of the") for line in lines)
    assert "0 points: fit 0, intent 0, urgency 0" in lines
    assert "low: 0 points; 30 under medium" in lines
    assert lines[-2:] == ["What would change the band", "No single rule would"]
    as_json = handraise.run("leads", "explain", lead_id, "--json").json
    assert (as_json["band"], as_json["playbook_version"]) == ("low", 1)


def test_the_owner_is_explained_with_everybody_who_was_passed_over(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files, "--history")
    routing = (
        '{"row": "iberia", "passed_over": [{"row": "named", "because": "no company"}],'
        ' "because": "Ana waited longest", "eligible": ["ana"], "picked": "ana",'
        ' "excluded": [{"handle": "ben", "because": "Ben is away"}]}'
    )
    ((lead_id,),) = handraise.rows(
        "UPDATE leads SET owner = 'ana', because = 'her turn', clock = 'accept',"
        " due_at = '2026-11-23T09:00Z' WHERE outcome = 'won' RETURNING id"
    )

    async def keep(connection: AsyncConnection) -> None:
        sql = text("UPDATE decisions SET routing = CAST(:routing AS jsonb)")
        await connection.execute(sql, {"routing": routing})

    handraise.ask(keep)

    ran = handraise.run("leads", "explain", lead_id)

    for line in (
        "Owner Ana Ortiz: her turn",
        "Clock “accept” until 2026-11-23 09:00 UTC",
        "Ana Ortiz got it: Ana waited longest",
        "Row iberia matched",
        "Row named passed over: no company",
        "Could take it: Ana Ortiz",
        "Ben is away",
    ):
        assert f"  {line}\n" in ran.out


def test_a_clock_is_told_in_the_owners_working_time_and_on_the_wall(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files, "--history")
    # Ana works on Mondays from ten to twelve, in Lisbon.
    ((lead_id,),) = handraise.rows(
        "UPDATE leads SET owner = 'ana', clock = 'accept',"
        " due_at = '2026-11-23T11:30Z' WHERE outcome = 'won' RETURNING id"
    )
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)

    explained = handraise.ask(
        lambda found: explain_lead(found, lead_id, friday, Playbooks())
    )

    (_, lines), *_ = explained.sections
    assert lines[-2:] == (
        "Clock “accept” until 2026-11-23 11:30 UTC",
        (
            "That is in 1 h 30 min of working time, 11:30 on Mon,"
            " by the clock of Europe/Lisbon"
        ),
    )


def test_where_only_the_closest_rows_were_kept_every_row_is_explained(
    handraise: Handraise, files: tuple[Path, str, Path]
) -> None:
    handraise.run("leads", "import", *files, "--history")
    routing = (
        '{"row": "rest", "passed_over": [], "further": 1, "band": "high",'
        ' "version": 1, "because": "Ana waited longest", "picked": "ana"}'
    )
    ((lead_id,),) = handraise.rows("SELECT id FROM leads WHERE outcome = 'won'")

    async def keep(connection: AsyncConnection) -> None:
        sql = text("UPDATE decisions SET routing = CAST(:routing AS jsonb)")
        await connection.execute(sql, {"routing": routing})

    handraise.ask(keep)

    ran = handraise.run("leads", "explain", lead_id)

    assert "Row named passed over: company is unknown, not Contoso" in ran.out


def test_a_lead_that_nobody_knows_is_not_explained(handraise: Handraise) -> None:
    assert isinstance(handraise.run("leads", "explain", uuid4()).error, NotFoundError)


def test_a_database_that_is_away_is_told_in_a_sentence(
    handraise: Handraise, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
    monkeypatch.setenv("HANDRAISE_DATABASE_URL", nobody)

    ran = handraise.run("leads", "explain", uuid4())

    assert isinstance(ran.error, UnavailableError)
