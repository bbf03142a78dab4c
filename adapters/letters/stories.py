"""All that a mail about a lead may tell, as it stands when the mail is written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters.letters.links import Links
from adapters.store.mail.messages import Occasion
from domain.playbook import Playbook
from domain.working_time.local_time import in_words


@dataclass(frozen=True, slots=True)
class Story:
    """All that a mail about a lead may tell."""

    occasion: Occasion
    playbook: Playbook
    now: datetime
    links: Links
    assignment_id: UUID | None = None  # the one that the mail is about

    @property
    def link(self) -> str:
        return self.links.lead(self.occasion.lead.id)

    def when(self, at: datetime | None, zone: str) -> str:
        """The instant as people there say it; "" for none."""
        return "" if at is None else in_words(at, self.now, zone)
