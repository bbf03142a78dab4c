"""Write one more person into a playbook's text, and leave all else as it stands."""

import json
import re
from dataclasses import dataclass

import yaml

from domain.errors import ConflictError, InvalidError
from domain.people import Role

_PEOPLE = re.compile(r"^people:[ \t]*(#.*)?$", re.MULTILINE)
_HANDLE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class NewPerson:
    handle: str
    name: str
    email: str
    role: Role


def with_person(document: str, new: NewPerson) -> str:
    """The text with one more entry at the head of `people`; comments stay.

    ConflictError when the handle is taken, InvalidError when it is none, or the file's
    people are written in a way that only a person can add to.
    """
    if not _HANDLE.fullmatch(new.handle):
        raise InvalidError("A handle is a short word in small letters, such as ana.")
    if new.handle in (yaml.safe_load(document).get("people") or {}):
        raise ConflictError(f"Somebody has the handle {new.handle} already.")
    found = _PEOPLE.search(document)
    if found is None:
        raise InvalidError("Add the person to the playbook's file, and publish it.")
    lines = (
        f"  {new.handle}:",
        f"    name: {_quoted(new.name)}",
        f"    email: {_quoted(new.email)}",
        f"    role: {new.role}",
    )
    at = found.end()
    return document[:at] + "\n" + "\n".join(lines) + document[at:]


def _quoted(text: str) -> str:
    """A JSON string is a YAML one."""
    return json.dumps(text, ensure_ascii=False)
