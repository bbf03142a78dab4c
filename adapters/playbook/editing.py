"""Change one value of a playbook's text, and leave every other character as it is.

Comments, order, quotes and blank lines stay, so that a diff shows the edit and nothing
else. Each edit is read back: a text that does not say what was asked is never returned.
"""

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn

from yaml.nodes import MappingNode, Node, SequenceNode

from adapters.yaml.lines import Plain, composed, pointer_to, read_node
from adapters.yaml.plain_values import at, insert, move, put, remove
from adapters.yaml.spans import parts_of, place_of
from adapters.yaml.splicing import (
    added_entry,
    added_item,
    removed_entry,
    removed_item,
    reordered,
    replaced,
)
from domain.errors import Fault, PlaybookError

_SOURCE = "The playbook"
_CANNOT = "this cannot be changed here, only in the text itself"


def plain_of(text: str) -> Plain:
    """The document's values, to be read and not changed. PlaybookError likewise."""
    return _read(text)[1]


# Reading is most of the work: the text that an edit gives is the next one's to change.
@lru_cache(maxsize=4)
def _read(text: str) -> tuple[Node, Plain]:
    root = composed(text, _SOURCE)
    return root, read_node(root, _SOURCE)[0]


def value_at(text: str, pointer: str) -> Plain:
    """What stands there now; PlaybookError when nothing does."""
    try:
        return at(plain_of(text), parts_of(pointer))
    except LookupError:
        _refuse(pointer)


def with_value(text: str, pointer: str, value: Plain) -> str:
    """The text with that value, new or instead of another.

    Raises:
        PlaybookError: the text is not good YAML, or nothing can stand there.

    """
    parts = parts_of(pointer)
    root = _read(text)[0]
    parent = place_of(root, parts[:-1]) if parts else None
    if parent is None and len(parts) > 1:
        return with_value(text, pointer_to(*parts[:-1]), {parts[-1]: value})
    if parent is None:
        _refuse(pointer)
    here = place_of(root, parts)
    if here is not None:
        new = replaced(text, here, value)
    elif isinstance(parent.node, MappingNode) and parent.node.value:
        new = added_entry(text, parent.node, parts[-1], value)
    else:
        new = replaced(text, parent, {parts[-1]: value})
    return _read_back(text, new, pointer, lambda plain: put(plain, parts, value))


def without(text: str, pointer: str) -> str:
    """The text without that key or item. PlaybookError when nothing stands there."""
    parts = parts_of(pointer)
    parent = place_of(_read(text)[0], parts[:-1])
    if not parts or parent is None or place_of(parent.node, parts[-1:]) is None:
        _refuse(pointer)
    if isinstance(parent.node, SequenceNode):
        new = removed_item(text, parent, int(parts[-1]))
    else:
        new = removed_entry(text, parent, parts[-1])
    return _read_back(text, new, pointer, lambda plain: remove(plain, parts))


def inserted(text: str, pointer: str, index: int, value: Plain) -> str:
    """The text with one more item in that list, before `index`; a list begins so too."""
    parts = parts_of(pointer)
    here = place_of(_read(text)[0], parts)
    if here is None or not isinstance(here.node, SequenceNode) or not here.node.value:
        return with_value(text, pointer, [value])
    index = min(max(index, 0), len(here.node.value))
    new = added_item(text, here.node, index, value)
    return _read_back(
        text, new, pointer, lambda plain: insert(plain, parts, index, value)
    )


def moved(text: str, pointer: str, from_index: int, to_index: int) -> str:
    """The text with that item of a list at another place; its comment goes with it."""
    parts = parts_of(pointer)
    here = place_of(_read(text)[0], parts)
    if here is None or not isinstance(here.node, SequenceNode):
        _refuse(pointer)
    order = list(range(len(here.node.value)))
    if from_index not in order or to_index not in order:
        _refuse(pointer)
    order.insert(to_index, order.pop(from_index))
    new = reordered(text, here.node, order)
    return _read_back(
        text, new, pointer, lambda plain: move(plain, parts, from_index, to_index)
    )


def _read_back(
    text: str, new: str, pointer: str, change: Callable[[Plain], object]
) -> str:
    wanted = copy.deepcopy(plain_of(text))
    try:
        change(wanted)
        found = plain_of(new)
    except (LookupError, TypeError, PlaybookError):
        _refuse(pointer)
    if found != wanted:
        _refuse(pointer)
    return new


def _refuse(pointer: str) -> NoReturn:
    name = parts_of(pointer)[-1] if pointer else "the file"
    fault = Fault(pointer, f"{name}: {_CANNOT}.")
    raise PlaybookError(f"{_SOURCE} was not changed.", (fault,)) from None
