"""Turn a form of a lead's page into the body that the HTTP interface takes."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from domain.errors import Fault, InvalidError
from domain.lifecycle import ActionKind, Outcome

# What a reviewer may choose instead of a band.
_REJECT = "reject"
_SPAM = "spam"
# What a person may put right, as they call it.
CORRECTABLE = {
    "name": "Name",
    "company": "Company",
    "job_title": "Role",
    "phone": "Phone",
    "country": "Country (two letters)",
    "employees": "Employees",
    "industry": "Industry",
    "product": "Product",
}
_NUMBERS = frozenset({"employees"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of the form that corrects a lead, with what is known now."""

    name: str
    label: str
    value: str
    number: bool


def corrections(
    row: Row[Any], said: Mapping[str, str] = MappingProxyType({})
) -> tuple[Correction, ...]:
    """With what is known, or with what somebody has put in already."""
    return tuple(
        Correction(
            name,
            label,
            said.get(name, _shown(getattr(row, name))),
            name in _NUMBERS,
        )
        for name, label in CORRECTABLE.items()
    )


def body_of(
    kind: ActionKind, form: Mapping[str, str], row: Row[Any], zone: str
) -> dict[str, Any]:
    """The body for `kind`. Fields left empty are not there; times are those of `zone`.

    Raises:
        InvalidError: a number or a time was asked for, and something else came.

    """
    body: dict[str, Any] = {}
    if reason := form.get("reason", "").strip():
        body["reason"] = reason
    match kind:
        case ActionKind.REASSIGN:
            body["to"] = form.get("to", "")
        case ActionKind.RESOLVE:
            body |= _resolution(form)
        case ActionKind.CLOSE:
            body |= _ending(form)
        case ActionKind.CORRECT:
            body["fields"] = _changed(form, row)
        case ActionKind.SNOOZE:
            body["until"] = _instant(form.get("until", ""), zone)
        case _:
            pass
    return body


def _resolution(form: Mapping[str, str]) -> dict[str, Any]:
    """A suggestion may name its owner, "high:ana"; whom the form names comes first."""
    decision = form.get("decision", "")
    if decision == _REJECT:
        return {"reject": True}
    if decision == _SPAM:
        return {"reject": True, "outcome": Outcome.SPAM.value}
    band, _, suggested = decision.partition(":")
    owner = form.get("owner", "") or suggested
    return {"band": band} | ({"owner": owner} if owner else {})


def _ending(form: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {"outcome": form.get("outcome", "")}
    if value := form.get("value", "").strip():
        body["value"] = _number(value.replace(",", "."), "value", "What it is worth")
    return body


def _changed(form: Mapping[str, str], row: Row[Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name, label in CORRECTABLE.items():
        given = form.get(name, "").strip()
        if not given or given == _shown(getattr(row, name)):
            continue
        if name in _NUMBERS:
            changed[name] = int(_number(given, name, label))
        else:
            changed[name] = given
    if not changed:
        raise InvalidError("Nothing was changed.")
    return changed


def _instant(text: str, zone: str) -> str:
    """What a browser's field for a local time holds, with its offset."""
    with suppress(ValueError):
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).isoformat()
    sentence = "Say until when: a day and a time."
    raise InvalidError(sentence, (Fault("/until", sentence),))


def _number(text: str, name: str, label: str) -> float:
    with suppress(ValueError):
        number = float(text)
        if isfinite(number):
            return number
    sentence = f"{label} has to be a number."
    raise InvalidError(sentence, (Fault(f"/{name}", sentence),))


def _shown(value: object) -> str:
    return "" if value is None else str(value)
