"""What another playbook would do with leads of the past, and the sentence that says why."""

from dataclasses import replace
from uuid import UUID

from domain.comparing.moving import Moved, moved
from domain.comparing.replay import Count, PastLead, Replay, Stand, Tally, compared
from domain.evidence import Evidence
from domain.people import Team
from domain.playbook import Playbook
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.routing.rows import RoutingRow, TeamTarget
from tests.domain.cast import NOW, evidence, playbook, when

SPAIN = Rule("spain", Part.FIT, 40, "is in {country}", when(country="ES"))
FLEET = Rule("fleet", Part.INTENT, 25, "wants a {product}", when(product="fleet"))
PUBLISHED = playbook(model=QualificationModel((SPAIN, FLEET)))
DANA = evidence(country="ES", product="fleet")  # 65 points: high, iberia


def past(*known: Evidence) -> list[PastLead]:
    return [
        PastLead(UUID(int=n), f"Dana {n}", one, NOW) for n, one in enumerate(known, 1)
    ]


def what_moves(draft: Playbook, *known: Evidence) -> list[Moved]:
    both = compared(past(*known), Replay(PUBLISHED), Replay(draft))
    return [one for each in both if (one := moved(each, draft)) is not None]


def test_the_published_playbook_as_a_draft_moves_nobody() -> None:
    same = replace(PUBLISHED)

    assert what_moves(same, DANA, evidence(), evidence(country="PT"), DANA) == []


def test_another_threshold_moves_a_lead_between_bands_and_says_from_which_points() -> (
    None
):
    stricter = replace(PUBLISHED, thresholds=Thresholds(high=70, medium=30))

    (one,) = what_moves(stricter, DANA)

    assert (one.label, one.before, one.after) == (
        "Dana 1",
        Stand(Band.HIGH, "iberia", "ana"),
        Stand(Band.MEDIUM, "iberia", "ana"),
    )
    assert one.why == (
        "65 points; medium begins at 30, 5 under high "
        "(so far 65 points; high begins at 60)"
    )


def test_other_rules_are_told_by_what_they_give_and_take() -> None:
    lighter = replace(SPAIN, points=5)
    fair = Rule("fair", Part.INTENT, 3, "met us at a fair")
    draft = replace(PUBLISHED, model=QualificationModel((lighter, FLEET, fair)))

    (one,) = what_moves(draft, DANA)

    assert one.after == Stand(Band.MEDIUM, "iberia", "ana")
    assert one.why.endswith("-35 is in Spain; +3 met us at a fair")


def test_of_very_many_changes_the_greatest_are_named_and_the_others_counted() -> None:
    small = [Rule(f"r{n}", Part.FIT, -n, f"reason {n}") for n in range(10, 16)]
    draft = replace(PUBLISHED, model=QualificationModel((SPAIN, FLEET, *small)))

    (one,) = what_moves(draft, DANA)

    assert one.why.endswith(
        "-15 reason 15; -14 reason 14; -13 reason 13; and 3 more rules"
    )


def test_a_row_above_takes_a_lead_from_the_row_below() -> None:
    dashcams = RoutingRow("fleets", TeamTarget("north"), when(product="fleet"))
    draft = replace(PUBLISHED, rows=(dashcams, *PUBLISHED.rows))

    (one,) = what_moves(draft, DANA)

    assert one.after == Stand(Band.HIGH, "fleets", "cleo")
    assert one.why == "Row fleets takes it first: it stands above row iberia"


def test_a_row_that_is_gone_or_changed_lets_its_leads_fall_through() -> None:
    named, iberia, rest = PUBLISHED.rows
    gone = replace(PUBLISHED, rows=(named, rest))
    narrowed = replace(iberia, when=when(country="PT"))
    changed = replace(PUBLISHED, rows=(named, narrowed, rest))

    assert what_moves(gone, DANA)[0].why == "Row rest takes it, as row iberia is gone"
    assert what_moves(changed, DANA)[0].why == (
        "Row rest takes it: row iberia does not fit it any more"
    )


def test_a_row_may_lead_to_other_people_without_a_change_of_its_own() -> None:
    teams = (Team("iberia", ("ben",), "mara"), Team("north", ("cleo",), "mara"))

    (one,) = what_moves(replace(PUBLISHED, teams=teams), DANA)

    assert (one.before.owner, one.after.owner) == ("ana", "ben")
    assert (one.why, one.only_the_turn) == ("Row iberia leads to other people", False)


def test_a_lead_that_is_only_somebody_elses_turn_is_marked_as_such() -> None:
    stricter = replace(PUBLISHED, thresholds=Thresholds(high=70, medium=50))
    spain = evidence(country="ES")  # 40 points: no longer medium

    first, second = what_moves(stricter, spain, replace(DANA, submissions=2))

    assert (first.after, first.only_the_turn) == (Stand(Band.LOW), False)
    assert (second.before.owner, second.after.owner) == ("ben", "ana")
    assert second.only_the_turn is False  # its band changes as well
    only = replace(PUBLISHED, thresholds=Thresholds(high=60, medium=50))
    _, turned = what_moves(only, spain, DANA)
    assert (turned.only_the_turn, turned.why) == (
        True,
        "It is the turn of Ana among Ana and Ben",
    )


def test_a_team_without_anybody_gets_leads_that_nobody_owns() -> None:
    teams = (Team("iberia", (), "mara"), Team("north", ("cleo",), "mara"))
    draft = replace(PUBLISHED, teams=teams)

    (one,) = what_moves(draft, DANA)

    assert one.after == Stand(Band.HIGH, "iberia", None)


def test_counts_say_what_each_band_row_and_owner_gets_before_and_after() -> None:
    named, _, rest = PUBLISHED.rows
    draft = replace(PUBLISHED, rows=(named, rest))
    tally = Tally()

    for both in compared(
        past(DANA, DANA, evidence()), Replay(PUBLISHED), Replay(draft)
    ):
        tally.add(both.before.stand, both.after.stand)

    assert tally.leads == 3
    assert tally.by_band() == (Count("high", 2, 2), Count("low", 1, 1))
    assert tally.by_row(PUBLISHED, draft) == (
        Count("rest", 0, 2),
        Count("iberia", 2, 0),
    )
    assert tally.by_owner(PUBLISHED, draft) == (
        Count("ana", 1, 0),
        Count("ben", 1, 0),
        Count("cleo", 0, 2),
    )
