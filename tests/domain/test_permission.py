"""Who may decide, give away and give back a lead that they see."""

from dataclasses import replace

import pytest

from domain.lifecycle import ActionKind, Status
from domain.people import Role, Team
from domain.permission import Asker, Held, not_theirs
from tests.domain.cast import ANA, BEN, CLEO, MARA, OTTO, person, playbook

NINA = person("nina", Role.MANAGER)
BUSINESS = replace(
    playbook(),
    people=(ANA, BEN, CLEO, MARA, NINA, OTTO),
    teams=(Team("iberia", ("ana", "ben"), "mara"), Team("north", ("cleo",), "nina")),
)
ROLES = {p.handle: p.role for p in BUSINESS.people}
SERVER = Asker(None, None)
GIVE, GIVE_BACK = ActionKind.REASSIGN, ActionKind.RELEASE

ANAS = Held(Status.ACCEPTED, "ana")
BEN_TOOK_IT = Held(Status.TAKEN_OVER, "ben", "ana")
OTTO_TOOK_IT = Held(Status.TAKEN_OVER, "otto", "ana")
NOBODYS = Held(Status.IN_REVIEW)
ONLY_ANA = (
    "Only Ana, who has this lead, or Mara may give it to somebody else. "
    "Take it over to work on it."
)
ONLY_BEN = "Only Ben, who took this lead over, or Mara may give it back."


@pytest.mark.parametrize(
    ("kind", "held", "who", "said"),
    [
        (GIVE, ANAS, "ana", None),
        (GIVE, ANAS, "ben", ONLY_ANA),
        (GIVE, ANAS, "mara", None),
        (GIVE, ANAS, "nina", ONLY_ANA),
        (GIVE, ANAS, "otto", None),
        (GIVE, NOBODYS, "mara", None),
        (
            GIVE,
            NOBODYS,
            "ana",
            "Nobody has this lead: only Mara or Nina may give it to somebody.",
        ),
        (GIVE, Held(Status.CLOSED, "ana"), "ben", None),  # its state says why not
        (GIVE_BACK, BEN_TOOK_IT, "ben", None),
        (GIVE_BACK, BEN_TOOK_IT, "ana", ONLY_BEN),
        (GIVE_BACK, BEN_TOOK_IT, "mara", None),
        (GIVE_BACK, BEN_TOOK_IT, "nina", ONLY_BEN),
        (GIVE_BACK, BEN_TOOK_IT, "otto", None),
        (GIVE_BACK, OTTO_TOOK_IT, "mara", None),  # it was Ana's, and she leads Ana
        (GIVE_BACK, ANAS, "ben", None),  # nobody took it over: its state says so
        (ActionKind.RESOLVE, NOBODYS, "nina", None),
        (
            ActionKind.RESOLVE,
            NOBODYS,
            "ana",
            "A manager decides what the rules do not cover.",
        ),
        (ActionKind.TAKEOVER, ANAS, "ben", None),
    ],
)
def test_who_may_do_what(
    kind: ActionKind, held: Held, who: str, said: str | None
) -> None:
    assert not_theirs(kind, Asker(who, ROLES[who]), held, BUSINESS) == said


@pytest.mark.parametrize("kind", ActionKind)
@pytest.mark.parametrize("held", [ANAS, BEN_TOOK_IT, NOBODYS])
def test_a_server_with_a_secret_key_may_do_everything(
    kind: ActionKind, held: Held
) -> None:
    assert not_theirs(kind, SERVER, held, BUSINESS) is None


def test_what_somebody_had_who_has_left_any_manager_may_give_away() -> None:
    left = Held(Status.ACCEPTED, "zoe")

    assert not_theirs(GIVE, Asker("nina", Role.MANAGER), left, BUSINESS) is None


def test_without_a_manager_an_operator_is_named() -> None:
    alone = replace(BUSINESS, people=(ANA, BEN, OTTO), teams=())

    said = not_theirs(GIVE, Asker("ben", Role.REP), ANAS, alone)

    assert said is not None
    assert said.startswith("Only Ana, who has this lead, or an operator may")
