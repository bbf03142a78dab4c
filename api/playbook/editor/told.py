"""Where what prospects are told stands, in each language."""

from collections.abc import Iterator

from adapters.playbook.editing import with_value, without
from adapters.yaml.lines import Plain
from adapters.yaml.plain_values import at
from adapters.yaml.spans import parts_of
from api.playbook.editor.places import found_at

_OF_BANDS = ("message", "message_without_owner")


def told_at(plain: Plain, pointer: str) -> str:
    """The words there; "" for none. A plain text is in the playbook's language."""
    around, _, language = pointer.rpartition("/")
    found = found_at(plain, around)
    if isinstance(found, dict):
        found = found.get(language)
    elif language != own_language(plain):
        found = None
    return found if isinstance(found, str) else ""


def with_told(text: str, plain: Plain, pointer: str, typed: str) -> str:
    """A second language makes a mapping of a plain text; nothing is taken from others."""
    around, _, language = pointer.rpartition("/")
    before, own = found_at(plain, around), own_language(plain)
    if isinstance(before, dict):
        if typed:
            return with_value(text, pointer, typed)
        return without(text, pointer) if language in before else text
    if language == own:
        return with_value(text, around, typed) if typed else without(text, around)
    told: dict[str, Plain] = {} if before is None else {own: before}
    return with_value(text, around, told | {language: typed})


def own_language(plain: Plain) -> str:
    found = found_at(plain, "/language")
    return found if isinstance(found, str) else ""


def languages_told(plain: Plain, own: str) -> tuple[str, ...]:
    """The playbook's own, then those that are written or spoken here."""
    written = (
        name
        for band in ("high", "medium", "low", "review")
        for key in _OF_BANDS
        for name in _names(found_at(plain, f"/bands/{band}/next_step/{key}"))
    )
    return tuple(dict.fromkeys([own, *written, *_spoken(plain)]))


def _names(found: Plain) -> Iterator[str]:
    yield from (found if isinstance(found, dict) else ())


def _spoken(plain: Plain) -> Iterator[str]:
    """By the people, where the list of them can be read."""
    people = found_at(plain, "/people")
    for handle in people if isinstance(people, dict) else ():
        try:
            spoken = at(plain, (*parts_of("/people"), handle, "languages"))
        except LookupError:
            continue
        if isinstance(spoken, list):
            yield from (one for one in spoken if isinstance(one, str))
