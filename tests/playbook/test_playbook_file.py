import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playbook.file import read_playbook
from domain.errors import Fault, PlaybookError
from domain.people import Role
from domain.promises.plans import ACCEPT_STEPS, NEXT_TOUCH_STEPS, PlannedStep
from domain.promises.sla import StepAction
from domain.promises.texts import Message, Text
from domain.qualifying.advice import Advice, CorrectFirst, Verdict
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import Part
from domain.routing.rows import RepTarget, TeamTarget
from domain.rules.conditions import AnyOf, Clause
from domain.rules.facts import TimeFrame
from domain.rules.page_tests import PagesInOrder, PagesSeen
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
)
from domain.working_time.working_hours import Span

SMALL = (Path(__file__).parent / "small.yaml").read_text()


def line_of(text: str, found: str) -> int:
    return text[: text.index(found)].count("\n") + 1


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(PlaybookError) as refused:
        read_playbook(text, "small.yaml")
    assert str(refused.value) == "small.yaml cannot be used."
    return refused.value.faults


def faults_or_none(text: str) -> tuple[Fault, ...]:
    try:
        read_playbook(text, "small.yaml")
    except PlaybookError as refused:
        return refused.faults
    return ()


def test_a_small_playbook_becomes_a_value() -> None:
    book = read_playbook(SMALL, "small.yaml")

    assert (book.name, book.language, book.zone) == (
        "Small & Co",
        "en",
        "Europe/Madrid",
    )
    assert book.release_over == timedelta(minutes=20)
    assert book.hours.windows[4] == ((time(9), time(14)), (time(16), time(0)))
    assert book.days.closed_on == {date(2026, 12, 25)}
    assert book.thresholds == Thresholds(60, 30, margin=2)
    assert book.required == ("email", "fields.vehicles")
    assert book.templates == {"story": Message(Text("Hello"))}


def test_people_have_the_zone_of_the_business_or_their_own() -> None:
    book = read_playbook(SMALL, "small.yaml")

    ana, mara = book.person("ana"), book.person("mara")
    assert (ana.zone, ana.capacity, ana.languages) == ("Europe/Lisbon", 5, ("pt",))
    assert ana.hours is not None
    assert ana.calendar_url == "https://meet.example/ana"
    assert (mara.zone, mara.hours, mara.role) == ("Europe/Madrid", None, Role.MANAGER)
    assert book.team("iberia").members == ("ana",)


def test_rules_keep_their_part_order_and_caps() -> None:
    model = read_playbook(SMALL, "small.yaml").model

    assert [(rule.id, rule.part) for rule in model.rules] == [
        ("all-operators", Part.FIT),
        ("pricing", Part.INTENT),
        ("in-order", Part.INTENT),
    ]
    assert model.caps == {Part.FIT: 40}
    assert model.time_frames == (TimeFrame(7, ("this week", "asap")),)
    assert model.rules[1].half_life == timedelta(days=7)
    assert model.rules[1].pages == PagesSeen(("/pricing*",), 2, 60, timedelta(days=14))
    assert model.rules[2].pages == PagesInOrder(("/a", "/b"))


def test_every_operator_of_a_condition_can_be_written() -> None:
    rule = read_playbook(SMALL, "small.yaml").model.rules[0]

    assert rule.when.clauses[:-1] == (
        Clause("country", (OneOf(("ES", "PT")),)),
        Clause("product", (OneOf(("fleet",)),)),
        Clause("employees", (Minimum(5), Maximum(50.5))),
        Clause("landing_page", (Like(("/fleet*",)),)),
        Clause("message", (ContainsNone(("no",)), ContainsAny(("quote", "price")))),
        Clause("phone", (Known(expected=True),)),
        Clause("industry", (Not(OneOf(("farming",))),)),
        Clause("fields.trial", (OneOf((True,)),)),
    )
    either = rule.when.clauses[-1]
    assert isinstance(either, AnyOf)
    assert len(either.alternatives) == 2


