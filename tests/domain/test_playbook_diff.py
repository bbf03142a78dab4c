"""What changed between two playbooks is told in sentences, and nothing goes unsaid."""

from dataclasses import fields, replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playbook.file import read_playbook
from adapters.setup import EXAMPLE
from domain.comparing.field_words import worded_fields
from domain.comparing.listed_diff import list_diff, ordinal
from domain.comparing.playbook_diff import changes
from domain.people import Method, Team
from domain.playbook import Playbook
from domain.qualifying.advice import Advice, CorrectFirst, Verdict
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.routing.fairness import FairnessRules
from domain.routing.rows import RepTarget, RoutingRow
from domain.routing.sticky import Sticky
from domain.rules.page_tests import PagesInOrder, PagesSeen
from domain.working_time.working_hours import WorkingHours
from tests.domain.cast import ANA, CLEO, MARA, OTTO, person, playbook, when
from tests.domain.other_values import others


def said(old: Playbook, new: Playbook) -> list[str]:
    return [change.sentence for change in changes(old, new)]


def test_nothing_is_said_where_nothing_changed() -> None:
    assert changes(playbook(), playbook()) == ()


def test_a_threshold_is_told_in_points() -> None:
    new = playbook(thresholds=Thresholds(high=55, medium=30, margin=2))

    found = changes(playbook(), new)

    assert [(one.section, one.sentence) for one in found] == [
        ("Bands", "High begins at 55 points instead of 60"),
        (
            "Bands",
            "A person decides within 2 points of a band's beginning instead of 0",
        ),
    ]


def test_people_come_go_and_work_other_hours() -> None:
    early = WorkingHours({day: ((time(8), time(16)),) for day in range(5)})
    people = (replace(ANA, hours=early), CLEO, MARA, OTTO, person("zoe"))

    sentences = said(playbook(), playbook(people=people))

    assert sentences == [
        "Ben left",
        "Ana works Mon-Fri 08:00-16:00 instead of the team's or the company's hours",
        "Zoe joined as rep",
    ]


def test_a_team_gets_and_loses_members_and_a_manager() -> None:
    teams = (Team("iberia", ("cleo", "ana"), "otto"), Team("north", ("cleo",), "mara"))

    sentences = said(playbook(), playbook(teams=teams))

    assert sentences == [
        "Ben left team iberia",
        "Cleo joined team iberia",
        "Team iberia is managed by Otto instead of Mara",
    ]


def test_the_order_of_a_team_counts_because_it_breaks_ties() -> None:
    teams = (Team("iberia", ("ben", "ana"), "mara"), Team("north", ("cleo",), "mara"))

    assert said(playbook(), playbook(teams=teams)) == [
        "Team iberia: members: Ben moved from 2nd to 1st"
    ]


def test_rows_move_come_go_and_lead_elsewhere() -> None:
    named, iberia, rest = playbook().rows
    large = RoutingRow("large", RepTarget("cleo"), when(country="FR"))
    changed = replace(iberia, target=RepTarget("ben"), only_when_open=True)

    sentences = said(playbook(), playbook(rows=(large, changed, named, rest)))

    assert "Row large is new, 1st: country is FR goes to cleo" in sentences
    assert "Row iberia goes to ben instead of to team iberia" in sentences
    assert "Row iberia passes over who is outside working hours" in sentences
    assert sum("moved from" in sentence for sentence in sentences) == 1
    assert said(playbook(), playbook(rows=(named, rest))) == ["Row iberia is gone"]


def test_a_rule_is_worth_more_or_less_or_fades_otherwise() -> None:
    def model(**rule: Any) -> QualificationModel:
        spain = Rule("spain", Part.FIT, 40, "is in {country}", when(country="ES"))
        return QualificationModel((replace(spain, **rule),), {Part.FIT: 45})

    pages = PagesSeen(("/pricing*",), 2, 60, timedelta(days=14))
    new = model(points=35.0, half_life=timedelta(days=7), pages=pages)

    sentences = said(playbook(model=model()), playbook(model=new))

    assert sentences == [
        "Rule spain is worth 35 instead of 40",
        (
            "Rule spain counts for pages like /pricing* seen 2 times for 60 seconds"
            " within 14 days instead of any pages"
        ),
        "Rule spain fades by half in 7 days instead of no time",
    ]
    capped = replace(model(), caps={Part.FIT: 30, Part.INTENT: 40})
    assert said(playbook(model=model()), playbook(model=capped)) == [
        "Fit counts for at most 30 points instead of 45",
        "Intent counts for at most 40 points instead of any number",
    ]


