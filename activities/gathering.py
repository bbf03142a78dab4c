"""What is known of a lead, put together from everything that told something."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.enrichment.known import facts_from_form
from adapters.enrichment.known_companies import KnownCompanies
from adapters.enrichment.outcome import merged
from adapters.enrichment.provider import Provider
from adapters.enrichment.waterfall import Enricher
from adapters.likeness import how_known
from adapters.store.companies import KeptOfDomain, read_kept
from adapters.store.evidence import Correction, HandRaise, Material
from domain.disagreement import told_otherwise
from domain.evidence import Event, Evidence, Fact, PageView, Value

# Where a lead came from at first stays; all else is as the person said it last.
_SAID_FIRST = frozenset({"channel", "utm_source", "utm_medium", "utm_campaign"}) | {
    "referrer",
    "landing_page",
}
_PLAIN = (str, int, float, bool)
_HELD = 200  # leads between being looked up and being scored, in one process
_PAGES = 500  # the newest; more say nothing new and make every decision slower
_EVENTS = 500
# Where the company sits; of no use beside another country than the one that counts.
_OF_THE_PLACE = frozenset({"region", "postal_code", "company_address"})


def given(hand_raises: Sequence[HandRaise]) -> dict[str, Value]:
    """One form out of all hand-raises, oldest first, with "fields.<name>" flattened.

    Each message is something the person said: they are kept one after the other. Of merged
    leads, what was said under a throw-away address never replaces what a known person said,
    and the address that tells most is the one that counts.
    """
    form: dict[str, Value] = {}
    messages: dict[str, None] = {}
    said_as: dict[str, int] = {}
    for hand in hand_raises:
        known = how_known(str(hand.payload.get("email", "")))
        for name, value in _flat(hand.payload):
            weight = known if name == "email" else min(known, 1)
            if name == "message":
                messages[str(value)] = None
            elif name not in form or (
                name not in _SAID_FIRST and weight >= said_as[name]
            ):
                form[name], said_as[name] = value, weight
    if messages:
        form["message"] = "\n\n".join(messages)
    return form


def _flat(payload: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    for name, value in payload.items():
        if isinstance(value, _PLAIN):
            yield name, value
    yield from (payload.get("source") or {}).items()
    consent = (payload.get("consent") or {}).get("marketing")
    if consent is not None:
        yield "marketing_consent", consent
    for name, value in (payload.get("fields") or {}).items():
        if isinstance(value, _PLAIN):
            yield f"fields.{name}", value


def facts_of(material: Material) -> dict[str, Fact]:
    """What the person said, and what people who know better put right."""
    form = given(material.hand_raises)
    corrected: dict[str, str] = {}
    for correction in material.corrections:
        put_right = dict(_flat(correction.fields))
        form |= put_right
        corrected |= dict.fromkeys(put_right, correction.by)
        for wrong in _taken_back(correction):
            form.pop(wrong, None)
    facts = facts_from_form(form, material.hand_raises[-1].locale)
    return {
        name: Fact(fact.value, corrected[name]) if name in corrected else fact
        for name, fact in facts.items()
    }


def _taken_back(correction: Correction) -> Iterator[str]:
    """What a person emptied, because it is not so."""
    own = correction.fields.get("fields") or {}
    yield from (name for name, value in correction.fields.items() if value is None)
    yield from (f"fields.{name}" for name, value in own.items() if value is None)


def page_views(hand_raises: Sequence[HandRaise]) -> tuple[PageView, ...]:
    """Every page once, in the order seen: sites send the whole visit each time."""
    views = {
        (view["path"], view["at"]): PageView(
            view["path"], view.get("seconds", 0.0), datetime.fromisoformat(view["at"])
        )
        for hand in hand_raises
        for view in hand.payload.get("page_views") or ()
    }
    return tuple(sorted(views.values(), key=lambda view: view.at)[-_PAGES:])


def events(hand_raises: Sequence[HandRaise]) -> tuple[Event, ...]:
    """Every event once, oldest first."""
    found: dict[tuple[object, ...], Event] = {}
    for hand in hand_raises:
        for told in hand.payload.get("events") or ():
            known = {
                n: v for n, v in told.get("properties", {}).items() if v is not None
            }
            key = told["name"], told["at"], *sorted(known.items(), key=str)
            found[key] = Event(told["name"], datetime.fromisoformat(told["at"]), known)
    return tuple(sorted(found.values(), key=lambda one: one.at)[-_EVENTS:])


def put_together(
    said: Mapping[str, Fact], found: Mapping[str, Fact]
) -> Mapping[str, Fact]:
    """What counts. A postal code found in another country says nothing of this one."""
    facts = merged(said, found)
    if "country" in found and found["country"].value != facts["country"].value:
        return {
            name: fact
            for name, fact in facts.items()
            if name in said or name not in _OF_THE_PLACE
        }
    return facts


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is on disk about a lead: said, put right, and kept of its company's domain."""

    material: Material
    facts: Mapping[str, Fact]
    kept: KeptOfDomain | None  # None: the address tells no company


class Gatherer:
    """Evidence from hand-raises, corrections, known companies and kept answers.

    `providers` are the sources on the network, cheapest first; none is asked here.
    """

    def __init__(self, providers: Sequence[Provider]) -> None:
        self._providers = tuple(providers)
        self._held: dict[UUID, Gathered] = {}

    async def gather(self, connection: AsyncConnection, material: Material) -> Gathered:
        facts = facts_of(material)
        domain = facts.get("email_domain")
        if domain is None:
            return Gathered(material, facts, None)
        kept = await read_kept(connection, str(domain.value))
        return Gathered(material, facts, kept)

    def hold(self, decision_id: UUID, gathered: Gathered) -> None:
        """For the next step of the same decision, which follows within milliseconds."""
        self._held[decision_id] = gathered
        if len(self._held) > _HELD:
            del self._held[next(iter(self._held))]

    def take(self, decision_id: UUID) -> Gathered | None:
        """What was held, once; whoever tries a second time reads anew."""
        return self._held.pop(decision_id, None)

    async def evidence(
        self, connection: AsyncConnection, material: Material, *, partial: bool
    ) -> Evidence:
        gathered = await self.gather(connection, material)
        return await self.evidence_of(gathered, partial=partial)

    async def evidence_of(self, gathered: Gathered, *, partial: bool) -> Evidence:
        material, said = gathered.material, gathered.facts
        found: Mapping[str, Fact] = {}
        if gathered.kept is not None:
            domain = str(said["email_domain"].value)
            found = await self.offline(gathered.kept).at_hand(domain)
        return Evidence(
            received_at=material.hand_raises[-1].received_at,
            facts=put_together(said, found),
            page_views=page_views(material.hand_raises),
            submissions=len(material.hand_raises),
            partial=partial,
            events=events(material.hand_raises),
            told_otherwise=told_otherwise(said, found),
        )

    async def wants_network(self, gathered: Gathered) -> bool:
        """Whether somebody on the network may know what is missing."""
        if gathered.kept is None or not self._providers:
            return False
        return await self.offline(gathered.kept).wants_network(gathered.facts)

    def offline(self, kept: KeptOfDomain) -> Enricher:
        """The waterfall over what was read before: it asks nobody."""
        return Enricher((KnownCompanies(kept.look_up), *self._providers), kept)
