"""Say whose turn it is, from what a ledger remembers of a pool.

`owed` is how many leads somebody is behind (or, below zero, ahead of) the ideal: the share
of each lead that they could take, by weight, less the leads that they were charged for.
Only differences count: before each turn the balances are taken from the mean, by weight, of
those who can take it.

The law, for any sequence of picks, of people joining, leaving, going away and coming back,
of weights changed, turns given back and leads given by hand:

- nobody who can take the lead at hand is further than `1 + round` leads from the ideal,
  where `round` is `catch_up` times their weight over the team's mean weight;
- who cannot take it is owed no more than `round`, however long they are away;
- who gets a turn is less than one lead ahead of the ideal after it, unless what was given
  by hand put everybody ahead;
- two who can take the same leads stay, by the leads that they got alone and for each unit of
  weight, within twice the sum of those bounds of each other, whoever else comes and goes,
  until a lead is given by hand or a turn given back;
- while the team, its weights and who is there stay as they are, everybody stands less than
  one lead from their exact share of the leads so far, and nothing is forgotten.

The last is the quota property of Tijdeman (The chairman assignment problem, 1980): of those
behind after their share of this lead, the one who would first be a whole lead behind.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_BIT = timedelta(microseconds=1)
_DIGITS = 9  # of a balance that are kept: a lead in a thousand million is nobody's loss
_SAME = 6  # digits by which two balances are told apart
_WHOLE = 1 - 10**-_SAME


@dataclass(frozen=True, slots=True)
class FairnessRules:
    """What the ledger forgives and what it charges.

    `catch_up` is in rounds of the team: 1 is one lead for somebody of mean weight. A new
    member has `ramp_share` of a share for `ramp_for` after the start date.
    """

    catch_up: float = 1
    declines_cost_turn: bool = True
    gifts_cost_turn: bool = False
    ramp_share: float = 1
    ramp_for: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Turns:
    """How many leads of the pool a person was charged for, when the last one, and `owed`.

    `owed` None: written before balances were kept; `taken` stands in for it.
    """

    taken: int = 0
    last_at: datetime | None = None
    owed: float | None = None

    @property
    def balance(self) -> float:
        return self.owed or 0.0


_NO_TURNS = Turns()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The turns taken in one pool, by handle."""

    turns: Mapping[str, Turns] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, handle: str) -> Turns:
        return self.turns.get(handle, _NO_TURNS)

    @property
    def taken(self) -> int:
        """Leads of the pool so far, of those in the ledger."""
        return sum(turns.taken for turns in self.turns.values())


@dataclass(frozen=True, slots=True)
class Shares:
    """How a pool is to be shared: a weight above zero for each member, in their order."""

    weights: Mapping[str, float]
    catch_up: float = 1

    @property
    def round(self) -> float:
        """How many leads may be caught up for each unit of weight."""
        return self.catch_up * len(self.weights) / sum(self.weights.values())

    def round_of(self, handle: str) -> float:
        """How many leads somebody may catch up."""
        return self.round * self.weights[handle]


def settled(ledger: Ledger, shares: Shares, able: Collection[str]) -> Ledger:
    """The members' balances before a turn, from the mean of those `able` to take it.

    Who is new stands at that mean, and so is neither flooded nor starved. Beyond the
    bounds of the law, what is owed and what is owing is forgotten.
    """
    known = _with_balances(ledger, shares)
    here = [handle for handle in shares.weights if handle in able and handle in known]
    at = here or list(known)
    weight = sum([shares.weights[handle] for handle in at])
    mean = sum([known[handle].balance for handle in at]) / weight if at else 0.0
    turns: dict[str, Turns] = {}
    caught_up = shares.round if shares.weights else 0.0
    for handle, share in shares.weights.items():
        now = known.get(handle) or Turns(owed=mean * share)
        bound = 1 + caught_up * share
        high = bound if handle in able else bound - 1
        owed = min(max(now.balance - mean * share, -bound), high)
        turns[handle] = Turns(now.taken, now.last_at, round(owed, _DIGITS))
    return Ledger(turns)


def _with_balances(ledger: Ledger, shares: Shares) -> dict[str, Turns]:
    known = {h: ledger.turns[h] for h in shares.weights if h in ledger.turns}
    old = [turns.taken for turns in known.values() if turns.owed is None]
    mean = sum(old) / len(old) if old else 0.0
    return {
        handle: replace(turns, owed=mean - turns.taken) if turns.owed is None else turns
        for handle, turns in known.items()
    }


def dealt(ledger: Ledger, shares: Shares, able: Collection[str]) -> Ledger:
    """A settled ledger after everybody's share of the lead at hand.

    Who cannot take it is owed a share as well, until that makes up their round.
    """
    weight = sum([shares.weights[handle] for handle in able])
    turns: dict[str, Turns] = {}
    for handle, now in ledger.turns.items():
        owed = now.balance + shares.weights[handle] / weight
        if handle not in able:
            owed = max(now.balance, min(shares.round_of(handle), owed))
        turns[handle] = Turns(now.taken, now.last_at, round(owed, _DIGITS))
    return Ledger(turns)


def pick(ledger: Ledger, shares: Shares, able: Sequence[str]) -> str:
    """Whose turn it is, of a ledger that was dealt. ValueError when nobody is able.

    Who is owed a whole lead comes first, the most first; then, of those owed anything,
    whoever will soonest be owed a whole one; then who waited longest; then the order given.
    """
    if len(able) == 1:
        return able[0]

    def urgency(handle: str) -> tuple[bool, bool, float, datetime]:
        turns = ledger.of(handle)
        owed = round(turns.balance, _SAME)
        overdue = owed >= _WHOLE
        wait = -owed if overdue else round((1 - owed) / shares.weights[handle], _SAME)
        return not overdue, owed <= 0, wait, turns.last_at or _LONG_AGO

    return min(able, key=urgency)


def charged(ledger: Ledger, handle: str, at: datetime) -> Ledger:
    """The ledger after this person took a lead of the pool."""
    now = ledger.of(handle)
    paid = round(now.balance - 1, _DIGITS)
    turns = Turns(now.taken + 1, _after_all(ledger, at), paid)
    return Ledger({**ledger.turns, handle: turns})


def noted(ledger: Ledger, handle: str, at: datetime) -> Ledger:
    """The ledger after a lead that is no turn: it is counted, and nobody is charged."""
    now = ledger.of(handle)
    counted = replace(now, taken=now.taken + 1, last_at=_after_all(ledger, at))
    return Ledger({**ledger.turns, handle: counted})


def _after_all(ledger: Ledger, at: datetime) -> datetime:
    """Turns come one after the other, whatever the clocks of two processes say."""
    times = (turns.last_at for turns in ledger.turns.values() if turns.last_at)
    newest = max(times, default=None)
    return at if newest is None else max(at, newest + _BIT)


def given_back(ledger: Ledger, handle: str) -> Ledger:
    """The ledger after a turn that is not to count. Who has none gets none back."""
    now = ledger.of(handle)
    if now.taken == 0:
        return ledger
    owed = None if now.owed is None else round(now.owed + 1, _DIGITS)
    return Ledger(
        {**ledger.turns, handle: replace(now, taken=now.taken - 1, owed=owed)}
    )


def changes(before: Ledger, after: Ledger) -> dict[str, Turns]:
    """What has to be written down, by handle."""
    return {
        handle: turns
        for handle, turns in sorted(after.turns.items())
        if before.turns.get(handle) != turns
    }
