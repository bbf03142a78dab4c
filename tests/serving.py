"""Serve the web on a port of this machine, as it runs in production."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from api.serving import Server
from tests.conftest import eventually


@asynccontextmanager
async def served(app: FastAPI, port: int) -> AsyncIterator[str]:
    """The app behind uvicorn, as it runs in production."""
    config = uvicorn.Config(app, "127.0.0.1", port, log_level="warning", ws="none")
    server = Server(app, config)
    # Signals belong to pytest.
    serving = asyncio.create_task(server._serve())
    await eventually(lambda: server.started or serving.done())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving
