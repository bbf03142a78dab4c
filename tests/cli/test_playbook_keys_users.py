from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import clock
from adapters.setup import EXAMPLE
from adapters.store.access.keys import find_key, key_hash
from adapters.store.access.sign_in import use_link
from domain.errors import ConflictError, InvalidError, NotFoundError, PlaybookError
from tests.cli.conftest import SMALL, Handraise


def test_a_good_playbook_can_be_published_and_is_read_back(
    handraise: Handraise, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(SMALL.read_text().replace("Small & Co", "Larger"))

    checked = handraise.run("playbook", "check", draft)
    published = handraise.run("playbook", "publish", draft, "--comment=New name")

    assert checked.code == 0
    assert "draft.yaml can be published" in checked.out
    assert published.out == "Version 2 is published.\n"
    assert handraise.run("playbook", "show").out == draft.read_text()
    first = handraise.run("playbook", "show", "--version=1", "--json").json
    assert (first["version"], first["comment"]) == (1, "First")
    assert first["document"] == SMALL.read_text()


def test_what_is_wrong_is_told_with_its_line(
    handraise: Handraise, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(SMALL.read_text().replace("members: [ana]", "members: [nobody]"))

    told = handraise.run("playbook", "check", draft)
    as_json = handraise.run("playbook", "check", draft, "--json")
    published = handraise.run("playbook", "publish", draft, "--comment=x")

    assert (told.code, as_json.code) == (1, 1)
    assert "draft.yaml:25: error: " in told.err
    assert told.err.endswith("draft.yaml cannot be used.\n")
    assert [fault["line"] for fault in as_json.json["faults"]] == [25]
    assert isinstance(published.error, PlaybookError)
    assert handraise.rows("SELECT count(*) FROM playbooks") == [(1,)]


def test_errors_that_can_be_read_are_not_published_either(
    handraise: Handraise, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.yaml"
    again = "  - { id: again, when: { company: contoso }, to: { team: iberia } }\n"
    document = SMALL.read_text()
    draft.write_text(document.replace("  - id: rest\n", f"{again}  - id: rest\n"))

    told = handraise.run("playbook", "check", draft)
    as_json = handraise.run("playbook", "check", draft, "--json")
    published = handraise.run("playbook", "publish", draft, "--comment=x")

    line = draft.read_text().partition("id: again")[0].count("\n") + 1
    assert (told.code, as_json.code) == (1, 1)
    assert told.err == (
        f"draft.yaml:{line}: error: Row again is never reached: row named above takes "
        "every lead that fits it.\ndraft.yaml cannot be used.\n"
    )
    assert not as_json.json["usable"]
    (fault,) = as_json.json["faults"]
    assert (fault["code"], fault["pointer"], fault["line"]) == (
        "shadowed-row",
        "/routing/1",
        line,
    )
    assert isinstance(published.error, PlaybookError)
    assert published.error.faults[0].line == line
    assert handraise.rows("SELECT count(*) FROM playbooks") == [(1,)]


def test_a_playbook_without_anything_to_say_about_is_told_so(
    handraise: Handraise, tmp_path: Path
) -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines(keepends=True)
    without_french = [line for line in lines if not line.startswith("        fr: ")]
    file = tmp_path / "complete.yaml"
    file.write_text("".join(without_french), "utf-8")

    told = handraise.run("playbook", "check", file)

    assert (told.code, told.out) == (0, "complete.yaml can be published.\n")


def test_warnings_are_published_only_with_a_reason(
    handraise: Handraise,
) -> None:
    refused = handraise.run("playbook", "publish", SMALL, "--comment= ")
    published = handraise.run(
        "playbook", "publish", SMALL, "--comment=Ana asked for it"
    )

    assert isinstance(refused.error, PlaybookError)
    assert str(refused.error) == (
        "The playbook has warnings: say in a comment why it is right all the same."
    )
    assert "longer than the working week of Ana" in refused.error.faults[0].sentence
    assert published.out == "Version 2 is published.\n"


def test_warnings_are_told_and_are_no_fault(
    handraise: Handraise, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.yaml"
    ben = "  ben: { name: Ben, email: ben@small.example, role: rep }\n  mara:"
    draft.write_text(SMALL.read_text().replace("  mara:", ben, 1))

    told = handraise.run("playbook", "check", draft)
    as_json = handraise.run("playbook", "check", draft, "--json").json

    assert told.code == 0
    assert "draft.yaml:20: warning: Ben gets no lead" in told.out
    assert told.out.endswith(
        "draft.yaml can be published, with a comment that says why.\n"
    )
    assert as_json["usable"]
    assert as_json["warnings"][0]["code"] == "idle-person"


def test_the_published_playbook_and_a_draft_are_explained(
    handraise: Handraise,
) -> None:
    published = handraise.run("playbook", "explain")
    draft = handraise.run("playbook", "explain", SMALL, "--json")

    assert "  Rest: everything else to team iberia, in turn\n" in published.out
    assert draft.json["Bands"][0].startswith("high from 60 points")


def test_a_version_that_never_was_is_not_shown(handraise: Handraise) -> None:
    ran = handraise.run("playbook", "show", "--version=9")

    assert isinstance(ran.error, NotFoundError)


def test_a_key_is_told_once_works_and_can_be_revoked(handraise: Handraise) -> None:
    made = handraise.run("keys", "create", "secret", "--name=Shop", "--json").json

    async def found(connection: AsyncConnection) -> bool:
        return await find_key(connection, key_hash(made["key"])) is not None

    assert made["key"].startswith("sk_")
    assert handraise.ask(found)
    (listed,) = handraise.run("keys", "list", "--json").json
    assert (listed["name"], listed["revoked_at"]) == ("Shop", None)
    assert made["key"] not in handraise.run("keys", "list").out
    assert handraise.run("keys", "revoke", listed["id"]).out == "Revoked.\n"
    assert not handraise.ask(found)
    again = handraise.run("keys", "revoke", listed["id"])
    assert isinstance(again.error, NotFoundError)
    assert "revoked" in handraise.run("keys", "list").out


def test_a_site_key_is_printed_alone_for_pipes(handraise: Handraise) -> None:
    out = handraise.run("keys", "create", "site", "--name=Page").out

    assert out.startswith("pk_")
    (listed,) = handraise.run("keys", "list", "--json").json
    revoked = handraise.run("keys", "revoke", listed["id"], "--json").json
    assert revoked == {"revoked": listed["id"]}


def test_a_person_is_added_by_a_playbook_with_one_more(handraise: Handraise) -> None:
    options = ("--name", 'Cleo "C" Laurent', "--email=cleo@small.example")

    added = handraise.run("users", "add", "cleo", *options, "--role=operator")

    assert added.out == 'Cleo "C" Laurent is in, by playbook version 2.\n'
    listed = {
        user["handle"]: user for user in handraise.run("users", "list", "--json").json
    }
    assert set(listed) == {"ana", "mara", "cleo"}
    assert (listed["cleo"]["role"], listed["cleo"]["state"]) == ("operator", "")
    assert "# Uses every key once" in handraise.run("playbook", "show").out
    as_json = handraise.run(
        "users", "add", "dan", "--name=Dan", "--email=d@x.example", "--json"
    )
    assert as_json.json == {"handle": "dan", "version": 3}


@pytest.mark.parametrize(
    ("handle", "error"), [("ana", ConflictError), ("No Handle", InvalidError)]
)
def test_a_handle_is_one_persons_and_a_short_word(
    handraise: Handraise, handle: str, error: type[Exception]
) -> None:
    ran = handraise.run("users", "add", handle, "--name=X", "--email=x@small.example")

    assert isinstance(ran.error, error)
    assert handraise.rows("SELECT count(*) FROM playbooks") == [(1,)]


def test_people_who_are_away_or_gone_are_shown_as_such(handraise: Handraise) -> None:
    handraise.rows("UPDATE users SET paused = true WHERE handle = 'ana' RETURNING 1")
    handraise.rows(
        "INSERT INTO leaves (id, handle, starts_at, ends_at, first_day, last_day,"
        " created_by, created_at) SELECT gen_random_uuid(), 'mara', now(),"
        " now() + interval '1 day', now(), now(), 'mara', now() RETURNING 1"
    )

    out = handraise.run("users", "list").out

    assert "paused" in out
    assert "away" in out


def test_a_sign_in_link_signs_its_person_in(handraise: Handraise) -> None:
    url = handraise.run("users", "sign-in-link", "ana").out.strip()

    async def used(connection: AsyncConnection) -> str | None:
        return await use_link(connection, url.rpartition("/")[2], clock.now())

    assert url.startswith("https://handraise.example/sign-in/")
    assert handraise.ask(used) == "ana"
    as_json = handraise.run("users", "sign-in-link", "ana", "--json").json
    assert as_json["handle"] == "ana"


def test_nobody_gets_no_link(handraise: Handraise) -> None:
    ran = handraise.run("users", "sign-in-link", "nobody")

    assert isinstance(ran.error, NotFoundError)
