"""A mail server pipes mail into a command."""

import os
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from adapters.commands import mail as command
from adapters.incoming.parsing import LARGEST
from tests.cli.conftest import Handraise
from tests.mail.letters import mail


def piped(raw: bytes, *arguments: str) -> Any:
    return CliRunner().invoke(
        command.app, ["receive", *arguments], input=raw, obj=cli._installation
    )


def test_a_piped_mail_becomes_a_lead(handraise: Handraise) -> None:
    raw = mail("A quote, please", sender="Eva Lind <eva@acme.example>")

    ran = piped(raw, "--json")

    assert ran.exit_code == 0, ran.output
    assert '"kind": "new_lead"' in ran.stdout
    assert piped(raw).stdout.strip() == "repeated"


def test_what_is_no_mail_is_taken_and_ignored(handraise: Handraise) -> None:
    ran = piped(b"\x00" * (LARGEST + 10))

    assert (ran.exit_code, ran.stdout.strip()) == (0, "ignored")


def test_the_mail_server_keeps_it_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "postgresql+asyncpg://nobody@127.0.0.1:9/none"
    monkeypatch.setenv("HANDRAISE_DATABASE_URL", url)

    ran = piped(mail("x"))

    assert ran.exit_code == os.EX_TEMPFAIL
    assert "does not answer" in ran.stderr
