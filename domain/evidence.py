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
        "region",  # as the country divides itself: "Catalonia", "MD"
        "postal_code",  # text, "08001" keeps its zero
        "language",  # ISO 639-1
        "employees",
        "industry",
        "founded",  # the year
        "customer",  # whether the business says that it buys already
        "account_owner",  # the handle of whoever looks after the company
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
class Event:
    """Something done that is no page: a download, a reply, a booking."""

    name: str
    at: datetime
    properties: Mapping[str, Value] = field(
        default_factory=lambda: MappingProxyType({})
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts by field name, the pages in the order seen, and when the hand went up.

    `told_otherwise` has, by field, what enrichment found beside other words of the
    person, which are in `facts`.
    """

    received_at: datetime
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    page_views: tuple[PageView, ...] = ()
    submissions: int = 1
    partial: bool = False  # enrichment has not answered yet
    events: tuple[Event, ...] = ()
    told_otherwise: Mapping[str, Fact] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def value(self, name: str) -> Value | None:
        fact = self.facts.get(name)
        return None if fact is None else fact.value

    def text(self, name: str) -> str:
        """The value as text; "" when unknown."""
        value = self.value(name)
        return "" if value is None else str(value)
