"""What can go wrong with the store.

StoreError
├── StoreLocked       another process holds the database
├── StoreTooNew       the database was written by a newer version of this program
└── StoreMisuse       the caller broke a rule of this room (a write inside a write)
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of all of them; the message says what happened, to which store, and what to do."""


class StoreLocked(StoreError):  # noqa: N818 - the name other rooms were promised
    """Another process holds the store."""


class StoreTooNew(StoreError):  # noqa: N818 - reads like StoreLocked
    """The database carries a migration that this version does not know."""


class StoreMisuse(StoreError):  # noqa: N818 - reads like StoreLocked
    """A rule of this room was broken by its caller."""
