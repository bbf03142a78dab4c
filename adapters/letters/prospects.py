"""What every mail to a prospect takes from the story of its lead."""

import re
from typing import Any

from adapters.languages.instants import SPOKEN
from adapters.letters.stories import Story
from adapters.store.deciding.decisions import EVIDENCE
from domain.evidence import Evidence
from domain.promises.follow_up import Resource
from domain.promises.next_step import Reading
from domain.promises.resources import resources_for
from domain.promises.texts import language_known

# A name is what a stranger typed, and the address need not be theirs: a greeting must not
# carry anybody's advertisement to somebody else.
_A_NAME = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_LONGEST_NAME = 30


def greeting(story: Story, language: str) -> dict[str, Any]:
    """`language` is that of all that the mail says."""
    playbook = story.playbook
    return {
        "first_name": first_name(story.occasion.lead.name),
        "company": playbook.name,
        "signature": playbook.name,
        "language": language,
        "foot": "",
    }


def first_name(name: str | None) -> str:
    """The first word of what may be a name; "" for anything else."""
    word = (name or "").split(maxsplit=1)[0] if (name or "").strip() else ""
    is_name = len(word) <= _LONGEST_NAME and _A_NAME.fullmatch(word)
    return word if is_name else ""


def evidence_of(story: Story) -> Evidence | None:
    """What was known of the lead when it was last decided."""
    known = story.occasion.evidence
    return None if known is None else EVIDENCE.validate_json(known)


def language_of(story: Story) -> str:
    """The language that the lead reads; "" where nobody knows."""
    return language_known(evidence_of(story), story.occasion.lead.language)


def promised(story: Story, language: str) -> str:
    """When the prospect will have been answered, as they say it; "" for no promise."""
    at = story.occasion.lead.respond_by
    zone = story.playbook.zone
    return "" if at is None else SPOKEN.instant(language, at, story.now, zone)


def resources_of(story: Story) -> tuple[Resource, ...]:
    """What fits the lead by all that is known of it."""
    evidence = evidence_of(story)
    return () if evidence is None else resources_for(evidence, story.playbook)


def shown(story: Story, one: Reading) -> dict[str, str]:
    return {"title": one.title, "url": story.links.absolute(one.url)}
