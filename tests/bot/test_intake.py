"""The line: what polls find becomes items, events and deliveries, all or nothing, each once."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.intake import FULL_LEAD, is_silent, text_of
from bot.store import Store, deliveries, items, reports, sources
from config.model import Catalog
from config.vocabulary import Announcer, Assertion, Evidence, Kind, Read, SourceRole
from tests.bot.line import PAPER, Line
from tests.bot.samples import (
    ALICE,
    NOW,
    item,
    polled,
    report,
    shown,
    source,
)
from watchers.errors import FetchError
from watchers.model import Article, PollState

CONFIRMED, CLAIMED, DENIED = Assertion.CONFIRMED, Assertion.CLAIMED, Assertion.DENIED


# --- from an item to an alert -----------------------------------------------------------------


async def test_news_is_announced_once_and_the_outbox_is_woken(line: Line) -> None:
    (told,) = await line.show(item("Oslo accredits"))

    assert told.address == ALICE
    assert "Norway: envoy accredited (confirmed)" in shown(told.message)
    assert line.alerted == 1
    assert await line.counts() == {"done": 1}


async def test_the_same_item_is_read_once(line: Line) -> None:
    await line.show(item("Oslo accredits"))
    await line.show(item("Oslo accredits"))

    assert await line.unsent() == 1
    assert len(line.matcher.texts) == 1


async def test_another_outlet_that_repeats_it_bears_it_out_in_silence(line: Line) -> None:
    await line.show(item("Oslo accredits"))
    await line.show(item("Envoy to Oslo accepted"), watched=source("second-herald"))

    (event,) = await line.events()
    assert await line.unsent() == 1
    assert event.evidence is Evidence.OUTLETS
    assert event.publishers == ("Fjord Times", "Second Herald")


async def test_copies_of_one_text_are_one_voice(line: Line) -> None:
    words = " ".join(f"word{n} of the agency that all its customers print" for n in range(30))
    await line.show(item("Oslo accepts an envoy", lead=words, url=None))
    await line.show(
        item("Envoy in Oslo accepted", lead=words, url=None), watched=source("second-herald")
    )

    assert [event.evidence for event in await line.events()] == [Evidence.SINGLE]


async def test_an_item_off_the_dossier_is_done_without_an_article(line: Line) -> None:
    await line.show(item("off-topic weather"))

    assert line.asked == []
    assert line.matcher.texts == []
    assert await line.counts() == {"done": 1}


async def test_a_source_read_in_full_has_every_article_fetched(line: Line) -> None:
    await line.show(item("off-topic weather"), watched=source(read=Read.FULL))

    assert len(line.asked) == 1


async def test_the_article_says_what_the_headline_does_not(line: Line) -> None:
    headline = item("A note of the ministry")
    assert headline.url is not None
    line.articles[headline.url] = Article(headline.url, None, "Oslo accredits an envoy.", None)

    assert len(await line.show(headline)) == 1


@pytest.mark.parametrize("lead", ["x" * FULL_LEAD, None])
async def test_no_article_is_fetched_for_a_full_lead_or_without_a_link(
    line: Line, lead: str | None
) -> None:
    found = item("Oslo accredits", lead=lead) if lead else item("Oslo accredits", url=None)

    assert len(await line.show(found)) == 1
    assert line.asked == []


async def test_reports_of_one_clause_are_one_message(line: Line) -> None:
    line.matcher.on(
        "letter",
        report(Kind.SERVICES_CHANGED, host="DE", act="one"),
        report(Kind.SERVICES_CHANGED, host="FR", act="one"),
        report(Kind.MISSION_CLOSED, host="GB", act="two"),
    )
    await line.show(item("A letter from the capital"))

    assert await line.unsent() == 2


async def test_an_act_that_headline_and_body_tell_in_parts_is_one_message(line: Line) -> None:
    line.matcher.on(
        "embassy and consulates",
        report(Kind.MISSION_CLOSED, host="US", mission="us-washington-embassy", act="title"),
        report(Kind.MISSION_CLOSED, host="US", mission="us-newyork-consulate", act="body"),
    )
    await line.show(item("The embassy and consulates are closed"))

    assert await line.unsent() == 1


async def test_two_readings_of_one_event_in_one_text_are_one_alert(line: Line) -> None:
    line.matcher.on(
        "both say so",
        report(assertion=CLAIMED, host="SE", act="one", announced_by=Announcer.CLAIMANT_MFA),
        report(host="SE", act="two", announced_by=Announcer.HOST_MFA),
        report(host="SE", act="three", rank=None, envoy="A Name"),
    )
    (told,) = await line.show(item("Now both say so"))

    assert await line.unsent() == 1
    assert "Sweden: envoy accredited (confirmed)" in shown(told.message)
    assert "A Name" in shown(told.message)


async def test_a_text_that_tells_an_event_and_its_denial_is_one_denial(line: Line) -> None:
    line.matcher.on(
        "denies",
        report(assertion=CLAIMED, host="SE", act="one"),
        report(assertion=DENIED, host="SE", act="two", announced_by=Announcer.HOST_MFA),
    )
    (told,) = await line.show(item("The ministry denies it"))

    assert await line.unsent() == 1
    assert "(denied)" in shown(told.message)


async def test_a_claim_that_the_host_confirms_is_told_again_once(line: Line) -> None:
    line.matcher.on("Kabul says", report(assertion=CLAIMED, announced_by=Announcer.CLAIMANT_MFA))
    line.matcher.on("Ministry confirms", report(announced_by=Announcer.HOST_MFA))
    await line.show(item("Kabul says so"))
    await line.show(item("Ministry confirms it"), watched=source("mfa"))
    await line.show(item("Ministry confirms it again"), watched=source("wire"))

    (event,) = await line.events()
    assert await line.unsent() == 2
    assert event.assertion is CONFIRMED


async def test_a_report_of_no_host_is_kept_and_says_nothing(line: Line) -> None:
    line.matcher.on("somewhere", report(host=None))
    await line.show(item("An envoy somewhere"))

    async with line.store.read() as tx:
        assert await reports.count(tx) == 1
    assert await line.unsent() == 0


async def test_without_anybody_subscribed_nothing_is_written_to_the_outbox(
    store: Store, catalog: Catalog
) -> None:
    line = Line(store, catalog)
    line.matcher.on("Oslo", report())

    assert await line.show(item("Oslo accredits")) == []
    assert line.alerted == 0
    assert len(await line.events()) == 1


# --- age --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours_old", "is_first", "told"),
    [
        (47, True, 1),
        (49, True, 0),
        (None, True, 0),
        (None, False, 1),
        (49, False, 1),
        (13 * 24, False, 1),
        (15 * 24, False, 0),
        (-3, False, 1),
    ],
)
async def test_old_items_are_kept_in_silence(
    line: Line, hours_old: float | None, is_first: bool, told: int
) -> None:
    await line.show(item("Oslo accredits", hours_old=hours_old), is_first=is_first)

    assert await line.unsent() == told
    assert len(await line.events()) == 1
    assert await line.counts() == {"done": 1}


async def test_an_item_that_waited_for_its_article_is_as_young_as_when_it_was_found(
    line: Line,
) -> None:
    found = item("A note of the ministry", hours_old=40)
    assert found.url is not None
    line.articles[found.url] = FetchError(PollState.UNREACHABLE, "down")
    await line.show(found, is_first=True)
    line.clock.pass_(hours=20)
    line.articles[found.url] = Article(found.url, None, "Oslo accredits an envoy.", None)
    await line.intake.read_source(PAPER)

    assert await line.unsent() == 1


def test_age_is_a_pure_question() -> None:
    assert is_silent(NOW - dt.timedelta(hours=48), True, NOW) is False
    assert is_silent(NOW - dt.timedelta(hours=48, seconds=1), True, NOW) is True


async def test_an_article_dates_an_undated_item(line: Line) -> None:
    found = item("Oslo accredits", hours_old=None)
    assert found.url is not None
    day = NOW - dt.timedelta(hours=5)
    line.articles[found.url] = Article(found.url, None, "More.", day)
    await line.show(found, is_first=True)

    assert await line.unsent() == 1
    assert str((await line.events())[0].happened) == "2026-07-20"


# --- articles that cannot be had ----------------------------------------------------------------


async def test_a_headline_that_suffices_does_not_wait_and_is_not_told_twice(line: Line) -> None:
    found = item("Oslo accredits")
    assert found.url is not None
    line.articles[found.url] = FetchError(PollState.UNREACHABLE, "the server is down")
    assert len(await line.show(found)) == 1
    assert await line.counts() == {"waiting_article": 1}

    await line.intake.read_source(PAPER)
    assert len(line.asked) == 1, "asked again only when it is due"

    line.clock.pass_(minutes=21)
    line.articles[found.url] = Article(found.url, None, "Oslo accredits an envoy.", None)
    await line.intake.read_source(PAPER)

    assert await line.unsent() == 1
    assert await line.counts() == {"done": 1}


async def test_an_article_is_tried_for_a_day_and_then_let_go(line: Line) -> None:
    found = item("Oslo accredits")
    assert found.url is not None
    line.articles[found.url] = FetchError(PollState.BUSY, "come back later")
    await line.show(found)
    for _ in range(80):
        line.clock.pass_(minutes=20)
        await line.intake.read_source(PAPER)

    assert await line.counts() == {"done": 1}
    assert len(line.asked) == 24 * 3 + 1
    assert await line.unsent() == 1


async def test_an_article_that_is_gone_is_not_waited_for(line: Line) -> None:
    found = item("Oslo accredits")
    assert found.url is not None
    line.articles[found.url] = FetchError(PollState.GONE, "404", retryable=False)
    await line.show(found)

    assert await line.counts() == {"done": 1}


async def test_a_fault_of_ours_in_reading_a_page_does_not_lose_the_headline(line: Line) -> None:
    found = item("Oslo accredits")
    assert found.url is not None
    line.articles[found.url] = KeyError("a fault in a reader")

    assert len(await line.show(found)) == 1
    assert await line.counts() == {"done": 1}


# --- failures -----------------------------------------------------------------------------------


async def test_an_item_that_cannot_be_read_fails_alone(line: Line) -> None:
    line.matcher.fail_on("poison")
    await line.show(item("Oslo accredits"), item("poison"), item("Oslo again accredits"))

    async with line.store.read() as tx:
        (failed,) = await items.failed(tx)
    assert await line.counts() == {"done": 2, "failed": 1}
    assert failed.reason == "ValueError: no such grammar"


async def test_a_failure_after_the_merge_leaves_nothing_behind(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(deliveries, "add", fail)
    await line.show(item("Oslo accredits"))

    assert await line.counts() == {"failed": 1}
    assert await line.events() == []


# --- polls --------------------------------------------------------------------------------------


async def test_states_of_quiet_polls_are_written_at_the_next_flush(line: Line) -> None:
    quiet = polled(PAPER, state=PollState.NOT_MODIFIED)
    assert await line.intake.take(PAPER, quiet) == 0
    async with line.store.read() as tx:
        assert await sources.states(tx) == {}

    await line.intake.flush()
    await line.intake.flush()
    async with line.store.read() as tx:
        assert await sources.states(tx) == {PAPER.id: quiet.next_state}


async def test_a_quiet_poll_does_not_overwrite_a_later_one(line: Line) -> None:
    await line.intake.take(PAPER, polled(PAPER, state=PollState.SERVER_ERROR))
    loud = polled(PAPER, item("Oslo accredits"))
    await line.intake.take(PAPER, loud)
    await line.intake.flush()

    async with line.store.read() as tx:
        assert (await sources.states(tx))[PAPER.id] == loud.next_state


async def test_take_says_how_many_were_new(line: Line) -> None:
    first, second = item("One"), item("Two")
    assert await line.intake.take(PAPER, polled(PAPER, first, second)) == 2
    assert await line.intake.take(PAPER, polled(PAPER, first, second, item("Three"))) == 1
    assert await line.intake.take(PAPER, polled(PAPER, first)) == 0


# --- the text that is matched -------------------------------------------------------------------


def test_who_speaks_is_told_by_the_source() -> None:
    found = item("A title", lead="The lead.")
    ministry = text_of(source(role=SourceRole.HOST_MFA), "1", found, None)
    claimant = text_of(source(role=SourceRole.CLAIMANT), "1", found, None)
    paper = text_of(PAPER, "1", found, None)

    assert (ministry.publisher_host, ministry.publisher_is_claimant) == ("NO", False)
    assert (claimant.publisher_host, claimant.publisher_is_claimant) == (None, True)
    assert (paper.publisher_host, paper.publisher_is_claimant) == (None, False)
    assert paper.publisher_country == PAPER.country
    assert paper.body == "The lead."


def test_a_lead_stands_before_an_article_that_does_not_hold_it() -> None:
    found = item("A title", lead="Oslo  accredits an Envoy.")
    wall = Article("u", None, "We value your privacy.", None, "no")
    whole = Article("u", None, "On Monday Oslo accredits\nan envoy. And more.", None, "no")

    assert text_of(PAPER, "1", found, wall).body == f"{found.lead}\nWe value your privacy."
    assert text_of(PAPER, "1", found, whole).body == whole.text


def test_the_language_is_the_sources_else_the_pages() -> None:
    page = Article("u", None, "Text.", None, "no")
    assert text_of(PAPER, "1", item("A"), page).lang == "en"
    assert text_of(source(lang=""), "1", item("A"), page).lang == "no"
    assert text_of(source(lang=""), "1", item("A"), None).lang is None
