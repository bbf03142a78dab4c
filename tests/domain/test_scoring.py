from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.evidence import KNOWN_FIELDS, Evidence, Fact, PageView
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.reasons import Reason, Score
from domain.qualifying.scoring import score
from domain.rules.conditions import Clause, Condition
from domain.rules.facts import TimeFrame
from domain.rules.page_tests import PagesInOrder, PagesSeen, PageTest
from domain.rules.requirements import ContainsAny, Minimum
from tests.domain.cast import NOW, evidence, view, when

WEEK = timedelta(days=7)
SPAIN = Rule("spain", Part.FIT, 20, "is in {country}", when(country="ES"))
STUDENT = Rule("student", Part.FIT, -30, "a student", when(job_title="student"))
PRICING = PagesSeen(("/pricing*",))


def pages(test: PageTest, points: float = 16, **more) -> Rule:
    because = "{page}, {times} times, {seconds} seconds, {days_ago} days ago"
    return Rule("pages", Part.INTENT, points, because, pages=test, **more)


def reasons(rule: Rule, given_evidence: Evidence) -> list[tuple[float, str]]:
    scored = score(given_evidence, QualificationModel((rule,)), NOW)
    return [(reason.points, reason.because) for reason in scored.reasons]


def test_a_rule_says_why_it_fired() -> None:
    scored = score(evidence(country="ES"), QualificationModel((SPAIN,)), NOW)

    assert scored.reasons == (Reason("spain", Part.FIT, 20, "is in Spain"),)
    assert (scored.points, scored.fit, scored.intent, scored.urgency) == (20, 20, 0, 0)


def test_a_rule_that_does_not_hold_says_nothing() -> None:
    assert score(evidence(country="FR"), QualificationModel((SPAIN,)), NOW) == Score(())


def test_points_may_be_taken_away_but_a_score_is_never_negative() -> None:
    student = evidence(job_title="student")

    scored = score(student, QualificationModel((STUDENT,)), NOW)

    assert (scored.points, scored.fit) == (0, -30)


def test_a_cap_takes_points_back_and_says_so() -> None:
    twice = (SPAIN, replace(SPAIN, id="again"))

    scored = score(
        evidence(country="ES"), QualificationModel(twice, {Part.FIT: 25}), NOW
    )

    assert scored.points == 25
    because = "Fit counts for at most 25 points"
    assert scored.reasons[-1] == Reason("fit-cap", Part.FIT, -15, because)


def test_a_part_under_its_cap_is_left_alone() -> None:
    model = QualificationModel((SPAIN,), {Part.FIT: 25})

    assert len(score(evidence(country="ES"), model, NOW).reasons) == 1


@pytest.mark.parametrize(("points", "expected"), [(0.5, 1), (0.4, 0), (2.5, 3)])
def test_halves_are_rounded_up(points: float, expected: int) -> None:
    assert Score((Reason("r", Part.FIT, points, ""),)).points == expected


def test_pages_count_how_often_and_how_long_they_were_seen() -> None:
    seen = evidence(view("/pricing", seconds=40), view("/"), view("/pricing/eu"))

    assert reasons(pages(PRICING), seen) == [
        (16, "/pricing/eu, 2 times, 70 seconds, 0 days ago")
    ]
    assert reasons(pages(replace(PRICING, at_least=3)), seen) == []
    assert reasons(pages(replace(PRICING, seconds=71)), seen) == []
    assert reasons(pages(PRICING), evidence(view("/"))) == []


def test_pages_seen_too_long_ago_do_not_count() -> None:
    seen = evidence(view("/pricing", days_ago=8))

    assert reasons(pages(replace(PRICING, within=WEEK)), seen) == []


def test_half_the_points_are_left_after_each_half_life() -> None:
    rule = pages(PRICING, half_life=WEEK)

    assert [
        reasons(rule, evidence(view("/pricing", days_ago=days)))[0][0]
        for days in (0, 7, 14)
    ] == [16, 8, 4]


def test_pages_in_order_count_in_that_order_only() -> None:
    rule = pages(PagesInOrder(("/customers*", "/pricing*")))
    forth = [view("/customers/a", days_ago=3), view("/", days_ago=2)]
    forth.append(view("/pricing", days_ago=1))
    back = [view("/pricing", days_ago=3), view("/customers/a", days_ago=1)]

    assert len(reasons(rule, evidence(*reversed(forth)))) == 1
    assert reasons(rule, evidence(*back)) == []
    assert len(reasons(rule, evidence(*forth, view("/pricing")))) == 1


