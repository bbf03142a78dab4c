"""Values from strangers are believed only where they make sense."""

import pytest

from adapters.enrichment.countries import country_of
from adapters.enrichment.industries import industry_of_isic, industry_of_naics
from adapters.enrichment.plausible import employees_of, fact_value, text_of


@pytest.mark.parametrize(
    ("given", "employees"),
    [
        (240, 240),
        (240.0, 240),
        (" 240 ", 240),
        ("1,200", 1_200),
        ("1.200", 1_200),
        ("10 000", 10_000),
        ("10\u00a0000+", 10_000),
        ("10001+", 10_001),
        ("51-200", 125),
        ("51\u2013200 employees", 125),
        ("1,001 - 5,000", 3_000),
        ("11 to 50", 30),
        ("about 30 people", 30),
        ("~50", 50),
        ("200-51", None),
        ("00", None),
        (0, None),
        (-5, None),
        (True, None),
        (10**9, None),
        ("999999999", None),
        ("9" * 5_000, None),
        (float("nan"), None),
        (float("inf"), None),
        ("many", None),
        ("1.5k", None),
        ("²", None),
        ("", None),
        (None, None),
        ([240], None),
    ],
)
def test_a_headcount_is_read_or_dropped(given, employees):
    assert employees_of(given) == employees


@pytest.mark.parametrize(
    ("given", "country"),
    [
        ("ES", "ES"),
        ("es", "ES"),
        ("ESP", "ES"),
        ("Spain", "ES"),
        ("España", "ES"),
        ("united states", "US"),
        ("the Netherlands", "NL"),
        ("The United Kingdom", "GB"),
        ("Côte d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Deutschland", "DE"),
        ("Österreich", "AT"),
        ("South  Korea", "KR"),
        ("日本", "JP"),
        ("UK", "GB"),
        ("XK", "XK"),
        ("ZZ", None),
        ("Europe", None),
        ("", None),
        ("x" * 1_000, None),
        (724, None),
        (None, None),
    ],
)
def test_a_country_is_known_by_code_and_by_name(given, country):
    assert country_of(given) == country


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("488510", "logistics"),
        ("33", "manufacturing"),
        ("541511", "professional services"),
        ("99", None),
        ("1", None),
        ("4885100", None),
        ("logistics", None),
        ("", None),
    ],
)
def test_a_naics_code_stands_for_an_industry(code, industry):
    assert industry_of_naics(code) == industry


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("H4923", "logistics"),
        ("4923", "logistics"),
        ("6201", "information"),
        ("01", "agriculture"),
        ("9900", "services"),
        ("00", None),
        ("J", None),
        ("Z49", None),
    ],
)
def test_an_isic_code_stands_for_an_industry(code, industry):
    assert industry_of_isic(code) == industry


def test_texts_are_one_line_bounded_and_storable():
    assert text_of(" a\n\tb\u0000c\ud800 ") == "a b c"
    assert text_of("x" * 300, 10) == "xxxxxxxxx…"
    assert text_of("   ") is None
    assert text_of(7) is None


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("employees", "51-200", 125),
        ("country", "Spain", "ES"),
        ("language", "DE-at", "de"),
        ("language", "german", None),
        ("language", 5, None),
        ("fields.fleet", 10**20, None),
        ("fields.fleet", 1.5, 1.5),
        ("fields.active", False, False),
        ("industry", {"name": "x"}, None),
    ],
)
def test_each_field_has_its_shape(field, given, value):
    assert fact_value(field, given) == value


@pytest.mark.parametrize(
    ("field", "given", "believed"),
    [
        ("founded", "1998-04-01", 1998),
        ("founded", 2019, 2019),
        ("founded", "since 1998", None),
        ("founded", 19, None),
        ("founded", True, None),
        ("customer", "Yes", True),
        ("customer", 0, False),
        ("customer", "perhaps", None),
        ("postal_code", 8001, "8001"),
        ("postal_code", " sw1a 1aa ", "SW1A 1AA"),
        ("postal_code", "x" * 13, None),
        ("postal_code", -1, None),
        ("postal_code", True, None),
        ("account_owner", " Ana ", "ana"),
        ("account_owner", "Ana Ortiz", None),
        ("account_owner", None, None),
    ],
)
def test_a_company_s_own_facts_are_read_or_dropped(field, given, believed):
    assert fact_value(field, given) == believed
