"""Say what it means for us when a call to Temporal fails."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime

from temporalio.client import (
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import (
    ApplicationError,
    TemporalError,
    WorkflowAlreadyStartedError,
)
from temporalio.service import RPCError

from domain.errors import (
    HandraiseError,
    LeadClosedError,
    RefusedError,
    UnavailableError,
)
from domain.lifecycle import CLOSED, Refusal

_AWAY = "The lead's workflow did not answer. Please try again in a moment."


@contextmanager
def understood() -> Generator[None]:
    """Turn failures of Temporal's client into the product's own errors."""
    try:
        yield
    except (WorkflowAlreadyStartedError, WorkflowUpdateFailedError, RPCError) as error:
        raise _meaning(error) from error
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError from error  # the client hides it
        raise UnavailableError(_AWAY) from error
    except (RuntimeError, TimeoutError) as error:
        # RuntimeError is how the lazy client says that it cannot connect.
        raise UnavailableError(_AWAY) from error


def _meaning(error: TemporalError | RPCError) -> HandraiseError:
    match error:
        case WorkflowAlreadyStartedError():
            return LeadClosedError()
        case WorkflowUpdateFailedError(cause=ApplicationError(type="Refused") as cause):
            refusal = _refusal(cause)
            closed = refusal.code == CLOSED.code
            return LeadClosedError() if closed else RefusedError(refusal)
        case _:
            return UnavailableError(_AWAY)


def _refusal(cause: ApplicationError) -> Refusal:
    """The workflow's details are code, template, who and at; "" stands for none."""
    code, template, who, at = (*map(str, cause.details), "", "", "", "")[:4]
    instant = datetime.fromisoformat(at) if at else None
    return Refusal(code, template or cause.message, who or None, instant)
