"""Mails as they arrive, word for word."""

from email.message import EmailMessage

from adapters.mail import message_id

SENDER = "Northwind Fleet <fleet@northwind-fleet.example>"


def mail(
    text: str,
    *,
    sender: str = "Dana Ruiz <dana@northwind.example>",
    answers: str = "",
    references: str = "",
    message: str = "<1@northwind.example>",
    subject: str = "Re: Your request to Northwind Fleet",
    **headers: str,
) -> bytes:
    """`answers` is the key of a mail of ours; "_" in a header's name is "-"."""
    written = EmailMessage()
    written["From"] = sender
    written["To"] = SENDER
    written["Subject"] = subject
    if message:
        written["Message-ID"] = message
    if answers:
        written["In-Reply-To"] = message_id(answers, SENDER)
    if references:
        written["References"] = f"<x@y> {message_id(references, SENDER)}"
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content(text)
    return written.as_bytes()


def report(
    key: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 User unknown",
) -> bytes:
    """What Postfix sends when a mail did not arrive (RFC 3464)."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: fleet@northwind-fleet.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{status}.{action}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; dana@northwind.example
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b
Content-Type: text/rfc822-headers

From: Northwind Fleet <fleet@northwind-fleet.example>
To: dana@northwind.example
Message-ID: {message_id(key, SENDER)}
Subject: Your request

--b--
""".replace("\n", "\r\n").encode()
