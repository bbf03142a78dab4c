"""A process of its own that routes leads as fast as it can, all at once.

Run it as `python -m tests.activities.picker DATABASE_URL`: it reads a list of requests as
JSON, says "ready", waits for a line, and prints who got each lead.
"""

import asyncio
import sys

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.routing import Routing
from adapters.database import connect
from adapters.playbook.published import Playbooks
from workflows.ports import Routed, RouteRequest

REQUESTS = TypeAdapter(list[RouteRequest])


async def route_all(engine: AsyncEngine, requests: list[RouteRequest]) -> list[Routed]:
    """Each tries again, as Temporal does, for as long as trying again can help."""
    routing = Routing(engine, Playbooks())

    async def one(request: RouteRequest) -> Routed:
        while True:
            try:
                return await ActivityEnvironment().run(routing.route_lead, request)
            except ApplicationError as error:
                if error.non_retryable:
                    raise

    return list(await asyncio.gather(*map(one, requests)))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main() -> None:
    requests = REQUESTS.validate_json(sys.stdin.readline())
    engine = connect(sys.argv[1])
    say("ready")
    sys.stdin.readline()
    routed = await route_all(engine, requests)
    say(" ".join(one.owner or "-" for one in routed))
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
