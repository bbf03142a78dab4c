"""What a checker found: faults in words, and what it counted on the way."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Verdict:
    faults: list[str] = field(default_factory=list)
    matched: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    repeated: int = 0  # what a prospect had had before
    overtaken: int = 0
    given_back_by_hand: int = 0
    went_on: int = 0  # released leads whose plan went on where it stood
    passed_on: int = 0  # and those that went to somebody else, by the rules
    # By the rules, to whom a person had taken it from after a broken promise.
    given_again: int = 0
