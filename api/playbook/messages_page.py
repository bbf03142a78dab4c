"""What the page prints that shows every message to prospects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from adapters.letters.preview.entries import Entry, entries_of, languages_to_see
from adapters.letters.preview.stories import in_language
from adapters.letters.preview.writing import Previewed, write_preview
from adapters.letters.stories import Story
from domain.playbook import Playbook
from domain.promises.all_texts import lacking, languages_of
from domain.words import named

HERE = "/playbook/messages"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: a message, a language, a lead, the draft."""

    message: str = ""
    language: str = ""
    lead: str = ""
    of: str = ""

    def query(self, **other: str) -> str:
        """The address of the same with something else; only what is asked for."""
        asked = {
            name: getattr(self, name) for name in ("message", "language", "lead", "of")
        }
        given = {name: value for name, value in (asked | other).items() if value}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A message in one language: `stands_in` is what is read instead, "" for none."""

    language: str
    href: str
    stands_in: str
    lacks_subject: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Line:
    entry: Entry
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of the page but who reads it."""

    previewed: Previewed
    language: str
    columns: tuple[tuple[str, str], ...]  # code and name
    choices: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    lacks: tuple[str, ...]


def chosen(playbook: Playbook, wanted: Wanted) -> Entry:
    """The message that is asked for, else the first."""
    entries = entries_of(playbook)
    return next((one for one in entries if one.key == wanted.message), entries[0])


def preview_of(story: Story, wanted: Wanted) -> Previewed:
    """`story` is the lead's or Dana's, who read their own language unless one is asked for."""
    story = in_language(story, wanted.language) if wanted.language else story
    return write_preview(chosen(story.playbook, wanted), story)


def shown(story: Story, wanted: Wanted) -> Shown:
    playbook = story.playbook
    previewed = preview_of(story, wanted)
    language = wanted.language or previewed.language
    return Shown(
        previewed,
        language,
        _named(languages_of(playbook)),
        _named(languages_to_see(playbook)),
        _lines(playbook, wanted, (previewed.entry.key, language)),
        _lacks(playbook, language),
    )


def _lines(
    playbook: Playbook, wanted: Wanted, here: tuple[str, str]
) -> tuple[Line, ...]:
    """`here` is the message and the language that are shown."""
    own, columns = playbook.language, languages_of(playbook)
    return tuple(
        Line(entry, tuple(_cell(entry, one, own, wanted, here) for one in columns))
        for entry in entries_of(playbook)
    )


def _cell(
    entry: Entry, language: str, own: str, wanted: Wanted, here: tuple[str, str]
) -> Cell:
    there = entry.is_there_in(language, own)
    return Cell(
        language=named("language", language),
        href=HERE + wanted.query(message=entry.key, language=language) + "#shown",
        stands_in="" if there else named("language", own),
        lacks_subject=entry.lacks_subject_in(language, own),
        is_shown=(entry.key, language) == here,
    )


def _lacks(playbook: Playbook, language: str) -> tuple[str, ...]:
    """Of a language that nobody wrote a text in, everything does."""
    if language not in languages_of(playbook):
        return ()
    return tuple(one.called for one in lacking(playbook, language))


def _named(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code, named("language", code)) for code in codes)


def as_context(found: Shown, wanted: Wanted) -> Mapping[str, Any]:
    own = found.previewed
    return {
        "shown": found,
        "previewed": own,
        "wanted": wanted,
        "letter": f"{HERE}/letter{wanted.query(message=own.entry.key)}",
        "asked_for": named("language", found.language),
        "language": named("language", own.language),
        "answer_language": named("language", own.answer_language),
    }
