"""Logs: one event name and its fields a line, on stderr or in a file; no secret in any of them."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

import structlog

QUIET_LIBRARIES = (
    "alembic",
    "httpx",
    "httpcore",
    "telegram",
    "apscheduler",
    "slack_bolt",
    "slack_sdk",
)
"""Their chatter below warning is not ours; httpx would even print addresses with the token."""


def set_up(level: str, style: str, secrets: tuple[str, ...], file: Path | None = None) -> None:
    """Log from `level` up, as lines for people (`console`) or as JSON.

    Args:
        secrets: values that are blotted out wherever they would be printed.
        file: where to write instead of stderr.
    """
    stream: TextIO = file.open("a", encoding="utf-8") if file else sys.stderr
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=stream.isatty(),
            # Tracebacks are text by then, and their secrets blotted out.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _blot(secrets),
    ]
    number = logging.getLevelName(level.upper())
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=renderer)
    )
    logging.basicConfig(handlers=[handler], level=number, force=True)
    for library in QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)


def _blot(secrets: tuple[str, ...]) -> structlog.types.Processor:
    # A token in an address may have its colon escaped.
    spellings = {spelling for secret in secrets for spelling in (secret, quote(secret, safe=""))}
    words = sorted(filter(None, spellings), key=len, reverse=True)

    def blot(value: Any) -> Any:
        if isinstance(value, str):
            for word in words:
                value = value.replace(word, "***")
            return value
        if isinstance(value, dict):
            return {blot(key): blot(each) for key, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [blot(each) for each in value]
        if value is None or isinstance(value, bool | int | float | logging.LogRecord):
            return value
        # Anything else is printed as its repr: an address, an exception, a dataclass.
        return blot(str(value) if isinstance(value, BaseException) else repr(value))

    def processor(
        _logger: Any, _name: str, event: structlog.types.EventDict
    ) -> structlog.types.EventDict:
        return {key: blot(value) for key, value in event.items()}

    return processor
