"""The guides keep up with the code."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.chat.console import ADDRESS
from bot.chat.parse import COMMANDS, EDITOR_COMMANDS
from bot.chat.slack import APP_TOKEN_SETTING, BOT_TOKEN_SETTING, SLASH_COMMAND
from bot.chat.telegram import TOKEN_SETTING
from bot.model import Platform

DOCS = Path(__file__).resolve().parents[3] / "docs"

# Names that Slack keeps for itself: a manifest with one of them is refused as a whole.
RESERVED = {f"/{name}" for name in ("status", "me", "join", "away", "dnd", "remind", "msg")} | {
    f"/{name}" for name in ("feed", "who", "leave", "open", "search", "topic", "mute", "pro")
}


def test_every_command_is_in_the_guide() -> None:
    guide = (DOCS / "commands.md").read_text()
    for name in COMMANDS | EDITOR_COMMANDS:
        assert f"| `/{name}" in guide


def test_the_manifest_asks_for_what_the_adapter_uses() -> None:
    manifest = yaml.safe_load((DOCS / "slack-manifest.yaml").read_text())
    commands = [each["command"] for each in manifest["features"]["slash_commands"]]
    assert commands == [SLASH_COMMAND]
    assert not RESERVED & set(commands)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert events == ["app_mention", "message.im"]
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert set(scopes) == {"app_mentions:read", "chat:write", "commands", "im:history"}


def test_the_settings_are_named_in_the_guides() -> None:
    assert TOKEN_SETTING in (DOCS / "telegram.md").read_text()
    slack = (DOCS / "slack.md").read_text()
    assert BOT_TOKEN_SETTING in slack
    assert APP_TOKEN_SETTING in slack


def test_the_console_is_a_chat_like_any_other() -> None:
    assert (ADDRESS.platform, ADDRESS.chat) == (Platform.CONSOLE, "console")
