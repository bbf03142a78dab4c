"""Say to the demo's visitor what happens next, honestly."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from domain.playbook import Playbook
from domain.promises.follow_up import NextStepKind
from domain.promises.next_step import tell_visitor
from domain.qualifying.bands import Band

_LINKS = {
    NextStepKind.BOOK: "Pick another time",
    NextStepKind.RESOURCES: "Open the guide",
}


@dataclass(frozen=True, slots=True)
class Thanks:
    """`decided` False: still being looked at, so that the page asks again."""

    message: str
    decided: bool
    link: str = ""
    link_words: str = ""


def thanks_for(raised: Row[Any], playbook: Playbook, prefix: str) -> Thanks:
    """What was answered at once, or what is known by now."""
    if raised.answer is not None:
        step = raised.answer["next_step"]
        return _thanks(step["kind"], step["message"], step.get("url", ""), prefix)
    if raised.band is None:
        return Thanks(
            "We have your request and are finding the right person.", decided=False
        )
    owner = raised.owner if playbook.has_person(raised.owner or "") else None
    told = tell_visitor(
        Band(raised.band),
        playbook,
        owner=owner,
        received_at=raised.received_at,
        respond_by=raised.respond_by,
    )
    return _thanks(told.kind, told.message, told.url, prefix)


def _thanks(kind: str, message: str, url: str, prefix: str) -> Thanks:
    """A path of the business's own site is one below `prefix` here."""
    link = f"{prefix}{url}" if url.startswith("/") else url
    words = _LINKS.get(NextStepKind(kind), "")
    return Thanks(message, decided=True, link=link if words else "", link_words=words)
