"""Logs as JSON lines, without a word about a person: the message is fixed text, and of what else a record carries only
the names below are written. Of an exception its kind and its places in our code are written, never its own text.
"""

import logging
import traceback
from datetime import UTC, datetime
from typing import TextIO

import orjson

# What log calls may add (`extra=`): numbers, kinds and names of things of ours.
ALLOWED = ("error", "event", "events", "file", "kind", "milliseconds", "outcome", "row", "seconds", "status", "count")
FRAMES = 12
OURS = "ess"


class Lines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Never filled in: what is to be filled in may hold an address or a statement.
            "message": str(record.msg),
        }
        line |= {name: getattr(record, name) for name in ALLOWED if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = type(record.exc_info[1]).__name__
            frames = traceback.extract_tb(record.exc_info[2])[-FRAMES:]
            line["where"] = [f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in frames]
        return orjson.dumps(line, default=lambda value: type(value).__name__).decode()


def write_logs(stream: TextIO) -> logging.Handler:
    """Everything of ours from INFO on goes to the stream, of libraries what warns; returns the handler."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    return handler
