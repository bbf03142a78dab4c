"""What the product itself says to prospects, in each language that it speaks.

The words stand in English where they are used; `catalogs/<language>.po` has the others. They
are read when they are first needed: a few dozen lines are not worth a compiled file.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGS = Path(__file__).parent / "catalogs"
SOURCE = "en"  # the language that the words are written in


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 of all that the product speaks, its own first."""
    return (SOURCE, *sorted(path.stem for path in CATALOGS.glob("*.po")))


@cache
def translations(language: str) -> NullTranslations:
    """For templates. A language that is not spoken gets the words as they are written."""
    path = CATALOGS / f"{language}.po"
    if language == SOURCE or language not in languages():
        return NullTranslations()
    with path.open("rb") as lines:
        catalog = read_po(lines, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def words(language: str, message: str) -> str:
    """One sentence of the product's in that language."""
    return translations(language).gettext(message)


class OwnWords:
    """What the product says of its own accord, as one of the texts of a mail."""

    def has(self, language: str) -> bool:
        return language in languages()


OWN_WORDS = OwnWords()
