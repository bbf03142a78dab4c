"""Say what a message in Slack shows once somebody has pressed something in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Block
from sqlalchemy import Row

from adapters import clock
from adapters.slack.buttons import About, action_buttons, reason_choice
from adapters.slack.mrkdwn import plain, time_of_day
from adapters.slack.notice import context
from adapters.slack.replies import rewritten
from adapters.store.mail.tapping import find_tapped
from api.slack.press import Press
from domain.lifecycle import ActionKind, Status
from domain.one_tap import offered_to_all

_DONE: Mapping[ActionKind, str] = {
    ActionKind.ACCEPT: "Accepted by {who} at {at}.",
    ActionKind.CONTACTED: "{who} has spoken to them, noted at {at}.",
    ActionKind.DECLINE: "Declined by {who} at {at}{reason}. Somebody else is being found.",
    ActionKind.TAKEOVER: (
        "Taken over by {who} at {at}. Nothing happens by itself until it is released."
    ),
}


def why_not(press: Press) -> dict[str, Any]:
    return rewritten(press.pressed.message, [reason_choice(press.pressed.about)])


def as_before(press: Press, row: Row[Any]) -> dict[str, Any]:
    """What the owner may do, when they think better of declining."""
    kinds = offered_to_all(Status(row.status), to_owner=True)
    return rewritten(press.pressed.message, [_buttons(press, kinds)])


async def done(press: Press, reason: str) -> dict[str, Any]:
    """Who did what, when, in place of the buttons."""
    words = _DONE[press.kind].format(
        who=plain(press.person.name),
        at=time_of_day(clock.now(), press.playbook.zone),
        reason=f" ({reason})" if reason else "",
    )
    return rewritten(press.pressed.message, [context(words), await _next(press)])


async def _next(press: Press) -> Block:
    """Who accepts goes on in the same message; everything else ends there."""
    about = press.pressed.about
    if press.kind is not ActionKind.ACCEPT:
        return _buttons(press, ())
    async with press.parts.engine.connect() as connection:
        row = await find_tapped(connection, about.lead_id, press.person.handle)
    if row is None:
        return _buttons(press, ())
    # Accepting what a whole team was offered begins an assignment.
    now = replace(about, assignment_id=row.assignment_id)
    return _buttons(press, offered_to_all(Status(row.status), to_owner=True), now)


def _buttons(
    press: Press, kinds: Sequence[ActionKind], about: About | None = None
) -> Block:
    about = about or press.pressed.about
    link = press.parts.options.links.lead(about.lead_id)
    return action_buttons(kinds, about, link)
