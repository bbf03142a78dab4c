"""Who has most room left: the smallest share of their capacity in open leads."""

from domain.routing.methods import in_turn
from domain.routing.methods.candidates import Candidates, Chosen
from domain.words import counted

_SAME = 9  # digits by which two shares are told apart


def choose(pool: Candidates) -> Chosen:
    """Between equals it goes in turn; the turn counts, so that it decides fairly."""
    load = {handle: round(_load(pool, handle), _SAME) for handle in pool.able}
    least = min(load.values())
    level = tuple(handle for handle in pool.able if load[handle] == least)
    chosen = in_turn.choose_among(pool, level)
    return Chosen(chosen.owner, _because(pool, level, chosen), chosen.ledger)


def _capacity(pool: Candidates, handle: str) -> int:
    """Their own; without one, the largest that a colleague has."""
    own = pool.playbook.person(handle).capacity
    if own is not None:
        return own
    others = (pool.playbook.person(other).capacity for other in pool.shares.weights)
    return max((capacity for capacity in others if capacity), default=1)


def _load(pool: Candidates, handle: str) -> float:
    return pool.state(handle).open_leads / _capacity(pool, handle)


def _because(pool: Candidates, level: tuple[str, ...], chosen: Chosen) -> str:
    if len(pool.able) == 1:
        return chosen.because
    name, have = pool.name(chosen.owner), _open_leads(pool, chosen.owner)
    if len(level) == 1:
        return f"{name} has most room of {len(pool.able)} who can take it: {have}"
    return f"{pool.names(level)} have equal room; {chosen.because}"


def _open_leads(pool: Candidates, handle: str) -> str:
    count, most = pool.state(handle).open_leads, pool.playbook.person(handle).capacity
    if most is None:
        return counted(count, "open lead")
    return f"{count} of {counted(most, 'open lead')}"
