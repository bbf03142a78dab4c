"""What the product says to prospects is said in every language that it speaks."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from adapters.languages.catalogs import CATALOGS, languages, words
from adapters.letters.writing import MESSAGES, write_letter
from tests.mail.test_letters import WORDS

TRANSLATED = languages()[1:]
PLACES = re.compile(r"%\((\w+)\)s")
_TEMPLATES = [("**.html", "jinja2"), ("**.txt", "jinja2")]
_CODE = [("**.py", "python")]


def said() -> Iterator[object]:
    """Everything that a catalog must have, as it stands in templates and code."""
    yield from (found[2] for found in extract_from_dir(MESSAGES, _TEMPLATES))
    for package in ("adapters", "api"):
        place = CATALOGS.parents[2] / package
        keywords = {"words": (2,)}
        yield from (f[2] for f in extract_from_dir(place, _CODE, keywords=keywords))


SAID = frozenset(map(str, said()))


def catalog(language: str) -> Catalog:
    with (CATALOGS / f"{language}.po").open("rb") as lines:
        return read_po(lines, locale=language)


def test_there_is_something_to_translate() -> None:
    assert languages() == ("en", "de", "es", "fr", "it", "pt")
    assert "Hello %(first_name)s," in SAID


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_catalog_is_complete(language: str) -> None:
    found = {entry.id: entry for entry in catalog(language) if entry.id}

    assert set(found) == SAID
    assert [one for one, entry in found.items() if not entry.string] == []
    assert [one for one, entry in found.items() if entry.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_name_the_same_places(language: str) -> None:
    wrong = [
        entry.id
        for entry in catalog(language)
        if set(PLACES.findall(str(entry.id))) != set(PLACES.findall(str(entry.string)))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", ["acknowledgement", "bridge", "follow_up"])
def test_mails_to_prospects_fill_in_every_language(language: str, kind: str) -> None:
    letter = write_letter(kind, WORDS | {"language": language})

    assert f'<html lang="{language}">' in letter.html
    assert "%(" not in letter.subject + letter.text + letter.html
    if language != "en":
        assert "Hello" not in letter.text
        assert "your request" not in letter.text


def test_what_is_put_in_stays_text_in_every_language() -> None:
    hostile = WORDS | {"language": "es", "owner": "<b>Ana</b> %(company)s"}

    html = write_letter("bridge", hostile).html

    assert "&lt;b&gt;Ana&lt;/b&gt; %(company)s tiene ahora su solicitud" in html


def test_a_language_that_is_not_spoken_gets_english() -> None:
    assert words("pl", "Thank you.") == "Thank you."
    assert words("de", "Thank you.") == "Vielen Dank."
