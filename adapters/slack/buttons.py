"""Draw what people can press under a message, and read back what a button was about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    Option,
    StaticSelectElement,
)

from domain.lifecycle import ActionKind

BLOCK = "handraise"  # the block's id: what is replaced once somebody has acted
OPEN = "open"  # a link: Slack tells of it too, and there is nothing to do
REASON = "reason"  # of declining, chosen
BACK = "back"  # from choosing a reason

# Codes are kept by messages in Slack for years; words may change.
REASONS: Mapping[str, str] = {
    "no_time": "No time for it today",
    "not_mine": "Not my region or product",
    "conflict": "I know them and should not",
    "not_a_fit": "Not a fit for us",
    "other": "Something else",
}
_LABELS: Mapping[ActionKind, str] = {
    ActionKind.ACCEPT: "Accept",
    ActionKind.CONTACTED: "I have spoken to them",
    ActionKind.DECLINE: "Decline…",
    ActionKind.TAKEOVER: "Take over",
}
_TAKE_OVER = ConfirmObject(
    title="Take it over?",
    text="It is yours, and nothing happens by itself until you give it back.",
    confirm="Take over",
    deny="Cancel",
)


@dataclass(frozen=True, slots=True)
class About:
    """The lead that a button is about, and the assignment that it was made for, if any."""

    lead_id: UUID
    assignment_id: UUID | None = None

    @property
    def value(self) -> str:
        assignment = self.assignment_id.hex if self.assignment_id else ""
        return f"{self.lead_id.hex}:{assignment}"


def read_about(value: str) -> About:
    """ValueError for none of ours."""
    lead, _, assignment = value.partition(":")
    return About(UUID(lead), UUID(assignment) if assignment else None)


def action_buttons(
    kinds: Sequence[ActionKind], about: About, link: str
) -> ActionsBlock:
    """One button for each action, and one that opens the lead's page."""
    buttons = [
        ButtonElement(
            text=_LABELS[kind],
            action_id=kind.value,
            value=about.value,
            style="primary" if kind is ActionKind.ACCEPT else None,
            confirm=_TAKE_OVER if kind is ActionKind.TAKEOVER else None,
        )
        for kind in kinds
    ]
    open_it = ButtonElement(text="Open", action_id=OPEN, url=link)
    return ActionsBlock(block_id=BLOCK, elements=[*buttons, open_it])


def reason_choice(about: About) -> ActionsBlock:
    """Why not? Without a modal, which would need more rights in the workspace."""
    options = [
        Option(text=words, value=f"{code}:{about.value}")
        for code, words in REASONS.items()
    ]
    select = StaticSelectElement(
        placeholder="Why not?", action_id=REASON, options=options
    )
    back = ButtonElement(text="Back", action_id=BACK, value=about.value)
    return ActionsBlock(block_id=BLOCK, elements=[select, back])
