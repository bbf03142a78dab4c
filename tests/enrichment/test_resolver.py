"""Names are looked up in DNS alone, and within a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import ip_address

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from dns.asyncresolver import Resolver

from adapters.enrichment.address_guard import AddressRefusedError, GuardedBackend
from adapters.enrichment.resolver import DnsLookUp
from tests.enrichment.internet import PUBLIC, Wires

ZONE = {
    ("northwind.example.", "A"): PUBLIC,
    ("northwind.example.", "AAAA"): "2606:4700::1111",
    ("only-mail.example.", "MX"): "10 mail.only-mail.example.",
    ("inner.example.", "A"): "10.0.0.1",
}


class NameServer(asyncio.DatagramProtocol):
    """A name server of four records; mute when told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.mute = False

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, packet, sender):
        query = dns.message.from_wire(packet)
        question = query.question[0]
        name, kind = str(question.name), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(name)
        if self.mute:
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if (name, kind) in ZONE:
            record = dns.rrset.from_text(name, 60, "IN", kind, ZONE[name, kind])
            answer.answer.append(record)
        elif name not in {name for name, _ in ZONE}:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), sender)


@asynccontextmanager
async def name_server() -> AsyncIterator[tuple[NameServer, Resolver]]:
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        NameServer, local_addr=("127.0.0.1", 0)
    )
    resolver = Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    resolver.search = [dns.name.from_text("corp.internal.")]
    try:
        yield server, resolver
    finally:
        transport.close()


async def test_a_name_leads_to_all_its_addresses():
    async with name_server() as (_, resolver):
        found = await DnsLookUp(resolver)("northwind.example")

    assert set(found) == {ip_address(PUBLIC), ip_address("2606:4700::1111")}


@pytest.mark.parametrize("name", ["nobody.example", "only-mail.example"])
async def test_a_name_without_an_address_leads_nowhere(name):
    async with name_server() as (_, resolver):
        assert list(await DnsLookUp(resolver)(name)) == []


async def test_the_search_domains_of_this_machine_are_left_alone():
    async with name_server() as (server, resolver):
        await DnsLookUp(resolver)("nobody.example")

    assert set(server.asked) == {"nobody.example."}


async def test_a_mute_name_server_is_a_failure_and_not_an_unknown_name():
    async with name_server() as (server, resolver):
        server.mute = True

        with pytest.raises(OSError, match="LifetimeTimeout"):
            await DnsLookUp(resolver, lifetime=timedelta(milliseconds=200))(
                "northwind.example"
            )


async def test_a_real_answer_pointing_inwards_is_refused():
    wires = Wires()
    async with name_server() as (_, resolver):
        guard = GuardedBackend(DnsLookUp(resolver), dial=wires)

        with pytest.raises(AddressRefusedError, match="private"):
            await guard.connect_tcp("inner.example", 443)

    assert wires.dialled == []
