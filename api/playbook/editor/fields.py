"""One input of the editor: what it is called, what it says and what it may be."""

from dataclasses import dataclass

from adapters.yaml.lines import Plain
from api.playbook.editor.inputs import shown
from api.playbook.editor.places import anchor, found_at

Choices = tuple[tuple[str, str], ...]  # value and words


@dataclass(frozen=True, slots=True)
class Field:
    """One input: what it is called, what it says now and what it may be."""

    kind: str
    pointer: str
    label: str
    value: str
    hint: str = ""
    choices: Choices = ()  # none: anything may be typed
    is_translation: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.pointer}"

    @property
    def id(self) -> str:
        return anchor(self.pointer)

    @property
    def is_on(self) -> bool:
        return self.value == "true"


def field_of(
    plain: Plain, kind: str, pointer: str, label: str, hint: str = ""
) -> Field:
    return Field(kind, pointer, label, shown(kind, found_at(plain, pointer)), hint)


def choice_of(
    plain: Plain, pointer: str, label: str, choices: Choices, kind: str = "maybe"
) -> Field:
    """What the text says now can be chosen too, whatever it is."""
    value = shown(kind, found_at(plain, pointer))
    known = any(value == one for one, _ in choices)
    offered = choices if known else (*choices, (value, value))
    return Field(kind, pointer, label, value, choices=offered)
