import asyncpg
import psutil
import pytest

from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres


async def ask(url: str, question: str):
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def server(directory) -> EmbeddedPostgres:
    return EmbeddedPostgres(
        directory / "postgres",
        some_free(1)[0],
        directory / "postgres.log",
        directory / "postgres.pid",
    )


async def test_the_server_writes_to_disk_before_it_answers(tmp_path):
    async with server(tmp_path) as postgres:
        url = await postgres.create_database()

        assert await ask(url, "SHOW fsync") == "on"
        assert await ask(url, "SHOW synchronous_commit") == "on"


async def test_rows_survive_a_killed_server(tmp_path):
    async with server(tmp_path) as postgres:
        url = await postgres.create_database()
        await ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        psutil.Process(postgres.files.server_pid()).kill()

        await postgres.start()

        assert await ask(url, "SELECT answer FROM kept") == 42


async def test_the_word_to_get_in_is_for_the_owner_alone(tmp_path):
    async with server(tmp_path) as postgres:
        password = postgres.directory / "password"

        assert password.stat().st_mode & 0o777 == 0o600
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(
                postgres.url("postgres").replace(postgres.files.password, "x"), ""
            )


async def test_an_interrupted_first_start_is_begun_again(tmp_path):
    half_made = tmp_path / "postgres" / "unfinished" / "data"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")

    async with server(tmp_path) as postgres:
        assert await ask(postgres.url("postgres"), "SELECT 1") == 1


async def test_every_test_worker_shares_one_server(embedded_postgres):
    url = await embedded_postgres.create_database("shared")

    assert await ask(url, "SELECT 1") == 1
