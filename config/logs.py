"""Logs: one JSON object per line on standard output, without names, numbers or bodies."""

import logging
import traceback
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

TALKATIVE = ("django", "allauth", "celery.app.trace")
"""Libraries whose messages quote addresses, form values and rows; only their templates are logged."""


def without_arguments(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Log a talkative library's message as its template: what it would fill in may be a person's."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and record.name.startswith(TALKATIVE):
        event["event"] = str(record.msg)
    return event


HANDLER = {
    "class": "logging.StreamHandler",
    "formatter": "json",
    "filters": ["answered"],
    "stream": "ext://sys.stdout",
}


class AnsweredElsewhere(logging.Filter):
    """Hold back Django's word on a bad answer: the request's own line has its status; a crash comes with its places."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record says something new."""
        return record.name != "django.request" or record.exc_info is not None


def places(exc_info: ExcInfo) -> list[str]:
    """Return an exception as its type and the places it went through; its message may quote a row."""
    frames = traceback.extract_tb(exc_info[2])
    return [exc_info[0].__name__, *(f"{Path(it.filename).name}:{it.lineno} {it.name}" for it in frames)]


def logging_config(*, requests: bool) -> dict[str, Any]:
    """Return Django's LOGGING: everything through structlog's JSON renderer, warnings and above from libraries.

    `requests`: a line for every request; the demo's terminal is kept for its reader.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(places),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
                "foreign_pre_chain": [without_arguments, *shared],
            }
        },
        "filters": {"answered": {"()": AnsweredElsewhere}},
        "handlers": {"stdout": HANDLER},
        "root": {"handlers": ["stdout"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},  # else Django's own handlers would write beside ours
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "sicil": {"level": "INFO"},
            "sicil.request": {"level": "INFO" if requests else "WARNING"},
        },
    }
