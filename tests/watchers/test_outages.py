"""What operators are told: each change once, and what belongs together as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from config.model import Source
from tests.watchers.test_schedule import source
from watchers.health import Health, HealthView
from watchers.outages import GIVEN_UP, LONGEST_WAIT, NETWORK, SETTLE, Notice, Told, decide

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def made(name: str, country: str, host: str | None = None) -> Source:
    url = f"https://{host or name + '.example'}/{name}"
    return replace(source(), id=name, country=country, url=url)


WORLD = {
    each.id: each
    for each in (
        made("af1", "AF", "kabul.example"),
        made("af2", "AF", "kabul.example"),
        made("af3", "AF"),
        made("no1", "NO"),
        made("no2", "NO", "t.me"),
        made("no3", "NO"),
        made("no4", "NO"),
        made("se1", "SE", "t.me"),
    )
}


class World:
    """The operators, and sources whose health a test sets."""

    def __init__(self) -> None:
        self.now = NOW
        self.told: dict[str, Told] = {}
        self.states = dict.fromkeys(WORLD, Health.FRESH)
        self.brewing: set[str] = set()
        self.since: dict[str, dt.datetime] = {}
        self.last_polls: dict[str, dt.datetime] = {}
        self.heard: list[Notice] = []

    def set(self, state: Health, *names: str) -> None:
        self.states.update(dict.fromkeys(names, state))

    def fail(self, *names: str) -> None:
        self.set(Health.FAILING, *names)

    def recover(self, *names: str) -> None:
        self.set(Health.FRESH, *names)

    def pass_(self, time: dt.timedelta) -> list[Notice]:
        """Looks every minute; answers with what was said in that time."""
        heard: list[Notice] = []
        until = self.now + time
        while self.now <= until:
            views = {
                name: HealthView(state, "So.", self.since.get(name))
                for name, state in self.states.items()
            }
            polled = dict.fromkeys(WORLD, self.now) | self.last_polls
            decision = decide(WORLD, views, self.brewing, polled, self.told, self.now)
            self.told |= {row.source_id: row for row in decision.told}
            heard += decision.notices
            self.now += MINUTE
        self.heard += heard
        return heard


def test_nothing_is_said_of_what_is_well() -> None:
    world = World()
    world.set(Health.QUIET, "no1")
    assert world.pass_(SETTLE * 2) == []
    assert world.told == {}


def test_trouble_is_told_once_after_it_settled_and_so_is_recovery() -> None:
    world = World()
    world.fail("no1")
    assert world.pass_(SETTLE - MINUTE) == []
    assert world.pass_(SETTLE * 20) == [Notice(is_over=False, sources=("no1",))]
    world.recover("no1")
    assert world.pass_(SETTLE * 20) == [Notice(is_over=True, sources=("no1",))]


def test_what_is_over_before_it_is_told_is_never_told() -> None:
    world = World()
    for _ in range(5):
        world.fail("no1")
        assert world.pass_(SETTLE / 2) == []
        world.recover("no1")
        assert world.pass_(SETTLE / 2) == []


def test_each_state_of_trouble_is_told() -> None:
    world = World()
    for state in (Health.STALE, Health.FAILING, Health.BLOCKED):
        world.set(state, "no1")
        assert world.pass_(SETTLE * 2) == [Notice(is_over=False, sources=("no1",))]


def test_what_fails_by_itself_at_one_time_is_one_message() -> None:
    world = World()
    world.fail("no1")
    world.pass_(SETTLE / 2)
    world.fail("se1")
    assert world.pass_(SETTLE * 2) == [Notice(is_over=False, sources=("no1", "se1"))]


def test_a_country_that_goes_silent_is_one_outage_with_one_recovery() -> None:
    world = World()
    world.fail("af1", "af3")
    assert world.pass_(SETTLE * 2) == [
        Notice(is_over=False, sources=("af1", "af3"), outage="country:AF")
    ]
    # One that fails later is part of it.
    world.fail("af2")
    assert world.pass_(SETTLE * 2) == []
    world.recover("af1", "af2")
    assert world.pass_(SETTLE * 2) == []
    world.recover("af3")
    assert world.pass_(SETTLE * 2) == [
        Notice(is_over=True, sources=("af1", "af2", "af3"), outage="country:AF")
    ]


def test_silence_together_is_an_outage_as_well() -> None:
    world = World()
    world.set(Health.STALE, "af1", "af2", "af3")
    (notice,) = world.pass_(SETTLE * 2)
    assert notice.outage == "country:AF"


def test_two_of_many_are_no_outage() -> None:
    world = World()
    world.fail("no1")
    assert world.pass_(SETTLE * 2) == [Notice(is_over=False, sources=("no1",))]
    world.fail("no2")
    assert [n.outage for n in world.pass_(SETTLE * 2)] == [None]


def test_a_host_that_serves_many_countries_is_one_outage() -> None:
    world = World()
    world.fail("no2", "se1")
    assert world.pass_(SETTLE * 2) == [
        Notice(is_over=False, sources=("no2", "se1"), outage="host:t.me")
    ]


def test_a_change_waits_for_others_that_are_failing() -> None:
    world = World()
    world.fail("af1")
    world.brewing = {"af1", "af2"}
    assert world.pass_(SETTLE * 4) == []
    world.fail("af2")
    (notice,) = world.pass_(SETTLE)
    assert (notice.outage, notice.sources) == ("country:AF", ("af1", "af2"))


def test_it_does_not_wait_for_ever() -> None:
    world = World()
    world.fail("af1")
    world.brewing = {"af2"}
    assert world.pass_(LONGEST_WAIT - MINUTE) == []
    assert world.pass_(SETTLE) == [Notice(is_over=False, sources=("af1",))]


def test_all_that_fail_together_are_our_own_network() -> None:
    world = World()
    names = list(WORLD)
    # Whole countries are down sooner than the rest; all are failing.
    world.fail("af1", "af2", "af3")
    world.brewing = set(names)
    assert world.pass_(SETTLE * 3) == []
    world.fail(*names)
    (notice,) = world.pass_(SETTLE * 3)
    assert (notice.outage, notice.sources) == (NETWORK, tuple(names))
    world.brewing = set()
    world.recover(*names)
    (notice,) = world.pass_(SETTLE * 3)
    assert (notice.outage, notice.is_over, notice.still) == (NETWORK, True, ())


def test_a_network_that_is_cut_off_is_told_once_though_it_shows_slowly() -> None:
    world = World()
    first, *others = WORLD
    # One that is asked often fails for good, some for the first time; the rest was not asked yet.
    world.fail(first)
    world.since[first] = NOW
    world.last_polls = dict.fromkeys(others, NOW - LONGEST_WAIT)
    world.brewing = set(others[:4])
    assert world.pass_(SETTLE * 3) == []
    world.fail(*others[:4])
    world.brewing = set(WORLD)
    (notice,) = world.pass_(LONGEST_WAIT)
    assert (notice.outage, notice.sources) == (NETWORK, (first, *others[:4]))
    world.fail(*WORLD)
    assert world.pass_(LONGEST_WAIT * 2) == []


def test_what_was_asked_since_and_is_well_tells_trouble_from_an_outage() -> None:
    world = World()
    world.fail("no1")
    world.since["no1"] = NOW
    world.brewing = {"no2"}
    world.last_polls = {"no3": NOW, "no4": NOW}
    assert world.pass_(SETTLE) == []
    world.brewing = set()
    assert world.pass_(MINUTE) == [Notice(is_over=False, sources=("no1",))]


def test_what_stays_away_is_named_when_an_outage_is_over_and_told_apart_then() -> None:
    world = World()
    world.fail("af1", "af2", "af3")
    world.pass_(SETTLE * 2)
    world.recover("af1", "af2")
    assert world.pass_(LONGEST_WAIT + SETTLE) == [
        Notice(is_over=True, sources=("af1", "af2"), outage="country:AF", still=("af3",))
    ]
    world.recover("af3")
    assert world.pass_(SETTLE * 2) == [Notice(is_over=True, sources=("af3",))]


def test_an_outage_from_which_nothing_returns_is_given_up_in_silence() -> None:
    world = World()
    world.fail("no1", "no2", "no3")
    world.since |= dict.fromkeys(("no1", "no2", "no3"), world.now)
    assert [each.outage for each in world.pass_(SETTLE * 2)] == ["country:NO"]
    assert world.pass_(dt.timedelta(hours=1)) == []
    world.now += GIVEN_UP
    assert world.pass_(dt.timedelta(hours=1)) == []
    assert {world.told[each].outage for each in ("no1", "no2", "no3")} == {None}
    # Another of the country is told by itself, and so is each that comes back after all.
    world.fail("no4")
    assert world.pass_(SETTLE * 2) == [Notice(is_over=False, sources=("no4",))]
    world.recover("no1")
    assert world.pass_(SETTLE * 2) == [Notice(is_over=True, sources=("no1",))]


def test_an_outage_from_which_one_returns_is_not_given_up() -> None:
    world = World()
    world.fail("no1", "no2", "no3")
    world.since |= dict.fromkeys(("no1", "no2", "no3"), world.now)
    world.pass_(SETTLE * 2)
    world.now += GIVEN_UP
    world.recover("no1")
    (over,) = world.pass_(LONGEST_WAIT * 2)
    assert (over.outage, over.sources, over.still) == ("country:NO", ("no1",), ("no2", "no3"))


def test_what_was_dead_before_does_not_hide_an_outage() -> None:
    world = World()
    world.fail("no1", "no2")
    world.told = {name: Told(name, Health.FAILING) for name in ("no1", "no2")}
    world.fail("no3", "no4")
    (notice,) = world.pass_(SETTLE * 2)
    assert (notice.outage, notice.sources) == ("country:NO", ("no3", "no4"))


def test_each_fall_and_each_recovery_is_told_exactly_once() -> None:
    world = World()
    for names in (["no1"], ["af1", "af2"], list(WORLD), ["se1", "no2"], ["no1", "af3"]):
        before = len(world.heard)
        world.fail(*names)
        world.pass_(LONGEST_WAIT * 2)
        world.recover(*names)
        world.pass_(LONGEST_WAIT * 2)
        heard = world.heard[before:]
        assert sorted(_named(heard, is_over=False)) == sorted(names)
        assert sorted(_named(heard, is_over=True)) == sorted(names)


def _named(notices: Iterable[Notice], *, is_over: bool) -> list[str]:
    return [each for notice in notices if notice.is_over is is_over for each in notice.sources]
