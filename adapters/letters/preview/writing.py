"""Write what a prospect would read, as it would be sent."""

from dataclasses import dataclass
from typing import Any

from adapters.languages.catalogs import OWN_WORDS
from adapters.letters.own_messages import follow_up
from adapters.letters.preview.entries import Entry, EntryKind
from adapters.letters.preview.stories import as_if
from adapters.letters.prospects import greeting, language_of
from adapters.letters.stories import Story
from adapters.letters.to_prospects import (
    ACKNOWLEDGEMENT,
    acknowledgement,
    bridge,
    next_step,
)
from adapters.letters.writing import Letter, write_letter
from domain.promises.texts import language_read

_NO_MAIL = ""  # digest: nobody is counted who presses a button of a preview
_AS_IN_MAILS = "/unsubscribe/preview"


@dataclass(frozen=True, slots=True)
class Previewed:
    """`answer` is the website's, "" where it says nothing; `letter` None: no mail is sent.

    Their languages may differ: what the product says in a mail it does not say on a site.
    """

    entry: Entry
    answer: str
    answer_language: str
    letter: Letter | None
    language: str


def write_preview(entry: Entry, story: Story) -> Previewed:
    story = as_if(story, entry.band, owned=entry.owned)
    answer, answer_language = "", ""
    if entry.kind is EntryKind.ANSWER:
        step = next_step(story)
        answer, answer_language = step.message, step.language
    found = _letter_of(entry, story)
    if found is None:
        return Previewed(entry, answer, answer_language, None, answer_language)
    kind, values = found
    letter = write_letter(kind, values)
    return Previewed(entry, answer, answer_language, letter, values["language"])


def _letter_of(entry: Entry, story: Story) -> tuple[str, dict[str, Any]] | None:
    """The folder of templates and its values; None where nothing is mailed."""
    match entry.kind:
        case EntryKind.BRIDGE:
            return "bridge", bridge(story)
        case EntryKind.MESSAGE:
            return "follow_up", _own(entry, story, marketing=True)
        case EntryKind.FOOT:
            return "follow_up", _foot(story)
        case EntryKind.ANSWER:
            return _acknowledging(entry, story)


def _acknowledging(entry: Entry, story: Story) -> tuple[str, dict[str, Any]] | None:
    if entry.template == ACKNOWLEDGEMENT:
        return ACKNOWLEDGEMENT, acknowledgement(story)
    if entry.template not in story.playbook.templates:
        return None
    return "follow_up", _own(entry, story, marketing=False)


def _own(entry: Entry, story: Story, *, marketing: bool) -> dict[str, Any]:
    values = follow_up(story, entry.template, _NO_MAIL)
    return values | _way_out(story, marketing=marketing)


def _foot(story: Story) -> dict[str, Any]:
    language = language_read(language_of(story), story.playbook.language, OWN_WORDS)
    nothing: dict[str, Any] = {"title": "", "words": "…", "parts": []}
    return greeting(story, language) | nothing | _way_out(story, marketing=True)


def _way_out(story: Story, *, marketing: bool) -> dict[str, Any]:
    """A link that leads to no lead: who tries it must not unsubscribe anybody."""
    url = story.links.absolute(_AS_IN_MAILS) if marketing else ""
    return {"marketing": marketing, "unsubscribe": url}
