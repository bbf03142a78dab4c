"""Look at the mail server, without sending anything."""

import aiosmtplib

from adapters.doctor.finding import Finding
from adapters.mail import SmtpMailer

_ANSWERS_WITHIN_SECONDS = 10.0


async def examine_mail(mailer: SmtpMailer | None) -> Finding:
    """Connect and sign in as a real mail would; send nothing. None: no server is set."""
    if mailer is None:
        sentence = "No mail server is set: mails are on the outbox page only."
        return Finding("mail", sentence)
    server = aiosmtplib.SMTP(
        hostname=mailer.host,
        port=mailer.port,
        username=mailer.user or None,
        password=mailer.password or None,
        start_tls=mailer.starttls,
        timeout=_ANSWERS_WITHIN_SECONDS,
    )
    try:
        async with server:
            await server.noop()
    except (aiosmtplib.SMTPException, OSError) as error:
        return Finding(
            "mail",
            f"{mailer.host}:{mailer.port} takes no mail ({type(error).__name__}).",
            "Correct HANDRAISE_SMTP_HOST, _PORT, _USER, _PASSWORD or _STARTTLS.",
        )
    return Finding("mail", f"{mailer.host}:{mailer.port} takes mail.")
