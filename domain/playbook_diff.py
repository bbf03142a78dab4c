"""Say in sentences what is different between two playbooks."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.playbook import Playbook
from domain.words import counted


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, under the title of the part of the playbook that it is in."""

    section: str
    sentence: str


def changes(old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """Every difference, in the order of the playbook's parts."""
    return tuple(_bands(old, new))


def _bands(old: Playbook, new: Playbook) -> Iterator[Change]:
    for band in ("high", "medium"):
        before, after = getattr(old.thresholds, band), getattr(new.thresholds, band)
        if before != after:
            begins = f"begins at {counted(after, 'point')} instead of {before}"
            yield Change("Bands", f"{band.capitalize()} {begins}")
