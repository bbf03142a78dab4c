"""A submission tells much about itself before anybody is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.enrichment.domains import brand, host_name, kind_of, registrable
from adapters.enrichment.known import facts_from_form
from adapters.enrichment.locales import region_and_language
from domain.evidence import KNOWN_FIELDS, Fact


@pytest.mark.parametrize(
    ("address", "kind", "domain"),
    [
        ("dana@northwind.example", "work", "northwind.example"),
        ("dana@Mail.Northwind.EXAMPLE", "work", "northwind.example"),
        ("dana@northwind.example.", "work", "northwind.example"),
        ("dana@sales.northwind.co.uk", "work", "northwind.co.uk"),
        ("dana@bücher.example", "work", "xn--bcher-kva.example"),
        ("dana@xn--bcher-kva.example", "work", "xn--bcher-kva.example"),
        ("dana@食狮.公司.cn", "work", "xn--85x722f.xn--55qx5d.cn"),
        ('"d@n@"@northwind.example', "work", "northwind.example"),
        ("dana@northwind.github.io", "work", "northwind.github.io"),
        ("dana@gov.uk", "work", None),
        ("dana@gmail.com", "free", None),
        ("dana@GMail.com", "free", None),
        ("dana@eu.yahoo.com", "free", None),
        ("dana@tutanota.com", "free", None),
        ("dana@mailinator.com", "disposable", None),
        ("dana@a.b.mailinator.com", "disposable", None),
        ("dana@0815.su", "disposable", None),  # on both lists: the worse one counts
        ("dana@localhost", None, None),
        ("dana@[127.0.0.1]", None, None),
        ("dana@127.0.0.1", None, None),
        ("@northwind.example", None, None),
        ("dana", None, None),
        ("dana@", None, None),
        ("dana@a..b", None, None),
        ("dana@" + "x" * 300 + ".example", None, None),
        ("dana@\ud800.example", None, None),
        ("", None, None),
    ],
)
def test_an_address_tells_its_kind_and_the_company(address, kind, domain):
    facts = facts_from_form({"email": address})

    assert facts.get("address_kind") == (Fact(kind, "email") if kind else None)
    assert facts.get("email_domain") == (Fact(domain, "email") if domain else None)


@pytest.mark.parametrize(
    ("phone", "country", "number", "region"),
    [
        ("+34 600 000 000", None, "+34600000000", "ES"),
        ("+34 600 000 000", "DE", "+34600000000", "ES"),
        ("600 000 000", "ES", "+34600000000", "ES"),
        ("020 7946 0958", "United Kingdom", "+442079460958", "GB"),
        ("+1 (202) 555-0143", None, "+12025550143", "US"),
        ("+1 416 555 0143", None, "+14165550143", "CA"),
        ("+1 555 0100", None, "+15550100", None),  # possible, but nobody's
        ("+383 44 123 456", None, "+38344123456", "XK"),
        ("600 000 000", None, None, None),  # whose 600?
        ("call me", "ES", None, None),
        ("12", "ES", None, None),
        ("+" + "9" * 60, None, None, None),
        ("+999 123", None, None, None),
    ],
)
def test_a_phone_number_is_written_one_way_and_tells_its_country(
    phone, country, number, region
):
    form = {"phone": phone} | ({"country": country} if country else {})

    facts = facts_from_form(form)

    assert facts.get("phone") == (Fact(number, "form") if number else None)
    assert facts.get("phone_country") == (Fact(region, "phone") if region else None)


def test_what_the_form_says_wins_over_every_hint():
    facts = facts_from_form(
        {
            "email": "dana@northwind.de",
            "phone": "+34 600 000 000",
            "country": "France",
            "language": "it-IT",
        },
        "en-US,en;q=0.9",
    )

    assert facts["country"] == Fact("FR", "form")
    assert facts["language"] == Fact("it", "form")
    assert facts["phone_country"] == Fact("ES", "phone")


@pytest.mark.parametrize(
    ("form", "locale", "country", "language"),
    [
        (
            {"phone": "+34 600 000 000", "email": "d@northwind.de"},
            "en-US",
            Fact("ES", "phone"),
            Fact("en", "locale"),
        ),
        (
            {"email": "d@northwind.de"},
            "en-US",
            Fact("DE", "email"),
            Fact("en", "locale"),
        ),
        ({"email": "d@northwind.de"}, None, Fact("DE", "email"), Fact("de", "country")),
        ({"email": "d@web.de"}, None, Fact("DE", "email"), Fact("de", "country")),
        (
            {"email": "d@northwind.co.uk"},
            None,
            Fact("GB", "email"),
            Fact("en", "country"),
        ),
        ({"email": "d@northwind.ch"}, None, Fact("CH", "email"), None),
        ({"email": "d@northwind.io"}, None, None, None),
        ({"email": "d@northwind.com"}, None, None, None),
        ({"email": "d@northwind.eu"}, None, None, None),
        ({"email": "d@0815.ru"}, None, None, None),  # disposable: no hint
        (
            {"email": "d@northwind.com"},
            "es-MX",
            Fact("MX", "locale"),
            Fact("es", "locale"),
        ),
        ({"country": "pt"}, None, Fact("PT", "form"), Fact("pt", "country")),
        ({"country": "Narnia"}, "pt-BR", Fact("BR", "locale"), Fact("pt", "locale")),
        ({}, None, None, None),
    ],
)
def test_country_and_language_come_from_the_best_hint(form, locale, country, language):
    facts = facts_from_form(form, locale)

    assert facts.get("country") == country
    assert facts.get("language") == language


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("es-ES,es;q=0.9,en;q=0.8", ("ES", "es")),
        ("en;q=0.8, de-AT", ("AT", "de")),
        ("de, en-US;q=0.5", ("US", "de")),
        ("zh-Hant-TW", ("TW", "zh")),
        ("pt_BR.UTF-8", ("BR", "pt")),
        ("de_DE@euro", ("DE", "de")),
        ("en-XX", (None, "en")),
        ("fr;q=0", (None, None)),
        ("fr;q=banana", (None, None)),
        ("*", (None, None)),
        ("C", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
        ("x" * 10_000, (None, None)),
    ],
)
def test_a_locale_names_a_region_and_a_language(locale, expected):
    assert region_and_language(locale) == expected


def test_given_fields_are_kept_and_unknown_ones_left_out():
    facts = facts_from_form(
        {
            "company": "  Northwind\n GmbH ",
            "employees": "1,200",
            "message": "Quote for 80 vehicles\x00, please \ud800",
            "marketing_consent": True,
            "fields.vehicles": 80,
            "fields.since": "2019",
            "fields.nothing": " ",
            "fields.endless": float("inf"),
            "job_title": "",
            "password": "secret",
        }
    )

    assert facts == {
        "company": Fact("Northwind GmbH", "form"),
        "employees": Fact(1200, "form"),
        "message": Fact("Quote for 80 vehicles , please", "form"),
        "marketing_consent": Fact(True, "form"),  # noqa: FBT003
        "fields.vehicles": Fact(80, "form"),
        "fields.since": Fact("2019", "form"),
    }


VALUES = st.text(max_size=60) | st.integers() | st.floats() | st.booleans()


@given(
    st.dictionaries(
        st.sampled_from(sorted(KNOWN_FIELDS | {"email", "fields.x"})), VALUES
    ),
    st.none() | st.text(max_size=60),
)
def test_no_form_breaks_it_and_every_text_can_be_stored(form, locale):
    facts = facts_from_form(form, locale)

    for fact in facts.values():
        text = str(fact.value)
        assert "\0" not in text
        text.encode("utf-8")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_names(text):
    host = host_name(text)

    if host:
        assert host.isascii()
        assert kind_of(host) in {"work", "free", "disposable"}
        assert host.endswith(registrable(host) or "")
        assert brand(host)
