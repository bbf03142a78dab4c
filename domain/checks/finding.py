"""What was found in a playbook, how bad it is, and where."""

from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str | int, ...]  # the way to a value of the document


class Severity(StrEnum):
    ERROR = "error"  # nobody can mean it: what stands there has no effect
    WARNING = "warning"  # it may be meant; whoever publishes it says why
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is a slug for machines; `sentence` is for the operator."""

    severity: Severity
    code: str
    where: Path
    sentence: str
