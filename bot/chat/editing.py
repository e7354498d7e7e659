"""The editors' commands, which one chat alone may use: read, carried out, answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.chat.amending import Amending
from bot.chat.draft import Drafts
from bot.chat.parse import Typed
from bot.chat.places import Places
from bot.chat.reviewing import Reviewing
from bot.ledger.errors import DecisionError
from bot.lines import said
from bot.model import ChatAddress, Message
from bot.review import Review
from config.model import Catalog

_log = structlog.get_logger(__name__)


class Editing:
    """Answers in the editors' chat, and turns everybody else away.

    Args:
        chat: the editors' chat; its topics and threads count as it.
    """

    def __init__(
        self, review: Review, catalog: Catalog, places: Places, chat: ChatAddress
    ) -> None:
        drafts = Drafts(catalog, places)
        reviewing = Reviewing(review, catalog, drafts)
        amending = Amending(review, catalog, drafts)
        self._chat = chat
        self._answers: Mapping[str, Callable[[str, str], Awaitable[Message]]] = {
            "review": reviewing.answer,
            "misses": lambda rest, _by: reviewing.misses(rest),
            "add": amending.add,
            "correct": amending.correct,
            "retract": amending.retract,
        }

    def is_for(self, address: ChatAddress) -> bool:
        """Whether this is the editors' chat."""
        return (address.platform, address.chat) == (self._chat.platform, self._chat.chat)

    async def answer(self, typed: Typed, address: ChatAddress, by: str) -> Message:
        """The reply to an editors' command; what cannot be done is said beside the question."""
        if not self.is_for(address):
            _log.warning(
                "editors_command_refused",
                platform=address.platform,
                chat=address.chat,
                by=by,
                command=typed.name,
            )
            return aside("Only the editors' chat can do this.")
        try:
            return await self._answers[typed.name](typed.rest, by)
        except DecisionError as error:
            sentence = str(error)
            return aside(f"{sentence[0].upper()}{sentence[1:]}")


def aside(text: str) -> Message:
    """An answer that leaves the message whose button was pressed as it is."""
    return Message(said(text).blocks, replaces=False)
