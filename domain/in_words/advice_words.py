"""Say what a review rule advises."""

from collections.abc import Mapping

from domain.in_words.plain_fields import thing
from domain.qualifying.advice import (
    WHICHEVER_DISAGREES,
    Advice,
    CorrectFirst,
    Verdict,
)

VERDICTS: Mapping[Verdict, str] = {
    Verdict.HIGH: "high",
    Verdict.MEDIUM: "medium",
    Verdict.LOW: "low",
    Verdict.REJECT: "not a fit",
    Verdict.SPAM: "spam",
}


def advice_in_words(advice: Advice) -> str:
    """Such as "spam", "to correct the number of employees first"."""
    match advice:
        case Verdict():
            return VERDICTS[advice]
        case CorrectFirst(field):
            what = "what disagrees" if field == WHICHEVER_DISAGREES else thing(field)
            return f"to correct {what} first"
