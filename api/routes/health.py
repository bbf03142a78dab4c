"""Whether this process lives, and whether everything it needs is there."""

import asyncio
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from adapters.readiness import database_answers, temporal_and_worker
from api.dependencies import AllParts, Now
from api.web.problems import TRY_AGAIN_AFTER

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def tell_alive() -> dict[str, str]:
    return {"status": "alive"}


@router.get("/readyz", responses={503: {"description": "A part is missing."}})
async def tell_ready(parts: AllParts, now: Now) -> JSONResponse:
    """Each part by itself; 503 when one is missing."""
    database, (temporal, worker) = await asyncio.gather(
        database_answers(parts.engine), temporal_and_worker(parts.temporal, now)
    )
    there = {"database": database, "temporal": temporal, "worker": worker}
    ready = all(there.values())
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    headers = {} if ready else {"Retry-After": TRY_AGAIN_AFTER}
    words = {name: "ready" if ok else "away" for name, ok in there.items()}
    body = {"status": "ready" if ready else "not ready", **words}
    return JSONResponse(body, status, headers)
