"""Who wins the most of their leads, while a share of the leads goes in turn to everybody.

A rate is (won + m * p) / (closed + m): the mean of a Beta distribution that begins with
the team's own rate p, as sure as m = 10 closed leads make it. One lucky lead moves nobody to
the top, and who is new is taken for average.

Which leads explore follows from how many the pool has had, and who gets those from a ledger
that only they are charged to. So everybody gets their part of the explored share, however
badly they do: the law of `domain.routing.fairness` holds for it.
"""

from dataclasses import replace
from math import floor

from domain.routing.fairness import noted
from domain.routing.methods import in_turn
from domain.routing.methods.candidates import Candidates, Chosen
from domain.words import counted

PRIOR_LEADS = 10
_SAME = 9  # digits that count of a rate


def choose(pool: Candidates, explore: float) -> Chosen:
    """`explore` is the share of leads that go in turn, above 0 and at most 1."""
    if explores(pool.ledger.taken, explore):
        chosen = in_turn.choose(pool)
        because = f"explores ({explore:.0%} of leads go in turn): {chosen.because}"
        return replace(chosen, because=because)
    rates = {handle: round(_rate(pool, handle), _SAME) for handle in pool.able}
    best = max(rates.values())
    level = tuple(handle for handle in pool.able if rates[handle] == best)
    first = in_turn.choose_among(pool, level)
    owner = first.owner
    because = _because(pool, level, owner) or first.because
    after = noted(pool.ledger, owner, pool.now)
    return Chosen(owner, because, after, takes_turn=False)


def explores(had: int, share: float) -> bool:
    """Whether the next lead does, of a pool that has had so many. One in 5: every fifth."""
    return floor(round((had + 1) * share, _SAME)) > floor(round(had * share, _SAME))


def _rate(pool: Candidates, handle: str) -> float:
    state = pool.state(handle)
    prior = PRIOR_LEADS * _team_rate(pool)
    return (state.won + prior) / (state.closed + PRIOR_LEADS)


def _team_rate(pool: Candidates) -> float:
    members = [pool.state(handle) for handle in pool.shares.weights]
    closed = sum(member.closed for member in members)
    return sum(member.won for member in members) / closed if closed else 0.0


def _because(pool: Candidates, level: tuple[str, ...], owner: str) -> str | None:
    """None where the turn says all there is to say."""
    if len(pool.able) == 1 or len(level) > 1:
        return None
    state = pool.state(owner)
    won = f"{state.won} of {counted(state.closed, 'closed lead')}"
    return f"{pool.name(owner)} wins most: {won}, reckoned as {_rate(pool, owner):.0%}"
