"""A home page tells what the company is; a broken or lying one tells less."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.enrichment.home_page import facts_of_page
from adapters.enrichment.plausible import LARGEST_EMPLOYER

DOMAIN = "northwind.example"
HTML = "text/html; charset=utf-8"


def page(*, head: str = "", body: str = "") -> bytes:
    return (
        f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
    )


def linked(*items: object) -> bytes:
    scripts = (
        f'<script type="application/ld+json">{json.dumps(item)}</script>'
        for item in items
    )
    return page(head="".join(scripts))


def facts(body: bytes, content_type: str = HTML) -> dict[str, object]:
    return dict(facts_of_page(body, content_type, DOMAIN))


NORTHWIND = {
    "@context": "https://schema.org",
    "@type": "Organization",
    "name": "Northwind GmbH",
    "url": "https://www.northwind.example/",
    "description": "Fleet logistics since 1998.",
    "foundingDate": "1998-04-01",
    "numberOfEmployees": {
        "@type": "QuantitativeValue",
        "minValue": 51,
        "maxValue": 200,
    },
    "naics": "488510",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "Hafenstr. 1",
        "postalCode": "20457",
        "addressLocality": "Hamburg",
        "addressCountry": {"@type": "Country", "name": "Deutschland"},
    },
}


def test_linked_data_tells_all_that_scoring_wants():
    assert facts(linked(NORTHWIND)) == {
        "company": "Northwind GmbH",
        "employees": 125,
        "industry": "logistics",
        "country": "DE",
        "postal_code": "20457",
        "founded": 1998,
        "company_address": "Hafenstr. 1, 20457, Hamburg, Deutschland",
        "company_description": "Fleet logistics since 1998.",
    }


def test_a_graph_as_site_builders_write_it_is_read():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "publisher": {"@id": "#org"}},
            {"@type": ["Organization", "Brand"], "@id": "#org", "name": "Northwind"},
        ],
    }

    assert facts(linked(graph)) == {"company": "Northwind"}


def test_microdata_tells_the_same():
    body = page(
        body="""
        <div itemscope itemtype="http://schema.org/LocalBusiness" itemref="loop">
          <h1 itemprop="name">Northwind <b>GmbH</b></h1>
          <span itemprop="numberOfEmployees" itemscope
                itemtype="https://schema.org/QuantitativeValue">
            <meta itemprop="value" content="240"></span>
          <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
            <span itemprop="streetAddress">Hafenstr. 1</span>
            <span itemprop="addressCountry">DE</span></div>
          <p id="loop" itemprop="isicV4">H4923</p>
        </div>"""
    )

    assert facts(body) == {
        "company": "Northwind GmbH",
        "employees": 240,
        "industry": "logistics",
        "country": "DE",
        "company_address": "Hafenstr. 1, DE",
    }


def test_meta_tags_and_the_title_fill_what_schema_org_leaves_open():
    head = (
        "<title>Fleet software that pays | Northwind GmbH</title>"
        '<meta name="Description" content=" Fleets,\n managed. ">'
    )

    assert facts(page(head=head)) == {
        "company": "Northwind GmbH",
        "company_description": "Fleets, managed.",
    }


@pytest.mark.parametrize(
    ("head", "company"),
    [
        ("<title>Northwind</title>", "Northwind"),
        ("<title>North Wind \u2013 Fleets</title>", "North Wind"),
        ("<title>Fleets » Northwind</title>", "Northwind"),
        ("<title>Welcome to our shop</title>", None),
        ("<title></title>", None),
        ('<meta property="og:site_name" content="NW Group">', "NW Group"),
        ('<meta property="og:site_name">', None),
    ],
)
def test_a_title_gives_a_name_only_where_it_matches_the_domain(head, company):
    assert facts(page(head=head)).get("company") == company


def test_somebody_elses_organisation_is_not_the_company():
    theme = NORTHWIND | {"name": "Themes Inc", "url": "https://themes.example.org/"}
    partner = {"@type": "Organization", "name": "Acme"}
    own = {"@type": "Organization", "sponsor": partner, "memberOf": partner}

    assert facts(linked(theme)) == {}
    assert facts(linked(own)) == {}
    assert facts(linked({"@type": "Person", "name": "Dana Ruiz"})) == {}


def test_the_organisation_with_the_own_address_speaks_first():
    nameless = {"@type": "Organization", "name": "Partner", "industry": "logistics"}
    own = {"@type": "Corporation", "name": "Northwind", "url": "northwind.example"}

    assert facts(linked(nameless, own)) == {
        "company": "Northwind",
        "industry": "logistics",
    }


@pytest.mark.parametrize(
    ("given", "employees"),
    [
        (240, 240),
        ("240 people", 240),
        ("51-200", 125),
        ({"value": "1,200"}, 1_200),
        ({"minValue": 10}, 10),
        ({"maxValue": "50"}, 50),
        ({"minValue": 200, "maxValue": 10}, None),
        ({"value": 10**12, "minValue": 5, "maxValue": 7}, 6),
        ([None, "many", {"value": 30}], 30),
        ([[[[240]]]], None),
        (10**12, None),
        (-3, None),
        (1e400, None),
        (True, None),
        ({"value": {"value": {"value": 3}}}, None),
    ],
)
def test_a_headcount_that_cannot_be_is_dropped(given, employees):
    item = {"@type": "Organization", "numberOfEmployees": given}

    assert facts(linked(item)).get("employees") == employees


@pytest.mark.parametrize(
    ("item", "industry"),
    [
        ({"industry": "Logistics"}, "Logistics"),
        ({"industry": {"@type": "DefinedTerm", "name": "Logistics"}}, "Logistics"),
        ({"naics": 488510}, "logistics"),
        ({"naics": ["nonsense", "488510"]}, None),
        ({"isicV4": "6201"}, "information"),
        ({"knowsAbout": ["Fleets", "Lorries"]}, "Fleets"),
        ({"knowsAbout": "x" * 80}, None),
        ({"industry": {"name": {"name": "deep"}}}, None),
        ({"naics": 10**30}, None),
    ],
)
def test_an_industry_is_named_or_decoded(item, industry):
    assert facts(linked({"@type": "Organization"} | item)).get("industry") == industry


@pytest.mark.parametrize(
    ("address", "country", "line"),
    [
        ({"addressCountry": "de"}, "DE", "de"),
        ({"addressCountry": "Atlantis"}, None, "Atlantis"),
        ({"addressCountry": ["DEU", "FR"]}, "DE", "DEU"),
        ([{"addressCountry": "FR"}, {"addressCountry": "DE"}], "FR", "FR"),
        ("Hafenstr. 1, Hamburg", None, "Hafenstr. 1, Hamburg"),
        (5, None, None),
        ([], None, None),
    ],
)
def test_an_address_tells_the_country(address, country, line):
    found = facts(linked({"@type": "Organization", "address": address}))

    assert found.get("country") == country
    assert found.get("company_address") == line


def test_one_broken_script_does_not_cost_the_others():
    body = page(
        head='<script type="application/ld+json">{broken</script>'
        '<script type="application/ld+json">// note\n'
        '{"@type": "Organization", "name": "Northwind",}</script>'
        '<script type="application/ld+json">"just a text"</script>'
        '<script type="application/ld+json">[[1], null, {"@type": 5}]</script>'
        '<script type="application/ld+json"></script>'
    )

    assert facts(body) == {"company": "Northwind"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Northwind Köln</title>".encode(), "text/html"),
        ("<title>Northwind Köln</title>".encode("cp1252"), "text/html"),
        ("<title>Northwind Köln</title>".encode("cp1252"), "text/html; charset=latin1"),
        ("<title>Northwind Köln</title>".encode(), 'text/html; charset="UTF-8"'),
        ("<title>Northwind Köln</title>".encode("cp1252"), "text/html; charset=utf-8"),
        ("<title>Northwind Köln</title>".encode(), "text/html; charset=nonsense"),
        ("<title>Northwind Köln</title>".encode(), "text/html; charset=zlib"),
        ("<title>Northwind Köln</title>".encode(), "text/html; charset=punycode"),
        ("\ufeff<title>Northwind Köln</title>".encode("utf-16"), "text/html"),
        ("\ufeff<title>Northwind Köln</title>".encode(), "text/html; charset=latin1"),
        (
            '<meta charset="windows-1252"><title>Northwind Köln</title>'.encode(
                "cp1252"
            ),
            "text/html",
        ),
        (
            b'<?xml version="1.0" encoding="utf-8"?>'
            + "<html><title>Northwind Köln</title></html>".encode(),
            "application/xhtml+xml",
        ),
    ],
    ids=str,
)
def test_the_encoding_is_found_or_guessed(body, content_type):
    assert facts(body, content_type)["company"] == "Northwind Köln"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"\0\0\0",
        b"<",
        b"<!-- only a comment -->",
        b"\x81\x8d\x8f",
        b"<html",
        b"<title>" + b"\xff" * 100,
        b"<svg><title/><![CDATA[",
        b"<div>" * 20_000,
        b"<script type='application/ld+json'>" + b"[" * 90_000,
        b"<script type='application/ld+json'>" + b"9" * 90_000,
        b"<script type='application/ld+json'>" + b'{"@graph":' * 9_000,
    ],
    ids=range(13),
)
def test_what_is_hardly_a_page_tells_nothing_and_breaks_nothing(body):
    assert facts(body) == {}


SCOPE = '<div itemscope itemtype="https://schema.org/Organization" id=i itemref="i i">'
HOSTILE = {
    "nested items": (SCOPE + '<b itemprop="name">x</b>') * 3_000,
    "many properties": SCOPE + '<b itemprop="name">x</b>' * 20_000,
    "long texts": SCOPE + ('<b itemprop="name">' + "x" * 2_000) * 200,
    "many small items": (SCOPE + '<b itemprop="name">x</b></div>') * 4_000,
    "deep properties": SCOPE + '<b itemprop="name">' * 59 + "x" * 19_000,
    "broken scripts": ('<script type="application/ld+json">{"' + "/*\\" * 8_000) * 20,
    "a huge script": '<script type="application/ld+json">[' + '"a",' * 120_000,
    "wide graphs": '<script type="application/ld+json">[' + "{}," * 30_000 + "{}]",
    "titles": "<title>" + "Northwind | " * 40_000,
    "metas": '<meta name="description">' * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_cost_time_costs_little(name):
    body = HOSTILE[name].encode()[: 512 * 1024]
    facts(linked(NORTHWIND))  # the lazy import is not what is measured
    started = time.process_time()

    facts(body)

    assert time.process_time() - started < 2


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["Organization", "51-200", "DE", "northwind.example", "9" * 400]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "name",
                    "value",
                    "minValue",
                    "maxValue",
                    "addressCountry",
                    "url",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)
LIAR = st.fixed_dictionaries(
    {
        "@type": st.sampled_from(
            ["Organization", ["LocalBusiness"], "schema:Corporation"]
        )
    },
    optional=dict.fromkeys(
        [
            "name",
            "legalName",
            "url",
            "description",
            "numberOfEmployees",
            "industry",
            "naics",
            "isicV4",
            "knowsAbout",
            "address",
            "publisher",
            "about",
            "@graph",
            "mainEntity",
        ],
        JUNK,
    ),
)


def assert_plausible(found: dict[str, object]) -> None:
    for name, value in found.items():
        if name == "employees":
            assert isinstance(value, int)
            assert 1 <= value <= LARGEST_EMPLOYER
        else:
            assert isinstance(value, str)
            assert 0 < len(value) <= 500
            assert value.isprintable() or "\u00ad" in value or not value.isascii()
            value.encode()
    assert len(str(found.get("country", "DE"))) == 2


@settings(max_examples=300, deadline=None)
@given(st.lists(LIAR | JUNK, max_size=2))
def test_three_hundred_lying_pages_tell_only_the_plausible(items):
    assert_plausible(facts(linked(*items)))


FRAGMENTS = st.sampled_from(
    [
        '<script type="application/ld+json">',
        "</script>",
        '{"@type":"Organization","name":"',
        '"}',
        '<div itemscope itemtype="https://schema.org/Organization">',
        '<b itemprop="name">',
        '<meta itemprop="numberOfEmployees" content="9999999999999">',
        '<a itemprop="url" href="http://[">',
        '<div itemprop="address" itemscope itemref="x">',
        "<title>",
        "</div>",
        "<!--",
        "<![CDATA[",
        "&#0;&#xD800;",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(FRAGMENTS.map(str.encode) | st.binary(max_size=12), max_size=15),
    st.sampled_from(
        ["text/html", "text/html; charset=utf-16", "charset=shift_jis", ""]
    ),
)
def test_three_hundred_broken_pages_break_nothing(parts, content_type):
    assert_plausible(facts(b"".join(parts), content_type))
