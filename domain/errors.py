"""Every error the product raises on purpose.

* HandraiseError
  - NotFoundError            the thing named does not exist, or is not yours to see
  - ConflictError            the thing exists, but not in a state that allows this
    + KeyReusedError         an idempotency key came back with another body
    + RefusedError           what a person asked does not fit where the lead stands
    + LeadClosedError        the lead's workflow has ended
    + PlaybookMovedError     another version was published meanwhile
  - ForbiddenError           you are known, and this is not for you
  - UnauthorizedError        we do not know who you are
  - InvalidError             what was given cannot be used; one fault per field
    + PlaybookError          a playbook that cannot be used; faults carry lines
  - UnavailableError         a part we stand on is away; trying later helps
  - VendorError              somebody else's service answered badly
"""

from dataclasses import dataclass
from datetime import timedelta

from domain.lifecycle import Refusal


class HandraiseError(Exception):
    """Base of every error that carries a sentence fit for a user."""


class NotFoundError(HandraiseError):
    """The named thing does not exist, or is not yours to see."""


class ConflictError(HandraiseError):
    """The named thing exists, but not in a state that allows this."""


class KeyReusedError(ConflictError):
    """The same idempotency key came back with another body."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used before with another body.")


class RefusedError(ConflictError):
    """What a person asked does not fit where the lead stands."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence())
        self.refusal = refusal


class LeadClosedError(ConflictError):
    """The lead's workflow has ended: it takes nothing any more."""

    def __init__(self) -> None:
        super().__init__("This lead is closed. Reopen it first.")


class PlaybookMovedError(ConflictError):
    """Another version stands between what an operator began with and what they publish.

    `based_on` is None where they did not say; `changes` are sentences, `diff` unified
    lines, both from that version to `newest`.
    """

    def __init__(
        self,
        sentence: str,
        *,
        based_on: int | None,
        newest: int,
        changes: tuple[str, ...] = (),
        diff: tuple[str, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.based_on = based_on
        self.newest = newest
        self.changes = changes
        self.diff = diff


class ForbiddenError(HandraiseError):
    """You are known, and this is not for you."""


class UnauthorizedError(HandraiseError):
    """We do not know who you are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was given.

    `pointer` is an RFC 6901 JSON pointer; `line` is 1-based, where a file was read.
    The sentence never quotes what a stranger sent: it may be huge, or an attack. Of a file
    that the business wrote itself it quotes one short line.
    """

    pointer: str
    sentence: str
    line: int | None = None


class InvalidError(HandraiseError):
    """What was given cannot be used; one fault per field."""

    def __init__(self, sentence: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(sentence)
        self.faults = faults


class PlaybookError(InvalidError):
    """A playbook that cannot be used; its faults carry lines."""


class UnavailableError(HandraiseError):
    """A part we stand on is away; trying later helps."""


class VendorError(HandraiseError):
    """Somebody else's service answered badly. `permanent`: trying again won't help.

    `retry_after`: how long it asks to be left alone.
    """

    def __init__(
        self,
        sentence: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.retry_after = retry_after
