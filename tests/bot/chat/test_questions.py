"""History, envoys, what changed, counts and search, as a chat asks for them."""

from __future__ import annotations

import pytest

from bot.chat.buttons import COMMAND_BYTES
from bot.chat.slack_blocks import MAX_BLOCKS, MAX_SECTION, MAX_TOTAL, render
from bot.chat.telegram_html import render_plain
from bot.ledger.queries import history_of
from bot.model import Message
from config.partial_date import PartialDate
from tests.bot.chat.conftest import TODAY, Chat, plain_text
from tests.bot.ledger.conftest import event


async def ask(chat: Chat, text: str) -> Message:
    return await chat.commands.answer(text, chat.address)


def buttons(message: Message) -> dict[str, str]:
    return {each.label: each.command for row in message.buttons for each in row}


def lines_in_slack(message: Message) -> int:
    """How many lines Slack shows of a message, after all its limits."""
    made = render(message)
    texts = [each["text"]["text"] for each in made.blocks if each["type"] == "section"]
    assert len(made.blocks) <= MAX_BLOCKS
    assert max(map(len, texts)) <= MAX_SECTION
    assert sum(map(len, texts)) <= MAX_TOTAL
    return len([each for text in texts for each in text.split("\n") if each])


async def test_history_between_two_days(chat: Chat) -> None:
    said = await chat.say("/history russia from 2022-03-01 to 2022-04-15")
    assert said.startswith("History of Russia from 2022-03-01 to 2022-04-15")
    assert "2022-04-09 Russia: mission handed over to the Emirate, Moscow embassy" in said
    assert "by Kabul's word" in said
    assert "Source: " in said
    assert "2023" not in said


PASSED = "Its day passed unconfirmed."


async def plans_of(chat: Chat, asked: str) -> list[str]:
    """The blocks of an answer that tell of plans."""
    blocks = (await chat.say(asked)).split("\n\n")
    assert not any(PASSED in block for block in blocks if "(planned)" not in block)
    return [block for block in blocks if "(planned)" in block]


@pytest.mark.parametrize("asked", ["/history sweden", "/search noyan"])
async def test_a_plan_whose_day_has_passed_is_shown_so(chat: Chat, asked: str) -> None:
    plans = await plans_of(chat, asked)
    assert plans
    assert all(PASSED in plan for plan in plans)


@pytest.mark.parametrize("asked", ["/history iran 2023-01-01 2023-12-31", "/search tokyo"])
async def test_a_plan_that_was_carried_out_is_not_called_unconfirmed(
    chat: Chat, asked: str
) -> None:
    plans = await plans_of(chat, asked)
    assert plans
    assert not any(PASSED in plan for plan in plans)


async def test_the_latest_know_which_plans_were_carried_out(chat: Chat) -> None:
    (tokyo,) = [plan for plan in await plans_of(chat, "/latest 5 closed") if "Tokyo" in plan]
    assert PASSED not in tokyo
    assert any(PASSED in plan for plan in await plans_of(chat, "/latest 20 opened"))


async def test_history_of_a_city_is_that_of_its_mission(chat: Chat) -> None:
    said = await chat.say("/history bonn")
    assert "Bonn consulate general" in said
    assert "Munich" not in said


@pytest.mark.parametrize(
    "asked",
    [
        "/history germany",
        "/history",
        "/history europe",
        "/search embassy",
        "/compare 2021-08-15 today",
    ],
)
async def test_pages_hold_every_event_once(chat: Chat, asked: str) -> None:
    message, forward = await ask(chat, asked), list[str]()
    while True:
        text = plain_text(message)
        assert render_plain(message) == text, "nothing is cut away"
        assert lines_in_slack(message) == len([each for each in text.split("\n") if each])
        forward.append(text)
        assert all(len(each.encode()) <= COMMAND_BYTES for each in buttons(message).values())
        if "Next" not in buttons(message):
            break
        message = await ask(chat, buttons(message)["Next"])
    assert len(forward) > 1
    assert await chat.say(f"{asked} page 2") == forward[1]
    for text in reversed(forward[:-1]):
        message = await ask(chat, buttons(message)["Previous"])
        assert plain_text(message) == text
    if asked == "/history":
        events = sum(len(text.split("\n\n")) - 2 for text in forward)
        assert events == len(history_of(chat.ledger.rows))


