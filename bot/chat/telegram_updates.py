"""Reading Telegram's updates: is this meant for us, what does it say, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram import ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from bot.model import ChatAddress, Platform

WANTED = ("message", "channel_post", "my_chat_member")
"""The kinds of update that are asked for."""

_OUT = {ChatMember.LEFT, ChatMember.BANNED}


class Standing(StrEnum):
    """What became of the bot in a chat."""

    IN = "in"
    OUT = "out"
    """Kicked, left or blocked."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text for the commands."""

    address: ChatAddress
    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The bot came into a chat or was shut out of it."""

    address: ChatAddress
    standing: Standing


def read_update(update: Update, username: str) -> Question | Moved | None:
    """What an update asks of us; None where it is not our business."""
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    message = update.message or update.channel_post
    if message is None or not message.text or _is_from_a_bot(message):
        return None
    text = _addressed(message, username)
    return None if text is None else Question(_address(message), text)


def _membership(change: ChatMemberUpdated) -> Moved:
    standing = Standing.OUT if change.new_chat_member.status in _OUT else Standing.IN
    return Moved(ChatAddress(Platform.TELEGRAM, str(change.chat.id)), standing)


def _is_from_a_bot(message: Message) -> bool:
    sender = message.from_user
    return bool(message.is_automatic_forward or (sender is not None and sender.is_bot))


def _addressed(message: Message, username: str) -> str | None:
    """The text where it is for this bot: privately all of it, elsewhere commands and mentions."""
    text = (message.text or "").strip()
    first, _, rest = text.partition(" ")
    if first.lower() == f"@{username}".lower():
        return rest.strip() or "/help"
    if first.startswith("/"):
        named = first.partition("@")[2]
        return text if not named or named.lower() == username.lower() else None
    return text if message.chat.type == ChatType.PRIVATE else None


def _address(message: Message) -> ChatAddress:
    thread = message.message_thread_id if message.is_topic_message else None
    return ChatAddress(
        Platform.TELEGRAM, str(message.chat.id), None if thread is None else str(thread)
    )
