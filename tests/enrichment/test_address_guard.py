"""Nothing a stranger writes makes us fetch from our own network."""

from ipaddress import ip_address

import httpcore
import httpx
import pytest

from adapters.enrichment.address_guard import (
    AddressRefusedError,
    GuardedBackend,
    NameUnknownError,
    checked_url,
)
from adapters.enrichment.addresses import IPAddress, is_public, refusal
from tests.enrichment.internet import (
    ALSO_PUBLIC,
    PUBLIC,
    Names,
    Wires,
    always,
    response,
)

REFUSED = [
    ("0.0.0.0", "this network"),  # noqa: S104
    ("0.1.2.3", "this network"),
    ("10.0.0.1", "private"),
    ("10.255.255.255", "private"),
    ("100.64.0.1", "shared by a carrier (CGNAT)"),
    ("100.100.100.200", "shared by a carrier (CGNAT)"),
    ("100.127.255.255", "shared by a carrier (CGNAT)"),
    ("127.0.0.1", "loopback"),
    ("127.8.8.8", "loopback"),
    ("168.63.129.16", "cloud metadata"),
    ("169.254.0.1", "link-local"),
    ("169.254.169.254", "link-local"),
    ("169.254.170.2", "link-local"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "reserved"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4 relay"),
    ("192.168.1.1", "private"),
    ("198.18.0.1", "benchmarking"),
    ("198.51.100.7", "documentation"),
    ("203.0.113.7", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::127.0.0.1", "IPv4-compatible"),
    ("::8.8.8.8", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("::ffff:a9fe:a9fe", "IPv4-mapped"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b::808:808", "NAT64"),
    ("64:ff9b:1::1", "NAT64"),
    ("100::1", "reserved"),
    ("2001::1", "Teredo"),
    ("2001:0:53aa:64c:0:fb:1234:5678", "Teredo"),
    ("2001:20::1", "reserved"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4"),
    ("2002:808:808::1", "6to4"),
    ("2a00:1450:4001:80b:0:5efe:7f00:1", "ISATAP"),
    ("2a00:1450:4001:80b:200:5efe:a00:1", "ISATAP"),
    ("3fff::1", "documentation"),
    ("5f00::1", "reserved"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "private"),
    ("fd20:ce::254", "private"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("2606:4700::1111%eth0", "scoped"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("4000::1", "reserved"),
]


@pytest.mark.parametrize(("address", "reason"), REFUSED)
async def test_an_address_that_no_public_website_has_is_never_dialled(address, reason):
    wires = Wires()
    guard = GuardedBackend(Names().lead("northwind.example", [address]), dial=wires)

    with pytest.raises(AddressRefusedError, match="address"):
        await guard.connect_tcp("northwind.example", 443)

    assert wires.dialled == []
    assert refusal(ip_address(address)) == reason


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        PUBLIC,
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700:4700::1111",
        ALSO_PUBLIC,
        "2a00:1450:4001:80b::200e",
    ],
)
def test_a_public_address_is_let_through(address):
    assert is_public(ip_address(address))


REFUSED_URLS = [
    ("http://127.0.0.1/", "an address instead of a name"),
    ("http://8.8.8.8/", "an address instead of a name"),
    ("http://2130706433/", "an address instead of a name"),
    ("http://0x7f000001/", "an address instead of a name"),
    ("http://0x7f.0x0.0x0.0x1/", "an address instead of a name"),
    ("http://017700000001/", "an address instead of a name"),
    ("http://0177.0.0.01/", "not a URL"),
    ("http://127.1/", "an address instead of a name"),
    ("http://127.0.1/", "an address instead of a name"),
    ("http://example.com.0x1/", "an address instead of a name"),
    ("http://127.0.0.1./", "an address instead of a name"),
    ("http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "not a URL"),  # fullwidth
    ("http://[::1]/", "an address instead of a name"),
    ("http://[::ffff:127.0.0.1]/", "an address instead of a name"),
    ("http://[::ffff:7f00:1]/", "an address instead of a name"),
    ("http://[0:0:0:0:0:0:0:1]/", "an address instead of a name"),
    ("http://[fd00:ec2::254]/", "an address instead of a name"),
    ("http://localhost/", "a name of an inner network"),
    ("http://LOCALHOST./", "a name of an inner network"),
    ("http://app.localhost/", "a name of an inner network"),
    ("http://metadata/", "a name of an inner network"),
    ("http://metadata.google.internal/", "a name of an inner network"),
    ("http://printer.local/", "a name of an inner network"),
    ("http://router.home.arpa/", "a name of an inner network"),
    ("http://northwind.example@127.0.0.1/", "carries a user name"),
    ("http://127.0.0.1@northwind.example/", "carries a user name"),
    ("http://:secret@northwind.example/", "carries a user name"),
    ("http://a:b@northwind.example:80/", "carries a user name"),
    ("http://northwind.example\\@127.0.0.1/", "not a clean URL"),
    ("http://127.0.0.1\t/", "not a clean URL"),
    ("http://northwind.example/\r\nHost: localhost", "not a clean URL"),
    ("http://northwind.example/ x", "not a clean URL"),
    ("http://northwind.example/" + "x" * 3_000, "not a clean URL"),
    ("http://northwind.example:22/", "port is not 80 or 443"),
    ("http://northwind.example:8080/", "port is not 80 or 443"),
    ("http://northwind.example:443/", "port is not 80 or 443"),
    ("https://northwind.example:80/", "port is not 80 or 443"),
    ("http://northwind.example:99999/", "port is not 80 or 443"),
    ("http://[::1/", "not a URL"),
    ("http://a..b/", "not a name"),
    ("http://a.b!c/", "not a name"),
    ("ftp://northwind.example/", "neither http nor https"),
    ("file:///etc/passwd", "neither http nor https"),
    ("gopher://northwind.example/", "neither http nor https"),
    ("data:text/html,x", "neither http nor https"),
    ("javascript:alert(1)", "neither http nor https"),
    ("//northwind.example/", "neither http nor https"),
    ("northwind.example", "neither http nor https"),
    ("", "neither http nor https"),
]


@pytest.mark.parametrize(("url", "reason"), REFUSED_URLS)
async def test_a_url_that_no_company_has_is_refused_before_any_look_up(
    internet, url, reason
):
    with pytest.raises(AddressRefusedError) as refused:
        checked_url(url)
    fetched = await internet.fetch().get(url)

    assert str(refused.value) == reason
    assert fetched.because == reason
    assert internet.names.asked == []
    assert internet.wires.dialled == []


def test_a_plain_url_and_a_relative_one_are_let_through():
    home = checked_url("https://bücher.example/a?b=c")

    assert str(home.raw_host, "ascii") == "xn--bcher-kva.example"
    assert str(checked_url("/de/", base=home)).endswith("/de/")
    assert checked_url("https://northwind.example:443/") == httpx.URL(
        "https://northwind.example/"
    )


async def test_one_private_answer_among_public_ones_condemns_the_name():
    wires = Wires()
    names = Names().lead("northwind.example", [PUBLIC, "10.0.0.1"])

    with pytest.raises(AddressRefusedError, match="private address"):
        await GuardedBackend(names, dial=wires).connect_tcp("northwind.example", 80)

    assert wires.dialled == []


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0x7f.1", "localhost", "db"])
async def test_the_guard_takes_no_literal_even_without_a_url_check(host):
    names = Names()

    with pytest.raises(AddressRefusedError):
        await GuardedBackend(names, dial=Wires()).connect_tcp(host, 80)

    assert names.asked == []


@pytest.mark.parametrize("port", [0, 22, 25, 5432, 6379, 7233, 8080])
async def test_only_the_ports_of_the_web_are_dialled(port):
    names = Names().lead("northwind.example", [PUBLIC])

    with pytest.raises(AddressRefusedError, match="port"):
        await GuardedBackend(names, dial=Wires()).connect_tcp("northwind.example", port)


async def test_what_is_dialled_is_the_address_that_was_checked_and_not_the_name(
    internet,
):
    # Rebinding: the second answer would be private, but there is no second question.
    internet.names.lead("northwind.example", [PUBLIC], ["127.0.0.1"])
    await internet.serve(always(response(b"<p>hello")))

    page = await internet.fetch().get("http://northwind.example/")

    assert page.body == b"<p>hello"
    assert internet.names.asked == ["northwind.example"]
    assert internet.wires.dialled == [(PUBLIC, 80)]


async def test_a_name_that_turns_private_between_two_requests_is_refused(internet):
    internet.names.lead("northwind.example", [PUBLIC], ["127.0.0.1"])
    await internet.serve(always(response(status=302, Location="/again")))

    fetched = await internet.fetch().get("http://northwind.example/")

    assert fetched.because == "loopback address"
    assert internet.wires.dialled == [(PUBLIC, 80)]


async def test_the_second_address_is_tried_when_the_first_is_away():
    wires = Wires()
    names = Names().lead("northwind.example", [ALSO_PUBLIC, PUBLIC, "8.8.8.8"])

    with pytest.raises(httpcore.ConnectError):
        await GuardedBackend(names, dial=wires).connect_tcp("northwind.example", 443)

    assert wires.dialled == [(PUBLIC, 443), ("8.8.8.8", 443)]


async def test_a_name_nobody_has_is_told_apart_from_a_name_server_that_is_away():
    async def broken(name: str) -> list[IPAddress]:
        raise OSError("no answer")

    with pytest.raises(NameUnknownError):
        await GuardedBackend(Names()).connect_tcp("northwind.example", 80)
    with pytest.raises(httpcore.ConnectError, match="did not answer"):
        await GuardedBackend(broken).connect_tcp("northwind.example", 80)


async def test_what_is_allowed_is_decided_by_the_code_that_builds_the_guard(
    internet, monkeypatch
):
    # No variable opens the guard; only whoever constructs it may.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    names = Names().lead("northwind.example", ["127.0.0.1"])
    wires = internet.wires
    await internet.serve(always(b""), at="127.0.0.1")

    opened = GuardedBackend(names, allowed=lambda address: True, dial=wires)
    stream = await opened.connect_tcp("northwind.example", 80)
    await stream.aclose()

    assert wires.dialled == [("127.0.0.1", 80)]
