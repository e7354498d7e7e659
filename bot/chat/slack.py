"""Slack by slack-bolt in Socket Mode: one slash command, mentions, direct messages, and alerts.

Slack's own `/status` is reserved, so everything goes through `/missionwatch <words>`; slash
commands do not exist inside threads, where a mention does the same.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.chat.errors import TokenRefused
from bot.chat.lanes import Lanes
from bot.chat.ports import Answers
from bot.chat.replies import SuspendedHook, ignore, reply, take_place
from bot.chat.slack_blocks import PRESS, render
from bot.chat.slack_errors import (
    error_word,
    failure_of,
    is_block_error,
    is_credential_error,
    is_unchanged,
    scrub,
)
from bot.chat.slack_events import Pressed, Question, read_event, read_press, read_slash
from bot.model import ChatAddress, Message, Platform

BOT_TOKEN_SETTING = "MISSIONWATCH_SLACK_BOT_TOKEN"  # noqa: S105 - the setting's name, no token
APP_TOKEN_SETTING = "MISSIONWATCH_SLACK_APP_TOKEN"  # noqa: S105 - the setting's name, no token
SLASH_COMMAND = "/missionwatch"

TIMEOUT_S = 10
START_WAIT_S = 3.0
"""How long `start` waits for Slack before it goes on in the background."""
PROBE_S = 60.0
"""Socket Mode can go deaf while alive; an auth.test a minute healed it (bolt-python#1529)."""
LONGEST_WAIT_S = 60.0
_PARTING_S = 1.0
_OUTAGES = (aiohttp.ClientError, TimeoutError, OSError)

_log = structlog.get_logger(__name__)


class SlackChat:
    """The adapter: `start` and `stop` it, `wait` for its end, `send` and `edit` through it."""

    platform = Platform.SLACK

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        answers: Answers,
        *,
        base_url: str | None = None,
        proxy: str | None = None,
        on_suspended: SuspendedHook = ignore,
    ) -> None:
        """`base_url` includes "/api"; the hook hears of channels that shut the bot out."""
        self._client = AsyncWebClient(
            bot_token,
            f"{base_url.rstrip('/')}/" if base_url else AsyncWebClient.BASE_URL,
            timeout=TIMEOUT_S,
            logger=_silent_logger(),
            # Its default sends anew after a broken connection, when the first may have arrived.
            retry_handlers=[],
        )
        # Given apart: the constructor would take a proxy from the environment, unasked.
        self._client.proxy = proxy
        self._app_token = app_token
        self._answers = answers
        self._on_suspended = on_suspended
        self._lanes = Lanes()
        self._ready = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._handler: AsyncSocketModeHandler | None = None
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
        """End within 3 s."""
        if self._life is not None:
            self._life.cancel()
            # What ended it before is told by `wait`; it is not news here.
            await asyncio.gather(self._life, return_exceptions=True)
        await self._lanes.close(_PARTING_S)
        if self._handler is not None:
            await self._close(self._handler)

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        """Send; once again as plain text where the blocks were refused."""

        async def attempt(content: dict[str, Any]) -> str:
            answer = await self._client.chat_postMessage(
                channel=to.chat,
                thread_ts=to.thread,
                unfurl_links=False,
                unfurl_media=False,
                **content,
            )
            return str(answer["ts"])

        return await _tried(attempt, message)

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        """Change a message that was sent."""

        async def attempt(content: dict[str, Any]) -> str:
            await self._client.chat_update(channel=to.chat, ts=message_id, **content)
            return message_id

        return await _tried(attempt, message, unchanged=message_id)

    async def _live(self) -> None:
        await self._insist(self._client.auth_test, BOT_TOKEN_SETTING)
        # Asked for once by us: the handler would try a refused app token for ever, in silence.
        await self._insist(
            lambda: self._client.apps_connections_open(app_token=self._app_token),
            APP_TOKEN_SETTING,
        )
        self._handler = AsyncSocketModeHandler(
            self._app(), self._app_token, logger=_silent_logger()
        )
        self._handler.client.proxy = self._client.proxy
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # not annotated
        self._ready.set()
        _log.info("slack_ready")
        while True:
            await asyncio.sleep(PROBE_S)
            await self._insist(self._client.auth_test, BOT_TOKEN_SETTING)

    async def _close(self, handler: AsyncSocketModeHandler) -> None:
        closing = handler.close_async()  # type: ignore[no-untyped-call]  # not annotated
        try:
            await asyncio.wait_for(closing, _PARTING_S)
        except _OUTAGES as error:
            _log.info("slack_shutdown_cut_short", reason=scrub(str(error)))
            # Waiting for Slack's goodbye comes first there: the rest is still to be let go.
            handler.client.current_session = None
            await handler.client.close()  # type: ignore[no-untyped-call]  # not annotated

    def _app(self) -> AsyncApp:
        app = AsyncApp(client=self._client, logger=_silent_logger())
        app.command(SLASH_COMMAND)(self._on_slash)
        app.event("app_mention")(self._on_event)
        app.event("message")(self._on_message)
        app.action(re.compile(f"^{PRESS}"))(self._on_press)
        return app

    async def _insist(self, ask: Callable[[], Awaitable[object]], setting: str) -> None:
        """Ask until Slack answers; only a refused token ends it."""
        failures = 0
        while True:
            try:
                await ask()
            except SlackApiError as error:
                if is_credential_error(error):
                    raise TokenRefused(self.platform, setting, error_word(error)) from None
                trouble = failure_of(error)
            except _OUTAGES as error:
                trouble = Failure(FailureReason.NETWORK, scrub(str(error)) or repr(error))
            else:
                self._note(None)
                return
            failures += 1
            self._note(trouble)
            pause_s = trouble.retry_after_s or min(2.0 ** (failures - 1), LONGEST_WAIT_S)
            await asyncio.sleep(pause_s)

    def _note(self, trouble: Failure | None) -> None:
        """Say once that Slack is out of reach, and once that it is back."""
        if trouble is not None and not self._is_troubled:
            _log.warning("slack_unreachable", reason=trouble.reason, detail=trouble.detail)
        if trouble is None and self._is_troubled:
            _log.info("slack_reachable_again")
        self._is_troubled = trouble is not None

    async def _on_slash(
        self,
        ack: Callable[[], Awaitable[object]],
        command: dict[str, Any],
        respond: Callable[..., Awaitable[object]],
    ) -> None:
        await ack()
        asked = read_slash(command)
        self._lanes.submit(asked.address, lambda: self._answer_slash(asked, respond))

    async def _on_event(self, event: dict[str, Any]) -> None:
        asked = read_event(event)
        if asked is not None:
            self._lanes.submit(asked.address, lambda: self._answer(asked))

    async def _on_message(self, event: dict[str, Any]) -> None:
        # In channels the mention event says it already; here only direct messages count.
        if event.get("channel_type") == "im":
            await self._on_event(event)

    async def _on_press(
        self,
        ack: Callable[[], Awaitable[object]],
        body: dict[str, Any],
        respond: Callable[..., Awaitable[object]],
    ) -> None:
        await ack()
        pressed = read_press(body)
        if pressed is not None:
            self._lanes.submit(pressed.press.address, lambda: self._answer_press(pressed, respond))

    async def _answer_press(
        self, pressed: Pressed, respond: Callable[..., Awaitable[object]]
    ) -> None:
        press = pressed.press
        message = await self._answers.answer(press.command, press.address, press.by)
        if not pressed.is_ephemeral:
            await take_place(self, message, press, self._on_suspended)
            return
        rendered = render(message)
        await respond(
            text=rendered.text,
            blocks=rendered.blocks,
            response_type="ephemeral",
            replace_original=press.in_place and message.replaces,
        )

    async def _answer(self, asked: Question) -> None:
        message = await self._answers.answer(asked.text, asked.address, asked.by)
        await reply(self, message, asked.address, self._on_suspended)

    async def _answer_slash(
        self, asked: Question, respond: Callable[..., Awaitable[object]]
    ) -> None:
        """Answer in the channel; where the bot is no member, to the asker alone."""
        message = await self._answers.answer(asked.text, asked.address, asked.by)
        outcome = await reply(self, message, asked.address)
        if not isinstance(outcome, Failure) or outcome.is_retryable:
            return
        rendered = render(message)
        await respond(text=rendered.text, blocks=rendered.blocks, response_type="ephemeral")
        await respond(text=_NOT_A_MEMBER, response_type="ephemeral")


_NOT_A_MEMBER = (
    "I am not a member of this channel, so alerts cannot reach it: invite me first "
    "(write my name with an @ and choose to add me)."
)

Attempt = Callable[[dict[str, Any]], Awaitable[str]]


async def _tried(
    attempt: Attempt, message: Message, unchanged: str | None = None
) -> Sent | Failure:
    """Send as blocks, then once as plain text where those are refused."""
    rendered = render(message)
    content: dict[str, Any] = {"blocks": rendered.blocks, "text": rendered.text}
    is_plain = False
    while True:
        try:
            return Sent(await attempt(content))
        except SlackApiError as error:
            if unchanged is not None and is_unchanged(error):
                return Sent(unchanged)
            if is_plain or not is_block_error(error):
                return failure_of(error)
            is_plain = True
            content = {"text": rendered.text, "mrkdwn": False}
        except _OUTAGES as error:
            return Failure(FailureReason.NETWORK, scrub(str(error)) or repr(error))


def _silent_logger() -> logging.Logger:
    """For the libraries, which would log addresses, and again what we log ourselves."""
    logger = logging.getLogger("missionwatch.slack_libraries")
    logger.setLevel(logging.CRITICAL)
    return logger