def test_a_long_text_is_said_to_differ_and_not_printed() -> None:
    old = playbook(templates={"guide": "Hello\n" * 50})
    new = playbook(templates={"guide": "Hi\n" * 500})

    assert said(old, new) == ["Message guide has another text"]


def _example() -> Playbook:
    """The example, with something in every place that may stay empty."""
    shipped = read_playbook(EXAMPLE.read_text("utf-8"), "example.yaml")
    ordered = Rule("ordered", Part.INTENT, 1, "x", pages=PagesInOrder(("/a", "/b")))
    model = replace(shipped.model, rules=(*shipped.model.rules[:30], ordered))
    return replace(shipped, model=model)


def test_no_change_of_any_value_goes_unsaid() -> None:
    old = _example()
    seen: set[str] = set()
    silent = []
    count = 0

    for other in others(old, Playbook):
        count += 1
        found = changes(old, other)
        if not found or any(
            "<" in change.sentence or "object at" in change.sentence for change in found
        ):
            silent.append(other)
        seen |= {change.section for change in found}

    assert count > 800  # every field of every rule, row, person, promise and so on
    assert silent == []
    assert len(seen) == 8


def test_words_are_only_kept_for_fields_that_there_are() -> None:
    for owner, name in worded_fields():
        assert name == "" or name in {one.name for one in fields(owner)}


KEYS = st.lists(st.integers(0, 30), unique=True, max_size=12)


@given(KEYS, KEYS)
def test_the_moves_explain_the_new_order(old: list[int], new: list[int]) -> None:
    found = list_diff(old, new)

    moved = {key for key, _, _ in found.moved}
    still = [key for key in old if key in new and key not in moved]
    assert still == [key for key in new if key in old and key not in moved]
    assert set(found.removed) == set(old) - set(new)
    assert set(found.added) == set(new) - set(old)
    assert all(old[a - 1] == key == new[b - 1] for key, a, b in found.moved)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (22, "22nd"),
        (113, "113th"),
    ],
)
def test_places_are_counted_as_people_do(place: int, words: str) -> None:
    assert ordinal(place) == words


def test_a_segment_may_begin_elsewhere() -> None:
    def thresholds(high: int) -> Thresholds:
        return Thresholds(60, 30, by_segment={"enterprise": Thresholds(high, 30)})

    old, new = (playbook(thresholds=thresholds(high)) for high in (50, 45))

    assert said(old, new) == [
        "For segment enterprise, high begins at 45 points instead of 50"
    ]


def test_how_leads_are_shared_is_told_as_people_say_it() -> None:
    old = playbook()
    new = playbook(
        fairness=FairnessRules(catch_up=2, declines_cost_turn=False),
        sticky=Sticky(company=timedelta(days=90)),
        teams=(replace(old.teams[0], method=Method.WEIGHTED), old.teams[1]),
        rows=(old.rows[0], replace(old.rows[1], else_next=True), old.rows[2]),
    )

    told = [(change.section, change.sentence) for change in changes(old, new)]

    assert told == [
        ("Teams", "Team iberia shares its leads in turn, by weight instead of in turn"),
        (
            "Who gets it",
            "Row iberia lets its leads go on to the rows below when nobody can take them",
        ),
        ("Who gets it", "Who was away catches up 2 instead of 1 leads"),
        ("Who gets it", "Declining a lead costs no turn"),
        (
            "Who gets it",
            "A lead follows its company's last owner for 90 days instead of no time",
        ),
    ]


def test_what_a_review_rule_suggests_is_told() -> None:
    def rules(*suggests: Advice | None) -> Playbook:
        some = (
            ReviewRule("rival", when(company="Rival"), "x", None, s) for s in suggests
        )
        return playbook(review_rules=tuple(some))

    assert said(rules(None), rules(Verdict.REJECT)) == [
        "Review rule rival suggests not a fit instead of nothing of its own"
    ]
    assert said(rules(Verdict.SPAM), rules(CorrectFirst("disagrees"))) == [
        "Review rule rival suggests to correct what disagrees first instead of spam"
    ]
