"""Turn what was sent from the editor into the draft's next text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from adapters.playbook.editing import plain_of
from api.playbook.editor.inputs import Saved, save_inputs
from api.playbook.editor.items import change_list
from api.playbook.editor.places import anchor, called
from api.playbook.editor.view import Said
from domain.errors import Fault, InvalidError

SAVE = "save"


@dataclass(frozen=True, slots=True)
class Asked:
    """One click or one changed input. `do` is "save", or what is done to a list's item."""

    inputs: Mapping[str, str]
    do: str
    items: str
    index: int
    to: int

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Self:
        return cls(
            inputs=form,
            do=form.get("do") or SAVE,
            items=form.get("list", ""),
            index=_whole(form, "index"),
            to=_whole(form, "to"),
        )

    @property
    def block(self) -> str:
        """The part of the page that changes with it."""
        return "answer" if self.do == SAVE else "editor"


def _whole(form: Mapping[str, str], name: str) -> int:
    given = form.get(name) or "0"
    if not given.isdecimal() or len(given) > 6:
        fault = Fault(f"/{name}", "This must be a place in the list.")
        raise InvalidError("This cannot be done.", (fault,))
    return int(given)


def changed(text: str, asked: Asked) -> tuple[str, Said]:
    """The next text, and what to say of it. PlaybookError while it cannot be read."""
    saved = save_inputs(text, asked.inputs)
    if asked.do == SAVE or saved.refused:
        return saved.text, _said_of(saved, asked)
    edited = change_list(saved.text, asked.do, asked.items, asked.index, asked.to)
    return edited.text, Said(edited.said, anchor(edited.place) or anchor(asked.items))


def _said_of(saved: Saved, asked: Asked) -> Said:
    plain = plain_of(saved.text)
    names = dict.fromkeys(called(pointer, plain) for pointer in saved.changed)
    done = f"Changed {', '.join(names)}" if names else ""
    sent = tuple(name for name in asked.inputs if ":/" in name)
    first = next(iter(saved.refused or sent), "")
    typed = {name: asked.inputs[name] for name in saved.refused}
    return Said(done, anchor(first.partition(":")[2]), sent, saved.refused, typed)
