"""Ask a commercial enrichment service that is known by its configuration alone."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

import httpx
import jsonpath

from adapters import clock
from adapters.enrichment.plausible import fact_value
from adapters.enrichment.provider import Keep
from adapters.enrichment.provider_config import ProviderConfig
from adapters.enrichment.rate_limit import TokenBucket
from domain.errors import Fault, InvalidError, VendorError
from domain.evidence import Fact, Value

Now = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]

_ANSWER_LIMIT = 1_000_000  # bytes; a company record has some tens of thousands
_MATCHES = 20  # looked at for one field
_MAY_PASS = frozenset({408, 425, 429})  # client errors that are none of ours


class HttpProvider:
    """A `Provider`. `client` is shared; `key` is sent in the headers that hold `{key}`."""

    def __init__(
        self,
        config: ProviderConfig,
        key: str,
        client: httpx.AsyncClient,
        *,
        now: Now = clock.now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._config = config
        self._client = client
        self._now = now
        self._sleep = sleep
        self._bucket = TokenBucket(config.per_second)
        self._headers = {
            name: template.format(key=key) for name, template in config.headers.items()
        }
        self._paths = {
            field: jsonpath.compile(path) for field, path in config.fields.items()
        }
        self.name = config.name
        self.fields: frozenset[str] | None = frozenset(config.fields)
        asked = (config.url, *(config.body or {}).values())
        self.personal = any("{email}" in template for template in asked)
        self.keep: Keep | None = Keep(config.keep, config.keep_nothing)

    async def ask(self, domain: str, email: str | None) -> Mapping[str, Fact]:
        """Facts with the provider's name as their source.

        Raises VendorError; permanent when neither time nor another lead will change it.
        """
        if self.personal and not email:
            return {}
        try:
            async with asyncio.timeout(self._config.timeout.total_seconds()):
                await self._take_turn()
                status, headers, body = await self._exchange(domain, email or "")
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise self._failure("did not answer") from error
        if status in self._config.success:
            return dict(self._facts(body))
        self._refuse(status, headers)
        return {}

    async def _take_turn(self) -> None:
        wait = self._bucket.reserve(self._now(), self._config.timeout)
        if wait is None:
            raise self._failure("is asked as often as it allows")
        if wait:
            await self._sleep(wait.total_seconds())

    async def _exchange(
        self, domain: str, email: str
    ) -> tuple[int, httpx.Headers, bytes]:
        config = self._config
        url = config.url.format(domain=quote(domain, ""), email=quote(email, ""))
        body = config.body and {
            name: template.format(domain=domain, email=email)
            for name, template in config.body.items()
        }
        async with self._client.stream(
            config.method, url, headers=self._headers, json=body, follow_redirects=False
        ) as response:
            answer = b""
            async for chunk in response.aiter_bytes():
                answer += chunk
                if len(answer) > _ANSWER_LIMIT:
                    raise self._failure("sent an endless answer")
            return response.status_code, response.headers, answer

    def _refuse(self, status: int, headers: httpx.Headers) -> None:
        """Returns for "nothing known", raises for everything else."""
        if status in self._config.rate_limited:
            self._bucket.be_silent(headers.get("retry-after", ""), self._now())
            raise self._failure("asked to be left alone for a while")
        if status in self._config.empty:
            return
        permanent = 400 <= status < 500 and status not in _MAY_PASS
        raise self._failure(f"answered {status}", permanent=permanent)

    def _facts(self, body: bytes) -> Iterator[tuple[str, Fact]]:
        try:
            document = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._failure("sent no JSON") from error
        if not isinstance(document, dict | list):
            return
        for field, path in self._paths.items():
            value = _first_plausible(field, path, document)
            if value is not None:
                yield field, Fact(value, self.name)

    def _failure(self, what: str, *, permanent: bool = False) -> VendorError:
        # Without the URL and the answer: both may name the person.
        return VendorError(f"{self.name} {what}.", permanent=permanent)


def _first_plausible(
    field: str,
    path: jsonpath.JSONPath | jsonpath.CompoundJSONPath,
    document: Mapping[str, object] | Sequence[object],
) -> Value | None:
    try:
        for _, match in zip(range(_MATCHES), path.finditer(document), strict=False):
            value = fact_value(field, match.obj)
            if value is not None:
                return value
    except (jsonpath.JSONPathError, RecursionError):
        return None  # a path that does not fit this answer finds nothing in it
    return None


def http_providers(
    configs: Sequence[ProviderConfig],
    keys: Mapping[str, str],
    client: httpx.AsyncClient,
) -> tuple[HttpProvider, ...]:
    """One provider per configuration, in its order; `keys` by the name of the secret.

    Raises InvalidError when a key is missing.
    """
    missing = tuple(
        Fault(f"/providers/{config.name}/secret", "There is no key of that name.")
        for config in configs
        if config.secret not in keys
    )
    if missing:
        raise InvalidError("A provider of enrichment has no key.", missing)
    return tuple(
        HttpProvider(config, keys[config.secret], client) for config in configs
    )
