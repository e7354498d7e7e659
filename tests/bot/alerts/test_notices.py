"""Notices to the operators: kept with what was told; a crash neither loses nor repeats one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from bot.alerts.notices import Notices, compose_notice
from bot.model import Platform
from bot.store import Store, deliveries, told
from config.model import Catalog, Source
from tests.bot.samples import GROUP, NOW, SetClock, shown, source
from watchers.health import Health, HealthView
from watchers.model import PollState, SourceState
from watchers.outages import NETWORK, SETTLE, Notice, Told

PAPER, WIRE = source("paper"), source("wire", country="SE")
WATCHED: Mapping[str, Source] = {PAPER.id: PAPER, WIRE.id: WIRE}


def well(of: Source) -> SourceState:
    return SourceState(of.id, state=PollState.OK, last_ok_at=NOW, news_at=NOW, last_poll_at=NOW)


def broken(of: Source) -> SourceState:
    return SourceState(
        of.id,
        state=PollState.UNREACHABLE,
        reason="no answer",
        failures=4,
        trouble_at=NOW - dt.timedelta(hours=2),
        last_poll_at=NOW,
        last_ok_at=NOW - dt.timedelta(hours=3),
    )


class Operators:
    """What a process tells them; each one is a new process on the same store."""

    def __init__(self, store: Store, catalog: Catalog, clock: SetClock, *, chat: bool) -> None:
        self.store = store
        self.clock = clock
        self.drains = 0
        self.notices = Notices(
            store, catalog, GROUP if chat else None, clock, clock, self._on_notice
        )

    def _on_notice(self) -> None:
        self.drains += 1

    async def see(self, *states: SourceState, minutes: float = 0) -> None:
        self.clock.pass_(minutes=minutes)
        await self.notices.look(WATCHED, {state.source_id: state for state in states})

    async def heard(self) -> list[str]:
        """What waits in their chat."""
        async with self.store.write() as tx:
            found = []
            later = self.clock.now() + dt.timedelta(days=1)
            while claimed := await deliveries.claim(tx, Platform.TELEGRAM, "me", later, 1, 9):
                for each in claimed:
                    assert each.address == GROUP
                    found.append(shown(each.message))
                    await deliveries.mark_sent(tx, each.id, "1", later)
            return found


@pytest.fixture
def operators(store: Store, catalog: Catalog) -> Operators:
    return Operators(store, catalog, SetClock(), chat=True)


WAIT = SETTLE.total_seconds() / 60 + 1


async def test_trouble_and_recovery_are_told_once(operators: Operators) -> None:
    await operators.see(well(PAPER), well(WIRE))
    for _ in range(3):
        await operators.see(broken(PAPER), well(WIRE), minutes=WAIT)
    (heard,) = await operators.heard()
    assert heard.startswith("Trouble with 1 source")
    assert "paper" in heard
    assert "failing\n4 polls in a row failed: no answer; it was last read" in heard
    assert operators.drains == 1
    for _ in range(3):
        await operators.see(well(PAPER), well(WIRE), minutes=WAIT)
    (heard,) = await operators.heard()
    assert heard.startswith("Readable again: 1 source")


async def test_another_process_neither_loses_nor_repeats_a_notice(
    operators: Operators, store: Store, catalog: Catalog
) -> None:
    await operators.see(broken(PAPER), well(WIRE))
    second = Operators(store, catalog, operators.clock, chat=True)
    await second.see(broken(PAPER), well(WIRE), minutes=WAIT)
    assert len(await second.heard()) == 1
    third = Operators(store, catalog, operators.clock, chat=True)
    await third.see(broken(PAPER), well(WIRE), minutes=WAIT)
    assert await third.heard() == []


async def test_a_notice_that_cannot_be_written_is_told_at_the_next_look(
    operators: Operators, monkeypatch: pytest.MonkeyPatch
) -> None:
    await operators.see(broken(PAPER), well(WIRE))

    async def fail(*_: object) -> int:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "add", fail)
        with pytest.raises(OSError, match="disk full"):
            await operators.see(broken(PAPER), well(WIRE), minutes=WAIT)
    async with operators.store.read() as tx:
        assert (await told.all_told(tx))[PAPER.id].state is Health.QUIET
    await operators.see(broken(PAPER), well(WIRE), minutes=WAIT)
    assert len(await operators.heard()) == 1


async def test_without_a_chat_it_is_remembered_and_logged_only(
    store: Store, catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    operators = Operators(store, catalog, SetClock(), chat=False)
    await operators.see(broken(PAPER), well(WIRE))
    await operators.see(broken(PAPER), well(WIRE), minutes=WAIT)
    assert await operators.heard() == []
    assert operators.drains == 0
    async with store.read() as tx:
        assert await told.all_told(tx) == {PAPER.id: Told(PAPER.id, Health.FAILING)}


def test_headings_say_what_is_out(catalog: Catalog) -> None:
    views = {name: HealthView(Health.FAILING, "So.", None) for name in ("a", "b", "c")}
    sources = {name: source(name) for name in views}

    def first(notice: Notice) -> str:
        return shown(compose_notice(notice, sources, views, catalog)).splitlines()[0]

    for is_over, outage, heading in (
        (False, "country:AF", "Outage: 2 sources of Afghanistan went silent together"),
        (True, "country:AF", "Outage over: 2 sources of Afghanistan can be read again"),
        (False, "host:t.me", "Outage: 2 sources at t.me went silent together"),
        (False, NETWORK, "Nearly all sources fail together (2): our own network?"),
        (True, NETWORK, "The network is back: 2 sources can be read again"),
    ):
        assert first(Notice(is_over, ("a", "b"), outage)) == heading
    left = shown(compose_notice(Notice(True, ("a",), "host:x", ("c",)), sources, views, catalog))
    assert "Not readable yet" in left
    assert left.endswith(f"c ({sources['c'].publisher}): failing\nSo.")


def test_a_long_notice_is_cut(catalog: Catalog) -> None:
    names = tuple(f"s{number}" for number in range(25))
    views = {name: HealthView(Health.STALE, "So.", None) for name in names}
    sources = {name: source(name) for name in names}
    assert "and 5 more" in shown(compose_notice(Notice(False, names), sources, views, catalog))
