"""Who is who in a catalogue: missions, and the people of both sides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from config.model import Catalog
from watchers.matching.names import Posts

_CLAIMANT = "claimant"
_HOST = "host"


@dataclass(frozen=True, slots=True)
class Cast:
    """What matching needs of a catalogue beside its names."""

    posts: Posts
    starts: dt.date
    claimants: frozenset[str]
    envoy_hosts: dict[str, tuple[str, ...]]
    """The claimant's people, and where they serve."""
    host_envoys: dict[str, tuple[str, ...]]
    """Other states' people, and whose they are."""

    @classmethod
    def build(cls, catalog: Catalog) -> Cast:
        """The cast of a catalogue."""
        envoys = catalog.envoys.values()
        ours = {envoy.id: envoy.hosts for envoy in envoys if envoy.role == _CLAIMANT}
        return cls(
            posts=Posts.build(catalog),
            starts=catalog.dossier.starts,
            claimants=frozenset(ours),
            envoy_hosts=ours,
            host_envoys={envoy.id: envoy.hosts for envoy in envoys if envoy.role == _HOST},
        )
