"""What `/missions` says: all missions by who runs them, or those of some hosts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.chat.status import StatusReplies
from bot.lines import block, bold, line, message
from bot.model import HostStatus, Message, MissionStatus
from bot.wording import Wording
from config.model import Catalog
from config.vocabulary import Control


class MissionReplies:
    """Composes the answers to `/missions` from folded statuses."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._words = Wording(catalog)
        self._statuses = StatusReplies(catalog)

    def everywhere(self, statuses: Iterable[HostStatus]) -> Message:
        """All missions, grouped by who runs them."""
        groups: dict[Control, list[str]] = {control: [] for control in Control}
        for status in statuses:
            for mission in status.missions:
                groups[mission.control].append(self._short(mission))
        total = sum(map(len, groups.values()))
        blocks = [
            block(
                line(bold(f"{_capitalised(self._words.control(control))} ({len(names)})")),
                "; ".join(sorted(names)),
            )
            for control, names in groups.items()
            if names
        ]
        return message(
            block(line(bold(f"{total} missions by who runs them"))),
            *blocks,
            more="/missions and a country tells of its own",
        )

    def of_hosts(self, statuses: Sequence[HostStatus]) -> Message:
        """The missions in some hosts, each with its head and whether its papers are accepted."""
        blocks = []
        for status in statuses:
            name = self._words.host(status.host)
            if not status.missions:
                blocks.extend(self._statuses.coverage(status.host))
                continue
            count = len(status.missions)
            title = f"{name}: {count} mission{'s' if count > 1 else ''}"
            blocks.append(block(line(bold(title))))
            blocks.extend(self._statuses.mission_block(each) for each in status.missions)
        return message(*blocks, more="/status and a country tells more")

    def _short(self, status: MissionStatus) -> str:
        mission = self._catalog.missions[status.mission]
        return f"{self._words.host(mission.host)}: {self._words.mission(mission)}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
