"""Go through an operator's short line word by word."""

import re
from dataclasses import dataclass

from domain.errors import InvalidError

_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"(?:\\.|[^"\\])*")|(?P<mark>>=|<=|≥|≤|[(),{])"""
    r"""|(?P<word>[^\s(),"{}<>=≥≤]+)|(?P<odd>\S))""",
    re.DOTALL,
)


class ConditionError(InvalidError):
    """A line that cannot be read as a condition; the sentence says where it ends."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # quoted, mark, word or odd
    text: str
    begin: int


class Tokens:
    """`next` is the token that comes; None at the end."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.next: Token | None = None
        self._end = 0
        self.go_to(0)

    def go_to(self, place: int) -> None:
        found = _TOKEN.match(self.line, place)
        if found is None:
            self.next = None
            return
        kind = str(found.lastgroup)
        self.next = Token(kind, found[kind], found.start(kind))
        self._end = found.end(kind)

    def take(self) -> Token:
        token = self.next
        if token is None:
            raise self.refusal("more")
        self.go_to(self._end)
        return token

    def comes(self, *words: str) -> bool:
        """Whether one of these comes next; what stands in quotes is none of them."""
        token = self.next
        return (
            token is not None and token.kind != "quoted" and token.text.lower() in words
        )

    def takes(self, *words: str) -> bool:
        """Take one of these if it comes next."""
        comes = self.comes(*words)
        if comes:
            self.take()
        return comes

    def comes_as(self, *kinds: str) -> bool:
        return self.next is not None and self.next.kind in kinds

    def refusal(self, expected: str) -> ConditionError:
        if self.next is None:
            return ConditionError(f"Expected {expected} at the end.")
        return ConditionError(f"Expected {expected}, not “{self.next.text[:40]}”.")


def unquoted(token: Token) -> str:
    if token.kind != "quoted":
        return token.text
    return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
