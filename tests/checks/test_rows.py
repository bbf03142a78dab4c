from collections.abc import Sequence

import pytest

from domain.checks import overlaps, patterns, regions
from domain.checks.finding import Finding, Severity
from domain.checks.playbook import check_playbook
from domain.routing.rows import RepTarget, RoutingRow, Target, TeamTarget
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.requirements import (
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Requirement,
)
from tests.domain.cast import playbook, when

NORTH, IBERIA, ANA = TeamTarget("north"), TeamTarget("iberia"), RepTarget("ana")
REST = RoutingRow("rest", NORTH)


def asks(field: str, *required: Requirement) -> Condition:
    return Condition((Clause(field, required),))


def row(name: str, condition: Condition, target: Target = IBERIA) -> RoutingRow:
    return RoutingRow(name, target, condition)


def found_in(*rows: RoutingRow) -> list[Finding]:
    """What is found of these rows, and of nothing else."""
    found = check_playbook(playbook(rows=rows))
    return [one for one in found if one.where[0] == "routing"]


def sentences(found: Sequence[Finding], code: str) -> list[str]:
    return [one.sentence for one in found if one.code == code]


def test_the_cast_has_nothing_wrong_with_its_rows() -> None:
    rows = playbook().rows

    found = found_in(*rows)

    assert [one.code for one in found] == ["overlap"]


def test_a_row_that_a_wider_one_above_takes_is_named_with_it() -> None:
    found = found_in(
        row("iberia", when(country=("ES", "PT"))),
        row("fleet", when(product="fleet"), ANA),
        row("spain", when(country="es", product="fleet"), ANA),
        REST,
    )

    (shadowed,) = (one for one in found if one.code == "shadowed-row")
    assert shadowed == Finding(
        Severity.ERROR,
        "shadowed-row",
        ("routing", 2),
        "Row spain is never reached: row iberia above takes every lead that fits it.",
    )


def test_rows_that_take_everything_only_together_are_all_named() -> None:
    found = found_in(
        row("small", asks("employees", Maximum(50))),
        row("other", when(product="fleet")),
        row("edge", asks("employees", Minimum(45), Maximum(55))),
        row("large", asks("employees", Minimum(20))),
        row("middle", asks("employees", Minimum(10), Maximum(90)), ANA),
        REST,
    )

    assert sentences(found, "shadowed-row") == [
        (
            "Row middle is never reached: rows small and large above together take "
            "every lead that fits it."
        )
    ]


def test_an_office_hours_row_takes_its_leads_at_any_hour() -> None:
    spain = when(country="ES")

    found = found_in(
        RoutingRow("open", IBERIA, spain, only_when_open=True),
        row("later", spain, NORTH),
        REST,
    )

    assert len(sentences(found, "shadowed-row")) == 1


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            asks("employees", Minimum(50), Maximum(10)),
            "employees is at least 50 and is at most 10",
        ),
        (when(band="low"), "band is low"),
        (asks("visits", Maximum(-1)), "visits is at most -1"),
        (
            asks("seconds_on_site", Minimum(5), Not(Minimum(3))),
            (
                "seconds on site is at least 5 and is known, and it is not so that it "
                "is at least 3"
            ),
        ),
    ],
)
def test_a_row_that_no_lead_can_fit_is_told(condition: Condition, words: str) -> None:
    found = found_in(row("never", condition), REST)

    assert sentences(found, "impossible-row") == [
        f"Row never is never reached: no lead can be so that {words}."
    ]


def test_a_row_between_alternatives_is_reached() -> None:
    either = Condition((AnyOf((when(country="ES"), when(language="es"))),))

    found = found_in(row("spanish", either), row("french", when(language="fr")), REST)

    assert [one.code for one in found] == []


def test_without_a_default_some_leads_fit_no_row() -> None:
    found = found_in(row("spain", when(country="ES")))

    assert [(one.code, one.where) for one in found] == [
        ("no-default-row", ("routing", 0))
    ]
    assert [(one.code, one.where) for one in found_in()] == [
        ("no-default-row", ("routing",))
    ]


