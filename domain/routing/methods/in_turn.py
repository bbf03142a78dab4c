"""Who is next in turn, each by their weight: strict round robin where all weights are one."""

from domain.routing.fairness import charged, dealt, pick
from domain.routing.methods.candidates import Candidates, Chosen
from domain.routing.tie_break import why_this_one


def choose(pool: Candidates) -> Chosen:
    return choose_among(pool, pool.able)


def choose_among(pool: Candidates, level: tuple[str, ...]) -> Chosen:
    """Who of those that a method finds equal. All who are able get their share dealt."""
    turns = dealt(pool.ledger, pool.shares, pool.able)
    owner = pick(turns, pool.shares, level)
    because = why_this_one(owner, level, pool.ledger, pool.shares, pool.playbook)
    return Chosen(owner, because, charged(turns, owner, pool.now))
