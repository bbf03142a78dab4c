"""Do as little as a lead's intake can do with the same parts: what Handraise is held to.

    python -m benchmarks.bare_twin api PORT
    python -m benchmarks.bare_twin worker [lean]

One insert, then update-with-start of a workflow with as many activities of each kind as a
lead of the high band has, all of them empty, then a timer of five minutes. The web server
and the database driver are set as the product sets them, the worker as Temporal's SDK comes,
in its sandbox. A `lean` worker has the product's own sandbox and payload converter instead:
a twin by somebody who had profiled the SDK as we did.
"""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID, uuid4

import uvicorn
import uvloop
from fastapi import Body, FastAPI
from fastapi.responses import JSONResponse
from pydantic_core import to_json
from sqlalchemy import text
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfig
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)

from adapters.database import connect
from adapters.temporal.lean_sandbox import LeanRunner
from adapters.temporal.payloads import data_converter
from benchmarks.twin_workflow import (
    TASK_QUEUE,
    DueTwin,
    TwinWorkflow,
    answer_in_the_workflow_task,
    do_nothing,
)
from settings import Settings

TABLE = "CREATE TABLE IF NOT EXISTS bare_twin (id uuid PRIMARY KEY, payload jsonb)"
_INSERT = text("INSERT INTO bare_twin (id, payload) VALUES (:id, CAST(:body AS jsonb))")
_AT_ONCE = 40  # as the product's worker


def create_app() -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = connect(_database_url())
        app.state.database = engine.execution_options(isolation_level="AUTOCOMMIT")
        app.state.temporal = await _connect()
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/leads")
    async def submit(body: Annotated[dict[str, Any], Body()]) -> JSONResponse:
        lead_id = uuid4()
        async with app.state.database.connect() as connection:
            values = {"id": lead_id, "body": to_json(body).decode()}
            await connection.execute(_INSERT, values)
        answer = await _decide(app.state.temporal, lead_id)
        return JSONResponse({"lead_id": str(lead_id), "band": answer}, 201)

    return app


async def _decide(client: Client, lead_id: UUID) -> str:
    start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        TwinWorkflow.run,
        str(lead_id),
        id=f"twin-{lead_id}",
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
    )
    return await client.execute_update_with_start_workflow(
        TwinWorkflow.submit, str(lead_id), start_workflow_operation=start
    )


async def work(*, lean: bool) -> None:
    restrictions = SandboxRestrictions.default.with_passthrough_modules("benchmarks")
    sandbox = SandboxedWorkflowRunner(restrictions=restrictions)
    worker = Worker(
        await _connect(data_converter if lean else DataConverter.default),
        task_queue=TASK_QUEUE,
        workflows=[TwinWorkflow, DueTwin],
        activities=[answer_in_the_workflow_task, do_nothing],
        workflow_runner=LeanRunner(sandbox) if lean else sandbox,
        max_concurrent_activities=_AT_ONCE,
        max_concurrent_local_activities=_AT_ONCE,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    async with worker:
        await stop.wait()


async def _connect(converter: DataConverter = DataConverter.default) -> Client:
    config = ClientConfig.load_client_connect_config()
    return await Client.connect(**config, data_converter=converter)


def _database_url() -> str:
    url = Settings().database_url
    if url is None:
        sys.exit("Set HANDRAISE_DATABASE_URL.")
    return url.get_secret_value()


def main(role: str, *options: str) -> None:
    gc.freeze()
    if role == "worker":
        uvloop.run(work(lean="lean" in options))
        return
    uvicorn.run(
        create_app,
        factory=True,
        port=int(options[0]),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
