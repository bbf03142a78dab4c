"""Versions from a terminal: publish, compare, go back, plan and cancel."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    PlaybookMovedError,
)
from tests.cli.conftest import SMALL, Handraise

LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="minutes")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The playbook with high at 55 instead of 60."""
    file = tmp_path / "draft.yaml"
    file.write_text(SMALL.read_text().replace("from_points: 60", "from_points: 55"))
    return file


def test_what_a_draft_changes_is_told_before_it_is_published(
    handraise: Handraise, draft: Path
) -> None:
    told = handraise.run("playbook", "diff", draft)
    as_json = handraise.run("playbook", "diff", draft, "--json").json

    assert told.out.startswith("Bands\n  High begins at 55 points instead of 60\n")
    assert "-    from_points: 60\n+    from_points: 55\n" in told.out
    assert as_json["changes"] == [
        {"section": "Bands", "sentence": "High begins at 55 points instead of 60"}
    ]
    assert handraise.run("playbook", "diff", SMALL).out == (
        "Nothing that counts is different.\n"
    )


def test_two_versions_are_compared(handraise: Handraise, draft: Path) -> None:
    handraise.run("playbook", "publish", draft, "--comment=Fewer calls")

    forth = handraise.run("playbook", "diff", "--from=1", "--to=2")
    back = handraise.run("playbook", "diff", "--from=2", "--to=1")

    assert "High begins at 55 points instead of 60" in forth.out
    assert "High begins at 60 points instead of 55" in back.out
    assert isinstance(
        handraise.run("playbook", "diff", "--from=9").error, NotFoundError
    )
    both = handraise.run("playbook", "diff", draft, "--to=1")
    assert isinstance(both.error, InvalidError)


def test_whoever_is_late_is_told_what_changed_and_nothing_is_overwritten(
    handraise: Handraise, draft: Path
) -> None:
    first = handraise.run(
        *("playbook", "publish", draft, "--comment=a", "--based-on=1")
    )
    second = handraise.run(
        *("playbook", "publish", SMALL, "--comment=b", "--based-on=1")
    )

    assert first.out == "Version 2 is published.\n"
    assert isinstance(second.error, PlaybookMovedError)
    assert "Nothing was overwritten" in str(second.error)
    assert "High begins at 55 points instead of 60\n" in second.err
    assert "+    from_points: 55\n" in second.err
    assert handraise.run("playbook", "show").out == draft.read_text()


def test_going_back_is_a_version_of_its_own(handraise: Handraise, draft: Path) -> None:
    handraise.run("playbook", "publish", draft, "--comment=Fewer calls")

    back = handraise.run("playbook", "rollback", 1, "--comment=Too few", "--json")

    assert back.json == {"version": 3, "same_as": 1}
    assert handraise.run("playbook", "show").out == SMALL.read_text()
    listed = handraise.run("playbook", "versions", "--json").json
    assert [(one["version"], one["state"]) for one in listed] == [
        (3, "current"),
        (2, "past"),
        (1, "past"),
    ]
    assert listed[0]["comment"] == "Back to version 1: Too few"
    assert isinstance(handraise.run("playbook", "rollback", 9).error, NotFoundError)


def test_a_version_may_wait_and_be_cancelled(handraise: Handraise, draft: Path) -> None:
    planned = handraise.run(
        *("playbook", "publish", draft, "--comment=Later", f"--at={LATER}")
    )

    assert planned.out.startswith("Version 2 takes effect at ")
    assert handraise.run("playbook", "show").out == SMALL.read_text()
    assert "scheduled" in handraise.run("playbook", "versions").out
    cancelled = handraise.run("playbook", "cancel", 2)
    assert cancelled.out == "Version 2 is cancelled.\n"
    assert isinstance(handraise.run("playbook", "cancel", 2).error, ConflictError)


def test_an_instant_that_is_none_is_refused(handraise: Handraise, draft: Path) -> None:
    wrong = handraise.run("playbook", "publish", draft, "--comment=x", "--at=monday")
    past = handraise.run(
        *("playbook", "publish", draft, "--comment=x", "--at=2020-01-01T08:00")
    )

    assert isinstance(wrong.error, InvalidError)
    assert isinstance(past.error, InvalidError)
    assert "has passed" in past.error.faults[0].sentence
