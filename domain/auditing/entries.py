"""One entry of the audit trail, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.auditing.origins import MACHINE, PROSPECT, Origin
from domain.auditing.sent_words import promised_words, refused_words, sent_words

# What somebody did, to stand behind their name. Kinds that are not here read as they are.
_DID: Mapping[str, str] = {
    "raised": "raised a hand",
    "opened": "opened it",
    "imported": "imported it, as it had ended",
    "assigned": "gave it to {owner}",
    "unroutable": "found nobody who could take it",
    "put_in_review": "put it before a person",
    "queued": "opened it to a whole team",
    "nurtured": "took it out of people's hands, to write to the prospect from time to time",
    "scored_again": "scored it again",
    "moved_up": "moved it up a band",
    "accepted": "accepted it",
    "declined": "declined it",
    "contacted": "said that the prospect was spoken to",
    "taken_over": "took it over",
    "released": "gave it back to automation",
    "corrected": "corrected it",
    "noted": "wrote a note",
    "resolved": "decided the review",
    "breached": "noted that the promise was broken",
    "snoozed": "let it wait",
    "resumed": "let its clock run on",
    "replanned": "counted its clock anew, as hours or leave had changed",
    "replied": "answered by mail",
    "bounced": "was not reached: a mail came back",
    "auto_replied": "had a machine answer",
    "mail_delayed": "is reached late: a mail is delayed",
    "clock_started_again": "started the same promise anew, as nobody had acted",
    "closed": "closed it",
    "closed_by_plan": "closed it, at the end of the plan",
    "reopened": "opened it again",
    "merged": "merged two leads of the same person",
    "unmerged": "took a merge back",
    "split": "took a hand-raise out, to be a lead of its own",
    "not_sent": "did not send a mail",
    "playbook_changed": "decided by another version of the playbook than before",
    "unsubscribed": "changed whether follow-up by mail is welcome",
    "changed": "changed it",
    "deleted": "deleted it",
    "forgotten": "had the trail forget what it said of the person",
}
_WHERE: Mapping[Origin, str] = {
    Origin.PAGE: "on a page of Handraise",
    Origin.API: "by the API",
    Origin.SITE: "on a website",
    Origin.MAIL: "by mail",
    Origin.SLACK: "in Slack",
    Origin.TEMPORAL: "by a signal of Temporal",
    Origin.PLAYBOOK: "by the rules of the playbook",
    Origin.PLAN: "by the plan of the promise",
    Origin.RELAY: "when it picked up what was left behind",
    Origin.IMPORT: "by an import",
    Origin.COMMAND: "by a command",
    Origin.DATABASE: "at the database, past Handraise",
    Origin.UNKNOWN: "before it was kept from where",
}
# What may end with the rules' finding somebody else at once.
_LED_TO_OWNER = frozenset({"declined", "released", "resolved"})
# There a step stands instead of a key.
_OF_THE_MACHINE = frozenset({Origin.PLAN, Origin.PLAYBOOK})
_ACTORS = {MACHINE: "Handraise", PROSPECT: "The prospect"}


NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One action on a lead. Values of `changed` are as in JSON: instants are strings, in UTC."""

    id: int
    at: datetime
    lead_id: UUID
    actor: str  # a handle, one of `origins`, or a role of the database
    origin: str
    via: str | None  # the key's id, or the step of the plan
    key_name: str | None
    kind: str
    reason: str | None  # as the person wrote it
    mailed_to: str | None
    changed: Mapping[str, tuple[Any, Any]]  # column -> before, after

    def who(self, name_of: NameOf = str) -> str:
        return _ACTORS.get(self.actor) or name_of(self.actor)

    def sentence(self, name_of: NameOf = str) -> str:
        """Who did what; `name_of` a handle."""
        return f"{self.who(name_of)} {self._did(name_of)}"

    def where(self) -> str:
        """From where: by which key, by the plan of which promise."""
        known = self.origin in set(Origin)
        where = _WHERE[Origin(self.origin)] if known else f"from {self.origin}"
        if self.origin in _OF_THE_MACHINE:
            return f"{where} {promised_words(self.via)}".rstrip()
        through = self.key_name or self.via
        return f"{where} ({through})" if through else where

    def _did(self, name_of: NameOf) -> str:
        said = sent_words(self.kind, self.mailed_to or "somebody")
        if said := said or refused_words(self.kind):
            return said
        if self.kind == "raised" and "status" not in self.changed:
            return "raised a hand again"
        _, owner = self.changed.get("owner", (None, None))
        to = name_of(owner) if owner else "the same person again"
        did = _DID.get(self.kind, _spaced(self.kind)).replace("{owner}", to)
        return (
            f"{did}, and {to} got it" if owner and self.kind in _LED_TO_OWNER else did
        )


def _spaced(code: str) -> str:
    return code.replace("_", " ")


def shown_value(value: Any) -> str:
    """One side of a change."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case dict():
            return ", ".join(f"{k} {shown_value(one)}" for k, one in value.items())
        case _:
            return str(value)