async def test_a_page_stays_when_something_new_comes(chat: Chat) -> None:
    following = buttons(await ask(chat, "/history germany"))["Next"]
    before = plain_text(await ask(chat, following)).split("\n\n")
    newest = history_of(chat.ledger.rows, "DE")[0]
    chat.ledger.rows.append(event(newest.kind, "2026-06-30", host="DE", id="new"))
    after = plain_text(await ask(chat, following)).split("\n\n")
    assert after[2:] == before[2:]


async def test_words_too_long_for_a_button_are_typed(chat: Chat) -> None:
    message = await ask(chat, "/search " + "embassy " * 9)
    assert message.buttons == ()
    assert "page 2 tells on." in plain_text(message)


async def test_who_was_in_moscow(chat: Chat) -> None:
    said = await chat.say("/who Москва")
    assert "Jamal Nasir Gharwal (chargé d'affaires), from about 2022-02-28" in said
    assert ", as far as is known" in said
    assert "Source: " in said
    assert await chat.say("/who russia") == said.replace("Envoys: Moscow", "Envoys: Russia")
    assert "Nobody is known" in await chat.say("/who mongolia")


async def test_what_changed_since_spring(chat: Chat) -> None:
    said = await chat.say("/compare 2022-04-15 today")
    assert said.startswith(f"What changed from 2022-04-15 to {TODAY}: ")
    moscow = await chat.say("/compare 2022-04-08 2022-04-15")
    assert "Moscow embassy, control: run by the Republic → run by the Emirate" in moscow
    assert "Moscow embassy, documents: not known → yes" in moscow
    assert "Source: " in moscow
    assert "Nothing changed" in await chat.say("/compare 2022-04-15 2022-04-15")


async def test_counts_of_two_days(chat: Chat) -> None:
    said = await chat.say("/count 2022-04-15")
    assert "Recognition: 0 → 1" in said
    assert "Chargé d'affaires accepted: 4 → " in said
    assert "Recognition: 1\n" in await chat.say("/count")


async def test_search_finds_any_spelling(chat: Chat) -> None:
    assert "Russia: " in await chat.say("/search GHARWAL chargé")
    assert "Russia: " in await chat.say("/search جمال غاروال")
    assert "No event holds all of “zebra”" in await chat.say("/search zebra")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/history tajikistn", "Did you mean Tajikistan?"),
        ("/who xyzzyx", "I know no place called “xyzzyx”"),
        ("/who", "as in /who moscow"),
        ("/who moscow 2022", "takes none"),
        ("/history russia 2024-01-01 2022-01-01", "Write the earlier day first: 2022-01-01"),
        ("/history russia 2030-01-01", "2030-01-01 is still to come"),
        ("/history russia 2022-13-45", "“2022-13-45” is no date"),
        ("/history russia 2022 2023 2024", "“2024” is one day too many"),
        ("/count 1999", "The ledger starts on"),
        ("/count russia", "as in /count 2022-04-15"),
        ("/compare", "as in /compare 2022-04-15 today"),
        ("/compare russia", "“russia” is no day"),
        ("/search", "as in /search moscow ambassador"),
    ],
)
async def test_what_cannot_be_answered_says_why(chat: Chat, asked: str, answer: str) -> None:
    assert answer in await chat.say(asked)


async def test_a_month_counts_whole(chat: Chat) -> None:
    assert str(PartialDate.parse("2022-04")) in await chat.say("/history russia 2022-04 2022-04")


@pytest.mark.parametrize("asked", ["3 closed", "mission_closed 3", "closed"])
async def test_the_latest_of_a_kind(chat: Chat, asked: str) -> None:
    blocks = (await chat.say(f"/latest {asked}")).split("\n\n")
    assert len(blocks) == (3 if "3" in asked else 5)
    assert all("mission closed" in block for block in blocks)


async def test_an_unknown_kind_lists_the_kinds(chat: Chat) -> None:
    said = await chat.say("/latest 3 zebras")
    assert "“zebras” is no number above zero and no kind" in said
    assert "handed over, opened, named" in said


@pytest.mark.parametrize("asked", ["/compare", "/compare today"])
async def test_today_is_not_compared_with_itself(chat: Chat, asked: str) -> None:
    assert (await chat.say(asked)).startswith("Between which days?")
