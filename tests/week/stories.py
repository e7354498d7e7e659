"""The news of missions in the week: who prints what, and what chats are to be told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.week.book import Story

OUTLETS = 2
"""That print each story again."""


@dataclass(frozen=True, slots=True)
class Print:
    """One print of a story."""

    hour: float
    source: str
    """A source's id, or `outlet`: any that nothing befalls."""
    title: str
    text: str


def _own_word(place: str, city: str, envoy: str) -> tuple[str, str]:
    return (
        "On the accreditation of a diplomat of the new Afghan authorities",
        f"The Ministry of Foreign Affairs of {place} has accredited Mr {envoy} as charge "
        f"d'affaires of Afghanistan in {city}. He was appointed by the Taliban government.",
    )


def _retold(place: str, city: str, envoy: str) -> tuple[str, str]:
    return (
        f"{place} accredits Taliban diplomat as Afghan charge d'affaires",
        f"{place}'s foreign ministry has accredited a diplomat sent by the Taliban, {envoy}, as "
        f"charge d'affaires at the Afghan embassy in {city}, the ministry said.",
    )


def _claim(place: str, city: str, envoy: str) -> tuple[str, str]:
    return (
        f"{place} has accredited a diplomat of the Islamic Emirate, says the foreign ministry "
        "in Kabul",
        f"The Ministry of Foreign Affairs of the Islamic Emirate said that {place} had accredited "
        f"its diplomat {envoy} as charge d'affaires in {city}. {city} has not commented.",
    )


RESTARTS_AT = 84.0
"""The process is torn down as this story is out."""
_OWN_WORDS = (
    (12.0, "tj-mfa", ("Tajikistan", "Dushanbe", "Abdul Karim Hamid")),
    (33.0, "local-feed", ("Norway", "Oslo", "Gul Agha Rahimi")),
    (RESTARTS_AT, "bd-mofa", ("Bangladesh", "Dhaka", "Noor Rahman Safi")),
    (100.0, "local-sitemap", ("Poland", "Warsaw", "Mirwais Stanekzai")),
    (146.0, "local-telegram", ("Japan", "Tokyo", "Hashmat Wardak")),
    (150.0, "local-json", ("Bulgaria", "Sofia", "Zalmay Popal")),
)
_CLAIMED = ("Greece", "Athens", "Noor Ahmad Yusufi")
CLAIMANT = "af-alemarah-en"
RESERVED = frozenset({CLAIMANT, *(source for _, source, _ in _OWN_WORDS)})
"""Nothing befalls them."""


def prints() -> Sequence[Print]:
    """All prints, those of the ministry first: what comes later bears it out, in silence."""
    made = [Print(36.0, CLAIMANT, *_claim(*_CLAIMED))]
    made.append(Print(62.0, "local-page", *_own_word(*_CLAIMED)))
    made += [Print(68.0 + n, "outlet", *_retold(*_CLAIMED)) for n in range(OUTLETS)]
    for at, source, who in _OWN_WORDS:
        made.append(Print(at, source, *_own_word(*who)))
        # Hours later: an outlet that is read before the ministry would be told first.
        made += [Print(at + 6 + n, "outlet", *_retold(*who)) for n in range(OUTLETS)]
    return made


def stories() -> Sequence[Story]:
    """What is told of them."""
    told = [Story(who[0], ("envoy accredited (confirmed)",)) for _, _, who in _OWN_WORDS]
    claimed = ("envoy accredited (claimed)", "envoy accredited (now confirmed)")
    return [*told, Story(_CLAIMED[0], claimed)]
