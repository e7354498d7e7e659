"""Telegram by python-telegram-bot: asks for updates, answers them, and carries alerts.

The updates are asked for by a loop of our own over PTB's `Bot`: its `Updater` dies unseen when a
token is revoked, and its start-up dies without a network. There is no rate limiter here; the
drain that owns the bot keeps the rates (PTB's own halts all chats at one chat's flood).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram import Bot, BotCommand, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.alerts.ports import Failure, Sent
from bot.chat.buttons import Press
from bot.chat.errors import TokenRefused
from bot.chat.lanes import Lanes
from bot.chat.parse import COMMANDS
from bot.chat.ports import Answers
from bot.chat.replies import (
    ReturnedHook,
    SuspendedHook,
    ignore,
    ignore_return,
    reply,
    take_place,
)
from bot.chat.telegram_errors import (
    failure_of,
    is_markup_error,
    is_thread_error,
    is_unchanged,
    scrub,
    wait_s,
)
from bot.chat.telegram_html import render, render_plain
from bot.chat.telegram_keyboard import keyboard
from bot.chat.telegram_updates import WANTED, Moved, Pressed, Question, Standing, read_update
from bot.model import ChatAddress, Message, Platform

TOKEN_SETTING = "MISSIONWATCH_TELEGRAM_TOKEN"  # noqa: S105 - the setting's name, not a token

SEND_POOL = 32
POLL_POOL = 2
POOL_TIMEOUT_S = 30.0
"""PTB's defaults, 256 and 1 s, are wasteful and raise TimedOut under a burst (measured)."""
TIMEOUT_S = 10.0
POLL_S = 30
"""How long Telegram may hold a getUpdates open."""
START_WAIT_S = 3.0
"""How long `start` waits for Telegram before it goes on in the background."""
LONGEST_WAIT_S = 60.0
_SHUT_OUT = "removed from the chat, or blocked"
_PARTING_S = 0.8
"""For each of the three last things that `stop` does."""

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class TelegramChat:
    """The adapter: `start` and `stop` it, `wait` for its end, `send` and `edit` through it."""

    platform = Platform.TELEGRAM

    def __init__(
        self,
        token: str,
        answers: Answers,
        *,
        base_url: str | None = None,
        proxy: str | None = None,
        on_suspended: SuspendedHook = ignore,
        on_returned: ReturnedHook = ignore_return,
    ) -> None:
        """`base_url` is a Bot API server's address; the hooks hear of kicks and returns."""
        _silence()
        self._requests = (_request(SEND_POOL, proxy), _request(POLL_POOL, proxy))
        sending, polling = self._requests
        self._bot = Bot(
            token, base_url=_api(base_url), request=sending, get_updates_request=polling
        )
        self._answers = answers
        self._on_suspended = on_suspended
        self._on_returned = on_returned
        self._lanes = Lanes()
        self._offset: int | None = None
        self._ready = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._is_troubled = False

    async def start(self) -> None:
        """Begin; without a network go on trying behind the scenes. Raises TokenRefused."""
        self._life = asyncio.create_task(self._live())
        ready = asyncio.create_task(self._ready.wait())
        await asyncio.wait(
            {self._life, ready}, timeout=START_WAIT_S, return_when=asyncio.FIRST_COMPLETED
        )
        ready.cancel()
        if self._life.done():
            self._life.result()

    async def wait(self) -> None:
        """Wait until the adapter can do no more: returns after `stop`, raises TokenRefused."""
        if self._life is not None:
            await asyncio.wait({self._life})
            if not self._life.cancelled():
                self._life.result()

    async def stop(self) -> None:
        """End within 3 s; updates already answered are not given out again."""
        if self._life is not None:
            self._life.cancel()
            # What ended it before is told by `wait`; it is not news here.
            await asyncio.gather(self._life, return_exceptions=True)
        await self._lanes.close(_PARTING_S)
        await self._confirm()
        # Not `Bot.shutdown`: it leaves a bot that never got through with its connections open.
        for request in self._requests:
            try:
                await asyncio.wait_for(request.shutdown(), _PARTING_S / 2)
            except TimeoutError:
                _log.info("telegram_shutdown_cut_short")

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        """Send; once again without markup or topic where only those were refused."""
        buttons = keyboard(message)

        async def attempt(text: str, mode: ParseMode | None, thread: int | None) -> str:
            sent = await self._bot.send_message(
                _chat(to),
                text,
                parse_mode=mode,
                message_thread_id=thread,
                reply_markup=buttons,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return str(sent.message_id)

        return await _tried(attempt, message, to)

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        """Change a message that was sent; one that is as wanted already counts as sent."""
        buttons = keyboard(message)

        async def attempt(text: str, mode: ParseMode | None, thread: int | None) -> str:
            await self._bot.edit_message_text(
                text,
                _chat(to),
                int(message_id),
                parse_mode=mode,
                reply_markup=buttons,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return message_id

        return await _tried(attempt, message, to, unchanged=message_id)

    async def _live(self) -> None:
        await self._insist(self._bot.initialize)
        # Telegram answers no getUpdates while a webhook is set.
        await self._insist(self._bot.delete_webhook)
        await self._insist(self._set_commands)
        self._ready.set()
        _log.info("telegram_ready", bot=self._bot.username)
        while True:
            for update in await self._insist(self._updates):
                self._take(update)
                self._offset = update.update_id + 1

    async def _set_commands(self) -> None:
        commands = [BotCommand(name, what) for name, what in COMMANDS.items()]
        try:
            await self._bot.set_my_commands(commands)
        except BadRequest as error:
            # The menu is a comfort: the commands work without it.
            _log.warning("telegram_menu_refused", reason=scrub(str(error)))

    async def _updates(self) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._offset, timeout=POLL_S, allowed_updates=list(WANTED)
        )

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until Telegram answers; only a refused token ends it."""
        failures = 0
        while True:
            try:
                answer = await ask()
            except InvalidToken:
                # PTB's words hold the token, and so would the context of ours.
                raise TokenRefused(self.platform, TOKEN_SETTING, "no such bot") from None
            except TelegramError as error:
                failures += 1
                self._note_trouble(error)
                await asyncio.sleep(_pause_s(error, failures))
            else:
                self._note_recovery()
                return answer

    def _note_trouble(self, error: TelegramError) -> None:
        if self._is_troubled:
            return
        self._is_troubled = True
        if isinstance(error, Conflict):
            _log.warning(
                "telegram_conflict",
                reason="another process polls with the same token: commands may go unanswered "
                "here until one of them is stopped",
            )
        else:
            _log.warning("telegram_unreachable", reason=scrub(str(error)))

    def _note_recovery(self) -> None:
        if self._is_troubled:
            self._is_troubled = False
            _log.info("telegram_reachable_again")

    def _take(self, update: Update) -> None:
        match read_update(update, self._bot.username):
            case Question(address) as asked:
                self._lanes.submit(address, lambda: self._reply(asked))
            case Pressed(_, Press(address)) as pressed:
                self._lanes.submit(address, lambda: self._take_press(pressed))
            case Moved(address, Standing.OUT):
                self._lanes.submit(address, lambda: self._on_suspended(address, _SHUT_OUT))
            case Moved(address, Standing.IN):
                self._lanes.submit(address, lambda: self._on_returned(address))

    async def _reply(self, asked: Question) -> None:
        message = await self._answers.answer(asked.text, asked.address, asked.by)
        await reply(self, message, asked.address, self._on_suspended)

    async def _take_press(self, pressed: Pressed) -> None:
        press = pressed.press
        try:
            await self._bot.answer_callback_query(pressed.query)
        except TelegramError as error:
            # Only the button goes on looking busy; what it asks for is done all the same.
            _log.info("telegram_press_unanswered", reason=scrub(str(error)))
        message = await self._answers.answer(press.command, press.address, press.by)
        await take_place(self, message, press, self._on_suspended)

    async def _confirm(self) -> None:
        """Tell Telegram which updates were taken, so that a restart does not see them again."""
        if self._offset is None:
            return
        try:
            ask = self._bot.get_updates(offset=self._offset, timeout=0, limit=1)
            await asyncio.wait_for(ask, _PARTING_S)
        except (TelegramError, TimeoutError) as error:
            _log.info("telegram_updates_unconfirmed", reason=scrub(str(error)))


Attempt = Callable[[str, ParseMode | None, int | None], Awaitable[str]]


async def _tried(
    attempt: Attempt, message: Message, to: ChatAddress, unchanged: str | None = None
) -> Sent | Failure:
    """Send as HTML in the topic; drop the markup or the topic once each where they are refused."""
    text, mode = render(message), ParseMode.HTML
    thread = int(to.thread) if to.thread else None
    plain_mode: ParseMode | None = mode
    while True:
        try:
            return Sent(await attempt(text, plain_mode, thread))
        except TelegramError as error:
            if unchanged is not None and is_unchanged(error):
                return Sent(unchanged)
            if plain_mode is not None and is_markup_error(error):
                text, plain_mode = render_plain(message), None
            elif thread is not None and is_thread_error(error):
                thread = None
            else:
                return failure_of(error, to)


def _pause_s(error: TelegramError, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return wait_s(error)
    return min(2.0 ** (failures - 1), LONGEST_WAIT_S)


def _chat(to: ChatAddress) -> int | str:
    return int(to.chat) if to.chat.lstrip("-").isdecimal() else to.chat


def _api(base_url: str | None) -> str:
    """The address as PTB wants it, up to where the token follows."""
    if base_url is None:
        return "https://api.telegram.org/bot"
    address = base_url.rstrip("/")
    return address if address.endswith("/bot") else f"{address}/bot"


def _request(pool_size: int, proxy: str | None) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=pool_size,
        connect_timeout=TIMEOUT_S,
        read_timeout=TIMEOUT_S,
        write_timeout=TIMEOUT_S,
        pool_timeout=POOL_TIMEOUT_S,
        proxy=proxy,
        # A proxy of the environment is not used unasked.
        httpx_kwargs={"trust_env": False},
    )


def _silence() -> None:
    """Keep the libraries from logging addresses: Telegram's hold the token."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
