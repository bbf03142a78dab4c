"""What of an absorbed lead the row of the surviving one takes over, and gives back."""

from collections.abc import Iterable, Mapping
from typing import Any

# What people read of a lead at first sight. Gaps only: who is known stays who they are.
GAPS = (
    *("name", "company", "job_title", "phone", "country", "employees"),
    *("industry", "product", "language"),
)
PROMISE = "respond_by"  # the earlier promise is the one to keep
COLUMNS = (*GAPS, PROMISE)

# Column -> the survivor's own value, and the one that it took over.
Filled = Mapping[str, tuple[Any, Any]]


def taken_over(own: Mapping[str, Any], other: Mapping[str, Any]) -> Filled:
    """What a lead gets from one that is merged into it, by `COLUMNS`."""
    found = {
        name: (None, other[name])
        for name in GAPS
        if own[name] is None and other[name] is not None
    }
    mine, theirs = own[PROMISE], other[PROMISE]
    if theirs is not None and (mine is None or theirs < mine):
        found[PROMISE] = (mine, theirs)
    return found


def given_back(row: Mapping[str, Any], merges: Iterable[Filled]) -> dict[str, Any]:
    """The row without what `merges` filled in, the latest first.

    What somebody changed since is theirs and stays.
    """
    own = dict(row)
    for filled in merges:
        for name, (before, after) in filled.items():
            if own[name] == after:
                own[name] = before
    return own
