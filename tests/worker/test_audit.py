"""Whatever is done to a lead, by whom and from wherever: the audit trail tells it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text
from temporalio.client import Client

from adapters import clock
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.letters.links import LASTS, Links, Tap
from adapters.store.access.sign_in import open_session
from adapters.temporal.payloads import data_converter
from api.dependencies import SESSION_COOKIE
from domain.lifecycle import ActionKind
from tests.activities.world import World
from tests.api import conftest as web
from tests.api.conftest import SIGNING_KEY, Site, dana
from tests.trail import assert_whole, trail_of
from tests.worker.conftest import becomes, running
from workflows.messages import Action
from workflows.names import lead_workflow_id

LINKS = Links("", SIGNING_KEY.get_secret_value().encode())
BROWSER = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: World, temporal_server: EmbeddedTemporal) -> AsyncIterator[Site]:
    """The whole product: the web in this process, the worker in its own."""
    keys = await web.set_up(world.engine)
    url = world.engine.url.render_as_string(hide_password=False)
    address = temporal_server.address
    async with running(world, address), web.running(url, address, keys) as site:
        yield site


class Walk:
    """One thing after another is done to leads; after each the trail has no gap."""

    def __init__(self, world: World, site: Site, temporal: Client) -> None:
        self.world, self.engine = world, world.engine
        self.site, self.temporal = site, temporal
        self.newest = 0  # entry before what is done now

    async def told(self, lead: str, kind: str) -> Any:
        """The entry of what was done last, as soon as it is there."""
        found: list[Any] = []

        async def is_told() -> bool:
            entries = await trail_of(self.engine, lead)
            found[:] = [e for e in entries if e.id > self.newest and e.kind == kind]
            return bool(found)

        await becomes(is_told)
        await assert_whole(self.engine, lead)
        return found[0]

    async def begin(self) -> None:
        async with self.engine.connect() as connection:
            newest = await connection.scalar(text("SELECT max(id) FROM audit"))
        self.newest = newest or 0

    async def api(self, lead: str, action: str, status: int = 200, **body: Any) -> Any:
        await self.begin()
        answer = await self.site.act(lead, action, **body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def page(self, lead: str, action: str, by: str, **form: str) -> None:
        await self.begin()
        async with self.engine.begin() as connection:
            token = await open_session(connection, by, clock.now())
        answer = await self.site.http.post(
            f"/leads/{lead}/{action}",
            data=form,
            headers=BROWSER | {"Cookie": f"{SESSION_COOKIE}={token}"},
        )
        assert answer.status_code == 303, answer.text

    async def tap(self, lead: str, kind: ActionKind, by: str) -> None:
        await self.begin()
        url = LINKS.tap(Tap(UUID(lead), by, kind, clock.now() + LASTS)) or ""
        answer = await self.site.http.post(url, headers=BROWSER)
        assert answer.status_code == 200, answer.text

    async def signal(self, lead: str, name: str, by: str) -> None:
        await self.begin()
        handle = self.temporal.get_workflow_handle(lead_workflow_id(UUID(lead)))
        await handle.signal(name, Action(by))


@pytest.mark.timeout(180)  # one of everything, each waited for
async def test_every_action_of_the_product_is_in_the_trail(
    world: World, site: Site, temporal_server: EmbeddedTemporal
) -> None:
    temporal = await Client.connect(
        temporal_server.address, data_converter=data_converter
    )
    walk = Walk(world, site, temporal)
    lead, owner = await _by_the_prospect_and_the_rules(walk)
    await _by_people(walk, lead, owner)
    await _from_hand_to_hand(walk, lead)
    await _two_of_one_person(walk, lead)
    await _to_the_end_and_back(walk, lead)

    async with world.engine.connect() as connection:
        untold = await connection.scalars(
            text("SELECT kind FROM audit WHERE origin IN ('database', 'unknown')")
        )
        assert list(untold) == []


async def _by_the_prospect_and_the_rules(walk: Walk) -> tuple[str, str]:
    """The lead, and who got it."""
    body = dana(name="Dana Ruiz", country="ES", employees=240)
    body |= {"message": "Quote for 80 vehicles this month", "fields": {"vehicles": 80}}

    lead = (await walk.site.submit(body)).json()["lead_id"]
    raised = await walk.told(lead, "raised")
    assert (raised.actor, raised.origin) == ("prospect", "site")
    assigned = await walk.told(lead, "assigned")
    assert (assigned.actor, assigned.origin) == ("handraise", "playbook")
    owner = assigned.changed["owner"][1]
    mailed = await walk.told(lead, "mailed_acknowledgement")
    assert (mailed.actor, mailed.origin) == ("handraise", "playbook")
    await walk.begin()
    await walk.site.submit(
        body | {"phone": "+34 600 000 000"}, key=walk.site.secret_key
    )
    again = await walk.told(lead, "raised")
    assert (again.origin, again.personal["phone"][0]) == ("api", None)
    await walk.told(lead, "scored_again")
    return lead, owner


async def _by_people(walk: Walk, lead: str, owner: str) -> None:
    await walk.tap(lead, ActionKind.ACCEPT, owner)
    accepted = await walk.told(lead, "accepted")
    assert (accepted.actor, accepted.origin) == (owner, "mail")
    await walk.api(lead, "accept", status=409, by="ben")
    refused = await walk.told(lead, "refused_accept")
    assert (refused.actor, refused.origin) == ("ben", "api")
    await walk.api(lead, "note", by=owner, reason="Calls at noon")
    await walk.told(lead, "noted")
    await walk.api(lead, "correct", by=owner, fields={"company": "Northwind"})
    corrected = await walk.told(lead, "corrected")
    assert corrected.personal["company"] == [None, "Northwind"]
    await walk.page(lead, "contacted", owner)
    contacted = await walk.told(lead, "contacted")
    assert (contacted.actor, contacted.origin) == (owner, "page")
    until = (clock.now() + timedelta(days=3)).isoformat()
    await walk.api(lead, "snooze", by=owner, until=until)
    await walk.told(lead, "snoozed")
    await walk.api(lead, "resume", by=owner)
    await walk.told(lead, "resumed")
    await walk.page(lead, "takeover", "mara", reason="She knows them")
    await walk.told(lead, "taken_over")
    await walk.signal(lead, "release", "mara")
    released = await walk.told(lead, "released")
    assert (released.actor, released.origin) == ("mara", "temporal")


async def _from_hand_to_hand(walk: Walk, lead: str) -> None:
    """Who gave this lead to its owner?"""
    has_it = (await walk.site.read(lead))["owner"]["handle"]
    ben = "ana" if has_it == "ben" else "ben"
    await walk.api(lead, "reassign", by="mara", to=ben, reason="Is nearer")
    to_ben = await walk.told(lead, "assigned")
    assert (to_ben.actor, to_ben.origin) == ("mara", "api")
    assert to_ben.changed["owner"] == [has_it, ben]
    server = await walk.world.one("api_keys", kind="secret")
    assert to_ben.via == str(server["id"])
    await walk.api(lead, "decline", by=ben, reason="On a train")
    declined = await walk.told(lead, "declined")
    assert (declined.actor, declined.changed["owner"][0]) == (ben, ben)


async def _two_of_one_person(walk: Walk, lead: str) -> None:
    await walk.begin()
    body = dana(name="D. Ruiz", country="ES")
    other = (await walk.site.submit(body)).json()["lead_id"]
    await walk.told(other, "mailed_acknowledgement")
    asked: dict[str, Any] = {"by": "mara", "with": lead}
    survivor = (await walk.api(other, "merge", 200, **asked))["lead_id"]
    absorbed = other if survivor == lead else lead
    merged = await walk.told(absorbed, "merged")
    assert (merged.actor, merged.changed["merged_into"]) == ("mara", [None, survivor])
    await walk.told(absorbed, "closed")
    await walk.api(absorbed, "unmerge", by="mara")
    await walk.told(absorbed, "unmerged")
    await walk.told(absorbed, "reopened")


async def _to_the_end_and_back(walk: Walk, lead: str) -> None:
    await walk.begin()
    url = LINKS.unsubscribe(UUID(lead))
    assert (await walk.site.http.post(url)).status_code == 200
    unsubscribed = await walk.told(lead, "unsubscribed")
    assert (unsubscribed.actor, unsubscribed.origin) == ("prospect", "mail")
    await walk.api(lead, "close", by="mara", outcome="won", value=1200)
    closed = await walk.told(lead, "closed")
    assert closed.changed["value"] == [None, 1200]
    await walk.api(lead, "reopen", by="mara")
    await walk.told(lead, "reopened")
