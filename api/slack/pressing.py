"""Do what somebody pressed in Slack, and say there what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import Block
from sqlalchemy import Row

from adapters import clock
from adapters.links import LASTS, Tap
from adapters.slack.buttons import (
    BACK,
    REASON,
    REASONS,
    About,
    action_buttons,
    reason_choice,
)
from adapters.slack.mrkdwn import plain, time_of_day
from adapters.slack.notice import context
from adapters.slack.pressed import Pressed
from adapters.slack.replies import rewritten, whisper
from adapters.store.tapping import find_tapped
from api.errors import problem_of
from api.leads.acting import Actor, act
from api.leads.lead_json import called
from api.leads.tapping import QUESTION, Tapped, Useless, meet
from api.parts import Parts
from api.slack.door import SlackDoor
from domain.errors import ConflictError
from domain.lifecycle import ActionKind, Asked, Standing, Status, refusal
from domain.one_tap import offered_to_all
from domain.people import Person
from domain.playbook import Playbook

_STRANGER = (
    "Handraise does not know who you are in Slack. Ask an operator to write "
    "`slack: {member}` beside your name in the playbook."
)
_DONE: Mapping[ActionKind, str] = {
    ActionKind.ACCEPT: "Accepted by {who} at {at}.",
    ActionKind.CONTACTED: "{who} has spoken to them, noted at {at}.",
    ActionKind.DECLINE: "Declined by {who} at {at}{reason}. Somebody else is being found.",
    ActionKind.TAKEOVER: (
        "Taken over by {who} at {at}. Nothing happens by itself until it is released."
    ),
}


@dataclass(frozen=True, slots=True)
class Press:
    """Something pressed by somebody whom the playbook knows."""

    parts: Parts
    pressed: Pressed
    person: Person
    playbook: Playbook
    kind: ActionKind


async def take_press(parts: Parts, door: SlackDoor, pressed: Pressed) -> None:
    """Whatever happens, whoever pressed is told in a sentence."""
    try:
        reply = await _reply(parts, pressed)
    except Exception as error:  # noqa: BLE001 - nobody else would answer
        reply = whisper(problem_of(error).detail)
    await door.answer(pressed, reply)


async def _reply(parts: Parts, pressed: Pressed) -> dict[str, Any]:
    playbook = (await parts.playbook.current()).playbook
    person = playbook.with_slack(pressed.member)
    if person is None:
        return whisper(_STRANGER.replace("{member}", pressed.member))
    press = Press(parts, pressed, person, playbook, _kind_of(pressed))
    met = await _meet(press)
    if isinstance(met, str):
        return whisper(met)
    if pressed.control == BACK:
        return _offer_again(press, met.row)
    if pressed.control == ActionKind.DECLINE:
        return _ask_why(press, met.row)
    reason = REASONS.get(pressed.chosen, "")
    body = {"reason": reason} if reason else {}
    actor = Actor(person.handle, met.role)
    about = pressed.about.lead_id
    await act(parts, actor, about, press.kind, body, action_id=pressed.id)
    return await _done(press, reason)


def _kind_of(pressed: Pressed) -> ActionKind:
    """Choosing a reason, or going back from it, is part of declining."""
    if pressed.control in {REASON, BACK}:
        return ActionKind.DECLINE
    kinds = {kind.value: kind for kind in QUESTION}
    if pressed.control not in kinds:
        raise ConflictError("This button does nothing any more. Open the lead instead.")
    return kinds[pressed.control]


async def _meet(press: Press) -> Tapped | str:
    """The lead as it stands; a sentence when the button means nothing any more.

    The button is bound to the assignment that the message was about, the person to
    what they may see: everybody in the channel can press it.
    """
    about, now = press.pressed.about, clock.now()
    tap = Tap(about.lead_id, press.person.handle, press.kind, now + LASTS)
    async with press.parts.engine.connect() as connection:
        met = await meet(connection, tap, press.playbook, now)
    if isinstance(met, Useless):
        return met.because
    if about.assignment_id not in {None, met.row.assignment_id}:
        return f"This message is out of date: {_who_has_it(met.row, press.playbook)}."
    return met


def _who_has_it(row: Row[Any], playbook: Playbook) -> str:
    if row.owner is None:
        return "nobody has the lead just now"
    return f"{called(row.owner, playbook)} has the lead now"


def _ask_why(press: Press, row: Row[Any]) -> dict[str, Any]:
    """Only who may decline is asked: the choice replaces what everybody sees."""
    standing = Standing(Status(row.status), row.owner)
    refused = refusal(standing, ActionKind.DECLINE, Asked(press.person.handle))
    if refused is not None:
        return whisper(refused.sentence(lambda handle: called(handle, press.playbook)))
    return rewritten(press.pressed.message, [reason_choice(press.pressed.about)])


def _offer_again(press: Press, row: Row[Any]) -> dict[str, Any]:
    """What the owner may do, as before they thought of declining."""
    kinds = offered_to_all(Status(row.status), to_owner=True)
    buttons = _buttons(press, kinds, press.pressed.about)
    return rewritten(press.pressed.message, [buttons])


async def _done(press: Press, reason: str) -> dict[str, Any]:
    words = _DONE[press.kind].format(
        who=plain(press.person.name),
        at=time_of_day(clock.now(), press.playbook.zone),
        reason=f" ({reason})" if reason else "",
    )
    below = [context(words), await _next(press)]
    return rewritten(press.pressed.message, below)


async def _next(press: Press) -> Block:
    """Who accepts goes on in the same message; everything else ends there."""
    about = press.pressed.about
    if press.kind is not ActionKind.ACCEPT:
        return _buttons(press, (), about)
    async with press.parts.engine.connect() as connection:
        row = await find_tapped(connection, about.lead_id, press.person.handle)
    if row is None:
        return _buttons(press, (), about)
    # Accepting what a whole team was offered begins an assignment.
    now = replace(about, assignment_id=row.assignment_id)
    return _buttons(press, offered_to_all(Status(row.status), to_owner=True), now)


def _buttons(press: Press, kinds: tuple[ActionKind, ...], about: About) -> Block:
    link = press.parts.options.links.lead(about.lead_id)
    return action_buttons(kinds, about, link)
