"""Word the answer to a raised hand."""

from typing import Any

from sqlalchemy import Row

from adapters.languages.catalogs import OWN_WORDS, words
from adapters.languages.instants import SPOKEN
from adapters.store.raised_hands.intake import Stored
from api.leads.lead_json import instant_text, score_json
from domain.in_words.names import name_of
from domain.lifecycle import Status
from domain.playbook import Playbook
from domain.promises.booking import Asker
from domain.promises.follow_up import NextStepKind, Resource
from domain.promises.next_step import NextStep, tell_visitor
from domain.promises.texts import coded, language_read
from workflows.answers import Answer


def decided(
    stored: Stored,
    answer: Answer,
    playbook: Playbook,
    asker: Asker,
    resources: tuple[Resource, ...] = (),
) -> dict[str, Any]:
    """What a website learns when its lead was decided.

    `asker` is as it just told us, with the language that the lead reads.
    """
    owner = answer.owner
    if owner is not None and not playbook.has_person(owner):
        owner = None  # has left the playbook since: nobody is named to the visitor
    step = tell_visitor(
        answer.band,
        playbook,
        owner=owner,
        received_at=stored.lead_received_at,
        spoken=SPOKEN,
        respond_by=answer.respond_by,
        asker=asker,
        resources=resources,
    )
    body = _begin(stored, answer.status)
    body["band"] = answer.band.value
    body["next_step"] = _step_json(step, answer)
    if owner is not None:
        body["owner"] = {"name": name_of(playbook, owner)}
    return body


def not_decided(stored: Stored, language: str) -> dict[str, Any]:
    """`language` is what the visitor reads, of those that we speak."""
    step = {
        "kind": NextStepKind.WAIT.value,
        "message": waiting(language),
        "language": language,
    }
    return _begin(stored, Status.QUALIFYING) | {"next_step": step}


def waiting(language: str) -> str:
    """What is true of every request that is on disk."""
    thanks = words(language, "Thank you.")
    told = words(language, "We have your request and will be in touch.")
    return f"{thanks} {told}"


def language_of_visitor(said: str | None, locale: str | None, own: str) -> str:
    """Before anything is decided: what the form said, else the browser, else the playbook."""
    return language_read(coded(said or locale or ""), own, OWN_WORDS)


def explained(decision: Row[Any]) -> dict[str, Any]:
    """What only a secret key learns."""
    return {
        "decision_id": str(decision.id),
        "score": score_json(decision),
        "reasons": decision.reasons,
    }


def _begin(stored: Stored, status: Status) -> dict[str, Any]:
    body: dict[str, Any] = {"lead_id": str(stored.lead_id), "status": status.value}
    if stored.merged:
        body["merged"] = True
    return body


def _step_json(step: NextStep, answer: Answer) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": step.kind.value, "message": step.message}
    shown["language"] = step.language
    if step.url:
        shown["url"] = step.url
    if step.resources:
        shown["resources"] = [
            {"title": one.title, "url": one.url} for one in step.resources
        ]
    respond_by = answer.respond_by or step.respond_by
    if respond_by is not None:
        shown["respond_by"] = instant_text(respond_by)
    return shown