def test_the_phrase_that_was_found_is_in_the_sentence() -> None:
    asks = Condition((Clause("message", (ContainsAny(("presupuesto", "quote")),)),))
    rule = Rule("asks", Part.URGENCY, 10, "asks for a “{phrase}”", asks)

    assert reasons(rule, evidence(message="A QUOTE, please!")) == [
        (10, "asks for a “quote”")
    ]


def test_a_stated_time_frame_can_be_worth_points() -> None:
    soon = Condition((Clause("time_frame_days", (Minimum(1),)),))
    rule = Rule("soon", Part.URGENCY, 10, "within {time_frame_days} days", soon)
    model = QualificationModel((rule,), time_frames=(TimeFrame(7, ("this week",)),))

    scored = score(evidence(message="this week"), model, NOW)

    assert [reason.because for reason in scored.reasons] == ["within 7 days"]


MODEL = QualificationModel(
    (
        SPAIN,
        STUDENT,
        pages(PRICING, half_life=WEEK),
        replace(pages(replace(PRICING, at_least=2, seconds=60, within=WEEK)), id="p2"),
        replace(pages(PagesInOrder(("/a*", "/b*")), half_life=WEEK), id="order"),
        Rule(
            "size",
            Part.FIT,
            5,
            "{employees} {company}",
            Condition((Clause("employees", (Minimum(10),)),)),
        ),
        Rule(
            "words",
            Part.URGENCY,
            5,
            "{phrase} in {message}",
            Condition((Clause("message", (ContainsAny(("quote", "a*")),)),)),
        ),
        Rule("visits", Part.INTENT, 5, "{visits}", when(visits=2)),
    ),
    {Part.FIT: 22, Part.INTENT: 30},
    (TimeFrame(7, ("now",)),),
)
ANY_TEXT = st.text(st.characters())  # surrogates and control characters too
ANY_VALUE = ANY_TEXT | st.integers() | st.floats() | st.booleans()
INSTANTS = st.datetimes(timezones=st.just(UTC))
FIELDS = st.sampled_from(sorted(KNOWN_FIELDS)) | ANY_TEXT.map("fields.".__add__)
PATHS = st.sampled_from(["/pricing", "/a", "/b", "/"]) | ANY_TEXT
ANY_VIEW = st.builds(PageView, PATHS, st.floats(), INSTANTS)
ANY_EVIDENCE = st.builds(
    Evidence,
    received_at=INSTANTS,
    facts=st.dictionaries(FIELDS, st.builds(Fact, ANY_VALUE, st.just("form"))),
    page_views=st.lists(ANY_VIEW, max_size=8).map(tuple),
    submissions=st.integers(),
    partial=st.booleans(),
)


@given(ANY_EVIDENCE, INSTANTS)
def test_any_evidence_has_a_score(any_evidence: Evidence, now: datetime) -> None:
    scored = score(any_evidence, MODEL, now)

    assert scored.points >= 0
    assert scored.fit <= 22
    assert all(reason.because.isprintable() for reason in scored.reasons)


@given(ANY_EVIDENCE, st.permutations(range(8)))
def test_the_order_in_which_facts_came_does_not_matter(
    any_evidence: Evidence, order: list[int]
) -> None:
    facts = dict(reversed(list(any_evidence.facts.items())))
    instants = [view.at for view in any_evidence.page_views]
    assume(len(set(instants)) == len(instants))
    views = tuple(
        any_evidence.page_views[index]
        for index in order
        if index < len(any_evidence.page_views)
    )

    shuffled = replace(any_evidence, facts=facts, page_views=views)

    assert score(shuffled, MODEL, NOW).points == score(any_evidence, MODEL, NOW).points


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_points_only_fade(first: float, second: float) -> None:
    rule = pages(PRICING, half_life=WEEK)
    near, far = sorted((first, second))

    points = [
        reasons(rule, evidence(view("/pricing", days_ago=days)))[0][0]
        for days in (near, far)
    ]

    assert points[0] >= points[1]


@given(ANY_EVIDENCE, st.sampled_from(["/pricing", "/a", "/b"]), st.floats(0, 600))
def test_another_page_that_counts_never_lowers_the_score(
    any_evidence: Evidence, path: str, seconds: float
) -> None:
    honest = tuple(v for v in any_evidence.page_views if 0 <= v.seconds <= 3600)
    recent = tuple(replace(v, at=NOW - WEEK) for v in honest)
    before = replace(any_evidence, page_views=recent)
    model = replace(MODEL, rules=tuple(r for r in MODEL.rules if r.id != "visits"))

    after = replace(before, page_views=(*recent, PageView(path, seconds, NOW)))

    assert score(after, model, NOW).points >= score(before, model, NOW).points
