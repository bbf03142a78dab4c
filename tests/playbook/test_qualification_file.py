"""The qualification section of a playbook file, beyond the plainest rules."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.playbook.file import read_playbook
from domain.errors import PlaybookError
from domain.evidence import KNOWN_FIELDS
from domain.playbook import Playbook
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import ASKED_FOR
from domain.rules.event_tests import EventsSeen, Having
from domain.rules.facts import COMPUTED_FIELDS

SMALL = (Path(__file__).parent / "small.yaml").read_text()
RULE = """\
      - id: downloads
        points: 4
        each: true
        at_most: 12
        group: reading
        events: { name: [download, webinar], times: 2, within: 14d, having: { file: "price*" } }
        half_life: 7d
        because: "{event}, {times} times, {days_ago} days ago"
"""
MORE = """\
  groups:
    reading: { at_most: 20 }
  segments:
    - { id: enterprise, when: { employees: { at_least: 1000 } } }
  titles:
    seniority: { buyer: [patron] }
    role: { fleet: [fleet, flota] }
  asks_for: [company, phone, fields.vehicles]
bands:
"""


def read(text: str) -> Playbook:
    return read_playbook(text, "small.yaml")


def with_more(text: str = SMALL) -> str:
    ends = "  time_frames:"
    return text.replace(ends, RULE + ends).replace("bands:\n", MORE, 1)


def faults_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(PlaybookError) as refused:
        read(text)
    return [(fault.pointer, fault.sentence) for fault in refused.value.faults]


def test_a_rule_may_count_each_event_in_a_group() -> None:
    model = read(with_more()).model

    rule = model.rules[-1]
    assert rule.events == EventsSeen(
        ("download", "webinar"), 2, timedelta(days=14), (Having("file", ("price*",)),)
    )
    assert (rule.at_most, rule.group, rule.half_life) == (12, "reading", timedelta(7))
    assert model.groups == {"reading": 20}


def test_segments_titles_and_what_is_asked_for_can_be_written_down() -> None:
    model = read(with_more()).model

    assert [segment.id for segment in model.segments] == ["enterprise"]
    assert model.titles.seniority_of(" patron ") == "buyer"
    assert model.titles.role_of(" jefa de flota ") == "fleet"
    assert model.asked_for == ("company", "phone", "fields.vehicles")


def test_without_them_everything_is_as_it_was() -> None:
    model = read(SMALL).model

    assert (model.segments, model.groups) == ((), {})
    assert model.asked_for == ASKED_FOR


def test_a_band_may_begin_elsewhere_for_a_segment() -> None:
    text = with_more().replace(
        "from_points: 60",
        "from_points: 60\n    for_segments: { enterprise: { from_points: 50 } }",
    )

    thresholds = read(text).thresholds

    own = {"enterprise": Thresholds(50, 30, margin=2)}
    assert thresholds == Thresholds(60, 30, margin=2, by_segment=own)


_RULES = "/qualification/intent/rules/2"


@pytest.mark.parametrize(
    ("old", "new", "pointer", "sentence"),
    [
        (
            "        at_most: 12\n",
            "",
            f"{_RULES}/each",
            "`each` needs `at_most`: how much all may give together",
        ),
        (
            "        each: true\n",
            "",
            f"{_RULES}/at_most",
            "`at_most` goes with `each: true`",
        ),
        (
            "group: reading",
            "group: writing",
            f"{_RULES}/group",
            "no group under `qualification: groups` has this name",
        ),
        (
            "points: 10\n",
            "points: 10\n        group: reading\n",
            f"{_RULES}/group",
            "the other rules of this group are in fit",
        ),
        (
            '        half_life: 7d\n        because: "{event}',
            '        pages: { like: /a }\n        because: "{event}',
            _RULES,
            "expected either `pages` or `events`; make two rules of it",
        ),
        (
            "        points: 10\n",
            "        points: 10\n        each: true\n        at_most: 5\n",
            "/qualification/fit/rules/0/each",
            "`each` needs `pages` with `like`, or `events`, to count",
        ),
        (
            "{event},",
            "{page},",
            f"{_RULES}/because",
            "nothing fills {page} here",
        ),
        (
            "        group: reading\n",
            "",
            "/qualification/groups/reading",
            "no rule is in this group",
        ),
        (
            "employees: { at_least: 1000 }",
            "segment: enterprise",
            "/qualification/segments/0/when",
            "a segment cannot ask for the segment",
        ),
        (
            "{ id: enterprise,",
            "{ id: enterprise, when: { country: ES } }\n    - { id: enterprise,",
            "/qualification/segments/1/id",
            "another segment has this id",
        ),
        (
            "fleet: [fleet, flota]",
            "fleet: [fleet], cars: [Fleet]",
            "/qualification/titles/role/cars/0",
            "the same words stand above",
        ),
        (
            "buyer: [patron]",
            "buyer: [patron, '!?']",
            "/qualification/titles/seniority/buyer/1",
            "expected a word of a job title",
        ),
        (
            "asks_for: [company",
            "asks_for: [completeness",
            "/qualification/asks_for/0",
            "no field has this name; a field of your own is `fields.<name>`",
        ),
        (
            "from_points: 60",
            "from_points: 60\n    for_segments: { hidden: { from_points: 50 } }",
            "/bands/high/for_segments/hidden",
            "no segment under `qualification: segments` has this id",
        ),
        (
            "from_points: 30",
            "from_points: 30\n    for_segments: { enterprise: { from_points: 60 } }",
            "/bands/medium/for_segments/enterprise/from_points",
            "medium must begin under high",
        ),
        (
            "from_points: 60",
            "from_points: 60\n    for_segments: { enterprise: { from_points: 30 } }",
            "/bands/high/for_segments/enterprise/from_points",
            "medium must begin under high",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_where_it_stands(
    old: str, new: str, pointer: str, sentence: str
) -> None:
    text = with_more()
    assert old in text

    told = faults_of(text.replace(old, new, 1))

    assert any(sentence in words for where, words in told if where == pointer)


def test_every_field_that_a_rule_may_name_is_written_down() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "playbook.md").read_text("utf-8")

    missing = {name for name in KNOWN_FIELDS | COMPUTED_FIELDS if name not in docs}

    assert missing == set()
