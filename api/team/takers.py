"""Say to whom a lead can be given, and what speaks against somebody just now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.desk import Reader
from api.team.person_lines import PersonLine


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to choose. `but` is why one would think twice, or ""."""

    handle: str
    name: str
    state: str
    but: str


def choices(lines: Mapping[str, PersonLine], reader: Reader) -> list[Choice]:
    """Everybody who could have a lead: who has most room first, who should not last."""
    colleagues = dict(reader.colleagues())
    here = [line for line in lines.values() if line.handle in colleagues]
    here.sort(key=_room)
    return [
        Choice(line.handle, line.name, line.state, listed_doubts(line)) for line in here
    ]


def _room(line: PersonLine) -> tuple[bool, bool, int, int]:
    """Whoever has no limit, such as a manager, comes behind those whose work leads are."""
    unlimited = line.open.at_most is None
    return not line.gets_leads, unlimited, line.open.share, line.open.count


def listed_doubts(line: PersonLine, had_it: tuple[str, ...] = ()) -> str:
    """Such as "On leave until Fri 4 December; has 30 of 30 open leads"; mostly ""."""
    words = "; ".join(_doubts(line, had_it))
    return f"{words[:1].upper()}{words[1:]}"


def _doubts(line: PersonLine, had_it: tuple[str, ...]) -> Iterator[str]:
    if not line.presence.takes_leads:
        yield line.presence.words
    if line.open.is_full:
        yield f"has {line.open.count} of at most {line.open.at_most} open leads"
    if line.today.is_full:
        yield f"had {line.today.count} of at most {line.today.at_most} new leads today"
    if line.handle in had_it:
        yield "let this lead slip before, or declined it"
