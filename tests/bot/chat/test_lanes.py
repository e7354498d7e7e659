"""Order within a chat, none across chats, and nothing breaks the lane."""

from __future__ import annotations

import asyncio

import structlog

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.chat import replies
from bot.chat.lanes import MAX_WAITING, Lanes
from bot.chat.replies import reply
from bot.model import ChatAddress, Message, Platform
from tests.bot.chat.samples import one

A = ChatAddress(Platform.TELEGRAM, "1")
B = ChatAddress(Platform.TELEGRAM, "2")


async def test_a_chat_is_served_in_order_and_another_at_once() -> None:
    lanes, done, gate = Lanes(), [], asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    lanes.submit(A, slow)
    lanes.submit(A, lambda: quick("after"))
    lanes.submit(B, lambda: quick("other"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done == ["other"]
    gate.set()
    await lanes.close(1)
    assert done == ["other", "slow", "after"]


async def test_work_that_fails_does_not_stop_the_lane() -> None:
    lanes, done = Lanes(), []

    async def fails() -> None:
        raise ValueError("broken")

    async def works() -> None:
        done.append(1)

    with structlog.testing.capture_logs() as logs:
        lanes.submit(A, fails)
        lanes.submit(A, works)
        await lanes.close(1)
    assert done == [1]
    assert [entry["event"] for entry in logs] == ["answer_failed"]


async def test_a_flood_is_dropped_and_the_chat_heard_again_afterwards() -> None:
    lanes, gate, done = Lanes(), asyncio.Event(), []

    async def work() -> None:
        await gate.wait()
        done.append(1)

    taken = [lanes.submit(A, work) for _ in range(MAX_WAITING + 5)]
    assert taken.count(True) == MAX_WAITING
    gate.set()
    await lanes.close(1)
    assert len(done) == MAX_WAITING
    assert lanes.submit(A, work)
    await lanes.close(1)


async def test_closing_does_not_wait_for_ever() -> None:
    lanes = Lanes()
    lanes.submit(A, asyncio.Event().wait)
    await asyncio.wait_for(lanes.close(0.01), 1)


class ScriptedCourier:
    """Answers sends from a list."""

    platform = Platform.TELEGRAM

    def __init__(self, *outcomes: Sent | Failure) -> None:
        self.outcomes = list(outcomes)

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        return self.outcomes.pop(0)

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        raise AssertionError("answers are sent, never edited")


FLOOD = Failure(FailureReason.FLOOD, retry_after_s=0.001)
OUTAGE = Failure(FailureReason.NETWORK, retry_after_s=0.001)


async def test_an_answer_waits_out_short_troubles() -> None:
    courier = ScriptedCourier(FLOOD, OUTAGE, Sent("1"))
    assert await reply(courier, one("x"), A) == Sent("1")


async def test_an_answer_is_given_up_after_some_tries() -> None:
    courier = ScriptedCourier(*[OUTAGE] * (replies.TRIES + 1))
    assert await reply(courier, one("x"), A) == OUTAGE
    assert len(courier.outcomes) == 1


async def test_an_answer_does_not_wait_for_hours_nor_for_a_refused_token() -> None:
    for failure in (
        Failure(FailureReason.FLOOD, retry_after_s=43_837),
        Failure(FailureReason.CREDENTIAL),
        Failure(FailureReason.REJECTED),
    ):
        assert await reply(ScriptedCourier(failure), one("x"), A) == failure


async def test_a_chat_that_is_shut_is_suspended_with_the_reason() -> None:
    seen: list[tuple[ChatAddress, str]] = []

    async def hook(address: ChatAddress, reason: str) -> None:
        seen.append((address, reason))

    for reason in (FailureReason.FORBIDDEN, FailureReason.GONE, FailureReason.REJECTED):
        await reply(ScriptedCourier(Failure(reason, str(reason))), one("x"), A, hook)
    assert seen == [(A, "forbidden"), (A, "gone")]
