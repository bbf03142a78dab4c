"""Ask the business's own table of companies."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from domain.evidence import Fact, Value

SOURCE = "companies"

FactsOfCompany = Callable[[str], Awaitable[Mapping[str, Value]]]
"""The row of a domain, by the store; empty when there is none."""


class KnownCompanies:
    """A `Provider` over the table in the database: at hand, so there is nothing to keep."""

    name: Final = SOURCE
    fields: Final = None
    personal: Final = False
    keep: Final = None

    def __init__(self, look_up: FactsOfCompany) -> None:
        self._look_up = look_up

    async def ask(self, domain: str, email: str | None) -> Mapping[str, Fact]:
        del email
        row = await self._look_up(domain)
        return {field: Fact(value, SOURCE) for field, value in row.items()}
