"""Turn the reason why somebody could not get a lead into the condition under which they could."""

import re

# What stands behind the name in an exclusion (domain.routing.availability, activities.owners.picking).
_IF: tuple[tuple[str, str], ...] = (
    (r"is away until .*", "were not away"),
    (r"takes no new leads for now", "took new leads"),
    (r"has \d+ of \d+ open leads?", "had room for another open lead"),
    (r"had \d+ of \d+ leads? today", "had room for another lead today"),
    (r"is outside working hours", "were at work"),
    (r"is off on .*", "were at work"),
    (r"starts on .*", "had started already"),
    (r"let this lead slip", "had not let this lead slip"),
    (r"declined this lead", "had not declined this lead"),
    (r"will not be there in time", "were there in time"),
    (r"gave this lead back", "had not given this lead back"),
    (r"is not trained for (.*)", r"were trained for \1"),
    (r"does not speak (.*)", r"spoke \1"),
    (r"is not (.*)", r"were \1"),
)


def if_able(name: str, because: str) -> str | None:
    """Such as "If Ana were not away"; None for what cannot be otherwise."""
    reason = because.removeprefix(name).strip()
    for pattern, condition in _IF:
        found = re.fullmatch(pattern, reason)
        if found is not None:
            return f"If {name} {found.expand(condition)}"
    return None
