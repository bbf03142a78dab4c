import socket

import pytest

from adapters.embedded.home import Home
from adapters.embedded.parts import Parts
from adapters.embedded.ports import first_free, is_free, some_free
from adapters.embedded.wanted import Wanted, choose_ports
from domain.errors import ConflictError


@pytest.fixture
def home(tmp_path) -> Home:
    made = Home(tmp_path / "home")
    made.make()
    return made


def wanted(home: Home, **wishes) -> Wanted:
    return Wanted(**{"home": home.directory, "host": "127.0.0.1", **wishes})


def test_a_taken_port_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (spare,) = some_free(1)

        assert not is_free(port)
        assert first_free([port, spare]) == spare


def test_a_promised_port_is_passed_over():
    promised, spare = some_free(2)

    assert first_free([promised, spare], [promised]) == spare
    assert first_free([promised], [promised]) != promised


def test_every_part_gets_a_port_of_its_own(home):
    ports = choose_ports(home, wanted(home))

    assert len(set(ports.values())) == len(ports) == 5


def test_the_ports_of_the_last_time_are_taken_again(home):
    (unusual,) = some_free(1)
    home.remember_ports({"api": unusual})

    assert choose_ports(home, wanted(home))["api"] == unusual


def test_an_ordered_port_wins_over_the_last_time(home):
    before, ordered = some_free(2)
    home.remember_ports({"api": before})

    assert choose_ports(home, wanted(home, port=ordered))["api"] == ordered


def test_an_ordered_port_that_is_taken_is_refused(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ConflictError, match="--port"):
            choose_ports(home, wanted(home, port=port))


def test_port_zero_means_any(home):
    assert choose_ports(home, wanted(home, port=0))["api"] > 0


def test_external_servers_replace_the_embedded_ones_one_by_one(home):
    neither = Parts.of(home, wanted(home))
    database = Parts.of(home, wanted(home, database_url="postgresql+asyncpg://x/y"))
    temporal = Parts.of(home, wanted(home, temporal_address="temporal.example:7233"))

    assert neither.postgres is not None
    assert neither.temporal is not None
    assert database.postgres is None
    assert database.temporal is not None
    assert database.addresses.database_url == "postgresql+asyncpg://x/y"
    assert temporal.postgres is not None
    assert temporal.temporal is None
    assert temporal.addresses.temporal_address == "temporal.example:7233"


def test_variables_for_another_temporal_stay_out_of_the_embedded_one(home, monkeypatch):
    monkeypatch.setenv("TEMPORAL_API_KEY", "for the cloud")

    ours = Parts.of(home, wanted(home)).worker.full_environment()

    assert "TEMPORAL_API_KEY" not in ours
    assert ours["TEMPORAL_CONFIG_FILE"] == str(home.temporal_config)


def test_variables_for_an_external_temporal_are_passed_on(home, monkeypatch):
    monkeypatch.setenv("TEMPORAL_API_KEY", "for the cloud")

    elsewhere = wanted(home, temporal_address="temporal.example:7233")

    passed_on = Parts.of(home, elsewhere).worker.full_environment()
    assert passed_on["TEMPORAL_API_KEY"] == "for the cloud"


def test_links_begin_with_the_address_that_people_use(home):
    behind_a_proxy = wanted(home, base_url="https://leads.example/")

    assert Parts.of(home, behind_a_proxy).addresses.url == "https://leads.example"
