from datetime import timedelta

import pytest

from domain.checks import best_score as search
from domain.checks import regions
from domain.checks.best_score import best_score
from domain.checks.finding import Finding, Severity
from domain.checks.playbook import check_playbook
from domain.checks.regions import Space
from domain.promises.plans import Deadline, Promise
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.facts import TimeFrame
from domain.rules.page_tests import PagesSeen
from domain.rules.requirements import Maximum, Minimum
from domain.working_time.working_hours import Span, WorkingHours
from tests.domain.cast import BEN, MARA, OFFICE, person, playbook, when

PRICING = PagesSeen(("/pricing",))


def size(least: float, most: float) -> Condition:
    return Condition((Clause("employees", (Minimum(least), Maximum(most))),))


def rule(name: str, points: float, condition: Condition, **more) -> Rule:
    return Rule(name, more.pop("part", Part.FIT), points, "is so", condition, **more)


def found_in(section: str, **changes) -> list[Finding]:
    found = check_playbook(playbook(**changes))
    return [one for one in found if one.where[0] == section]


def model(*rules: Rule, **more) -> QualificationModel:
    spain = rule("spain", 80, when(country="ES"))
    return QualificationModel((spain, *rules), **more)


def test_a_rule_with_a_contradiction_never_counts() -> None:
    never = rule("never", 5, size(50, 10), part=Part.INTENT)

    (found,) = found_in("qualification", model=model(never))

    assert (found.severity, found.where) == (
        Severity.ERROR,
        ("qualification", "intent", "rules", 0),
    )
    assert found.sentence == (
        "Rule never never counts: no lead can be so that employees is at least 50 "
        "and is at most 10."
    )


def test_a_time_frame_that_no_phrase_states_cannot_be_asked_for() -> None:
    soon = Condition((Clause("time_frame_days", (Maximum(2),)),))
    frames = (TimeFrame(7, ("this week",)),)

    codes = [
        [one.code for one in found_in("qualification", model=given)]
        for given in (
            model(rule("soon", 5, soon), time_frames=frames),
            model(rule("soon", 5, soon), time_frames=(TimeFrame(1, ("now",)),)),
        )
    ]

    assert codes == [["impossible-rule"], []]


def test_a_rule_without_points_and_a_missed_number_are_warnings() -> None:
    rules = rule("a", 0, size(0, 49)), rule("b", 5, size(51, 90))

    found = found_in("qualification", model=model(*rules))

    assert [(one.severity, one.sentence) for one in found] == [
        (Severity.WARNING, "Rule a is worth nothing."),
        (
            Severity.WARNING,
            "No rule speaks of employees 50, though rules speak of both its neighbours.",
        ),
    ]


def test_review_rules_that_are_never_the_reason_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = (
        ReviewRule("abroad", when(country=("FR", "IT")), "is abroad"),
        ReviewRule("france", when(country="FR"), "is French"),
        ReviewRule("never", size(9, 1), "cannot be"),
    )

    found = found_in("bands", model=model(), review_rules=rules)
    monkeypatch.setattr(regions, "MOST_STEPS", 0)
    given_up = found_in("bands", model=model(), review_rules=rules[:1])

    assert [(one.severity, one.where[-1]) for one in found] == [
        (Severity.ERROR, 1),
        (Severity.ERROR, 2),
    ]
    assert found[0].sentence == (
        "Review rule france is never the reason: abroad above takes every lead that "
        "fits it."
    )
    assert "no lead can be so that employees" in found[1].sentence
    assert [one.code for one in given_up] == ["undecided-review-rule"]


