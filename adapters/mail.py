"""Hand a written mail to whoever delivers it."""

import asyncio
import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Protocol

import aiosmtplib

from adapters import clock
from domain.errors import VendorError

# Shorter than an activity's time: its next try must not overlap this one.
SEND_WITHIN = timedelta(seconds=20)
_OUR_FAULT = frozenset({530, 534, 535, 538})  # sign-in refused: settings can be mended
_CLEAN = re.compile(r"[^\r\n\x00]+")


class MailError(VendorError):
    """A mail was not taken. `permanent`: trying again won't help."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. `key` is its identity, however often it is tried."""

    key: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    unsubscribe: str = ""  # where the reader says that it is enough
    calendar: str = (
        ""  # a task for the reader's calendar (adapters.letters.calendar_task)
    )


class Mailer(Protocol):
    @property
    def is_outbox(self) -> bool:
        """Whether a mail has arrived as soon as it is kept."""
        ...

    async def send(self, mail: Mail) -> None:
        """Return when somebody else is responsible for it. Raise MailError."""
        ...


class OutboxMailer:
    """No mail server is set: the mail is in the outbox, and that is where it is read."""

    is_outbox = True

    async def send(self, mail: Mail) -> None:
        del mail


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """`sender` is "Name <address>". `starttls` False: plain, for a server next door."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = True

    @property
    def is_outbox(self) -> bool:
        return False

    async def send(self, mail: Mail) -> None:
        """The server's 250 makes it responsible. The same key is the same Message-ID."""
        message = self._message(mail)
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                await aiosmtplib.send(
                    message,
                    hostname=self.host,
                    port=self.port,
                    username=self.user or None,
                    password=self.password or None,
                    start_tls=self.starttls,
                    timeout=SEND_WITHIN.total_seconds(),
                )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise _understood(error) from None

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        try:
            message["Subject"] = mail.subject
            message["From"] = self.sender
            message["To"] = _address(mail.to_name, mail.to_address)
        except (ValueError, IndexError, MessageError):
            # Without the cause: it quotes the address.
            sentence = "The mail's address or subject cannot be written."
            raise MailError(sentence, permanent=True) from None
        message["Message-ID"] = message_id(mail.key, self.sender)
        message["Date"] = format_datetime(clock.now())
        message["Auto-Submitted"] = "auto-generated"  # keeps absence notes quiet
        if mail.unsubscribe:  # RFC 8058: the mail program's own button
            message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        if mail.calendar:
            message.add_attachment(
                mail.calendar.encode(),
                maintype="text",
                subtype="calendar",
                filename="task.ics",
                params={"method": "PUBLISH", "charset": "utf-8"},
            )
        return message


def message_id(key: str, sender: str) -> str:
    """Made from the key: after a crash the same mail goes out under the same id."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{digest_of(key)}@{domain}>"


def digest_of(key: str) -> str:
    """What an answer or a report of failure names our mail by: 32 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    if not (_CLEAN.fullmatch(address) and local and domain):
        raise ValueError
    ascii_domain = domain.encode("idna").decode("ascii")
    return Address(" ".join(name.split()), local, ascii_domain)


def _understood(error: Exception) -> MailError:
    """What the server said, as a code: its words may quote the address."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _answered(max(refused.code for refused in error.recipients))
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _answered(error.code)
    if isinstance(error, aiosmtplib.SMTPNotSupported | ValueError):
        return MailError("The mail server cannot carry this mail.", permanent=True)
    return MailError(f"The mail server is away ({type(error).__name__}).")


def _answered(code: int) -> MailError:
    permanent = code >= 500 and code not in _OUR_FAULT
    return MailError(f"The mail server answered {code}.", permanent=permanent)
