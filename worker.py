"""Run workflows and activities: the composition root of the durable half."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import uvloop
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)

from activities.all import Parts, activities_of, answers_of
from adapters import clock
from adapters.database import connect
from adapters.enrichment.address_guard import GuardedBackend
from adapters.enrichment.companies import companies_of_csv
from adapters.enrichment.http_provider import http_providers
from adapters.enrichment.page_fetch import PageFetch
from adapters.enrichment.provider import Provider
from adapters.enrichment.provider_config import providers_of_yaml
from adapters.enrichment.resolver import DnsLookUp
from adapters.enrichment.warm_up import warm_up
from adapters.enrichment.website import CompanyWebsite, user_agent
from adapters.letters.links import Links
from adapters.logs import write_logs
from adapters.mail import Mailer, OutboxMailer, SmtpMailer
from adapters.playbook.taking_effect import keep_in_effect
from adapters.slack.webhook import SlackWebhook
from adapters.store.deciding.companies import write_companies
from adapters.temporal.crowds import Crowds
from adapters.temporal.lean_sandbox import LeanRunner
from adapters.temporal.payloads import data_converter
from adapters.temporal.relay import Relay
from domain.errors import UnavailableError
from settings import Settings
from workflows.lead import LeadWorkflow
from workflows.names import TASK_QUEUE

LOG = logging.getLogger("handraise.worker")

WORKFLOWS: list[type] = [LeadWorkflow]

# Both packages are pure (import-linter holds them to that), so runs share them with the
# worker. Importing them anew for every lead would cost more than deciding about it.
SANDBOX = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules(
        "domain", "workflows"
    )
)
# Mails and websites that are under way may finish; the supervisor waits a little longer.
_FINISH_WITHIN = timedelta(seconds=30)
_TRY_AGAIN_AFTER = timedelta(milliseconds=500)
# A task that waits longer for the worker which remembers its workflow goes to any, and begins with
# a replay. Where a thousand clocks come due at once the last ones wait for twelve seconds and more,
# and replaying them doubled that. After a kill some tasks wait so long for who is gone.
_REMEMBERED_FOR = timedelta(seconds=20)
_AT_ONCE = 40  # twice the connections to the database: half of them wait for others


def build(client: Client, parts: Parts, task_queue: str = TASK_QUEUE) -> Worker:
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=activities_of(parts),
        workflow_runner=LeanRunner(SANDBOX),
        graceful_shutdown_timeout=_FINISH_WITHIN,
        sticky_queue_schedule_to_start_timeout=_REMEMBERED_FOR,
        max_concurrent_activities=_AT_ONCE,
        max_concurrent_local_activities=_AT_ONCE,
    )


async def main() -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way."""
    settings = Settings()
    write_logs(settings.log_level, json_logs=settings.json_logs)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with _parts(settings) as parts:
        # Beside the first leads, which wait for it only where they need it.
        warming = asyncio.create_task(asyncio.to_thread(warm_up))
        client = await _connect_to_temporal(stop)
        if client is not None:
            beside = (
                Relay(parts.engine, client).run(),
                Crowds(parts.engine, client).run(),
                keep_in_effect(parts.engine),
                answers_of(parts).run(),
            )
            await _run(build(client, parts), beside, stop)
        await warming


async def _run(
    worker: Worker, beside: Iterable[Coroutine[Any, Any, None]], stop: asyncio.Event
) -> None:
    """All until `stop`; when the worker breaks, the process ends and is started anew."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.run())
        others = [tasks.create_task(one) for one in beside]
        await stop.wait()
        for other in others:
            other.cancel()
        await worker.shutdown()


async def _connect_to_temporal(stop: asyncio.Event) -> Client | None:
    """Wait for the server, unlike the web, which has a use without it. None: stopped."""
    config = ClientConfig.load_client_connect_config()
    while not stop.is_set():
        try:
            return await Client.connect(**config, data_converter=data_converter)
        except RuntimeError:
            LOG.warning("Temporal is away; trying again")
            await asyncio.sleep(_TRY_AGAIN_AFTER.total_seconds())
    return None


@asynccontextmanager
async def _parts(settings: Settings) -> AsyncIterator[Parts]:
    if settings.database_url is None:
        raise UnavailableError("Set HANDRAISE_DATABASE_URL, or use `handraise up`.")
    engine = connect(settings.database_url.get_secret_value())
    try:
        if settings.company_table is not None:
            companies = companies_of_csv(settings.company_table.read_text("utf-8"))
            async with engine.begin() as connection:
                await write_companies(connection, companies, clock.now())
        async with httpx.AsyncClient() as client:
            providers = _providers(settings, client)
            slack = _slack(settings, client)
            yield Parts(engine, _mailer(settings), _links(settings), providers, slack)
    finally:
        await engine.dispose()


def _links(settings: Settings) -> Links:
    key = settings.signing_key
    return Links(settings.url, key.get_secret_value().encode() if key else b"")


def _mailer(settings: Settings) -> Mailer:
    if not settings.smtp_host:
        return OutboxMailer()
    return SmtpMailer(
        settings.smtp_host,
        settings.smtp_port,
        settings.mail_from,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.smtp_starttls,
    )


def _slack(settings: Settings, client: httpx.AsyncClient) -> SlackWebhook | None:
    url = settings.slack_webhook.get_secret_value()
    has_buttons = bool(settings.slack_signing_secret.get_secret_value())
    return SlackWebhook(client, url, has_buttons) if url else None


def _providers(settings: Settings, client: httpx.AsyncClient) -> list[Provider]:
    """Who is asked over the network, cheapest first. Raises InvalidError."""
    providers: list[Provider] = []
    if settings.web_enrichment:
        fetch = PageFetch(GuardedBackend(DnsLookUp()), user_agent(settings.url))
        providers.append(CompanyWebsite(fetch))
    if settings.provider_config is not None:
        configs = providers_of_yaml(settings.provider_config.read_text("utf-8"))
        key = settings.provider_key
        keys = {c.secret: key.get_secret_value() for c in configs} if key else {}
        providers += http_providers(configs, keys, client)
    return providers


if __name__ == "__main__":
    uvloop.run(main())
