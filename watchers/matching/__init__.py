"""From text to reports: one grammar over concepts, one lexicon file a language.

`Matcher.build(catalog, langs)` makes a matcher; `match` reads a text into reports and never
looks at a clock, a ledger or a database. All of it is pure functions over immutable data.

The names are looked up when they are asked for: a command that only folds a place's name
(`missionwatch status`) does not pay for the grammar.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchers.matching.confidence import PUBLISH_THRESHOLD, REVIEW_THRESHOLD
    from watchers.matching.explain import ClauseView, Explanation
    from watchers.matching.matcher import Matcher

__all__ = ["PUBLISH_THRESHOLD", "REVIEW_THRESHOLD", "ClauseView", "Explanation", "Matcher"]

_HOMES = {
    "PUBLISH_THRESHOLD": "confidence",
    "REVIEW_THRESHOLD": "confidence",
    "ClauseView": "explain",
    "Explanation": "explain",
    "Matcher": "matcher",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
