"""A Bot API on loopback: speaks what the bot uses, refuses what Telegram would refuse.

async with TelegramServer("123:token") as server:
    ...  # MISSIONWATCH_TELEGRAM_API or TelegramChat(base_url=server.base_url)
    await server.say(42, "/subscribe russia")
    sent = await server.wait_sent(1)
    server.fail_next(429, retry_after=1)
"""

from __future__ import annotations

import itertools
import json
import time
from typing import Any, Self

from aiohttp import web

from tests.fakes.markup import MarkupRefusedError, parse_telegram_html
from tests.fakes.scripting import PATIENCE_S, LoopbackServer, Record, Script, Trouble, suffer

MAX_TEXT = 4_096
"""UTF-16 units after the entities are parsed (Bot API, sendMessage)."""
MAX_DATA = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
BOT_ID = 4_000_001


class TelegramServer(LoopbackServer):
    """The service, its script and its record."""

    def __init__(
        self, token: str = "4000001:test-token-abc", username: str = "MissionWatchTestBot"
    ) -> None:
        super().__init__()
        self.token = token
        self.username = username
        self.record = Record()
        self.script = Script()
        self.sent: list[dict[str, Any]] = []
        """Messages that were accepted: chat, text (as shown), html, thread, buttons, message_id,
        at."""
        self.edits: list[dict[str, Any]] = []
        self.answered: list[str] = []
        """The callback queries that were answered."""
        self.commands: list[dict[str, str]] = []
        self.blocked: set[str] = set()
        self.gone: set[str] = set()
        self.migrated: dict[str, int] = {}
        self.closed_threads: set[str] = set()
        self.revoked = False
        self._updates: list[dict[str, Any]] = []
        self._ids = itertools.count(1)
        self._poller = 0

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot wants as its `base_url`."""
        return f"{self.url}/bot"

    def application(self) -> web.Application:
        """Every method under the token's path."""
        app = web.Application()
        app.router.add_route("*", r"/bot{token:[^/]+}/{method}", self._serve)
        return app

    # --- what happens in chats ---------------------------------------------------------------

    async def say(
        self,
        chat_id: int,
        text: str,
        chat_type: str = "private",
        *,
        thread: int | None = None,
        is_bot: bool = False,
    ) -> None:
        """Somebody writes in a chat (private, group, supergroup, channel)."""
        message = self._message(chat_id, text, chat_type)
        if chat_type != "channel":
            message["from"] = {"id": 7_000, "is_bot": is_bot, "first_name": "Alice"}
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        await self._push("channel_post" if chat_type == "channel" else "message", message)

    async def press(
        self, chat_id: int, label: str, *, user: int = 7_000, name: str = "Alice", nth: int = -1
    ) -> None:
        """Somebody presses a button, of the `nth` message in the chat that has one so named."""
        having = [each for each in self.sent_to(chat_id) if label in labels(each["buttons"])]
        shown = having[nth]
        (pressed,) = [
            button for row in shown["buttons"] for button in row if button["text"] == label
        ]
        await self.callback(
            chat_id, shown["message_id"], pressed["callback_data"], user=user, name=name
        )

    async def callback(
        self,
        chat_id: int,
        message_id: int,
        data: str,
        *,
        user: int = 7_000,
        name: str = "Alice",
        is_shown: bool = True,
    ) -> None:
        """A callback query; a forged one may say anything. `is_shown` False: of an old message."""
        kind = "private" if chat_id > 0 else "supergroup"
        message = self._message(chat_id, "what it stands under", kind)
        message["message_id"] = message_id
        if not is_shown:
            message = {key: message[key] for key in ("message_id", "chat")} | {"date": 0}
        query = {
            "id": f"query-{next(self._ids)}",
            "from": {"id": user, "is_bot": False, "first_name": name},
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        await self._push("callback_query", query)

    async def member(self, chat_id: int, status: str, chat_type: str = "group") -> None:
        """The bot's own standing changes: member, administrator, left, kicked."""
        bot = self._me()
        until = {"until_date": 0} if status == "kicked" else {}
        change = {
            "chat": self._chat(chat_id, chat_type),
            "from": {"id": 7_000, "is_bot": False, "first_name": "Alice"},
            "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": {"user": bot, "status": status, **until},
        }
        await self._push("my_chat_member", change)

    # --- what the service does wrong ---------------------------------------------------------

    def fail_next(
        self,
        status: int,
        description: str = "",
        *,
        method: str = "sendMessage",
        times: int = 1,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        chat: int | None = None,
        html: str | None = None,
        accept: bool = False,
    ) -> None:
        """Answer the next requests with an error; `html` makes it a gateway's page."""
        words = description or _DESCRIPTIONS.get(status, "Internal Server Error")
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": words}
        if retry_after is not None:
            body["parameters"] = {"retry_after": retry_after}
        if migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": migrate_to}
        trouble = Trouble(
            method, status, html or body, chat=None if chat is None else str(chat), accept=accept
        )
        self.script.add(trouble, times)

    def stall_next(self, seconds: float, *, method: str = "sendMessage", times: int = 1) -> None:
        """Keep the next requests waiting, then answer as usual."""
        self.script.add(Trouble(method, stall_s=seconds), times)

    def drop_next(
        self, *, method: str = "sendMessage", times: int = 1, accept: bool = False
    ) -> None:
        """Break the connection of the next requests; with `accept` after taking the message."""
        self.script.add(Trouble(method, drop=True, accept=accept), times)

    # --- what arrived ------------------------------------------------------------------------

    def sent_to(self, chat_id: int) -> list[dict[str, Any]]:
        """The messages that a chat got."""
        return [message for message in self.sent if message["chat"] == str(chat_id)]

    async def wait_sent(
        self, count: int, *, chat_id: int | None = None, timeout_s: float = PATIENCE_S
    ) -> list[dict[str, Any]]:
        """Wait until so many messages were accepted, in all or in one chat."""

        def messages() -> list[dict[str, Any]]:
            return self.sent if chat_id is None else self.sent_to(chat_id)

        await self.record.until(
            lambda: len(messages()) >= count, timeout_s, f"message {count} to {chat_id or 'any'}"
        )
        return messages()

    async def wait_call(
        self, method: str, count: int = 1, *, timeout_s: float = PATIENCE_S
    ) -> None:
        """Wait until a method was asked so often."""
        await self.record.until(
            lambda: len(self.record.of(method)) >= count, timeout_s, f"call {count} of {method}"
        )

    # --- the service -------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token or self.revoked:
            return _error(401, "Unauthorized")
        method = request.match_info["method"]
        params = dict(await request.post())
        chat = str(params["chat_id"]) if "chat_id" in params else None
        await self.record.add(method, params)
        trouble = self.script.take(method, chat)
        if trouble is not None:
            if trouble.accept:
                await self._answer(method, params)
            answer = await suffer(trouble, request)
            if answer is not None:
                return answer
        return await self._answer(method, params)

    async def _answer(self, method: str, params: dict[str, Any]) -> web.Response:
        match method:
            case "getMe":
                return _ok(self._me())
            case "getUpdates":
                return await self._get_updates(params)
            case "sendMessage":
                return await self._send(params)
            case "editMessageText":
                return await self._edit(params)
            case "answerCallbackQuery":
                self.answered.append(str(params["callback_query_id"]))
                return _ok(True)
            case "setMyCommands":
                self.commands = json.loads(params["commands"])
                return _ok(True)
            case "deleteWebhook":
                return _ok(True)
            case _:
                return _error(404, "Not Found")

    async def _get_updates(self, params: dict[str, Any]) -> web.Response:
        self._poller += 1
        mine, offset = self._poller, int(params.get("offset", 0))
        self._updates = [each for each in self._updates if each["update_id"] >= offset]
        await self.record.changed()
        deadline = time.monotonic() + float(params.get("timeout", 0))
        while not self._updates and mine == self._poller and not self.revoked:
            left = deadline - time.monotonic()
            if left <= 0:
                return _ok([])
            try:
                await self.record.until(
                    lambda: bool(self._updates) or mine != self._poller or self.revoked,
                    left,
                    "updates",
                )
            except TimeoutError:
                return _ok([])
        if self.revoked:
            return _error(401, "Unauthorized")
        if mine != self._poller:
            return _error(409, "Conflict: terminated by other getUpdates request; make sure "
                          "that only one bot instance is running")  # fmt: skip
        return _ok(self._updates[:100])

    async def _send(self, params: dict[str, Any]) -> web.Response:
        chat, thread = str(params["chat_id"]), params.get("message_thread_id")
        refused = self._refuses(chat) or self._check_text(params)
        if refused is None and thread is not None and str(thread) in self.closed_threads:
            refused = _error(400, "Bad Request: message thread not found")
        if refused is not None:
            return refused
        message_id = next(self._ids)
        self.sent.append(
            {
                "chat": chat,
                "text": _shown(params),
                "html": params["text"] if params.get("parse_mode") == "HTML" else None,
                "thread": None if thread is None else str(thread),
                "buttons": _buttons(params),
                "message_id": message_id,
                "at": time.monotonic(),
            }
        )
        await self.record.changed()
        message = self._message(int(chat), _shown(params), "private") | {"message_id": message_id}
        return _ok(message)

    async def _edit(self, params: dict[str, Any]) -> web.Response:
        chat, message_id = str(params["chat_id"]), int(params["message_id"])
        found = [m for m in self.sent_to(int(chat)) if m["message_id"] == message_id]
        if not found:
            return _error(400, "Bad Request: message to edit not found")
        refused = self._refuses(chat) or self._check_text(params)
        if refused is not None:
            return refused
        text, buttons = _shown(params), _buttons(params)
        if found[0]["text"] == text and found[0]["buttons"] == buttons:
            return _error(400, "Bad Request: message is not modified")
        found[0] |= {"text": text, "html": params["text"], "buttons": buttons}
        self.edits.append(
            {"chat": chat, "message_id": message_id, "text": text, "buttons": buttons}
        )
        await self.record.changed()
        return _ok(self._message(int(chat), text, "private") | {"message_id": message_id})

    def _refuses(self, chat: str) -> web.Response | None:
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if chat in self.gone:
            return _error(400, "Bad Request: chat not found")
        if chat in self.migrated:
            return _error(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated[chat],
            )
        return None

    @staticmethod
    def _check_text(params: dict[str, Any]) -> web.Response | None:
        for button in (button for row in _buttons(params) for button in row):
            if not 1 <= len(button["callback_data"].encode()) <= MAX_DATA:
                return _error(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"].strip():
                return _error(400, "Bad Request: inline keyboard button text is empty")
        try:
            text = _shown(params)
        except MarkupRefusedError as error:
            return _error(400, f"Bad Request: can't parse entities: {error}")
        if not text.strip():
            return _error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
            return _error(400, "Bad Request: message is too long")
        return None

    async def _push(self, kind: str, content: dict[str, Any]) -> None:
        self._updates.append({"update_id": next(self._ids), kind: content})
        await self.record.changed()

    def _message(self, chat_id: int, text: str, chat_type: str) -> dict[str, Any]:
        message = {
            "message_id": next(self._ids),
            "date": int(time.time()),
            "chat": self._chat(chat_id, chat_type),
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return message

    @staticmethod
    def _chat(chat_id: int, chat_type: str) -> dict[str, Any]:
        named = {"first_name": "Alice"} if chat_type == "private" else {"title": "A chat"}
        return {"id": chat_id, "type": chat_type, **named}

    def _me(self) -> dict[str, Any]:
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Mission Watch",
            "username": self.username,
        }


_DESCRIPTIONS = {
    400: "Bad Request: message text is empty",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the group chat",
    409: "Conflict: terminated by other getUpdates request",
    429: "Too Many Requests: retry later",
    502: "Bad Gateway",
}


def _shown(params: dict[str, Any]) -> str:
    if params.get("parse_mode") == "HTML":
        return parse_telegram_html(str(params["text"])).text
    return str(params["text"])


def labels(buttons: list[list[dict[str, str]]]) -> list[str]:
    """The words on the buttons of a message."""
    return [button["text"] for row in buttons for button in row]


def _buttons(params: dict[str, Any]) -> list[list[dict[str, str]]]:
    markup = params.get("reply_markup")
    rows: list[list[dict[str, str]]] = json.loads(markup)["inline_keyboard"] if markup else []
    return rows


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(status: int, description: str, **parameters: int) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)
