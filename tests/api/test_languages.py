"""The answer to the website is in the language that its visitor reads."""

import pytest

from domain.qualifying.bands import Band
from tests.api.conftest import Site, dana
from tests.api.test_forms_and_browsers import post
from tests.api.thin_world import ThinWorld


@pytest.mark.parametrize(
    ("given", "headers", "language", "begins"),
    [
        ({"language": "es"}, {}, "es", "Ana Ortiz le llamará como muy tarde "),
        ({"language": "es-MX"}, {}, "es", "Ana Ortiz le llamará como muy tarde "),
        ({}, {"Accept_Language": "fr-FR"}, "fr", "Ana Ortiz vous appellera au plus"),
        (
            {"language": "es"},
            {"Accept_Language": "fr-FR"},
            "es",
            "Ana Ortiz le llamará como muy tarde ",
        ),
        ({"language": "de"}, {}, "en", "Ana Ortiz will call you by "),
        ({}, {}, "en", "Ana Ortiz will call you by "),
    ],
)
async def test_the_answer_says_in_which_language_it_is(
    site: Site,
    world: ThinWorld,
    *,
    given: dict[str, str],
    headers: dict[str, str],
    language: str,
    begins: str,
) -> None:
    answer = (await site.submit(dana(**given), **headers)).json()

    assert answer["next_step"]["language"] == language
    assert answer["next_step"]["message"].startswith(begins)


@pytest.mark.parametrize(
    ("given", "language", "message"),
    [
        (
            "es",
            "es",
            "Gracias. Hemos recibido su solicitud y nos pondremos en contacto con usted.",
        ),
        ("pl", "en", "Thank you. We have your request and will be in touch."),
    ],
)
async def test_who_does_not_wait_is_thanked_in_their_language(
    site: Site, world: ThinWorld, given: str, language: str, message: str
) -> None:
    answer = await site.submit(dana(language=given), Prefer="respond-async")

    step = answer.json()["next_step"]
    assert answer.status_code == 202
    assert step == {"kind": "wait", "message": message, "language": language}


async def test_the_thanks_page_speaks_it_too(site: Site, world: ThinWorld) -> None:
    world.band = Band.REVIEW
    response = await post(site, dana(language="es"))

    page = (await site.http.get(response.headers["location"])).text

    assert '<html lang="es">' in page
    assert "<h1>Gracias</h1>" in page
    assert "Una persona de Northwind Fleet estudiará su solicitud" in page


async def test_so_it_does_before_the_decision(site: Site, world: ThinWorld) -> None:
    response = await post(
        site, dana(), Prefer="respond-async", **{"Accept-Language": "de-DE"}
    )

    page = (await site.http.get(response.headers["location"])).text

    assert '<html lang="de">' in page
    assert "Ihre Anfrage ist bei uns eingegangen, wir melden uns bei Ihnen." in page
