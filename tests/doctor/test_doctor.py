import json
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from rich.console import Console
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters.database import connect
from adapters.doctor.database import examine_database
from adapters.doctor.examination import as_json, examine, tell
from adapters.doctor.finding import Finding
from adapters.doctor.mail import examine_mail
from adapters.doctor.slack import SlackAccess, examine_slack
from adapters.doctor.temporal import examine_temporal
from adapters.embedded.ports import some_free
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.mail import SmtpMailer
from adapters.setup import first_start
from tests.slack.fake_slack import fake_slack
from workflows.names import TASK_QUEUE


@workflow.defn
class Waiting:
    @workflow.run
    async def run(self) -> None:
        pass


def by_part(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.part: finding for finding in findings}


async def look_at_database(url: str) -> dict[str, Finding]:
    engine = connect(url)
    try:
        return by_part([finding async for finding in examine_database(engine)])
    finally:
        await engine.dispose()


async def look_at_temporal(monkeypatch, address: str) -> dict[str, Finding]:
    monkeypatch.setenv("TEMPORAL_ADDRESS", address)
    return by_part([finding async for finding in examine_temporal()])


@contextmanager
def mail_server():
    (port,) = some_free(1)
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


async def test_a_prepared_database_is_well(embedded_postgres, database_url):
    url = await embedded_postgres.create_database("doctor_well", "template_handraise")
    engine = connect(url)
    await first_start(engine, "http://localhost:8080")
    await engine.dispose()

    found = await look_at_database(url)

    assert set(found) == {"database", "clocks", "migrations", "playbook"}
    assert all(finding.is_well for finding in found.values())


async def test_an_empty_database_is_sent_to_migrate(embedded_postgres):
    found = await look_at_database(
        await embedded_postgres.create_database("doctor_new")
    )

    assert found["migrations"].remedy == "Run `handraise migrate`."
    assert "playbook" not in found


async def test_a_database_without_a_playbook_is_told_how_to_get_one(
    embedded_postgres, database_url
):
    url = await embedded_postgres.create_database("doctor_bare", "template_handraise")

    found = await look_at_database(url)

    assert found["migrations"].is_well
    assert "handraise prepare" in found["playbook"].remedy


async def test_a_database_that_is_away_is_the_only_finding():
    (port,) = some_free(1)

    found = await look_at_database(f"postgresql+asyncpg://nobody@127.0.0.1:{port}/none")

    assert list(found) == ["database"]
    assert "HANDRAISE_DATABASE_URL" in found["database"].remedy


async def test_without_a_worker_leads_are_kept_and_decided_later(monkeypatch, tmp_path):
    port, http_port = some_free(2)
    logs = (tmp_path / "temporal.log", tmp_path / "temporal.pid")
    async with EmbeddedTemporal(None, port, None, http_port, *logs, {}) as fresh:
        found = await look_at_temporal(monkeypatch, fresh.address)

    assert found["temporal"].is_well
    assert "LeadStatus" in found["search attributes"].sentence
    assert found["search attributes"].remedy == "Run `handraise migrate`."
    assert found["worker"].remedy == "Start `handraise worker`."


async def test_a_temporal_with_a_worker_is_well(monkeypatch, temporal_server):
    client = await Client.connect(temporal_server.address)
    async with Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[Waiting],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        await client.execute_workflow(
            Waiting.run, id="doctor-visit", task_queue=TASK_QUEUE
        )

        found = await look_at_temporal(monkeypatch, temporal_server.address)

    assert all(finding.is_well for finding in found.values())


async def test_a_temporal_that_is_away_is_the_only_finding(monkeypatch):
    (port,) = some_free(1)

    found = await look_at_temporal(monkeypatch, f"127.0.0.1:{port}")

    assert list(found) == ["temporal"]
    assert "TEMPORAL_ADDRESS" in found["temporal"].remedy


async def test_a_mail_server_that_answers_is_well():
    with mail_server() as port:
        finding = await examine_mail(
            SmtpMailer("127.0.0.1", port, "handraise@localhost", starttls=False)
        )

    assert finding.is_well


async def test_a_mail_server_that_is_away_names_the_variables():
    (port,) = some_free(1)

    finding = await examine_mail(SmtpMailer("127.0.0.1", port, "handraise@localhost"))

    assert "HANDRAISE_SMTP_HOST" in finding.remedy


async def test_no_mail_server_is_no_fault():
    assert (await examine_mail(None)).is_well


async def test_slack_is_looked_at_without_a_word_written_there():
    async with fake_slack() as slack:
        both = SlackAccess(slack.webhook, "secret")
        gone = SlackAccess(f"{slack.origin}/services/gone", "secret")

        off, well, mute, lost = [
            await examine_slack(access)
            for access in (SlackAccess(), both, SlackAccess(slack.webhook), gone)
        ]

    assert off.is_well
    assert well.is_well
    assert "HANDRAISE_SLACK_SIGNING_SECRET" in mute.remedy
    assert lost.sentence == "Slack answered 404 no_service."
    assert "HANDRAISE_SLACK_WEBHOOK" in lost.remedy
    assert slack.messages == []


async def test_half_of_slack_is_a_fault():
    finding = await examine_slack(SlackAccess("", "secret"))

    assert finding.remedy == "Set HANDRAISE_SLACK_WEBHOOK."


async def test_the_whole_examination_goes_on_after_a_fault(monkeypatch):
    (port,) = some_free(1)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{port}")

    url = f"postgresql+asyncpg://x@127.0.0.1:{port}/x"
    findings = await examine(url, None, SlackAccess())

    parts = [finding.part for finding in findings]
    assert parts == ["database", "temporal", "mail", "slack"]


@pytest.mark.parametrize("is_well", [True, False])
def test_people_and_machines_are_told_the_same(is_well):
    finding = Finding("mail", "It answers.", "" if is_well else "Start it.")
    console = Console(width=200)

    with console.capture() as captured:
        tell([finding], console)

    told = captured.get()
    assert "It answers." in told
    assert ("Start it." in told) is not is_well
    assert json.loads(as_json([finding]))[0]["is_well"] is is_well
