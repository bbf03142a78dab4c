"""What must be given to a promise, so that it can be said in any language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.working_time.local_time import in_words


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that a sentence can go on with.

    `instant` takes a language (ISO 639-1), the instant, now and a zone; `place` a language
    and a zone.
    """

    instant: Callable[[str, datetime, datetime, str], str]
    place: Callable[[str, str], str]


def _city(_: str, zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


# For whoever reads English whatever the prospect reads: the people of the business.
IN_ENGLISH = Spoken(lambda _, at, now, zone: in_words(at, now, zone), _city)
