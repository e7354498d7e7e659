"""How fast one bot may speak: outside limits kept by the one drain that owns the bot.

Times are seconds of a monotonic clock.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from bot.model import ChatAddress, Platform


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` sends in any window of `per_s` seconds."""

    count: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's limits; None where there is none."""

    bot: Limit | None = None
    chat: Limit | None = None
    group: Limit | None = None


# Telegram: 30 messages a second over all chats, about one a second in one chat, 20 a minute in
# a group (python-telegram-bot constants.FloodLimit; Bots FAQ "My bot is hitting limits").
TELEGRAM = Limits(bot=Limit(28, 1.0), chat=Limit(1, 1.0), group=Limit(20, 60.0))
# Slack: chat.postMessage about one a second in a channel, plus an unpublished workspace cap
# (docs.slack.dev/apis/web-api/rate-limits).
SLACK = Limits(bot=Limit(20, 1.0), chat=Limit(1, 1.0))
CONSOLE = Limits()

LIMITS = {Platform.TELEGRAM: TELEGRAM, Platform.SLACK: SLACK, Platform.CONSOLE: CONSOLE}


def is_group(address: ChatAddress) -> bool:
    """Whether Telegram's group limit holds: ids of groups and channels are negative or named."""
    return address.platform is Platform.TELEGRAM and address.chat[:1] in {"-", "@"}


class Pace:
    """Remembers recent sends of one bot and says how long the next one has to wait."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._windows: dict[tuple[str, Limit], deque[float]] = {}
        self._held_until: dict[str, float] = {}

    def wait_s(self, address: ChatAddress, now: float) -> float:
        """Seconds until a send to this chat is within every limit; 0 means now."""
        held = self._held_until.get(address.chat, now) - now
        waits = [self._window_wait(key, limit, now) for key, limit in self._rules(address)]
        return max([0.0, held, *waits])

    def note(self, address: ChatAddress, now: float) -> None:
        """A send to this chat starts now."""
        for key, limit in self._rules(address):
            self._windows.setdefault((key, limit), deque()).append(now)

    def hold(self, address: ChatAddress, until: float) -> None:
        """The platform asked to leave this chat alone until then."""
        self._held_until[address.chat] = until

    def forget_before(self, now: float) -> None:
        """Drop windows and holds that no longer matter, so that memory follows recent chats."""
        self._windows = {
            rule: sends
            for rule, sends in self._windows.items()
            if sends and sends[-1] > now - rule[1].per_s
        }
        self._held_until = {c: t for c, t in self._held_until.items() if t > now}

    def _rules(self, address: ChatAddress) -> list[tuple[str, Limit]]:
        limits = self._limits
        rules = [("", limits.bot), (address.chat, limits.chat)]
        if is_group(address):
            rules.append((address.chat, limits.group))
        return [(key, limit) for key, limit in rules if limit is not None]

    def _window_wait(self, key: str, limit: Limit, now: float) -> float:
        sends = self._windows.get((key, limit))
        if sends is None:
            return 0.0
        while sends and sends[0] <= now - limit.per_s:
            sends.popleft()
        if len(sends) < limit.count:
            return 0.0
        return sends[-limit.count] + limit.per_s - now
