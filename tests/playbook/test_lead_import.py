from pathlib import Path

import pytest

from adapters.country_names import country_code
from adapters.importing.lead_import import ImportedLead, read_map, read_rows
from domain.errors import Fault, InvalidError, PlaybookError

MAP = """
external_id: Number
email: "{external_id}@leads.example"
none_if: ["", Select]
constants: { channel: import, fields.batch: 7 }
columns:
  Source: { to: source.utm_source, as: lower }
  Visits: { to: fields.visits, as: number }
  Country: { to: country, as: country_name, none_if: [unknown] }
  Job: { to: job_title, values: { VP: vice president } }
  Mail: { to: fields.do_not_email, as: yes_no }
outcome: { column: Bought, won: ["1"], lost: ["0"] }
"""
HEADER = "Number,Source,Visits,Country,Job,Mail,Bought\n"
BY_ADDRESS = MAP.replace(
    'email: "{external_id}@leads.example"', "email_column: Address"
)


def read(tmp_path: Path, rows: str, text: str = MAP) -> list[ImportedLead]:
    path = tmp_path / "leads.csv"
    path.write_text(rows, encoding="utf-8")
    return list(read_rows(path, read_map(text, "leads.map.yaml")))


def faults(tmp_path: Path, rows: str, text: str = MAP) -> list[tuple[int | None, str]]:
    with pytest.raises(InvalidError) as refused:
        read(tmp_path, rows, text)
    return [(fault.line, fault.sentence) for fault in refused.value.faults]


def test_a_row_becomes_what_a_website_would_have_posted(tmp_path: Path) -> None:
    (lead,) = read(tmp_path, HEADER + "7,Google,2.5,United Kingdom,VP,No,1\n")

    assert lead == ImportedLead(
        external_id="7",
        payload={
            "email": "7@leads.example",
            "channel": "import",
            "source": {"utm_source": "google"},
            "fields": {"batch": 7, "visits": 2.5, "do_not_email": False},
            "country": "GB",
            "job_title": "vice president",
        },
        outcome="won",
    )


def test_what_nobody_filled_in_is_left_out(tmp_path: Path) -> None:
    rows = HEADER + "7,,,unknown,Select,Yes,0\n8, ,3,,,,\n9,a\n"

    first, second, short = read(tmp_path, rows)

    assert first.payload["fields"] == {"batch": 7, "do_not_email": True}
    assert first.outcome == "lost"
    assert "country" not in first.payload
    assert "job_title" not in first.payload
    assert second.payload["fields"] == {"batch": 7, "visits": 3}
    assert second.outcome is None
    assert short.payload["source"] == {"utm_source": "a"}


def test_addresses_may_come_from_a_column(tmp_path: Path) -> None:
    header = HEADER.replace("Number,", "Number,Address,")

    (lead,) = read(tmp_path, header + "7, dana@acme.example ,,,,,,\n", BY_ADDRESS)

    assert lead.payload["email"] == "dana@acme.example"
    assert faults(tmp_path, header + "7,dana,,,,,,\n", BY_ADDRESS) == [
        (2, "Address: expected a mail address.")
    ]


def test_leads_without_known_outcomes_are_open(tmp_path: Path) -> None:
    text = MAP[: MAP.index("outcome:")]

    assert read(tmp_path, HEADER + "7\n", text)[0].outcome is None


def test_every_row_that_cannot_be_read_is_named_by_its_line(tmp_path: Path) -> None:
    rows = '7,"a\nb",many,Atlantis,,perhaps,1\n,a,,,,,\n7,a,,,,,\n'

    assert faults(tmp_path, HEADER + rows) == [
        (3, "Visits: expected a number."),
        (3, "Country: expected the English name of a country, or its code."),
        (3, "Mail: expected yes or no."),
        (4, "Number: is empty."),
        (5, "Number: is on line 3 too."),
    ]


def test_nothing_is_read_of_a_file_with_a_fault_further_down(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEADER + "7,a,1,,,,\n8,a,many,,,,\n", encoding="utf-8")

    with pytest.raises(InvalidError):
        next(read_rows(path, read_map(MAP, "map")))


def test_columns_that_the_file_lacks_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADER.replace("Job,", "") + "7\n") == [
        (1, "The column “Job” is missing.")
    ]


def test_a_file_with_countless_faults_names_the_first_hundred(tmp_path: Path) -> None:
    assert len(faults(tmp_path, HEADER + "".join(",\n" for _ in range(500)))) == 100


def test_a_file_that_is_no_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    columns = read_map(MAP, "map")
    path.write_bytes(HEADER.encode() + b"7,\xff,,,,,\n")

    with pytest.raises(InvalidError) as not_text:
        next(read_rows(path, columns))
    path.write_text(HEADER + "7," + "x" * 200_000, encoding="utf-8")
    with pytest.raises(InvalidError) as too_long:
        next(read_rows(path, columns))

    assert not_text.value.faults[0].sentence == "The file is not UTF-8 text."
    assert "not good CSV" in too_long.value.faults[0].sentence


def test_a_file_from_a_spreadsheet_may_begin_with_a_mark(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + HEADER + "7\n")[0].external_id == "7"


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("country,", "planet,", "no field of a lead has this name"),
        ("to: fields.visits", "to: fields.", "no field of a lead has this name"),
        ("as: number", "as: numbers", "expected one of text, lower, number"),
        ('"{external_id}@leads.example"', '"dana@leads.example"', "{external_id}"),
        ('"{external_id}@leads.example"', '"{external_id}"', "{external_id}"),
        ("external_id: Number\n", "", "is missing"),
        ("none_if:", "email_column: A\nnone_if:", "either `email` or `email_column`"),
    ],
)
def test_a_wrong_map_is_refused_with_a_line(
    right: str, wrong: str, sentence: str
) -> None:
    with pytest.raises(PlaybookError) as refused:
        read_map(MAP.replace(right, wrong, 1), "leads.map.yaml")

    (fault,) = refused.value.faults
    assert isinstance(fault, Fault)
    assert sentence in fault.sentence
    assert fault.line is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Spain", "ES"),
        ("  united   kingdom ", "GB"),
        ("es", "ES"),
        ("Hong Kong", "HK"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_are_known_by_name_and_code(name: str, code: str | None) -> None:
    assert country_code(name) == code
