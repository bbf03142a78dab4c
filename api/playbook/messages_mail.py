"""Mail somebody the preview of a message, so that they see it in their own mail program."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.letters.preview.writing import Previewed
from adapters.letters.writing import one_line
from adapters.mail import Mail, MailError
from adapters.store.access.sign_in import find_address
from adapters.store.mail.messages import keep_message
from adapters.store.mail.outbox import keep_mail
from api.desk import Reader
from api.parts import Parts
from api.sign_in_mail import is_kept_here
from domain.errors import InvalidError, UnavailableError

KIND = "preview"


async def mail_preview(
    parts: Parts,
    connection: AsyncConnection,
    reader: Reader,
    previewed: Previewed,
    lead_id: UUID | None,
) -> None:
    """To the reader alone. Kept only where mails are read here, then with its lead.

    Raises:
        InvalidError: nothing is mailed there.
        UnavailableError: the mail server did not take it.

    """
    if previewed.letter is None:
        raise InvalidError("Nothing is mailed there, so there is nothing to send you.")
    address = await find_address(connection, reader.handle)
    subject = one_line(f"Preview: {previewed.letter.subject}")
    letter = asdict(previewed.letter) | {"subject": subject}
    mail = Mail(f"{KIND}/{uuid4()}", reader.name, address, **letter)
    if is_kept_here(parts):
        await _keep(connection, mail, lead_id, reader.now)
        return
    try:
        await parts.mailer.send(mail)
    except MailError as error:
        raise UnavailableError(str(error)) from error


async def _keep(
    connection: AsyncConnection, mail: Mail, lead_id: UUID | None, now: datetime
) -> None:
    """Whoever may see the lead may read it, and what erases the lead erases it."""
    if lead_id is None:
        await keep_mail(connection, mail, KIND, now)
    else:
        about = (lead_id, KIND)
        await keep_message(connection, mail, about=about, now=now, sent=True)
