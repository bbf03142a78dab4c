"""What operators and their servers do with the playbook: read, check, publish, go back."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.playbook.checks import check_document
from adapters.playbook.file import read_playbook
from adapters.playbook.published import (
    cancel_version,
    publish_playbook,
    roll_back,
)
from adapters.store.playbook.playbooks import (
    ListedVersion,
    PublishedDocument,
    current_version,
    find_published,
    find_version,
    list_versions,
)
from api.dependencies import AllParts, Connection
from api.playbook.playbook_json import (
    checked_json,
    diff_json,
    document_json,
    version_json,
)
from api.playbook.playbook_openapi import (
    CANCEL,
    CHECK,
    CURRENT,
    DIFF,
    ONE,
    PUBLISH,
    ROLL_BACK,
    VERSIONS,
)
from api.playbook.playbook_schemas import (
    LARGEST_VERSION,
    DraftGiven,
    PublishGiven,
    RollBackGiven,
)
from api.playbook.publisher import MayPublish
from api.web.faults import checked
from api.web.reading import read_object
from domain.errors import NotFoundError
from domain.playbook import Playbook

router = APIRouter(prefix="/v1/playbook", tags=["playbook"])
Number = Annotated[int, Path(ge=1, le=LARGEST_VERSION)]


@router.get("", **CURRENT)
async def show_current(connection: Connection, _: MayPublish) -> dict[str, Any]:
    """The version in force, with its document."""
    return await _shown(connection, await current_version(connection))


@router.get("/versions", **VERSIONS)
async def show_versions(connection: Connection, _: MayPublish) -> dict[str, Any]:
    """Every version, the newest first, without documents."""
    return {"versions": [*map(version_json, await list_versions(connection))]}


@router.get("/versions/{number}", **ONE)
async def show_version(
    number: Number, connection: Connection, _: MayPublish
) -> dict[str, Any]:
    """One version as it was published."""
    return await _shown(connection, number)


@router.post("/versions/{number}/cancel", **CANCEL)
async def cancel(
    number: Number, parts: AllParts, publisher: MayPublish
) -> dict[str, Any]:
    """Keep a version whose time has not come from ever taking effect."""
    async with parts.engine.begin() as connection:
        await cancel_version(connection, number, publisher.author(None))
        return version_json(await _listed(connection, number))


@router.post("/check", **CHECK)
async def check(request: Request, _: MayPublish) -> dict[str, Any]:
    """What publishing it would say, and nothing is published."""
    given = checked(DraftGiven, read_object(await request.body()))
    found = await asyncio.to_thread(check_document, given.document, "The playbook")
    return checked_json(found)


@router.post("/publish", **PUBLISH)
async def publish(
    request: Request, parts: AllParts, publisher: MayPublish
) -> dict[str, Any]:
    """Make a document the next version, at once or from an instant on."""
    given = checked(PublishGiven, read_object(await request.body()))
    async with parts.engine.begin() as connection:
        published = await publish_playbook(
            connection,
            given.document,
            author=publisher.author(given.by),
            comment=given.comment or "",
            based_on=given.based_on,
            effective_at=given.effective_at,
        )
        answer = version_json(await _listed(connection, published.version))
    parts.playbook.look_again()
    return answer


@router.post("/rollback", **ROLL_BACK)
async def go_back(
    request: Request, parts: AllParts, publisher: MayPublish
) -> dict[str, Any]:
    """Publish an old document again, at once; what is scheduled is cancelled."""
    given = checked(RollBackGiven, read_object(await request.body()))
    async with parts.engine.begin() as connection:
        published = await roll_back(
            connection,
            given.version,
            author=publisher.author(given.by),
            comment=given.comment or "",
            based_on=given.based_on,
        )
        answer = version_json(await _listed(connection, published.version))
    parts.playbook.look_again()
    return answer


@router.get("/diff", **DIFF)
async def show_diff(
    connection: Connection,
    _: MayPublish,
    to: Annotated[int | None, Query(ge=1, le=LARGEST_VERSION)] = None,
    from_: Annotated[int | None, Query(alias="from", ge=1, le=LARGEST_VERSION)] = None,
) -> dict[str, Any]:
    """What changed from a version (the one before) to another (the one in force)."""
    new = await _document(connection, to)
    old = await _document(connection, from_ or max(1, new.version - 1))
    return await asyncio.to_thread(_different, old, new)


async def _shown(connection: AsyncConnection, number: int | None) -> dict[str, Any]:
    found = await _document(connection, number)
    return document_json(await _listed(connection, found.version), found)


async def _document(
    connection: AsyncConnection, number: int | None
) -> PublishedDocument:
    found = await find_published(connection, number)
    if found is None:
        raise NotFoundError("There is no such version of the playbook.")
    return found


async def _listed(connection: AsyncConnection, number: int) -> ListedVersion:
    found = await find_version(connection, number)
    if found is None:
        raise NotFoundError("There is no such version of the playbook.")
    return found


def _different(old: PublishedDocument, new: PublishedDocument) -> dict[str, Any]:
    return diff_json((old, _read(old)), (new, _read(new)))


def _read(found: PublishedDocument) -> Playbook:
    return read_playbook(found.document, f"Version {found.version}")