def test_rows_that_cross_are_noted_once_for_all_that_ask_for_the_same() -> None:
    products = ("a", "b", "c", "d")

    found = found_in(
        *(row(f"only-{name}", when(product=name)) for name in products),
        row("spain", when(country="ES"), ANA),
        row("portugal", when(country="PT"), ANA),
        row("france", when(country="FR"), ANA),
        REST,
    )

    (note,) = (one for one in found if one.code == "overlap")
    assert (note.severity, note.where) == (Severity.NOTE, ("routing", 4))
    assert note.sentence == (
        "Some leads fit row spain and also row only-a above, which gets them: the order "
        "of these rows decides. So it is with 2 more rows asking for country, below rows "
        "that ask for product."
    )


def test_rows_of_the_same_fields_that_cross_are_named_too() -> None:
    found = found_in(
        row("iberia", when(country=("ES", "PT"))),
        row("latin", when(country=("PT", "FR")), ANA),
        row("west", when(country=("FR", "BE")), NORTH),
        REST,
    )

    (note,) = (one for one in found if one.code == "overlap")
    assert note.sentence == (
        "Some leads fit row latin and also row iberia above, which gets them: the order "
        "of these rows decides. So it is with 1 more row asking for country."
    )


def test_a_finer_row_above_a_wider_one_is_what_order_is_for() -> None:
    found = found_in(
        row("contoso", when(company="Contoso", country="ES"), ANA),
        row("spain", when(country="ES")),
        REST,
    )

    assert [one.code for one in found if one.code == "overlap"] == []


def test_when_very_many_pairs_would_have_to_be_weighed_the_rest_is_said_to_be_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overlaps, "MOST_PAIRS", 1)

    found = found_in(
        row("tracking", when(product="tracking")),
        row("spain", when(country="ES"), ANA),
        row("large", asks("employees", Minimum(500)), NORTH),
        REST,
    )

    assert [one.sentence for one in found if one.code == "more-overlaps"] == [
        "After 1 pairs of rows no more were compared: other rows may cross as well."
    ]


def test_a_number_between_two_rows_that_neither_names_is_told() -> None:
    found = found_in(
        row("small", asks("employees", Maximum(49))),
        row("large", asks("employees", Minimum(51)), ANA),
        REST,
    )

    assert [(one.severity, one.where) for one in found] == [
        (Severity.WARNING, ("routing",))
    ]
    assert "employees 50, though" in found[0].sentence


@pytest.mark.parametrize(
    "more",
    [
        asks("employees", OneOf((50,))),
        Condition((AnyOf((asks("employees", OneOf((50, "x"))),)),)),
    ],
)
def test_a_number_that_a_row_of_its_own_names_is_not_missed(more: Condition) -> None:
    found = found_in(
        row("small", asks("employees", Maximum(49))),
        row("large", asks("employees", Minimum(51))),
        row("fifty", more),
        REST,
    )

    assert found == []


def known(*fields: str, expected: bool) -> Condition:
    return Condition(
        tuple(Clause(name, (Known(expected=expected),)) for name in fields)
    )


def test_a_row_for_those_of_whom_half_is_known_is_reached() -> None:
    found = found_in(
        row("nothing", known("country", "language", expected=False)),
        row("everything", known("country", "language", expected=True)),
        row("fleet", when(product="fleet")),
        REST,
    )

    assert found == []


def test_alternatives_that_leave_nobody_out_shadow_what_is_below() -> None:
    either = AnyOf((known("country", expected=True), known("country", expected=False)))

    found = found_in(
        row("anybody", Condition((either,))), row("fleet", when(product="fleet")), REST
    )

    assert len(sentences(found, "shadowed-row")) == 2


def test_rows_that_take_everybody_without_a_default_leave_no_gap() -> None:
    found = found_in(
        row("yes", known("phone", expected=True)),
        row("no", known("phone", expected=False)),
    )

    assert found == []


def test_what_takes_too_long_to_tell_is_said_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regions, "MOST_STEPS", 0)

    found = found_in(row("a", when(country="ES")), row("b", when(product="x"), ANA))

    assert [one.code for one in found] == [
        "undecided-row",
        "no-default-row",
        "overlap",
    ]
    assert found[0].sentence == (
        "Whether rows a and b are ever reached takes too long to tell."
    )


def test_patterns_with_brackets_or_too_many_stars_may_go_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patterns, "MOST_STATES", 1)

    found = found_in(
        row("brackets", asks("landing_page", Like(("/[ab]*",)), Not(Like(("/[a]*",))))),
        row("stars", asks("referrer", Like(("*a*b*",)), Not(Like(("*a*", "*b*"))))),
        REST,
    )

    assert [one.severity for one in found if one.severity is Severity.ERROR] == []
