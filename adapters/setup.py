"""What a database needs before the first lead: a playbook, people, keys, a way in."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters import clock
from adapters.playbook.published import Playbooks, publish_playbook
from adapters.store.access.first_start import has_keys
from adapters.store.access.keys import KeyKind, issue_key
from adapters.store.owners.people import replace_long_link
from adapters.store.playbook.playbooks import current_version
from domain.people import Role
from domain.playbook import Playbook

EXAMPLE = Path(__file__).resolve().parent.parent / "playbooks" / "example.yaml"
FIRST_LINK_LASTS = timedelta(days=7)  # whoever installs this may come back to it later


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What only this call knows. Keys are None when they were made earlier."""

    site_key: str | None
    secret_key: str | None
    operator_login_url: str


async def first_start(
    engine: AsyncEngine, base_url: str, playbook: Path | None = None
) -> FirstStart:
    """Set up what is missing; later calls only make a fresh link for the operator.

    `playbook` is published as version 1 when none is yet; the example when not given.
    """
    async with engine.begin() as connection:
        set_up = await has_keys(connection)
        if await current_version(connection) is None:
            document = (playbook or EXAMPLE).read_text("utf-8")
            await publish_playbook(
                connection, document, author="handraise", comment="First start"
            )
        site_key, secret_key = (None, None) if set_up else await _make_keys(connection)
        published = await Playbooks().current(connection)
        token = await replace_long_link(
            connection,
            _operator(published.playbook),
            now=clock.now(),
            lasts=FIRST_LINK_LASTS,
        )
    url = f"{base_url.rstrip('/')}/sign-in/{token}"
    return FirstStart(site_key, secret_key, url)


async def _make_keys(connection: AsyncConnection) -> tuple[str, str]:
    now = clock.now()
    return (
        await issue_key(connection, KeyKind.SITE, "Website", now),
        await issue_key(connection, KeyKind.SECRET, "Server", now),
    )


def _operator(playbook: Playbook) -> str:
    """The one who may publish; without any a manager, of whom there is one then."""
    operators = [p.handle for p in playbook.people if p.role is Role.OPERATOR]
    return (operators or [person.handle for person in playbook.reviewers()])[0]
