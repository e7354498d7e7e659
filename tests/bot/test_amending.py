"""Events that editors add, correct and retract by hand, and who hears of it: over a real store."""

from __future__ import annotations

import asyncio

import pytest

from bot.ledger.errors import DecisionError
from bot.model import Decision, Origin, Verdict
from bot.store import decisions
from config.vocabulary import Assertion, Control, Rank, Stance
from tests.bot.newsdesk import Newsdesk, unsure
from tests.bot.samples import ALICE, ALL, BOB, CHANNEL, NOW, report, shown, subscribe

SOURCE = "https://www.mfa.example/news/1?id=7"


async def test_an_event_is_added_once_and_told(desk: Newsdesk) -> None:
    words = f"/add envoy-accredited oslo 2026-07-19 {SOURCE} rank=charge envoy=“Gul Agha d'A”"
    answer = await desk.say(words)
    assert answer.startswith("Added: Norway: envoy accredited, Oslo embassy, Gul Agha d'A")
    (event,) = await desk.events()
    assert (event.origin, event.assertion, event.rank) == (
        Origin.EDITOR, Assertion.CONFIRMED, Rank.CHARGE,
    )  # fmt: skip
    assert [each.url for each in event.citations] == [SOURCE]
    (told,) = await desk.send_all()
    assert told.address == ALICE
    assert "the ledger holds" in (await desk.say(words)).lower()
    later = words.replace("07-19", "07-20").replace("id=7", "id=8")
    assert f"The ledger holds this already, as {event.id}: /correct that" in await desk.say(later)
    assert (await desk.say(f"{later} another")).startswith("Added: ")
    assert len(await desk.events()) == 2


@pytest.mark.parametrize(
    ("day", "kept"),
    [("15.6.2026", "2026-06-15"), ("June 2026", "2026-06"), ("~2026-06-15", "~2026-06-15")],
)
async def test_an_added_day_is_taken_as_people_write_it(
    desk: Newsdesk, day: str, kept: str
) -> None:
    await desk.say(f"/add envoy_accredited new delhi {day} {SOURCE}")
    (event,) = await desk.events("IN")
    assert (event.host, str(event.happened)) == ("IN", kept)


@pytest.mark.parametrize(
    ("day", "why"),
    [("4/5/2026", "may be 2026-05-04 or 2026-04-05"), ("2030-01-01", "is still to come")],
)
async def test_an_unclear_day_and_one_to_come_are_asked_back(
    desk: Newsdesk, day: str, why: str
) -> None:
    assert why in await desk.say(f"/add envoy_accredited oslo {day} {SOURCE}")
    assert await desk.events() == []


