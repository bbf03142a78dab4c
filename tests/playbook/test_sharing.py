"""How a playbook file says who shares which leads, and what is wrong with it otherwise."""

from datetime import date, timedelta

import pytest

from adapters.playbook.checks import check_document
from adapters.playbook.file import read_playbook
from domain.in_words.model_words import explain_playbook
from domain.people import Method
from domain.routing.fairness import FairnessRules
from domain.routing.rows import Only, TeamTarget
from domain.routing.sticky import Sticky
from domain.working_time.working_hours import Span
from tests.playbook.test_playbook_file import SMALL, faults_of, line_of

TEAM = "iberia: { members: [ana], manager: mara }"
ROW = "    to: { team: iberia }"
END = "\nrouting:\n"


def with_sections(text: str) -> str:
    return SMALL.replace(END, f"\n{text}{END}")


def test_what_is_not_said_is_as_it_always_was() -> None:
    book = read_playbook(SMALL, "small.yaml")

    assert book.fairness == FairnessRules()
    assert book.sticky == Sticky()
    assert book.team("iberia").method is Method.ROUND_ROBIN
    assert book.person("ana").weight == 1


def test_a_team_may_share_by_another_method() -> None:
    team = TEAM.replace("mara }", "mara, method: best_conversion, explore: 10% }")

    book = read_playbook(SMALL.replace(TEAM, team), "small.yaml")

    assert book.team("iberia").method is Method.BEST_CONVERSION
    assert book.team("iberia").explore == 0.1


def test_a_row_may_name_a_method_and_who_qualifies() -> None:
    target = (
        "to: { team: iberia, method: least_open,"
        " only: { seniority: [senior, principal], skills: dashcam, speaks: lead } }"
    )

    book = read_playbook(SMALL.replace(ROW.strip(), target), "small.yaml")

    only = Only(("senior", "principal"), ("dashcam",), speaks_lead=True)
    assert TeamTarget("iberia", Method.LEAST_OPEN, only) in [
        row.target for row in book.rows
    ]


def test_a_person_has_a_weight_skills_and_a_first_day() -> None:
    ana = "    role: rep\n"
    more = (
        "    weight: 0.5\n    skills: [dashcam]\n    seniority: senior\n"
        "    daily_cap: 4\n    starts_on: 2026-11-30\n"
    )

    person = read_playbook(SMALL.replace(ana, ana + more, 1), "small.yaml").person(
        "ana"
    )

    assert (person.weight, person.skills, person.seniority) == (
        0.5,
        ("dashcam",),
        "senior",
    )
    assert (person.daily_cap, person.starts_on) == (4, date(2026, 11, 30))


def test_what_the_ledger_forgives_and_charges_is_a_section() -> None:
    text = (
        "fairness:\n  catch_up: 2\n  declines_cost_turn: false\n"
        "  gifts_cost_turn: true\n  newcomers: { share: 50%, first: 30d }\n"
    )

    book = read_playbook(with_sections(text), "small.yaml")

    assert book.fairness == FairnessRules(
        catch_up=2,
        declines_cost_turn=False,
        gifts_cost_turn=True,
        ramp_share=0.5,
        ramp_for=timedelta(days=30),
    )


def test_whose_a_lead_is_already_is_a_section() -> None:
    text = (
        "sticky:\n  person: 180d\n  company: 90d\n  wait_at_most: 4h\n"
        "  same_company: [[Northwind.example, northwind-group.example]]\n"
    )

    book = read_playbook(with_sections(text), "small.yaml")

    assert book.sticky == Sticky(
        timedelta(days=180),
        timedelta(days=90),
        Span(timedelta(hours=4)),
        (frozenset({"northwind.example", "northwind-group.example"}),),
    )


def test_a_row_may_let_its_leads_go_on_below() -> None:
    rows = SMALL.replace("    only_when_open: true", "    else: next", 1)

    book = read_playbook(rows, "small.yaml")

    assert [row.else_next for row in book.rows] == [True, False]


