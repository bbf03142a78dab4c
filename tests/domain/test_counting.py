"""Points for each thing that somebody did, and the caps that keep them in bounds."""

from dataclasses import replace
from datetime import timedelta

from domain.evidence import Event, Evidence, Value
from domain.explaining.flips import what_would_flip
from domain.qualifying.banding import choose_band
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.reasons import Reason
from domain.qualifying.scoring import score
from domain.rules.event_tests import EventsSeen, Having
from domain.rules.page_tests import PagesSeen
from tests.domain.cast import NOW, evidence, playbook, view, when

WEEK = timedelta(days=7)
DOWNLOADS = EventsSeen(("download", "webinar"))
TOLD = "{event} {times} times, {days_ago} days ago"


def did(*names: str, days_ago: float = 0, **properties: Value) -> tuple[Event, ...]:
    at = NOW - timedelta(days=days_ago)
    return tuple(Event(name, at, properties) for name in names)


def who(*events: Event) -> Evidence:
    return replace(evidence(), events=events)


def events(test: EventsSeen = DOWNLOADS, points: float = 4, **more) -> Rule:
    return Rule("guides", Part.INTENT, points, TOLD, events=test, **more)


def reasons(known: Evidence, *rules: Rule, **more) -> list[tuple[str, float, str]]:
    scored = score(known, QualificationModel(rules, **more), NOW)
    return [(r.rule, r.points, r.because) for r in scored.reasons]


def test_what_somebody_did_counts_with_its_name_number_and_age() -> None:
    dana = who(*did("download", days_ago=9), *did("reply", "webinar", days_ago=2))

    assert reasons(dana, events()) == [
        ("guides", 4, "webinar 2 times, 2 days ago"),
    ]
    assert reasons(who(*did("reply")), events()) == []
    assert reasons(dana, events(replace(DOWNLOADS, at_least=3))) == []
    assert reasons(dana, events(replace(DOWNLOADS, within=timedelta(days=1)))) == []


def test_events_can_be_told_apart_by_what_they_were_about() -> None:
    prices = EventsSeen(("download",), having=(Having("file", ("price*",)),))

    assert reasons(who(*did("download", file="Prices 2026")), events(prices))
    assert not reasons(who(*did("download", file="brochure")), events(prices))
    assert not reasons(who(*did("download")), events(prices))


def test_an_event_fades_like_a_page() -> None:
    rule = events(points=16, half_life=WEEK)

    assert [
        reasons(who(*did("download", days_ago=days)), rule)[0][1] for days in (0, 7, 14)
    ] == [16, 8, 4]


def test_each_counts_up_to_the_rules_own_cap_which_says_what_it_took() -> None:
    rule = events(points=5, at_most=12)

    assert reasons(who(*did("download")), rule)[0][1] == 5
    assert reasons(who(*did(*["download"] * 3)), rule) == [
        ("guides", 15, "download 3 times, 0 days ago"),
        (
            "guides-cap",
            -3,
            "download 3 times, 0 days ago: that counts for at most 12 points",
        ),
    ]


def test_each_page_fades_by_its_own_age() -> None:
    seen = evidence(view("/pricing", days_ago=7), view("/pricing"))
    rule = Rule(
        "pages",
        Part.INTENT,
        8,
        "{times} times",
        pages=PagesSeen(("/pricing*",)),
        half_life=WEEK,
        at_most=40,
    )

    assert reasons(seen, rule) == [("pages", 12, "2 times")]


def test_what_is_taken_away_for_each_has_a_bottom_too() -> None:
    rule = events(points=-5, at_most=8)

    points = [p for _, p, _ in reasons(who(*did(*["download"] * 3)), rule)]

    assert points == [-15, 7]


def test_the_rules_of_a_group_share_a_cap() -> None:
    vp = Rule("vp", Part.FIT, 10, "a vice president", group="job-titles")
    fleet = Rule("fleet", Part.FIT, 8, "works with the fleet", group="job-titles")
    spain = Rule("spain", Part.FIT, 5, "is in Spain")

    scored = score(
        evidence(),
        QualificationModel(
            (vp, fleet, spain), {Part.FIT: 18}, groups={"job-titles": 15}
        ),
        NOW,
    )

    assert scored.reasons[3:] == (
        Reason(
            "job-titles-cap",
            Part.FIT,
            -3,
            "Job titles together count for at most 15 points",
        ),
        Reason("fit-cap", Part.FIT, -2, "Fit counts for at most 18 points"),
    )
    assert scored.points == 18


def test_a_groups_cap_looks_at_what_the_rules_own_caps_left() -> None:
    capped = events(points=10, at_most=10, group="reading")
    other = Rule("other", Part.INTENT, 4, "read more", group="reading")

    left = reasons(
        who(*did("download", "download")), capped, other, groups={"reading": 14}
    )

    assert [points for _, points, _ in left] == [20, 4, -10]


def test_what_would_flip_knows_the_cap_of_a_group() -> None:
    rules = (
        Rule("vp", Part.FIT, 25, "decides", group="titles"),
        Rule("fleet", Part.FIT, 20, "knows the fleet", group="titles"),
        Rule("spain", Part.FIT, 10, "is in {country}", when(country="ES")),
    )
    model = QualificationModel(rules, groups={"titles": 25})
    book, dana = playbook(model=model), evidence()
    scored = score(dana, model, NOW)

    flips = what_would_flip(scored, dana, book, choose_band(scored, dana, book))

    (only,) = flips  # either title alone changes nothing
    assert "medium" in only
    assert "is in …" in only
