"""Offer every task of the product as a command, and load no more than it needs."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Coroutine
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from domain.errors import HandraiseError, InvalidError, UnavailableError
from settings import Settings

if TYPE_CHECKING:
    from adapters.commands.installation import Installation
    from adapters.deployment import Deployment
    from adapters.mail import SmtpMailer

T = TypeVar("T")

# Groups and commands that live elsewhere, as "module:name": a `typer.Typer`, or a
# function. Only the one that was asked for is imported.
ELSEWHERE: dict[str, str] = {
    "leads": "adapters.commands.leads:app",
    "playbook": "adapters.commands.playbook:app",
    "keys": "adapters.commands.keys:app",
    "mail": "adapters.commands.mail:app",
    "reviews": "adapters.commands.reviews:app",
    "audit": "adapters.commands.audit:app",
    "users": "adapters.commands.users:app",
    "replay": "adapters.commands.replay:replay",
}

# Gates open within seconds; whoever waits longer was left alone.
_GATE_OPENS_WITHIN = timedelta(minutes=5)
_THREADS_END_WITHIN = timedelta(milliseconds=300)

app = typer.Typer(
    help="Qualifies, routes and follows up inbound leads; forgets nobody.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # plain tracebacks in logs
)

# A file that `handraise up` makes when the parts before this one are ready.
Gate = Annotated[Path | None, typer.Option(hidden=True)]


def main() -> None:
    """Run the command that was asked for; a known error is one sentence and exit 1."""
    asked = sys.argv[1:2]
    for name, place in ELSEWHERE.items():
        if asked in ([name], ["--help"], []):
            _add(name, place)
    if asked not in (["up"], ["api"], ["worker"]):
        _reach_what_runs_here()
    try:
        app(obj=_installation)
    except HandraiseError as error:
        typer.echo(str(error), err=True)
        _tell_faults(error)
        sys.exit(1)


def _tell_faults(error: HandraiseError) -> None:
    from adapters.commands.printing import say_faults

    if isinstance(error, InvalidError):
        say_faults(error.faults)


def _installation() -> "Installation":
    """For commands of adapters, which may import neither the web nor the activities."""
    from activities.qualifying.gathering import Gatherer
    from adapters import clock
    from adapters.commands.installation import Installation
    from api.schemas import LeadGiven
    from api.web.faults import checked

    settings = Settings()
    return Installation(
        database_url=_database_url(settings),
        url=settings.url,
        gather=Gatherer(()).evidence,
        check=lambda body: checked(LeadGiven, body, now=clock.now()).payload(),
    )


def _reach_what_runs_here() -> None:
    """Without variables, a command is meant for the `handraise up` of this home."""
    from adapters.embedded.home import Home

    for name, value in Home(Settings().home).environment().items():
        os.environ.setdefault(name, value)


def _add(name: str, place: str) -> None:
    module, attribute = place.split(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        app.add_typer(found, name=name)
    else:
        app.command(name)(found)


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="8080, or a free one.")] = None,
    *,
    no_demo: Annotated[bool, typer.Option(help="Leave the demo site out.")] = False,
    json_logs: Annotated[bool, typer.Option(help="One JSON object a line.")] = False,
) -> None:
    """Run the whole product on this machine: servers, API, worker, demo site."""
    from adapters.embedded.announcing import Announcer
    from adapters.embedded.processes import stop_with_launcher
    from adapters.embedded.up import up as run
    from adapters.embedded.wanted import Wanted

    settings = Settings()
    ordered = settings.port if "port" in settings.model_fields_set else None
    url = settings.database_url
    wanted = Wanted(
        home=settings.home,
        host=settings.host,
        port=ordered if port is None else port,
        base_url=settings.base_url,
        database_url=url.get_secret_value() if url else "",
        temporal_address=os.environ.get("TEMPORAL_ADDRESS", ""),
        temporal_ui=settings.temporal_ui,
        demo=settings.demo and not no_demo,
        json_logs=settings.json_logs or json_logs,
    )
    stop_with_launcher()
    asyncio.run(run(wanted, Announcer.on_stdout(json_logs=wanted.json_logs)))


@app.command()
def api(after: Gate = None, prepared: Gate = None) -> None:
    """Serve the web: the HTTP interface, the pages, the demo site."""
    gc.disable()
    from adapters.deployment import prepare_once
    from api.app import create_app
    from api.serving import serve

    settings = _begin()
    _wait_for(after)
    if prepared is not None:
        asyncio.run(prepare_once(prepared, settings.home, _deployment(settings)))
    serve(create_app(settings), settings.host, settings.port)


@app.command()
def worker(after: Gate = None) -> None:
    """Run workflows and activities."""
    gc.disable()
    import uvloop

    from worker import main as run

    _begin()
    _wait_for(after)
    uvloop.run(run())


@app.command()
def migrate() -> None:
    """Bring database schema and Temporal search attributes up to date."""
    from adapters.deployment import migrate as run

    _run(run(_database_url(Settings())))


@app.command()
def prepare() -> None:
    """Migrate; on first start publish the playbook, make keys; write credentials.json."""
    from adapters.deployment import prepare as run

    settings = Settings()
    _run(run(settings.home, _deployment(settings)))


@app.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False
) -> None:
    """Look at every part and say what to do; exit 1 on a fault."""
    from rich.console import Console

    from adapters.doctor import examination
    from adapters.doctor.slack import SlackAccess

    settings = Settings()
    slack = SlackAccess(
        settings.slack_webhook.get_secret_value(),
        settings.slack_signing_secret.get_secret_value(),
    )
    url = _database_url(settings)
    findings = _run(examination.examine(url, _mailer(settings), slack))
    if as_json:
        typer.echo(examination.as_json(findings))
    else:
        examination.tell(findings, Console(soft_wrap=True, highlight=False))
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _run(task: Coroutine[Any, Any, T]) -> T:
    """Run what uses a Temporal client and then ends.

    Its threads abort the interpreter now and then when it ends at once
    (temporalio/sdk-python#300); a moment later they never did.
    """
    result = asyncio.run(task)
    time.sleep(_THREADS_END_WITHIN.total_seconds())
    return result


def _mailer(settings: Settings) -> "SmtpMailer | None":
    from adapters.mail import SmtpMailer

    if not settings.smtp_host:
        return None
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        starttls=settings.smtp_starttls,
    )


def _deployment(settings: Settings) -> "Deployment":
    from adapters.deployment import Deployment

    return Deployment(
        url=settings.url,
        temporal_address=os.environ.get("TEMPORAL_ADDRESS", ""),
        temporal_ui=settings.temporal_ui,
        database_url=_database_url(settings),
        playbook=settings.playbook,
    )


def _database_url(settings: Settings) -> str:
    if settings.database_url is None:
        message = "Set HANDRAISE_DATABASE_URL, or use `handraise up`."
        raise UnavailableError(message)
    return settings.database_url.get_secret_value()


def _begin() -> Settings:
    """Set logging up, and take what was imported out of the garbage collector's rounds.

    Collecting while importing makes a start a tenth longer, and afterwards every full
    round would walk half a million objects that never die.
    """
    from adapters.logs import write_logs

    gc.freeze()
    gc.enable()
    settings = Settings()
    write_logs(settings.log_level, json_logs=settings.json_logs)
    return settings


def _wait_for(gate: Path | None) -> None:
    """Let `up` start this process early: it has imported everything by now."""
    from adapters.embedded.waiting import becomes_true

    if gate is None:
        return
    if not asyncio.run(becomes_true(gate.exists, _GATE_OPENS_WITHIN)):
        raise UnavailableError(f"Nothing was ready after {_GATE_OPENS_WITHIN}.")


if __name__ == "__main__":
    main()
