"""Read how long a caller wants to wait, and under which key it may repeat itself."""

import re
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request

from api.parts import Options
from domain.errors import Fault, InvalidError

LONGEST_KEY = 200
_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?:$|[,;\s])", re.IGNORECASE)
_ASYNC = re.compile(r"(?:^|[,;\s])respond-async(?:$|[,;\s])", re.IGNORECASE)
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a request says beside its body. `wait` zero: answer at once."""

    wait: timedelta
    idempotency_key: str | None
    locale: str | None


def preferences_of(request: Request, options: Options) -> Preferences:
    return Preferences(
        wait=_wait(request.headers.getlist("prefer"), options),
        idempotency_key=_idempotency_key(request),
        locale=_locale(request.headers.get("accept-language", "")),
    )


def _wait(preferences: list[str], options: Options) -> timedelta:
    """RFC 7240: what is not understood is ignored."""
    said = ", ".join(preferences)
    if not said:
        return options.lead_wait
    if _ASYNC.search(said):
        return timedelta(0)
    wait = _WAIT.search(said)
    if wait is None:
        return options.lead_wait
    return min(timedelta(seconds=int(wait[1])), options.lead_wait_limit)


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        sentence = (
            f"An Idempotency-Key has 1 to {LONGEST_KEY} printable ASCII characters."
        )
        raise InvalidError(sentence, (Fault("", sentence),))
    return key


def _locale(languages: str) -> str | None:
    """The language that the visitor's browser puts first."""
    first = _LANGUAGE.match(languages.strip())
    return first[0] if first else None
