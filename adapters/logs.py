"""Write what happens to standard error, for people or for machines."""

import json
import logging
import traceback
from datetime import UTC, datetime

# Libraries that tell of every request, or of every retry that is about to succeed.
_TALKATIVE = ("httpx", "httpcore", "uvicorn.access", "alembic.runtime.migration")


class JsonLine(logging.Formatter):
    """One object a line: at, level, logger, message, and the error with its trace."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, default=str)


def write_logs(level: str, *, json_logs: bool) -> None:
    """Set logging up for this process; later calls of `basicConfig` change nothing."""
    shown = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    shown.setFormatter(JsonLine() if json_logs else plain)
    logging.basicConfig(level=level.upper(), handlers=[shown], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
