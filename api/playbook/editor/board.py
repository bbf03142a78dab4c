"""What the editor shows of a draft: its tables and forms, read from the plain text."""

from dataclasses import dataclass

from adapters.yaml.lines import Plain
from api.playbook.editor.advice import SUGGESTS
from api.playbook.editor.fields import (
    Choices,
    Field,
    choice_of,
    field_of,
)
from api.playbook.editor.groups import Group, groups_of
from api.playbook.editor.inputs import plain_text
from api.playbook.editor.places import (
    FRAMES,
    PARTS,
    REVIEWS,
    ROWS,
    anchor,
    found_at,
)

_PAGES = (
    ("words", "like", "Pages like", "/pricing*, /demo*"),
    ("words", "in_order", "Or pages in this order", "/customers*, /pricing*"),
    ("number", "times", "At least", "times"),
    ("maybe", "for_at_least", "For at least", "60s"),
    ("maybe", "within", "Within the last", "14d"),
)
_METHODS: Choices = (
    ("", "as the team does"),
    ("round_robin", "in turn"),
    ("weighted", "in turn, by weight"),
    ("least_open", "to who has most room"),
    ("best_conversion", "to who wins most"),
    ("account_owner", "to the company's account owner"),
)
_SPEAKS: Choices = (("", "anybody"), ("lead", "who speaks the lead's language"))
_ELSE: Choices = (("", "a person decides"), ("next", "the rows below"))
_TITLES = {
    "fit": ("Fit", "Who they are"),
    "intent": ("Intent", "What they did"),
    "urgency": ("Urgency", "How soon they want it"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One row or rule. `more` are inputs that most of them do without."""

    items: str
    index: int
    name: str
    fields: dict[str, Field]
    more: tuple[Field, ...] = ()
    said_elsewhere: tuple[str, ...] = ()  # keys that only the text shows

    @property
    def id(self) -> str:
        return anchor(f"{self.items}/{self.index}")

    @property
    def searched(self) -> str:
        """What the filter looks into."""
        return " ".join(one.value for one in self.fields.values()).casefold()

    @property
    def more_in_words(self) -> str:
        """What is said there, for whoever does not open it."""
        said = (
            f"{one.label.lower()} {dict(one.choices).get(one.value, one.value)}"
            for one in self.more
            if one.value
        )
        return ", ".join(said).capitalize()


@dataclass(frozen=True, slots=True)
class PartOfScore:
    title: str
    says: str
    pointer: str
    cap: Field
    rules: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the forms show; `targets` are value and words by kind."""

    groups: tuple[Group, ...]
    rows: tuple[Item, ...]
    parts: tuple[PartOfScore, ...]
    reviews: tuple[Item, ...]
    frames: tuple[Item, ...]
    targets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        rules = (rule for part in self.parts for rule in part.rules)
        return (*self.rows, *rules, *self.reviews, *self.frames)

    @property
    def ids(self) -> frozenset[str]:
        """Of everything that a remark can lead to."""
        groups = (f for one in self.groups for f in (*one.fields, *one.sentences))
        in_items = (f for one in self.items for f in (*one.fields.values(), *one.more))
        caps = (part.cap for part in self.parts)
        fields = {field.id for field in (*groups, *in_items, *caps)}
        return frozenset(fields | {item.id for item in self.items})


def board_of(plain: Plain) -> Board:
    """Of any readable document, also of one that is still full of errors."""
    return Board(
        groups=groups_of(plain),
        rows=_items(plain, ROWS, _ROW),
        parts=tuple(_part(plain, pointer) for pointer in PARTS),
        reviews=_items(plain, REVIEWS, _REVIEW),
        frames=_items(plain, FRAMES, _FRAME),
        targets=_targets(plain),
    )


_ROW = (
    ("text", "id", "Name", ""),
    ("when", "when", "Condition", "country is ES, PT and employees >= 50"),
    ("target", "to", "Goes to", ""),
    ("flag", "only_when_open", "Only while open", ""),
)
_RULE = (
    ("text", "id", "Name", ""),
    ("number", "points", "Points", ""),
    ("text", "because", "Sentence", "{field} is filled in"),
    ("when", "when", "Condition", "country is ES, PT and employees >= 50"),
)
_REVIEW = (
    ("text", "code", "Name", ""),
    ("when", "when", "Condition", "country is not ES, PT"),
    ("text", "because", "Sentence", "{field} is filled in"),
)
_FRAME = (
    ("number", "days", "Days", ""),
    ("words", "phrases", "Phrases", "this month, asap"),
)
_Inputs = tuple[tuple[str, str, str, str], ...]


def _items(plain: Plain, items: str, inputs: _Inputs) -> tuple[Item, ...]:
    found = found_at(plain, items)
    many = found if isinstance(found, list) else []
    return tuple(_item(plain, items, index, inputs) for index in range(len(many)))


def _item(plain: Plain, items: str, index: int, inputs: _Inputs) -> Item:
    place = f"{items}/{index}"
    fields = {
        key: field_of(plain, kind, f"{place}/{key}", label, hint)
        for kind, key, label, hint in inputs
    }
    name = fields.get("id") or fields.get("code")
    more: tuple[Field, ...] = ()
    if items in PARTS:
        more = _more_of_rule(plain, place)
    elif items == ROWS:
        more = _more_of_row(plain, place)
    elif items == REVIEWS:
        more = (choice_of(plain, f"{place}/suggest", "Suggests", SUGGESTS, "advice"),)
    known = {*fields, *(one.pointer.split("/")[len(place.split("/"))] for one in more)}
    found = found_at(plain, place)
    return Item(
        items,
        index,
        name.value if name is not None and name.value else str(index + 1),
        fields,
        more,
        tuple(key for key in found if key not in known)
        if isinstance(found, dict)
        else (),
    )


def _more_of_rule(plain: Plain, place: str) -> tuple[Field, ...]:
    pages = tuple(
        field_of(plain, kind, f"{place}/pages/{key}", label, hint)
        for kind, key, label, hint in _PAGES
    )
    half = field_of(
        plain, "maybe", f"{place}/half_life", "Half of it is left after", "7d"
    )
    return (*pages, half)


def _more_of_row(plain: Plain, place: str) -> tuple[Field, ...]:
    only = f"{place}/to/only"
    return (
        choice_of(plain, f"{place}/to/method", "Shared", _METHODS),
        field_of(plain, "words", f"{only}/seniority", "Only seniority", "senior, lead"),
        field_of(
            plain, "words", f"{only}/skills", "Only with skills", "video, tenders"
        ),
        choice_of(plain, f"{only}/speaks", "Only", _SPEAKS),
        choice_of(plain, f"{place}/else", "If nobody can take it", _ELSE),
    )


def _part(plain: Plain, pointer: str) -> PartOfScore:
    part = pointer.split("/")[2]
    title, says = _TITLES[part]
    at_most = f"/qualification/{part}/at_most"
    cap = field_of(plain, "number", at_most, "At most", "points; empty is no limit")
    return PartOfScore(title, says, pointer, cap, _items(plain, pointer, _RULE))


def _targets(
    plain: Plain,
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(
        (title, found)
        for title, kind, where in (
            ("Teams", "team", "/teams"),
            ("People", "rep", "/people"),
            ("Queues: the first who accepts", "queue", "/teams"),
        )
        if (found := tuple(_named(plain, kind, where)))
    )


def _named(plain: Plain, kind: str, where: str) -> list[tuple[str, str]]:
    found = found_at(plain, where)
    if not isinstance(found, dict):
        return []
    return [
        (f"{kind}:{key}", plain_text(found_at(plain, f"{where}/{key}/name")) or key)
        for key in found
    ]
