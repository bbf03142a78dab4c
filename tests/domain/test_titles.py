import pytest

from domain.rules.titles import ROLES, SENIORITIES, Titles
from domain.words import folded

USUAL = Titles()


def told(title: str, titles: Titles = USUAL) -> tuple[str | None, str | None]:
    words = folded(title)
    return titles.seniority_of(words), titles.role_of(words)


@pytest.mark.parametrize(
    ("title", "seniority", "role"),
    [
        ("CEO", "c_level", "general_management"),
        ("Founder & CTO", "c_level", "it"),
        ("Managing Director", "c_level", "general_management"),
        ("Chief Operating Officer", "c_level", "operations"),
        ("VP Operations", "vp", "operations"),
        ("Vice President, Sales", "vp", "sales"),
        ("Head of Fleet", "head", "operations"),
        ("IT Manager", "manager", "it"),
        ("Senior Software Engineer", "senior", "it"),
        ("Junior Buyer", "junior", "purchasing"),
        ("PhD student", "student", None),
        ("Sales Operations Manager", "manager", "sales"),
        ("Jefe de Operaciones", "head", "operations"),
        ("Director general", "c_level", "general_management"),
        ("Gerente de Logística", "manager", "operations"),
        ("Diretora de Operações", "director", "operations"),
        ("Directeur Général", "c_level", "general_management"),
        ("Responsable de flotte", "manager", "operations"),
        ("Geschäftsführerin", "c_level", "general_management"),
        ("Vertriebsleiter", "head", "sales"),
        ("Fuhrparkleiterin", "head", "operations"),
        ("Werkstudentin Marketing", "student", "marketing"),
        ("Amministratore delegato", "c_level", "general_management"),
        ("Responsabile acquisti", "manager", "purchasing"),
    ],
)
def test_a_title_tells_how_high_and_for_what_in_six_languages(
    title: str, seniority: str | None, role: str | None
) -> None:
    assert told(title) == (seniority, role)


@pytest.mark.parametrize(
    ("title", "seniority", "role"),
    [
        ("Assistant to the CEO", "staff", None),
        ("Product Owner", "staff", "product"),
        ("Internal Auditor", None, None),
        ("Poet", None, None),
        ("", None, None),
        ("¿¡!?", None, None),
        ("ceo " * 10_000, "c_level", "general_management"),
    ],
)
def test_who_only_sounds_high_is_not(
    title: str, seniority: str | None, role: str | None
) -> None:
    assert told(title) == (seniority, role)


def test_a_business_gives_words_its_own_meaning() -> None:
    own = Titles(
        seniority={"buyer": ("Patrón",), "staff": ("VP",)},
        role={"fleet": ("fleet", "Fuhrpark")},
    )

    assert told("Patron", own) == ("buyer", None)
    assert told("VP Fleet", own) == ("staff", "fleet")
    assert told("Fuhrparkleiter", own) == ("head", "fleet")
    assert told("CEO", own) == ("c_level", "general_management")
    assert own.seniorities == ("buyer", *SENIORITIES)
    assert own.roles == ("fleet", *ROLES)