def test_promises_and_plans_are_read_or_have_defaults() -> None:
    book = read_playbook(SMALL, "small.yaml")

    high, medium = book.promises[Band.HIGH], book.promises[Band.MEDIUM]
    assert high.accept_within == Span(timedelta(minutes=15))
    assert high.accept_steps == ACCEPT_STEPS
    assert medium.contact_within == Span(days=1)
    assert medium.contact_steps == (
        PlannedStep(0.5, StepAction.REMIND_OWNER),
        PlannedStep(1.0, StepAction.TELL_MANAGER),
        PlannedStep(1.0, StepAction.SEND_BRIDGE),
        PlannedStep(Span(days=2), StepAction.SEND_FOLLOW_UP, "story"),
    )
    assert medium.max_reassignments == 1
    assert book.next_touch_promise.within == Span(days=2)
    assert book.next_touch_promise.steps == NEXT_TOUCH_STEPS
    (chat,) = book.special.bands[Band.MEDIUM]
    assert (chat.id, chat.promise.accept_within) == (
        "chat",
        Span(timedelta(minutes=30)),
    )
    assert chat.promise.accept_steps == (PlannedStep(1.0, StepAction.OPEN_TO_TEAM),)
    assert chat.promise.contact_steps == medium.contact_steps
    assert [plan.promise.within for plan in book.special.review] == [
        Span(timedelta(hours=1))
    ]
    assert [plan.promise.within for plan in book.special.next_touch] == [Span(days=1)]
    assert book.nurture.close_after == Span(days=30)
    assert book.review_rules[0].code == "competitor"
    assert book.review_rules[0].suggest is None


def test_rows_end_with_the_default() -> None:
    rows = read_playbook(SMALL, "small.yaml").rows

    assert [(row.id, row.target) for row in rows] == [
        ("named", RepTarget("ana")),
        ("rest", TeamTarget("iberia")),
    ]
    assert rows[0].only_when_open


def test_what_may_be_left_out_may_be_left_out() -> None:
    text = re.sub(r"next_touch:\n(  .*\n)+", "", SMALL)

    assert read_playbook(text, "x").next_touch_promise.within == Span(days=3)


RIVAL = 'because: "{email_domain} is a competitor"'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("reject", Verdict.REJECT),
        ("low", Verdict.LOW),
        ("{ correct: employees }", CorrectFirst("employees")),
        ("{ correct: disagrees }", CorrectFirst("disagrees")),
        ("{ correct: fields.vehicles }", CorrectFirst("fields.vehicles")),
    ],
)
def test_a_review_rule_advises_whoever_decides(written: str, read: Advice) -> None:
    text = SMALL.replace(RIVAL, f"{RIVAL}\n        suggest: {written}")

    assert read_playbook(text, "x").review_rules[0].suggest == read


