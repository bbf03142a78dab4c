"""Whatever is sent: the right problem document, nothing stored, no value quoted, no waiting."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters import clock
from tests.api.conftest import Count, Site, dana

WITHIN = 2.0  # seconds for an answer
MARK = "Zq7Quoted"  # stands in every bad value; must not come back
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Bad:
    """What is sent, and which answer is right."""

    name: str
    status: int
    body: Any = None  # a dict is sent as JSON over a good lead, bytes as they are
    pointer: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = JSON


def view(**more: Any) -> dict[str, Any]:
    return {"path": "/pricing", "at": clock.now().isoformat(), **more}


def event(**more: Any) -> dict[str, Any]:
    return {"name": "download", "at": clock.now().isoformat(), **more}


def raw(text: str) -> bytes:
    """A good lead with one more member, written by hand."""
    return f'{{"email": "d@northwind.example", {text}}}'.encode(
        "utf-8", "surrogatepass"
    )


FAR = timedelta(days=3000)
CASES = [
    # Not JSON, or not one object
    Bad("nothing at all", 400, b""),
    Bad("half an object", 400, b'{"email": "Zq7Quoted'),
    Bad("two objects", 400, b'{"email": "a@b.example"} {"x": "Zq7Quoted"}'),
    Bad("a list", 400, b'["Zq7Quoted"]'),
    Bad("a text", 400, b'"Zq7Quoted"'),
    Bad("null", 400, b"null"),
    Bad("latin-1", 400, '{"email": "Zq7Quotedé@x.example"}'.encode("latin-1")),
    Bad("UTF-16", 400, '{"email": "Zq7Quoted@x.example"}'.encode("utf-16")),
    Bad("a byte order mark", 400, b"\xef\xbb\xbf{}"),
    Bad("NaN", 400, raw('"employees": NaN')),
    Bad("Infinity", 400, raw('"fields": {"Zq7Quoted": -Infinity}')),
    Bad("a member twice", 400, raw('"name": "Zq7Quoted", "name": "Eve"')),
    Bad("a nested member twice", 400, raw('"fields": {"a": 1, "a": "Zq7Quoted"}')),
    Bad("100,000 open brackets", 400, b"[" * 100_000),
    Bad("deep objects", 400, raw('"fields": ' + '{"a":' * 30_000)),
    Bad("single quotes", 400, b"{'email': 'Zq7Quoted'}"),
    # Members
    Bad("no address", 422, b"{}", "/email"),
    Bad("an unknown member", 422, {"favourite": MARK}, "/favourite"),
    Bad("a key as a member", 422, {"key": f"pk_{MARK}"}, "/key"),
    Bad("an unknown nested member", 422, {"source": {"utm": MARK}}, "/source/utm"),
    Bad("a member with a huge name", 422, {"x" * 100_000 + MARK: 1}),
    Bad("a member with a tilde and a slash", 422, {"a~/b": 1}, "/a~0~1b"),
    # The address
    Bad("no at sign", 422, {"email": MARK}, "/email"),
    Bad("a number for an address", 422, {"email": 7}, "/email"),
    Bad("an empty address", 422, {"email": ""}, "/email"),
    Bad("two addresses", 422, {"email": f"a@b.example, {MARK}@c.example"}, "/email"),
    Bad(
        "a header in an address",
        422,
        {"email": f"a@b.example\r\nBcc: {MARK}"},
        "/email",
    ),
    Bad("a long address", 422, {"email": MARK * 200 + "@x.example"}, "/email"),
    Bad("an IP literal", 422, {"email": f"{MARK}@[127.0.0.1]"}, "/email"),
    Bad("no top-level domain", 422, {"email": f"{MARK}@localhost"}, "/email"),
    Bad("NUL in an address", 422, {"email": f"{MARK}\x00@x.example"}, "/email"),
    # Texts
    Bad("NUL in a name", 422, {"name": f"{MARK}\x00"}, "/name"),
    Bad("a header in a name", 422, {"name": f"Dana\r\nBcc: {MARK}"}, "/name"),
    Bad("an escape sequence", 422, {"company": f"\x1b[31m{MARK}"}, "/company"),
    Bad("a bidi override", 422, {"name": f"{MARK}\u202egpj.exe"}, "/name"),
    Bad("a line separator", 422, {"job_title": f"{MARK}\u2028x"}, "/job_title"),
    Bad("a lone surrogate", 422, raw(r'"name": "Zq7Quoted\ud800"'), "/name"),
    Bad("a surrogate in a name of fields", 422, raw(r'"fields": {"\udc00": 1}')),
    Bad("a surrogate in fields", 422, raw(r'"fields": {"a": "\udc00"}'), "/fields/a"),
    Bad("a surrogate as a member", 422, raw(r'"\ud800Zq7Quoted": 1')),
    Bad("NUL in a message", 422, {"message": f"{MARK}\x00"}, "/message"),
    Bad("a list for a text", 422, {"name": [MARK]}, "/name"),
    Bad("a long name", 422, {"name": MARK * 100}, "/name"),
    Bad("a message of 30 KB", 422, {"message": MARK * 3500}, "/message"),
    Bad("an unknown channel", 422, {"channel": MARK}, "/channel"),
    Bad("no language", 422, {"language": f"{MARK} {MARK}"}, "/language"),
    # Numbers
    Bad("true for a number", 422, {"employees": True}, "/employees"),
    Bad("a text for a number", 422, {"employees": "240"}, "/employees"),
    Bad("half an employee", 422, {"employees": 2.5}, "/employees"),
    Bad("fewer than nobody", 422, {"employees": -1}, "/employees"),
    Bad("more than live", 422, {"employees": 10**10}, "/employees"),
    Bad("10^400", 422, raw('"employees": 1' + "0" * 400), "/employees"),
    Bad(
        "10^5000 in fields",
        422,
        raw('"fields": {"n": 1' + "0" * 5000 + "}"),
        "/fields/n",
    ),
    Bad("1e400", 422, raw('"fields": {"n": 1e400}'), "/fields/n"),
    Bad("-1e400", 422, raw('"fields": {"n": -1e400}'), "/fields/n"),
    # Fields
    Bad("a list in fields", 422, {"fields": {"a": [MARK]}}, "/fields/a"),
    Bad("an object in fields", 422, {"fields": {"a": {"b": MARK}}}, "/fields/a"),
    Bad("too many fields", 422, {"fields": {f"f{n}": n for n in range(51)}}, "/fields"),
    Bad("a long value", 422, {"fields": {"a": MARK * 300}}, "/fields/a"),
    Bad("a long name in fields", 422, {"fields": {"n" * 65: MARK}}),
    Bad("fields that are a list", 422, {"fields": [MARK]}, "/fields"),
    # Page views
    Bad("501 views", 422, {"page_views": [view()] * 501}, "/page_views"),
    Bad("views as an object", 422, {"page_views": {"0": MARK}}, "/page_views"),
    Bad(
        "a path elsewhere", 422, {"page_views": [view(path=MARK)]}, "/page_views/0/path"
    ),
    Bad(
        "less than no time",
        422,
        {"page_views": [view(seconds=-1)]},
        "/page_views/0/seconds",
    ),
    Bad(
        "a year on a page",
        422,
        {"page_views": [view(seconds=3e7)]},
        "/page_views/0/seconds",
    ),
    Bad(
        "the year 1",
        422,
        {"page_views": [view(at="0001-01-01T00:00:00+23:59")]},
        "/page_views/0/at",
    ),
    Bad(
        "the year 9999",
        422,
        {"page_views": [view(at="9999-12-31T23:59:59-23:59")]},
        "/page_views/0/at",
    ),
    Bad(
        "long ago",
        422,
        {"page_views": [view(at=(clock.now() - FAR).isoformat())]},
        "/page_views/0/at",
    ),
    Bad(
        "next week",
        422,
        {"page_views": [view(at=(clock.now() + timedelta(days=7)).isoformat())]},
        "/page_views/0/at",
    ),
    Bad(
        "a time without a zone",
        422,
        {"page_views": [view(at="2026-11-20T10:00:00")]},
        "/page_views/0/at",
    ),
    Bad(
        "a number for a time",
        422,
        {"page_views": [view(at=1_700_000_000)]},
        "/page_views/0/at",
    ),
    Bad(
        "the 31st of February",
        422,
        {"page_views": [view(at="2026-02-31T10:00:00Z")]},
        "/page_views/0/at",
    ),
    # Events
    Bad("201 events", 422, {"events": [event()] * 201}, "/events"),
    Bad("an event without a time", 422, {"events": [{"name": "a"}]}, "/events/0/at"),
    Bad(
        "a name of words", 422, {"events": [event(name=f"{MARK} a")]}, "/events/0/name"
    ),
    Bad(
        "eleven properties",
        422,
        {"events": [event(properties={str(n): MARK for n in range(11)})]},
        "/events/0/properties",
    ),
    Bad(
        "a property with parts",
        422,
        {"events": [event(properties={"file": {"name": MARK}})]},
        "/events/0/properties/file",
    ),
    Bad("an event that says more", 422, {"events": [event(who=MARK)]}, "/events/0/who"),
    # Consent
    Bad(
        "consent in words", 422, {"consent": {"marketing": "yes"}}, "/consent/marketing"
    ),
    Bad(
        "consent by a number", 422, {"consent": {"marketing": 1}}, "/consent/marketing"
    ),
    # Headers
    Bad("a long idempotency key", 422, {}, headers={"Idempotency-Key": MARK * 30}),
    Bad("an empty idempotency key", 422, {}, headers={"Idempotency-Key": " "}),
    Bad("a wrong key", 401, {}, headers={"Authorization": f"Bearer pk_{MARK}"}),
    Bad("an endless key", 401, {}, headers={"Authorization": f"Bearer {MARK * 500}"}),
    Bad("Basic instead of Bearer", 401, {}, headers={"Authorization": f"Basic {MARK}"}),
    Bad("no key behind Bearer", 401, {}, headers={"Authorization": "Bearer "}),
    Bad("no key", 401, {}, headers={"Authorization": ""}),
    # Kinds and sizes
    Bad("XML", 415, b"<lead>Zq7Quoted</lead>", kind="application/xml"),
    Bad("plain text", 415, b'{"email": "Zq7Quoted"}', kind="text/plain"),
    Bad("no kind", 415, b'{"email": "Zq7Quoted"}', kind=""),
    Bad("20 MB", 413, b'{"message": "' + MARK.encode() * 2_300_000 + b'"}'),
    Bad("a message of 1 MB", 413, {"message": MARK * 120_000}),
    # Forms
    Bad("half an escape", 400, b"email=a%40b.example&name=%ff%fe", kind=FORM),
    Bad(
        "201 inputs",
        400,
        b"&".join(b"a%d=Zq7Quoted" % n for n in range(201)),
        kind=FORM,
    ),
    Bad("bytes in a form", 400, b"email=\xff\xfe", kind=FORM),
    Bad(
        "a form without parts",
        400,
        b"Zq7Quoted",
        kind="multipart/form-data; boundary=x",
    ),
    Bad("a form without a boundary", 400, b"Zq7Quoted", kind="multipart/form-data"),
    Bad(
        "an unknown input", 422, b"email=a%40b.example&utm=Zq7Quoted", "/utm", kind=FORM
    ),
    Bad(
        "words for a number",
        422,
        b"email=a%40b.example&employees=Zq7Quoted",
        "/employees",
        kind=FORM,
    ),
    Bad(
        "views that are no JSON",
        422,
        b"email=a%40b.example&page_views=Zq7Quoted",
        "/page_views",
        kind=FORM,
    ),
    Bad(
        "a NUL in a form",
        422,
        b"email=a%40b.example&name=Zq7Quoted%00",
        "/name",
        kind=FORM,
    ),
]


def content(bad: Bad) -> bytes:
    if isinstance(bad.body, dict):
        return json.dumps(
            dana(**bad.body) if "email" not in bad.body else bad.body
        ).encode()
    assert isinstance(bad.body, bytes)
    return bad.body


async def send(site: Site, bad: Bad) -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {site.site_key}",
        "Content-Type": bad.kind,
        "Accept": "application/problem+json",
        **bad.headers,
    }
    headers = {name: value for name, value in headers.items() if value}
    async with asyncio.timeout(WITHIN):
        return await site.http.post("/v1/leads", content=content(bad), headers=headers)


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
async def test_is_refused(site: Site, rows: Count, bad: Bad) -> None:
    before = await rows("leads"), await rows("submissions")

    response = await send(site, bad)

    assert response.status_code == bad.status, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == bad.status
    assert problem["type"].startswith("urn:handraise:problem:")
    assert problem["title"]
    assert problem["detail"]
    assert MARK not in response.text.replace(f"/{MARK}", "")
    assert len(response.content) < 5000
    if bad.pointer is not None:
        assert [fault["pointer"] for fault in problem["errors"]] == [bad.pointer]
        assert all(fault["detail"] for fault in problem["errors"])
    assert (await rows("leads"), await rows("submissions")) == before


def test_there_are_more_than_fifty() -> None:
    assert len({bad.name for bad in CASES}) > 50


async def test_all_faults_come_at_once_and_not_without_end(site: Site) -> None:
    body = dana(name=1, employees="x", **{f"unknown{n}": n for n in range(100)})

    response = await site.submit(body)

    errors = response.json()["errors"]
    assert {"/name", "/employees"} <= {fault["pointer"] for fault in errors}
    assert len(errors) == 20


async def test_a_body_without_an_announced_length_is_cut_off(site: Site) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b"x" * 65_536

    response = await site.http.post(
        "/v1/leads",
        content=endless(),
        headers={"Authorization": f"Bearer {site.site_key}", "Content-Type": JSON},
    )

    assert response.status_code == 413
    assert sent < 2_000_000


async def test_a_length_that_is_no_number_is_refused(site: Site) -> None:
    response = await site.http.post(
        "/v1/leads",
        content=b"{}",
        headers={"Content-Length": "x", "Content-Type": JSON},
    )

    assert response.status_code == 400


async def test_a_problem_can_always_be_written(site: Site) -> None:
    """A lone surrogate once made the rendering of the error fail."""
    response = await site.http.post(
        "/v1/leads",
        content=raw(r'"\ud800\udfff": 1, "\ud800": 2'),
        headers={"Authorization": f"Bearer {site.site_key}", "Content-Type": JSON},
    )

    assert response.status_code == 422
    response.content.decode()


async def test_an_unknown_page_and_method_are_problems_too(site: Site) -> None:
    missing = await site.http.get("/v1/nothing")
    wrong = await site.http.delete("/v1/leads")

    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert missing.headers["content-type"] == "application/problem+json"
    assert "POST" in wrong.headers["allow"]
