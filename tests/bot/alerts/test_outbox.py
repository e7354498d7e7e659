"""The outbox over a real store and a scripted courier: nothing lost, nothing twice, no chat waits
for another.
"""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.alerts import outbox as outbox_module
from bot.alerts.outbox import Outbox
from bot.alerts.ports import Failure, FailureReason, Sent
from bot.lines import said
from bot.model import Alert, ChatAddress, Delivery, Message, Platform
from bot.store import Store, chats, deliveries, edits
from tests.bot.samples import ALICE, ALL, BOB, GROUP, NOW, SetClock, shown, subscribe

Answer = Sent | Failure | Exception


class Courier:
    """Answers what a test scripts, chat by chat; else it delivers."""

    platform = Platform.TELEGRAM

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []
        self.edited: list[tuple[str, str, str]] = []
        self.answers: dict[str, list[Answer]] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.begun = asyncio.Event()

    def script(self, chat: ChatAddress, *answers: Answer) -> None:
        self.answers[chat.chat] = list(answers)

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        self.begun.set()
        if to.chat in self.gates:
            await self.gates[to.chat].wait()
        answers = self.answers.get(to.chat, [])
        answer = answers.pop(0) if answers else Sent(str(len(self.arrived) + 1))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.arrived.append((to.chat, shown(message)))
        return answer

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        answers = self.answers.get(to.chat, [])
        answer = answers.pop(0) if answers else Sent(message_id)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.edited.append((to.chat, message_id, shown(message)))
        return answer


