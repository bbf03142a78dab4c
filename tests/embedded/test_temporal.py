import httpx
import psutil
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from adapters.embedded.identity import ProcessIdentity
from adapters.embedded.ports import some_free
from adapters.embedded.temporal import EmbeddedTemporal
from tests.servers import search_attribute_types


async def start_one(client: Client, workflow_id: str) -> None:
    await client.start_workflow("Waiting", id=workflow_id, task_queue="nobody")


def server(directory, *, ui: bool = False) -> EmbeddedTemporal:
    port, http_port, ui_port = some_free(3)
    return EmbeddedTemporal(
        database=directory / "temporal.db",
        port=port,
        ui_port=ui_port if ui else None,
        http_port=http_port,
        log=directory / "temporal.log",
        pid_file=directory / "temporal.pid",
        search_attributes={},
    )


def kill(temporal: EmbeddedTemporal) -> None:
    running = ProcessIdentity.read(temporal.pid_file)
    assert running is not None
    psutil.Process(running.pid).kill()


async def test_workflows_survive_a_killed_server(tmp_path):
    async with server(tmp_path) as temporal:
        await start_one(await Client.connect(temporal.address), "lead-of-dana")
        kill(temporal)

        await temporal.start()

        client = await Client.connect(temporal.address)
        found = await client.get_workflow_handle("lead-of-dana").describe()
        assert found.workflow_type == "Waiting"


async def test_the_search_attributes_of_leads_are_known(temporal_server):
    client = await Client.connect(temporal_server.address)

    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="default")
    )

    assert set(search_attribute_types()) <= set(listed.custom_attributes)


async def test_managers_can_open_temporal_ui(tmp_path):
    async with server(tmp_path, ui=True) as temporal, httpx.AsyncClient() as browser:
        page = await browser.get(temporal.ui, follow_redirects=True)

        assert page.status_code == 200
        assert "text/html" in page.headers["content-type"]