MEDIUM = "from_points: 60\n    accept_within: 4h"
NOTHING_FILLS = "nothing fills {nobody} here"
# what stands in the file, what stands there instead, the line it is found on (of this
# text in the changed file), and what is said
WRONG = [
    (
        RIVAL,
        f"{RIVAL}\n        suggest: perhaps",
        "suggest:",
        "expected one of high, medium, low, reject, spam, or { correct: employees }",
    ),
    (
        RIVAL,
        f"{RIVAL}\n        suggest: {{ correct: email }}",
        "suggest:",
        "`correct` can name one",
    ),
    ("company: Small & Co", "company: [a]", "company:", "expected text"),
    ("company: Small & Co\n", "", "language", "company: is missing"),
    ("language: en", "language: English", "language:", "expected a language code"),
    ("required: [", "needed: [", "needed:", "nothing here has this name"),
    ("language: en", "language: no\nlanguage: en", "language: en", "stands here twice"),
    ("language: en", "language: *en", "language:", "anchors and aliases"),
    ("language: en", "language: &en en", "language:", "anchors and aliases"),
    ("language: en", "language: !!set en", "language:", "tags are not used"),
    ("language: en", "language: [en", "zone:", "not good YAML"),
    ("zone: Europe/Madrid", "zone: Madrid", "zone:", "expected a time zone"),
    ("zone: Europe/Madrid", "zone: ../x", "zone:", "expected a time zone"),
    ("mon-thu: 09:00-18:00", "mo-thu: 09:00-18:00", "hours:", "mon-fri: 09:00-18:00"),
    ("mon-thu: 09:00-18:00", "thu-mon: 09:00-18:00", "hours:", "in order of the week"),
    ("mon-thu: 09:00-18:00", "mon-fri: 09:00-18:00", "hours:", "fri has hours twice"),
    ("mon-thu: 09:00-18:00", "mon-thu: 9-18", "hours:", "mon-fri: 09:00-18:00"),
    ("mon-thu: 09:00-18:00", "mon-thu: 24:00-18:00", "hours:", "mon-fri: 09:00-18:00"),
    ("mon-thu: 09:00-18:00", "mon-thu: 18:00-09:00", "hours:", "must be in order"),
    ("[2026-12-25]", "[2026-13-25]", "closed_on", 'such as "2026-12-25"'),
    ("  ana:\n", "  Ana Ortiz:\n", "Ana Ortiz", "expected lower-case letters"),
    ("ana@small.example", "ana", "email: ana", "expected a mail address"),
    ("role: rep", "role: boss", "role: boss", "expected one of rep, manager"),
    ("https://meet.example/ana", "javascript:x", "javascript", "begins with"),
    ("capacity: 5", "capacity: 0", "capacity", "found 0, expected 1 or more"),
    ("capacity: 5", "capacity: five", "capacity", "expected a whole number"),
    ("role: manager", "role: rep", "people:", "somebody must be a manager"),
    ("members: [ana]", "members: [ana, zoe]", "members", "nobody under `people`"),
    ("members: [ana]", "members: [ana, ana]", "members", "this person is here twice"),
    ("members: [ana]", "members: []", "members", "expected at least one entry"),
    ("manager: mara", "manager: zoe", "manager: zoe", "nobody under `people`"),
    ("fields.vehicles]", "vehicles]", "required:", "no field has this name"),
    ("at_most: 40", "at_most: -1", "at_most", "found -1, expected more than 0"),
    ("points: 10", "points: many", "points: many", "expected a number"),
    ("points: 10", "points: 1e400", "points: 1e400", "expected a number"),
    ("id: pricing", "id: in-order", "id: in-order\n        points: 26", "has this id"),
    ("{page} {seconds}", "{nobody}", "{nobody}", NOTHING_FILLS),
    ("country: [ES", "countyr: [ES", "countyr", "no field has this name"),
    ("{ at_least: 5,", "{ at_laest: 5,", "at_laest", "nothing here has this name"),
    ("product: fleet", "product: {}", "product:", "expected a value"),
    ("product: fleet", "product: ~", "product:", "expected names with values"),
    ("product: fleet", "product: []", "product:", "at least one entry"),
    (
        "{ not: farming }",
        "{ not: { at_least: 1, at_most: 2 } }",
        "not:",
        "one operator",
    ),
    ("language: pt }", "band: high }", "band: high", "no field has this name"),
    ("times: 2, ", "in_order: [/a, /b], ", "in_order: [/a", "either `like` or"),
    ("in_order: [/a, /b] }", "in_order: [/a, /b], times: 2 }", "times: 2 }", "go with"),
    ("half_life: 7d", "half_life: week", "half_life", "expected a duration"),
    (
        "        pages: { in_order: [/a, /b] }\n",
        "",
        "id: in-order",
        "needs `when`, `pages` or",
    ),
    ("points: 10", "points: 10\n        half_life: 7d", "half_life", "needs `pages`"),
    ("{ mon: 10:00-12:00 }", "10:00-12:00", "hours: 10", "mon-fri: 09:00-18:00"),
    ("days: 7", "days: -7", "days: -7", "found -7, expected 0 or more"),
    ("{ channel: chat }", "{ nobody: chat }", "nobody: chat", "no field has this name"),
    ("at: 100%, do: open_to_team", "at: 90%, do: open_to_team", "id: chat", "at 100%"),
    ("from_points: 30", "from_points: 60", MEDIUM, "medium must begin under high"),
    ("accept_within: 15m", "accept_within: 0m", "accept_within: 0m", "a duration"),
    ("accept_within: 4h", "accept_within: 240", "accept_within: 240", "a duration"),
    ("at: 50%", "at: half", "at: half", 'expected a share such as "50%"'),
    ("do: remind_owner", "do: remind_reviewers", "remind_reviewers", "expected here"),
    ("do: remind_owner", "do: close", "do: close", "expected one of"),
    ("do: remind_owner", "do: [send_follow_up]", "[send_follow_up]", "a `template`"),
    ("do: remind_owner", "do: remind_owner, channel: fax", "fax", "expected one of"),
    (
        "do: send_follow_up,",
        "do: send_follow_up, channel: slack,",
        "slack",
        "have a channel",
    ),
    ("at: 100%", "at: 90%", "if_not_contacted", "a plan needs a step at 100%"),
    (
        "{ at: 100%, do: [tell_manager, send_bridge] }",
        "{ at: 100%, do: tell_manager, when: { country: ES } }",
        "if_not_contacted",
        "a plan needs a step at 100%",
    ),
    ("kind: book", "kind: call", "kind: call", "expected one of book, acknowledge"),
    ("{owner} will call", "{nobody} will call", "{nobody}", NOTHING_FILLS),
    ("Read this.", "By {respond_by}.", "url: /guide", "nothing fills {respond_by}"),
    ("{email_domain} is", "{nobody} is", "{nobody}", NOTHING_FILLS),
    ("email_domain: x.example", "nobody: 1", "nobody: 1", "no field has this name"),
    ("rep: ana }", "rep: zoe }", "rep: zoe", "nobody under `people`"),
    ("team: iberia }", "team: south }", "team: south", "no team under `teams`"),
    (
        "rep: ana }",
        "rep: ana, team: iberia }",
        "rep: ana,",
        "one of `team`, `rep` or `queue`",
    ),
    ("id: rest", "id: named", "id: named\n    to", "another row has this id"),
    ("    when: { company: Contoso }\n", "", "id: named", "none below can match"),
    ("id: rest", "id: rest\n    when: { country: ES }", "id: rest", "be the default"),
    ("when: { company: Contoso }", "when: {}", "when: {}", "at least one field"),
    ("story: Hello", 'story: ""', "story:", "found nothing, expected some text"),
]


