"""What a mail says that the business wrote itself, in its playbook."""

import re
from typing import Any

from adapters.languages.catalogs import OWN_WORDS
from adapters.languages.instants import SPOKEN
from adapters.letters.prospects import (
    greeting,
    language_of,
    promised,
    resources_of,
    shown,
)
from adapters.letters.stories import Story
from domain.in_words.names import first_name_of, name_of
from domain.playbook import Playbook
from domain.promises.next_step import readings_in
from domain.promises.texts import language_read
from domain.words import filled, labelled

_BROKEN_AT = 60  # characters; a line of a letter that is shorter was meant to end
_RESOURCES = "{resources}"
_LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[!-~]+)[ \t]*$", re.MULTILINE)


def follow_up(story: Story, template: str, digest: str) -> dict[str, Any]:
    """The message of that name, in the language of the lead where it is written in it.

    An address alone in its line is a button on the page; who presses it is counted, by the
    mail's `digest`. In the text it stands as it was written.
    """
    message = story.playbook.templates[template]
    language = language_read(language_of(story), story.playbook.language, message.text)
    values = _values(story, language)
    pieces = message.text.in_language(language).strip().split(_RESOURCES)
    listed = _listed(story, language)
    words = listed.join(_filled_lines(piece, values) for piece in pieces)
    return greeting(story, language) | {
        "title": _title(template, story.playbook, language, values),
        "words": words,
        "parts": [_part(story, block, digest) for block in _blocks(words)],
    }


def _values(story: Story, language: str) -> dict[str, Any]:
    """What a message may name."""
    lead, playbook = story.occasion.lead, story.playbook
    owned = bool(lead.owner)
    return {
        "company": playbook.name,
        "owner": name_of(playbook, lead.owner) if owned else playbook.name,
        "first_name": first_name_of(playbook, lead.owner) if owned else playbook.name,
        "respond_by": promised(story, language),
        "zone": SPOKEN.place(language, playbook.zone),
    }


def _title(
    template: str, playbook: Playbook, language: str, values: dict[str, Any]
) -> str:
    """The subject; "" for the one that every mail of ours can have.

    A message without a subject is called by its name, which is in the playbook's language.
    """
    subject, is_own = (
        playbook.templates[template].subject,
        language == playbook.language,
    )
    if subject and (is_own or subject.has(language)):
        return filled(subject.in_language(language), values)
    if is_own:
        title = labelled(template.replace("-", "_")).capitalize()
        return f"{title} · {playbook.name}"
    return "" if OWN_WORDS.has(language) else playbook.name


def _listed(story: Story, language: str) -> str:
    """What to read, each title with its address in a line of its own."""
    readings = readings_in(language, resources_of(story))
    found = [shown(story, one) for one in readings]
    return "\n\n".join(f"{one['title']}\n{one['url']}" for one in found)


def _blocks(words: str) -> list[str]:
    """The words cut at each line that is nothing but an address, which is a block itself."""
    return [block.strip() for block in _LONE_ADDRESS.split(words) if block.strip()]


def _part(story: Story, block: str, digest: str) -> dict[str, str]:
    if _LONE_ADDRESS.fullmatch(block):
        return {"url": story.links.go(digest, block), "text": ""}
    return {"url": "", "text": _flowing(block)}


def _flowing(block: str) -> str:
    """Lines that a file's width broke go on; a short line ends where it was ended."""
    lines = block.split("\n")
    ends = [len(line) < _BROKEN_AT or not line.strip() for line in lines]
    joined = zip(lines, ends, strict=True)
    return "".join(f"{line}\n" if end else f"{line} " for line, end in joined).strip()


def _filled_lines(template: str, values: dict[str, Any]) -> str:
    return "\n".join(filled(line, values) for line in template.split("\n"))
