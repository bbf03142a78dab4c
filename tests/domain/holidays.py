"""Public holidays made up for tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holidays:
    names: Mapping[date, str]
    place: str = "Nowhere"
    last_year: int = 2100

    def name_on(self, day: date) -> str | None:
        return self.names.get(day)
