"""Chats and what they subscribe to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, false, or_, select, tuple_, update

from bot.model import ChatAddress, Platform, Scope, ScopeKind
from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import chats, deliveries, subscriptions


async def remember(tx: Tx, address: ChatAddress) -> int:
    """The chat's row, made when it is new."""
    return (await remember_all(tx, [address]))[address]


async def remember_all(tx: Tx, addresses: Collection[ChatAddress]) -> dict[ChatAddress, int]:
    """The rows of many chats at once."""
    insert = dialect.insert_or_skip(tx.connection, chats, ["platform", "chat", "thread"])
    found: dict[ChatAddress, int] = {}
    wanted = list(dict.fromkeys(addresses))
    for some in dialect.batches(wanted):
        keys = [_key(address) for address in some]
        rows = [dict(zip(("platform", "chat", "thread"), key, strict=True)) for key in keys]
        await tx.connection.execute(insert, rows)
        asked = select(chats.c.id, *_ADDRESS).where(tuple_(*_ADDRESS).in_(keys))
        for row in await tx.connection.execute(asked):
            found[_address(*row[1:])] = row[0]
    return {address: found[address] for address in wanted}


async def find(tx: Tx, address: ChatAddress) -> int | None:
    """The chat's row, None where it was never remembered."""
    found: int | None = await tx.connection.scalar(select(chats.c.id).where(_is(address)))
    return found


async def subscribe(tx: Tx, address: ChatAddress, scope: Scope) -> bool:
    """Add a subscription; False where the chat has it already. A suspended chat resumes."""
    chat_id = await remember(tx, address)
    # Whoever speaks to us can be spoken to.
    await resume(tx, address)
    statement = dialect.insert_or_skip(
        tx.connection, subscriptions, ["chat_id", "kind", "value"]
    ).values(chat_id=chat_id, kind=scope.kind.value, value=scope.value)
    return (await tx.connection.execute(statement)).rowcount > 0


async def unsubscribe(tx: Tx, address: ChatAddress, scope: Scope | None = None) -> int:
    """Take one subscription away, or all; says how many went."""
    statement = delete(subscriptions).where(
        subscriptions.c.chat_id.in_(select(chats.c.id).where(_is(address)))
    )
    if scope is not None:
        statement = statement.where(
            subscriptions.c.kind == scope.kind.value, subscriptions.c.value == scope.value
        )
    return (await tx.connection.execute(statement)).rowcount


async def scopes(tx: Tx, address: ChatAddress) -> list[Scope]:
    """What a chat subscribes to, widest first."""
    asked = (
        select(subscriptions.c.kind, subscriptions.c.value)
        .join(chats, chats.c.id == subscriptions.c.chat_id)
        .where(_is(address))
        .order_by(subscriptions.c.value)
    )
    found = [Scope(ScopeKind(kind), value) for kind, value in await tx.connection.execute(asked)]
    return sorted(found, key=lambda scope: list(ScopeKind).index(scope.kind))


async def audience(
    tx: Tx,
    platforms: Collection[Platform] | None,
    hosts: Collection[str | None],
    regions_of: Mapping[str, Collection[str]],
) -> list[ChatAddress]:
    """The chats that want to hear of any of these hosts, each once, oldest first.

    `platforms` None: of every platform. `regions_of` names the regions a host lies in. A host
    of None (told of no single host) is heard by those who hear everything. Suspended chats
    are left out.
    """
    named = sorted({host for host in hosts if host is not None})
    regions = sorted({region for host in named for region in regions_of.get(host, ())})
    heard = (
        select(subscriptions.c.chat_id)
        .where(
            or_(
                subscriptions.c.kind == ScopeKind.ALL.value,
                _covers(ScopeKind.HOST, named),
                _covers(ScopeKind.REGION, regions),
            )
        )
        .scalar_subquery()
    )
    asked = select(*_ADDRESS).where(chats.c.id.in_(heard), chats.c.suspended.is_(None))
    if platforms is not None:
        asked = asked.where(chats.c.platform.in_([platform.value for platform in platforms]))
    rows = await tx.connection.execute(asked.order_by(chats.c.id))
    return [_address(*row) for row in rows]


async def suspend(tx: Tx, address: ChatAddress, reason: str) -> None:
    """Send nothing more to a chat; its subscriptions and deliveries wait."""
    await tx.connection.execute(
        update(chats).where(_is(address)).values(suspended=reason or "suspended")
    )


async def resume(tx: Tx, address: ChatAddress) -> None:
    """Send to a chat again."""
    await tx.connection.execute(update(chats).where(_is(address)).values(suspended=None))


async def suspended(tx: Tx) -> list[tuple[ChatAddress, str]]:
    """The chats nothing is sent to, with the reason."""
    asked = select(*_ADDRESS, chats.c.suspended).where(chats.c.suspended.is_not(None))
    rows = await tx.connection.execute(asked.order_by(chats.c.id))
    return [(_address(*row[:3]), row[3]) for row in rows]


async def move(tx: Tx, old: ChatAddress, new: ChatAddress) -> None:
    """A chat has a new id: its subscriptions and deliveries go there.

    Where the new chat is known already the two are merged; an alert that both were to get
    stays once.
    """
    old_id = await find(tx, old)
    if old_id is None or old == new:
        return
    new_id = await remember(tx, new)
    await _move_subscriptions(tx, old_id, new_id)
    await _move_deliveries(tx, old_id, new_id, new.platform)
    await tx.connection.execute(delete(chats).where(chats.c.id == old_id))


async def _move_subscriptions(tx: Tx, old_id: int, new_id: int) -> None:
    asked = select(subscriptions.c.kind, subscriptions.c.value)
    rows = await tx.connection.execute(asked.where(subscriptions.c.chat_id == old_id))
    moved = [{"chat_id": new_id, "kind": kind, "value": value} for kind, value in rows]
    insert = dialect.insert_or_skip(tx.connection, subscriptions, ["chat_id", "kind", "value"])
    if moved:
        await tx.connection.execute(insert, moved)


async def _move_deliveries(tx: Tx, old_id: int, new_id: int, platform: Platform) -> None:
    both = select(deliveries.c.alert_id).where(deliveries.c.chat_id == new_id)
    twice = and_(deliveries.c.chat_id == old_id, deliveries.c.alert_id.in_(both))
    await tx.connection.execute(delete(deliveries).where(twice))
    await tx.connection.execute(
        update(deliveries)
        .where(deliveries.c.chat_id == old_id)
        .values(chat_id=new_id, platform=platform.value)
    )


_ADDRESS = (chats.c.platform, chats.c.chat, chats.c.thread)


def _key(address: ChatAddress) -> tuple[str, str, str]:
    return address.platform.value, address.chat, address.thread or ""


def _address(platform: str, chat: str, thread: str) -> ChatAddress:
    return ChatAddress(Platform(platform), chat, thread or None)


def _is(address: ChatAddress) -> ColumnElement[bool]:
    platform, chat, thread = _key(address)
    return and_(chats.c.platform == platform, chats.c.chat == chat, chats.c.thread == thread)


def _covers(kind: ScopeKind, values: Sequence[str]) -> ColumnElement[bool]:
    if not values:
        return false()
    return and_(subscriptions.c.kind == kind.value, subscriptions.c.value.in_(values))
