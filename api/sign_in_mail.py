"""Mail a colleague the link that signs them in."""

import logging
from urllib.parse import quote
from uuid import uuid4

from adapters import clock
from adapters.store.outbox import keep_mail
from adapters.store.sign_in import (
    LINK_LASTS,
    find_person_by_address,
    has_enough_links,
    issue_link,
)
from api.pages import environment
from api.parts import Parts

LOG = logging.getLogger(__name__)
KIND = "sign_in"
SUBJECT = "Your link to Handraise"


async def mail_link(parts: Parts, address: str, back: str) -> None:
    """Nothing for strangers, and nothing for whom enough links wait for already."""
    now = clock.now()
    async with parts.engine.begin() as connection:
        person = await find_person_by_address(connection, address)
        if person is None or await has_enough_links(connection, person[0], now):
            LOG.info("no sign-in link mailed")
            return
        handle, name, email = person
        token = await issue_link(connection, handle, now)
        link = f"{parts.options.url}/sign-in/{token}?next={quote(back)}"
        words = {"name": name, "link": link, "minutes": LINK_LASTS.seconds // 60}
        mail = {
            "id": uuid4(),
            "key": f"sign-in/{uuid4()}",
            "kind": KIND,
            "to_name": name,
            "to_address": email,
            "subject": SUBJECT,
            "text": environment().get_template("mail/sign_in.txt").render(words),
            "html": environment().get_template("mail/sign_in.html").render(words),
            "created_at": now,
        }
        await keep_mail(connection, mail)
