"""Reading Telegram's updates: is this meant for us, what does it say, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)
from telegram.constants import ChatType

from bot.chat.buttons import Press, person, read_data
from bot.model import ChatAddress, Platform

WANTED = ("message", "channel_post", "my_chat_member", "callback_query")
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
    by: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed; `query` is to be answered, or it goes on looking busy."""

    query: str
    press: Press


@dataclass(frozen=True, slots=True)
class Moved:
    """The bot came into a chat or was shut out of it."""

    address: ChatAddress
    standing: Standing


def read_update(update: Update, username: str) -> Question | Pressed | Moved | None:
    """What an update asks of us; None where it is not our business."""
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    message = update.message or update.channel_post
    if message is None or not message.text or _is_from_a_bot(message):
        return None
    text = _addressed(message, username)
    if text is None:
        return None
    return Question(_address(message), text, _person(message.from_user, message.sender_chat))


def _pressed(query: CallbackQuery) -> Pressed | None:
    """A press under a message of ours; None under one that is no chat's (inline mode)."""
    read = read_data(query.data or "")
    if query.message is None or read is None:
        return None
    if isinstance(query.message, Message):
        address = _address(query.message)
    else:
        # A message that Telegram no longer shows us: it names the chat, not the topic.
        address = ChatAddress(Platform.TELEGRAM, str(query.message.chat.id))
    command, in_place = read
    by = _person(query.from_user, None)
    return Pressed(query.id, Press(address, command, in_place, str(query.message.message_id), by))


def _person(user: User | None, chat: Chat | None) -> str:
    """Who writes: a person, or a group or channel in whose name is written."""
    if chat is not None:
        return person(Platform.TELEGRAM, chat.id, chat.title)
    return person(Platform.TELEGRAM, user.id, user.full_name) if user is not None else ""


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
