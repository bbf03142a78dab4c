"""What a business may say of the leads of a review rule, to whoever decides them."""

from dataclasses import dataclass
from enum import StrEnum

from domain.qualifying.bands import Band

# What a reviewer can put right on the page; "fields.<name>" is the site's own.
CORRECTABLE = (
    *("name", "company", "job_title", "phone", "country", "employees", "industry"),
    "product",
)
WHICHEVER_DISAGREES = "disagrees"  # instead of a field: that in which sources disagree


class Verdict(StrEnum):
    """What a person can make of a review."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    REJECT = "reject"  # not a fit: it is closed as disqualified
    SPAM = "spam"

    @property
    def band(self) -> Band | None:
        """None for what closes the lead."""
        closes = self in {Verdict.REJECT, Verdict.SPAM}
        return None if closes else Band(self.value)


@dataclass(frozen=True, slots=True)
class CorrectFirst:
    """`field` is in doubt; put right, it may leave the queue by itself."""

    field: str


Advice = Verdict | CorrectFirst


def can_be_corrected(field: str) -> bool:
    own = field.removeprefix("fields.")
    return field in {*CORRECTABLE, WHICHEVER_DISAGREES} or own not in {field, ""}
