"""What is different between a decision and the one that would be made now."""

from dataclasses import replace

from domain.explaining.then_and_now import MOST_CHANGES, SAME, Decided, differences
from domain.playbook import Playbook
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part
from domain.qualifying.reasons import Reason, Score
from tests.domain.cast import ANA, person, playbook

PRICING = Reason("pricing", Part.INTENT, 15, "looked at /pricing")
QUOTE = Reason("quote", Part.URGENCY, 10, "asks for an offer")


def decided(
    version: int = 3,
    rules: Playbook | None = None,
    reasons: tuple[Reason, ...] = (PRICING,),
    excluded: tuple[str, ...] = (),
) -> Decided:
    return Decided(version, rules or playbook(), Score(reasons), excluded)


def test_where_nothing_changed_that_is_said() -> None:
    assert differences(decided(), decided()) == (SAME,)


def test_a_newer_version_is_told_by_what_it_changes() -> None:
    new = playbook(thresholds=Thresholds(high=55, medium=30))

    told = differences(decided(), decided(4, new))

    assert told == (
        "Version 4 of the playbook: High begins at 55 points instead of 60",
    )


def test_a_version_that_says_the_same_is_told_to() -> None:
    assert differences(decided(), decided(4)) == (
        "Version 4 says the same as version 3",
    )


def test_of_very_many_changes_the_first_are_told() -> None:
    more = tuple(person(f"rep{n}") for n in range(MOST_CHANGES + 3))
    new = playbook(people=(*playbook().people, *more))

    told = differences(decided(), decided(4, new))

    assert len(told) == MOST_CHANGES + 1
    assert told[-1] == "Version 4 changes 3 more things"


def test_points_are_told_from_the_greatest_change_on() -> None:
    faded = replace(PRICING, points=3.75)

    told = differences(decided(), decided(reasons=(QUOTE, faded)))

    assert told == (
        "+3.8 instead of +15: looked at /pricing",
        "+10 instead of 0: asks for an offer",
    )


def test_people_are_told_both_ways() -> None:
    before = decided(excluded=("Ana is away until 09:00 on Mon",))
    after = decided(excluded=("Ben takes no new leads for now",))

    assert differences(before, after) == (
        "Now Ben takes no new leads for now",
        "No longer so: Ana is away until 09:00 on Mon",
    )


def test_another_owner_is_told_with_the_reason() -> None:
    before = replace(decided(), owner=ANA.handle)
    after = replace(decided(), owner="ben", got_it="Ben Silva would get it: his turn")

    assert differences(before, after) == ("Ben Silva would get it: his turn",)