class Scene:
    """An outbox with its courier, store and clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.courier = Courier()
        self.clock = SetClock()
        self.restart()

    def restart(self) -> None:
        """As after a new start: no pace in memory."""
        self.outbox = Outbox(self.store, {Platform.TELEGRAM: self.courier}, self.clock, "me")

    async def write(self, name: str, *to: ChatAddress) -> None:
        """Put one alert into the outbox."""
        alert = Alert(name, name, 1, (), NOW)
        async with self.store.write() as tx:
            await deliveries.add(tx, alert, said(name), to, self.clock.now())

    async def drain(self) -> None:
        await asyncio.wait_for(self.outbox.drain("telegram"), 10)

    async def waiting(self) -> int:
        async with self.store.read() as tx:
            return await deliveries.pending(tx)

    async def next_due(self) -> dt.datetime | None:
        async with self.store.read() as tx:
            return await deliveries.next_due(tx, Platform.TELEGRAM)

    async def claimed(self) -> list[Delivery]:
        """What is left, as the next drain would take it."""
        async with self.store.write() as tx:
            far = self.clock.now() + dt.timedelta(days=1)
            return await deliveries.claim(tx, Platform.TELEGRAM, "next", far, 30, 100)

    async def given_up(self) -> list[str]:
        async with self.store.read() as tx:
            return [reason for _, reason in await deliveries.failed(tx)]


@pytest.fixture
async def scene(store: Store) -> Scene:
    await subscribe(store, (ALICE, ALL), (BOB, ALL), (GROUP, ALL))
    return Scene(store)


async def test_what_is_due_is_sent_once(scene: Scene) -> None:
    await scene.write("news", ALICE, BOB)
    await scene.drain()
    await scene.drain()

    assert sorted(scene.courier.arrived) == [("42", "news"), ("43", "news")]
    assert await scene.waiting() == 0


async def test_what_is_not_due_waits(scene: Scene) -> None:
    await scene.write("news", ALICE)
    scene.clock.pass_(seconds=-1)
    await scene.drain()

    assert scene.courier.arrived == []
    assert await scene.waiting() == 1


async def test_a_chat_gets_its_messages_in_order(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "LONGEST_WAIT_S", 60)
    await scene.write("first", ALICE)
    await scene.write("second", ALICE)
    await scene.drain()

    assert scene.courier.arrived == [("42", "first"), ("42", "second")]


async def test_a_flooded_chat_waits_as_long_as_it_is_told_and_others_do_not(scene: Scene) -> None:
    scene.courier.script(ALICE, Failure(FailureReason.FLOOD, retry_after_s=600))
    await scene.write("news", ALICE, BOB)
    await scene.drain()
    assert scene.courier.arrived == [("43", "news")]
    assert await scene.next_due() == NOW + dt.timedelta(seconds=600)

    # The hold is by the monotonic clock too: due by the wall, it is put back and not sent.
    scene.clock.pass_(seconds=601)
    await scene.drain()
    assert scene.courier.arrived == [("43", "news")]
    (left,) = await scene.claimed()
    assert (left.attempts, left.repeat) == (2, False)


async def test_an_outage_is_tried_again_without_end_and_without_a_repeat_mark(
    scene: Scene,
) -> None:
    scene.courier.script(ALICE, *[Failure(FailureReason.NETWORK, "no route")] * 12)
    await scene.write("news", ALICE)
    waits = []
    for _ in range(12):
        await scene.drain()
        due = await scene.next_due()
        assert due is not None
        waits.append((due - scene.clock.now()).total_seconds())
        scene.clock.at = due
        scene.restart()
    await scene.drain()

    assert waits == sorted(waits)
    assert waits[-1] == 900
    assert scene.courier.arrived == [("42", "news")]


async def test_a_moved_chat_is_followed_with_its_subscriptions(scene: Scene) -> None:
    new = ChatAddress(Platform.TELEGRAM, "-100500")
    scene.courier.script(GROUP, Failure(FailureReason.MOVED, moved_to=new))
    await scene.write("news", GROUP)
    await scene.drain()

    assert scene.courier.arrived == [("-100500", "news")]
    async with scene.store.read() as tx:
        assert await chats.scopes(tx, new) == [ALL]


@pytest.mark.parametrize("reason", [FailureReason.FORBIDDEN, FailureReason.GONE])
async def test_a_chat_that_shuts_us_out_keeps_its_alert_until_it_speaks_again(
    scene: Scene, reason: FailureReason
) -> None:
    scene.courier.script(ALICE, Failure(reason, "blocked"))
    await scene.write("news", ALICE)
    await scene.drain()
    await scene.write("more", ALICE)
    await scene.drain()
    assert scene.courier.arrived == []
    assert await scene.next_due() is None

    async with scene.store.write() as tx:
        assert await chats.suspended(tx) == [(ALICE, f"{reason}: blocked")]
        await chats.resume(tx, ALICE)
    for _ in range(2):
        scene.restart()
        await scene.drain()
    assert [text for _, text in scene.courier.arrived] == ["news", "more"]


async def test_only_what_can_never_arrive_is_given_up(scene: Scene) -> None:
    scene.courier.script(ALICE, Failure(FailureReason.REJECTED, "too odd"))
    await scene.write("news", ALICE)
    await scene.drain()
    await scene.write("more", ALICE)
    scene.restart()
    await scene.drain()

    assert await scene.given_up() == ["rejected: too odd"]
    assert scene.courier.arrived == [("42", "more")]


async def test_a_refused_token_loses_nothing(scene: Scene) -> None:
    scene.courier.script(ALICE, Failure(FailureReason.CREDENTIAL, "revoked"))
    await scene.write("news", ALICE)
    await scene.drain()

    assert await scene.waiting() == 1
    assert await scene.given_up() == []


async def test_a_fault_in_the_courier_stops_no_other_chat_and_is_tried_again(
    scene: Scene,
) -> None:
    scene.courier.script(ALICE, KeyError("a fault of ours"))
    await scene.write("news", ALICE, BOB)
    await scene.drain()
    assert scene.courier.arrived == [("43", "news")]

    scene.clock.pass_(hours=1)
    await scene.drain()
    assert sorted(scene.courier.arrived) == [("42", "news"), ("43", "news")]


async def test_a_full_group_does_not_hold_others(scene: Scene) -> None:
    pace = scene.outbox._paces[Platform.TELEGRAM]
    now = asyncio.get_running_loop().time()
    for _ in range(20):
        pace.note(GROUP, now)
    await scene.write("news", GROUP, ALICE)
    await scene.drain()

    assert scene.courier.arrived == [("42", "news")]
    due = await scene.next_due()
    assert due is not None
    assert 50 < (due - NOW).total_seconds() <= 60


async def test_a_stop_waits_for_a_send_under_way_and_begins_no_other(scene: Scene) -> None:
    scene.courier.gates["42"] = asyncio.Event()
    await scene.write("news", ALICE)
    draining = asyncio.create_task(scene.drain())
    await scene.courier.begun.wait()
    await scene.write("more", BOB)
    stopping = asyncio.create_task(scene.outbox.finish(10))
    await asyncio.sleep(0)
    scene.courier.gates["42"].set()
    await stopping
    await draining

    assert scene.courier.arrived == [("42", "news")]
    (left,) = await scene.claimed()
    assert (left.address, left.attempts, left.repeat) == (BOB, 1, False)


async def test_a_stop_puts_back_what_waits_for_its_turn(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.write("first", ALICE)
    await scene.drain()
    await scene.write("second", ALICE)
    pace, asked = scene.outbox._paces[Platform.TELEGRAM], asyncio.Event()
    wait_s = pace.wait_s

    def noted(address: ChatAddress, now: float) -> float:
        asked.set()
        return wait_s(address, now)

    monkeypatch.setattr(pace, "wait_s", noted)
    draining = asyncio.create_task(scene.drain())
    await asked.wait()
    await scene.outbox.finish(10)
    await draining

    (left,) = await scene.claimed()
    assert (left.attempts, left.repeat) == (1, False)
    assert scene.courier.arrived == [("42", "first")]


async def test_a_send_that_outlasts_the_stop_is_repeated_and_marked(scene: Scene) -> None:
    scene.courier.gates["42"] = asyncio.Event()
    await scene.write("news", ALICE)
    draining = asyncio.create_task(scene.drain())
    await scene.courier.begun.wait()
    await scene.outbox.finish(0.01)
    draining.cancel()
    await asyncio.gather(draining, return_exceptions=True)

    async with scene.store.write() as tx:
        assert await deliveries.release_owned_by_others(tx, scene.clock.now()) == 1
    (left,) = await scene.claimed()
    assert left.repeat is True


async def test_leases_are_kept_while_sends_last(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "LEASE_S", 0.03)
    renewed = asyncio.Event()
    renew = deliveries.renew

    async def noted(*args: object) -> int:
        renewed.set()
        return await renew(*args)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(deliveries, "renew", noted)
    scene.courier.gates["42"] = asyncio.Event()
    await scene.write("news", ALICE)
    draining = asyncio.create_task(scene.drain())
    await asyncio.wait_for(renewed.wait(), 10)
    scene.courier.gates["42"].set()
    await draining

    assert scene.courier.arrived == [("42", "news")]


# --- silent edits -------------------------------------------------------------------------------


async def revised(scene: Scene, words: str) -> None:
    """The news is sent to Alice, who reads it; then it is to say something else."""
    await scene.write("news", ALICE)
    await scene.drain()
    async with scene.store.write() as tx:
        await edits.put(tx, Alert("news", "news", 1, (), NOW), said(words), scene.clock.now())
    scene.restart()


async def edits_left(scene: Scene) -> list[tuple[dt.timedelta, int]]:
    """How long from now each waiting edit waits, and how often it was tried."""
    async with scene.store.read() as tx:
        due = await edits.next_due(tx, Platform.TELEGRAM)
        far = scene.clock.now() + dt.timedelta(days=1)
        found = await edits.due(tx, Platform.TELEGRAM, far, 9)
    return [(due - scene.clock.now(), each.attempts) for each in found] if due else []


async def test_a_newer_wording_is_edited_in_and_never_sent(scene: Scene) -> None:
    await revised(scene, "newer")
    await scene.drain()
    await scene.drain()
    assert scene.courier.arrived == [("42", "news")]
    assert scene.courier.edited == [("42", "1", "newer")]
    assert await edits_left(scene) == []


async def test_what_is_to_be_sent_goes_before_edits(scene: Scene) -> None:
    await revised(scene, "newer")
    await scene.write("more", ALICE)
    await scene.drain()
    # One message a second in one chat: the edit waits for its turn.
    assert scene.courier.arrived[-1] == ("42", "more")
    assert scene.courier.edited == []
    ((wait, attempts),) = await edits_left(scene)
    assert 0 < wait.total_seconds() <= 1
    assert attempts == 0


@pytest.mark.parametrize(
    ("outcome", "wait_s"),
    [
        (Failure(FailureReason.FLOOD, retry_after_s=17), 17),
        (Failure(FailureReason.NETWORK), 2),
        (Failure(FailureReason.CREDENTIAL), 900),
        (Failure(FailureReason.MOVED, moved_to=BOB), 0),
        (RuntimeError("a fault of ours"), 2),
    ],
)
async def test_an_edit_that_may_succeed_later_is_kept(
    scene: Scene, outcome: Answer, wait_s: float
) -> None:
    await revised(scene, "newer")
    scene.courier.script(ALICE, outcome)
    if wait_s:
        await scene.drain()
        assert await edits_left(scene) == [(dt.timedelta(seconds=wait_s), 1)]
        scene.clock.pass_(seconds=wait_s)
        scene.restart()
    await scene.drain()
    (edited,) = scene.courier.edited
    assert edited == ("42" if wait_s else "43", "1", "newer")
    assert await edits_left(scene) == []


@pytest.mark.parametrize(
    "reason", [FailureReason.REJECTED, FailureReason.GONE, FailureReason.FORBIDDEN]
)
async def test_a_refused_edit_is_let_go_and_suspends_nobody(
    scene: Scene, reason: FailureReason
) -> None:
    await revised(scene, "newer")
    scene.courier.script(ALICE, Failure(reason, "message can't be edited"))
    await scene.drain()
    assert scene.courier.edited == []
    assert await edits_left(scene) == []
    async with scene.store.read() as tx:
        assert await chats.suspended(tx) == []
