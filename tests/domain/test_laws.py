"""What holds for every model and every lead."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import Event, Evidence, Fact, PageView
from domain.qualifying.banding import Banded, OutsideModel, choose_band
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.qualifying.scoring import score
from domain.routing.choosing import NobodyAvailable, Picked, choose_owner
from domain.routing.fairness import Ledger
from domain.routing.row_match import match_row
from domain.rules.conditions import Clause, Condition
from domain.rules.event_tests import EventsSeen, Having
from domain.rules.page_tests import PagesSeen, decayed
from domain.rules.requirements import (
    ContainsAny,
    Known,
    Like,
    Minimum,
    OneOf,
    Requirement,
)
from domain.rules.segments import Segment
from tests.domain.cast import NOW, evidence, playbook
from tests.domain.test_fast_ways import CONDITION
from tests.domain.test_scoring import ANY_EVIDENCE

WORDS = st.sampled_from(["quote", "demo", "pilot", "budget"])
PATHS = st.sampled_from(["/pricing", "/demo", "/customers"])
PARTS = st.sampled_from(Part)
VIEWS = st.lists(
    st.builds(
        PageView,
        PATHS,
        st.integers(0, 600),
        st.integers(0, 60).map(lambda days: NOW - timedelta(days=days)),
    ),
    max_size=6,
).map(tuple)
NAMES = st.sampled_from(["download", "reply"])
EVENTS = st.lists(
    st.builds(
        Event,
        NAMES,
        st.integers(0, 60).map(lambda days: NOW - timedelta(days=days)),
        st.fixed_dictionaries({}, optional={"file": st.sampled_from(["guide", "map"])}),
    ),
    max_size=4,
).map(tuple)
# Requirements that more evidence can only help to meet.
GROWING: dict[str, st.SearchStrategy[Requirement]] = {
    "employees": st.integers(1, 500).map(Minimum) | st.just(Known(expected=True)),
    "visits": st.integers(1, 4).map(Minimum),
    "seconds_on_site": st.integers(1, 900).map(Minimum),
    "country": st.just(OneOf(("ES", "PT"))) | st.just(Known(expected=True)),
    "landing_page": st.just(Like(("/fleet*",))),
    "message": st.lists(WORDS, min_size=1).map(tuple).map(ContainsAny),
}
ASKS = st.sampled_from(sorted(GROWING)).flatmap(
    lambda name: GROWING[name].map(lambda one: Clause(name, (one,)))
)
SEEN = st.builds(
    PagesSeen,
    PATHS.map(lambda path: (path,)),
    st.integers(1, 3),
    st.integers(0, 300),
    st.none() | st.integers(1, 40).map(timedelta),
)
DONE = st.builds(
    EventsSeen,
    st.sets(NAMES, min_size=1).map(sorted).map(tuple),
    st.integers(1, 3),
    st.none() | st.integers(1, 40).map(timedelta),
    st.just(()) | st.just((Having("file", ("g*",)),)),
)
GROUPS = st.none() | st.sampled_from(["reading", "titles"])
HALF_LIVES = st.none() | st.integers(1, 30).map(timedelta)
# Rules that count each page or event, up to so many points.
EACH = st.builds(
    Rule,
    id=st.just("each"),
    part=PARTS,
    points=st.integers(0, 20),
    because=st.just("did so"),
    events=DONE,
    at_most=st.integers(1, 30),
    half_life=HALF_LIVES,
) | st.builds(
    Rule,
    id=st.just("each-page"),
    part=PARTS,
    points=st.integers(0, 20),
    because=st.just("looked"),
    pages=SEEN,
    at_most=st.integers(1, 30),
    half_life=HALF_LIVES,
)
PLAIN = st.builds(
    Rule,
    id=st.just("rule"),
    part=PARTS,
    points=st.integers(0, 40),
    because=st.just("why"),
    when=st.lists(ASKS, max_size=2).map(tuple).map(Condition),
    pages=st.none() | SEEN,
    half_life=HALF_LIVES,
)


def told_apart(rules: list[Rule]) -> tuple[Rule, ...]:
    """A group lies in one part, and its rules, like all, have ids of their own."""
    parts: dict[str | None, Part] = {}
    return tuple(
        replace(
            rule,
            id=f"{rule.id}-{number}",
            part=parts.setdefault(rule.group, rule.part) if rule.group else rule.part,
        )
        for number, rule in enumerate(rules)
    )


RULES = st.lists(
    st.builds(lambda rule, group: replace(rule, group=group), PLAIN | EACH, GROUPS),
    max_size=8,
).map(told_apart)
MODELS = st.builds(
    QualificationModel,
    RULES,
    st.dictionaries(PARTS, st.integers(0, 50)),
    groups=st.dictionaries(GROUPS.filter(bool), st.integers(0, 40)),
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "employees": st.integers(0, 500),
        "country": st.just("ES"),
        "landing_page": st.just("/fleet/a"),
        "message": st.lists(WORDS).map(" ".join),
    },
)
EVIDENCE = st.builds(
    lambda facts, views, events: replace(evidence(*views, facts=facts), events=events),
    FACTS,
    VIEWS,
    EVENTS,
)


def points(known: Evidence, model: QualificationModel) -> int:
    return score(known, model, NOW).points


@given(MODELS, EVIDENCE, FACTS, VIEWS, EVENTS, st.lists(WORDS))
def test_more_positive_evidence_never_lowers_a_score(  # noqa: PLR0917  all sorts
    model: QualificationModel, less: Evidence, facts, views, events, words: list[str]
) -> None:
    more = dict(less.facts)
    for name, value in facts.items():
        more.setdefault(name, Fact(value, "enrichment"))
    if "employees" in less.facts:
        grown = int(less.facts["employees"].value) + len(views)
        more["employees"] = Fact(grown, "enrichment")
    message = " ".join(
        [str(more["message"].value) if "message" in more else "", *words]
    )
    more["message"] = Fact(message, "form")

    after = replace(
        less,
        facts=more,
        page_views=(*less.page_views, *views),
        events=(*less.events, *events),
    )

    assert points(after, model) >= points(less, model)


@given(MODELS, EVIDENCE, st.randoms(use_true_random=False))
def test_neither_the_order_of_evidence_nor_that_of_rules_matters(
    model: QualificationModel, known: Evidence, random
) -> None:
    facts, views, rules = [*known.facts.items()], [*known.page_views], [*model.rules]
    events = [*known.events]
    for order in (facts, views, events, rules):
        random.shuffle(order)
    shuffled = replace(
        known, facts=dict(facts), page_views=tuple(views), events=tuple(events)
    )

    again = score(shuffled, replace(model, rules=tuple(rules)), NOW)

    before = score(known, model, NOW)
    assert again.points == before.points
    assert Counter(again.reasons) == Counter(before.reasons)


DAYS = st.floats(0, 3650)


@given(st.floats(0, 1000), DAYS, DAYS, st.floats(0.01, 365))
def test_what_is_left_of_points_only_fades_and_never_turns(
    worth: float, one: float, other: float, half_life: float
) -> None:
    soon, late = sorted((one, other))

    left = [decayed(worth, days, timedelta(half_life)) for days in (0, soon, late)]

    assert worth == left[0] >= left[1] >= left[2] >= 0
    taken = [decayed(-worth, days, timedelta(half_life)) for days in (soon, late)]
    assert taken[0] <= taken[1] <= 0


@given(MODELS, EVIDENCE, st.integers(0, 90))
def test_waiting_never_raises_a_score(
    model: QualificationModel, known: Evidence, days: int
) -> None:
    later = NOW + timedelta(days=days)

    assert score(known, model, later).points <= points(known, model)


REVIEWS = st.lists(
    CONDITION.map(lambda when: ReviewRule("unclear", when, "is unclear")), max_size=2
).map(tuple)
ONE = st.builds(
    lambda medium, more, margin: Thresholds(medium + more, medium, margin),
    *(st.integers(0, 60), st.integers(1, 40), st.integers(0, 5)),
)
THRESHOLDS = st.builds(
    lambda usual, own: replace(usual, by_segment=own),
    ONE,
    st.dictionaries(st.sampled_from(["large", "other"]), ONE),
)
SEGMENTS = st.lists(
    st.builds(Segment, st.sampled_from(["large", "other"]), CONDITION),
    max_size=2,
    unique_by=lambda segment: segment.id,
).map(tuple)


@given(
    MODELS,
    ANY_EVIDENCE,
    REVIEWS,
    THRESHOLDS,
    SEGMENTS,
    st.sets(st.sampled_from(["phone"])),
)
def test_every_lead_gets_exactly_one_outcome(  # noqa: PLR0917  all that decides
    model: QualificationModel,
    known: Evidence,
    reviews,
    thresholds,
    segments,
    required: set[str],
) -> None:
    book = playbook(
        model=replace(model, segments=segments),
        review_rules=reviews,
        thresholds=thresholds,
        required=tuple(required),
    )

    outcome = choose_band(score(known, book.model, NOW), known, book)

    # A person decides, or there is one band, one row and one person (or nobody, loudly).
    if isinstance(outcome, OutsideModel):
        assert outcome.code in {"unclear", "required_missing", "near_threshold"}
        return
    assert isinstance(outcome, Banded)
    assert outcome.band in {Band.HIGH, Band.MEDIUM, Band.LOW}
    match = match_row(known, outcome.band, book)
    assert [row.id for row in book.rows].count(match.row) == 1
    pick = choose_owner(match, book, {}, Ledger(), barred={}, now=NOW)
    match pick:
        case Picked(owner):
            assert book.has_person(owner)
        case NobodyAvailable(because=because):
            assert because
