"""Keeps everything: the ledger, the items, the chats and the outbox.

`Store` hands out transactions; each module here holds the queries of one noun and takes the
transaction first. A transaction is all or nothing, and what it committed survives a crash.
The modules know no rule of the ledger and no chat platform.
"""

from __future__ import annotations

from bot.store.errors import StoreError, StoreLocked, StoreMisuse, StoreTooNew
from bot.store.items import ItemState, StoredItem
from bot.store.reports import StoredReport
from bot.store.store import Store, Tx

__all__ = [
    "ItemState",
    "Store",
    "StoreError",
    "StoreLocked",
    "StoreMisuse",
    "StoreTooNew",
    "StoredItem",
    "StoredReport",
    "Tx",
]
