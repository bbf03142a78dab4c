"""Name what a request stands on. Composed once, in `api.app`."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters.letters.links import Links
from adapters.live import Live
from adapters.mail import Mailer
from adapters.temporal.reachability import Reachability
from api.known_keys import KnownKeys
from api.playbook.current_playbook import FreshPlaybook
from api.slack.door import SlackDoor


@dataclass(frozen=True, slots=True)
class Options:
    """The part of the environment that routes may know."""

    url: str  # where people reach this product, no slash at the end
    temporal_ui: str = ""  # no links when empty
    demo: bool = True
    signing_key: bytes = b""
    lead_wait: timedelta = timedelta(seconds=2)
    lead_wait_limit: timedelta = timedelta(seconds=10)

    @property
    def links(self) -> Links:
        """What mails point to; to read what comes back."""
        return Links(self.url, self.signing_key)


@dataclass(frozen=True, slots=True)
class Parts:
    engine: AsyncEngine
    autocommit: AsyncEngine  # the same pool, for what is one statement
    temporal: Client
    reachability: Reachability
    keys: KnownKeys
    playbook: FreshPlaybook
    live: Live
    options: Options
    mailer: Mailer
    slack: SlackDoor | None = None  # None where it is not set up
