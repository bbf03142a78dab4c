"""What a mail tells the prospect: who answers, by when, and nothing untrue."""

import re
from typing import Any

from adapters.letters.stories import Story
from adapters.store.deciding.decisions import EVIDENCE
from domain.in_words.names import first_name_of, name_of
from domain.promises.booking import Asker
from domain.promises.follow_up import Resource
from domain.promises.next_step import NextStep, tell_visitor
from domain.promises.resources import resources_for
from domain.qualifying.bands import Band
from domain.words import filled, labelled

ACKNOWLEDGEMENT = "acknowledgement"
# A name is what a stranger typed, and the address need not be theirs: a greeting must not
# carry anybody's advertisement to somebody else.
_A_NAME = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_LONGEST_NAME = 30
_BROKEN_AT = 60  # characters; a line of a letter that is shorter was meant to end
_RESOURCES = "{resources}"
_LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[!-~]+)[ \t]*$", re.MULTILINE)


def acknowledgement(story: Story) -> dict[str, Any]:
    """That the request arrived, and what the website said about it."""
    step = next_step(story)
    url = story.links.absolute(step.url)
    return _greeting(story) | {
        "resources": [_shown(story, one) for one in step.resources],
        "promise": step.message,
        "url": url,
        "url_words": "Pick a time" if step.kind == "book" else "Read on",
    }


def bridge(story: Story) -> dict[str, Any]:
    """That the promise slipped, who has the request now, and that it is not lost."""
    lead, playbook = story.occasion.lead, story.playbook
    owner = name_of(playbook, lead.owner) if lead.owner else ""
    told = story.when(lead.respond_by, playbook.zone)
    return _greeting(story) | {"owner": owner, "respond_by": told}


def follow_up(story: Story, template: str, digest: str) -> dict[str, Any]:
    """A message that the business wrote itself, in its playbook.

    An address alone in its line is a button on the page; who presses it is counted, by the
    mail's `digest`. In the text it stands as it was written.
    """
    lead, playbook = story.occasion.lead, story.playbook
    values = {
        "company": playbook.name,
        "owner": name_of(playbook, lead.owner) if lead.owner else playbook.name,
        "first_name": (
            first_name_of(playbook, lead.owner) if lead.owner else playbook.name
        ),
        "respond_by": story.when(lead.respond_by, playbook.zone),
    }
    title = f"{labelled(template.replace('-', '_')).capitalize()} · {playbook.name}"
    pieces = playbook.templates[template].strip().split(_RESOURCES)
    words = _listed(story).join(_filled_lines(piece, values) for piece in pieces)
    parts = [_part(story, block, digest) for block in _blocks(words)]
    return _greeting(story) | {"title": title, "words": words, "parts": parts}


def _listed(story: Story) -> str:
    """What to read, each title with its address in a line of its own."""
    shown = [_shown(story, one) for one in _resources(story)]
    return "\n\n".join(f"{one['title']}\n{one['url']}" for one in shown)


def _resources(story: Story) -> tuple[Resource, ...]:
    """What fits the lead by all that is known of it."""
    known = story.occasion.evidence
    if known is None:
        return ()
    return resources_for(EVIDENCE.validate_json(known), story.playbook)


def _shown(story: Story, one: Resource) -> dict[str, str]:
    return {"title": one.title, "url": story.links.absolute(one.url)}


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


def next_step(story: Story) -> NextStep:
    """What the website's visitor was told, or would be."""
    lead = story.occasion.lead
    owner = lead.owner if story.playbook.has_person(lead.owner or "") else None
    band = Band(lead.band) if lead.band else Band.REVIEW
    return tell_visitor(
        band,
        story.playbook,
        owner=owner,
        received_at=lead.received_at,
        respond_by=lead.respond_by,
        asker=Asker(lead.email, lead.name or "", lead.company or ""),
        resources=_resources(story),
    )


def _greeting(story: Story) -> dict[str, Any]:
    playbook = story.playbook
    return {
        "first_name": first_name(story.occasion.lead.name),
        "company": playbook.name,
        "signature": playbook.name,
        "language": playbook.language,
        "foot": "",
    }


def first_name(name: str | None) -> str:
    """The first word of what may be a name; "" for anything else."""
    word = (name or "").split(maxsplit=1)[0] if (name or "").strip() else ""
    is_name = len(word) <= _LONGEST_NAME and _A_NAME.fullmatch(word)
    return word if is_name else ""


def _filled_lines(template: str, values: dict[str, Any]) -> str:
    return "\n".join(filled(line, values) for line in template.split("\n"))
