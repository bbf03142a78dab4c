"""What the preview prints: counts before and after, and the leads that would move."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from adapters.replay import Preview
from api.desk import Reader
from domain.comparing.moving import Moved
from domain.comparing.replay import Count
from domain.playbook import Playbook

SHOWN = 100  # leads; whoever moves more reads the counts
_NOBODY = "nobody"


def nothing_context(reader: Reader, problem: tuple[str, str]) -> dict[str, Any]:
    """A title and a sentence instead of figures."""
    return {"reader": reader, "problem": problem, "limit": 500}


def found_context(
    reader: Reader, found: Preview, draft: Playbook, took: timedelta
) -> dict[str, Any]:
    return {
        "reader": reader,
        "problem": None,
        "limit": 500,
        "found": found,
        "seconds": took.total_seconds(),
        "moved": found.moved,
        "turns": sum(one.only_the_turn for one in found.moved),
        "tables": (
            ("By band", [(one.name.capitalize(), one) for one in found.by_band]),
            ("By owner", _owners(found.by_owner, reader, draft)),
            ("By row", [(one.name, one) for one in found.by_row]),
        ),
        "shown": [_shown(one, reader, draft) for one in found.moved[:SHOWN]],
    }


def _owners(
    counts: Sequence[Count], reader: Reader, draft: Playbook
) -> list[tuple[str, Count]]:
    return [(_called(one.name, reader, draft), one) for one in counts]


def _called(handle: str | None, reader: Reader, draft: Playbook) -> str:
    """By the draft's name for somebody who is only in the draft."""
    if handle is None:
        return _NOBODY
    known = draft.has_person(handle)
    return draft.person(handle).name if known else reader.name_of(handle)


def _shown(one: Moved, reader: Reader, draft: Playbook) -> dict[str, Any]:
    before, after = one.before, one.after
    names = [_called(stand.owner, reader, draft) for stand in (before, after)]
    return {
        "id": one.lead_id,
        "label": one.label,
        "why": one.why,
        "cells": (
            ("Band", before.band.capitalize(), after.band.capitalize()),
            ("Row", before.row or "none", after.row or "none"),
            ("Owner", *names),
        ),
    }
