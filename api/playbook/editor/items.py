"""Add, copy, remove and move the items of the playbook's lists: rows, rules."""

import copy
import re
from dataclasses import dataclass

from adapters.playbook.editing import inserted, moved, value_at, without
from adapters.yaml.lines import Plain
from api.playbook.editor.places import FRAMES, LISTS, REVIEWS, ROWS
from domain.errors import InvalidError, PlaybookError

_NUMBERED = re.compile(r"(.*?)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Edited:
    """`place` is where the item stands now, "" when it is gone."""

    text: str
    said: str
    place: str


def change_list(text: str, do: str, items: str, index: int, to: int) -> Edited:
    """One thing done to the item at `index`; `to` is for moves alone.

    Raises:
        InvalidError: there is no such list or item, or nothing like it can be done.

    """
    if items not in LISTS:
        raise InvalidError("There is no such list.")
    known = _items(text, items)
    if do != "add" and not 0 <= index < len(known):
        raise InvalidError("There is no such row or rule any more.")
    places = {"up": index - 1, "down": index + 1, "move": to}
    if do in places:
        return _moved(text, items, index, places[do], known)
    if do not in _DONE:
        raise InvalidError("Nothing like this can be done here.")
    return _DONE[do](text, items, index, known)


def _items(text: str, items: str) -> list[Plain]:
    try:
        found = value_at(text, items)
    except PlaybookError:
        return []
    return found if isinstance(found, list) else []


def _added(text: str, items: str, _: int, known: list[Plain]) -> Edited:
    """At the end; a new routing row above the default, which takes what is left."""
    item = _begun(text, items, known)
    index = len(known) - 1 if items == ROWS and known else len(known)
    new = inserted(text, items, index, item)
    return Edited(new, f"Added {_called(items, item)}", f"{items}/{index}")


def _begun(text: str, items: str, known: list[Plain]) -> Plain:
    """What a new item says until somebody fills it in; the check names what lacks."""
    if items == ROWS:
        last = known[-1] if known else None
        goes = last.get("to") if isinstance(last, dict) else None
        return {"id": _free("new-row", known), "to": copy.deepcopy(goes)}
    if items == REVIEWS:
        return {"code": _free("new_rule", known), "because": "say why"}
    if items == FRAMES:
        return {"days": 30, "phrases": ["this month"]}
    everywhere = [one for name in LISTS for one in _items(text, name)]
    return {"id": _free("new-rule", everywhere), "points": 1, "because": "say why"}


def _copied(text: str, items: str, index: int, known: list[Plain]) -> Edited:
    """Right below, so that the first of the two still wins."""
    item = copy.deepcopy(known[index])
    if isinstance(item, dict):
        for key in item.keys() & {"id", "code"}:
            everywhere = [one for name in LISTS for one in _items(text, name)]
            item[key] = _free(str(item[key]), everywhere)
    new = inserted(text, items, index + 1, item)
    said = f"Copied {_called(items, known[index])}"
    return Edited(new, said, f"{items}/{index + 1}")


def _moved(text: str, items: str, index: int, to: int, known: list[Plain]) -> Edited:
    to = min(max(to, 0), len(known) - 1)
    said = f"Moved {_called(items, known[index])} to place {to + 1} of {len(known)}"
    return Edited(moved(text, items, index, to), said, f"{items}/{to}")


def _deleted(text: str, items: str, index: int, known: list[Plain]) -> Edited:
    new = without(text, f"{items}/{index}")
    return Edited(new, f"Deleted {_called(items, known[index])}", "")


_DONE = {"add": _added, "duplicate": _copied, "delete": _deleted}


def _called(items: str, item: Plain) -> str:
    given = item if isinstance(item, dict) else {}
    return f"{LISTS[items]} {given.get('id') or given.get('code') or ''}".strip()


def _free(wanted: str, known: list[Plain]) -> str:
    """The name, or the first of name-2, name-3, ... that nothing has."""
    taken = {
        one.get(k) for one in known if isinstance(one, dict) for k in ("id", "code")
    }
    found = _NUMBERED.fullmatch(wanted)
    stem = found[1] if found is not None else wanted
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
