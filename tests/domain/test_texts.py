"""Which language somebody reads, and what a promise says in it."""

import pytest

from adapters.languages.instants import SPOKEN
from domain.evidence import Evidence, Fact
from domain.promises.all_texts import lacking, languages_of
from domain.promises.booking import Asker
from domain.promises.follow_up import FollowUp, NextStepKind, Resource
from domain.promises.next_step import Reading, readings_in, tell_visitor
from domain.promises.texts import (
    Message,
    Text,
    language_known,
    language_read,
)
from domain.qualifying.bands import Band
from tests.domain.cast import NOW, playbook

BOTH = Text(
    "{owner} will call you by {respond_by} ({zone} time).",
    {"es": "{owner} le llamará como muy tarde {respond_by} (hora de {zone})."},
)
WITHOUT = Text("{company} will call you by {respond_by}.")


def knowing(language: str, source: str = "form") -> Evidence:
    return Evidence(NOW, {"language": Fact(language, source)})


@pytest.mark.parametrize(
    ("evidence", "said", "known"),
    [
        (knowing("es"), None, "es"),
        (knowing("es"), "fr", "es"),
        (knowing("es", "locale"), None, "es"),
        (knowing("fr", "ana"), "es", "fr"),
        (knowing("es", "country"), None, ""),
        (knowing("es", "country"), "de", "de"),
        (Evidence(NOW), "pt-BR", "pt"),
        (None, "PT_br", "pt"),
        (None, None, ""),
    ],
)
def test_what_a_lead_reads_is_known_from_what_it_said(
    evidence: Evidence | None, said: str | None, known: str
) -> None:
    assert language_known(evidence, said) == known


@pytest.mark.parametrize(
    ("known", "read"),
    [("es", "es"), ("fr", "en"), ("en", "en"), ("", "en")],
)
def test_all_of_it_or_the_playbooks_own(known: str, read: str) -> None:
    assert language_read(known, "en", BOTH) == read
    assert language_read(known, "en", BOTH, WITHOUT) == "en"


def told(language: str, owner: str | None = "ana") -> str:
    high = FollowUp(NextStepKind.BOOK, BOTH, WITHOUT)
    book = playbook(follow_ups={**playbook().follow_ups, Band.HIGH: high})
    step = tell_visitor(
        Band.HIGH,
        book,
        owner=owner,
        received_at=NOW,
        spoken=SPOKEN,
        asker=Asker("dana@northwind.example", language=language),
    )
    return f"{step.language}: {step.message}"


def test_a_promise_is_said_in_the_language_of_its_sentence() -> None:
    assert told("es") == (
        "es: Ana Ortiz le llamará como muy tarde hoy a las 11:15 (hora de Madrid)."
    )
    assert told("fr") == "en: Ana Ortiz will call you by 11:15 today (Madrid time)."
    assert told("es", None) == "en: Northwind Fleet will call you by 11:15 today."


def test_a_page_to_read_stands_for_itself() -> None:
    guide = Resource(Text("Guide", {"es": "Guía"}), Text("/guide", {"es": "/guia"}))
    prices = Resource(Text("Prices"), Text("/prices"))

    found = readings_in("es", (guide, prices))

    assert found == (Reading("Guía", "/guia"), Reading("Prices", "/prices"))


def test_what_lacks_in_a_language_is_named() -> None:
    news = Message(Text("Hello", {"es": "Hola"}), Text("News"))
    book = playbook(templates={"news": news})

    assert languages_of(book) == ("en", "es")
    assert lacking(book, "en") == ()
    assert "the subject of the message “news”" in [
        one.called for one in lacking(book, "es")
    ]
