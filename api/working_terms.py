"""Publish the playbook with other hours, limits, languages or skills of one person."""

from hashlib import sha256

from adapters.playbook.published import publish_playbook
from adapters.playbook.terms import Terms, changes_in_words, terms_of, with_terms
from adapters.store.playbooks import find_published
from api.parts import Parts
from domain.errors import ConflictError, InvalidError
from domain.people import Person


def mark_of(person: Person) -> str:
    """Tells whether somebody's terms are still those that a form was shown with."""
    return sha256(repr(terms_of(person)).encode()).hexdigest()[:16]


async def publish_terms(
    parts: Parts, handle: str, new: Terms, *, seen: str, author: str
) -> None:
    """The next version, with a comment that says what is different.

    InvalidError when nothing is, or the playbook's checks refuse it; ConflictError when
    the terms are not those that were `seen` (a `mark_of`), or somebody else publishes in
    the same moment.
    """
    current = await parts.playbook.newest()
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
    await parts.playbook.newest()  # the page that follows shows it
