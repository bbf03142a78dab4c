import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adapters.playbook.editing import inserted, moved, value_at, with_value, without
from adapters.playbook.file import read_playbook
from adapters.yaml.lines import Plain, pointer_to, read_yaml
from domain.errors import PlaybookError

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"
EXAMPLE = (PLAYBOOKS / "example.yaml").read_text("utf-8")
SMALL = (Path(__file__).parent / "small.yaml").read_text("utf-8")

ODD = """\
# first
top: {a: 1, 'b': [x,  y , z], }  # behind
rows:
# about one
- id: one   # behind one

  # about two
- id: two
  when: {country:   [ES]}
  # within two
  text: |
    several
    # no comment

    lines

empty:
list:
  - [1, 2]
  -
    key: value
  # the end of the list
quoted: "yes"
last: [ ]
# the end"""


def walk(value: Plain, *path: str | int) -> Iterator[tuple[str, Plain]]:
    yield pointer_to(*path), value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, *path, key)
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, *path, index)


def plain(text: str) -> Plain:
    return read_yaml(text, "a test")[0]


def places(text: str, kind: type) -> list[str]:
    return [p for p, v in walk(plain(text)) if p and isinstance(v, kind)]


def comments(text: str) -> list[str]:
    return re.findall(r"(?:^|\s)(#.*)$", text, re.MULTILINE)


TEXTS = {"small": SMALL, "odd": ODD}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 3)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["NO", "yes", "~", "- x", "a: b", "a #b", "{x}", "50%", "'", '"']),
)
NAMES = st.text("abcdefgh_-", min_size=1, max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
    ),
    max_leaves=8,
)
TEXT = st.sampled_from(sorted(TEXTS)).map(TEXTS.__getitem__)


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data(), SCALARS)
def test_a_new_value_changes_that_value_and_no_other_character(
    text: str, given_: st.DataObject, value: Plain
) -> None:
    scalars = [p for p, v in walk(plain(text)) if not isinstance(v, dict | list)]
    pointer = given_.draw(st.sampled_from(scalars))
    before = value_at(text, pointer)
    assume("#" not in str(value))  # what only looks like a comment

    new = with_value(text, pointer, value)

    assert value_at(new, pointer) == value
    assert plain(with_value(new, pointer, before)) == plain(text)
    if not (isinstance(before, str) and "\n" in before):
        assert len(new.splitlines()) == len(text.splitlines())
        changed = zip(new.splitlines(), text.splitlines(), strict=True)
        assert sum(one != other for one, other in changed) <= 1
        assert comments(new)[-1] == comments(text)[-1]


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data(), VALUES)
def test_whole_lists_and_mappings_are_put_where_others_stood(
    text: str, given_: st.DataObject, value: Plain
) -> None:
    pointer = given_.draw(st.sampled_from([*places(text, list), *places(text, dict)]))

    new = with_value(text, pointer, value)

    assert value_at(new, pointer) == value


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data(), VALUES)
def test_an_added_key_keeps_every_line_and_every_comment(
    text: str, given_: st.DataObject, value: Plain
) -> None:
    around = given_.draw(st.sampled_from(["", *places(text, dict)]))
    assume("#" not in str(value))

    new = with_value(text, f"{around}/added", value)

    assert value_at(new, f"{around}/added") == value
    assert set(comments(text)) <= set(comments(new))
    assert plain(without(new, f"{around}/added")) == plain(text)


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data(), VALUES)
def test_an_item_put_in_and_taken_out_leaves_the_text_as_it_was(
    text: str, given_: st.DataObject, value: Plain
) -> None:
    pointer = given_.draw(st.sampled_from(places(text, list)))
    items = value_at(text, pointer)
    assert isinstance(items, list)
    assume(items)
    index = given_.draw(st.integers(0, len(items)))
    assume("#" not in str(value))

    new = inserted(text, pointer, index, value)

    assert value_at(new, f"{pointer}/{index}") == value
    assert set(comments(text)) <= set(comments(new))
    assert without(new, f"{pointer}/{index}").rstrip() == text.rstrip()


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data())
def test_what_is_taken_out_takes_no_line_of_another_with_it(
    text: str, given_: st.DataObject
) -> None:
    pointer = given_.draw(st.sampled_from([p for p, _ in walk(plain(text)) if p]))

    new = without(text, pointer)

    kept = set(new.splitlines())
    assert [one for one in comments(new) if one not in comments(text)] == []
    assert len(kept - set(text.splitlines())) <= 2  # a line that it shared with others


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data())
def test_a_moved_item_keeps_all_lines_and_comes_back_as_it_was(
    text: str, given_: st.DataObject
) -> None:
    pointer = given_.draw(st.sampled_from(places(text, list)))
    items = value_at(text, pointer)
    assert isinstance(items, list)
    assume(items)
    here = given_.draw(st.integers(0, len(items) - 1))
    there = given_.draw(st.integers(0, len(items) - 1))

    new = moved(text, pointer, here, there)

    assert sorted(comments(new)) == sorted(comments(text))
    assert moved(new, pointer, there, here) == text


