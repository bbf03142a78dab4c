"""Write a refusal down for machines (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import Response

from domain.errors import Fault

MEDIA_TYPE = "application/problem+json"
TRY_AGAIN_AFTER = "2"  # seconds
_FAULTS_SHOWN = 20  # of a body that has hundreds, the first tell enough
_POINTER_SHOWN = 120  # characters; members may be named by an attacker


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal. `slug` names its kind for good: clients may branch on it."""

    status: HTTPStatus
    slug: str
    detail: str
    faults: Sequence[Fault] = ()
    more: Mapping[str, Any] = field(default_factory=dict)  # members of this kind alone

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"urn:handraise:problem:{self.slug}",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": printable(self.detail),
        }
        if self.faults:
            body["errors"] = [*map(_shown, self.faults[:_FAULTS_SHOWN])]
        return {**body, **self.more}

    @property
    def headers(self) -> dict[str, str]:
        match self.status:
            case HTTPStatus.UNAUTHORIZED:
                return {"WWW-Authenticate": "Bearer"}
            case HTTPStatus.SERVICE_UNAVAILABLE | HTTPStatus.TOO_MANY_REQUESTS:
                return {"Retry-After": TRY_AGAIN_AFTER}
            case _:
                return {}


def _shown(fault: Fault) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "pointer": printable(fault.pointer, _POINTER_SHOWN),
        "detail": printable(fault.sentence),
    }
    return shown if fault.line is None else shown | {"line": fault.line}


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        json.dumps(problem.body, ensure_ascii=False).encode(),
        problem.status,
        {**problem.headers, **(headers or {})},
        MEDIA_TYPE,
    )


def printable(text: str, longest: int = 1000) -> str:
    """The text, bounded, without what cannot be encoded or shown."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cut)
