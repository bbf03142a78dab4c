"""Say who may read and publish the playbook, and under which name."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.dependencies import AllParts, bearer, find_person
from api.web.same_origin import require_same_origin
from domain.errors import ForbiddenError, UnauthorizedError
from domain.people import Role


@dataclass(frozen=True, slots=True)
class Publisher:
    """`handle` None: a server with a secret key, which says in whose name it publishes."""

    handle: str | None = None

    def author(self, said: str | None) -> str:
        """A person publishes as themselves, whatever they say."""
        return self.handle or said or "api"


async def _publisher(request: Request, parts: AllParts) -> Publisher:
    sent = bearer(request)
    if sent is not None:
        if not (await parts.keys.find(sent)).is_secret:
            raise ForbiddenError("A site key may submit leads only. Use a secret key.")
        return Publisher()
    person = await find_person(request, parts)
    if person is None:
        raise UnauthorizedError("Send a secret key, or sign in.")
    if person.role is not Role.OPERATOR:
        raise ForbiddenError("The playbook is for operators.")
    require_same_origin(request)
    return Publisher(person.handle)


MayPublish = Annotated[Publisher, Depends(_publisher)]
