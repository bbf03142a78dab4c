"""What is known about a lead at one moment: the only input of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

Value = str | int | float | bool

# Facts that every playbook may use; site-specific ones are "fields.<name>".
KNOWN_FIELDS = frozenset(
    {
        "email_domain",  # "northwind.example"; of work addresses only
        "address_kind",  # "work", "free" (gmail.com) or "disposable"
        "name",
        "company",
        "job_title",
        "phone",  # E.164
        "phone_country",  # ISO 3166-1 alpha-2, read off the number
        "country",  # ISO 3166-1 alpha-2
        "language",  # ISO 639-1
        "employees",
        "industry",
        "company_description",
        "company_address",
        "product",
        "message",
        "channel",
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "referrer",
        "landing_page",
        "marketing_consent",
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One known value and where it came from ("form", "email", "example.org", ...)."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class PageView:
    """One page looked at. `path` begins with a slash."""

    path: str
    seconds: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts by field name, the pages in the order seen, and when the hand went up."""

    received_at: datetime
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    page_views: tuple[PageView, ...] = ()
    submissions: int = 1
    partial: bool = False  # enrichment has not answered yet

    def value(self, name: str) -> Value | None:
        fact = self.facts.get(name)
        return None if fact is None else fact.value

    def text(self, name: str) -> str:
        """The value as text; "" when unknown."""
        value = self.value(name)
        return "" if value is None else str(value)
