"""Ask a company's own home page what the company is."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import assert_never
from urllib.parse import urlsplit

from adapters.enrichment.domains import brand
from adapters.enrichment.home_page import facts_of_page
from adapters.enrichment.page_fetch import (
    Fetched,
    NoSuchName,
    Page,
    PageFetch,
    Refused,
    Unreachable,
)
from adapters.enrichment.provider import Keep
from domain.errors import VendorError
from domain.evidence import Fact

WEBSITE_FIELDS = frozenset(
    {
        "company",
        "company_address",
        "region",
        "postal_code",
        "founded",
        "company_description",
        "country",
        "employees",
        "industry",
    }
)
_TOTAL = timedelta(seconds=5)  # over all spellings of the address
_TOO_MANY = 429


def user_agent(contact_url: str) -> str:
    """Say who asks, with a page where a site's owner can complain."""
    return f"Handraise/0.1 (+{contact_url})"


@dataclass(frozen=True, slots=True)
class CompanyWebsite:
    """A `Provider`: one page per domain, then the answer is kept for a month."""

    fetch: PageFetch
    total: timedelta = _TOTAL
    name: str = "website"
    fields: frozenset[str] | None = WEBSITE_FIELDS
    personal: bool = False
    keep: Keep | None = field(default_factory=Keep)

    async def ask(self, domain: str, email: str | None) -> Mapping[str, Fact]:
        """Facts with the page's host as their source; VendorError when it is away."""
        del email  # a website is asked about nobody
        try:
            async with asyncio.timeout(self.total.total_seconds()):
                return await self._facts(domain, await self._fetched(domain))
        except TimeoutError as error:
            raise VendorError("The website took too long.") from error

    async def _fetched(self, domain: str) -> Fetched:
        failed: Fetched = NoSuchName()
        for url in _spellings(domain):
            fetched = await self.fetch.get(url)
            if isinstance(fetched, Page | Refused):
                return fetched
            if isinstance(fetched, Unreachable):
                failed = fetched
        return failed

    async def _facts(self, domain: str, fetched: Fetched) -> Mapping[str, Fact]:
        match fetched:
            case Page():
                return await _read(domain, fetched)
            case NoSuchName():
                return {}
            case Refused(because):
                sentence = f"The website was not asked: {because}."
                raise VendorError(sentence, permanent=True)
            case Unreachable(because):
                raise VendorError(f"The website did not answer: {because}.")
            case _:
                assert_never(fetched)


def _spellings(domain: str) -> Iterator[str]:
    yield f"https://{domain}/"
    yield f"https://www.{domain}/"
    yield f"http://{domain}/"


async def _read(domain: str, page: Page) -> Mapping[str, Fact]:
    if page.status >= 500 or page.status == _TOO_MANY:
        raise VendorError(f"The website answered {page.status}.")
    host = urlsplit(page.url).hostname or ""
    # acme.de leading to acme.com is still Acme; acme.de leading to a directory, a parking
    # page or a social network is somebody else's organisation.
    if brand(host) != brand(domain):
        return {}
    # Parsing is up to a tenth of a second of pure computing: off the event loop.
    facts = await asyncio.to_thread(facts_of_page, page.body, page.content_type, domain)
    return {name: Fact(value, host) for name, value in facts.items()}
