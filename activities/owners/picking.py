"""Who gets a lead, with the whole explanation that is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.in_words.names import first_name_of
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.choosing import NobodyAvailable, Pick, Picked
from domain.routing.row_match import RowMatch

# Why somebody must not get this very lead again, by the workflow's code.
_BARRED = {
    "slipped": "{name} let this lead slip",
    "declined": "{name} declined this lead",
    "absent": "{name} will not be there in time",
    "released": "{name} gave this lead back",
}
_GONE = "{name} no longer works here"


@dataclass(frozen=True, slots=True)
class GivenByHand:
    """A person named the owner: whoever is paused, away or full was asked, not picked.

    It takes no turn of the round robin. The ledger is what the machine owes everybody; a
    favour of the manager must not cost somebody their next lead. Open leads still count
    against a capacity.
    """

    owner: str
    because: str


def barred_in_words(
    playbook: Playbook, barred: Mapping[str, str], departed: frozenset[str]
) -> dict[str, str]:
    """By handle, why somebody is passed over whatever the ledger says."""
    codes = {
        handle: _BARRED.get(code, _BARRED["slipped"]) for handle, code in barred.items()
    }
    codes |= dict.fromkeys(departed, _GONE)
    return {
        handle: words.replace("{name}", first_name_of(playbook, handle))
        for handle, words in codes.items()
    }


def explained(
    match: RowMatch,
    pick: Pick,
    band: Band,
    version: int,
    assignment_id: UUID,
) -> dict[str, Any]:
    """The routing half of a decision, as it is stored for good.

    Of very many rows the closest are stored; band and version let the others be told.
    """
    return {
        "row": match.row,
        "band": band.value,
        "further": match.further,
        "passed_over": [
            {"row": over.row, "because": over.because} for over in match.passed_over
        ],
        "pool": pick.pool,
        "because": pick.because,
        "eligible": [] if isinstance(pick, NobodyAvailable) else list(pick.eligible),
        "excluded": [
            {"handle": one.handle, "because": one.because} for one in pick.excluded
        ],
        "picked": pick.owner if isinstance(pick, Picked) else None,
        "version": version,
        "assignment_id": str(assignment_id),
    }


def explained_gift(
    gift: GivenByHand, version: int, assignment_id: UUID
) -> dict[str, Any]:
    return {
        "row": "",
        "passed_over": [],
        "pool": "",
        "because": gift.because,
        "eligible": [gift.owner],
        "excluded": [],
        "picked": gift.owner,
        "version": version,
        "assignment_id": str(assignment_id),
    }
