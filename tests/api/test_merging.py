"""Two leads turn out to be one person, or one lead two people."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

import api.leads.merging
from adapters import clock
from adapters.store.raised_hands.intake import Raised, store_submission
from adapters.temporal.relay import Relay
from models import METADATA
from tests.api.conftest import Site, becomes, dana
from tests.api.thin_world import ACTIONS, LEADS, SUBMISSIONS, ThinWorld
from workflows.names import lead_workflow_id

MERGES = METADATA.tables["merges"]


async def raise_hand(site: Site, **body: Any) -> str:
    answer = await site.submit(dana() | body)
    assert answer.status_code in {200, 201}, answer.text
    lead_id: str = answer.json()["lead_id"]
    return lead_id


async def merged(site: Site, one: str, other: str, **more: Any) -> dict[str, Any]:
    answer = await site.act(one, "merge", by="mara", **({"with": other} | more))
    assert answer.status_code == 200, answer.text
    lead: dict[str, Any] = answer.json()
    return lead


async def row_of(engine: AsyncEngine, lead_id: str) -> Any:
    async with engine.connect() as connection:
        found = await connection.execute(
            select(LEADS).where(LEADS.c.id == UUID(lead_id))
        )
        return found.one()


async def status_of(temporal: Client, lead_id: str) -> WorkflowExecutionStatus | None:
    handle = temporal.get_workflow_handle(lead_workflow_id(UUID(lead_id)))
    return (await handle.describe()).status


def sentence(answer: httpx.Response) -> str:
    problem: dict[str, str] = answer.json()
    return problem["detail"]


async def test_the_older_lead_goes_on_for_both(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)

    lead = await merged(site, younger, older)

    assert lead["lead_id"] == older
    assert [one["lead_id"] for one in lead["merged"]] == [younger]
    assert lead["status"] == "assigned"
    gone = await row_of(engine, younger)
    assert (gone.status, gone.outcome) == ("closed", "merged")
    assert gone.merged_into == UUID(older)


async def test_the_workflow_of_the_absorbed_lead_ends(
    site: Site, world: ThinWorld, temporal: Client
) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)

    await merged(site, older, younger)

    async def ended() -> bool:
        status = await status_of(temporal, younger)
        return status is WorkflowExecutionStatus.COMPLETED

    assert await becomes(ended)
    assert await status_of(temporal, older) is WorkflowExecutionStatus.RUNNING


async def test_who_has_accepted_keeps_theirs(site: Site, world: ThinWorld) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)
    await site.act(younger, "accept", by="ana")

    lead = await merged(site, older, younger)

    assert (lead["lead_id"], lead["status"]) == (younger, "accepted")


async def test_a_known_address_survives_a_throw_away(
    site: Site, world: ThinWorld
) -> None:
    thrown = await raise_hand(
        site, email=f"{uuid4().hex}@mailinator.com", name="N. N.", phone="+34600111222"
    )
    known = await raise_hand(site, name="Dana Ruiz")

    lead = await merged(site, thrown, known)

    assert lead["lead_id"] == known
    assert lead["name"] == "Dana Ruiz"
    assert lead["phone"] == "+34600111222"


async def test_who_accepted_a_throw_away_has_the_known_one_while_they_are_one(
    site: Site, world: ThinWorld
) -> None:
    thrown = await raise_hand(site, email=f"{uuid4().hex}@mailinator.com")
    await site.act(thrown, "reassign", by="mara", to="ben")
    await site.act(thrown, "accept", by="ben")
    known = await raise_hand(site)

    await merged(site, known, thrown)

    assert await becomes(lambda: belongs_to(site, known, "ben"))

    await site.act(thrown, "unmerge", by="mara")

    assert await becomes(lambda: belongs_to(site, known, "ana"))


async def belongs_to(site: Site, lead_id: str, handle: str) -> bool:
    return bool((await site.read(lead_id))["owner"]["handle"] == handle)


async def test_asking_for_the_absorbed_lead_finds_the_other(
    site: Site, world: ThinWorld
) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)
    await merged(site, older, younger)

    answer = await site.http.get(
        f"/v1/leads/{younger}", headers={"Authorization": f"Bearer {site.secret_key}"}
    )

    assert answer.json()["lead_id"] == older
    assert answer.headers["content-location"] == f"/v1/leads/{older}"


async def test_the_next_hand_from_either_address_is_the_survivors(
    site: Site, world: ThinWorld
) -> None:
    one, other = dana(name="Dana Ruiz"), dana()
    older, younger = (await raise_hand(site, **one), await raise_hand(site, **other))
    await merged(site, older, younger)

    answer = await site.submit(other | {"name": "Somebody Else", "country": "PT"})

    assert answer.status_code == 200
    assert answer.json()["lead_id"] == older
    lead = await site.read(older)
    assert (lead["email"], lead["name"]) == (one["email"], "Dana Ruiz")
    assert lead["country"] == "PT"


async def test_into_names_the_one_that_goes_on(site: Site, world: ThinWorld) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)

    refused = await site.act(older, "merge", by="mara", into=younger)
    done = await site.act(younger, "merge", by="mara", into=older)

    assert refused.status_code == 409
    assert "This lead goes on, not that one: it was there first." in sentence(refused)
    assert done.json()["lead_id"] == older


async def test_what_cannot_be_merged_is_said(site: Site, world: ThinWorld) -> None:
    one, other, closed = [await raise_hand(site) for _ in range(3)]
    await site.act(closed, "close", by="ana", outcome="lost")
    await merged(site, one, other)
    third = await raise_hand(site)

    answers = {
        "itself": await site.act(one, "merge", by="mara", **{"with": one}),
        "is closed. Reopen it": await site.act(one, "merge", by="mara", into=closed),
        "merged into another": await site.act(other, "merge", by="mara", into=third),
        "was not merged": await site.act(third, "unmerge", by="mara"),
        "Act on that one": await site.act(other, "note", by="mara", reason="Hello"),
        "take the merge back": await site.act(other, "reopen", by="mara"),
    }

    for words, answer in answers.items():
        assert answer.status_code == 409, answer.text
        assert words in sentence(answer)


@pytest.mark.parametrize("deed", ["merge", "unmerge", "split"])
async def test_a_lead_that_is_not_there_is_not_found(
    site: Site, world: ThinWorld, deed: str
) -> None:
    there = await raise_hand(site)
    body = {"merge": {"with": there}, "unmerge": {}, "split": {"submission": there}}

    answer = await site.act(str(uuid4()), deed, by="mara", **body[deed])

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"with": "x"}, {"into": 1}, {"with": str(uuid4()), "more": 1}]
)
async def test_a_body_that_cannot_be_used_is_refused(
    site: Site, world: ThinWorld, body: dict[str, Any]
) -> None:
    lead = await raise_hand(site)

    answer = await site.act(lead, "merge", **({"by": "mara"} | body))

    assert answer.status_code == 422


async def test_nobody_closes_a_lead_as_merged(site: Site, world: ThinWorld) -> None:
    lead = await raise_hand(site)

    answer = await site.act(lead, "close", by="mara", outcome="merged")

    assert answer.status_code == 422


async def test_of_many_who_merge_the_same_two_at_once_one_does(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    one, other = await raise_hand(site), await raise_hand(site)

    answers = await asyncio.gather(
        *(site.act(one, "merge", by="mara", **{"with": other}) for _ in range(3)),
        *(site.act(other, "merge", by="ana", **{"with": one}) for _ in range(3)),
    )

    assert sorted(a.status_code for a in answers) == [200] + [409] * 5
    async with engine.connect() as connection:
        pair = [UUID(one), UUID(other)]
        made = await connection.execute(
            select(MERGES).where(MERGES.c.absorbed.in_(pair))
        )
    assert len(made.all()) == 1


async def test_a_ring_of_merges_at_once_leaves_one_lead(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    ids = [await raise_hand(site) for _ in range(3)]
    pairs = [(ids[0], ids[1]), (ids[1], ids[2]), (ids[2], ids[0])]

    answers = await asyncio.gather(
        *(site.act(a, "merge", by="mara", **{"with": b}) for a, b in pairs)
    )

    rows = [await row_of(engine, lead_id) for lead_id in ids]
    alone = [row for row in rows if row.merged_into is None]
    done = [a for a in answers if a.status_code == 200]
    assert len(done) == 3 - len(alone)
    assert all(
        row.merged_into in {one.id for one in alone} or row in alone for row in rows
    )


async def test_taking_it_back_restores_both(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    older = await raise_hand(site)
    body = dana(name="Dana Ruiz", phone="+34600111222")
    younger = await raise_hand(site, **body)
    before = await row_of(engine, older)
    await merged(site, older, younger)
    again = await site.submit(body)  # goes to the survivor, and comes back

    answer = await site.act(younger, "unmerge", by="mara", reason="Two people")

    assert answer.status_code == 200, answer.text
    assert answer.json()["lead_id"] == younger
    after = await row_of(engine, older)
    assert (after.name, after.phone) == (before.name, before.phone) == (None, None)
    assert again.json()["lead_id"] == older
    async with engine.connect() as connection:
        raised = await connection.scalars(
            select(SUBMISSIONS.c.id).where(SUBMISSIONS.c.lead_id == UUID(younger))
        )
        assert len(raised.all()) == 2

    async def goes_on() -> bool:
        return await site.stands(younger, "assigned")

    assert await becomes(goes_on)
    assert await status_of(temporal, younger) is WorkflowExecutionStatus.RUNNING
    assert (await site.read(older))["merged"] == []


async def test_it_can_be_merged_again(site: Site, world: ThinWorld) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)
    for _ in range(2):
        await merged(site, older, younger)
        await site.act(younger, "unmerge", by="mara")

    lead = await merged(site, older, younger)

    assert [one["lead_id"] for one in lead["merged"]] == [younger]


async def test_a_merge_of_merges_is_taken_back_from_outside(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    first, second, third = [await raise_hand(site) for _ in range(3)]
    await merged(site, second, third)
    await merged(site, first, second)

    inside = await site.act(third, "unmerge", by="mara")
    outside = await site.act(second, "unmerge", by="mara")

    assert inside.status_code == 409
    assert "merged further" in sentence(inside)
    assert outside.status_code == 200
    assert (await row_of(engine, third)).merged_into == UUID(second)
    assert (await site.read(first))["merged"] == []


async def test_a_person_who_has_a_newer_lead_is_not_given_two(
    site: Site, world: ThinWorld
) -> None:
    body = dana()
    older, younger = await raise_hand(site), await raise_hand(site, **body)
    await merged(site, older, younger)
    await site.act(older, "close", by="mara", outcome="lost")
    await raise_hand(site, **body)

    answer = await site.act(younger, "unmerge", by="mara")

    assert answer.status_code == 409
    assert "raised a hand again since" in sentence(answer)


async def test_what_a_dead_process_left_untold_is_told(
    site: Site,
    world: ThinWorld,
    engine: AsyncEngine,
    temporal: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older, younger = await raise_hand(site), await raise_hand(site)
    with monkeypatch.context() as patched:
        patched.setattr(api.leads.merging, "_tell", killed)
        await merged(site, older, younger)
    assert (await row_of(engine, younger)).status == "assigned"
    async with engine.begin() as connection:
        long_ago = clock.now() - timedelta(minutes=1)
        await connection.execute(update(MERGES).values(changed_at=long_ago))

    await Relay(engine, temporal).settle_merges()
    await Relay(engine, temporal).settle_merges()

    assert (await row_of(engine, younger)).outcome == "merged"
    async with engine.connect() as connection:
        untold = await connection.scalars(
            select(ACTIONS.c.id).where(
                ACTIONS.c.lead_id.in_([UUID(older), UUID(younger)]),
                ACTIONS.c.applied_at.is_(None),
            )
        )
        assert untold.all() == []


async def waiting(engine: AsyncEngine, *, since: timedelta) -> UUID:
    """A lead on disk, with whose only hand-raise the web died before Temporal had it."""
    email = f"{uuid4().hex}@northwind.example"
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as connection:
        stored = await store_submission(
            connection,
            Raised(
                submission_id=uuid4(),
                lead_id=uuid4(),
                person_key=email,
                payload={"email": email, "channel": "form"},
                received_at=clock.now() - since,
            ),
        )
    assert stored is not None
    return stored.lead_id


async def test_a_lead_that_never_started_is_merged_without_starting(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    survivor = await raise_hand(site)
    await site.act(survivor, "accept", by="ana")
    never = str(await waiting(engine, since=timedelta(minutes=2)))

    lead = await merged(site, survivor, never)
    await Relay(engine, temporal).relay()

    assert lead["lead_id"] == survivor
    gone = await row_of(engine, never)
    assert (gone.status, gone.outcome) == ("closed", "merged")
    with pytest.raises(RPCError):
        await status_of(temporal, never)

    async def is_counted() -> bool:
        async with engine.connect() as connection:
            waits = await connection.scalar(
                select(SUBMISSIONS.c.relayed_at).where(
                    SUBMISSIONS.c.lead_id == UUID(never)
                )
            )
        return waits is not None

    assert await becomes(is_counted)


async def test_one_that_somebody_may_be_starting_is_closed_a_little_later(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    survivor = await raise_hand(site)
    await site.act(survivor, "accept", by="ana")
    young = str(await waiting(engine, since=timedelta(seconds=2)))
    await merged(site, survivor, young)
    assert (await row_of(engine, young)).status == "qualifying"
    async with engine.begin() as connection:
        long_ago = clock.now() - timedelta(minutes=1)
        await connection.execute(
            update(SUBMISSIONS)
            .where(SUBMISSIONS.c.lead_id == UUID(young))
            .values(received_at=long_ago)
        )
        await connection.execute(update(MERGES).values(changed_at=long_ago))

    await Relay(engine, temporal).settle_merges()

    assert (await row_of(engine, young)).outcome == "merged"


async def test_a_hand_raised_while_its_lead_is_being_merged_is_the_survivors(
    site: Site,
    world: ThinWorld,
    engine: AsyncEngine,
    temporal: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = dana()
    survivor, absorbed = await raise_hand(site), await raise_hand(site, **body)
    with monkeypatch.context() as patched:
        patched.setattr(api.leads.merging, "_tell", killed)
        await merged(site, survivor, absorbed)

    answer = await site.submit(body)
    too_early = await site.act(absorbed, "unmerge", by="mara")

    assert (answer.status_code, answer.json()["lead_id"]) == (200, survivor)
    assert too_early.status_code == 409
    assert "being merged right now" in sentence(too_early)


async def killed(*_: object) -> None:
    """What the web did between its transaction and the first workflow."""


async def test_a_hand_raise_of_somebody_else_becomes_a_lead_of_its_own(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    box = f"office.{uuid4().hex}"
    first = {"email": f"{box}@northwind.example", "name": "Dana Ruiz"}
    second = {"email": f"{box}+vans@northwind.example", "name": "Eve Stone"}
    lead = await raise_hand(site, **first)
    assert await raise_hand(site, **second) == lead
    submission = await newest(engine, lead)

    answer = await site.act(lead, "split", by="mara", submission=str(submission))

    assert answer.status_code == 200, answer.text
    own = answer.json()
    assert (own["name"], own["email"]) == ("Eve Stone", second["email"])
    stays = await site.read(lead)
    assert (stays["name"], stays["email"]) == ("Dana Ruiz", first["email"])
    assert await raise_hand(site, **second) == own["lead_id"]
    assert await raise_hand(site, **first) == lead


async def test_two_people_behind_one_address_can_be_told_apart(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    body = dana()
    lead = await raise_hand(site, **body)
    await raise_hand(site, **body)
    submission = await newest(engine, lead)

    answer = await site.act(lead, "split", by="mara", submission=str(submission))
    relay = Relay(engine, temporal)

    async def has_an_owner() -> bool:
        await relay.relay()
        return await site.stands(answer.json()["lead_id"], "assigned")

    assert await becomes(has_an_owner)
    assert await raise_hand(site, **body) == lead


async def test_the_only_hand_raise_stays(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    lead = await raise_hand(site)
    submission = await newest(engine, lead)

    answer = await site.act(lead, "split", by="mara", submission=str(submission))

    assert answer.status_code == 409


async def newest(engine: AsyncEngine, lead_id: str) -> UUID:
    async with engine.connect() as connection:
        found = await connection.scalar(
            select(SUBMISSIONS.c.id)
            .where(SUBMISSIONS.c.lead_id == UUID(lead_id))
            .order_by(SUBMISSIONS.c.received_at.desc())
            .limit(1)
        )
    return UUID(str(found))


async def test_who_may_be_the_same_person_is_said_with_the_reason(
    site: Site, world: ThinWorld
) -> None:
    phone = f"+34 6{uuid4().int % 10**8:08d}"
    one = await raise_hand(site, name="Dana Vans", phone=phone)
    other = await raise_hand(site, name="D. Vans", phone=phone.replace(" ", ""))
    await raise_hand(site, name="Eve Stone", phone=phone)

    (found,) = (await site.read(one))["perhaps_same"]

    assert found["lead_id"] == other
    assert found["because"] == [f"the same phone number, {phone.replace(' ', '')}"]


async def test_whom_a_person_told_apart_is_not_suggested_again(
    site: Site, world: ThinWorld
) -> None:
    phone = f"+34 6{uuid4().int % 10**8:08d}"
    one = await raise_hand(site, name="Dana Till", phone=phone)
    other = await raise_hand(site, name="D. Till", phone=phone)
    await merged(site, one, other)

    await site.act(other, "unmerge", by="mara")

    assert (await site.read(one))["perhaps_same"] == []
    assert (await site.read(other))["perhaps_same"] == []


async def test_one_mailbox_is_one_lead_however_it_is_written(
    site: Site, world: ThinWorld
) -> None:
    name = uuid4().hex
    lead = await raise_hand(site, email=f"{name[:9]}.{name[9:]}@gmail.com")

    again = await site.submit({"email": f"{name.upper()}+vans@googlemail.com"})

    assert again.json() | {"merged": True, "lead_id": lead} == again.json()


async def test_a_lead_from_before_mailboxes_is_found_by_its_address(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    email = f"dana.{uuid4().hex}+vans@northwind.example"
    lead = await raise_hand(site, email=email)
    async with engine.begin() as connection:
        await connection.execute(
            update(LEADS).where(LEADS.c.id == UUID(lead)).values(person_key=email)
        )

    assert await raise_hand(site, email=email) == lead
