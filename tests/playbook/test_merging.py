from hypothesis import given
from hypothesis import strategies as st

from adapters.playbook.merging import merged

BASE = "company: A\nhigh: 60\nmedium: 30\nrows:\n- one\n- two\n"


def test_changes_of_different_lines_both_stand() -> None:
    mine = BASE.replace("60", "65")
    theirs = BASE.replace("- two", "- two\n- three")

    both = merged(BASE, mine, theirs)

    assert both.text == BASE.replace("60", "65").replace("- two", "- two\n- three")
    assert both.clashes == ()


def test_where_both_changed_a_line_mine_stands_and_theirs_is_told() -> None:
    both = merged(BASE, BASE.replace("60", "65"), BASE.replace("60", "70"))

    assert both.text == BASE.replace("60", "65")
    (clash,) = both.clashes
    assert (clash.line, clash.mine, clash.theirs) == (2, ("high: 65",), ("high: 70",))


def test_the_same_change_twice_is_no_clash() -> None:
    changed = BASE.replace("60", "65")

    assert merged(BASE, changed, changed).text == changed
    assert merged(BASE, changed, changed).clashes == ()


def test_lines_put_in_at_the_same_place_clash() -> None:
    both = merged(BASE, BASE + "- mine\n", BASE + "- theirs\n")

    assert both.text == BASE + "- mine\n"
    assert [one.theirs for one in both.clashes] == [("- theirs",)]


LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12)


def as_text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines) or "\n"


@given(LINES, LINES)
def test_who_changed_alone_gets_exactly_that(base: list[str], mine: list[str]) -> None:
    one, other = as_text(base), as_text(mine)

    assert merged(one, other, one).text == other
    assert merged(one, one, other).text == other


@given(LINES, LINES, LINES)
def test_of_mine_nothing_is_lost(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    both = merged(as_text(base), as_text(mine), as_text(theirs))

    added = [line for line in set(mine) if mine.count(line) > base.count(line)]
    assert all(line in both.text.splitlines() for line in added)
