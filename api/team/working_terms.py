"""Publish the playbook with other hours, limits, languages or skills of one person."""

from hashlib import sha256

from adapters.playbook.published import PublishedVersion, publish_playbook
from adapters.playbook.terms import Terms, changes_in_words, terms_of, with_terms
from adapters.store.playbook.playbooks import find_published
from api.parts import Parts
from domain.errors import ConflictError, InvalidError, PlaybookMovedError
from domain.people import Person

_PLANNED = (
    "A version of the playbook waits to take effect, and would undo this. Change it on the "
    "page of the playbook instead, or cancel that version first."
)


def mark_of(person: Person) -> str:
    """Tells whether somebody's terms are still those that a form was shown with."""
    return sha256(repr(terms_of(person)).encode()).hexdigest()[:16]


async def publish_terms(
    parts: Parts, handle: str, new: Terms, *, seen: str, author: str
) -> None:
    """The next version, with a comment that says what is different.

    Whoever publishes something else in the same moment is not in the way: theirs is built
    upon. InvalidError when nothing is different, or the playbook's checks refuse it;
    ConflictError when the terms are not those that were `seen` (a `mark_of`), or a version
    waits to take effect.
    """
    while True:
        current = await parts.playbook.newest()
        try:
            await _publish(parts, current, handle, new, seen=seen, author=author)
        except PlaybookMovedError as error:
            if (await parts.playbook.newest()).version < error.newest:
                raise ConflictError(_PLANNED) from error
        else:
            break
    await parts.playbook.newest()  # the page that follows shows it


async def _publish(  # noqa: PLR0913 - as above, and on which version
    parts: Parts,
    current: PublishedVersion,
    handle: str,
    new: Terms,
    *,
    seen: str,
    author: str,
) -> None:
    now = current.playbook.person(handle)
    if mark_of(now) != seen:
        raise ConflictError(
            f"Somebody changed {now.first_name}'s hours or limits meanwhile. Look at "
            "them, and change them again if that is still right."
        )
    comment = changes_in_words(now, new)
    if not comment:
        raise InvalidError("Nothing was changed.")
    async with parts.engine.begin() as connection:
        published = await find_published(connection, current.version)
        await publish_playbook(
            connection,
            with_terms(published.document if published else "", now, new),
            author=author,
            comment=comment,
            based_on=current.version,
        )
