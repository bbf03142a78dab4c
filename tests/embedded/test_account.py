import os

import pytest

from adapters.embedded import account
from adapters.embedded.account import privileges_for
from domain.errors import UnavailableError

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")


def test_an_ordinary_user_runs_postgres_as_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert privileges_for(tmp_path) == ()


def test_root_without_setpriv_is_told_to_be_an_ordinary_user(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(UnavailableError, match="ordinary user"):
        privileges_for(tmp_path)


@root_only
def test_root_hands_the_files_to_an_account_and_keeps_it_afterwards(tmp_path):
    directory = tmp_path / "files"
    directory.mkdir()

    first = privileges_for(directory)

    assert directory.stat().st_uid != 0
    assert f"--reuid={directory.stat().st_uid}" in first
    assert privileges_for(directory) == first


@root_only
def test_a_closed_directory_above_stays_closed(tmp_path):
    closed = tmp_path / "closed"
    files = closed / "files"
    files.mkdir(parents=True)
    closed.chmod(0o700)

    privileges = privileges_for(files)

    assert closed.stat().st_mode & 0o777 == 0o700
    assert any(option.startswith("--ambient-caps=+dac_") for option in privileges)


@pytest.mark.parametrize(
    ("bounds", "name"),
    [("1ffffffffff", "dac_read_search"), ("00000000a80425fb", "dac_override")],
    ids=["a whole machine", "a container"],
)
def test_the_smaller_capability_is_given_where_there_is_a_choice(
    tmp_path, monkeypatch, bounds, name
):
    status = tmp_path / "status"
    status.write_text(f"Name:\tx\nCapBnd:\t{bounds}\n")
    monkeypatch.setattr(account, "_STATUS", status)

    assert account._pass_through_capability() == name


def test_without_either_capability_the_way_out_is_told(tmp_path, monkeypatch):
    status = tmp_path / "status"
    status.write_text("CapBnd:\t0\n")
    monkeypatch.setattr(account, "_STATUS", status)

    with pytest.raises(UnavailableError, match="HANDRAISE_HOME"):
        account._pass_through_capability()