@pytest.mark.parametrize(("right", "wrong", "found_at", "sentence"), WRONG)
def test_what_is_wrong_is_said_with_its_line(
    right: str, wrong: str, found_at: str, sentence: str
) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)

    faults = faults_of(text)

    assert [(fault.line, sentence in fault.sentence) for fault in faults] == [
        (line_of(text, found_at), True)
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("role: rep", "role: boss").replace("from_points: 30", "a: 1")

    faults = faults_of(text)

    assert len(faults) == 3
    assert [f.line for f in faults] == sorted(f.line or 0 for f in faults)


def test_a_fault_points_to_its_place() -> None:
    (fault,) = faults_of(SMALL.replace("role: rep", "role: boss"))

    assert fault.pointer == "/people/ana/role"


def test_of_a_long_value_one_short_line_is_quoted() -> None:
    (fault,) = faults_of(SMALL.replace("language: en", f"language: {'x' * 5000}"))

    assert f"found “{'x' * 39}…”, expected a language code" in fault.sentence
    assert len(fault.sentence) < 150


def test_long_names_are_cut() -> None:
    (fault,) = faults_of(SMALL.replace("language: en", f"language: en\n{'x' * 500}: 1"))

    assert fault.sentence.startswith(f"{'x' * 39}…: nothing here has this name")
    assert len(fault.sentence) < 400


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("# only a comment", "is empty"),
        ("\x00", "characters that YAML does not allow"),
        ("[" * 100, "nested too deeply"),
        ("a: 1\n---\nb: 2", "another document"),
        ("? [a]\n: 1", "A key must be a word"),
        ("x" * 1_000_001, "longer than a million"),
        ("just words", "expected names with values"),
        ("a:\n\t- b", "not good YAML"),
    ],
)
def test_what_is_no_playbook_at_all_is_refused(text: str, sentence: str) -> None:
    faults = faults_of(text)

    assert sentence in faults[0].sentence
    assert faults[0].line is not None


@given(st.text())
def test_any_text_is_either_a_playbook_or_refused(text: str) -> None:
    assert faults_of(text)


@given(st.integers(0, len(SMALL)), st.integers(0, 30), st.text(max_size=3))
def test_a_damaged_playbook_is_read_or_refused_and_never_crashes(
    at: int, length: int, noise: str
) -> None:
    damaged = SMALL[:at] + noise + SMALL[at + length :]

    assert all(fault.line for fault in faults_or_none(damaged))


def test_words_that_yaml_once_took_for_booleans_are_words() -> None:
    text = SMALL.replace("product: fleet", "product: [no, on, 12:30, 1_000, 0x1F]")

    clause = read_playbook(text, "x").model.rules[0].when.clauses[1]

    assert clause == Clause("product", (OneOf(("no", "on", "12:30", "1_000", "0x1F")),))
