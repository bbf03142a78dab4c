"""The description at /openapi.json is true: what is generated from it finds no gap."""

import asyncio
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Keys, Site
from tests.api.thin_world import ThinWorld

EXAMPLES = 20  # of each operation, once good and once bad
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
WITHOUT_INPUT = ["GET /healthz", "GET /readyz"]
WITH_INPUT = [
    "POST /v1/leads",
    "GET /v1/leads/{lead_id}",
    "POST /v1/leads/{lead_id}/{action}",
    "GET /v1/leads/{lead_id}/explanation",
    "GET /v1/playbook",
    "GET /v1/playbook/versions/{number}",
    "GET /v1/playbook/diff",
    "POST /v1/playbook/check",
    "POST /v1/playbook/publish",
    "POST /v1/leads/{lead_id}/merge",
    "POST /v1/leads/{lead_id}/unmerge",
    "POST /v1/leads/{lead_id}/split",
]
GENERATED = [(label, GenerationMode.POSITIVE) for label in WITHOUT_INPUT + WITH_INPUT]
GENERATED += [(label, GenerationMode.NEGATIVE) for label in WITH_INPUT]


@pytest.fixture
async def document(served: tuple[str, int]) -> dict[str, Any]:
    host, port = served
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as http:
        found: dict[str, Any] = (await http.get("/openapi.json")).json()
    return found


def send_generated(
    url: str,
    operation: APIOperation[Any, Any, Any, Any],
    key: str,
    mode: GenerationMode,
) -> int:
    """Returns how many requests were answered as the description says."""
    headers = {"Authorization": f"Bearer {key}", "Prefer": "respond-async"}
    sent = 0

    @given(operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def each(case: schemathesis.Case[Any]) -> None:
        nonlocal sent
        response = case.call(base_url=url, headers=headers, allow_redirects=False)
        case.validate_response(response, checks=CHECKS)
        sent += 1

    each()
    return sent


@pytest.mark.parametrize("generated", GENERATED, ids=lambda g: f"{g[0]} {g[1]}")
async def test_answers_are_as_described(
    served: tuple[str, int],
    document: dict[str, Any],
    world: ThinWorld,
    keys: Keys,
    generated: tuple[str, GenerationMode],
) -> None:
    label, mode = generated
    results = schemathesis.openapi.from_dict(document).get_all_operations()
    found = [result.ok() for result in results if isinstance(result, Ok)]
    (operation,) = [one for one in found if one.label == label]
    host, port = served

    url = f"http://{host}:{port}"
    sent = await asyncio.to_thread(send_generated, url, operation, keys.secret, mode)

    assert sent > 0


async def test_everything_is_described_with_an_example(site: Site) -> None:
    document = (await site.http.get("/openapi.json")).json()

    described = {f"{m.upper()} {p}" for p, o in document["paths"].items() for m in o}
    assert described >= {*WITHOUT_INPUT, *WITH_INPUT}
    lead = document["components"]["schemas"]["LeadGiven"]
    assert lead["examples"]
    assert document["components"]["schemas"]["ActionGiven"]["examples"]
