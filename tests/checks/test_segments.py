"""What is found about segments, caps and what is counted, before it counts."""

from typing import Any

import pytest

from domain.checks.best_score import best_score
from domain.checks.finding import Finding
from domain.checks.playbook import check_playbook
from domain.checks.regions import Space
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.rules.conditions import Clause, Condition
from domain.rules.event_tests import EventsSeen
from domain.rules.requirements import Minimum
from domain.rules.segments import Segment
from tests.domain.cast import playbook, when


def large(employees: int) -> Condition:
    return Condition((Clause("employees", (Minimum(employees),)),))


SPAIN = Rule("spain", Part.FIT, 70, "is in Spain", when(country="ES"))
ENTERPRISE = Segment("enterprise", large(1000))


def codes(**changes) -> list[tuple[str, str]]:
    return [(one.code, one.sentence) for one in found(**changes)]


def found(**changes) -> list[Finding]:
    changes.setdefault("model", QualificationModel((SPAIN,)))
    all_found = check_playbook(playbook(**changes))
    return [one for one in all_found if one.where[0] in {"qualification", "bands"}]


def test_a_threshold_that_no_lead_of_the_segment_reaches_is_found() -> None:
    small = Rule("small", Part.FIT, 70, "is small", when(segment="small"))
    model = QualificationModel(
        (small, Rule("any", Part.INTENT, 40, "came", large(1))),
        segments=(ENTERPRISE, Segment("small", when(company="Northwind"))),
    )
    own = Thresholds(60, 30, by_segment={"enterprise": Thresholds(50, 20)})

    assert codes(model=model, thresholds=own) == [
        (
            "unreachable-band",
            (
                "No lead of segment enterprise can be high: the rules give at most "
                "40 points, and it takes 50."
            ),
        )
    ]


def test_a_segment_that_takes_no_lead_is_found_with_what_takes_them() -> None:
    model = QualificationModel(
        (SPAIN,), segments=(ENTERPRISE, Segment("huge", large(5000)))
    )

    assert codes(model=model) == [
        (
            "idle-segment",
            (
                "No lead is ever in segment huge: enterprise above takes every lead that "
                "fits it."
            ),
        )
    ]


def test_a_rule_for_a_segment_that_is_not_there_never_counts() -> None:
    lost = Rule("lost", Part.FIT, 5, "is lost", when(segment="nowhere"))

    (code, _) = codes(model=QualificationModel((SPAIN, lost)))[0]

    assert code == "impossible-rule"


def test_a_rule_worth_more_once_than_in_all_is_found() -> None:
    rule = Rule(
        "guides", Part.INTENT, 9, "got a guide", events=EventsSeen(("a",)), at_most=5
    )

    assert codes(model=QualificationModel((SPAIN, rule))) == [
        (
            "cap-under-points",
            "Rule guides never gives its 9 points: it counts for at most 5.",
        )
    ]


DOWNLOADS = EventsSeen(("download",))


@pytest.mark.parametrize(
    ("rules", "groups", "most"),
    [
        # as often as it may count
        ([("a", 4, {"events": DOWNLOADS, "at_most": 12})], {}, 12),
        # nobody has to do what takes points away
        ([("a", -4, {"events": DOWNLOADS, "at_most": 12})], {}, 0),
        ([("a", 10, {"group": "g"}), ("b", 8, {"group": "g"})], {"g": 15}, 15),
        ([("a", 10, {"group": "g"}), ("b", 8, {})], {"g": 6}, 14),
        ([("a", 10, {"group": "g"}), ("b", -4, {"group": "g"})], {"g": 5}, 5),
    ],
)
def test_the_best_score_knows_every_cap(
    rules: list[tuple[str, float, dict[str, Any]]],
    groups: dict[str, float],
    most: float,
) -> None:
    model = QualificationModel(
        tuple(Rule(name, Part.FIT, p, "so", **more) for name, p, more in rules),
        groups=groups,
    )

    assert best_score(model, Space(model)) == most