def test_a_threshold_changes_in_its_line_and_its_comment_stays() -> None:
    text = EXAMPLE.replace("from_points: 60", "from_points: 60  # agreed in May")

    new = with_value(text, "/bands/high/from_points", 65)

    assert new == text.replace(
        "from_points: 60  # agreed in May", "from_points: 65  # agreed in May"
    )


def test_quotes_stay_and_come_where_they_are_needed() -> None:
    because = "/bands/review/rules/0/because"

    kept = with_value(EXAMPLE, because, 'says "no"')
    needed = with_value(EXAMPLE, "/company", "NO")

    assert r'because: "says \"no\""' in kept
    assert 'company: "NO"' in needed


def test_a_row_takes_its_comment_along() -> None:
    text = EXAMPLE.replace("  - id: dashcams", "  # Cleo knows them\n  - id: dashcams")

    new = moved(text, "/routing", 3, 0)

    assert "routing:\n  # Cleo knows them\n  - id: dashcams\n    when:" in new
    assert "to: { rep: ana } # her team, if she cannot" in new


def test_a_new_row_stands_as_a_person_would_write_it() -> None:
    row: Plain = {"id": "named", "when": {"country": ["NO"]}, "to": {"team": "north"}}

    new = inserted(EXAMPLE, "/routing", 0, row)

    assert (
        "routing:\n"
        "  - id: named\n"
        '    when: { country: ["NO"] }\n'
        "    to: { team: north }\n"
        "  - id: iberia-large\n"
    ) in new
    assert read_playbook(new, "a test").rows[0].id == "named"


def test_an_emptied_list_can_be_filled_again() -> None:
    empty = without("rules:\n- id: one\nlast: 1\n", "/rules/0")

    again = inserted(empty, "/rules", 0, {"id": "two"})

    assert plain(empty) == {"rules": [], "last": 1}
    assert plain(again) == {"rules": [{"id": "two"}], "last": 1}


def test_names_on_the_way_are_made() -> None:
    new = with_value(EXAMPLE, "/elsewhere/country", "ES")

    assert new == f"{EXAMPLE}elsewhere: {{ country: ES }}\n"


def test_a_long_text_gets_lines_of_its_own() -> None:
    new = with_value("messages:\n  a: x\nlast: 1\n", "/messages/b", "Hello,\n\nyou\n")

    assert new == "messages:\n  a: x\n  b: |\n    Hello,\n\n    you\nlast: 1\n"


@pytest.mark.parametrize("pointer", ["", "/company/name", "/routing/99"])
def test_where_nothing_can_stand_nothing_is_put(pointer: str) -> None:
    with pytest.raises(PlaybookError) as refused:
        with_value(EXAMPLE, pointer, 1)

    assert refused.value.faults[0].pointer == pointer


@pytest.mark.parametrize("pointer", ["", "/nothing", "/routing/99", "/company/x"])
def test_what_is_not_there_is_not_taken_out(pointer: str) -> None:
    with pytest.raises(PlaybookError) as refused:
        without(EXAMPLE, pointer)

    assert refused.value.faults[0].pointer == pointer


@pytest.mark.parametrize(("pointer", "to"), [("/routing", 99), ("/company", 0)])
def test_nothing_moves_out_of_its_list(pointer: str, to: int) -> None:
    with pytest.raises(PlaybookError, match="not changed"):
        moved(EXAMPLE, pointer, 0, to)


def test_a_list_that_begins_in_the_line_of_another_is_left_alone() -> None:
    with pytest.raises(PlaybookError, match="not changed"):
        without("list:\n  - - 1\n    - 2\n", "/list/0/0")


def test_nothing_is_read_where_nothing_stands() -> None:
    with pytest.raises(PlaybookError, match="not changed"):
        value_at(EXAMPLE, "/bands/highest")


def test_a_text_that_is_no_yaml_is_not_edited() -> None:
    with pytest.raises(PlaybookError, match="cannot be used"):
        with_value("a: [", "/a", 1)
