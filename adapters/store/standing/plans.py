"""How the plan of a running clock is kept in its lead's row."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from domain.promises.sla import Clock

_CLOCK = TypeAdapter(Clock)


def written_plan(clock: Clock) -> dict[str, Any]:
    plan: dict[str, Any] = to_jsonable_python(clock)
    return plan


def read_plan(plan: Mapping[str, Any] | None) -> Clock | None:
    """What the column holds; None when no clock runs, or a release before ours wrote it."""
    return None if plan is None else _CLOCK.validate_python(plan)
