"""How well an event is borne out: by whose word, and by how many independent ones."""

from __future__ import annotations

from collections.abc import Collection

from bot.ledger.voices import names_of
from config.vocabulary import Announcer, Assertion, Evidence

HOSTS_WORD = frozenset({Announcer.HOST_MFA, Announcer.HOST_HEAD_OF_STATE})

UNITED_NATIONS = "UN"

INDEPENDENT = 2
"""Publishers that must say it in their own voice before they bear each other out."""


def is_hosts_word(announced_by: Announcer, host: str | None) -> bool:
    """True where the host itself speaks; at the United Nations that is the body itself."""
    return announced_by in HOSTS_WORD or (announced_by is Announcer.UN and host == UNITED_NATIONS)


def evidence_of(
    announced_by: Announcer,
    assertion: Assertion,
    publishers: Collection[str],
    host: str | None,
) -> Evidence:
    """The level of one event that these publishers, or voices, report.

    Copies of one agency's text are one publisher. Two outlets that both pass on the claimant's
    word are one voice: only what is confirmed, that is said by outlets themselves, adds up to
    `outlets`.
    """
    if is_hosts_word(announced_by, host):
        return Evidence.HOST
    if announced_by is Announcer.UN:
        return Evidence.OFFICIAL
    if assertion is Assertion.CONFIRMED and len(names_of(publishers)) >= INDEPENDENT:
        return Evidence.OUTLETS
    if announced_by in {Announcer.CLAIMANT_MFA, Announcer.EMBASSY}:
        return Evidence.CLAIMANT
    return Evidence.SINGLE
