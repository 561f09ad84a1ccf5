"""Structured logs: one JSON object a line in production, readable lines while developing."""

from __future__ import annotations

from typing import Any

import structlog

from cms.config.settings.redaction import redact_secrets

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


def redact_line(logger: Any, name: str, line: Any) -> str:
    """The last processor: whatever a line was made of, of secrets it shows what is public alone."""
    return redact_secrets(line)


def logging_config(level: str, pretty: bool) -> dict[str, Any]:
    """Django's LOGGING, and structlog set up to go the same way."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    last = console if pretty else structlog.processors.JSONRenderer()
    before: list[Any] = [] if pretty else [structlog.processors.format_exc_info]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *before,
                    last,
                    redact_line,
                ],
            }
        },
        "handlers": {
            # The level stands here as well: commands such as db_worker lower that of their own loggers.
            "console": {"class": "logging.StreamHandler", "formatter": "structured", "level": level}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            "django.request": {"level": "ERROR"},  # each request is told once, as request_finished
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
            "wagtail": {"level": "WARNING"},  # below, it tells titles of drafts
        },
    }
