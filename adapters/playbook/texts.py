"""Read what prospects are told: words in the playbook's language, or by language."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from adapters.playbook.places import Found, Path
from adapters.playbook.shape import Shape
from adapters.playbook.values import Language, Line, Url
from domain.promises.texts import NO_TEXT, Message, Text
from domain.words import placeholders

_EXPECTED = "expected text, or texts by language such as { en: …, es: … }"
_WORDS, _BY_LANGUAGE, _MESSAGE = "[words]", "[by language]", "[message]"
_OF_MESSAGES = frozenset({"text", "subject"})


def _way_written(given: object) -> str | None:
    if isinstance(given, str):
        return _WORDS
    return _BY_LANGUAGE if isinstance(given, dict) else None


def _way_of_message(given: object) -> str | None:
    """Codes of languages have two or three letters, so no language is called `text`."""
    if isinstance(given, dict) and _OF_MESSAGES & given.keys():
        return _MESSAGE
    return _way_written(given)


_Expected = Discriminator(
    _way_written,
    custom_error_type="words_expected",
    custom_error_message=_EXPECTED,
)
Body = Annotated[str, Field(min_length=1, max_length=20_000)]
_Lines = Annotated[dict[Language, Line], Field(min_length=1)]
_Urls = Annotated[dict[Language, Url], Field(min_length=1)]
_Bodies = Annotated[dict[Language, Body], Field(min_length=1)]
Lines = Annotated[
    Annotated[Line, Tag(_WORDS)] | Annotated[_Lines, Tag(_BY_LANGUAGE)], _Expected
]
Urls = Annotated[
    Annotated[Url, Tag(_WORDS)] | Annotated[_Urls, Tag(_BY_LANGUAGE)], _Expected
]
Bodies = Annotated[
    Annotated[Body, Tag(_WORDS)] | Annotated[_Bodies, Tag(_BY_LANGUAGE)], _Expected
]
Given = str | dict[str, str]  # any of these


class MessageShape(Shape):
    """A message with a subject of its own."""

    text: Bodies
    subject: Lines | None = None

    def message(self, own: str) -> Message:
        return Message(text_of(self.text, own), text_of(self.subject, own))


Messages = Annotated[
    Annotated[Body, Tag(_WORDS)]
    | Annotated[_Bodies, Tag(_BY_LANGUAGE)]
    | Annotated[MessageShape, Tag(_MESSAGE)],
    Discriminator(
        _way_of_message,
        custom_error_type="words_expected",
        custom_error_message=_EXPECTED,
    ),
]


def text_of(given: Given | None, own: str) -> Text:
    """`own` is the playbook's language: words without a language are in it."""
    if given is None:
        return NO_TEXT
    if isinstance(given, str):
        return Text(given)
    others = {name: words for name, words in given.items() if name != own}
    return Text(given.get(own, ""), others)


def message_of(given: Given | MessageShape, own: str) -> Message:
    if isinstance(given, MessageShape):
        return given.message(own)
    return Message(text_of(given, own))


def wrong_text(where: Path, given: Given | None, own: str) -> Iterator[Found]:
    """A text that is there in other languages alone: nothing could stand in for them."""
    if isinstance(given, dict) and own not in given:
        yield where, f"the playbook's own language, {own}, must be among these"


def wrong_places(
    where: Path, given: Given | None, filled: Collection[str]
) -> Iterator[Found]:
    """What stands in braces, in any language, and nothing fills."""
    for place, words in _each(where, given):
        for name in placeholders(words):
            if name not in filled:
                yield place, f"nothing fills {{{name}}} here"


def wrong_messages(
    messages: Mapping[str, Given | MessageShape], own: str
) -> Iterator[Found]:
    for name, given in messages.items():
        if isinstance(given, MessageShape):
            yield from wrong_text(("messages", name, "text"), given.text, own)
            yield from wrong_text(("messages", name, "subject"), given.subject, own)
        else:
            yield from wrong_text(("messages", name), given, own)


def _each(where: Path, given: Given | None) -> Iterator[tuple[Path, str]]:
    if isinstance(given, str):
        yield where, given
    elif given is not None:
        yield from (((*where, name), words) for name, words in given.items())
