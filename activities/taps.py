"""Which actions a mail offers as one tap, to whom it goes and where the lead stands."""

from collections.abc import Mapping

from activities.stories import Story
from adapters.links import LASTS, Tap
from domain.lifecycle import WITH_OWNER, ActionKind, Status

_OWNER_MAY: Mapping[Status, tuple[ActionKind, ...]] = {
    Status.ASSIGNED: (ActionKind.ACCEPT, ActionKind.CONTACTED, ActionKind.DECLINE),
    Status.ACCEPTED: (ActionKind.CONTACTED, ActionKind.DECLINE),
    Status.CONTACTED: (ActionKind.CONTACTED,),
}
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
    offered = (
        Tap(lead.id, handle, kind, story.now + LASTS, assignment)
        for kind in _offered(status, owns=owns)
    )
    return [
        {"label": _LABELS[tap.kind], "url": url}
        for tap in offered
        if (url := story.links.tap(tap)) is not None
    ]


def _offered(status: Status, *, owns: bool) -> tuple[ActionKind, ...]:
    if status is Status.QUEUED:
        return (ActionKind.ACCEPT,)
    if owns:
        return _OWNER_MAY[status]
    return () if status is Status.CLOSED else (ActionKind.TAKEOVER,)
