"""Handing mails to a real SMTP server that we run here."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.mail import Mail, MailError, OutboxMailer, SmtpMailer, message_id

SENDER = "Handraise <handraise@northwind-fleet.example>"
MAIL = Mail(
    "lead/assigned",
    "Ana Ortíz",
    "ana@northwind-fleet.example",
    "Dana is yours",
    "Hello Ana",
    "<p>Hello Ana</p>",
)


@dataclass
class PostOffice:
    """Takes everything, or answers every recipient as told."""

    answer: str = "250 OK"
    sender_answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  aiosmtpd's hook
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802  aiosmtpd's hook
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(  # noqa: N802  aiosmtpd's hook
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = cast("bytes", envelope.content)
        mail: Any = message_from_bytes(content, policy=policy.default)
        self.mails.append(mail)
        return "250 OK"


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, SmtpMailer]]:
    office = PostOffice()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(
        office, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False
    )
    controller.start()
    yield office, SmtpMailer("127.0.0.1", port, SENDER, starttls=False)
    controller.stop()


Office = tuple[PostOffice, SmtpMailer]


async def test_a_mail_arrives_in_both_shapes(office: Office) -> None:
    here, mailer = office

    await mailer.send(MAIL)

    (mail,) = here.mails
    assert mail["Subject"] == "Dana is yours"
    assert mail["To"] == "Ana Ortíz <ana@northwind-fleet.example>"
    assert mail["From"] == SENDER
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().strip() == "Hello Ana"
    assert html.get_content().strip() == "<p>Hello Ana</p>"


async def test_the_same_mail_again_has_the_same_id(office: Office) -> None:
    here, mailer = office

    await mailer.send(MAIL)
    await mailer.send(MAIL)

    ids = {mail["Message-ID"] for mail in here.mails}
    assert ids == {message_id(MAIL.key, SENDER)}
    assert message_id("other", SENDER) not in ids


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        ("550 No such person dana@northwind.example", True),
        ("451 Try later", False),
        ("535 Sign in", False),
    ],
)
async def test_what_the_server_refuses_is_told_as_its_code(
    office: Office, answer: str, *, permanent: bool
) -> None:
    here, mailer = office
    here.answer = answer

    with pytest.raises(MailError) as refused:
        await mailer.send(MAIL)

    assert refused.value.permanent is permanent
    assert str(refused.value) == f"The mail server answered {answer[:3]}."


async def test_a_server_that_refuses_the_sender_says_whether_it_passes(
    office: Office,
) -> None:
    here, mailer = office
    here.sender_answer = "552 Too much"

    with pytest.raises(MailError) as refused:
        await mailer.send(MAIL)

    assert refused.value.permanent
    assert str(refused.value) == "The mail server answered 552."


async def test_a_server_that_cannot_write_the_address_is_not_asked_again(
    office: Office,
) -> None:
    _, mailer = office
    umlaut = Mail("k", "Jörg", "jörg@northwind.example", "s", "t", "h")

    with pytest.raises(MailError) as refused:
        await mailer.send(umlaut)

    assert refused.value.permanent
    assert "northwind" not in str(refused.value)


async def test_a_server_that_is_not_there_is_worth_waiting_for() -> None:
    mailer = SmtpMailer("127.0.0.1", 1, SENDER)

    with pytest.raises(MailError) as away:
        await mailer.send(MAIL)

    assert not away.value.permanent


async def test_a_server_that_hangs_up_is_worth_another_try() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    mailer = SmtpMailer("127.0.0.1", server.sockets[0].getsockname()[1], SENDER)

    with pytest.raises(MailError) as away:
        await mailer.send(MAIL)

    server.close()
    assert not away.value.permanent


@pytest.mark.parametrize(
    ("name", "address", "subject"),
    [
        ("Dana", "dana@northwind.example\r\nBcc: all@example.org", "Hello"),
        ("Dana", "nobody", "Hello"),
        ("Dana", "dana@", "Hello"),
        ("Dana", "dana@northwind.example", "Hello\r\nBcc: all@example.org"),
    ],
)
async def test_a_mail_that_cannot_be_addressed_is_refused_for_good(
    office: Office, name: str, address: str, subject: str
) -> None:
    here, mailer = office
    wrong = Mail("key", name, address, subject, "text", "<p>html</p>")

    with pytest.raises(MailError) as refused:
        await mailer.send(wrong)

    assert refused.value.permanent
    assert "dana" not in str(refused.value)
    assert here.mails == []


async def test_a_name_with_a_line_break_is_only_a_name(office: Office) -> None:
    here, mailer = office
    odd = Mail("k", "Dana\r\nBcc: x@example.org", "dana@bücher.example", "s", "t", "h")

    await mailer.send(odd)

    (mail,) = here.mails
    assert mail["Bcc"] is None
    assert "dana@xn--bcher-kva.example" in mail["To"]


async def test_the_outbox_takes_every_mail() -> None:
    mailer = OutboxMailer()

    await mailer.send(MAIL)

    assert mailer.is_outbox


async def test_a_task_is_attached_for_the_readers_calendar(
    office: tuple[PostOffice, SmtpMailer],
) -> None:
    taking, mailer = office

    await mailer.send(replace(MAIL, calendar="BEGIN:VCALENDAR\r\nSUMMARY:Ortíz\r\n"))

    (mail,) = taking.mails
    (task,) = mail.iter_attachments()
    assert task.get_content_type() == "text/calendar"
    assert task.get_filename() == "task.ics"
    assert dict(cast("Any", task["content-type"]).params)["method"] == "PUBLISH"
    assert "SUMMARY:Ortíz" in task.get_content()
