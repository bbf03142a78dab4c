"""The single inputs of the editor: thresholds, promises, sentences, caps."""

from dataclasses import dataclass

from adapters.yaml.lines import Plain
from adapters.yaml.plain_values import at
from adapters.yaml.spans import parts_of
from api.playbook.editor.inputs import shown
from api.playbook.editor.places import anchor

_TIME = "working time: 15m, 1h30m, 2d"


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


def found_at(plain: Plain, pointer: str) -> Plain:
    """What stands there; None for nothing."""
    try:
        return at(plain, parts_of(pointer))
    except LookupError:
        return None


def choice_of(
    plain: Plain, pointer: str, label: str, choices: Choices, kind: str = "maybe"
) -> Field:
    """What the text says now can be chosen too, whatever it is."""
    value = shown(kind, found_at(plain, pointer))
    known = any(value == one for one, _ in choices)
    offered = choices if known else (*choices, (value, value))
    return Field(kind, pointer, label, value, choices=offered)


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs under one title, with the sentences that go with them."""

    title: str
    id: str
    says: str
    fields: tuple[Field, ...]
    sentences: tuple[Field, ...] = ()


def groups_of(plain: Plain) -> tuple[Group, ...]:
    """What each band asks for and promises."""
    return (
        _promised(plain, "high", "Called first, on a short promise"),
        _promised(plain, "medium", "Answered in turn"),
        Group(
            "Low",
            "bands-low",
            "Everything under medium: a helpful answer and a few messages",
            (
                field_of(
                    plain,
                    "maybe",
                    "/bands/low/nurture/close_after",
                    "Closed after",
                    _TIME,
                ),
            ),
            (_message(plain, "low", "message", "What the prospect reads"),),
        ),
        Group(
            "Review",
            "bands-review",
            "What the rules do not cover: a person decides",
            (
                field_of(
                    plain,
                    "maybe",
                    "/bands/review/decide_within",
                    "Decided within",
                    _TIME,
                ),
                field_of(
                    plain,
                    "number",
                    "/bands/review/near_threshold",
                    "Also when this near a threshold",
                    "points; 0 is never",
                ),
            ),
            (_message(plain, "review", "message", "What the prospect reads"),),
        ),
        Group(
            "Afterwards",
            "next_touch",
            "Once somebody has spoken to the prospect",
            (
                field_of(
                    plain, "maybe", "/next_touch/within", "Next contact within", _TIME
                ),
            ),
        ),
    )


def _promised(plain: Plain, band: str, says: str) -> Group:
    inputs = (
        ("number", "from_points", "From", "points"),
        ("maybe", "accept_within", "Accepted within", _TIME),
        ("maybe", "contact_within", "Spoken to within", _TIME),
        ("number", "max_reassignments", "Given to others at most", "times"),
    )
    return Group(
        band.capitalize(),
        f"bands-{band}",
        says,
        tuple(
            field_of(plain, kind, f"/bands/{band}/{key}", label, hint)
            for kind, key, label, hint in inputs
        ),
        (
            _message(plain, band, "message", "What the prospect reads"),
            _message(plain, band, "message_without_owner", "While nobody owns it"),
        ),
    )


def _message(plain: Plain, band: str, key: str, label: str) -> Field:
    pointer = f"/bands/{band}/next_step/{key}"
    return field_of(plain, "maybe", pointer, label, "{owner}, {respond_by}, {zone}")
