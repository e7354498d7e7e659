"""Who does the work: one process (`local`); a fleet later. Nothing else changes between them."""

from bot.engine.local import LocalEngine
from bot.engine.ports import Engine, Handler

__all__ = ["Engine", "Handler", "LocalEngine"]
