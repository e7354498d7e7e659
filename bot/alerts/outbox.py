"""Sends what the tables say is unsent: one drain a platform, within its limits, with retry.

A delivery goes pending → sending → sent. What was `sending` when the process died is sent again:
a repeat beats a loss (docs/decisions/002-at-least-once.md).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta

import structlog

from bot.alerts.pace import LIMITS, Pace
from bot.alerts.ports import Courier, Failure, FailureReason, Sent
from bot.alerts.verdict import Step, Verdict, judge, judge_edit
from bot.model import Delivery, Platform
from bot.store import Store, Tx, chats, deliveries, edits
from bot.store.edits import Edit
from watchers.ports import Clock

LEASE_S = 30.0
BATCH = 30
LONGEST_WAIT_S = 2.0
"""A chat that must wait longer than this gives its place in the batch to others."""

log = structlog.get_logger()


class Outbox:
    """Drains the deliveries of each platform through its courier.

    Args:
        wall: real time, for leases and retries, whatever clock the world runs on.
        owner: names this process in the leases.
    """

    def __init__(
        self, store: Store, couriers: Mapping[Platform, Courier], wall: Clock, owner: str
    ) -> None:
        self._store = store
        self._couriers = couriers
        self._wall = wall
        self._owner = owner
        self._paces = {platform: Pace(LIMITS[platform]) for platform in couriers}
        self._finishing = asyncio.Event()
        self._draining = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def drain(self, platform_name: str) -> None:
        """Send everything that is due on one platform, edit what was sent, then return."""
        platform = Platform(platform_name)
        with self._under_way():
            renewing = asyncio.create_task(self._keep_leases())
            try:
                while not self._finishing.is_set() and await self._some(platform):
                    self._paces[platform].forget_before(time.monotonic())
            finally:
                renewing.cancel()

    async def finish(self, patience_s: float) -> None:
        """Start no further send, and wait for those under way, at most `patience_s`.

        What was claimed and not begun is put back. A send that is not over by then is made
        again at the next start.
        """
        self._finishing.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), patience_s)

    async def _some(self, platform: Platform) -> bool:
        """Send a batch; where nothing waits to be sent edit one; False where nothing is due."""
        if batch := await self._claim(platform):
            await asyncio.gather(*(self._deliver(delivery) for delivery in batch))
            return True
        async with self._store.read() as tx:
            renewed = await edits.due(tx, platform, self._wall.now(), BATCH)
        await asyncio.gather(*(self._edit(edit) for edit in renewed))
        return bool(renewed)

    async def _claim(self, platform: Platform) -> list[Delivery]:
        async with self._store.write() as tx:
            return await deliveries.claim(
                tx, platform, self._owner, self._wall.now(), LEASE_S, BATCH
            )

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(LEASE_S / 3)
            async with self._store.write() as tx:
                await deliveries.renew(tx, self._owner, self._wall.now(), LEASE_S)

    async def _deliver(self, delivery: Delivery) -> None:
        pace = self._paces[delivery.address.platform]
        while (wait_s := pace.wait_s(delivery.address, time.monotonic())) > 0:
            if wait_s > LONGEST_WAIT_S:
                await self._put_back(delivery, wait_s)
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._finishing.wait(), wait_s)
                break
        if self._finishing.is_set():
            await self._put_back(delivery, 0)
            return
        pace.note(delivery.address, time.monotonic())
        courier = self._couriers[delivery.address.platform]
        outcome = await self._outcome(
            lambda: courier.send(delivery.message, delivery.address), delivery.id
        )
        verdict = judge(outcome, delivery.attempts)
        if isinstance(outcome, Failure) and outcome.retry_after_s:
            pace.hold(delivery.address, time.monotonic() + outcome.retry_after_s)
        async with self._store.write() as tx:
            await self._record(tx, delivery, verdict)
        self._log(delivery, verdict)

    async def _edit(self, edit: Edit) -> None:
        pace = self._paces[edit.address.platform]
        wait_s = pace.wait_s(edit.address, time.monotonic())
        if wait_s > 0:
            # No hurry: whatever is sent goes first.
            async with self._store.write() as tx:
                await edits.retry_at(tx, edit, self._in(wait_s), edit.attempts)
            return
        pace.note(edit.address, time.monotonic())
        courier = self._couriers[edit.address.platform]
        outcome = await self._outcome(
            lambda: courier.edit(edit.message, edit.address, edit.message_id), edit.delivery
        )
        verdict = judge_edit(outcome, edit.attempts)
        if isinstance(outcome, Failure) and outcome.retry_after_s:
            pace.hold(edit.address, time.monotonic() + outcome.retry_after_s)
        async with self._store.write() as tx:
            await self._record_edit(tx, edit, verdict)
        log.info("alert_edited", delivery=edit.delivery, step=verdict.step, reason=verdict.reason)

    async def _record_edit(self, tx: Tx, edit: Edit, verdict: Verdict) -> None:
        match verdict.step:
            case Step.SENT:
                await edits.mark_shown(tx, edit)
            case Step.GIVE_UP:
                await edits.drop(tx, edit)
            case _:
                if verdict.moved_to is not None:
                    await chats.move(tx, edit.address, verdict.moved_to)
                await edits.retry_at(tx, edit, self._in(verdict.wait_s), edit.attempts + 1)

    async def _outcome(
        self, attempt: Callable[[], Awaitable[Sent | Failure]], delivery_id: int
    ) -> Sent | Failure:
        try:
            return await attempt()
        except Exception as error:
            # The edge of the batch: a courier answers and never raises, so this is a fault of
            # ours. The other chats go on, and this one is tried again like after an outage.
            log.exception("courier_failed", delivery=delivery_id)
            return Failure(FailureReason.NETWORK, f"{type(error).__name__}: {error}")

    @contextlib.contextmanager
    def _under_way(self) -> Iterator[None]:
        self._draining += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._draining -= 1
            if not self._draining:
                self._quiet.set()

    async def _put_back(self, delivery: Delivery, wait_s: float) -> None:
        async with self._store.write() as tx:
            await deliveries.put_back(tx, delivery.id, self._in(wait_s))

    async def _record(self, tx: Tx, delivery: Delivery, verdict: Verdict) -> None:
        match verdict.step:
            case Step.SENT:
                await deliveries.mark_sent(tx, delivery.id, verdict.message_id, self._wall.now())
            case Step.RETRY | Step.HALT:
                due = self._in(verdict.wait_s)
                await deliveries.retry_at(tx, delivery.id, due, verdict.reason)
            case Step.MOVE:
                assert verdict.moved_to is not None
                await chats.move(tx, delivery.address, verdict.moved_to)
                await deliveries.retry_at(tx, delivery.id, self._wall.now(), verdict.reason)
            case Step.SUSPEND:
                # The delivery waits with its chat, and goes out when the chat speaks again.
                await chats.suspend(tx, delivery.address, verdict.reason)
                await deliveries.retry_at(tx, delivery.id, self._wall.now(), verdict.reason)
            case Step.GIVE_UP:
                await deliveries.mark_failed(tx, delivery.id, verdict.reason)

    def _in(self, seconds: float) -> datetime:
        return self._wall.now() + timedelta(seconds=seconds)

    def _log(self, delivery: Delivery, verdict: Verdict) -> None:
        bound = log.bind(
            delivery=delivery.id, platform=delivery.address.platform, chat=delivery.address.chat
        )
        if verdict.step is Step.SENT:
            bound.info("alert_sent", repeat=delivery.repeat)
        elif verdict.step in {Step.RETRY, Step.MOVE}:
            bound.info("alert_delayed", reason=verdict.reason, wait_s=verdict.wait_s)
        else:
            bound.warning("alert_not_sent", step=verdict.step, reason=verdict.reason)
