"""Look at Temporal: the server, our search attributes, a worker that polls."""

from collections.abc import AsyncIterator

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.clock import now
from adapters.doctor.finding import Finding
from adapters.readiness import POLLED_WITHIN, last_poll
from adapters.temporal.leads import connect
from adapters.temporal.search_attributes import WANTED

_AWAY = (RPCError, RuntimeError, TimeoutError)


async def examine_temporal() -> AsyncIterator[Finding]:
    """One finding per look; the first fault that hides the others ends it."""
    try:
        client = await connect()
        polled = await last_poll(client)
        yield Finding("temporal", "Temporal answers.")
        yield await _search_attributes(client)
    except _AWAY as error:
        yield Finding(
            "temporal",
            f"Temporal does not answer ({type(error).__name__}).",
            "Start it, or correct TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.",
        )
        return
    if polled is None or now() - polled > POLLED_WITHIN:
        sentence = "No worker asks for work: leads are kept, and decided later."
        yield Finding("worker", sentence, "Start `handraise worker`.")
    else:
        yield Finding("worker", f"A worker asked for work at {polled:%H:%M:%S} UTC.")


async def _search_attributes(client: Client) -> Finding:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    known = listed.custom_attributes
    missing = [name for name in WANTED if name not in known]
    wrong = [name for name in WANTED if name in known and known[name] != WANTED[name]]
    if wrong:
        sentence = f"These search attributes have another type: {', '.join(wrong)}."
        remedy = "Use another namespace: Temporal cannot change a type."
        return Finding("search attributes", sentence, remedy)
    if missing:
        sentence = f"These search attributes are missing: {', '.join(missing)}."
        return Finding("search attributes", sentence, "Run `handraise migrate`.")
    return Finding("search attributes", f"All {len(WANTED)} are known.")
