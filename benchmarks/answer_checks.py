"""Say what is wrong with an answer to a posted lead, or with the lead afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from uuid import UUID

from domain.lifecycle import Status
from domain.promises.follow_up import NextStepKind
from domain.qualifying.bands import Band

ACCEPTABLE = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
_OWNED = frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.CONTACTED})
_WITHOUT_OWNER = frozenset({Status.IN_REVIEW, Status.NURTURING})
_SCORES = ("points", "fit", "intent", "urgency")


def faults_of_answer(status: int, body: Any) -> list[str]:
    """Sentences about a response to POST /v1/leads with a secret key; none when good."""
    if status not in ACCEPTABLE:
        return [f"answered {status}"]
    if not isinstance(body, dict):
        return ["the answer is no JSON object"]
    faults = list(_faults_of_every(body))
    if status == HTTPStatus.ACCEPTED:
        if body.get("status") != Status.QUALIFYING:
            faults.append("202 without status qualifying")
        return faults
    return faults + list(_faults_of_decided(body))


def _faults_of_every(body: Mapping[str, Any]) -> Iterator[str]:
    if not _is_id(body.get("lead_id")):
        yield "lead_id is no UUID"
    if body.get("status") not in set(Status):
        yield "status is none that we know"
    step = body.get("next_step")
    if not isinstance(step, dict) or step.get("kind") not in set(NextStepKind):
        yield "no kind of next step"
    elif not step.get("message"):
        yield "no message for the visitor"


def _faults_of_decided(body: Mapping[str, Any]) -> Iterator[str]:
    band, owner = body.get("band"), body.get("owner")
    if band not in set(Band):
        yield "band is none that we know"
    if not _is_id(body.get("decision_id")):
        yield "decision_id is no UUID"
    if not all(isinstance((body.get("score") or {}).get(n), int) for n in _SCORES):
        yield "the score is not complete"
    if not isinstance(body.get("reasons"), list):
        yield "no list of reasons"
    yield from _faults_of_ownership(body.get("status"), owner or {})


def _faults_of_ownership(status: object, owner: Mapping[str, Any]) -> Iterator[str]:
    if status in _OWNED and not owner.get("name"):
        yield f"{status} without the owner's name"
    if status in _WITHOUT_OWNER and owner:
        yield f"{status} with an owner"
    if status == Status.QUALIFYING:
        yield "decided, and yet qualifying"


def faults_of_lead(lead: Mapping[str, Any]) -> list[str]:
    """Whether an open lead is somebody's, with a clock that runs: never nobody."""
    status, faults = lead.get("status"), []
    if lead.get("decision") is None:
        faults.append("is not decided")
    if status in _OWNED and not lead.get("owner"):
        faults.append(f"is {status} and nobody's")
    if status in _WITHOUT_OWNER and lead.get("owner"):
        faults.append(f"is {status} and somebody's")
    if status in _OWNED | _WITHOUT_OWNER and not (
        lead.get("clock") and lead.get("due_at")
    ):
        faults.append(f"is {status} without a dated clock")
    if status not in _OWNED | _WITHOUT_OWNER:
        faults.append(f"is {status}")
    return faults


def _is_id(given: object) -> bool:
    with suppress(ValueError):
        return bool(UUID(str(given)))
    return False
