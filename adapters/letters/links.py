"""Write into a mail's links what they do, so that nobody can forge it, and read it back.

A one-tap link is all that is needed to act: it works for one person, one lead, one action and
a limited time, and it dies with the assignment that it was made for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from domain.lifecycle import ActionKind

LASTS = timedelta(days=7)  # whoever finds an older mail signs in


@dataclass(frozen=True, slots=True)
class Tap:
    """One action of one person on one lead. `assignment_id` is the one it belongs to."""

    lead_id: UUID
    handle: str
    kind: ActionKind
    expires_at: datetime
    assignment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Led:
    """Where a mail leads a prospect, and which mail (adapters.mail.digest_of)."""

    digest: str
    url: str


class Links:
    """What a mail points to. Without a `key` there are no one-tap links, and none is read."""

    def __init__(self, base_url: str, key: bytes = b"") -> None:
        self._base_url = base_url
        self._signed = URLSafeSerializer(key, salt="one tap") if key else None
        self._unsubscribing = (
            URLSafeSerializer(key, salt="unsubscribe") if key else None
        )
        self._leading = URLSafeSerializer(key, salt="go") if key else None

    def absolute(self, address: str) -> str:
        """An address that may be a path of ours, as a mail can hold it."""
        return f"{self._base_url}{address}" if address.startswith("/") else address

    def lead(self, lead_id: UUID) -> str:
        """The page of a lead, for who signs in."""
        return f"{self._base_url}/leads/{lead_id}"

    def tap(self, tap: Tap) -> str | None:
        """Where the tap is shown. Only a POST there acts: mail scanners fetch links."""
        if self._signed is None:
            return None
        assignment = tap.assignment_id.hex if tap.assignment_id else ""
        until = int(tap.expires_at.timestamp())
        fields = [tap.lead_id.hex, tap.handle, tap.kind.value, until, assignment]
        return f"{self._base_url}/tap/{self._signed.dumps(fields)}"

    def go(self, digest: str, address: str) -> str:
        """The way there through us, which tells that somebody went; without a key, direct."""
        url = self.absolute(address)
        if self._leading is None:
            return url
        return f"{self._base_url}/go/{self._leading.dumps([digest, url])}"

    def read_go(self, token: str) -> Led | None:
        """None for none of ours: nobody is led where we did not say."""
        if self._leading is None:
            return None
        try:
            digest, url = self._leading.loads(token)
        except BadData:
            return None
        return Led(digest, url)

    def unsubscribe(self, lead_id: UUID) -> str:
        """Where a prospect says that it is enough; it works for good. "" without a key."""
        if self._unsubscribing is None:
            return ""
        token = self._unsubscribing.dumps(lead_id.hex)
        return f"{self._base_url}/unsubscribe/{token}"

    def read_unsubscribe(self, token: str) -> UUID | None:
        """Of which lead's prospect it is; None for none of ours."""
        if self._unsubscribing is None:
            return None
        try:
            return UUID(self._unsubscribing.loads(token))
        except BadData:
            return None

    def read(self, token: str) -> Tap | None:
        """None when it was altered, cut off, or is none of ours."""
        if self._signed is None:
            return None
        try:
            lead, handle, kind, until, assignment = self._signed.loads(token)
        except BadData:
            return None
        return Tap(
            lead_id=UUID(lead),
            handle=handle,
            kind=ActionKind(kind),
            expires_at=datetime.fromtimestamp(until, UTC),
            assignment_id=UUID(assignment) if assignment else None,
        )
