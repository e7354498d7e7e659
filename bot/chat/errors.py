"""What can go wrong between the bot and a chat platform, beyond a single send.

ChatError
├── TokenRefused(platform)   the platform does not take the token: nothing there can work
└── UnreadableStore          a file that is no store of ours, or of another version

A single send never raises: it answers with `bot.alerts.ports.Failure`.
"""

from __future__ import annotations

from bot.model import Platform


class ChatError(Exception):
    """Base of all of them."""


class TokenRefused(ChatError):  # noqa: N818 - says what happened; the app names it in a sentence
    """The platform refused the token; the app ends with exit code 3 and this sentence."""

    def __init__(self, platform: Platform, which: str, reason: str) -> None:
        super().__init__(
            f"{platform.value.capitalize()} refused the token in {which} ({reason}). "
            "Check that it is copied whole and has not been revoked."
        )
        self.platform = platform
        self.which = which
        self.reason = reason


class UnreadableStore(ChatError):  # noqa: N818 - as above
    """A file that is no store of ours, or one of another version."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(
            f"the store {path} cannot be read ({reason}): `missionwatch run` brings an old one up "
            "to date; for the shipped history alone set MISSIONWATCH_DATA to another folder"
        )
