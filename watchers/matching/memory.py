"""What a text has told so far, which later sentences lean on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Memory:
    """What the text has told so far; later sentences lean on it."""

    is_about_sender: bool = False
    hosts: list[str] = field(default_factory=list)
    """Hosts of the acts so far, newest last."""
    topic: list[str] = field(default_factory=list)
    """Places of the title, else of the lead."""
    listed: tuple[str, ...] = ()
    """Places that one sentence of title and lead lists: see `lead.listed`."""
    speakers: dict[str, str] = field(default_factory=dict)
    """Who a surname speaks for: a host code, or '' for the claimant."""
    voice: str | None = None
    """Whose known spokesman the sentence names: a host code, '' the claimant's."""
    publisher_host: str | None = None
    home: str = ""
    """Whose 'the ambassador in …' is, no country named: that of the text's language."""
    denials: frozenset[int] = frozenset()
    """Sentences that deny what somebody reported, and their neighbours."""
    envoy_hosts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_hearsay: bool = False
    """The title rests on unnamed sources: what follows does too, unless somebody speaks."""
    is_mission_ours: bool = False
    """The mission named last is the sending state's, abroad: 'it' may mean it."""
    is_reciprocal: bool = False
    """The story so far is of the other direction."""
    host_envoys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Foreign envoys in the sending state, and whose they are."""
    is_host_silent: bool = False
    is_told_at_home: bool = False
    """The body is datelined in the sending state's capital: 'the ministry' is there."""
    is_looking_back: bool = False
    """The title begins with a word for long ago: an anniversary, a look into the archive."""
    claimants: frozenset[str] = frozenset()
    """Ids of people who stand for the claimant."""
