"""Say who is asked for a lead before it is anybody's turn, and what came of it.

A row may name a rep; a lead may follow its person or company to who has another one; or it
goes to whoever looks after the company. Whoever is away leaves it to their stand-in first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.evidence import Evidence
from domain.routing.availability import Check, Exclusion
from domain.routing.pools import sharing_of
from domain.routing.rows import RepTarget, Target
from domain.routing.sticky import OtherLead
from domain.words import shown
from domain.working_time.business_time import add_working_time
from domain.working_time.local_time import in_words
from domain.working_time.working_hours import Span

NO_TIME = Span()


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody to ask first. `says` is why; `but` joins it to why they cannot.

    Who is back within `waits` of working time gets the lead although they are away.
    """

    handle: str
    says: str
    but: str = ", but "
    waits: Span = NO_TIME


@dataclass(frozen=True, slots=True)
class Met:
    """Who gets the lead by a claim, and why: the one asked, or the stand-in."""

    owner: str
    because: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """Why a claim leads to nobody; stands before the reason why somebody else gets it."""

    because: str


def claims(
    row: str, target: Target, check: Check, evidence: Evidence, other: OtherLead | None
) -> Iterator[Claim]:
    """In the order of being asked. Where a row names a rep, nobody else has a claim."""
    if isinstance(target, RepTarget):
        name = check.playbook.person(target.rep).name
        yield Claim(target.rep, f"Row {row} names {name}", ", who ")
        return
    if other is not None:
        yield _sticky(other, check, evidence)
    handle = evidence.text("account_owner")
    if handle and sharing_of(target, check.playbook).owner_first:
        yield _account(handle, check, evidence)


def _sticky(other: OtherLead, check: Check, evidence: Evidence) -> Claim:
    name = check.playbook.person(other.owner).first_name
    whose = "this person's" if other.of_person else f"{_company(evidence)}'s"
    had = f"had {whose} last lead"
    says = f"{name} {f'has {whose} other lead' if other.closed_at is None else had}"
    return Claim(other.owner, says, " but ", check.playbook.sticky.wait_at_most)


def _account(handle: str, check: Check, evidence: Evidence) -> Claim:
    known = check.playbook.has_person(handle)
    name = check.playbook.person(handle).first_name if known else shown(handle)
    return Claim(handle, f"{name} looks after {_company(evidence)}", " but ")


def _company(evidence: Evidence) -> str:
    name = evidence.text("company") or evidence.text("email_domain")
    return shown(name) if name else "the company"


def answer(claim: Claim, check: Check) -> Met | Unmet:
    """Themselves, if they can or soon can; else whoever stands in for them; else nobody."""
    if not check.playbook.has_person(claim.handle):
        return Unmet(f"{claim.says}{claim.but}is not in the playbook")
    excluded = check.exclusion(claim.handle)
    if excluded is None:
        return Met(claim.handle, claim.says)
    cannot = _without_name(excluded, check)
    if _is_back_soon(excluded, claim, check):
        return Met(claim.handle, f"{claim.says} and {_back(excluded, check)}")
    stand_in = check.state(claim.handle).stand_in
    if excluded.back_at is not None and stand_in and _can(stand_in, check):
        name = check.playbook.person(stand_in).first_name
        return Met(stand_in, f"{claim.says}{claim.but}{cannot}; {name} stands in")
    return Unmet(f"{claim.says}{claim.but}{cannot}")


def _can(handle: str, check: Check) -> bool:
    return check.playbook.has_person(handle) and check.exclusion(handle) is None


def _without_name(excluded: Exclusion, check: Check) -> str:
    name = check.playbook.person(excluded.handle).first_name
    return excluded.because.removeprefix(f"{name} ")


def _is_back_soon(excluded: Exclusion, claim: Claim, check: Check) -> bool:
    if excluded.back_at is None or claim.waits == NO_TIME:
        return False
    latest = add_working_time(check.now, claim.waits, check.playbook.calendar)
    return excluded.back_at <= latest


def _back(excluded: Exclusion, check: Check) -> str:
    zone = check.playbook.person(excluded.handle).zone
    at = excluded.back_at or check.now
    return f"is back at {in_words(at, check.now, zone)}"
