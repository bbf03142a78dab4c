"""A page is fetched within its bounds, whatever the other side sends."""

import asyncio
import gzip
import zlib
from datetime import timedelta

import pytest

from adapters.enrichment.addresses import IPAddress
from adapters.enrichment.bounded_body import BoundedBody
from adapters.enrichment.page_fetch import (
    Bounds,
    NoSuchName,
    Page,
    Refused,
    Unreachable,
)
from tests.enrichment.internet import PUBLIC, always, response

HOME = "http://northwind.example/"
SMALL = Bounds(size=10_000, step=timedelta(seconds=1), total=timedelta(seconds=1))


async def test_a_site_sees_who_asks_and_no_cookie_or_referrer(internet):
    heads = []

    async def remember(head, writer):
        heads.append(head.lower())
        writer.write(response(b"ok"))

    await internet.serve(remember)

    await internet.fetch().get(HOME)

    assert len(heads) == 1
    assert "user-agent: handraise/0.1 (+https://handraise.example/bot)" in heads[0]
    assert "host: northwind.example" in heads[0]
    assert "cookie" not in heads[0]
    assert "referer" not in heads[0]


async def test_https_is_verified_against_the_name_and_not_the_address(internet):
    internet.names.lead("evil.example", [PUBLIC])
    await internet.serve(always(response(b"safe")), port=443, tls=True)

    page = await internet.fetch().get("https://northwind.example/")
    other = await internet.fetch().get("https://evil.example/")

    assert page == Page(
        "https://northwind.example/", 200, "text/html; charset=utf-8", b"safe"
    )
    assert other == Unreachable("ConnectError")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_three_redirects_are_followed_and_no_fourth(internet, status):
    hops = 0

    async def hop(head, writer):
        nonlocal hops
        hops += 1
        writer.write(response(status=status, Location=f"/{hops}"))

    await internet.serve(hop)

    assert await internet.fetch().get(HOME) == Refused("too many redirects")
    assert hops == 4


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "an address instead of a name"),
        ("http://169.254.169.254/latest/meta-data/", "an address instead of a name"),
        ("http://[::1]/", "an address instead of a name"),
        ("//0x7f000001/", "an address instead of a name"),
        ("http://inner.example/", "private address"),
        ("http://metadata.google.internal/", "a name of an inner network"),
        ("http://northwind.example:5432/", "port is not 80 or 443"),
        ("http://northwind.example@10.0.0.1/", "carries a user name"),
        ("file:///etc/passwd", "neither http nor https"),
        ("gopher://northwind.example/", "neither http nor https"),
        ("http://a..b/", "not a name"),
    ],
)
async def test_a_redirect_inwards_is_refused(internet, location, reason):
    internet.names.lead("inner.example", ["10.1.2.3"])
    await internet.serve(always(response(status=302, Location=location)))

    fetched = await internet.fetch().get(HOME)

    assert fetched == Refused(reason)
    assert internet.wires.dialled == [(PUBLIC, 80)]


async def test_a_redirect_without_a_target_is_only_a_page_without_a_body(internet):
    await internet.serve(always(response(b"moved", status=302)))

    page = await internet.fetch().get(HOME)

    assert (page.status, page.body) == (302, b"")


async def test_a_server_that_drips_is_left_after_the_total_time(internet):
    async def drip(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not writer.is_closing():
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.02)

    await internet.serve(drip)
    bounds = Bounds(step=timedelta(seconds=5), total=timedelta(milliseconds=300))
    started = asyncio.get_running_loop().time()

    fetched = await internet.fetch(bounds).get(HOME)

    assert fetched == Unreachable("took too long")
    assert 0.25 < asyncio.get_running_loop().time() - started < 1.5


async def test_a_server_that_drips_its_headers_is_left_too(internet):
    async def drip(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.is_closing():
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    await internet.serve(drip)
    bounds = Bounds(step=timedelta(seconds=5), total=timedelta(milliseconds=300))

    assert await internet.fetch(bounds).get(HOME) == Unreachable("took too long")


async def test_a_flood_of_interim_answers_ends_at_the_bound(internet):
    sent = 0

    async def flood(head, writer):
        nonlocal sent
        while not writer.is_closing():
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
            sent += 2_500
            await writer.drain()

    await internet.serve(flood)

    assert await internet.fetch(SMALL).get(HOME) == Unreachable("ReadError")
    assert sent < 20_000_000


async def test_a_name_server_that_never_answers_is_left_too(internet):
    never = asyncio.Event()

    async def silent(name: str) -> list[IPAddress]:
        await never.wait()
        return []

    internet.names = silent
    bounds = Bounds(total=timedelta(milliseconds=100))

    assert await internet.fetch(bounds).get(HOME) == Unreachable("took too long")


async def test_a_server_that_says_nothing_is_left_after_one_step(internet):
    async def silent(head, writer):
        await asyncio.Event().wait()

    await internet.serve(silent)
    bounds = Bounds(step=timedelta(milliseconds=100), total=timedelta(seconds=5))

    assert await internet.fetch(bounds).get(HOME) == Unreachable("ReadTimeout")


async def test_an_endless_body_is_cut_at_the_bound(internet):
    sent = 0

    async def pour(head, writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 4_096)
            sent += 4_096
            await writer.drain()

    await internet.serve(pour)

    page = await internet.fetch(SMALL).get(HOME)

    assert page.body == b"x" * 10_000
    assert sent < 20_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "GZIP", "x-gzip"])
