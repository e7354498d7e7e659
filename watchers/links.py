"""Addresses as pages write them: made absolute, and freed of what only tracks or pages."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit, urlunsplit

_NOISE = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|_ga|_gl|_openstat|ref|ref_src"
    r"|wt_mc|xtor|cmpid|ocid|at_\w+|ito|smid|s_cid|ncid|src|from|share|spm|traffic_source|rss"
    r"|p_auth|p_p_\w+|inheritRedirect|redirect|_\d*_?WAR_\w*|PAGEN_\d+|phpsessid|jsessionid|sid)$",
    re.IGNORECASE,
)
"""Query parameters that say where a reader came from, or which page of the list he was on."""
_PAGE_PARAM = re.compile(
    r"^(?:page|paged|pg|p|PAGEN_\d+|start|offset|before|after)$", re.IGNORECASE
)
PAGE_PATH = re.compile(
    r"/(?:page|p|seite|sayfa|страница)/\d+/?$|/index_\d+\.s?html?$", re.IGNORECASE
)
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_MAY_BE_NOISY = re.compile(r"[?#;\[\]\s]|^[^:]*[A-Z][^:]*:")
_ID_FRAGMENT = re.compile(r"^[!/]")
_SAFE = "%/:=&?~+!$,;'@()*[]|"
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9_.~/-]*")
_REDIRECTS = {"google.com": "url", "www.google.com": "url"}


def is_plain_path(href: str) -> bool:
    """Whether a link is a path from the root without dot folders, escapes, queries or blanks."""
    return _PLAIN_PATH.fullmatch(href) is not None and "//" not in href and "/." not in href


def absolute(href: str, base: str) -> str | None:
    """The web address of a link in a page, percent-encoded; None for what is no web address."""
    if is_plain_path(href) and (origin := _origin(base)):
        return origin + href
    href = href.strip().replace("\n", "").replace("\t", "").replace("\r", "")
    try:
        parts = urlsplit(urljoin(base, href))
    except ValueError:
        return None
    if not href or (parts.scheme and parts.scheme not in ("http", "https")):
        return None
    if parts.scheme and not parts.netloc:
        return None
    path = quote(parts.path, safe=_SAFE)
    query, fragment = quote(parts.query, safe=_SAFE), quote(parts.fragment, safe=_SAFE)
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    """Scheme and host of a base that is a plain web address; "" for any other."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def without_noise(url: str) -> str:
    """The address without tracking, session and list-paging parameters, or a plain fragment.

    Parameters that hold the identity (`?dtl/123`, `?id=5`, a bare GUID) stay as they are.
    """
    if not _MAY_BE_NOISY.search(url):
        return url
    return _without_noise(url)


@lru_cache(maxsize=2048)
def _without_noise(url: str) -> str:
    parts = urlsplit(url)
    path = _SESSION_PATH.sub("", parts.path)
    fragment = parts.fragment if _ID_FRAGMENT.match(parts.fragment) else ""
    return urlunsplit((parts.scheme, parts.netloc, path, _kept_query(parts), fragment))


def is_paging(url: str, listing: str) -> bool:
    """Whether an address is the listing itself, or another page of it."""
    theirs = urlsplit(without_noise(url))
    if PAGE_PATH.search(theirs.path):
        return True
    ours = urlsplit(without_noise(listing))
    same_path = theirs.path.rstrip("/") == ours.path.rstrip("/")
    if theirs.netloc.removeprefix("www.") != ours.netloc.removeprefix("www.") or not same_path:
        return False
    pairs = set(_pairs(theirs.query)) - set(_pairs(ours.query))
    return all(_PAGE_PARAM.match(name) for name, _ in pairs)


def unwrapped(url: str) -> str:
    """The address that a redirecting aggregator (Google Alerts) carries in its query."""
    parts = urlsplit(url)
    name = _REDIRECTS.get(parts.netloc.lower())
    if name and parts.path == "/url":
        for key, value in parse_qsl(parts.query):
            if key in (name, "q") and value.startswith(("http://", "https://")):
                return value
    return url


def _kept_query(parts: SplitResult) -> str:
    """The query without noise; order and spelling of what is kept are not touched."""
    fields = [field for field in parts.query.split("&") if field]
    kept = [field for field in fields if not _NOISE.match(field.partition("=")[0])]
    if _identifies_without_page(parts.path, kept):
        kept = [field for field in kept if not _is_page(field)]
    return "&".join(kept)


def _identifies_without_page(path: str, fields: list[str]) -> bool:
    """False where `page=12` is all that tells one item from another (`/index.php?page=12`)."""
    others = [field for field in fields if not _is_page(field)]
    bare = path in ("", "/") or path.endswith((".php", ".asp", ".aspx", ".jsp"))
    return bool(others) or not bare


def _is_page(field: str) -> bool:
    name, _, value = field.partition("=")
    return bool(_PAGE_PARAM.match(name)) and name.lower() != "p" and value.isdecimal()


def _pairs(query: str) -> list[tuple[str, str]]:
    return [
        (name, value) for name, _, value in (f.partition("=") for f in query.split("&")) if name
    ]
