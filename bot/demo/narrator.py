"""Tells what the process does in the demo: its log events as short lines on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from rich.console import Console
from rich.text import Text

from watchers.ports import Clock


def narrate(console: Console, clock: Clock) -> None:
    """Print the log from now on, dated by the demo's clock; what is not told is dropped."""

    def tell(_logger: Any, _name: str, event: structlog.types.EventDict) -> Any:
        line = _line(event)
        if line is not None:
            console.print(Text(f"{clock.now():%Y-%m-%d}  {line}", style="dim"))
        raise structlog.DropEvent

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            tell,
        ]
    )


def _line(event: Mapping[str, Any]) -> str | None:
    told = TOLD.get(str(event["event"]))
    if told is not None:
        return told(event)
    if event["level"] in {"warning", "error"}:
        fields = (f"{key}={value}" for key, value in event.items() if key != "exception")
        return " ".join([*fields, str(event.get("exception", ""))])
    return None


def _matched(event: Mapping[str, Any]) -> str:
    read = ", ".join(event["reports"])
    changes = event["changes"]
    if not changes:
        return f"match  {read}: nothing new, no alert"
    return f"match  {read}: alert"


TOLD: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "items_found": lambda e: f"poll   {e['source']}: {e['new']} new",
    "item_matched": _matched,
    "source_troubled": lambda e: f"poll   {e['source']}: {e['state']}, {e['reason']}",
}
