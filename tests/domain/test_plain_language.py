from datetime import timedelta

import pytest

from domain.in_words.condition_words import in_words
from domain.in_words.model_words import explain_playbook
from domain.qualifying.advice import Verdict
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.routing.rows import RepTarget, RoutingRow, TeamTarget
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.page_tests import PagesSeen
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Requirement,
)
from tests.domain.cast import playbook, when


@pytest.mark.parametrize(
    ("required", "words"),
    [
        (OneOf(("ES", "PT")), "country is ES or PT"),
        (Minimum(50), "country is at least 50"),
        (Maximum(2.5), "country is at most 2.5"),
        (Like(("a*", "b?")), "country is like a* or b?"),
        (ContainsAny(("quote", "price")), "country mentions “quote” or “price”"),
        (ContainsNone(("job",)), "country mentions none of “job”"),
        (Known(expected=True), "country is known"),
        (Known(expected=False), "country is not known"),
        (Not(OneOf(("IN",))), "country is known, and it is not so that it is IN"),
    ],
)
def test_every_requirement_can_be_said(required: Requirement, words: str) -> None:
    assert in_words(Condition((Clause("country", (required,)),))) == words


def test_clauses_and_alternatives_are_joined() -> None:
    either = AnyOf((when(language="es"), when(language="pt")))
    whole = Condition((Clause("fields.vehicles", (Minimum(5), Maximum(9))), either))

    assert in_words(whole) == (
        "vehicles is at least 5 and is at most 9 and (language is es or language is pt)"
    )
    assert in_words(Condition()) == "always"


def test_a_whole_playbook_can_be_said() -> None:
    seen = PagesSeen(("/pricing*",))
    rules = (
        Rule("spain", Part.FIT, 40, "is in {country}", when(country="ES")),
        Rule("free", Part.FIT, -5, "wrote from a free address", when(free=True)),
        Rule("a", Part.INTENT, 12, "read {page}", pages=seen, half_life=timedelta(7)),
        Rule("b", Part.INTENT, 3, "and", when(country="ES"), pages=seen),
    )
    said = dict(
        explain_playbook(
            playbook(
                model=QualificationModel(rules, {Part.FIT: 45}),
                thresholds=Thresholds(60, 30, margin=2),
                review_rules=(
                    ReviewRule(
                        "rival",
                        when(company="Rival"),
                        "a rival",
                        suggest=Verdict.REJECT,
                    ),
                ),
                rows=(
                    RoutingRow(
                        "named",
                        RepTarget("ana"),
                        when(company="X"),
                        only_when_open=True,
                    ),
                    RoutingRow("rest", TeamTarget("north")),
                ),
            )
        )
    )

    assert said["Fit, at most 45"] == (
        "40 points if they are in Spain: “is in [country]”",
        "5 points less if the answer to “free” is yes: “wrote from a free address”",
    )
    assert said["Intent"] == (
        (
            "12 points if they looked at pages like /pricing; half of it is left after "
            "7 days: “read [the page]”"
        ),
        "3 points if they are in Spain, and they looked at pages like /pricing: “and”",
    )
    assert said["Urgency"] == ("No rule",)
    assert said["Bands"][:2] == (
        (
            "high from 60 points: accepted within 15 working minutes, "
            "spoken to within 1 working hour"
        ),
        (
            "medium from 30 points: accepted within 4 working hours, "
            "spoken to within 1 working day"
        ),
    )
    assert said["A person decides when"][:2] == (
        "the company is Rival: “a rival”; suggested is not a fit",
        "the points are less than 2 points away from where a band begins",
    )
    assert said["Who gets it: the first row that fits"] == (
        "Named: if the company is X, to Ana Ortiz, or else the same team, while they are open",
        "Rest: everything else to team north, in turn",
    )


@pytest.mark.parametrize(("margin", "said"), [(0, False), (3, True)])
def test_cases_near_a_threshold_are_said_to_be_reviewed_if_they_are(
    margin: int, *, said: bool
) -> None:
    text = str(explain_playbook(playbook(thresholds=Thresholds(60, 30, margin))))

    assert ("less than 3 points away" in text) is said
