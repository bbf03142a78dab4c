import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import cli
from adapters.commands.replay import replay
from domain.errors import NotFoundError, PlaybookError
from tests.cli.conftest import SMALL, Handraise, Ran

MAP = """
external_id: Number
email: "{external_id}@leads.example"
constants: { fields.vehicles: 3, product: fleet, message: "a quote please" }
columns:
  Country: { to: country, as: country_name }
"""
LEADS = "Number,Country\n7,Spain\n8,France\n9,Spain\n"


def run(*arguments: object) -> Ran:
    app = typer.Typer()
    app.command()(replay)
    ran = CliRunner().invoke(app, list(map(str, arguments)), obj=cli._installation)
    known = ran.exception if isinstance(ran.exception, Exception) else None
    if known is not None and not isinstance(known, (NotFoundError, PlaybookError)):
        raise known
    return Ran(ran.exit_code, ran.stdout, ran.stderr, known)


@pytest.fixture
def leads(handraise: Handraise, tmp_path: Path) -> None:
    """Three past leads, two of them from Spain."""
    csv, columns = tmp_path / "old.csv", tmp_path / "old.map.yaml"
    csv.write_text(LEADS, encoding="utf-8")
    columns.write_text(MAP, encoding="utf-8")
    assert (
        handraise.run("leads", "import", csv, "--map", columns, "--history").code == 0
    )


@pytest.fixture
def spain_is_medium(tmp_path: Path) -> Path:
    """A draft in which being from Spain is worth forty points."""
    rule = """
      - id: from-spain
        points: 40
        when: { country: ES }
        because: "is in {country}"
"""
    text = SMALL.read_text("utf-8")
    start = "  intent:\n    rules:\n"
    assert start in text
    draft = tmp_path / "draft.yaml"
    draft.write_text(text.replace(start, start + rule.lstrip("\n")), encoding="utf-8")
    return draft


@pytest.mark.usefixtures("leads")
def test_a_draft_says_which_past_leads_it_would_move_and_why(
    spain_is_medium: Path,
) -> None:
    ran = run(spain_is_medium)

    assert ran.code == 0
    assert ran.out.splitlines()[0] == "Of 3 leads, draft.yaml would move 2."
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "medium 0 2 +2" in lines
    assert "low 3 1 -2" in lines
    assert "ana 0 2 +2" in lines
    assert any("+40 is in Spain" in line for line in lines)


@pytest.mark.usefixtures("leads")
def test_machines_get_every_lead_that_moves(spain_is_medium: Path) -> None:
    ran = run(spain_is_medium, "--json", "--leads", 2)

    found = json.loads(ran.out)
    assert found["leads"] == 2
    assert {one["after"]["band"] for one in found["moved"]} == {"medium"}
    assert all(one["before"]["owner"] is None for one in found["moved"])


def test_without_past_leads_nothing_moves(handraise: Handraise) -> None:
    del handraise

    ran = run(SMALL)

    assert (ran.code, ran.out) == (0, "Of 0 leads, small.yaml would move 0.\n")


def test_a_draft_that_cannot_be_read_is_refused(
    handraise: Handraise, tmp_path: Path
) -> None:
    del handraise
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("company: 3\n", encoding="utf-8")

    ran = run(wrong)

    assert isinstance(ran.error, PlaybookError)