async def test_a_correction_goes_to_exactly_those_who_were_told(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    await desk.send_all()
    await subscribe(desk.store, (BOB, ALL), (CHANNEL, ALL))
    (event,) = await desk.events()
    listed = await desk.say("/correct norway")
    code = next(word for word in listed.split() if len(word) == 8 and word.isalnum())
    assert "2026-07-20: envoy accredited" in listed

    answer = await desk.say(f"/correct {code} rank=charge {SOURCE} it said so")
    assert answer.startswith("Corrected: Norway: envoy accredited")
    (told,) = await desk.send_all()
    assert told.address == ALICE
    assert "Norway: envoy accredited (corrected by the editors)" in shown(told.message)

    assert (await desk.say(f"/retract {event.id} {SOURCE} another country")).startswith(
        "Retracted: Norway"
    )
    (told,) = await desk.send_all()
    assert told.address == ALICE
    assert "(retracted by the editors)" in shown(told.message)
    assert "there is no event" in (await desk.say(f"/retract {event.id} {SOURCE}")).lower()


async def test_a_correction_tells_how_it_moved_both_hosts(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    await desk.send_all()
    (event,) = await desk.events()
    await desk.say(f"/correct {event.id} host=finland {SOURCE}")
    (told,) = await desk.send_all()
    text = shown(told.message)
    assert "Finland: envoy accredited (corrected by the editors)" in text
    assert "Finland now accepts a chargé d'affaires" in text
    assert "Norway now has accepted no envoy" in text


async def test_a_correction_may_say_where_it_leaves_the_host(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    await desk.send_all()
    (event,) = await desk.events()
    await desk.say(f"/correct {event.id} stance=none control=closed {SOURCE}")
    (event,) = await desk.events()
    assert (event.stance, event.control) == (Stance.NONE, Control.CLOSED)


async def test_nobody_hears_of_a_correction_to_what_nobody_was_told(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report(), hours_old=24 * 20)
    (event,) = await desk.events()
    assert "told to 0 chats" in await desk.say(f"/correct {event.id} rank=charge {SOURCE}")
    assert await desk.unsent() == []


async def test_an_event_that_changed_meanwhile_is_not_amended(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    (event,) = await desk.events()

    def retracting(by: str, revision: int) -> Decision:
        return Decision(
            Verdict.RETRACT, by, NOW, event=event.id, revision=revision, source_url=SOURCE
        )

    with pytest.raises(DecisionError, match="has changed meanwhile"):
        await desk.review.amend(retracting("ada", 7))
    assert (await desk.review.amend(retracting("ada", 1))).is_first
    late = await desk.review.amend(retracting("bob", 1))
    assert (late.is_first, late.decision.by) == (False, "ada")


async def test_of_two_editors_who_retract_the_first_wins(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    await desk.send_all()
    (event,) = await desk.events()
    answers = await asyncio.gather(
        *(desk.say(f"/retract {event.id} {SOURCE}", by) for by in ("Ada", "Bob"))
    )
    first, second = sorted(answers, key=lambda text: text.startswith("Decided already"))
    assert first.startswith("Retracted: Norway")
    assert second.startswith("Decided already: Retracted by ")
    assert len(await desk.unsent()) == 1


async def test_what_another_process_has_just_decided_stands(desk: Newsdesk) -> None:
    """Its decision is there, what it made of the event is not yet."""
    await desk.reads("Oslo accredits", report())
    (event,) = await desk.events()

    def retracting(by: str, event_id: str) -> Decision:
        return Decision(Verdict.RETRACT, by, NOW, event=event_id, revision=1, source_url=SOURCE)

    async with desk.store.write() as tx:
        assert await decisions.record(tx, retracting("ada", event.id))
    late = await desk.review.amend(retracting("bob", event.id))
    assert (late.is_first, late.decision.by) == (False, "ada")
    assert await desk.events() == [event]
    with pytest.raises(DecisionError, match="there is no event nowhere"):
        await desk.review.amend(retracting("bob", "nowhere"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/add", "Say what happened, as one of recognized"),
        ("/add recognized", "Say where and when: /add envoy_accredited oslo"),
        ("/add recognized norway 2026-07-20", "A source is required, the http or https address"),
        ("/add recognized norway 2026-07-20 ftp://x.example/a", "A source is required"),
        ("/add recognized atlantis 2026-07-20 https://x.example", "“atlantis” is no country"),
        ("/add recognized norway 2026-13-01 https://x.example", "“2026-13-01” is no date"),
        ("/add recognized norway 2026-07-20 https://x.example rank=king", "“king” is no rank"),
        ("/add recognized norway 2026-07-20 https://x.example who=me", "There is no field “who”"),
        ('/add recognized "norway 2026-07-20', 'A quotation mark (") is not closed'),
        ("/add envoy_accredited norway 2026-07-20 https://x.example mission=bonn", "DE, not NO"),
        ("/correct", "Say which event: /correct 1a2b3c4d"),
        ("/correct 1a2b3c4d rank=charge https://x.example", "There is no event “1a2b3c4d”"),
        ("/retract atlantis", "“atlantis” is no country"),
        ("/review", "Say which report: /review 17"),
        ("/review x", "Say which report: /review 17"),
        ("/review 99", "There is no report 99; /misses lists"),
        ("/misses x", "/misses takes no word but the number"),
    ],
)
async def test_what_cannot_be_done_is_said_with_the_cure(
    desk: Newsdesk, text: str, why: str
) -> None:
    answer = await desk.press(text)
    assert why in shown(answer)
    assert not answer.replaces


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        ("maybe", "“maybe” is nothing to do with a report"),
        ("edit mission=norway", "“norway” is no mission"),
        ("save stance=none", "Control and stance are an event's"),
        ("save h=SE m=bonn", "stands in DE, not SE"),
        ("same 1a2b3c4d", "There is no event “1a2b3c4d”"),
    ],
)
async def test_a_wrong_step_is_said_with_the_cure(desk: Newsdesk, rest: str, why: str) -> None:
    await desk.reads("Oslo may accredit", unsure())
    assert why in await desk.say(f"/review 1 {rest}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{id} https://x.example", "Say which field is to be what"),
        ("{id} rank=charge", "A source is required"),
    ],
)
async def test_a_correction_needs_a_field_and_a_source(
    desk: Newsdesk, text: str, why: str
) -> None:
    await desk.reads("Oslo accredits", report())
    (event,) = await desk.events()
    assert why in await desk.say("/correct " + text.format(id=event.id))
    assert "A retraction sets no field" in await desk.say(
        f"/retract {event.id} rank=charge https://x.example"
    )
    assert len(await desk.events("NO")) == 1


async def test_a_host_without_events_lists_none(desk: Newsdesk) -> None:
    assert await desk.say("/retract fiji") == "The ledger holds no event of Fiji."
