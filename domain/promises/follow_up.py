"""Say what a band answers to the visitor, and with which messages."""

from dataclasses import dataclass
from enum import StrEnum

from domain.promises.texts import NO_TEXT, Text
from domain.rules.conditions import Condition


class NextStepKind(StrEnum):
    BOOK = "book"
    ACKNOWLEDGE = "acknowledge"
    RESOURCES = "resources"
    WAIT = "wait"


class Stop(StrEnum):
    """What the prospect may do that ends the messages of a band, as an event's name."""

    REPLY = "reply"
    BOOKING = "booking"
    CLICK = "click"


@dataclass(frozen=True, slots=True)
class Resource:
    """A page of the business's own, perhaps one in each language.

    Without `when` it is for everybody.
    """

    title: Text
    url: Text
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`message` may name {owner}, {first_name}, {company}, {respond_by} and {zone}.

    `message_without_owner` stands in when nobody has the lead yet. `url` is where the
    visitor goes next; a `book` step prefers the owner's own calendar. `template` is the
    message that acknowledges the request, "" for none. `stop_on` ends the dated messages.
    """

    kind: NextStepKind
    message: Text
    message_without_owner: Text = NO_TEXT
    url: str = ""
    template: str = "acknowledgement"
    stop_on: frozenset[Stop] = frozenset(Stop)

    def said(self, *, owned: bool) -> Text:
        """What the prospect is told while somebody has the lead, or nobody yet."""
        return self.message if owned else self.message_without_owner or self.message

    @property
    def has_languages(self) -> bool:
        """Whether it matters what somebody reads."""
        return bool(self.message.others or self.message_without_owner.others)

    @property
    def gives_to_read(self) -> bool:
        return self.kind is NextStepKind.RESOURCES
