import multiprocessing
import stat

import pytest

from adapters.embedded.home import Home, write_private
from domain.errors import ConflictError


@pytest.fixture
def home(tmp_path) -> Home:
    made = Home(tmp_path / "home")
    made.make()
    return made


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def hold_until_killed(home: Home, holds) -> None:
    with home.locked():
        holds.set()
        multiprocessing.Event().wait()


def test_only_postgres_may_pass_through_the_home(home):
    assert mode(home.directory) == 0o711
    assert mode(home.directory / "run") == 0o700
    assert mode(home.directory / "logs") == 0o700


def test_a_home_in_use_is_refused_with_the_address_where_it_runs(home):
    write_private(home.credentials, '{"url": "http://127.0.0.1:8080"}')

    with home.locked(), pytest.raises(ConflictError) as refused, home.locked():
        pass

    sentence = f"Handraise is already running on {home.directory}"
    assert str(refused.value) == f"{sentence}, at http://127.0.0.1:8080."


def test_a_killed_holder_lets_go_of_the_home(home):
    spawning = multiprocessing.get_context("spawn")
    holds = spawning.Event()
    holder = spawning.Process(target=hold_until_killed, args=(home, holds))
    holder.start()
    assert holds.wait(20)
    with pytest.raises(ConflictError), home.locked():
        pass

    holder.kill()
    holder.join()

    with home.locked():
        pass


def test_secrets_are_for_their_owner_alone_and_stay_the_same(home):
    first = home.signing_key()

    assert home.signing_key() == first
    assert len(first) >= 48
    assert mode(home.directory / "signing_key") == 0o600


def test_a_private_file_is_replaced_whole(home):
    write_private(home.credentials, "before")
    home.credentials.chmod(0o644)

    write_private(home.credentials, "after")

    assert home.credentials.read_text() == "after"
    assert mode(home.credentials) == 0o600


@pytest.mark.parametrize("torn", ["", "{", "[]", '"text"'])
def test_a_torn_file_of_credentials_is_none(home, torn):
    home.credentials.write_text(torn)

    assert home.read_credentials() == {}
    assert home.environment() == {}


def test_commands_reach_what_runs_on_the_home(home):
    write_private(
        home.credentials,
        '{"url": "u", "database_url": "d", "temporal_ui": "i", "temporal_address": "a"}',
    )

    assert home.environment() == {
        "HANDRAISE_BASE_URL": "u",
        "HANDRAISE_DATABASE_URL": "d",
        "HANDRAISE_TEMPORAL_UI": "i",
        "TEMPORAL_ADDRESS": "a",
    }