async def test_a_compression_bomb_is_cut_at_the_bound(internet, encoding):
    pack = gzip.compress if "gzip" in encoding.lower() else zlib.compress
    bomb = pack(b"\0" * 50_000_000)  # a thousandth of that on the wire
    await internet.serve(always(response(bomb, Content_Encoding=encoding)))

    page = await internet.fetch(SMALL).get(HOME)

    assert len(page.body) == 10_000


def test_the_bomb_is_never_unpacked_beyond_the_bound():
    bomb = gzip.compress(b"\0" * 50_000_000)
    body = BoundedBody("gzip", 1_000)

    assert body.take(bomb) is False
    assert len(body.body) == 1_000
    assert body.take(bomb) is False
    assert len(body.body) == 1_000


def test_what_inflates_to_nothing_is_bounded_on_the_wire():
    empty_block = b"\x00\x00\x00\xff\xff"  # a stored block of no bytes, RFC 1951
    stream = zlib.compress(b"")[:2] + empty_block * 1_000
    body = BoundedBody("deflate", 1_000)

    assert body.take(stream) is False
    assert body.body == b""


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"<p>hello", mtime=0)),  # the same in every process
        ("deflate", zlib.compress(b"<p>hello")),
        ("deflate", zlib.compress(b"<p>hello", wbits=-15)),
        ("identity", b"<p>hello"),
        ("", b"<p>hello"),
    ],
)
async def test_the_usual_encodings_are_read(internet, encoding, packed):
    await internet.serve(always(response(packed, Content_Encoding=encoding)))

    assert (await internet.fetch().get(HOME)).body == b"<p>hello"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense"])
async def test_an_encoding_nobody_asked_for_gives_no_body(internet, encoding):
    await internet.serve(always(response(b"xxxx", Content_Encoding=encoding)))

    assert (await internet.fetch().get(HOME)).body == b""


@pytest.mark.parametrize("packed", [b"not gzip at all", b"\x1f\x8b\x08garbage"])
async def test_damaged_compression_gives_what_came_before_the_damage(internet, packed):
    await internet.serve(always(response(packed, Content_Encoding="gzip")))

    assert isinstance(await internet.fetch().get(HOME), Page)


def test_damage_in_the_middle_keeps_the_beginning():
    packed = gzip.compress(b"<p>hello" * 5_000, compresslevel=0)
    body = BoundedBody("gzip", 1_000_000)

    assert body.take(packed[:4_000])
    assert body.take(b"\xff" * 70_000) is False
    assert body.body.startswith(b"<p>hello")


@pytest.mark.parametrize(
    "content_type",
    ["application/pdf", "image/png", "application/json", "text/plain", "video/mp4"],
)
async def test_what_is_no_page_is_not_read(internet, content_type):
    await internet.serve(always(response(b"<p>x", content_type=content_type)))

    page = await internet.fetch().get(HOME)

    assert (page.status, page.body) == (200, b"")


@pytest.mark.parametrize("content_type", ["", "TEXT/HTML", "application/xhtml+xml"])
async def test_a_page_by_any_of_its_names_is_read(internet, content_type):
    await internet.serve(always(response(b"<p>x", content_type=content_type)))

    assert (await internet.fetch().get(HOME)).body == b"<p>x"


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\0" * 100,
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/9.9 999 Nope\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000,
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_an_outcome_and_no_error(internet, garbage):
    await internet.serve(always(garbage))

    fetched = await internet.fetch().get(HOME)

    assert isinstance(fetched, Unreachable | Refused | Page)


async def test_an_unknown_name_and_a_closed_door_are_told_apart(internet):
    assert await internet.fetch().get("http://nobody.example/") == NoSuchName()
    assert await internet.fetch().get(HOME) == Unreachable("ConnectError")
