"""Merges reports into events and folds events into statuses.

Everything here is pure: it takes data and returns data, and knows no clock, store or chat.
`merge` says what one report changes; `fold` says how a host stands on a day; the rules of both
are told in docs/ledger.md.
"""

from __future__ import annotations

from bot.ledger.fold import fold, fold_all
from bot.ledger.history import events_of
from bot.ledger.merge import kinds_for, merge
from bot.ledger.overdue import is_overdue, overdue_of
from bot.ledger.telling import ItemFacts

__all__ = [
    "ItemFacts",
    "events_of",
    "fold",
    "fold_all",
    "is_overdue",
    "kinds_for",
    "merge",
    "overdue_of",
]
