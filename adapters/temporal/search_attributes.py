"""Whether Temporal knows the search attributes that leads carry."""

from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.client import Client

from domain.errors import ConflictError
from workflows.names import SEARCH_ATTRIBUTES

WANTED = {key.name: int(key.indexed_value_type) for key in SEARCH_ATTRIBUTES}


async def register_search_attributes(client: Client) -> None:
    """Add those that are missing. Raise `ConflictError` where one has another type.

    Temporal ignores an attribute that is there with another type, and every workflow that
    sets it then fails its tasks for ever: so the types are read back.
    """
    known = await _known(client)
    missing = {name: WANTED[name] for name in WANTED if name not in known}
    if missing:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace,
                search_attributes=missing,  # type: ignore[arg-type]
            )
        )
        known = await _known(client)
    wrong = sorted(n for n, kind in WANTED.items() if known.get(n, kind) != kind)
    if wrong:
        raise ConflictError(
            f"Temporal has these search attributes with another type: {', '.join(wrong)}."
        )


async def _known(client: Client) -> dict[str, int]:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return {name: int(kind) for name, kind in listed.custom_attributes.items()}
