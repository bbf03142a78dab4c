"""The business's own table of companies is read, or refused line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.enrichment.companies import Company, companies_of_csv
from adapters.enrichment.known_companies import KnownCompanies
from domain.errors import Fault, InvalidError
from domain.evidence import Fact

TABLE = """domain,name,employees,industry,country,Tier,Account owner,since,active,margin,Customer,Postal code,Founded
northwind.example,Northwind,240,logistics,ES,gold,Ana,007,true,0.25,yes,08001,1998-04-01
https://www.acme.co.uk/about,"Acme, Ltd",51-200,,United Kingdom,1,,2019,FALSE,,no,,

bücher.example,,,,,,,,,,,,
"""


def test_a_table_becomes_facts_by_domain():
    companies = companies_of_csv(TABLE)

    assert companies == (
        Company(
            "northwind.example",
            {
                "company": "Northwind",
                "employees": 240,
                "industry": "logistics",
                "country": "ES",
                "fields.tier": "gold",
                "account_owner": "ana",
                "fields.since": "007",
                "fields.active": True,
                "fields.margin": 0.25,
                "customer": True,
                "postal_code": "08001",
                "founded": 1998,
            },
        ),
        Company(
            "acme.co.uk",
            {
                "company": "Acme, Ltd",
                "employees": 125,
                "country": "GB",
                "fields.tier": 1,
                "fields.since": 2019,
                "fields.active": False,
                "customer": False,
            },
        ),
        Company("xn--bcher-kva.example", {}),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_save_is_understood(separator):
    text = "\ufeffDomain,Name\r\nnorthwind.example,Northwind\r\n".replace(
        ",", separator
    )

    assert companies_of_csv(text) == (
        Company("northwind.example", {"company": "Northwind"}),
    )


def test_every_fault_has_its_line():
    text = (
        "domain,employees,country\n"
        "northwind.example,lots,Narnia\n"
        "\n"
        "not a domain,1,ES\n"
        '"acme.example",\n'
        "gmail.com,1,ES\n"
        "www.northwind.example,5,ES\n"
        "globex.example,5,ES,more\n"
    )

    with pytest.raises(InvalidError) as refused:
        companies_of_csv(text)

    assert refused.value.faults == (
        Fault("/employees", "Cannot be read as employees.", 2),
        Fault("/country", "Cannot be read as country.", 2),
        Fault("/domain", "Is no domain.", 4),
        Fault("/domain", "Is a mail service, not a company.", 6),
        Fault("/domain", "Stands on an earlier line, too.", 7),
        Fault("", "More cells than the header has.", 8),
    )


def test_a_line_is_where_a_row_begins_even_after_a_cell_of_several_lines():
    text = 'domain,notes\nnorthwind.example,"one\ntwo\nthree"\nnope,x\n'

    with pytest.raises(InvalidError) as refused:
        companies_of_csv(text)

    assert refused.value.faults == (Fault("/domain", "Is no domain.", 5),)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault("/domain", "There is no column `domain`.", 1)),
        ("name,employees\n", Fault("/domain", "There is no column `domain`.", 1)),
        ("domain,Tier,tier\n", Fault("", "Two columns have the same name.", 1)),
        (
            'domain,name\na.example,"x"y\n',
            Fault("", "Is no CSV: a stray quote, or a huge cell.", 2),
        ),
        (
            "domain,name\na.example," + "x" * 200_000 + "\n",
            Fault("", "Is no CSV: a stray quote, or a huge cell.", 2),
        ),
        (
            "domain,name\na.example," + "x" * 20_000 + "\n",
            Fault("/company", "Cannot be read as company.", 2),
        ),
    ],
)
def test_a_file_that_is_no_table_says_why(text, fault):
    with pytest.raises(InvalidError) as refused:
        companies_of_csv(text)

    assert refused.value.faults == (fault,)


def test_a_wrong_file_tells_a_hundred_faults_and_not_a_million():
    text = "domain\n" + "x\n" * 5_000

    with pytest.raises(InvalidError) as refused:
        companies_of_csv(text)

    assert len(refused.value.faults) == 100


@given(st.text(alphabet='domain,;"\n\r\t .exampl1', max_size=80))
def test_any_text_is_a_table_or_is_refused(text):
    faults: tuple[Fault, ...] = ()
    companies: tuple[Company, ...] = ()

    try:
        companies = companies_of_csv("domain,name\n" + text)
    except InvalidError as refused:
        faults = refused.faults

    assert all(company.domain for company in companies)
    assert all(fault.line for fault in faults)


async def test_the_table_is_a_source_like_any_other():
    async def row(domain):
        return {"employees": 240} if domain == "northwind.example" else {}

    table = KnownCompanies(row)

    assert await table.ask("northwind.example", None) == {
        "employees": Fact(240, "companies")
    }
    assert await table.ask("acme.example", None) == {}
