"""What a mail of ours tells the prospect: who answers, by when, and nothing untrue."""

from typing import Any

from adapters.languages.catalogs import OWN_WORDS, words
from adapters.languages.instants import SPOKEN
from adapters.letters.prospects import (
    greeting,
    language_of,
    promised,
    resources_of,
    shown,
)
from adapters.letters.stories import Story
from domain.in_words.names import name_of
from domain.promises.booking import Asker
from domain.promises.follow_up import NextStepKind
from domain.promises.next_step import NextStep, tell_visitor
from domain.promises.texts import Worded, language_read
from domain.qualifying.bands import Band

ACKNOWLEDGEMENT = "acknowledgement"


def acknowledgement(story: Story) -> dict[str, Any]:
    """That the request arrived, and what the website said about it."""
    step = next_step(story, OWN_WORDS)
    return greeting(story, step.language) | {
        "resources": [shown(story, one) for one in step.resources],
        "promise": step.message,
        "thanks": begins_with_thanks(step),
        "url": story.links.absolute(step.url),
        "books": step.kind is NextStepKind.BOOK,
    }


def begins_with_thanks(step: NextStep) -> bool:
    """Whether the band's own sentence opens the mail; ours before it would read oddly."""
    return step.message.startswith(words(step.language, "Thank you.").rstrip("."))


def bridge(story: Story) -> dict[str, Any]:
    """That the promise slipped, who has the request now, and that it is not lost."""
    lead, playbook = story.occasion.lead, story.playbook
    language = language_read(language_of(story), playbook.language, OWN_WORDS)
    owner = name_of(playbook, lead.owner) if lead.owner else ""
    told = promised(story, language)
    return greeting(story, language) | {"owner": owner, "respond_by": told}


def next_step(story: Story, *within: Worded) -> NextStep:
    """What the website's visitor was told, or would be."""
    lead = story.occasion.lead
    owner = lead.owner if story.playbook.has_person(lead.owner or "") else None
    band = Band(lead.band) if lead.band else Band.REVIEW
    return tell_visitor(
        band,
        story.playbook,
        owner=owner,
        received_at=lead.received_at,
        spoken=SPOKEN,
        respond_by=lead.respond_by,
        asker=Asker(
            lead.email, lead.name or "", lead.company or "", language_of(story)
        ),
        resources=resources_of(story),
        within=within,
    )
