"""Every command over the shipped history, as a chat would use it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.chat.parse import COMMANDS
from bot.chat.plain import plain
from bot.chat.telegram_html import render
from bot.model import ChatAddress, Event, Platform, Scope, ScopeKind
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Control, Kind, MissionKind, Stance
from tests.bot.chat.conftest import TODAY, Chat
from tests.bot.chat.samples import HOSTILE, NASTY
from tests.fakes.markup import parse_telegram_html

# --- /start, /help, and what is not understood -------------------------------------------------


async def test_start_says_what_it_does_and_how_to_begin(chat: Chat) -> None:
    said = await chat.say("/start")
    assert "Mission Watch" in said
    assert "/subscribe" in said
    assert chat.subscriptions.remembered == [chat.address]


async def test_help_lists_every_command(chat: Chat) -> None:
    said = await chat.say("HELP")
    for name in COMMANDS:
        assert f"/{name}:" in said


async def test_a_mistyped_command_is_met_with_the_closest(chat: Chat) -> None:
    assert await chat.say("/statsu russia") == (
        "There is no /statsu. Did you mean /status russia?"
    )


@pytest.mark.parametrize("text", ["", "/", "???", "what is the meaning of all this"])
async def test_what_is_not_understood_gets_help(chat: Chat, text: str) -> None:
    assert "/help" in await chat.say(text)


async def test_a_place_alone_is_a_question_about_it(chat: Chat) -> None:
    assert await chat.say("Russia") == await chat.say("/status russia")
    assert await chat.say("united states 2022-04-15") == (
        await chat.say("/status united states 2022-04-15")
    )


# --- /status ------------------------------------------------------------------------------------


async def test_status_alone_groups_hosts_by_stance_from_high_to_low(chat: Chat) -> None:
    blocks = (await chat.say("/status")).split("\n\n")
    assert blocks[0] == f"All hosts by stance, on {TODAY}"
    assert blocks[1].startswith("Recognition (1)\nRussia")
    assert blocks[-1].startswith("Refused (")
    counted = sum(len(block.split("\n")[1].split(", ")) for block in blocks[1:])
    assert counted == sum(int(block.split("(")[1].split(")")[0]) for block in blocks[1:])


async def test_status_of_a_day_long_past(chat: Chat) -> None:
    said = await chat.say("/status russia 2022-04-15")
    assert said.startswith("Russia on 2022-04-15: accepts a chargé d'affaires of the Emirate")
    assert "Moscow embassy: run by the Emirate since 2022-04-09" in said
    assert "Head: Jamal Nasir Gharwal (chargé d'affaires)" in said
    assert "Kabul accepts this mission's documents: yes" in said
    assert "By Kabul's word, not confirmed\n2022-04-13: " in said
    assert "As of 2022-04-13" in said
    assert "Sources\nVOA, 2022-04-15" in said
    assert "2023" not in said


async def test_status_of_today(chat: Chat) -> None:
    said = await chat.say("/status Россия")
    assert said.startswith("Russia: recognises the Emirate as the government (since 2025-07-03)")
    assert f"on {TODAY}" not in said


async def test_sources_are_links(chat: Chat) -> None:
    message = await chat.commands.status("russia 2022-04-15")
    hrefs = {href for tag, href in parse_telegram_html(render(message)).entities if tag == "a"}
    cited = {c.url for row in chat.ledger.rows if row.host == "RU" for c in row.citations}
    assert hrefs
    assert hrefs <= cited


async def test_a_city_begins_with_its_mission(chat: Chat) -> None:
    said = await chat.say("/status bonn")
    assert said.startswith("Bonn consulate general, Germany: run by the Emirate since 2025-10-03")
    assert said.index("Bonn consulate general, Germany") < said.index("Germany: accepts")
    assert said.count("Bonn consulate general, Germany") == 1
    assert "Berlin embassy: " in said


async def test_a_closed_mission_is_shown_closed_without_head_or_papers(chat: Chat) -> None:
    said = await chat.say("/missions united states")
    assert said.startswith("United States: 3 missions")
    assert said.count(": closed since ") == 3
    assert "Head:" not in said
    assert "documents" not in said


async def test_a_host_without_a_mission_is_answered_with_who_covers_it(chat: Chat) -> None:
    for command in ("/status", "/missions"):
        said = await chat.say(f"{command} denmark")
        assert "Denmark: no mission of Afghanistan stands there." in said
        assert "It is covered from the Oslo embassy (Norway)." in said


async def test_a_host_without_any_coverage_says_so(chat: Chat) -> None:
    assert "No other mission is known to cover it." in await chat.say("/status mongolia")


async def test_the_united_nations_and_the_european_union_are_hosts(chat: Chat) -> None:
    assert (await chat.say("/status un")).startswith("United Nations: refuses envoys")
    assert (await chat.say("/status EU")).startswith("European Union: ")


async def test_a_region_is_its_hosts_by_stance(chat: Chat) -> None:
    said = await chat.say("/status central asia 2022-04-15")
    assert said.startswith("Central Asia by stance, on 2022-04-15")
    assert "Refused (1)\nTajikistan" in said
    assert "Russia" not in said


async def test_the_sending_state_stands_for_everything(chat: Chat) -> None:
    assert await chat.say("/status afghanistan") == await chat.say("/status")
    assert "every change" in await chat.say("/subscribe afghanistan")


async def test_a_city_with_several_missions_says_how_to_ask_for_the_others(chat: Chat) -> None:
    said = await chat.say("/status geneva")
    assert said.startswith("Geneva embassy, Switzerland: ")
    assert "\n\nOr did you mean /status UN Geneva?" in said
    assert (await chat.say("/status UN Geneva")).startswith("Geneva permanent mission, United")


@pytest.mark.parametrize("command", ["status", "missions"])
async def test_days_that_have_no_answer_are_explained(chat: Chat, command: str) -> None:
    assert "“2022-13-45” is no date" in await chat.say(f"/{command} russia 2022-13-45")
    assert "2031-01-01 is still to come" in await chat.say(f"/{command} russia 2031-01-01")
    before = await chat.say(f"/{command} russia 2020-01-01")
    assert "starts on 2021-08-15" in before
    assert "run by the Republic" in before


async def test_a_month_or_a_year_means_its_last_day_up_to_today(chat: Chat) -> None:
    assert await chat.say("/status russia 2022-04") == await chat.say("/status russia 2022-04-30")
    assert await chat.say("/status russia 2021") == await chat.say("/status russia 2021-12-31")
    assert await chat.say("/status russia 2026") == await chat.say("/status russia")


async def test_a_place_that_is_nearly_known_is_asked_back(chat: Chat) -> None:
    for command in ("status", "missions", "subscribe", "unsubscribe"):
        said = await chat.say(f"/{command} rissia")
        assert "Did you mean Russia?" in said
        assert f"/{command} Russia" in said
    assert chat.subscriptions.scopes == {}


async def test_an_unknown_place_gets_help(chat: Chat) -> None:
    said = await chat.say("/status qwxzptv")
    assert "I know no place called “qwxzptv”" in said
    assert "/missions" in said


async def test_a_long_unknown_place_is_not_repeated_at_length(chat: Chat) -> None:
    assert len(await chat.say("/status " + "qx" * 3_000)) < 300


async def test_plans_and_recent_reports_come_from_the_ledger(chat: Chat) -> None:
    plan = next(row for row in chat.ledger.rows if row.host == "RU")
    chat.ledger.rows.append(
        replace(plan, id="new", assertion=Assertion.PLANNED, kind=Kind.MISSION_OPENED,
                happened=PartialDate(dt.date(2026, 6, 30)))
    )  # fmt: skip
    said = await chat.say("/status russia")
    assert "Announced, its day passed unconfirmed\n2026-06-30: mission opened" in said


# --- /missions ----------------------------------------------------------------------------------


async def test_all_missions_are_grouped_by_who_runs_them(chat: Chat) -> None:
    said = await chat.say("/missions")
    assert said.startswith(f"{len(chat.catalog.missions)} missions by who runs them")
    for mission in chat.catalog.missions.values():
        assert f"{mission.city} " in said
    assert await chat.say("/missions all") == said


async def test_missions_of_a_country_and_of_a_region(chat: Chat) -> None:
    said = await chat.say("/missions tajikistan")
    assert said.startswith("Tajikistan: 2 missions")
    assert "Dushanbe embassy: run by the Republic" in said
    assert "Khorog consulate general: closed since 2025-12-15" in said
    region = await chat.say("/missions central asia")
    assert "Dushanbe embassy" in region
    assert "Tashkent embassy" in region


async def test_missions_of_a_day_long_past(chat: Chat) -> None:
    assert "Dushanbe embassy: run by the Republic" in await chat.say("/missions TJ 2022-01-01")
    assert "Moscow embassy: run by the Republic" in await chat.say("/missions RU 2021-09-01")


# --- /latest ------------------------------------------------------------------------------------


async def test_latest_shows_the_newest_with_sources(chat: Chat) -> None:
    blocks = (await chat.say("/latest")).split("\n\n")
    assert len(blocks) == 5
    days = [block.split(" ")[0] for block in blocks]
    assert days == sorted(days, reverse=True)
    assert all("\nSource: " in block for block in blocks)


async def test_latest_takes_a_number_within_reason(chat: Chat) -> None:
    assert len((await chat.say("/latest 2")).split("\n\n")) == 2
    assert len((await chat.say("/latest 20")).split("\n\n")) == 20
    for bad in ("0", "-3", "many"):
        assert f"“{bad}” is no number above zero" in await chat.say(f"/latest {bad}")


@pytest.mark.parametrize(("asked", "count"), [("100", 100), ("22 accredited", 22)])
async def test_many_newest_come_in_pages_to_the_last(chat: Chat, asked: str, count: int) -> None:
    shown = [await chat.say(f"/latest {asked} page {page}") for page in (1, 2, 99)]
    assert f"The newest {count} events" in shown[0]
    assert f"1–8 of {count}. /latest {asked} page 2 tells on." in shown[0]
    assert f"9–16 of {count}." in shown[1]
    assert f"{count} of {count}." in shown[2]


async def test_more_than_there_are_pages_through_all(chat: Chat) -> None:
    told = len([row for row in chat.ledger.rows if row.host and row.kind is not Kind.OBSERVATION])
    assert f"1–8 of {told}." in await chat.say(f"/latest {10**30}")


async def test_rows_of_no_single_host_are_left_to_the_history(chat: Chat) -> None:
    newest = await chat.ledger.latest(1)
    chat.ledger.rows.append(replace(newest[0], id="all", host=None, happened=PartialDate(TODAY)))
    assert "several hosts" not in await chat.say("/latest")


async def test_an_empty_ledger_says_so(chat: Chat) -> None:
    chat.ledger.rows.clear()
    assert await chat.say("/latest") == "The ledger holds no events yet."
    assert "Moscow embassy: run by the Republic" in await chat.say("/status russia")


# --- subscriptions ------------------------------------------------------------------------------


async def test_subscribe_alone_is_everything(chat: Chat) -> None:
    assert await chat.say("/subscribe") == (
        "Subscribed to everything.\nThis chat hears of every change, in every country."
    )
    assert chat.subscriptions.scopes == {chat.address: [Scope(ScopeKind.ALL)]}
    assert "Already subscribed to everything." in await chat.say("/subscribe all")


async def test_subscriptions_add_up_and_are_listed(chat: Chat) -> None:
    assert "hears of nothing" in await chat.say("/subscriptions")
    said = await chat.say("/subscribe central asia")
    assert said == ("Subscribed to Central Asia.\nThis chat hears of: Central Asia (5 countries).")
    await chat.say("/subscribe RU")
    listed = "This chat hears of: Central Asia (5 countries), Russia."
    assert await chat.say("/subscriptions") == listed


async def test_a_city_subscribes_its_country_and_says_so(chat: Chat) -> None:
    said = await chat.say("/subscribe bonn")
    assert said.startswith("Subscribed to Germany. That is the whole of Germany, where Bonn is.")
    assert chat.subscriptions.scopes[chat.address] == [Scope(ScopeKind.HOST, "DE")]


async def test_unsubscribing_one_or_all(chat: Chat) -> None:
    for place in ("russia", "germany", "central asia"):
        await chat.say(f"/subscribe {place}")
    said = await chat.say("/unsubscribe russia")
    assert said.startswith("Unsubscribed from Russia.\nThis chat hears of: Germany, Central Asia")
    assert "was not subscribed to Russia" in await chat.say("/unsubscribe russia")
    said = await chat.say("/unsubscribe")
    assert said.startswith("Unsubscribed from everything.\nThis chat hears of nothing now.")
    assert "was not subscribed to anything" in await chat.say("/unsubscribe all")


async def test_each_chat_has_its_own_subscriptions(chat: Chat) -> None:
    await chat.say("/subscribe russia")
    topic = ChatAddress(Platform.TELEGRAM, "42", "7")
    await chat.commands.answer("/subscribe china", topic)
    assert chat.subscriptions.scopes[chat.address] == [Scope(ScopeKind.HOST, "RU")]
    assert chat.subscriptions.scopes[topic] == [Scope(ScopeKind.HOST, "CN")]


async def test_events_without_a_source_are_told_all_the_same(chat: Chat) -> None:
    claim = next(r for r in chat.ledger.rows if r.host == "RU")
    bare = replace(
        claim, id="bare", kind=Kind.ENVOY_NAMED, assertion=Assertion.CLAIMED, citations=(),
        envoy="Nobody Known", happened=PartialDate(TODAY),
    )  # fmt: skip
    chat.ledger.rows.append(bare)
    for command in ("/latest 1", "/status russia"):
        said = await chat.say(command)
        (told,) = [row for row in said.split("\n") if "Nobody Known" in row]
        assert "–" not in told


# --- foreign text -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_and_publishers_are_text(chat: Chat, text: str) -> None:
    first = next(row for row in chat.ledger.rows if row.host == "RU" and row.citations)
    citation = replace(first.citations[0], publisher=text)
    event: Event = replace(
        first, id="x", kind=Kind.ENVOY_NAMED, envoy=text, notes=text, citations=(citation,),
        happened=PartialDate(TODAY),
    )  # fmt: skip
    chat.ledger.rows.append(event)
    for command in ("/latest", "/status russia"):
        parsed = parse_telegram_html(render(await chat.commands.answer(command, chat.address)))
        assert plain(text) in parsed.text


@given(NASTY)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_whatever_is_typed_is_answered(chat: Chat, text: str) -> None:
    for command in ("", "/status ", "/missions ", "/subscribe ", "/unsubscribe ", "/latest "):
        message = await chat.commands.answer(command + text, chat.address)
        assert parse_telegram_html(render(message)).text.strip()


async def test_no_stance_control_or_kind_of_mission_lacks_words(chat: Chat) -> None:
    said = await chat.say("/status") + await chat.say("/missions")
    for value in (*Stance, *Control, *MissionKind):
        if "_" in value:
            assert value not in said


async def test_it_works_for_another_dossier(chat: Chat, catalog: Catalog) -> None:
    # Nothing of the first dossier is in the code: its names come with the catalogue.
    dossier = replace(
        catalog.dossier, capital="Naypyidaw", claimant_short="Junta", predecessor_short="Union"
    )
    other = Chat(replace(catalog, dossier=dossier), chat.places)
    said = await other.say("/status russia 2022-04-15") + await other.say("/start")
    assert "run by the Junta" in said
    assert "By Naypyidaw's word" in said
    assert "Emirate" not in said.replace("United Arab Emirates", "")