SHARE = 'expected a share such as "20%", at most 100%.'
METHODS = "round_robin, weighted, least_open, best_conversion, account_owner"
WRONG = [
    (
        TEAM,
        TEAM.replace("mara }", "mara, method: fair }"),
        f"method: found “fair”, expected one of {METHODS}.",
    ),
    (
        TEAM,
        TEAM.replace("mara }", "mara, explore: 0% }"),
        f"explore: found “0%”, {SHARE}",
    ),
    (
        TEAM,
        TEAM.replace("mara }", "mara, explore: 101% }"),
        f"explore: found “101%”, {SHARE}",
    ),
    (
        TEAM,
        TEAM.replace("mara }", "mara, explore: 0.2 }"),
        f"explore: found 0.2, {SHARE}",
    ),
    (
        ROW,
        "    to: { team: iberia, only: { speaks: es } }",
        "speaks: found “es”, expected one of lead.",
    ),
    (
        ROW,
        "    to: { team: iberia, only: { skills: [] } }",
        "skills: found an empty list, expected at least one entry.",
    ),
    (ROW, f"{ROW}\n    else: stop", "else: found “stop”, expected one of next."),
    (
        END,
        f"\nfairness: {{ catch_up: -1 }}\n{END}",
        "catch_up: found -1, expected 0.0 or more.",
    ),
    (
        END,
        f"\nfairness: {{ catchup: 1 }}\n{END}",
        "catchup: nothing here has this name; did you mean catch_up?",
    ),
    (
        END,
        f"\nfairness: {{ newcomers: {{ share: 50% }} }}\n{END}",
        "first: is missing.",
    ),
    (
        END,
        f"\nsticky: {{ wait_at_most: 4h }}\n{END}",
        "sticky: found names with values under them, expected `person`, `company` or both, such as `person: 180d`.",
    ),
    (
        END,
        f"\nsticky: {{ person: 90 }}\n{END}",
        'person: found 90, expected a duration such as "15m", "1h30m" or "2d".',
    ),
    (
        END,
        f"\nsticky: {{ company: 9d, same_company: [[a.example]] }}\n{END}",
        "same_company, 1st: found a list, expected two domains or more.",
    ),
    (
        END,
        f"\nsticky: {{ company: 9d, same_company: [[a.example, gmail.com]] }}\n{END}",
        "0, 2nd: found a mail provider; who shares one shares no company.",
    ),
    (
        END,
        f"\nsticky: {{ company: 9d, same_company: [[a.example, www.b.example]] }}\n{END}",
        '0, 2nd: found “www.b.example”, expected the domain of a company, such as "northwind.example".',
    ),
    (
        END,
        f"\nsticky: {{ company: 9d, same_company: [[a.example, b.example], [c.example, a.example]] }}\n{END}",
        "1, 2nd: found “a.example”, expected it in one company only.",
    ),
    (
        END,
        f"\nsticky: {{ person: 9d, same_company: [[a.example, b.example]] }}\n{END}",
        "same_company: means nothing without `company`.",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_what_is_wrong_is_told_with_what_was_expected(
    right: str, wrong: str, said: str
) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)

    (fault,) = faults_of(text)

    assert fault.sentence == said
    changed = next(
        line for line in wrong.splitlines() if line not in right and line.strip()
    )
    assert fault.line == line_of(text, changed.split("\n")[0])


def test_methods_and_who_qualifies_mean_nothing_for_one_rep() -> None:
    target = "    to: { rep: ana, method: weighted, only: { skills: x } }"

    faults = faults_of(SMALL.replace(ROW, target, 1))

    assert [fault.sentence for fault in faults] == [
        "method: found “weighted”, means nothing for a rep.",
        "only: means nothing for a rep.",
    ]


def test_the_last_row_has_nothing_below_it() -> None:
    (fault,) = faults_of(SMALL.replace(ROW, f"{ROW}\n    else: next", 1))

    assert fault.sentence == "else: found “next”, no row stands below the last one."


def test_a_row_shadows_nothing_below_where_its_leads_may_go_on() -> None:
    rows = """  - id: named
    when: { company: Contoso }
    to: { rep: ana }
    else: next
  - id: same
    when: { company: Contoso }
    to: { team: iberia }
"""
    text = SMALL.replace(rows.split("    else", maxsplit=1)[0], rows).replace(
        "    only_when_open: true\n", ""
    )
    shadowed = text.replace("    else: next\n", "")

    assert "shadowed-row" not in {one.code for one in check_document(text, "x").remarks}
    assert "shadowed-row" in {one.code for one in check_document(shadowed, "x").remarks}


def test_all_of_it_is_said_in_plain_language() -> None:
    text = with_sections(
        "fairness:\n  catch_up: 2\n  declines_cost_turn: false\n"
        "  newcomers: { share: 50%, first: 30d }\n"
        "sticky:\n  person: 180d\n  company: 90d\n  wait_at_most: 1d4h\n"
        "  same_company: [[northwind.example, northwind-group.example]]\n"
    )
    team = TEAM.replace("[ana]", "[ana, mara]").replace(
        "mara }", "mara, method: weighted }"
    )
    target = "to: { team: iberia, method: least_open, only: { seniority: senior, skills: x } }"
    text = text.replace(TEAM, team).replace(ROW.strip(), target)

    said = dict(explain_playbook(read_playbook(text, "small.yaml")))

    same = "that has another one goes to the same owner, and still"
    assert said["How leads are shared"] == (
        "Team iberia: in turn, by weight: Ana 1 and Mara 1",
        "Who was away catches up 2 leads at most, by weight",
        "Declining a lead costs no turn; being given one by hand costs no turn",
        "Who is new gets 50% of a share for the first 30 days",
        f"A lead of a person {same} 180 days after that one closed",
        f"A lead of a company {same} 90 days after that one closed",
        "An owner who is away is waited for, 1 working day and 4 working hours at most",
        "northwind-group.example and northwind.example are one company",
    )
    assert said["Who gets it: the first row that fits"][-1] == (
        "Rest: everything else to team iberia, whoever has most room first,"
        " only who is senior and is trained for x"
    )
