"""Say whose a lead is already: who has, or had, another one of the same person or company."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.working_time.working_hours import Span


@dataclass(frozen=True, slots=True)
class Sticky:
    """For how long after it closed a lead leads the next one to its owner; None: never.

    An owner who is away is waited for, when back within `wait_at_most` of working time.
    `same_company` are domains of companies that belong together.
    """

    person: timedelta | None = None
    company: timedelta | None = None
    wait_at_most: Span = field(default_factory=Span)
    same_company: tuple[frozenset[str], ...] = ()

    @property
    def is_used(self) -> bool:
        return self.person is not None or self.company is not None

    def domains_of(self, domain: str) -> tuple[str, ...]:
        """Every domain of the same company; nothing of one that is not known."""
        if not domain or self.company is None:
            return ()
        joined = (group for group in self.same_company if domain in group)
        return tuple(sorted(frozenset({domain}).union(*joined)))


@dataclass(frozen=True, slots=True)
class OtherLead:
    """Another lead, and who has it, or had it last. `closed_at` None: it is open."""

    owner: str
    of_person: bool  # otherwise of the company
    received_at: datetime
    closed_at: datetime | None = None


def nearest(
    leads: Iterable[OtherLead], sticky: Sticky, now: datetime
) -> OtherLead | None:
    """The one that counts: the person's before the company's, open before closed, newest."""

    def counts(lead: OtherLead) -> bool:
        lasts = sticky.person if lead.of_person else sticky.company
        return lasts is not None and (
            lead.closed_at is None or now - lead.closed_at <= lasts
        )

    return max(
        filter(counts, leads),
        key=lambda lead: (lead.of_person, lead.closed_at is None, lead.received_at),
        default=None,
    )
