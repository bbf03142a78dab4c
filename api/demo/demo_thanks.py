"""Say to the demo's visitor what happens next, honestly."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from adapters.languages.catalogs import words
from adapters.languages.instants import SPOKEN
from api.leads.answers import language_of_visitor
from domain.playbook import Playbook
from domain.promises.booking import Asker
from domain.promises.follow_up import NextStepKind
from domain.promises.next_step import NextStep, tell_visitor
from domain.qualifying.bands import Band


@dataclass(frozen=True, slots=True)
class Thanks:
    """`decided` False: still being looked at, so that the page asks again.

    Everything is said in `language`; the rest of the demo's site is in English.
    """

    title: str
    message: str
    language: str
    decided: bool
    link: str = ""
    link_words: str = ""


def thanks_for(raised: Row[Any], playbook: Playbook, prefix: str) -> Thanks:
    """What was answered at once, or what is known by now."""
    own = playbook.language
    if raised.answer is not None:
        step = raised.answer["next_step"]
        language = step.get("language", own)
        return _thanks(
            NextStep(
                NextStepKind(step["kind"]),
                step["message"],
                step.get("url", ""),
                language=language,
            ),
            prefix,
        )
    language = language_of_visitor(raised.language, raised.locale, own)
    if raised.band is None:
        return Thanks(
            words(language, "One moment."),
            words(language, "We have your request and are finding the right person."),
            language,
            decided=False,
            link_words=words(language, "Look again"),
        )
    owner = raised.owner if playbook.has_person(raised.owner or "") else None
    step = tell_visitor(
        Band(raised.band),
        playbook,
        owner=owner,
        received_at=raised.received_at,
        spoken=SPOKEN,
        respond_by=raised.respond_by,
        asker=Asker("", language=language),
    )
    return _thanks(step, prefix)


def _thanks(step: NextStep, prefix: str) -> Thanks:
    """A path of the business's own site is one below `prefix` here."""
    link_words = _link_words(step)
    link = f"{prefix}{step.url}" if step.url.startswith("/") else step.url
    title = words(step.language, "Thank you.")
    return Thanks(
        title,
        step.message.removeprefix(title).lstrip(),
        step.language,
        decided=True,
        link=link if link_words else "",
        link_words=link_words,
    )


def _link_words(step: NextStep) -> str:
    match step.kind:
        case NextStepKind.BOOK:
            return words(step.language, "Pick another time")
        case NextStepKind.RESOURCES:
            return words(step.language, "Open the guide")
        case _:
            return ""
