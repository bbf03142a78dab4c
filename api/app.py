"""Put the web together: the composition root of `handraise api`."""

import pkgutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from importlib import import_module, metadata

import httpx
from fastapi import FastAPI

from adapters.database import connect
from adapters.live import Live
from adapters.mail import Mailer, OutboxMailer, SmtpMailer
from adapters.slack.webhook import SlackReplies
from adapters.temporal.leads import connect as connect_temporal
from adapters.temporal.reachability import Reachability
from api import routes
from api.errors import render_errors
from api.known_keys import KnownKeys
from api.openapi import describe
from api.parts import Options, Parts
from api.playbook.current_playbook import FreshPlaybook
from api.slack.door import SlackDoor
from api.web.body_guard import BodyGuard
from api.web.cross_origin import CrossOrigin
from domain.errors import UnavailableError
from settings import Settings

BUSIEST = "site"  # routes are tried in order
# People and websites wait for each statement: better a 503 than a page that hangs.
STATEMENT_WITHIN = timedelta(seconds=1.5)
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole web. Reads the environment unless it is given."""
    settings = settings or Settings()
    app = FastAPI(
        title="Handraise",
        version=metadata.version("handraise"),
        summary="Qualifies, routes and follows up inbound leads.",
        lifespan=_lifespan(settings),
        docs_url=None,
        redoc_url=None,
    )
    render_errors(app)
    app.add_middleware(BodyGuard, limit=settings.body_limit)
    app.add_middleware(CrossOrigin)
    for name in sorted(_route_modules(), key=lambda name: (name != BUSIEST, name)):
        app.include_router(import_module(f"api.routes.{name}").router)
    describe(app)
    return app


def _route_modules() -> Iterator[str]:
    return (module.name for module in pkgutil.iter_modules(routes.__path__))


def _lifespan(settings: Settings) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.parts = parts = await compose(settings)
        try:
            async with parts.live.running():
                yield
        finally:
            if parts.slack is not None:
                await parts.slack.replies.client.aclose()
            await parts.engine.dispose()

    return lifespan


async def compose(settings: Settings) -> Parts:
    """Connects to nothing yet: the web starts while other parts are away."""
    if settings.database_url is None:
        raise UnavailableError("Set HANDRAISE_DATABASE_URL, or run `handraise up`.")
    url = settings.database_url.get_secret_value()
    engine = connect(url, statement_within=STATEMENT_WITHIN)
    temporal = await connect_temporal()
    return Parts(
        engine=engine,
        autocommit=engine.execution_options(isolation_level="AUTOCOMMIT"),
        temporal=temporal,
        reachability=Reachability(temporal),
        keys=KnownKeys(engine),
        playbook=FreshPlaybook(engine),
        live=Live(engine),
        options=_options(settings),
        mailer=_mailer(settings),
        slack=_slack(settings),
    )


def _options(settings: Settings) -> Options:
    signing_key = settings.signing_key
    return Options(
        url=settings.url,
        temporal_ui=settings.temporal_ui.rstrip("/"),
        demo=settings.demo,
        signing_key=signing_key.get_secret_value().encode() if signing_key else b"",
        lead_wait=settings.lead_wait,
        lead_wait_limit=settings.lead_wait_limit,
    )


def _slack(settings: Settings) -> SlackDoor | None:
    secret = settings.slack_signing_secret.get_secret_value()
    if not secret:
        return None
    return SlackDoor(secret, SlackReplies(httpx.AsyncClient(), settings.slack_hooks))


def _mailer(settings: Settings) -> Mailer:
    """For sign-in links; everything else is mailed by the worker."""
    if not settings.smtp_host:
        return OutboxMailer()
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        starttls=settings.smtp_starttls,
    )
