"""Reading what comes in: people write in all sorts of programs, and some mean harm."""

import time

import pytest

from adapters.incoming.parsing import LARGEST, read_mail
from adapters.incoming.reply_text import without_quotes
from adapters.mail import digest_of
from tests.mail.letters import mail, report

QUOTED = {
    "Yes, Tuesday works.\n\nDana\n\n-- \nDana Ruiz\nVP Operations\n": (
        "Yes, Tuesday works.\n\nDana"
    ),
    "Yes.\n\nOn Tue, Nov 24, 2026 at 10:00 AM N <f@n.example> wrote:\n> Hello": "Yes.",
    "Yes.\n\nOn Tue, Nov 24, 2026 at 10:00\n<f@n.example> wrote:\n\n> Hello": "Yes.",
    "Ja, 80.\n\nAm 24.11.2026 um 10:00 schrieb Northwind:\n> Hallo\n": "Ja, 80.",
    "Sí.\n\nEl 24 nov 2026 a las 10:00, N (<f@n.example>) escribió:\n\n> Hola": "Sí.",
    "Oui.\n\nLe 24 nov. 2026 à 10:00, N <f@n.example> a écrit :\n> Bonjour": "Oui.",
    "Call me.\n\nFrom: N <f@n.example>\nSent: 24 November\nTo: D\n\nHello": "Call me.",
    "Call me.\n________________________________\nVon: N\nGesendet: x": "Call me.",
    "> how many?\n80 vans\n\n> when?\nthis month": "80 vans\n\nthis month",
    "On 24 Nov, N wrote:\n> How many?\n\n80 vans": "80 vans",
    "Am besten am Montag.": "Am besten am Montag.",
    "On Monday we talk.\nFrom: Madrid": "On Monday we talk.\nFrom: Madrid",
    "Yes\n\nEnviado desde mi iPhone": "Yes",
    "> only a quote": "",
}
HOSTILE = {
    "words": "On " + "a " * 40_000,
    "quotes": ">" * 50_000,
    "lines": "\n" * 50_000,
    "beginnings": "On 1\n" * 10_000,
    "dashes": "_" * 50_000,
    "heads": "From: x\n" * 5_000,
    "endings": "Am 1 " + "schrieb " * 5_000,
    "spaces": " " * 50_000 + "x",
}
ANYTHING = {
    "nothing": b"",
    "bytes": b"\x00\xff\xfe" * 1000,
    "headers": b"From: \xff\xfe <@>\r\nSubject: =?x?q?=FF?=\r\n\r\nHello",
    "encoding": b"From: a@b.example\r\nContent-Type: text/plain; charset=no\r\n\r\nHi\x00\x1b",
    "parts": b"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
    "report": b"Content-Type: message/delivery-status\r\n\r\nAction: failed",
    "nested": b"From: a@b.example\r\n"
    + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(3000)
    ),
    "brackets": b"From: [\r\nTo: ]\r\nMessage-ID: [\r\nIn-Reply-To: <[\r\n\r\n",
}


@pytest.mark.parametrize(("text", "said"), QUOTED.items(), ids=range(len(QUOTED)))
def test_what_a_mail_quotes_is_cut(text: str, said: str) -> None:
    assert without_quotes(text) == said


@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)
def test_no_mail_keeps_us_busy(evil: str) -> None:
    began = time.process_time()

    without_quotes(evil)

    assert time.process_time() - began < 2  # of our own time; it takes milliseconds


def test_a_page_is_read_without_what_it_quotes() -> None:
    raw = (
        b"From: dana@northwind.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<html><head><style>p{}</style></head><body><div>Yes, <b>80</b> vans.</div>"
        b"<p>Dana</p><div class='gmail_quote'>On Tue N wrote: <blockquote>Hello"
        b"</blockquote></div><script>alert(1)</script></body></html>"
    )

    assert read_mail(raw).text == "Yes, 80 vans.\nDana"


def test_an_answer_names_our_mail() -> None:
    direct = read_mail(mail("Yes", answers="a key"))
    deep = read_mail(mail("Yes", references="a key"))

    assert direct.answers == deep.answers == (digest_of("a key"),)
    assert direct.sender_address == "dana@northwind.example"
    assert direct.sender_name == "Dana Ruiz"
    assert not direct.automatic


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"List_Id": "<fleet.lists.example>"},
        {"Return_Path": "<>"},
    ],
    ids=str,
)
def test_a_machine_is_told_from_a_person(headers: dict[str, str]) -> None:
    assert read_mail(mail("Away until Monday", **headers)).automatic


def test_a_person_may_say_that_they_are_none() -> None:
    assert not read_mail(mail("Yes", Auto_Submitted="no")).automatic
    assert read_mail(mail("x", sender="MAILER-DAEMON@mx.example")).automatic


def test_a_report_tells_which_mail_failed_and_why() -> None:
    came = read_mail(report("a key"))

    assert came.failure is not None
    assert came.failure.permanent
    assert came.failure.status == "5.1.1"
    assert came.failure.said == "550 5.1.1 User unknown"
    assert came.answers == (digest_of("a key"),)


def test_a_delay_is_no_failure_for_good() -> None:
    delayed = read_mail(report("k", action="delayed", status="4.4.1")).failure
    full = read_mail(report("k", action="failed", status="4.2.2")).failure
    delivered = read_mail(report("k", action="delivered", status="2.0.0")).failure

    assert delayed is not None
    assert not delayed.permanent
    assert full is not None
    assert not full.permanent
    assert delivered is None


@pytest.mark.parametrize("raw", ANYTHING.values(), ids=ANYTHING)
def test_anything_at_all_can_be_read(raw: bytes) -> None:
    came = read_mail(raw)

    assert came.message_id
    assert "\x00" not in came.text + came.subject + came.sender_name


def test_the_end_of_a_very_long_mail_is_not_read() -> None:
    came = read_mail(mail("Yes") + b"\r\nx" * LARGEST)

    assert came.text.startswith("Yes")
