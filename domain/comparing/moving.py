"""Say in a sentence why a draft playbook moves a lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.comparing.replay import Compared, Decided, Stand
from domain.playbook import Playbook
from domain.qualifying.reasons import Reason, Score
from domain.words import counted, listed

_MOST_REASONS = 3  # of the points; more nobody reads in a list
_TENTH = 0.05  # points are rounded to tenths


@dataclass(frozen=True, slots=True)
class Moved:
    """A lead that stands elsewhere by the draft.

    `only_the_turn`: the same people could get it, and the turns before it went
    otherwise, so that it is somebody else's.
    """

    lead_id: UUID
    label: str
    before: Stand
    after: Stand
    why: str
    only_the_turn: bool = False


def moved(one: Compared, draft: Playbook) -> Moved | None:
    """None when the lead stays where it is."""
    before, after = one.before.stand, one.after.stand
    if before == after:
        return None
    why = "; ".join(_reasons(one, draft))
    lead = one.lead
    only_the_turn = not why
    return Moved(
        lead.id,
        lead.label,
        before,
        after,
        why or _turns(one.after, draft),
        only_the_turn=only_the_turn,
    )


def _reasons(one: Compared, draft: Playbook) -> Iterator[str]:
    before, after = one.before, one.after
    if before.stand.band != after.stand.band:
        yield f"{after.outcome.because} (so far {before.outcome.because})"
        yield from _points(before.score, after.score)
    if after.match is None:
        return
    if before.stand.row not in (None, after.stand.row):
        yield _other_row(before, after, draft)
    elif before.match is not None and before.members != after.members:
        yield f"Row {after.match.row} leads to other people"


def _points(before: Score, after: Score) -> Iterator[str]:
    """The rules that give more or less, the greatest change first."""
    given = {reason.rule: reason for reason in before.reasons}
    now = {reason.rule: reason for reason in after.reasons}
    changes = [
        (_worth(now.get(rule)) - _worth(given.get(rule)), now.get(rule) or given[rule])
        for rule in {**given, **now}
    ]
    told = [one for one in changes if abs(one[0]) > _TENTH]
    told.sort(key=lambda one: -abs(one[0]))
    for change, reason in told[:_MOST_REASONS]:
        yield f"{change:+.0f} {reason.because}"
    if len(told) > _MOST_REASONS:
        yield f"and {counted(len(told) - _MOST_REASONS, 'more rule')}"


def _worth(reason: Reason | None) -> float:
    return 0.0 if reason is None else reason.points


def _other_row(before: Decided, after: Decided, draft: Playbook) -> str:
    """Why the row that had it does not get it any more."""
    old, new = before.stand.row, after.stand.row
    places = {row.id: place for place, row in enumerate(draft.rows)}
    if old not in places:
        return f"Row {new} takes it, as row {old} is gone"
    if new is not None and places[new] < places[old]:
        return f"Row {new} takes it first: it stands above row {old}"
    return f"Row {new} takes it: row {old} does not fit it any more"


def _turns(after: Decided, draft: Playbook) -> str:
    if after.owner is None:
        return "Nobody can take it"
    names = [draft.person(handle).first_name for handle in after.members]
    first = draft.person(after.owner).first_name
    return f"It is the turn of {first} among {listed(names, 'and')}"
