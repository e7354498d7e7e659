"""Slack's Web API and Socket Mode on loopback: refuses what Slack would refuse.

async with SlackServer() as server:
    ...  # SlackChat(server.bot_token, server.app_token, answers, base_url=server.api_url)
    await server.wait_connected()
    await server.slash("status russia", channel="C1")
    sent = await server.wait_sent(1)
    server.fail_next("ratelimited", status=429, retry_after=1)
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.fakes.markup import parse_slack_mrkdwn
from tests.fakes.scripting import PATIENCE_S, LoopbackServer, Record, Script, Trouble, suffer

MAX_BLOCKS = 50
MAX_SECTION = 3_000
MAX_TOTAL = 13_200
"""Undocumented: where `msg_blocks_too_long` was met (slackapi/bolt-js#2509)."""
MAX_TEXT = 40_000
MAX_ELEMENTS = 25
MAX_LABEL = 75
MAX_VALUE = 2_000
BOT_USER = "U0BOT"


class SlackServer(LoopbackServer):
    """The service, its script and its record."""

    def __init__(
        self, bot_token: str = "xoxb-test-token", app_token: str = "xapp-test-token"
    ) -> None:
        super().__init__()
        self.bot_token = bot_token
        self.app_token = app_token
        self.record = Record()
        self.script = Script()
        self.sent: list[dict[str, Any]] = []
        """Messages that were accepted: channel, text (as shown), blocks, buttons, fallback,
        thread, ts, entities, at."""
        self.edits: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        """What was posted to a slash command's response_url."""
        self.acks: dict[str, float] = {}
        """When each envelope was acknowledged, by its id."""
        self.not_in: set[str] = set()
        self.archived: set[str] = set()
        self.revoked: set[str] = set()
        self.is_deaf = False
        """True: sockets stay open, yet nothing sent on them is read."""
        self._sockets: list[web.WebSocketResponse] = []
        self._ids = itertools.count(1)
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """What slack_sdk wants as its `base_url`."""
        return f"{self.url}/api/"

    def application(self) -> web.Application:
        """The Web API, the socket and the response addresses."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._serve)
        app.router.add_get("/link", self._link)
        app.router.add_post("/response/{id}", self._response)
        return app

    async def stop(self) -> None:
        """Close the sockets, then stop listening."""
        self._stopping.set()
        for socket in list(self._sockets):
            await socket.close()
        await super().stop()

    # --- what happens in channels ------------------------------------------------------------

    async def say(self, channel: str, text: str, **more: Any) -> str:
        """Somebody writes to the bot in a direct message; the envelope's id."""
        return await self._event(
            {"type": "message", "channel": channel, "channel_type": "im", "text": text, **more}
        )

    async def mention(self, channel: str, text: str, thread: str | None = None) -> str:
        """Somebody mentions the bot; the envelope's id."""
        event = {"type": "app_mention", "channel": channel, "text": f"<@{BOT_USER}> {text}"}
        return await self._event(event | ({"thread_ts": thread} if thread else {}))

    async def slash(self, text: str, channel: str = "C1", command: str = "/missionwatch") -> str:
        """Somebody writes the slash command; the envelope's id."""
        payload = {
            "command": command,
            "text": text,
            "channel_id": channel,
            "user_id": "U1",
            "team_id": "T1",
            "response_url": f"{self.url}/response/{next(self._ids)}",
        }
        return await self._deliver("slash_commands", payload, accepts_response=True)

    async def press(
        self,
        channel: str,
        label: str,
        *,
        user: str = "U1",
        name: str = "alice",
        nth: int = -1,
        is_ephemeral: bool = False,
    ) -> str:
        """Somebody presses a button, of the `nth` message there that has one so named."""
        shown = [each for each in self.sent_to(channel) if label in each["buttons"]][nth]
        return await self.action(
            channel,
            shown["ts"],
            shown["buttons"][label],
            user=user,
            name=name,
            is_ephemeral=is_ephemeral,
        )

    async def action(
        self,
        channel: str,
        ts: str,
        value: str,
        *,
        user: str = "U1",
        name: str = "alice",
        is_ephemeral: bool = False,
    ) -> str:
        """A block action; a forged one may say anything. The envelope's id."""
        container = {"type": "message", "message_ts": ts, "channel_id": channel}
        payload = {
            "type": "block_actions",
            "user": {"id": user, "username": name, "team_id": "T1"},
            "team": {"id": "T1", "domain": "test"},
            "api_app_id": "A1",
            "container": container | {"is_ephemeral": is_ephemeral},
            "channel": {"id": channel, "name": "somewhere"},
            "message": {"type": "message", "ts": ts},
            "response_url": f"{self.url}/response/{next(self._ids)}",
            "actions": [
                {"type": "button", "action_id": "press-0-0", "block_id": "b", "value": value}
            ],
        }
        return await self._deliver("interactive", payload, accepts_response=True)

    async def disconnect(self) -> None:
        """Ask the clients to connect anew, as Slack does about every hour."""
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            await socket.close()

    # --- what the service does wrong ---------------------------------------------------------

    def fail_next(
        self,
        error: str,
        *,
        method: str = "chat.postMessage",
        status: int = 200,
        times: int = 1,
        retry_after: int | None = None,
        channel: str | None = None,
        html: str | None = None,
        accept: bool = False,
    ) -> None:
        """Answer the next requests with Slack's error word; `html` makes it a gateway's page."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        body: Any = {"ok": False, "error": error} if html is None else html
        self.script.add(Trouble(method, status, body, headers, chat=channel, accept=accept), times)

    def stall_next(
        self, seconds: float, *, method: str = "chat.postMessage", times: int = 1
    ) -> None:
        """Keep the next requests waiting, then answer as usual."""
        self.script.add(Trouble(method, stall_s=seconds), times)

    def drop_next(
        self, *, method: str = "chat.postMessage", times: int = 1, accept: bool = False
    ) -> None:
        """Break the connection of the next requests; with `accept` after taking the message."""
        self.script.add(Trouble(method, drop=True, accept=accept), times)

    # --- what arrived ------------------------------------------------------------------------

    def sent_to(self, channel: str) -> list[dict[str, Any]]:
        """The messages that a channel got."""
        return [message for message in self.sent if message["channel"] == channel]

    async def wait_sent(
        self, count: int, *, channel: str | None = None, timeout_s: float = PATIENCE_S
    ) -> list[dict[str, Any]]:
        """Wait until so many messages were accepted, in all or in one channel."""

        def messages() -> list[dict[str, Any]]:
            return self.sent if channel is None else self.sent_to(channel)

        await self.record.until(
            lambda: len(messages()) >= count, timeout_s, f"message {count} to {channel or 'any'}"
        )
        return messages()

    async def wait_connected(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until a client's socket is open."""
        await self.record.until(lambda: bool(self._sockets), timeout_s, "a socket")

    async def wait_ack(self, envelope: str, timeout_s: float = PATIENCE_S) -> None:
        """Wait until an envelope was acknowledged."""
        await self.record.until(lambda: envelope in self.acks, timeout_s, f"the ack of {envelope}")

    async def wait_responses(
        self, count: int, timeout_s: float = PATIENCE_S
    ) -> list[dict[str, Any]]:
        """Wait until so much was posted to response addresses."""
        await self.record.until(
            lambda: len(self.responses) >= count, timeout_s, f"response {count}"
        )
        return self.responses

    # --- the service -------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        await self.record.add(method, params)
        trouble = self.script.take(method, params.get("channel"))
        if trouble is not None:
            if trouble.accept:
                await self._answer(method, params)
            answer = await suffer(trouble, request)
            if answer is not None:
                return answer
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token in self.revoked:
            return _error("token_revoked")
        if token != wanted:
            return _error("invalid_auth")
        return await self._answer(method, params)

    async def _answer(self, method: str, params: dict[str, Any]) -> web.Response:
        match method:
            case "auth.test":
                return _ok(user_id=BOT_USER, bot_id="B0BOT", team_id="T1", user="missionwatch")
            case "apps.connections.open":
                return _ok(url=f"{self.url.replace('http', 'ws')}/link?ticket={next(self._ids)}")
            case "chat.postMessage":
                return await self._post(params)
            case "chat.update":
                return await self._update(params)
            case _:
                return _error("unknown_method")

    async def _post(self, params: dict[str, Any]) -> web.Response:
        refused = self._refuses(params)
        if refused is not None:
            return _error(refused)
        ts = f"{int(time.time())}.{next(self._ids):06d}"
        self.sent.append(_shown(params) | {"ts": ts, "at": time.monotonic()})
        await self.record.changed()
        return _ok(ts=ts, channel=params["channel"], message={"ts": ts})

    async def _update(self, params: dict[str, Any]) -> web.Response:
        found = [m for m in self.sent_to(params["channel"]) if m["ts"] == params["ts"]]
        if not found:
            return _error("message_not_found")
        refused = self._refuses(params)
        if refused is not None:
            return _error(refused)
        found[0] |= _shown(params)
        self.edits.append(_shown(params) | {"ts": params["ts"]})
        await self.record.changed()
        return _ok(ts=params["ts"], channel=params["channel"])

    def _refuses(self, params: dict[str, Any]) -> str | None:
        channel = params.get("channel")
        if not channel:
            return "channel_not_found"
        if channel in self.not_in:
            return "not_in_channel"
        if channel in self.archived:
            return "is_archived"
        if not params.get("blocks") and not params.get("text"):
            return "no_text"
        return check_blocks(params.get("blocks") or [])

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        await self.record.changed()
        if self.is_deaf:
            await self._stopping.wait()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                envelope = json.loads(message.data).get("envelope_id")
                self.acks.setdefault(envelope, time.monotonic())
                await self.record.changed()
        if socket in self._sockets:
            self._sockets.remove(socket)
        return socket

    async def _response(self, request: web.Request) -> web.Response:
        self.responses.append(await _params(request))
        await self.record.changed()
        return web.Response(text="ok")

    async def _event(self, event: dict[str, Any]) -> str:
        ts = f"{int(time.time())}.{next(self._ids):06d}"
        payload = {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": f"Ev{next(self._ids)}",
            "authorizations": [{"team_id": "T1", "user_id": BOT_USER, "is_bot": True}],
            "event": {"user": "U1", "ts": ts, **event},
        }
        return await self._deliver("events_api", payload)

    async def _deliver(
        self, kind: str, payload: dict[str, Any], *, accepts_response: bool = False
    ) -> str:
        await self.wait_connected()
        envelope = f"envelope-{next(self._ids)}"
        await self._sockets[-1].send_json(
            {
                "type": kind,
                "envelope_id": envelope,
                "payload": payload,
                "accepts_response_payload": accepts_response,
            }
        )
        return envelope


def check_blocks(blocks: list[dict[str, Any]]) -> str | None:
    """Slack's word for what is wrong with a message's blocks; None for nothing."""
    if len(blocks) > MAX_BLOCKS:
        return "invalid_blocks"
    if any(not _is_good_row(block) for block in blocks if block.get("type") == "actions"):
        return "invalid_blocks"
    sections = [block for block in blocks if block.get("type") != "actions"]
    texts = [block.get("text", {}) for block in sections]
    for block, text in zip(sections, texts, strict=True):
        is_text = text.get("type") in {"mrkdwn", "plain_text"} and bool(text.get("text"))
        if block.get("type") != "section" or not is_text or len(text["text"]) > MAX_SECTION:
            return "invalid_blocks"
    if sum(len(text["text"]) for text in texts) > MAX_TOTAL:
        return "msg_blocks_too_long"
    return None


def _is_good_row(block: dict[str, Any]) -> bool:
    elements = block["elements"]
    ids = {element["action_id"] for element in elements}
    return (
        1 <= len(elements) <= MAX_ELEMENTS
        and len(ids) == len(elements)
        and all(
            element["type"] == "button"
            and element["text"]["type"] == "plain_text"
            and 1 <= len(element["text"]["text"]) <= MAX_LABEL
            and 1 <= len(element["value"]) <= MAX_VALUE
            for element in elements
        )
    )


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = dict(await request.post())
    return {key: _decoded(str(value)) for key, value in form.items()}


def _decoded(value: str) -> Any:
    return json.loads(value) if value[:1] in {"[", "{"} else value


def _shown(params: dict[str, Any]) -> dict[str, Any]:
    """What a reader of the channel sees; with blocks the text is only for notifications."""
    blocks, fallback = params.get("blocks") or [], str(params.get("text") or "")
    sections = [block for block in blocks if block["type"] == "section"]
    sources = [block["text"]["text"] for block in sections] or [fallback[:MAX_TEXT]]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    parsed = [parse_slack_mrkdwn(source) for source in sources]
    return {
        "channel": params["channel"],
        "text": "\n\n".join(each.text for each in parsed),
        "entities": [entity for each in parsed for entity in each.entities],
        "blocks": blocks,
        "buttons": {each["text"]["text"]: each["value"] for row in rows for each in row},
        "fallback": fallback,
        "thread": params.get("thread_ts"),
        "unfurls": params.get("unfurl_links"),
    }


def _ok(**fields: Any) -> web.Response:
    return web.json_response({"ok": True, **fields})


def _error(word: str) -> web.Response:
    return web.json_response({"ok": False, "error": word})
