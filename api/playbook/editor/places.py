"""What a place of the playbook is called on the page, and where it stands there."""

from adapters.yaml.lines import Plain
from adapters.yaml.plain_values import at
from adapters.yaml.spans import parts_of

ROWS = "/routing"
REVIEWS = "/bands/review/rules"
FRAMES = "/qualification/time_frames"
PARTS = tuple(f"/qualification/{part}/rules" for part in ("fit", "intent", "urgency"))
LISTS = {
    ROWS: "row",
    REVIEWS: "review rule",
    FRAMES: "time frame",
    **dict.fromkeys(PARTS, "rule"),
}


def anchor(pointer: str) -> str:
    """The id of what stands for a place: "/routing/3/to" is "routing-3-to"."""
    return pointer.strip("/").replace("/", "-").replace("~", "").replace(" ", "_")


def item_of(pointer: str) -> str:
    """The item of a list that a place is in, itself when it is in none."""
    for items in LISTS:
        if pointer.startswith(f"{items}/"):
            index = pointer.removeprefix(f"{items}/").partition("/")[0]
            return f"{items}/{index}"
    return pointer


def called(pointer: str, plain: Plain) -> str:
    """The place in words: "row iberia", "bands high from points"."""
    item = item_of(pointer)
    items, _, index = item.rpartition("/")
    if items in LISTS:
        return f"{LISTS[items]} {_name(item, plain) or int(index) + 1}"
    return " ".join(parts_of(pointer)).replace("_", " ")


def found_at(plain: Plain, pointer: str) -> Plain:
    """What stands there; None for nothing."""
    try:
        return at(plain, parts_of(pointer))
    except LookupError:
        return None


def _name(item: str, plain: Plain) -> str:
    try:
        found = at(plain, parts_of(item))
    except LookupError:
        return ""
    if not isinstance(found, dict):
        return ""
    return str(found.get("id") or found.get("code") or "")
