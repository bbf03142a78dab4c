"""A lead reads its own language, from the promise to the last message."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.lifecycle import ActionKind, Status
from domain.qualifying.bands import Band
from tests.activities.test_follow_up import nurtured
from tests.activities.world import World
from workflows.ports import Cause, Change, Notice


async def corrected(world: World, lead_id: UUID, language: str | None) -> None:
    """Somebody puts the language right, and the lead is decided again."""
    lead = await world.one("leads", id=lead_id)
    action_id = await world.act(
        lead_id, ActionKind.CORRECT, "ana", details={"fields": {"language": language}}
    )
    change = Change(
        lead_id,
        lead["revision"] + 1,
        Cause.CORRECTED,
        world.now,
        Status(lead["status"]),
        band=Band(lead["band"]),
        owner=lead["owner"],
        by="ana",
        action_id=action_id,
    )
    world.now += timedelta(minutes=1)
    await world.run(world.records.record_change, change)
    await world.decide(lead_id)


async def test_a_spanish_lead_is_acknowledged_in_spanish(world: World) -> None:
    request, _ = await world.assign(name="Dana Ruiz", language="es")

    await world.run(world.follow_up.acknowledge_lead, Notice(request.lead_id, "x"))

    (mail,) = world.mailer.sent
    assert mail.subject == "Su solicitud a Northwind Fleet"
    assert mail.text.startswith("Hola, Dana:\n\nHemos recibido su solicitud.")
    promise = "Ana Ortiz le llamará como muy tarde hoy a las 11:15 (hora de Madrid)."
    assert promise in mail.text
    assert "Elegir una hora</a>" in mail.html
    assert '<html lang="es">' in mail.html


async def test_who_is_thanked_by_the_band_is_not_told_first_that_it_arrived(
    world: World,
) -> None:
    lead_id = await nurtured(world, language="es")

    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert "\n\nGracias. Nuestra guía responde" in mail.text
    assert "Hemos recibido" not in mail.text + mail.html


async def test_the_bridge_is_in_german_though_no_promise_is(world: World) -> None:
    request, _ = await world.assign(name="Dana Ruiz", language="de")

    await world.run(world.follow_up.acknowledge_lead, Notice(request.lead_id, "x"))
    await world.run(world.follow_up.send_bridge, world.notice(request))

    acknowledged, bridge = world.mailer.sent
    assert acknowledged.text.startswith("Hello Dana,\n\nyour request has arrived.")
    assert bridge.subject == "Wir sind mit Ihrer Anfrage an Northwind Fleet im Verzug"
    assert "dass Sie spätestens heute um 11:15 Uhr von uns hören" in bridge.text
    assert "Ana Ortiz hat Ihre Anfrage jetzt übernommen" in bridge.text


async def test_dated_messages_speak_the_leads_language_with_their_way_out(
    world: World,
) -> None:
    lead_id = await nurtured(world, language="es")
    notice = Notice(lead_id, "story", template="customer-story")

    await world.run(world.follow_up.send_follow_up, notice)

    (mail,) = world.mailer.sent
    assert mail.subject == "Cómo cuarenta furgonetas gastan una décima parte menos"
    assert "Una empresa de reparto con cuarenta furgonetas" in mail.text
    assert ">Seguir leyendo</a>" in mail.html
    assert f"Para no recibir más: {world.links.unsubscribe(lead_id)}" in mail.text
    assert "Darse de baja</a>" in mail.html


async def test_what_there_is_to_read_has_its_title_in_spanish(world: World) -> None:
    lead_id = await nurtured(world, language="es", message="¿Tienen cámara?")

    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert "Cámaras a bordo: qué graban y quién puede verlo" in mail.text


@pytest.mark.parametrize("language", ["pl", None])
async def test_who_has_no_text_gets_the_playbooks(
    world: World, language: str | None
) -> None:
    body: dict[str, Any] = {"language": language} if language else {}
    lead_id = await nurtured(world, **body)
    story = Notice(lead_id, "story", template="customer-story")

    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "x"))
    await world.run(world.follow_up.send_follow_up, story)
    await world.run(world.follow_up.send_bridge, Notice(lead_id, "bridge"))

    for mail in world.mailer.sent:
        assert '<html lang="en">' in mail.html
    assert world.mailer.sent[0].text.startswith("Hello,\n\nThank you. Our guide")


async def test_that_a_country_speaks_a_language_is_only_a_guess(world: World) -> None:
    request, _ = await world.assign(name="Dana Ruiz", country="ES")

    await world.run(world.follow_up.acknowledge_lead, Notice(request.lead_id, "x"))

    (mail,) = world.mailer.sent
    assert mail.text.startswith("Hello Dana,")


async def test_what_the_browser_prefers_counts_where_the_form_says_nothing(
    world: World,
) -> None:
    lead_id, submission_id = await world.raise_hand(country="ES")
    await world.execute(
        "UPDATE submissions SET locale = 'es-ES' WHERE id = :id", id=submission_id
    )
    await world.decide(lead_id)

    await world.run(world.follow_up.send_bridge, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert mail.text.startswith("Hola:")


async def test_an_answer_by_mail_does_not_forget_the_browsers_language(
    world: World,
) -> None:
    lead_id, submission_id = await world.raise_hand(country="ES")
    await world.execute(
        "UPDATE submissions SET locale = 'es-ES' WHERE id = :id", id=submission_id
    )
    world.now += timedelta(hours=1)
    await world.raise_hand(lead_id, channel="email", message="¿Y el precio?")
    await world.decide(lead_id)

    await world.run(world.follow_up.send_bridge, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert mail.text.startswith("Hola:")


async def test_what_people_put_right_counts(world: World) -> None:
    lead_id = await nurtured(world, language="es")
    await corrected(world, lead_id, "fr")

    await world.run(world.follow_up.send_bridge, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert mail.text.startswith("Bonjour,")


async def test_a_language_without_a_subject_gets_a_general_one(world: World) -> None:
    subject = '      es: "Cómo cuarenta furgonetas gastan una décima parte menos"\n'
    await world.publish({subject: ""})
    lead_id = await nurtured(world, language="es")

    notice = Notice(lead_id, "story", template="customer-story")
    await world.run(world.follow_up.send_follow_up, notice)

    (mail,) = world.mailer.sent
    assert mail.subject == "Su solicitud a Northwind Fleet"


async def test_a_message_without_a_subject_is_called_by_its_name(world: World) -> None:
    first = "messages:\n"
    await world.publish({first: f"{first}  some-news: |\n    Hello\n"})
    lead_id = await nurtured(world)

    notice = Notice(lead_id, "news", template="some-news")
    await world.run(world.follow_up.send_follow_up, notice)

    (mail,) = world.mailer.sent
    assert mail.subject == "Some news · Northwind Fleet"
