"""Say what every source of facts about companies looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.evidence import Fact


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long an answer holds."""

    known: timedelta = timedelta(days=30)  # companies do not move every week
    nothing: timedelta = timedelta(days=1)  # but a new one gets its page


class Provider(Protocol):
    """One source. `name` is stable: answers are kept under it.

    `fields` is what it can know at all (None: anything); `personal`: the answer is about the
    person, not the company, and is never kept under the domain. `keep` None: at hand, without
    the network, so that there is nothing to keep.
    """

    @property
    def name(self) -> str: ...

    @property
    def fields(self) -> frozenset[str] | None: ...

    @property
    def personal(self) -> bool: ...

    @property
    def keep(self) -> Keep | None: ...

    async def ask(self, domain: str, email: str | None) -> Mapping[str, Fact]:
        """Facts by field name; empty when it knows nothing. Raises VendorError."""
        ...
