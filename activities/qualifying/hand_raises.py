"""What raised hands say together: one form, the pages seen, the things done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.likeness import how_known
from adapters.store.deciding.evidence import HandRaise
from domain.evidence import Event, PageView, Value
from domain.promises.follow_up import Stop

# Where a lead came from at first stays; all else is as the person said it last.
_SAID_FIRST = frozenset({"channel", "utm_source", "utm_medium", "utm_campaign"}) | {
    "referrer",
    "landing_page",
}
_PLAIN = (str, int, float, bool)
_PAGES = 500  # the newest; more say nothing new and make every decision slower
_EVENTS = 500


def given(hand_raises: Sequence[HandRaise]) -> dict[str, Value]:
    """One form out of all hand-raises, oldest first, with "fields.<name>" flattened.

    Each message is something the person said: they are kept one after the other. Of merged
    leads, what was said under a throw-away address never replaces what a known person said,
    and the address that tells most is the one that counts.
    """
    form: dict[str, Value] = {}
    messages: dict[str, None] = {}
    said_as: dict[str, int] = {}
    for hand in hand_raises:
        known = how_known(str(hand.payload.get("email", "")))
        for name, value in flat(hand.payload):
            weight = known if name == "email" else min(known, 1)
            if name == "message":
                messages[str(value)] = None
            elif name not in form or (
                name not in _SAID_FIRST and weight >= said_as[name]
            ):
                form[name], said_as[name] = value, weight
    if messages:
        form["message"] = "\n\n".join(messages)
    return form


def flat(payload: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """A body's plain values, the site's own as "fields.<name>"."""
    for name, value in payload.items():
        if isinstance(value, _PLAIN):
            yield name, value
    yield from (payload.get("source") or {}).items()
    consent = (payload.get("consent") or {}).get("marketing")
    if consent is not None:
        yield "marketing_consent", consent
    for name, value in (payload.get("fields") or {}).items():
        if isinstance(value, _PLAIN):
            yield f"fields.{name}", value


def locale_of(hand_raises: Sequence[HandRaise]) -> str | None:
    """Of the last browser: an answer by mail or a click brings none."""
    return next((hand.locale for hand in reversed(hand_raises) if hand.locale), None)


def asked(hand_raises: Sequence[HandRaise]) -> int:
    """How often they asked: who follows a link in our mail asks for nothing."""
    return sum(not _is_a_click(hand.payload) for hand in hand_raises)


def _is_a_click(payload: Mapping[str, Any]) -> bool:
    names = {event["name"] for event in payload.get("events") or ()}
    return names == {Stop.CLICK} and "message" not in payload


def page_views(hand_raises: Sequence[HandRaise]) -> tuple[PageView, ...]:
    """Every page once, in the order seen: sites send the whole visit each time."""
    views = {
        (view["path"], view["at"]): PageView(
            view["path"], view.get("seconds", 0.0), datetime.fromisoformat(view["at"])
        )
        for hand in hand_raises
        for view in hand.payload.get("page_views") or ()
    }
    return tuple(sorted(views.values(), key=lambda view: view.at)[-_PAGES:])


def events(hand_raises: Sequence[HandRaise]) -> tuple[Event, ...]:
    """Every event once, oldest first."""
    found: dict[tuple[object, ...], Event] = {}
    for hand in hand_raises:
        for told in hand.payload.get("events") or ():
            known = {
                n: v for n, v in told.get("properties", {}).items() if v is not None
            }
            key = told["name"], told["at"], *sorted(known.items(), key=str)
            found[key] = Event(told["name"], datetime.fromisoformat(told["at"]), known)
    return tuple(sorted(found.values(), key=lambda one: one.at)[-_EVENTS:])
