"""Say why it is this rep's turn."""

from domain.playbook import Playbook
from domain.routing.fairness import Ledger, Shares
from domain.words import counted, listed

_SAME = 6  # digits by which two balances are told apart, as in domain.routing.fairness


def why_this_one(
    owner: str,
    able: tuple[str, ...],
    turns: Ledger,
    shares: Shares,
    playbook: Playbook,
) -> str:
    """`owner` is who `domain.routing.fairness.pick` chose of those able; `turns` are settled."""
    name = playbook.person(owner).first_name
    if len(able) == 1:
        return f"{name} is the only one who can take it"
    if len({shares.weights[handle] for handle in able}) > 1:
        return _by_share(owner, name, turns, shares)
    owed = {handle: round(turns.of(handle).balance, _SAME) for handle in able}
    level = [handle for handle in able if owed[handle] == owed[owner]]
    if len(level) == 1:
        return _furthest_behind(owner, name, able, turns)
    return _level(level, name, turns, playbook)


def _by_share(owner: str, name: str, turns: Ledger, shares: Shares) -> str:
    part = shares.weights[owner] / sum(shares.weights.values())
    leads = counted(turns.taken, "lead")
    had = f"{turns.of(owner).taken} of {leads}, with {part:.0%} of the team's weight"
    return f"{name} had the fewest leads for their share ({had})"


def _furthest_behind(
    owner: str, name: str, able: tuple[str, ...], turns: Ledger
) -> str:
    taken = turns.of(owner).taken
    if all(turns.of(other).taken > taken for other in able if other != owner):
        had = counted(taken, "lead")
        return f"{name} had the fewest leads ({had}) of {len(able)} who can take it"
    return f"{name} is furthest behind a fair share, of {len(able)} who can take it"


def _level(level: list[str], name: str, turns: Ledger, playbook: Playbook) -> str:
    names = listed([playbook.person(h).first_name for h in level], "and")
    taken = {turns.of(handle).taken for handle in level}
    had = f"{names} are level in turns"
    if len(taken) == 1:
        had = f"{names} had {counted(taken.pop(), 'lead')} each"
    if len({turns.of(handle).last_at for handle in level}) == 1:
        return f"{had}; {name} comes first in the team"
    return f"{had}; {name} waited longest"
