"""The inputs of each band: where it begins, what it promises and what prospects read."""

from dataclasses import dataclass

from adapters.yaml.lines import Plain
from api.playbook.editor.fields import Field, field_of
from api.playbook.editor.told import languages_told, own_language, told_at
from domain.words import named

_TIME = "working time: 15m, 1h30m, 2d"
_HINT = "{owner}, {respond_by}, {zone}"
READS = "What the prospect reads"


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs under one title, with the sentences that go with them."""

    title: str
    id: str
    says: str
    fields: tuple[Field, ...]
    sentences: tuple[Field, ...] = ()

    @property
    def in_own_language(self) -> tuple[Field, ...]:
        return tuple(one for one in self.sentences if not one.is_translation)

    @property
    def in_others(self) -> tuple[Field, ...]:
        return tuple(one for one in self.sentences if one.is_translation)


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
            told_fields(plain, "low", "message", READS),
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
            told_fields(plain, "review", "message", READS),
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
            *told_fields(plain, band, "message", READS),
            *told_fields(plain, band, "message_without_owner", "While nobody owns it"),
        ),
    )


def told_fields(plain: Plain, band: str, key: str, label: str) -> tuple[Field, ...]:
    """The playbook's own language first.

    The place of a text is that of its language also where it stands without one, so that a
    page which is open since before it had several still means the same.
    """
    pointer = f"/bands/{band}/next_step/{key}"
    own = own_language(plain)
    return tuple(
        Field(
            "told",
            f"{pointer}/{language}",
            label if language == own else f"{label}, in {named('language', language)}",
            told_at(plain, f"{pointer}/{language}"),
            _HINT,
            is_translation=language != own,
        )
        for language in languages_told(plain, own)
    )
