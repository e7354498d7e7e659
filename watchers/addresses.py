"""Which network addresses may be asked: only those of the public internet.

The check stands where a socket is made, so it sees the address that is really connected to: for
names and literals in every notation, for each redirect hop, and with no second look-up between
check and connection.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

NOT_PUBLIC = "is not a public address"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")


class ForbiddenAddressError(OSError):
    """An address that is private, local, shared or multicast."""


class AddressGuard:
    """Makes sockets for `aiohttp.TCPConnector`, for public addresses only.

    Args:
        allow_loopback: tests and the demo ask their own machine.
    """

    def __init__(self, *, allow_loopback: bool = False) -> None:
        self._allow_loopback = allow_loopback

    def make_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for one resolved address. Raises ForbiddenAddressError."""
        family, kind, protocol, _, where = info
        self.check(str(where[0]))
        return socket.socket(family, kind, protocol)

    def check(self, address: str) -> None:
        """Raises ForbiddenAddressError for an address that may not be asked."""
        if not is_public(address, allow_loopback=self._allow_loopback):
            raise ForbiddenAddressError(f"{address} {NOT_PUBLIC}")


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an IP address, and every address embedded in it, is one of the public internet."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return all(
        (candidate.is_global and not candidate.is_multicast)
        or (allow_loopback and candidate.is_loopback)
        for candidate in _embedded(parsed)
    )


def _embedded(address: _Address) -> Iterator[_Address]:
    """The addresses that are really reached: those inside IPv6 wrappers, else the address."""
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback:
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64 or address in _COMPATIBLE:
        yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
    else:
        yield address
