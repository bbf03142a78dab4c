"""Serve the web, and stop in time although streams never end by themselves."""

import socket
import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

_DID_NOT_START = 3  # as uvicorn's own command exits


class Server(uvicorn.Server):
    """uvicorn waits for answers under way when it stops: streams are ended first."""

    def __init__(self, app: FastAPI, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.parts.live.end()
        await super().shutdown(sockets)


def serve(app: FastAPI, host: str, port: int) -> None:
    """Until a signal; exits when it cannot start."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    server = Server(app, config)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(_DID_NOT_START)
