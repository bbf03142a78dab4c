"""Which actions a mail offers as one tap, to whom it goes and where the lead stands."""

from adapters.letters.links import LASTS, Tap
from adapters.letters.stories import Story
from domain.lifecycle import WITH_OWNER, ActionKind, Status
from domain.one_tap import offered

_LABELS = {
    ActionKind.ACCEPT: "Mine: I accept it",
    ActionKind.CONTACTED: "I have spoken to them",
    ActionKind.DECLINE: "Decline…",
    ActionKind.TAKEOVER: "Take it over…",
}


def taps(story: Story, handle: str) -> list[dict[str, str]]:
    """Each with a `label` and a `url`; none where links cannot be signed."""
    lead, status = story.occasion.lead, Status(story.occasion.lead.status)
    owns = lead.owner == handle and status in WITH_OWNER
    assignment = story.assignment_id if owns else None
    offers = (
        Tap(lead.id, handle, kind, story.now + LASTS, assignment)
        for kind in offered(status, owns=owns)
    )
    return [
        {"label": _LABELS[tap.kind], "url": url}
        for tap in offers
        if (url := story.links.tap(tap)) is not None
    ]
