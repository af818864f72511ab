"""The log: one event a line on stderr, with fields from a list and nothing else.

A field that nobody put on the list is dropped, so that a secret cannot slip in by a new call.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "exception",
        "exc_info",
        "method",
        "path",
        "status",
        "ms",
        "person",
        "task",
        "key",
        "seconds",
        "room",
        "why",
    }
)


def set_up(log_format: str, level: str) -> None:
    """Makes every later log line of this process look as the settings ask."""
    number = logging.getLevelNamesMapping()[level.upper()]
    as_json = log_format == "json"
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allowed,
            *_written(as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # Looked up at each line: whoever replaces stderr means it.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(number, logging.WARNING), format="%(levelname)s %(message)s")


def allowed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Returns the event with the fields of the list only."""
    return {name: value for name, value in event.items() if name in FIELDS and value is not None}


def _written(as_json: bool) -> list[Any]:
    if as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
