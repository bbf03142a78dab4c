"""Mail a colleague the link that signs them in."""

import logging
from urllib.parse import quote
from uuid import uuid4

from adapters import clock
from adapters.letters.writing import write_letter
from adapters.mail import Mail, MailError, OutboxMailer
from adapters.store.access.sign_in import (
    LINK_LASTS,
    find_person_by_address,
    has_enough_links,
    issue_link,
)
from adapters.store.mail.outbox import keep_mail
from api.parts import Parts

LOG = logging.getLogger(__name__)
KIND = "sign_in"


async def mail_link(parts: Parts, address: str, back: str) -> None:
    """Nothing for strangers, and nothing for whom enough links wait already.

    A mail server gets the link alone; only where there is none, it is kept in the outbox,
    since whoever reads it there could sign in as somebody else.
    """
    mail = await _write(parts, address, back)
    if mail is None:
        LOG.info("no sign-in link mailed")
    elif is_kept_here(parts):
        async with parts.engine.begin() as connection:
            await keep_mail(connection, mail, KIND, clock.now())
    else:
        try:
            await parts.mailer.send(mail)
        except MailError as error:
            LOG.warning("a sign-in link was not mailed: %s", error)


def is_kept_here(parts: Parts) -> bool:
    """Whether there is no mail server, so that mails are read in the outbox."""
    return isinstance(parts.mailer, OutboxMailer)


async def _write(parts: Parts, address: str, back: str) -> Mail | None:
    now = clock.now()
    async with parts.engine.begin() as connection:
        person = await find_person_by_address(connection, address)
        if person is None or await has_enough_links(connection, person[0], now):
            return None
        handle, name, email = person
        token = await issue_link(connection, handle, now)
    letter = write_letter(
        KIND,
        {
            "first_name": name.split(" ", 1)[0],
            "minutes": round(LINK_LASTS.total_seconds() / 60),
            "link": f"{parts.options.url}/sign-in/{token}?next={quote(back)}",
        },
    )
    key = f"sign-in/{uuid4()}"
    return Mail(key, name, email, letter.subject, letter.text, letter.html)
