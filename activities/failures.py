"""Whether trying again can help, said to Temporal without a word about the prospect."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from temporalio.exceptions import ApplicationError

from adapters.database import is_away, refuses_values
from domain.errors import HandraiseError, UnavailableError, VendorError

LOG = logging.getLogger(__name__)

# The same values give the same error for ever: a person has to look at the lead.
_FINAL = (ValueError, ArithmeticError, HandraiseError)


@contextmanager
def told_to_temporal(lead_id: UUID) -> Iterator[None]:
    """Turn every error into one that carries its type's name and the lead's id, no more.

    Histories are kept in clear text, where nobody can be forgotten: neither messages,
    which may quote a value, nor causes travel. What they said is in the log.
    """
    try:
        yield
    except ApplicationError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not leak
        LOG.warning("lead %s: %s", lead_id, _described(error))
        raise _failure(error, lead_id) from None


def _failure(error: Exception, lead_id: UUID) -> ApplicationError:
    kind = type(error).__name__
    if isinstance(error, VendorError):
        # Its sentence is ours, and names no person: see adapters.mail, adapters.enrichment.
        return ApplicationError(
            str(error),
            type=kind,
            non_retryable=error.permanent,
            next_retry_delay=error.retry_after,
        )
    return ApplicationError(
        f"{kind} at lead {lead_id}", type=kind, non_retryable=not _helps(error)
    )


def _helps(error: Exception) -> bool:
    """Whether trying again may help. A fault of ours is mended by a deploy: it does."""
    if is_away(error) or isinstance(error, UnavailableError):
        return True
    return not (isinstance(error, _FINAL) or refuses_values(error))


def _described(error: Exception) -> str:
    """For the log: where it happened, and PostgreSQL's code instead of its words."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlstate", None)
    if code is not None:
        return f"{type(error).__name__} {code}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    code_of = trace.tb_frame.f_code
    return f"{type(error).__name__} in {code_of.co_qualname}, line {trace.tb_lineno}"
