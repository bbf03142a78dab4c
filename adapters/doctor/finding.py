"""Hold what one look at one part found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` says what to do; it is empty when all is well."""

    part: str
    sentence: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy
