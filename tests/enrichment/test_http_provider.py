"""The published answers of three services become facts; their moods become outcomes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.enrichment.http_provider import HttpProvider, http_providers
from adapters.enrichment.provider_config import ProviderConfig, providers_of_yaml
from adapters.enrichment.rate_limit import TokenBucket
from domain.errors import InvalidError, VendorError
from domain.evidence import Fact
from tests.enrichment.fakes import NOON, Clock
from tests.enrichment.internet import Answer, response, serving
from tests.enrichment.test_provider_config import worked_example

KEY = "sk-very-secret"
CONFIGS = {config.name: config for config in providers_of_yaml(worked_example())}

# Shortened from the "Example Company Record" of docs.peopledatalabs.com.
PDL = {
    "status": 200,
    "likelihood": 6,
    "id": "tnHcNHbCv8MKeLh92946LAkX6PKg",
    "name": "people data labs",
    "display_name": "People Data Labs",
    "size": "51-200",
    "employee_count": 84,
    "industry": "computer software",
    "naics": None,
    "location": {"locality": "san francisco", "country": "united states"},
    "summary": "people data labs builds people data.",
}
PDL_UNKNOWN = {
    "status": 404,
    "error": {"type": "not_found", "message": "No records were found"},
}
# Shortened from the "Organization Enrichment" reference of docs.apollo.io.
APOLLO = {
    "organization": {
        "id": "5e66b6381e05b4008c8331b8",
        "name": "Apollo.io",
        "website_url": "http://www.apollo.io",
        "industry": "information technology & services",
        "estimated_num_employees": 1600,
        "raw_address": "415 Mission St, San Francisco, California, US",
        "country": "United States",
        "short_description": "Apollo.io combines a buyer database and engagement.",
    }
}
# Shortened from the "Company API" reference of clearbit.com/docs.
CLEARBIT = {
    "id": "3f5d6a4e",
    "name": "Clearbit",
    "domain": "clearbit.com",
    "category": {"sector": "Information Technology", "industry": "Internet Software"},
    "description": "Clearbit provides data.",
    "location": "90 Sheridan, San Francisco, CA 94103, USA",
    "geo": {"country": "United States", "countryCode": "US"},
    "metrics": {"employees": None, "employeesRange": "51-250"},
}


class Vendor:
    """A service that remembers the heads of its requests and answers from a list."""

    def __init__(self, *answers: bytes) -> None:
        self.heads: list[str] = []
        self._answers = list(answers)

    async def __call__(self, head, writer):
        self.heads.append(head)
        many = len(self._answers) > 1
        writer.write(self._answers.pop(0) if many else self._answers[0])

    def line(self) -> str:
        return self.heads[-1].partition("\r\n")[0]


def says(document: object, status: int = 200, **headers: str) -> bytes:
    return response(
        json.dumps(document).encode(),
        status=status,
        content_type="application/json",
        **headers,
    )


@asynccontextmanager
async def asking(
    vendor: Answer, config: ProviderConfig, clock: Clock | None = None
) -> AsyncIterator[HttpProvider]:
    clock = clock or Clock()
    async with serving(vendor) as port, httpx.AsyncClient(trust_env=False) as client:
        path = httpx.URL(config.url.replace("{", "%7B").replace("}", "%7D")).raw_path
        place = path.decode().replace("%7B", "{").replace("%7D", "}")
        here = replace(config, url=f"http://127.0.0.1:{port}{place}")
        yield HttpProvider(here, KEY, client, now=clock, sleep=clock.sleep)


async def test_people_data_labs_is_configuration():
    vendor = Vendor(says(PDL))
    async with asking(vendor, CONFIGS["peopledatalabs"]) as provider:
        facts = await provider.ask("peopledatalabs.com", None)

    assert facts == {
        "company": Fact("People Data Labs", "peopledatalabs"),
        "employees": Fact(84, "peopledatalabs"),
        "industry": Fact("computer software", "peopledatalabs"),
        "country": Fact("US", "peopledatalabs"),
        "company_description": Fact(
            "people data labs builds people data.", "peopledatalabs"
        ),
    }
    assert vendor.line() == (
        "GET /v5/company/enrich?website=peopledatalabs.com HTTP/1.1"
    )
    assert f"x-api-key: {KEY}" in vendor.heads[0].lower()


async def test_apollo_is_configuration():
    vendor = Vendor(says(APOLLO))
    async with asking(vendor, CONFIGS["apollo"]) as provider:
        facts = await provider.ask("apollo.io", None)

    assert facts["employees"] == Fact(1600, "apollo")
    assert facts["country"] == Fact("US", "apollo")
    assert facts["company"] == Fact("Apollo.io", "apollo")
    assert vendor.line() == (
        "GET /api/v1/organizations/enrich?domain=apollo.io HTTP/1.1"
    )
    assert f"x-api-key: {KEY}" in vendor.heads[0].lower()


async def test_a_service_in_clearbit_s_shape_is_configuration():
    vendor = Vendor(says(CLEARBIT))
    async with asking(vendor, CONFIGS["clearbit"]) as provider:
        facts = await provider.ask("clearbit.com", None)

    assert facts["employees"] == Fact(150, "clearbit")  # the middle of 51-250
    assert facts["industry"] == Fact("Internet Software", "clearbit")
    assert facts["country"] == Fact("US", "clearbit")
    assert f"authorization: bearer {KEY}" in vendor.heads[0].lower()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("peopledatalabs", says(PDL_UNKNOWN, 404)),
        ("apollo", says({"organization": None})),
        ("apollo", says({})),
        ("apollo", says({"error": "invalid domain"}, 422)),
        ("clearbit", says({"error": {"type": "unknown_record"}}, 404)),
    ],
    ids=["pdl-404", "apollo-null", "apollo-empty", "apollo-422", "clearbit-404"],
)
async def test_a_company_nobody_knows_is_an_answer(name, answer):
    async with asking(Vendor(answer), CONFIGS[name]) as provider:
        assert await provider.ask("nobody.example", None) == {}


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (401, True),
        (402, True),
        (403, True),
        (418, True),
        (202, False),  # Clearbit: looked up in the background
        (302, False),
        (408, False),
        (425, False),
        (500, False),
        (502, False),
        (503, False),
    ],
)
async def test_other_statuses_say_whether_asking_again_helps(status, permanent):
    answer = says(
        {"error": "dana@northwind.example"}, status, Location="http://x.example"
    )
    async with asking(Vendor(answer), CONFIGS["clearbit"]) as provider:
        with pytest.raises(VendorError) as failed:
            await provider.ask("northwind.example", "dana@northwind.example")

    assert failed.value.permanent is permanent
    assert str(failed.value) == f"clearbit answered {status}."


@pytest.mark.parametrize(
    ("retry_after", "silence"),
    [
        ("30", timedelta(seconds=30)),
        ("0", timedelta(seconds=1)),
        ("Mon, 02 Mar 2026 12:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 12:02:00 -0000", timedelta(minutes=2)),
        ("Mon, 02 Mar 2020 12:00:00 GMT", timedelta(seconds=1)),
        ("999999", timedelta(hours=1)),
        ("9" * 50, timedelta(seconds=1)),
        ("soon", timedelta(seconds=1)),
        ("", timedelta(seconds=1)),
    ],
)
async def test_a_service_that_asks_for_silence_gets_it(retry_after, silence):
    clock = Clock()
    vendor = Vendor(says({}, 429, Retry_After=retry_after), says(CLEARBIT))
    patient = replace(CONFIGS["clearbit"], timeout=timedelta(milliseconds=900))
    async with asking(vendor, patient, clock) as provider:
        with pytest.raises(VendorError, match="left alone") as limited:
            await provider.ask("a.example", None)
        clock.instant = NOON + silence - timedelta(seconds=1)
        with pytest.raises(VendorError, match="as often as it allows"):
            await provider.ask("b.example", None)
        asked_in_silence = len(vendor.heads)
        clock.instant = NOON + silence
        facts = await provider.ask("b.example", None)

    assert not limited.value.permanent
    assert asked_in_silence == 1
    assert facts["company"] == Fact("Clearbit", "clearbit")
    assert len(vendor.heads) == 2


async def test_requests_are_spread_to_the_rate_and_waiting_is_bounded():
    clock = Clock()
    config = replace(CONFIGS["apollo"], per_second=1, timeout=timedelta(seconds=2))
    vendor = Vendor(says(APOLLO))
    async with asking(vendor, config, clock) as provider:
        for _ in range(3):
            await provider.ask("apollo.io", None)

    assert clock.slept == [1.0, 1.0]


def test_a_bucket_lets_a_second_s_worth_through_at_once_and_then_keeps_the_rate():
    bucket = TokenBucket(per_second=4)

    waits = [bucket.reserve(NOON, timedelta(hours=1)) for _ in range(6)]

    assert waits == [timedelta(0)] * 4 + [
        timedelta(seconds=0.25),
        timedelta(seconds=0.5),
    ]


def test_a_turn_nobody_waits_for_is_not_counted():
    bucket = TokenBucket(per_second=1)
    bucket.reserve(NOON, timedelta(0))

    refused = [bucket.reserve(NOON, timedelta(0)) for _ in range(100)]
    later = bucket.reserve(NOON + timedelta(seconds=1), timedelta(0))

    assert refused == [None] * 100
    assert later == timedelta(0)


@given(st.floats(0.05, 50), st.lists(st.integers(0, 2_000), max_size=60))
def test_no_pattern_of_asking_exceeds_the_rate(per_second, pauses):
    bucket = TokenBucket(per_second)
    now, starts = NOON, []

    for pause in pauses:
        now += timedelta(milliseconds=pause)
        wait = bucket.reserve(now, timedelta(seconds=10))
        if wait is not None:
            starts.append(now + wait)

    starts.sort()
    for first in range(len(starts)):
        for last in range(first, len(starts)):
            seconds = (starts[last] - starts[first]).total_seconds()
            allowed = seconds * per_second + max(1, int(per_second))
            assert last - first + 1 <= allowed + 1e-3


async def test_the_address_reaches_only_a_service_that_asks_for_it():
    config = replace(
        CONFIGS["clearbit"],
        url="https://x.example/find/{email}?at={domain}",
        method="POST",
        body={"mail": "{email}", "site": "https://{domain}/"},
    )
    vendor = Vendor(says(CLEARBIT))
    async with asking(vendor, config) as provider:
        await provider.ask("northwind.example", "dana+a/b?c@northwind.example")
        without = await provider.ask("northwind.example", None)

    assert provider.personal
    assert without == {}
    assert vendor.line() == (
        "POST /find/dana%2Ba%2Fb%3Fc%40northwind.example?at=northwind.example HTTP/1.1"
    )
    assert len(vendor.heads) == 1


async def test_a_service_that_does_not_ask_for_the_address_is_not_told():
    vendor = Vendor(says(CLEARBIT))
    async with asking(vendor, CONFIGS["clearbit"]) as provider:
        await provider.ask("northwind.example", "dana@northwind.example")

    assert not provider.personal
    assert "dana" not in vendor.heads[0]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<html>maintenance</html>", "sent no JSON"),
        (b"", "sent no JSON"),
        (b"\xff\xfe\xfd", "sent no JSON"),
        (b"[" * 100_000, "sent no JSON"),
        (b"x" * 1_100_000, "sent an endless answer"),
    ],
    ids=["html", "empty", "binary", "deep", "endless"],
)
async def test_an_answer_that_is_none_is_retried(body, what):
    async with asking(Vendor(response(body)), CONFIGS["clearbit"]) as provider:
        with pytest.raises(VendorError, match=what) as failed:
            await provider.ask("northwind.example", None)

    assert not failed.value.permanent


async def test_a_service_that_hangs_or_is_gone_is_retried():
    async def hang(head, writer):
        await writer.drain()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
        await writer.drain()
        await asyncio.Event().wait()

    quick = replace(CONFIGS["clearbit"], timeout=timedelta(milliseconds=200))
    async with asking(hang, quick) as provider:
        with pytest.raises(VendorError, match="did not answer"):
            await provider.ask("northwind.example", None)
    gone = replace(quick, url="http://127.0.0.1:1/")
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(VendorError, match="did not answer") as failed:
            await HttpProvider(gone, KEY, client).ask("northwind.example", None)

    assert not failed.value.permanent


async def test_implausible_values_give_way_to_the_next_path():
    answer = dict(CLEARBIT, metrics={"employees": 10**12, "employeesRange": "11-50"})
    async with asking(Vendor(says(answer)), CONFIGS["clearbit"]) as provider:
        facts = await provider.ask("clearbit.com", None)

    assert facts["employees"] == Fact(30, "clearbit")


async def test_a_path_that_gets_lost_in_an_answer_finds_nothing():
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    searching = replace(CONFIGS["clearbit"], fields={"company": "$..name"})
    async with asking(Vendor(response(deep)), searching) as provider:
        assert await provider.ask("clearbit.com", None) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "metrics", "employees", "geo", "countryCode"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


OFFLINE = HttpProvider(CONFIGS["clearbit"], KEY, httpx.AsyncClient())


@settings(max_examples=200)
@given(JSON)
def test_no_json_breaks_the_mapping(document):
    for _, fact in OFFLINE._facts(json.dumps(document).encode()):
        str(fact.value).encode()


def test_every_configured_service_needs_its_key():
    configs = tuple(CONFIGS.values())
    client = httpx.AsyncClient()

    with pytest.raises(InvalidError) as refused:
        http_providers(configs, {}, client)
    providers = http_providers(configs, {"default": KEY}, client)

    assert len(refused.value.faults) == 3
    assert [provider.name for provider in providers] == list(CONFIGS)
    assert KEY not in repr(configs)
