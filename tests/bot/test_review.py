"""What editors are asked, and what comes of their decisions: over a real store."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.buttons import COMMAND_BYTES
from bot.ledger.errors import DecisionError
from bot.model import ChangeKind, Decision, Verdict
from bot.review import Review
from bot.sources.changes import added
from bot.store import Store, decisions, edits, events, meta, reports, source_changes
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Kind, Rank
from tests.bot.newsdesk import BOTH, EDITORS, MIDDLE, Newsdesk, commands_of, unsure
from tests.bot.samples import ALICE, NOW, report, shown
from watchers.matching import REVIEW_THRESHOLD
from watchers.model import Report

# --- asking -------------------------------------------------------------------------------------


async def test_the_middle_band_is_asked_about_and_told_to_nobody(desk: Newsdesk) -> None:
    (asked,) = await desk.reads("Oslo may accredit", unsure())

    assert asked.address == EDITORS
    assert "To decide, report 1: Norway: envoy accredited" in shown(asked.message)
    assert "“Oslo may accredit”" in shown(asked.message)
    assert f"Confidence {MIDDLE:.2f}: +0.40 base; +0.10 host acts" in shown(asked.message)
    assert commands_of(asked.message) == {
        "Confirm": "/review 1 yes",
        "Reject": "/review 1 no",
        "Edit": "/review 1 edit",
        "Same as …": "/review 1 same",
    }
    assert desk.woken == 1
    assert await desk.events() == []


async def test_what_other_papers_say_of_the_same_is_not_asked_again(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    assert len(await desk.reads("Norway did", unsure(), paper="caravan-post")) == 1
    assert len(await desk.send_all()) == 1
    await desk.say("/review 1 no")
    assert len(await desk.reads("Norway indeed", unsure(), paper="steppe-wire")) == 1


@pytest.mark.parametrize(
    "kept",
    [
        unsure(REVIEW_THRESHOLD - 0.01),
        unsure(background=True),
        unsure(kind=Kind.POSITION),
        unsure(host=None),
        unsure(assertion=Assertion.DENIED),
    ],
)
async def test_what_is_no_question_is_not_asked(desk: Newsdesk, kept: object) -> None:
    assert isinstance(kept, type(unsure()))
    assert await desk.reads("Something", kept) == []


async def test_late_reprints_are_not_asked_about(desk: Newsdesk) -> None:
    assert await desk.reads("Oslo may accredit", unsure(), hours_old=24 * 20) == []
    assert "1: Norway" in await desk.say("/misses")


async def test_what_the_ledger_holds_is_not_asked_about(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    await desk.send_all()
    assert await desk.reads("Oslo may accredit", unsure(), paper="caravan-post") == []


async def test_what_an_unsure_text_would_make_sure_is_asked_about(desk: Newsdesk) -> None:
    await desk.reads("Kabul says", report(assertion=Assertion.CLAIMED))
    await desk.send_all()
    (asked,) = await desk.reads("Oslo may accredit", unsure(), paper="caravan-post")
    assert asked.address == EDITORS
    await desk.say("/review 2 yes")
    (event,) = await desk.events()
    assert (event.assertion, event.revision) == (Assertion.CONFIRMED, 2)


async def test_one_text_that_says_it_surely_as_well_asks_nothing(desk: Newsdesk) -> None:
    told = await desk.reads("Oslo accredits", unsure(), report())
    assert [each.address for each in told] == [ALICE]


# --- answered meanwhile -------------------------------------------------------------------------


async def edited(desk: Newsdesk) -> list[edits.Edit]:
    """The messages that are to be edited."""
    async with desk.store.read() as tx:
        return await edits.due(tx, EDITORS.platform, desk.clock.now(), 9)


async def test_a_surer_text_answers_the_question(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    (told,) = await desk.reads("Oslo accredits", report(), paper="caravan-post")

    assert told.address == ALICE
    (event,) = await desk.events()
    (edit,) = await edited(desk)
    assert edit.address == EDITORS
    assert shown(edit.message).startswith("Answered by the ledger, 2026-07-20 12:00 UTC")
    assert "“Oslo may accredit”" in shown(edit.message)
    assert f"as {event.id}." in shown(edit.message)
    assert edit.message.buttons == ()
    assert await desk.say("/misses") == "There is no near miss."
    async with desk.store.read() as tx:
        kept = await reports.get(tx, 1)
        # Nobody judged it: it is no labelled item.
        assert await decisions.decided_reports(tx) == []
    assert kept is not None
    assert kept.event_id == event.id


async def test_whoever_presses_after_the_answer_changes_nothing(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.reads("Oslo accredits", report(), paper="caravan-post")
    (before,) = await desk.events()
    for choice in ("yes", "no", "save k=amb", f"same {before.id}"):
        answer = await desk.say(f"/review 1 {choice}")
        assert answer.startswith("Decided already: Answered by the ledger, 2026-07-20 12:00 UTC")
        assert f"as {before.id}." in answer
    decision = Decision(Verdict.REJECT, "Ada", NOW, report=1)
    settled = await desk.review.decide(decision)
    assert (settled.is_first, settled.decision.verdict) == (False, Verdict.ANSWERED)
    assert await desk.events() == [before]


async def test_what_an_editor_decided_first_stays_decided(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    await desk.say("/review 1 no")
    await desk.reads("Oslo accredits", report(), paper="caravan-post")
    assert (await desk.say("/review 1")).startswith("Decided already: Rejected by Ada")


@pytest.mark.parametrize(
    "surer",
    [
        report(kind=Kind.RECIPROCAL),
        report(host="SE"),
        report(assertion=Assertion.PLANNED),
        report(assertion=Assertion.CLAIMED),
        report(background=True),
    ],
)
async def test_what_says_less_or_another_thing_answers_nothing(
    desk: Newsdesk, surer: Report
) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    await desk.reads("Something else", surer, paper="caravan-post")
    assert await edited(desk) == []
    assert "To decide, report 1" in await desk.say("/review 1")


async def test_an_editors_own_event_answers_what_is_asked_of_it(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    added = await desk.say("/add envoy_accredited oslo 2026-07-20 https://x.example/a")
    assert added.startswith("Added: ")
    (edit,) = await edited(desk)
    assert shown(edit.message).startswith("Answered by the ledger")


async def test_another_reports_confirmation_answers_as_well(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure(assertion=Assertion.CLAIMED))
    await desk.reads("Oslo may well accredit", unsure(), paper="caravan-post")
    assert len(await desk.send_all()) == 2
    await desk.say("/review 2 yes")
    by_what = {shown(edit.message).splitlines()[0] for edit in await edited(desk)}
    assert by_what == {
        "Confirmed by Ada (telegram:1), 2026-07-20 12:00 UTC",
        "Answered by the ledger, 2026-07-20 12:00 UTC",
    }


async def test_what_an_editor_took_back_answers_nothing(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.reads("Oslo will accredit", report(assertion=Assertion.PLANNED))
    (plan,) = await desk.events()
    await desk.say(f"/retract {plan.id} https://x.example/a")
    assert "To decide, report 1" in await desk.say("/review 1")


# --- deciding -----------------------------------------------------------------------------------


async def test_confirming_tells_the_subscribers_and_keeps_who_and_when(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    answer = await desk.press("/review 1 yes")

    assert shown(answer).startswith("Confirmed by Ada (telegram:1), 2026-07-20 12:00 UTC")
    assert "told to 1 chat." in shown(answer)
    assert answer.buttons == ()
    (told,) = await desk.unsent()
    assert told.address == ALICE
    assert "Norway: envoy accredited (confirmed)" in shown(told.message)
    assert desk.woken == 2
    async with desk.store.read() as tx:
        (event,) = await desk.events()
        ((_, change, _),) = await events.revisions(tx, event.id)
        kept = await reports.get(tx, 1)
        (decided,) = await decisions.decided_reports(tx)
    assert (change, event.assertion) == (ChangeKind.NEW, Assertion.CONFIRMED)
    assert kept is not None
    assert kept.event_id == event.id
    assert (decided.decision.by, decided.decision.at) == ("Ada (telegram:1)", NOW)


async def test_a_source_that_operators_added_has_its_publishers_name(desk: Newsdesk) -> None:
    herald = replace(
        next(iter(desk.catalog.sources.values())), id="herald", url="https://h.example"
    )
    herald = replace(herald, publisher="The Herald")
    async with desk.store.write() as tx:
        await source_changes.record(tx, added(herald, NOW, "Ada"))
    await desk.reads("Oslo may accredit", unsure(), paper="herald")
    shown_again = await desk.say("/review 1")
    answer = await desk.say("/review 1 yes")

    assert "Source: The Herald, " in shown_again
    assert "Source: The Herald, " in answer
    ((event,),) = [await desk.events()]
    assert event.publishers == ("The Herald",)


async def test_rejecting_tells_nobody_and_enters_nothing(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    assert (await desk.say("/review 1 no")).startswith("Rejected by Ada")
    assert await desk.unsent() == []
    assert await desk.events() == []
    assert await desk.say("/misses") == "There is no near miss."


async def test_an_edited_report_is_entered_as_edited(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    answer = await desk.say("/review 1 save k=amb m=astana d=2026-07 r=amb")
    assert answer.startswith("Confirmed as edited by Ada")
    assert await desk.events("NO") == []
    event = (await desk.events("KZ"))[-1]
    assert (event.kind, event.rank) == (Kind.AMBASSADOR_ACCEPTED, Rank.AMBASSADOR)
    assert (event.mission, str(event.happened)) == ("kz-astana-embassy", "2026-07")
    (told,) = await desk.unsent()
    assert "Kazakhstan: ambassador accepted" in shown(told.message)


async def test_the_same_as_an_event_is_told_to_nobody(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report(), hours_old=30)
    await desk.reads("Envoy leaves Oslo", unsure(kind=Kind.ENVOY_DEPARTED))
    await desk.send_all()
    offered = commands_of(await desk.press("/review 2 same"))
    label, command = next(iter(offered.items()))
    assert label == "2026-07-19: envoy accredited"
    assert (await desk.say(command)).startswith("The same as an event of the ledger by Ada")
    assert await desk.unsent() == []
    async with desk.store.read() as tx:
        kept = await reports.get(tx, 2)
    (event,) = await desk.events()
    assert kept is not None
    assert (kept.event_id, event.revision) == (event.id, 1)


async def test_the_same_by_the_rules_bears_the_event_out(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report(assertion=Assertion.CLAIMED))
    await desk.reads("Oslo may accredit", unsure(), paper="caravan-post")
    await desk.send_all()
    (command,) = list(commands_of(await desk.press("/review 2 same")).values())[:1]
    await desk.say(command)
    (event,) = await desk.events()
    assert event.assertion is Assertion.CONFIRMED
    (told,) = await desk.unsent()
    assert "now confirmed" in shown(told.message)


async def test_a_decision_that_changes_nothing_says_so(desk: Newsdesk) -> None:
    await desk.reads("Oslo denies", unsure(assertion=Assertion.DENIED))
    answer = await desk.say("/review 1 yes")
    assert "It has no place in the ledger" in answer


async def test_an_old_near_miss_enters_silently(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure(), hours_old=24 * 20)
    assert "told to 0 chats" in await desk.say("/review 1 yes")
    assert len(await desk.events()) == 1
    assert await desk.unsent() == []


async def test_a_wrong_decision_is_not_kept(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    wrong = Decision(Verdict.SAME_AS, "ada", NOW, report=1, same_as="no-such-event")
    with pytest.raises(DecisionError, match="there is no event no-such-event"):
        await desk.review.decide(wrong)
    async with desk.store.read() as tx:
        assert await decisions.latest(tx) == []


async def test_of_two_editors_the_first_wins_and_the_other_is_told(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    answers = await asyncio.gather(
        desk.say("/review 1 yes", "Ada"), desk.say("/review 1 no", "Bob")
    )
    first, second = sorted(answers, key=lambda text: text.startswith("Decided already"))
    winner = "Ada" if first.startswith("Confirmed by Ada") else "Bob"
    assert second.startswith("Decided already: ")
    assert f"by {winner}, 2026-07-20 12:00 UTC" in second
    async with desk.store.read() as tx:
        assert [each.by for each in await decisions.latest(tx)] == [winner]
    assert len(await desk.unsent()) == (1 if winner == "Ada" else 0)


async def test_of_two_processes_one_wins(desk: Newsdesk, tmp_path: Path, catalog: Catalog) -> None:
    """Each saw the report undecided; both write at the same moment."""
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    other_store = await Store.open(tmp_path / "missionwatch.db")
    other = Review(other_store, catalog, desk.clock, desk.clock, BOTH, lambda: None)
    settled = await asyncio.gather(
        desk.review.decide(Decision(Verdict.CONFIRM, "ada", NOW, report=1)),
        other.decide(Decision(Verdict.REJECT, "bob", NOW, report=1)),
    )
    await other_store.close()
    assert sorted(each.is_first for each in settled) == [False, True]
    assert settled[0].decision == settled[1].decision
    assert len(await desk.events()) == (1 if settled[0].is_first else 0)


async def test_a_decision_by_words_is_shown_by_the_question(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.send_all()
    await desk.say("/review 1 no")
    async with desk.store.read() as tx:
        (edit,) = await edits.due(tx, EDITORS.platform, NOW, 9)
    assert edit.address == EDITORS
    assert shown(edit.message).startswith("Rejected by Ada")
    assert edit.message.buttons == ()


async def test_a_question_that_was_not_sent_yet_is_sent_as_decided(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    await desk.say("/review 1 no")
    (sent,) = await desk.send_all()
    assert shown(sent.message).startswith("Rejected by Ada")


# --- silent edits -------------------------------------------------------------------------------


async def test_what_bears_an_event_out_is_edited_into_what_was_told(desk: Newsdesk) -> None:
    await desk.reads("Oslo accredits", report())
    (told,) = await desk.send_all()
    assert "Evidence: a single outlet" in shown(told.message)
    assert await desk.reads("Norway accredits", report(), paper="caravan-post") == []
    async with desk.store.read() as tx:
        (edit,) = await edits.due(tx, ALICE.platform, NOW, 9)
    assert (edit.address, edit.message_id) == (ALICE, str(told.id))
    text = shown(edit.message)
    assert "Evidence: two or more independent outlets" in text
    assert "“Oslo accredits”" in text
    assert "Source: Caravan Post" in text
    # What the act moved is not told otherwise by an edit.
    assert "Norway now accepts a chargé d'affaires" in text
    assert shown(told.message).splitlines()[0] == text.splitlines()[0]


async def test_of_an_act_each_part_is_edited_for_itself(desk: Newsdesk) -> None:
    both = report(act="one"), report(host="SE", act="one")
    await desk.reads("Oslo and Stockholm accredit", *both)
    await desk.send_all()
    await desk.reads("Norway accredits", report(), paper="caravan-post")
    await desk.reads("Sweden accredits", report(host="SE"), paper="steppe-wire")
    async with desk.store.read() as tx:
        (edit,) = await edits.due(tx, ALICE.platform, NOW, 9)
    assert shown(edit.message).count("two or more independent outlets") == 2


async def test_what_was_told_to_nobody_is_not_edited(store: Store, catalog: Catalog) -> None:
    desk = Newsdesk(store, catalog)
    await desk.reads("Oslo accredits", report())
    await desk.reads("Norway accredits", report(), paper="caravan-post")
    async with store.read() as tx:
        assert await edits.due(tx, ALICE.platform, NOW, 9) == []


# --- near misses --------------------------------------------------------------------------------


async def test_near_misses_are_listed_with_their_reasons_and_lead_on(desk: Newsdesk) -> None:
    for number in range(10):
        await desk.reads(f"Rumour {number:02}", unsure(REVIEW_THRESHOLD / 2, act=f"act-{number}"))
    page = await desk.press("/misses")
    assert "10: Norway: envoy accredited" in shown(page)
    assert f"{REVIEW_THRESHOLD / 2:.2f}: +0.40 base; +0.10 host acts" in shown(page)
    assert "2: Norway" not in shown(page).replace("12: Norway", "")
    buttons = commands_of(page)
    assert (buttons["10"], buttons["Older"]) == ("/review 10", "/misses 3")
    older = await desk.press(buttons["Older"])
    assert set(commands_of(older)) == {"1", "2"}
    assert "To decide, report 1" in await desk.say("/review 1")
    await desk.say("/review 1 yes")
    assert len(await desk.events()) == 1


# --- drafts by buttons --------------------------------------------------------------------------


async def test_a_draft_is_made_by_buttons_alone(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())

    async def follow(message_command: str, label: str) -> str:
        return commands_of(await desk.press(message_command))[label]

    draft = await follow("/review 1", "Edit")
    hosts = await follow(draft, "Host")
    for _ in range(2):
        hosts = await follow(hosts, "›")
    assert "‹" in commands_of(await desk.press(hosts))
    draft = await follow(await follow(draft, "Host"), "Germany")
    draft = await follow(await follow(draft, "Mission"), "Bonn consulate general")
    draft = await follow(await follow(draft, "Kind"), "mission handed over")
    draft = await follow(await follow(draft, "Rank"), "consul general")
    draft = await follow(await follow(draft, "Assertion"), "planned")
    dates = await follow(draft, "Date")
    assert "2026-07-20" in commands_of(await desk.press(dates))
    draft = await follow(await follow(dates, "›"), "2026-07-01")
    assert "Draft, report 1: Germany: mission handed over" in await desk.say(draft)
    save = await follow(draft, "Save")
    assert (await desk.say(save)).startswith("Confirmed as edited by Ada")
    event = max(await desk.events("DE"), key=lambda each: each.known_at)
    assert (event.kind, event.mission) == (Kind.MISSION_HANDED_OVER, "de-bonn-consulate")
    assert (event.rank, event.assertion) == (Rank.CONSUL_GENERAL, Assertion.PLANNED)
    assert event.happened == PartialDate.parse("2026-07-01")


async def test_an_envoy_is_chosen_by_buttons(desk: Newsdesk) -> None:
    await desk.reads("Bonn may accredit", unsure(host="DE", envoy="Gul Agha"))
    page = await desk.press("/review 1 e")
    names = list(commands_of(page))
    assert names[0] == "Gul Agha"
    (chosen,) = [each for each in desk.catalog.envoys.values() if each.name == names[1]]
    assert "DE" in chosen.hosts
    draft = commands_of(page)[names[1]]
    assert names[1] in await desk.say(draft)
    save = commands_of(await desk.press(f"{draft} k=nam"))["Save"]
    await desk.say(save)
    event = max(await desk.events("DE"), key=lambda each: each.known_at)
    assert (event.kind, event.envoy) == (Kind.ENVOY_NAMED, chosen.id)
    # Whom the ledger has there comes first from now on.
    await desk.reads("More from Bonn", unsure(host="DE", kind=Kind.RECIPROCAL))
    assert next(iter(commands_of(await desk.press("/review 2 e")))) == chosen.name


async def test_every_envoy_of_the_catalogue_can_be_chosen(desk: Newsdesk) -> None:
    await desk.reads("Bonn may accredit", unsure(host="DE"))
    offered, command = set[str](), "/review 1 envoy"
    while True:
        buttons = commands_of(await desk.press(command))
        offered |= buttons.keys()
        if "›" not in buttons:
            break
        command = buttons["›"]
    assert {each.name for each in desk.catalog.envoys.values()} <= offered


async def test_a_name_that_is_typed_stays_in_the_draft(desk: Newsdesk) -> None:
    await desk.reads("Bonn may accredit", unsure(host="DE"))
    page = shown(await desk.press("/review 1 e k=nam"))
    assert 'Or type: /review 1 edit k=nam envoy="…"' in page
    draft = await desk.press('/review 1 edit k=nam envoy="Zmaray  d\'Stanikzai"')
    assert "Zmaray d'Stanikzai" in shown(draft)
    # Another field is set by buttons afterwards; the name comes along, after a restart as well.
    ranks = await desk.press(commands_of(draft)["Rank"])
    draft = await desk.press(commands_of(ranks)["consul general"])
    assert "Zmaray d'Stanikzai" in shown(draft)
    assert "Zmaray d'Stanikzai" in commands_of(await desk.press(commands_of(draft)["Envoy"]))
    await desk.say(commands_of(draft)["Save"])
    event = max(await desk.events("DE"), key=lambda each: each.known_at)
    assert (event.envoy, event.rank) == ("Zmaray d'Stanikzai", Rank.CONSUL_GENERAL)
    async with desk.store.read() as tx:
        assert await meta.get(tx, "typed-names:1") is None


async def test_a_name_that_is_known_is_that_person(desk: Newsdesk) -> None:
    await desk.reads("Moscow may accredit", unsure(host="RU"))
    await desk.say("/review 1 save k=nam envoy=“جمال ناصر غروال”")
    await desk.reads("Moscow recalls", unsure(host="RU", kind=Kind.ENVOY_DEPARTED))
    await desk.say("/review 2 save envoy=“Jamal Nasir GHARWAL”")
    newest = sorted(await desk.events("RU"), key=lambda each: each.known_at)[-2:]
    assert "jamal-nasir-gharwal" in {each.envoy for each in newest}


async def test_every_button_fits_into_callback_data(desk: Newsdesk) -> None:
    await desk.reads("Oslo may accredit", unsure())
    asked = await desk.review.asked(1)
    longest = "1234567"
    seen: set[str] = set()
    waiting = ["/review 1 edit k=amb m=bonn d=20260701 r=amb a=pl envoy=Gul"]
    while waiting:
        command = waiting.pop()
        step = " ".join(command.split()[2:4])
        if step in seen or len(seen) > 60:
            continue
        seen.add(step)
        buttons = commands_of(await desk.press(command))
        for each in buttons.values():
            assert len(each.replace("/review 1", f"/review {longest}").encode()) <= COMMAND_BYTES
        waiting += [each for each in buttons.values() if "save" not in each]
    assert len(seen) > 10
    assert asked.decision is None
