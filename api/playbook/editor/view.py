"""What the editor's page prints of an open draft."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.desk import Reader
from api.playbook.editor.board import Board, board_of
from api.playbook.editor.places import anchor
from api.playbook.editor.remarks import remarks_on
from api.playbook.editor.session import OpenDraft, readable


@dataclass(frozen=True, slots=True)
class Said:
    """What the last click did. `focus` is the id of what it was done to.

    `refused` has the sentences by input, `typed` what stood in the inputs then.
    """

    done: str = ""
    focus: str = ""
    saved: tuple[str, ...] = ()  # names of inputs
    refused: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


async def editor_context(
    opened: OpenDraft, reader: Reader, said: Said, wanted: str = ""
) -> dict[str, Any]:
    """`wanted` is the filter. The board is None while the text cannot be read."""
    plain = await asyncio.to_thread(readable, opened)
    board = None if plain is None else await asyncio.to_thread(board_of, plain)
    ids = frozenset[str]() if board is None else board.ids
    return {
        "reader": reader,
        "opened": opened,
        "draft": opened.draft,
        "board": board,
        "remarks": await remarks_on(opened.text, plain, ids),
        "said": said,
        "slots": _slots(said),
        "filter": wanted,
        "hidden": _hidden(board, wanted),
        "lines": opened.text.count("\n") + (not opened.text.endswith("\n")),
        "widest": max(map(len, opened.text.splitlines()), default=0),
        "answering": False,
    }


def _slots(said: Said) -> tuple[tuple[str, str], ...]:
    """By id, the sentence beside each input that was sent; "" takes an old one away."""
    return tuple(
        (anchor(name.partition(":")[2]), said.refused.get(name, ""))
        for name in said.saved
    )


def _hidden(board: Board | None, wanted: str) -> frozenset[str]:
    """The ids of rows and rules that the filter leaves out."""
    words = wanted.casefold().split()
    items = () if board is None else board.items
    return frozenset(
        item.id for item in items if not all(word in item.searched for word in words)
    )
