"""Say why it is this rep's turn."""

from domain.fairness import Ledger
from domain.playbook import Playbook
from domain.words import counted, listed


def why_this_one(
    owner: str, eligible: tuple[str, ...], turns: Ledger, playbook: Playbook
) -> str:
    """`owner` is who `domain.fairness.pick` chose of those eligible."""
    name = playbook.person(owner).first_name
    if len(eligible) == 1:
        return f"{name} is the only one who can take it"
    taken = turns.of(owner).taken
    level = [h for h in eligible if turns.of(h).taken == taken]
    if len(level) == 1:
        had = counted(taken, "lead")
        return f"{name} had the fewest leads ({had}) of {len(eligible)} who can take it"
    names = listed([playbook.person(h).first_name for h in level], "and")
    had = f"{names} had {counted(taken, 'lead')} each"
    if len({turns.of(h).last_at for h in level}) == 1:
        return f"{had}; {name} comes first in the team"
    return f"{had}; {name} waited longest"
