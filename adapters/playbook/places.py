"""Say where in a playbook file something is wrong, in the words of every section."""

from collections.abc import Iterator

from adapters.playbook.conditions import When
from domain.rules.facts import is_field

Path = tuple[str | int, ...]
Found = tuple[Path, str]  # where, and what is wrong

UNKNOWN_FIELD = "no field has this name; a field of your own is `fields.<name>`"
NOBODY = "nobody under `people` has this handle"


def wrong_when(where: Path, when: When, *, band: bool = False) -> Iterator[Found]:
    """Fields that there are not. `band` is known to routing rows only."""
    for name in when.fields():
        if not is_field(name) and not (band and name == "band"):
            yield (*where, name), UNKNOWN_FIELD
    for index, inner in enumerate(when.any or ()):
        yield from wrong_when((*where, "any", index), inner, band=band)
