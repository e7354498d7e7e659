"""What can be wrong with what the ledger is given.

LedgerError
├── DecisionError    an editor's decision that cannot be carried out
├── DocumentError    a document that cannot be taken in; names the entry and the field
└── MissingLibraryError  a format needs a library that is not installed
"""

from __future__ import annotations


class LedgerError(Exception):
    """Something given to the ledger that it cannot use; the sentence says why and the cure."""


class DecisionError(LedgerError):
    """A decision that cannot be carried out."""


class DocumentError(LedgerError):
    """A document that cannot be taken in."""


class MissingLibraryError(LedgerError):
    """A format needs a library that is not installed."""
