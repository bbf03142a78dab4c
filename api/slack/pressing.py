"""Do what somebody pressed in Slack, and say there what came of it."""

from typing import Any

from sqlalchemy import Row

from adapters import clock
from adapters.letters.links import LASTS, Tap
from adapters.slack.buttons import BACK, REASON, REASONS
from adapters.slack.pressed import Pressed
from adapters.slack.replies import whisper
from api.errors import problem_of
from api.leads.acting import Actor, act
from api.leads.tapping import QUESTION, Tapped, Useless, meet
from api.parts import Parts
from api.slack.door import SlackDoor
from api.slack.press import Press
from api.slack.shown import as_before, done, why_not
from domain.auditing.origins import Origin
from domain.errors import ConflictError, ForbiddenError
from domain.in_words.names import called
from domain.lifecycle import ActionKind, Asked, Standing, Status, refusal
from domain.playbook import Playbook

_STRANGER = (
    "Handraise does not know who you are in Slack. Ask an operator to write "
    "“slack: {member}” beside your name in the playbook."
)


async def take_press(parts: Parts, door: SlackDoor, pressed: Pressed) -> None:
    """Whatever happens, whoever pressed is told in a sentence."""
    try:
        reply = await _reply(parts, pressed)
    except Exception as error:  # noqa: BLE001 - nobody else would answer
        reply = whisper(problem_of(error).detail)
    await door.answer(pressed, reply)


async def _reply(parts: Parts, pressed: Pressed) -> dict[str, Any]:
    press = await _press(parts, pressed)
    met = await _meet(press)
    if pressed.control == BACK:
        return as_before(press, met.row)
    if pressed.control == ActionKind.DECLINE:
        _require_allowed(press, met.row)
        return why_not(press)
    reason = REASONS.get(pressed.chosen, "")
    body = {"reason": reason} if reason else {}
    actor = Actor(press.person.handle, met.role, Origin.SLACK)
    about = pressed.about.lead_id
    await act(parts, actor, about, press.kind, body, action_id=pressed.id)
    return await done(press, reason)


async def _press(parts: Parts, pressed: Pressed) -> Press:
    playbook = (await parts.playbook.current()).playbook
    person = playbook.with_slack(pressed.member)
    if person is None:
        raise ForbiddenError(_STRANGER.replace("{member}", pressed.member))
    return Press(parts, pressed, person, playbook, _kind_of(pressed))


def _kind_of(pressed: Pressed) -> ActionKind:
    """Choosing a reason, or going back from it, is part of declining."""
    if pressed.control in {REASON, BACK}:
        return ActionKind.DECLINE
    kinds = {kind.value: kind for kind in QUESTION}
    if pressed.control not in kinds:
        raise ConflictError("This button does nothing any more. Open the lead instead.")
    return kinds[pressed.control]


async def _meet(press: Press) -> Tapped:
    """The lead as it stands. ConflictError when the button means nothing any more.

    The button is bound to the assignment that the message was about, the person to
    what they may see: everybody in the channel can press it.
    """
    about, now = press.pressed.about, clock.now()
    tap = Tap(about.lead_id, press.person.handle, press.kind, now + LASTS)
    async with press.parts.engine.connect() as connection:
        met = await meet(connection, tap, press.playbook, now)
    if isinstance(met, Useless):
        raise ConflictError(met.because)
    if about.assignment_id not in {None, met.row.assignment_id}:
        owner = _who_has_it(met.row, press.playbook)
        raise ConflictError(f"This message is out of date: {owner}.")
    return met


def _who_has_it(row: Row[Any], playbook: Playbook) -> str:
    if row.owner is None:
        return "nobody has the lead just now"
    return f"{called(row.owner, playbook)} has the lead now"


def _require_allowed(press: Press, row: Row[Any]) -> None:
    """Only who may decline is asked why: the choice replaces what everybody sees."""
    standing = Standing(Status(row.status), row.owner)
    refused = refusal(standing, ActionKind.DECLINE, Asked(press.person.handle))
    if refused is not None:
        raise ConflictError(
            refused.sentence(lambda handle: called(handle, press.playbook))
        )
