"""Say what a route may ask for: a permission is a parameter's type.

A route that names `Secret` is refused without a secret key, one that names `Manager`
without a manager's sign-in: there is nothing to remember to check.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.client import Client

from adapters import clock
from adapters.playbook.published import PublishedVersion
from adapters.store.access.keys import Key
from adapters.store.access.sign_in import SignedIn, find_session
from api.parts import Options, Parts
from domain.errors import ForbiddenError, UnauthorizedError
from domain.people import Role

SESSION_COOKIE = "handraise_session"


# All of these are coroutines: FastAPI sends a plain function to another thread, which costs
# a request more than the function does.


async def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


AllParts = Annotated[Parts, Depends(parts_of)]


async def _connection(parts: AllParts) -> AsyncIterator[AsyncConnection]:
    async with parts.engine.begin() as connection:
        yield connection


# One transaction per request. It commits before the answer leaves.
Connection = Annotated[AsyncConnection, Depends(_connection, scope="function")]


async def _temporal(parts: AllParts) -> Client:
    return parts.temporal


Temporal = Annotated[Client, Depends(_temporal)]


async def _now() -> datetime:
    return clock.now()


Now = Annotated[datetime, Depends(_now)]


async def _options(parts: AllParts) -> Options:
    return parts.options


CurrentOptions = Annotated[Options, Depends(_options)]


async def _current_playbook(parts: AllParts) -> PublishedVersion:
    return await parts.playbook.current()


CurrentPlaybook = Annotated[PublishedVersion, Depends(_current_playbook)]


def bearer(request: Request) -> str | None:
    """The key of the Authorization header; None when there is no such header."""
    given = request.headers.get("authorization")
    if given is None:
        return None
    scheme, _, key = given.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise UnauthorizedError('Send the key as "Authorization: Bearer <key>".')
    return key.strip()


async def _site_key(request: Request, parts: AllParts) -> Key:
    return await parts.keys.find(bearer(request))


Site = Annotated[Key, Depends(_site_key)]


async def _secret_key(key: Site) -> Key:
    if not key.is_secret:
        raise ForbiddenError("A site key may submit leads only. Use a secret key.")
    return key


Secret = Annotated[Key, Depends(_secret_key)]


async def find_person(request: Request, parts: Parts) -> SignedIn | None:
    """Who is signed in by cookie; None for everybody else."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return None
    async with parts.engine.connect() as connection:
        return await find_session(connection, token, clock.now())


async def _person(request: Request, parts: AllParts) -> SignedIn:
    person = await find_person(request, parts)
    if person is None:
        raise UnauthorizedError("Sign in to see this.")
    return person


Person = Annotated[SignedIn, Depends(_person)]


async def _perhaps_person(request: Request, parts: AllParts) -> SignedIn | None:
    return await find_person(request, parts)


PerhapsPerson = Annotated[SignedIn | None, Depends(_perhaps_person)]


def _one_of(*roles: Role) -> Callable[[SignedIn], Awaitable[SignedIn]]:
    async def allowed(person: Person) -> SignedIn:
        if person.role not in roles:
            raise ForbiddenError("This is not for your role.")
        return person

    return allowed


Manager = Annotated[SignedIn, Depends(_one_of(Role.MANAGER, Role.OPERATOR))]
Operator = Annotated[SignedIn, Depends(_one_of(Role.OPERATOR))]