@pytest.mark.parametrize(
    ("rules", "caps", "most"),
    [
        ((), {}, 0),
        ((rule("a", 40, size(0, 9)), rule("b", 30, size(10, 20))), {}, 40),
        ((rule("a", 40, size(0, 9)), rule("b", 30, size(5, 20))), {}, 70),
        ((rule("a", 40, size(0, 9)), rule("b", 30, size(5, 20))), {Part.FIT: 50}, 50),
        # who has the one has the other
        ((rule("a", 40, size(5, 9)), rule("b", -30, size(0, 20))), {}, 10),
        ((rule("a", 40, size(0, 9)), rule("b", -30, size(5, 20))), {}, 40),
        # a cap takes points back before what is negative counts in another part
        (
            (
                rule("a", 40, Condition()),
                rule("b", -30, Condition(), part=Part.URGENCY),
            ),
            {Part.FIT: 35},
            5,
        ),
        # whoever looks away from a page avoids its rule
        ((rule("a", -9, Condition(), pages=PRICING),), {}, 0),
        ((rule("a", 9, Condition(), pages=PRICING, half_life=timedelta(1)),), {}, 9),
        (
            (
                rule("a", 9, Condition((AnyOf((size(0, 5), size(9, 10))),))),
                rule("b", 5, size(9, 9)),
            ),
            {},
            14,
        ),
    ],
)
def test_the_best_score_counts_only_what_can_hold_together(
    rules: tuple[Rule, ...], caps: dict[Part, float], most: float
) -> None:
    assert best_score(QualificationModel(rules, caps), Space()) == most


def test_a_search_that_is_too_long_hopes_for_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "MOST_STEPS", 1)
    rules = rule("a", 40, size(0, 9)), rule("b", 30, size(10, 20))

    assert best_score(QualificationModel(rules), Space()) == 70


@pytest.mark.parametrize(
    ("thresholds", "points", "told"),
    [
        (Thresholds(60, 30), 60, []),
        (Thresholds(60, 30), 59, ["No lead can be high: the rules give at most 59"]),
        (Thresholds(60, 30, margin=3), 62, ["No lead can be high: the rules give"]),
        (Thresholds(60, 30, margin=3), 63, []),
        (Thresholds(60, 30), -5, ["No lead can be medium", "No lead can be high"]),
        (Thresholds(60, 60), 60, ["Medium begins at 60 points: it must begin under"]),
        (Thresholds(60, 50, margin=6), 80, ["No lead can be medium: every score betw"]),
        (Thresholds(60, 3, margin=4), 80, ["No lead can be low: every score under 3"]),
        (Thresholds(60, 50, margin=5), 80, []),
    ],
)
def test_a_band_that_no_score_reaches_is_told(
    thresholds: Thresholds, points: float, told: list[str]
) -> None:
    only = QualificationModel((rule("only", points, Condition()),))

    found = found_in("bands", model=only, thresholds=thresholds)

    assert [one.severity for one in found] == [Severity.ERROR] * len(told)
    assert all(
        one.sentence.startswith(start) for one, start in zip(found, told, strict=True)
    )


def test_a_promise_longer_than_the_week_is_a_warning() -> None:
    promises = {
        Band.HIGH: Promise(Span(timedelta(hours=45)), Span(timedelta(hours=46))),
        Band.MEDIUM: Promise(Span(days=5), Span(timedelta(hours=9), days=4.1)),
    }

    found = found_in("bands", model=model(), promises=promises)

    assert [(one.severity, one.where[1:]) for one in found] == [
        (Severity.WARNING, ("high", "contact_within")),
        (Severity.WARNING, ("medium", "contact_within")),
    ]
    assert found[0].sentence == (
        "The promise high contact within is longer than the working week of 45 hours "
        "on 5 days."
    )


def test_a_promise_longer_than_the_week_of_who_keeps_it_names_them() -> None:
    morning = WorkingHours({0: OFFICE.windows[0], 1: ()})
    people = (person("ana", hours=morning), BEN, person("cleo", hours=OFFICE), MARA)
    long = Deadline(Span(days=2), ())

    found = check_playbook(
        playbook(model=model(), people=people, next_touch_promise=long)
    )

    (slow,) = (one for one in found if one.code == "longer-than-the-week")
    assert slow.sentence == (
        "The promise next touch within is longer than the working week of Ana Ortiz: "
        "it counts on the clock of whoever holds the lead."
    )
