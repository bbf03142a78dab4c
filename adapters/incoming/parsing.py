"""Read a mail that came in: from whom, an answer to what, and whether a person wrote it."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import parseaddr

from adapters.incoming.failure import Failure, failure_in
from adapters.incoming.plain_text import plain_text
from adapters.incoming.reply_text import without_quotes

LARGEST = 2_000_000  # bytes; words come first, attachments after them are not read
_LONGEST_HEADER = 20_000  # characters; References grows with each answer
_LONGEST_SUBJECT = 200
_MOST_PARTS = 100
_NESTED = re.compile(rb"\b(?:multipart|message)/", re.IGNORECASE)
# Ours: adapters.mail.message_id. The part before the "@" is all that tells a mail.
_OURS = re.compile(r"<([0-9a-f]{32})@")
_ORIGINAL = re.compile(rb"message-id:\s*<([0-9a-f]{32})@", re.IGNORECASE)
_MACHINES = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "bounce"})
_NOT_BY_HAND = frozenset({"bulk", "junk", "list", "auto_reply"})


@dataclass(frozen=True, slots=True)
class CameIn:
    """`answers` are digests of our own mails, the one answered first.

    `automatic`: a machine wrote it or it went to a list; nobody must answer it.
    """

    message_id: str
    sender_name: str
    sender_address: str  # "" when there is none
    subject: str
    text: str  # without what it quotes
    answers: tuple[str, ...]
    automatic: bool
    failure: Failure | None


def read_mail(raw: bytes) -> CameIn:
    """Whatever these bytes are: what cannot be read of them is left out."""
    raw = raw[:LARGEST]
    message = _parsed(raw)
    name, address = parseaddr(_header(message, "From"))
    failure = failure_in(message)
    return CameIn(
        message_id=_message_id(message, raw),
        sender_name=" ".join(name.split())[:_LONGEST_SUBJECT],
        sender_address=address if "@" in address else "",
        subject=_header(message, "Subject")[:_LONGEST_SUBJECT],
        text="" if failure else _clean(without_quotes(plain_text(message))),
        answers=_answers(message, raw, failure),
        automatic=_is_automatic(message, address),
        failure=failure,
    )


def _parsed(raw: bytes) -> EmailMessage:
    """Of what is nested deeper than any mail the headers alone: Python would give up."""
    if len(_NESTED.findall(raw)) > _MOST_PARTS:
        return BytesHeaderParser(EmailMessage, policy=default).parsebytes(raw)
    return message_from_bytes(raw, EmailMessage, policy=default)


def _clean(text: str) -> str:
    """Without what cannot be stored or shown."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def _header(message: EmailMessage, name: str) -> str:
    """One line; "" when it is missing, or such that Python cannot read it."""
    try:
        value = str(message.get(name, ""))
    except (MessageError, ValueError, IndexError, AttributeError, TypeError):
        return ""
    return " ".join(_clean(value).split())[:_LONGEST_HEADER]


def _message_id(message: EmailMessage, raw: bytes) -> str:
    """Its own, or made from all of it: the same mail twice is one."""
    given = _header(message, "Message-ID") or "without"
    # Hashed with the sender: a stranger's mail must not keep another's from coming in.
    seed = raw if given == "without" else f"{given} {_header(message, 'From')}".encode()
    return hashlib.sha256(seed).hexdigest()


def _answers(
    message: EmailMessage, raw: bytes, failure: Failure | None
) -> tuple[str, ...]:
    if failure is not None:  # the mail that failed comes with the report, or its head
        return tuple(dict.fromkeys(m.decode() for m in _ORIGINAL.findall(raw)))
    headers = _header(message, "In-Reply-To"), _header(message, "References")
    found = [*_OURS.findall(headers[0]), *reversed(_OURS.findall(headers[1]))]
    return tuple(dict.fromkeys(found))


def _is_automatic(message: EmailMessage, address: str) -> bool:
    """By RFC 3834, and what programs wrote before it."""
    submitted = _header(message, "Auto-Submitted").lower().partition(";")[0].strip()
    if submitted not in ("", "no"):
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id")):
        return True
    if _header(message, "Precedence").lower() in _NOT_BY_HAND:
        return True
    no_return = message.get("Return-Path") is not None and (
        _header(message, "Return-Path") == "<>"
    )
    return no_return or address.partition("@")[0].lower() in _MACHINES
