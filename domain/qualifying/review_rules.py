"""Which cases a business wants a person to decide, and what it would advise them."""

from dataclasses import dataclass

from domain.qualifying.advice import Advice
from domain.qualifying.bands import Band
from domain.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """A case that the model does not cover. `code` is a slug that Temporal may hold.

    `instead_of` limits it to leads whose points say that band.
    """

    code: str
    when: Condition
    because: str
    instead_of: Band | None = None
    suggest: Advice | None = None
