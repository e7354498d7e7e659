"""What is told in doubt: readings of the middle band, and what a source announces over its cap."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.caps import MOST_ACTS, AlertCap
from bot.intake import admit
from bot.model import Event
from bot.store import events
from bot.wording import UNSURE
from config.vocabulary import Announcer, Assertion, Kind
from tests.bot.line import Line
from tests.bot.samples import GROUP, item, report, shown, source
from watchers.matching import PUBLISH_THRESHOLD, REVIEW_THRESHOLD
from watchers.model import Item, Report

MIDDLE = (PUBLISH_THRESHOLD + REVIEW_THRESHOLD) / 2
CONFIRMED, CLAIMED, DENIED = Assertion.CONFIRMED, Assertion.CLAIMED, Assertion.DENIED


def unsure(**more: Any) -> Report:
    return report(**({"confidence": MIDDLE, "alert": False} | more))


async def test_an_unsure_reading_is_told_as_such_and_only_claimed(line: Line) -> None:
    line.matcher.on("perhaps", unsure(host="SE", announced_by=Announcer.HOST_MFA))
    (told,) = await line.show(item("It is perhaps so"))

    (event,) = await line.events("SE")
    assert f"Sweden: envoy accredited ({UNSURE})" in shown(told.message)
    assert "Kabul's word" not in shown(told.message)
    assert "now accepts" not in shown(told.message)
    assert (event.assertion, event.notes) == (CLAIMED, UNSURE)


async def test_a_sure_reading_takes_the_mark_away(line: Line) -> None:
    line.matcher.on("perhaps", unsure(host="SE"))
    line.matcher.on("surely", report(host="SE"))
    await line.show(item("It is perhaps so"))
    await line.show(item("It is surely so"), watched=source("wire"))

    (event,) = await line.events("SE")
    assert await line.unsent() == 2
    assert (event.assertion, event.notes) == (CONFIRMED, "")


async def test_a_mark_stays_where_nothing_is_added(line: Line) -> None:
    line.matcher.on("perhaps", unsure(host="SE"))
    line.matcher.on("they say", report(host="SE", assertion=CLAIMED))
    await line.show(item("It is perhaps so"))
    await line.show(item("So they say"))

    assert [event.notes for event in await line.events("SE")] == [UNSURE]


async def test_an_unsure_reading_of_a_known_event_changes_nothing(line: Line) -> None:
    line.matcher.on("Kabul says", report(assertion=CLAIMED, announced_by=Announcer.CLAIMANT_MFA))
    line.matcher.on("perhaps", unsure(announced_by=Announcer.HOST_MFA))
    await line.show(item("Kabul says so"))
    before = await line.events()
    await line.show(item("It is perhaps so"), watched=source("mfa"))

    assert await line.events() == before
    assert await line.unsent() == 1


async def test_an_unsure_denial_takes_nothing_back(line: Line) -> None:
    denial = unsure(assertion=DENIED, announced_by=Announcer.HOST_MFA)
    line.matcher.on("perhaps not", denial)
    await line.show(item("Oslo accredits"))
    await line.show(item("It is perhaps not so"), watched=source("mfa"))

    assert [event.assertion for event in await line.events()] == [CONFIRMED]
    assert await line.unsent() == 1


@pytest.mark.parametrize(
    "kept",
    [
        report(confidence=REVIEW_THRESHOLD - 0.01, alert=False),
        report(confidence=PUBLISH_THRESHOLD, alert=False),
        report(confidence=MIDDLE, alert=False, background=True),
        report(Kind.POSITION, confidence=MIDDLE, alert=False),
        report(confidence=MIDDLE),
    ],
)
def test_only_unsure_news_is_let_through(kept: Report) -> None:
    assert admit(kept) is kept


def test_an_unsure_plan_stays_a_plan() -> None:
    plan = report(assertion=Assertion.PLANNED, confidence=REVIEW_THRESHOLD, alert=False)
    assert (admit(plan).assertion, admit(plan).alert) == (Assertion.PLANNED, True)


# --- too much at once ---------------------------------------------------------------------------


def many(line: Line, count: int) -> list[Item]:
    """Items that each tell of an act of another host."""
    hosts = sorted(line.catalog.countries)[:count]
    for host in hosts:
        line.matcher.on(f"word-{host}", report(host=host, act=host))
    return [item(f"News word-{host}") for host in hosts]


async def doubtful(line: Line) -> list[Event]:
    """What stands in the ledger in doubt."""
    async with line.store.read() as tx:
        found = await events.all_events(tx, line.catalog.dossier.id)
    return [event for event in found if event.notes == UNSURE]


async def test_what_a_source_announces_over_its_cap_is_told_in_doubt(line: Line) -> None:
    line.intake._cap = AlertCap(GROUP)
    await line.show(*many(line, MOST_ACTS + 3))
    assert await line.unsent() == MOST_ACTS + 3 + 1
    held = await doubtful(line)
    assert len(held) == 3
    assert {event.assertion for event in held} == {CLAIMED}
    (warning,) = [each for each in await line.deliveries() if each.address == GROUP]
    assert f"more than {MOST_ACTS} acts within an hour" in shown(warning.message)


async def test_a_process_that_starts_again_goes_on_counting(line: Line) -> None:
    found = many(line, MOST_ACTS + 1)
    await line.show(*found[:MOST_ACTS])
    line.intake._cap = AlertCap()
    await line.show(found[-1])
    assert len(await doubtful(line)) == 1


async def test_an_hour_later_a_source_is_believed_again(line: Line) -> None:
    found = many(line, MOST_ACTS + 1)
    await line.show(*found[:MOST_ACTS])
    line.clock.pass_(hours=1)
    await line.show(found[-1])
    assert await doubtful(line) == []


async def test_a_source_over_its_cap_does_not_burden_another(line: Line) -> None:
    found = many(line, MOST_ACTS + 1)
    await line.show(*found[:MOST_ACTS])
    await line.show(found[-1], watched=source("other"))
    assert await doubtful(line) == []
