"""Say who gets a lead, and why the others do not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from domain.evidence import Evidence
from domain.people import Method
from domain.playbook import Playbook
from domain.routing.availability import Availability, Check, Exclusion
from domain.routing.claims import Claim, Met, Unmet, answer, claims
from domain.routing.fairness import Ledger, charged, dealt, settled
from domain.routing.methods import best_conversion, in_turn, least_open
from domain.routing.methods.candidates import Candidates, Chosen
from domain.routing.pools import Sharing, members_of, pool_of, shares_of, sharing_of
from domain.routing.row_match import RowMatch
from domain.routing.rows import QueueTarget
from domain.routing.sticky import OtherLead
from domain.words import counted


@dataclass(frozen=True, slots=True)
class Picked:
    """`ledger` is the pool's after the pick; the caller keeps it."""

    owner: str
    pool: str
    because: str
    eligible: tuple[str, ...]
    excluded: tuple[Exclusion, ...]
    ledger: Ledger = field(default_factory=Ledger, compare=False, repr=False)
    takes_turn: bool = True  # of the pool


@dataclass(frozen=True, slots=True)
class Offered:
    """A whole team may have it: the first of those eligible who accepts. No turn is taken."""

    team: str
    pool: str
    because: str
    eligible: tuple[str, ...]
    excluded: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True)
class NobodyAvailable:
    """The named outcome `unroutable`: an alarm, never silence."""

    pool: str
    because: str
    excluded: tuple[Exclusion, ...]

    @property
    def sentence(self) -> str:
        reasons = "; ".join(exclusion.because for exclusion in self.excluded)
        return f"{self.because}: {reasons}" if reasons else self.because


Pick = Picked | Offered | NobodyAvailable


def choose_owner(  # noqa: PLR0913  a pick weighs all of this
    match: RowMatch,
    playbook: Playbook,
    availability: Mapping[str, Availability],
    ledger: Ledger,
    *,
    barred: Mapping[str, str],
    now: datetime,
    evidence: Evidence | None = None,
    other: OtherLead | None = None,
) -> Pick:
    """Who has a claim to the lead, or else whose turn it is of those who can take it.

    `ledger` is the one that `pool_of` names. `barred` says by handle why somebody must not
    get this very lead ("Ana let it slip"). `other` is a lead of the same person or company,
    see `domain.routing.sticky`.
    """
    sharing, evidence = sharing_of(match.target, playbook), evidence or Evidence(now)
    check = Check(
        playbook,
        availability,
        barred,
        now,
        match.only_when_open,
        sharing.only,
        evidence.text("language"),
    )
    members = members_of(match.target, playbook)
    out = {handle: e for handle in members if (e := check.exclusion(handle))}
    pool = _pool(members, out, check, ledger, sharing.method)
    asked = claims(match.row, match.target, check, evidence, other)
    met, unmet = _answers(asked, check)
    name = pool_of(match.target, playbook)
    excluded = tuple(out[handle] for handle in pool.shares.weights if handle in out)
    if met is not None:
        chosen = _by_claim(pool, met)
    elif pool.able and isinstance(match.target, QueueTarget):
        offered = _said(unmet, f"Row {match.row} leaves it to the first who accepts")
        return Offered(match.target.team, name, offered, pool.able, excluded)
    elif pool.able:
        chosen = _by_method(pool, sharing)
    else:
        nobody = _said(unmet, _nobody(tuple(pool.shares.weights)))
        return NobodyAvailable(name, nobody, excluded)
    return Picked(
        chosen.owner,
        name,
        _said(unmet, chosen.because),
        pool.able,
        excluded,
        chosen.ledger,
        chosen.takes_turn,
    )


def _pool(
    members: tuple[str, ...],
    out: Collection[str],
    check: Check,
    ledger: Ledger,
    method: Method,
) -> Candidates:
    able = tuple(handle for handle in members if handle not in out)
    shares = shares_of(members, method, check.playbook, check.now)
    turns = settled(ledger, shares, able)
    return Candidates(
        check.playbook, able, shares, turns, check.availability, check.now
    )


def _answers(asked: Iterable[Claim], check: Check) -> tuple[Met | None, list[str]]:
    """The first claim that leads to somebody, and why those before it did not."""
    unmet: list[str] = []
    for claim in asked:
        came = answer(claim, check)
        match came:
            case Met():
                return came, unmet
            case Unmet(because):
                unmet.append(because)
            case _:
                assert_never(came)
    return None, unmet


def _said(unmet: Sequence[str], because: str) -> str:
    return "; ".join((*unmet, because))


def _by_claim(pool: Candidates, met: Met) -> Chosen:
    """It is a turn like any other; but of this pool only, and for its members."""
    if met.owner not in pool.shares.weights:
        return Chosen(met.owner, met.because, pool.ledger, takes_turn=False)
    turns = dealt(pool.ledger, pool.shares, pool.able) if pool.able else pool.ledger
    return Chosen(met.owner, met.because, charged(turns, met.owner, pool.now))


def _by_method(pool: Candidates, sharing: Sharing) -> Chosen:
    match sharing.method:
        case Method.ROUND_ROBIN | Method.WEIGHTED | Method.ACCOUNT_OWNER:
            return in_turn.choose(pool)
        case Method.LEAST_OPEN:
            return least_open.choose(pool)
        case Method.BEST_CONVERSION:
            return best_conversion.choose(pool, sharing.explore)
        case _:
            assert_never(sharing.method)


def _nobody(members: tuple[str, ...]) -> str:
    if not members:
        return "The team has no members"
    return f"None of {counted(len(members), 'person', 'people')} can take it now"
