"""What prospects read, from a terminal."""

import json

from adapters.setup import EXAMPLE
from tests.cli.conftest import SMALL, Handraise


def test_every_message_is_printed_in_the_language_asked_for(
    handraise: Handraise,
) -> None:
    told = handraise.run("playbook", "messages", EXAMPLE, "--language=es")

    assert told.code == 0
    assert "Answer to high leads (high), Spanish\n  Website: Ana Ortiz le" in told.out
    assert "  Subject: Vamos con retraso con su solicitud a Northwind" in told.out
    assert "  | Una empresa de reparto con cuarenta furgonetas" in told.out


def test_what_stands_in_is_said(handraise: Handraise) -> None:
    told = handraise.run("playbook", "messages", EXAMPLE, "--language=fr")

    assert "Customer story (message-customer-story), not in French: English" in told.out


def test_machines_get_everything(handraise: Handraise) -> None:
    told = handraise.run("playbook", "messages", EXAMPLE, "--language=fr", "--json")

    found = {one["key"]: one for one in json.loads(told.out)}
    assert found["high"]["language"] == "fr"
    assert not found["high"]["stands_in"]
    assert found["high"]["text"].startswith("Bonjour Dana,")
    assert found["low"]["stands_in"]
    assert "<html" in found["bridge"]["html"]


def test_without_a_file_it_is_the_published_playbook(handraise: Handraise) -> None:
    handraise.run("playbook", "publish", SMALL, "--comment=Ours")

    told = handraise.run("playbook", "messages")

    assert "Story (message-story), English" in told.out
    assert "Small & Co" in told.out
