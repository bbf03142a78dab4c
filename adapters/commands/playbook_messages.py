"""Print what prospects read, as it would be sent."""

from collections.abc import Iterator
from typing import Any

import typer

from adapters import clock
from adapters.letters.links import Links
from adapters.letters.preview.entries import entries_of
from adapters.letters.preview.stories import in_language, story_of_sample
from adapters.letters.preview.writing import Previewed, write_preview
from domain.playbook import Playbook
from domain.words import named


def messages_of(playbook: Playbook, url: str, language: str) -> tuple[Previewed, ...]:
    """Written to Dana, in that language where it is there; "" is the playbook's own."""
    story = story_of_sample(playbook, Links(url), clock.now())
    if language:
        story = in_language(story, language)
    return tuple(write_preview(entry, story) for entry in entries_of(playbook))


def as_json(found: tuple[Previewed, ...], language: str) -> list[dict[str, Any]]:
    """`stands_in` is true where the language that was asked for is not there."""
    return [
        {
            "key": one.entry.key,
            "title": one.entry.title,
            "language": one.language,
            "stands_in": bool(language) and one.language != language,
            "website": one.answer,
            "subject": one.letter.subject if one.letter else None,
            "text": one.letter.text if one.letter else None,
            "html": one.letter.html if one.letter else None,
        }
        for one in found
    ]


def say_messages(found: tuple[Previewed, ...], language: str) -> None:
    for one in found:
        for line in _lines(one, language):
            typer.echo(line)


def _lines(one: Previewed, language: str) -> Iterator[str]:
    spoken = named("language", one.language)
    if language and one.language != language:
        spoken = f"not in {named('language', language)}: {spoken} stands in"
    yield f"{one.entry.title} ({one.entry.key}), {spoken}"
    if one.answer:
        yield f"  Website: {one.answer}"
    if one.letter is None:
        yield "  No mail."
    else:
        yield f"  Subject: {one.letter.subject}"
        text = one.letter.text.rstrip().splitlines()
        yield from (f"  | {line}".rstrip() for line in text)
    yield ""
