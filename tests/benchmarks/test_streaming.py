"""Whether the benchmark that streams real leads would notice a lead that is lost."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from rich.console import Console

from adapters import clock
from adapters.importing.lead_import import ImportedLead, read_map, read_rows
from api.schemas import LeadGiven
from api.web.faults import checked
from benchmarks.answer_checks import faults_of_answer, faults_of_lead
from benchmarks.measuring import percentile
from benchmarks.stream_leads import MAP, report
from benchmarks.streaming import Seen, stream

REAL = Path(__file__).parents[3] / "shared" / "data" / "education_leads.csv"
LEADS = [ImportedLead(str(n), {"email": f"{n}@x.example"}, None) for n in range(6)]


def answer(**changes: Any) -> dict[str, Any]:
    return {
        "lead_id": str(uuid4()),
        "status": "assigned",
        "band": "high",
        "next_step": {"kind": "book", "message": "Ana Ortiz will call you."},
        "owner": {"name": "Ana Ortiz"},
        "decision_id": str(uuid4()),
        "score": {"points": 62, "fit": 40, "intent": 22, "urgency": 0},
        "reasons": [],
    } | changes


def lead(**changes: Any) -> dict[str, Any]:
    return {
        "status": "assigned",
        "band": "high",
        "owner": {"handle": "ana", "name": "Ana Ortiz"},
        "clock": "accept",
        "due_at": "2026-11-23T10:00:00Z",
        "decision": {"points": 62},
    } | changes


class Site:
    """Answers as scripted, in turn; knows the leads that it did not lose."""

    def __init__(self, *answers: tuple[int, dict[str, Any]]) -> None:
        self._answers = list(answers)
        self.kept: dict[str, dict[str, Any]] = {}
        self.app = FastAPI()
        self.app.post("/v1/leads")(self._submit)
        self.app.get("/v1/leads/{lead_id}")(self._show)

    async def _submit(self) -> JSONResponse:
        status, body = self._answers.pop(0) if self._answers else (201, answer())
        if "lead_id" in body:
            self.kept[body["lead_id"]] = lead(status=body["status"])
        return JSONResponse(body, status)

    async def _show(self, lead_id: str) -> JSONResponse:
        found = self.kept.get(lead_id)
        return JSONResponse(found or {}, 200 if found else 404)

    async def stream(self) -> Seen:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://site"
        ) as client:
            return await stream(client, LEADS, rate=1000, most=3)


async def test_a_site_that_keeps_its_word_has_no_faults() -> None:
    seen = await Site().stream()

    assert (seen.posted, seen.lost, seen.faults) == (6, 0, [])
    assert seen.statuses == {"201": 6}


async def test_a_post_that_was_not_taken_is_a_lost_lead() -> None:
    seen = await Site((503, {}), (201, answer())).stream()

    assert seen.lost == 1
    assert seen.faults == ["0: answered 503"]


async def test_what_was_found_is_printed() -> None:
    seen = await Site((500, {})).stream()
    console = Console(record=True, width=100, quiet=False)

    report(seen, console)

    told = console.export_text()
    assert "Ana Ortiz" in told
    assert "5 x 201, 1 x 500" in told
    assert "FAULT 0: answered 500" in told
    assert "6 posted, 5 leads, 1 faults, lost = 1" in told


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, answer()),
        (200, answer(merged=True)),
        (201, answer(status="in_review", band="review", owner=None)),
        (
            202,
            {
                "lead_id": str(uuid4()),
                "status": "qualifying",
                "next_step": {"kind": "wait", "message": "Thank you."},
            },
        ),
    ],
)
def test_good_answers_have_no_faults(status: int, body: object) -> None:
    assert faults_of_answer(status, body) == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, answer()),
        (201, ["not an object"]),
        (202, answer()),
        (201, answer(lead_id="1")),
        (201, answer(status="lost")),
        (201, answer(status="qualifying")),
        (201, answer(next_step={"kind": "dance", "message": "x"})),
        (201, answer(next_step={"kind": "book", "message": ""})),
        (201, answer(band="huge")),
        (201, answer(owner=None)),
        (201, answer(status="nurturing")),
        (201, answer(decision_id=None)),
        (201, answer(score={"points": 1})),
        (201, answer(reasons=None)),
    ],
)
def test_each_broken_answer_has_one_fault(status: int, body: object) -> None:
    assert len(faults_of_answer(status, body)) == 1


@pytest.mark.parametrize(
    "broken",
    [
        lead(decision=None),
        lead(owner=None),
        lead(status="nurturing"),
        lead(due_at=None),
        lead(status="qualifying"),
        lead(status="closed"),
    ],
)
def test_a_lead_that_nobody_has_is_a_fault(broken: dict[str, Any]) -> None:
    assert faults_of_lead(lead()) == []
    assert len(faults_of_lead(broken)) == 1


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(n) for n in range(1, 101)]

    found = [percentile(values, share) for share in (0.5, 0.95, 1)]

    assert found == [50.0, 95.0, 100.0]
    assert percentile([3.0], 0.5) == 3.0


@pytest.mark.skipif(not REAL.exists(), reason="the real leads are not at hand")
def test_every_real_lead_would_be_taken_in() -> None:
    rows = list(read_rows(REAL, read_map(MAP.read_text("utf-8"), MAP.name)))

    for row in rows:
        checked(LeadGiven, row.payload, now=clock.now())

    assert len(rows) == 5_541
