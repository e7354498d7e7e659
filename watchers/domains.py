"""Whose address it is: the registrable domain of a host, by the public suffix list."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"^[\d.]+$|:")


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain (`en.mfa.ir` and `www.mfa.ir`)."""
    ours, theirs = _host(one), _host(other)
    return ours == theirs or registrable_domain(ours) == registrable_domain(theirs)


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """The part of a host's name that somebody registered; the host itself where none is known."""
    # Imported where it runs: the list takes 50 ms to read, and most redirects stay on their host.
    from tld import get_fld

    found = get_fld(f"http://{host}", fail_silently=True, search_private=True)
    if isinstance(found, str):
        return found
    # A top level that the list does not have counts like any other, by the list's own rule `*`.
    return host if _ADDRESS.search(host) else ".".join(host.split(".")[-2:])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
