"""Every error becomes a problem document for programs and a page for people."""

import logging

import httpx
import pytest
import pytest_asyncio
from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.store.access.sign_in import open_session
from api.dependencies import SESSION_COOKIE, Manager, Operator
from api.errors import render_errors
from domain.errors import (
    ConflictError,
    ForbiddenError,
    HandraiseError,
    InvalidError,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
    VendorError,
)
from tests.api.conftest import Site

PAGES = ("/manager", "/operator")
BROWSER = {"Accept": "text/html"}
ERRORS = {
    "missing": (NotFoundError("There is no such lead."), 404),
    "conflict": (ConflictError("Not now."), 409),
    "forbidden": (ForbiddenError("Not you."), 403),
    "stranger": (UnauthorizedError("Who are you?"), 401),
    "invalid": (InvalidError("Not that."), 422),
    "away": (UnavailableError("Later."), 503),
    "vendor": (VendorError("They failed."), 502),
    "new": (HandraiseError("Nobody gave me a status."), 500),
    "bug": (RuntimeError("password=hunter2"), 500),
    "surrogate": (NotFoundError("no \ud800 here \x00"), 404),
    "refused": (ConnectionRefusedError("5432"), 503),
}


@pytest_asyncio.fixture
async def http():
    app = FastAPI()
    render_errors(app)
    router = APIRouter()

    @router.get("/raise/{name}")
    async def raise_it(name: str) -> None:
        raise ERRORS[name][0]

    @router.get("/number")
    async def number(n: int) -> int:
        return n

    app.include_router(router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
        yield http


@pytest.mark.parametrize("name", ERRORS)
async def test_each_has_its_status(http: httpx.AsyncClient, name: str) -> None:
    error, status = ERRORS[name]

    response = await http.get(f"/raise/{name}")

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    if isinstance(error, HandraiseError) and name not in {"new", "surrogate"}:
        assert response.json()["detail"] == str(error)


async def test_an_unexpected_one_says_nothing_of_the_inside(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = await http.get("/raise/bug")

    assert "hunter2" not in response.text
    assert "hunter2" in caplog.text


@pytest.mark.parametrize("name", ["missing", "bug", "surrogate", "away"])
async def test_people_get_a_page(http: httpx.AsyncClient, name: str) -> None:
    response = await http.get(f"/raise/{name}", headers=BROWSER)

    assert response.status_code == ERRORS[name][1]
    assert response.headers["content-type"].startswith("text/html")
    assert "<h1>" in response.text


async def test_a_stranger_is_led_to_the_way_in_and_back(
    http: httpx.AsyncClient,
) -> None:
    response = await http.get("/raise/stranger", headers=BROWSER)

    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=/raise/stranger"


async def test_what_can_be_retried_says_when(http: httpx.AsyncClient) -> None:
    assert (await http.get("/raise/away")).headers["retry-after"]
    assert (await http.get("/raise/away", headers=BROWSER)).headers["retry-after"]


async def test_a_wrong_query_names_the_parameter(http: httpx.AsyncClient) -> None:
    response = await http.get("/number", params={"n": "Zq7Quoted"})

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"pointer": "/n", "detail": "This cannot be used."}
    ]
    assert "Zq7Quoted" not in response.text


async def test_an_unknown_page_of_people_is_a_page(site: Site) -> None:
    response = await site.http.get("/nowhere", headers=BROWSER)

    assert response.status_code == 404
    assert "<h1>Not Found</h1>" in response.text


class TestRoles:
    """A route that names a role cannot be reached without it."""

    @pytest_asyncio.fixture
    async def http(self, site: Site):
        app = FastAPI()
        render_errors(app)
        app.state.parts = site.app.state.parts

        @app.get("/manager")
        async def manager(person: Manager) -> str:
            return person.handle

        @app.get("/operator")
        async def operator(person: Operator) -> str:
            return person.handle

        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
            yield http

    @pytest.mark.parametrize(
        "may", [("ana", 403, 403), ("mara", 200, 403), ("otto", 200, 200)], ids=str
    )
    async def test_opens_what_it_opens(
        self,
        http: httpx.AsyncClient,
        engine: AsyncEngine,
        may: tuple[str, int, int],
    ) -> None:
        handle, manager, operator = may
        async with engine.begin() as connection:
            token = await open_session(connection, handle, clock.now())
        headers = {"Cookie": f"{SESSION_COOKIE}={token}"}

        found = [(await http.get(p, headers=headers)).status_code for p in PAGES]

        assert found == [manager, operator]

    async def test_nobody_is_asked_to_sign_in(self, http: httpx.AsyncClient) -> None:
        assert [(await http.get(path)).status_code for path in PAGES] == [401, 401]
