"""The door to matching: a catalogue and some languages in, reports out."""

from __future__ import annotations

from collections.abc import Sequence

from config.model import Catalog
from watchers.matching.explain import Explanation
from watchers.model import Report, Text


class Matcher:
    """Reads texts against one dossier. Immutable after `build`; safe to share and to pickle."""

    @classmethod
    def build(cls, catalog: Catalog, langs: Sequence[str] = ("en",)) -> Matcher:
        """A matcher over the catalogue's missions, envoys and countries in some languages."""
        raise NotImplementedError

    def match(self, text: Text) -> tuple[Report, ...]:
        """What the text says happened; empty when nothing."""
        raise NotImplementedError

    def touches(self, title: str, lead: str) -> bool:
        """Whether title or lead concerns the dossier at all. Cheap."""
        raise NotImplementedError

    def explain(self, text: Text) -> Explanation:
        """The same reading as `match`, with all that it rests on."""
        raise NotImplementedError
