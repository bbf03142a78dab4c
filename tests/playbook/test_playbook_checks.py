from pathlib import Path

import pytest

from adapters.playbook.checks import check_document, publishable
from adapters.setup import EXAMPLE
from domain.checks.finding import Severity
from domain.errors import PlaybookError

DOCUMENT = EXAMPLE.read_text("utf-8")
EDUCATION = (EXAMPLE.parent / "education.yaml").read_text("utf-8")
SMALL = (Path(__file__).parent / "small.yaml").read_text("utf-8")
OF_THE_EXAMPLE = "text-lacks-language"  # its French has only begun

# what stands in the example, what stands there instead, the line it is found on (of
# this text in the changed file), how bad it is, and what is said
FOUND = [
    (
        "country: { known: false }, language",
        "country: ad, language",
        "- id: spanish-or",
        "error",
        "row iberia above takes every lead that fits it",
    ),
    (
        "{ at_least: 10, at_most: 49 }",
        "{ at_least: 49, at_most: 10 }",
        "- id: fleet-medium",
        "error",
        "Rule fleet-medium never counts: no lead can be so that vehicles is at least 49",
    ),
    (
        "{ employees: { at_most: 5 }, fields.vehicles",
        "{ employees: { at_most: 1 }, fields.vehicles",
        "- code: fleet_contradicts",
        "error",
        "size_contradicts above takes every lead",
    ),
    (
        "from_points: 60",
        "from_points: 600",
        "from_points: 600",
        "error",
        "No lead can be high: the rules give at most 120 points, and it takes 602.",
    ),
    (
        "contact_within: 1d",
        "contact_within: 6d",
        "contact_within: 6d",
        "warning",
        "is longer than the working week of 45 hours on 5 days",
    ),
    (
        "employees: { at_least: 50, at_most: 199 }",
        "employees: { at_least: 50, at_most: 198 }",
        "    rules:",
        "warning",
        "No rule speaks of employees 199",
    ),
    (
        "north: { members: [cleo], manager: mara }",
        "north: { members: [cleo], manager: mara }\n  south: { members: [otto], manager: mara }",
        "  south:",
        "warning",
        "Team south gets no lead",
    ),
    (
        "{ product: [dashcam, video], country: [FR, BE, LU, IT] }",
        "{ product: [dashcam, video] }",
        "- id: dashcams",
        "note",
        "row dashcams and also row iberia-large above",
    ),
    ("role: operator", "role: boss", "role: boss", "error", "expected one of rep"),
]


@pytest.mark.parametrize(("right", "other", "found_at", "severity", "said"), FOUND)
def test_what_is_found_is_told_with_its_line(
    right: str, other: str, found_at: str, severity: str, said: str
) -> None:
    assert right in DOCUMENT
    text = DOCUMENT.replace(right, other, 1)

    checked = check_document(text, "example.yaml")

    line = text[: text.index(found_at)].count("\n") + 1
    remarks = [one for one in checked.remarks if one.code != OF_THE_EXAMPLE]
    assert {(one.severity, one.line) for one in remarks} == {(severity, line)}
    assert said in remarks[0].sentence


@pytest.mark.parametrize("text", [DOCUMENT, EDUCATION])
def test_the_shipped_playbooks_have_neither_errors_nor_warnings(text: str) -> None:
    checked = check_document(text, "shipped")

    assert {one.severity for one in checked.remarks} <= {Severity.NOTE}
    assert publishable(text, "shipped", "") == checked.playbook


def test_remarks_come_in_the_order_of_the_file() -> None:
    text = SMALL.replace("points: 2", "points: ")

    lines = [one.line for one in check_document(text, "small.yaml").remarks]

    assert len(lines) >= 4
    assert lines == sorted(line or 0 for line in lines)


def test_warnings_need_a_comment_and_errors_are_beyond_one() -> None:
    with pytest.raises(PlaybookError, match="say in a comment") as unsaid:
        publishable(SMALL, "small.yaml", " ")
    with pytest.raises(PlaybookError, match="cannot be used") as refused:
        publishable(SMALL.replace("points: 2", "points: "), "small.yaml", "Meant")

    assert all("working week of Ana" in one.sentence for one in unsaid.value.faults)
    assert {one.pointer for one in refused.value.faults} == {
        "/bands/medium/from_points",
        "/bands/high/from_points",
    }
    assert publishable(SMALL, "small.yaml", "Meant").name == "Small & Co"
