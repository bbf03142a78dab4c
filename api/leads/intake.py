"""Take a raised hand in: on disk first, then a decision if there is time for one."""

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from adapters import clock
from adapters.store.access.keys import Key
from adapters.store.deciding.decisions import EVIDENCE
from adapters.store.raised_hands.answers import find_answered, find_decided, keep_answer
from adapters.store.raised_hands.intake import Raised, Stored, store_submission
from adapters.store.raised_hands.moving import move_to_new_lead
from adapters.store.standing.standing import find_decision
from adapters.temporal.leads import ask_for_decision
from api.leads.answers import decided, explained, language_of_visitor, not_decided
from api.parts import Parts
from api.schemas import LeadGiven
from api.web.faults import REQUIRED, SENTENCE
from api.web.preferences import Preferences
from domain.auditing.origins import Origin
from domain.errors import Fault, InvalidError, KeyReusedError, LeadClosedError
from domain.matching.mailboxes import person_key, plain_key
from domain.playbook import Playbook
from domain.promises.booking import Asker
from domain.promises.resources import resources_for
from domain.promises.texts import coded, language_known
from workflows.answers import Answer

LOG = logging.getLogger(__name__)

# Requests that do not wait still start their workflow, for at most this long.
_IN_THE_BACKGROUND = timedelta(seconds=5)
_background: set[asyncio.Task[None]] = set()


@dataclass(frozen=True, slots=True)
class Taken:
    """A hand-raise that is on disk, and the answer to it."""

    stored: Stored
    status: HTTPStatus
    body: dict[str, Any]


async def take_in(
    parts: Parts, key: Key, given: LeadGiven, preferences: Preferences, *, form: bool
) -> Taken:
    """Store, ask, answer.

    Raises:
        InvalidError: the playbook requires more than was given.
        KeyReusedError: the idempotency key came with another body before.

    """
    playbook = (await parts.playbook.current()).playbook
    payload = given.payload()
    _require(playbook, payload)
    stored, before = await _store(parts, _raised(key, given, payload, preferences))
    if before is not None:
        return Taken(stored, _status(stored), before)
    stored, answer = await _ask(parts, stored, preferences.wait)
    if answer is None:
        language = language_of_visitor(
            given.language, preferences.locale, playbook.language
        )
        return Taken(stored, HTTPStatus.ACCEPTED, not_decided(stored, language))
    body = await _word(parts, key, stored, answer, _asker(given, preferences))
    if form or preferences.idempotency_key is not None:
        async with parts.autocommit.connect() as connection:
            await keep_answer(connection, stored.submission_id, body)
    return Taken(stored, _status(stored), body)


def _status(stored: Stored) -> HTTPStatus:
    return HTTPStatus.OK if stored.merged else HTTPStatus.CREATED


def _require(playbook: Playbook, payload: dict[str, Any]) -> None:
    """The playbook may require fields of its own, as "company" or "fields.vehicles"."""
    missing = [
        Fault("/" + name.replace(".", "/"), REQUIRED)
        for name in playbook.required
        if _value(payload, name) in (None, "")
    ]
    if missing:
        raise InvalidError(SENTENCE, tuple(missing))


def _value(payload: dict[str, Any], name: str) -> Any:
    group, dot, own = name.partition(".")
    return payload.get(group, {}).get(own) if dot else payload.get(group)


def _raised(
    key: Key, given: LeadGiven, payload: dict[str, Any], preferences: Preferences
) -> Raised:
    repeated = preferences.idempotency_key
    return Raised(
        submission_id=uuid4(),
        lead_id=uuid4(),
        person_key=person_key(given.email),
        payload=payload,
        received_at=clock.now(),
        key_id=key.id,
        idempotency_key=repeated,
        body_hash=None if repeated is None else _hash(payload),
        locale=preferences.locale,
        plain_key=plain_key(given.email),
        origin=Origin.API if key.is_secret else Origin.SITE,
    )


def _hash(payload: dict[str, Any]) -> str:
    """Of what was said, not of how: spaces and the order of members do not matter."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


async def _store(parts: Parts, raised: Raised) -> tuple[Stored, dict[str, Any] | None]:
    """The hand-raise on disk, with its earlier answer where it came before."""
    async with parts.autocommit.connect() as connection:
        stored = await store_submission(connection, raised)
        if stored is not None:
            return stored, None
        if raised.key_id is None or raised.idempotency_key is None:
            raise AssertionError("only an idempotency key can be there already")
        before = await find_answered(connection, raised.key_id, raised.idempotency_key)
    if before.body_hash != raised.body_hash:
        raise KeyReusedError
    return before.stored, before.answer


async def _ask(
    parts: Parts, stored: Stored, wait: timedelta
) -> tuple[Stored, Answer | None]:
    if not wait:
        _ask_in_background(parts, stored)
        return stored, None
    try:
        return stored, await _decision(parts, stored, wait)
    except LeadClosedError:
        stored = await _move(parts, stored)
    try:
        return stored, await _decision(parts, stored, wait)
    except LeadClosedError:
        return stored, await _found_decided(parts, stored)


async def _found_decided(parts: Parts, stored: Stored) -> Answer | None:
    """What the relay got decided before the lead was closed. None: the relay goes on."""
    async with parts.autocommit.connect() as connection:
        return await find_decided(connection, stored.submission_id)


async def _decision(parts: Parts, stored: Stored, wait: timedelta) -> Answer | None:
    return await ask_for_decision(parts.temporal, stored, wait, parts.reachability)


async def _move(parts: Parts, stored: Stored) -> Stored:
    try:
        return await _move_once(parts, stored)
    except IntegrityError:  # the person's next lead was opened at this moment
        return await _move_once(parts, stored)


async def _move_once(parts: Parts, stored: Stored) -> Stored:
    async with parts.engine.begin() as connection:
        return await move_to_new_lead(
            connection, stored.submission_id, clock.now(), ended=stored.lead_id
        )


def _ask_in_background(parts: Parts, stored: Stored) -> None:
    """Start the workflow now rather than when the relay comes by."""

    async def ask() -> None:
        try:
            await _decision(parts, stored, _IN_THE_BACKGROUND)
        except LeadClosedError:
            LOG.info("the relay moves submission %s", stored.submission_id)

    task = asyncio.create_task(ask())
    _background.add(task)
    task.add_done_callback(_background.discard)


def _asker(given: LeadGiven, preferences: Preferences) -> Asker:
    language = coded(given.language or preferences.locale or "")
    return Asker(given.email, given.name or "", given.company or "", language)


async def _word(
    parts: Parts, key: Key, stored: Stored, answer: Answer, asker: Asker
) -> dict[str, Any]:
    version = await parts.playbook.current()
    if answer.owner is not None and not version.playbook.has_person(answer.owner):
        version = await parts.playbook.newest()  # published a moment ago
    playbook = version.playbook
    follow_up = playbook.follow_ups[answer.band]
    reads = bool(playbook.resources) and follow_up.gives_to_read
    if not (key.is_secret or reads or follow_up.has_languages):
        return decided(stored, answer, playbook, asker)
    async with parts.engine.connect() as connection:
        decision = await find_decision(connection, answer.decision_id)
    if decision is None:
        return decided(stored, answer, playbook, asker)
    evidence = EVIDENCE.validate_python(decision.evidence)
    resources = resources_for(evidence, playbook) if reads else ()
    asker = replace(asker, language=language_known(evidence, asker.language))
    body = decided(stored, answer, playbook, asker, resources)
    return body | explained(decision) if key.is_secret else body
