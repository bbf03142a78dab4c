"""What Temporal learns of a failure: its kind, whether to try again, and no more."""

import traceback
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from temporalio.exceptions import ApplicationError

from activities.failures import told_to_temporal
from adapters.database import connect, is_away
from domain.errors import (
    InvalidError,
    NotFoundError,
    UnavailableError,
    VendorError,
)
from tests.activities.world import World

SECRET = "dana@northwind.example"  # noqa: S105
LEAD = uuid4()


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (NotFoundError(SECRET), True),
        (InvalidError(SECRET), True),
        (ValueError(SECRET), True),
        (OverflowError(SECRET), True),
        (UnicodeEncodeError("utf-8", SECRET, 0, 1, "surrogates"), True),
        (UnavailableError(SECRET), False),
        (KeyError(SECRET), False),  # a fault of ours: a deploy mends it
        (ConnectionRefusedError(SECRET), False),
        (TimeoutError(SECRET), False),
    ],
)
def test_an_error_is_its_kind_and_the_lead(error: Exception, *, final: bool) -> None:
    with pytest.raises(ApplicationError) as told, told_to_temporal(LEAD):
        raise error

    assert told.value.type == type(error).__name__
    assert told.value.non_retryable is final
    assert str(LEAD) in told.value.message
    assert SECRET not in "".join(traceback.format_exception(told.value))


@pytest.mark.parametrize("permanent", [True, False])
def test_a_vendors_failure_says_itself_whether_it_passes(*, permanent: bool) -> None:
    with pytest.raises(ApplicationError) as told, told_to_temporal(LEAD):
        raise VendorError("The website answered 500.", permanent=permanent)

    assert told.value.non_retryable is permanent
    assert told.value.message == "The website answered 500."


def test_a_failure_that_was_told_before_stays_as_it_is() -> None:
    before = ApplicationError("known", type="Known")

    with pytest.raises(ApplicationError) as told, told_to_temporal(LEAD):
        raise before

    assert told.value is before


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("SELECT CAST(:value AS text)", f"{SECRET}\x00"),
        ("SELECT CAST(:value AS text)", f"{SECRET}\ud800"),
        ("SELECT CAST(CAST(:value AS text) AS jsonb)", SECRET),
        ("INSERT INTO sign_in_links VALUES (:value, :value, now())", SECRET),
    ],
)
async def test_what_postgresql_refuses_is_final_and_not_quoted(
    world: World, statement: str, value: str
) -> None:
    with pytest.raises(ApplicationError) as told, told_to_temporal(LEAD):
        async with world.engine.begin() as connection:
            await connection.execute(text(statement), {"value": value})

    assert told.value.non_retryable
    assert SECRET not in "".join(traceback.format_exception(told.value))


async def test_a_database_that_is_not_there_is_worth_waiting_for() -> None:
    engine = connect("postgresql+asyncpg://nobody:x@127.0.0.1:1/none")

    with pytest.raises(ApplicationError) as told, told_to_temporal(LEAD):
        async with engine.connect():
            pass

    assert not told.value.non_retryable
    await engine.dispose()


async def test_a_connection_that_was_cut_is_worth_another_try(world: World) -> None:
    with pytest.raises(ApplicationError) as told, told_to_temporal(LEAD):
        async with world.engine.connect() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pg_backend_pid())")
            )

    assert not told.value.non_retryable


def test_deadlocks_pass_and_wrong_data_does_not() -> None:
    deadlock = DBAPIError("x", None, _caused_by(asyncpg.DeadlockDetectedError("x")))
    wrong = IntegrityError("x", None, _caused_by(asyncpg.UniqueViolationError("x")))

    assert is_away(deadlock)
    assert not is_away(wrong)


def _caused_by(cause: Exception) -> Exception:
    error = Exception("translated")
    error.__cause__ = cause
    return error
