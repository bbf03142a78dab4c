import json
import stat

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from adapters.deployment import Deployment, prepare, prepare_once
from adapters.embedded.ports import some_free
from adapters.embedded.temporal import EmbeddedTemporal


@pytest.fixture
async def fresh_temporal(tmp_path, monkeypatch):
    """A server that has not heard of leads."""
    port, http_port = some_free(2)
    files = (tmp_path / "temporal.log", tmp_path / "temporal.pid")
    async with EmbeddedTemporal(None, port, None, http_port, *files, {}) as server:
        monkeypatch.setenv("TEMPORAL_ADDRESS", server.address)
        yield server


@pytest.fixture
async def deployment(embedded_postgres, fresh_temporal, tmp_path) -> Deployment:
    database = f"prepared_{fresh_temporal.port}"
    return Deployment(
        url="http://leads.example",
        temporal_address=fresh_temporal.address,
        temporal_ui="",
        database_url=await embedded_postgres.create_database(database),
    )


async def test_the_first_start_sets_up_all_that_a_lead_needs(
    deployment, fresh_temporal, tmp_path
):
    await prepare(tmp_path / "home", deployment)

    written = tmp_path / "home" / "credentials.json"
    credentials = json.loads(written.read_text())
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert credentials["operator_login_url"].startswith("http://leads.example/")
    client = await Client.connect(fresh_temporal.address)
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="default")
    )
    assert "LeadStatus" in listed.custom_attributes


async def test_a_later_start_keeps_the_keys_that_it_cannot_know(deployment, tmp_path):
    await prepare(tmp_path / "home", deployment)
    written = tmp_path / "home" / "credentials.json"
    before = json.loads(written.read_text())

    await prepare(tmp_path / "home", deployment)

    after = json.loads(written.read_text())
    keys = ("site_key", "secret_key")
    assert [after[key] for key in keys] == [before[key] for key in keys]


async def test_lost_credentials_are_made_anew(deployment, tmp_path):
    await prepare(tmp_path / "home", deployment)
    written = tmp_path / "home" / "credentials.json"
    lost = json.loads(written.read_text())["secret_key"]
    written.unlink()

    await prepare(tmp_path / "home", deployment)

    again = json.loads(written.read_text())["secret_key"]
    assert again.startswith("sk_")
    assert again != lost


async def test_a_restarted_api_leaves_the_printed_link_alone(deployment, tmp_path):
    home, done = tmp_path / "home", tmp_path / "prepared"
    await prepare_once(done, home, deployment)
    before = (home / "credentials.json").read_text()

    await prepare_once(done, home, deployment)

    assert (home / "credentials.json").read_text() == before
