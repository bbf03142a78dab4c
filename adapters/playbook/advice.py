"""Read what a review rule advises whoever decides."""

from typing import Annotated

from pydantic import PlainValidator

from domain.qualifying.advice import (
    CORRECTABLE,
    WHICHEVER_DISAGREES,
    Advice,
    CorrectFirst,
    Verdict,
    can_be_corrected,
)

_VERDICTS = tuple(verdict.value for verdict in Verdict)


def read_advice(given: object) -> Advice:
    """A verdict, or `{ correct: employees }`. ValueError otherwise."""
    match given:
        case str() if given in _VERDICTS:
            return Verdict(given)
        case {"correct": str() as field, **more} if not more:
            return CorrectFirst(_correctable(field))
        case _:
            message = (
                f"expected one of {', '.join(_VERDICTS)}, or {{ correct: employees }}"
            )
            raise ValueError(message)


def _correctable(field: str) -> str:
    if not can_be_corrected(field):
        known = ", ".join((*CORRECTABLE, WHICHEVER_DISAGREES))
        message = f"`correct` can name one of {known}, or fields.<name>"
        raise ValueError(message)
    return field


Suggest = Annotated[Advice, PlainValidator(read_advice)]
