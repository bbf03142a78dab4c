"""Find every text of a playbook that prospects read, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.playbook import Playbook
from domain.promises.texts import Text


class TextKind(StrEnum):
    """What may stand in braces depends on it."""

    PROMISE = "promise"  # of a band: the website's answer
    SUBJECT = "subject"
    MESSAGE = "message"
    TITLE = "title"  # of a page to read
    PAGE = "page"  # its address, which may be one for all languages


@dataclass(frozen=True, slots=True)
class Placed:
    """`where` is the way to it in the document, `called` what people call it."""

    kind: TextKind
    where: tuple[str | int, ...]
    called: str
    text: Text


def texts_of(playbook: Playbook) -> Iterator[Placed]:
    """In the order of the document; those that there are."""
    found = (*_promises(playbook), *_resources(playbook), *_messages(playbook))
    yield from (one for one in found if one.text)


def _promises(playbook: Playbook) -> Iterator[Placed]:
    for band, follow_up in playbook.follow_ups.items():
        where, called = (
            ("bands", band.value, "next_step"),
            f"the answer to {band} leads",
        )
        kind = TextKind.PROMISE
        yield Placed(kind, (*where, "message"), called, follow_up.message)
        without = (*where, "message_without_owner")
        called = f"{called} without an owner"
        yield Placed(kind, without, called, follow_up.message_without_owner)


def _resources(playbook: Playbook) -> Iterator[Placed]:
    for index, one in enumerate(playbook.resources):
        where, name = ("resources", index), f"the page “{one.title.own}”"
        yield Placed(TextKind.TITLE, (*where, "title"), name, one.title)
        yield Placed(TextKind.PAGE, (*where, "url"), f"where {name} is", one.url)


def _messages(playbook: Playbook) -> Iterator[Placed]:
    for name, message in playbook.templates.items():
        where, called = ("messages", name), f"the message “{name}”"
        subject = (*where, "subject")
        yield Placed(
            TextKind.SUBJECT, subject, f"the subject of {called}", message.subject
        )
        text = (*where, "text") if message.subject else where
        yield Placed(TextKind.MESSAGE, text, called, message.text)


def languages_of(playbook: Playbook) -> tuple[str, ...]:
    """The playbook's own, and every other one that some text is written in."""
    others = (name for one in texts_of(playbook) for name in one.text.languages())
    return tuple(dict.fromkeys([playbook.language, *others]))


def lacking(playbook: Playbook, language: str) -> tuple[Placed, ...]:
    """The texts that are not there in that language, though some are.

    An address is none: one page may do for everybody.
    """
    if language == playbook.language:
        return ()
    wanted = (one for one in texts_of(playbook) if one.kind is not TextKind.PAGE)
    return tuple(one for one in wanted if not one.text.has(language))
