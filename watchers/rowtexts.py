"""The pieces of text in a row, and which of them is the title."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from watchers.cleaning import SEPARATOR, clean_title, plain_parts
from watchers.spots import Link

MIN_TITLE = 7.0
"""Letters of the shortest title; less is a number, a file size or a label."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLE_INSIDE = (
    "h1, h2, h3, h4, h5, h6, [class*=title], [class*=Title], "
    "[class*=headline], [itemprop=headline]"
)
_TITLE_CLASS = re.compile(r"title|headline|heading", re.IGNORECASE)
_INLINE = frozenset(
    {"b", "strong", "i", "em", "u", "font", "mark", "sup", "sub", "abbr", "bdi", "q"}
)
_LONELY_TIME = re.compile(r"\(?\d{1,2}[:.]\d{2}(?::\d{2})?\)?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
_LEADING_DATE = re.compile(
    r"^(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})[\s,|:–—-]+(?=\S*[^\W\d])"
)
_BUTTONS = frozenset(
    word
    for line in (
        "read more|more|continue|continues|continue reading|details|see more|view",
        "view more|view all|show more|full story|full text|learn more|all news|download",
        "next|previous|back|share|print|subscribe|click here|подробнее|читать далее|далее",
        "ещё|еще|читать|все новости|скачать|назад|вперед|показать ещё|devamı|devamını oku",
        "daha fazla|tümü|detay|detaylar|ətraflı|davamı|batafsil|толығырақ|кененирээк",
        "ادامه|ادامه مطلب|بیشتر|بیشتر بخوانید|ادامه خبر|جزئیات|مشاهده|همه|نور|نور ولولئ",
        "نور معلومات|المزيد|اقرأ المزيد|قراءة المزيد|التفاصيل|مزيد|مزید|مزید پڑھیں|تفصیل",
        "और पढ़ें|विवरण|mehr|weiterlesen|mehr anzeigen|mehr erfahren|lire la suite",
        "en savoir plus|suite|leer más|ver más|leia mais|selengkapnya|baca selengkapnya",
        "lanjut|baca lagi|更多|详细|详情|阅读全文|查看更多|続きを読む|더보기|自세히|photo",
        "photos|video|videos|gallery|фото|видео|image|thumbnail|pdf|rss|en|ru|fa|ps|ar",
    )
    for word in line.split("|")
)
_LONGEST_BUTTON = max(map(len, _BUTTONS))
_PUNCTUATION = " .…»›>→«‹<←:|-–—[]()+*•·"
_NO_LETTER = re.compile(r"[\W\d_]")
_NO_ASCII_LETTER = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def pieces_of(node: LexborNode) -> list[str]:
    """The text nodes of an element, cleaned, without the blank ones."""
    return plain_parts(node.text(separator=SEPARATOR))


def is_button(text: str) -> bool:
    """Whether a link's text only invites to click."""
    if len(text) > _LONGEST_BUTTON and text[0].isalnum() and text[-1].isalnum():
        return False
    return text.strip(_PUNCTUATION).casefold() in _BUTTONS


@lru_cache(maxsize=4096)
def weight(title: str) -> float:
    """How much a title says: its letters, an East Asian one counting for two and a half."""
    if title.isascii():
        return len(title.encode().translate(None, _NO_ASCII_LETTER))
    letters = len(title) - len(_NO_LETTER.findall(title))
    return letters + 1.5 * len(_HAN.findall(title))


def most_weight(text: str) -> float:
    """What the weight of a text is not over: by its length alone."""
    return len(text) if text.isascii() or not _HAN.search(text) else 2.5 * len(text)


def is_title(text: str) -> bool:
    """Whether a text can be an item's title: more than a number, a year or a button."""
    return weight(text) >= MIN_TITLE and not is_button(text)


def title_of(links: list[Link], row: LexborNode) -> str:
    """The title of an item, given every link to it and the row it stands in; "" for none."""
    found = [(text, link) for link in links if (text := _title_in(link))]
    if found:
        return _undated(_best_of(found) if len(found) > 1 else found[0][0])
    for heading in row.css(TITLE_INSIDE):
        if is_title(text := _text(heading)):
            return text
    return _named_by_attribute(links) or _title_among(pieces_of(row))


def _undated(title: str) -> str:
    """A title without the date it begins with; "" where nothing is left."""
    if not title[:1].isdecimal():
        return title
    without = _LEADING_DATE.sub("", title)
    return without if without == title or is_title(without) else ""


def _best_of(titles: list[tuple[str, Link]]) -> str:
    """The title of several links to one item that says most of those in the best place."""
    ranked = [(text, _rank(link)) for text, link in titles]
    best = max(rank for _, rank in ranked)
    return max((text for text, rank in ranked if rank == best), key=weight)


def _rank(link: Link) -> int:
    """Links in a heading come first, then those of ordinary length, then long leads."""
    if _is_in_heading(link.spot.hang.signature[:4]):
        return 2
    return 1 if len(link.text) <= 400 else 0


@lru_cache(maxsize=4096)
def _is_in_heading(labels: tuple[str, ...]) -> bool:
    return any(_is_heading(label.partition(".")[0], label) for label in labels)


def _is_heading(tag: str, label: str) -> bool:
    return tag in _HEADINGS or (tag != "div" and _TITLE_CLASS.search(label) is not None)


def _title_in(link: Link) -> str:
    if link.title is None:
        link.title = _link_title(link) if weight(link.text) >= MIN_TITLE else ""
    return link.title


def _link_title(link: Link) -> str:
    node = link.node
    if next(node.iter(), None) is None:
        return _untruncated(_title_text(link.text), node)
    heading = node.css_first(TITLE_INSIDE)
    if heading is not None and heading.mem_id != node.mem_id and is_title(text := _text(heading)):
        return text
    if direct := _title_text(_direct_text(node)):
        return _untruncated(direct, node)
    return _title_among(pieces_of(node))


@lru_cache(maxsize=1024)
def _title_text(raw: str) -> str:
    """A text cleaned; "" for what is no title. One text, a button's, stands on many rows."""
    text = clean_title(raw)
    return text if is_title(text) else ""


def _text(node: LexborNode) -> str:
    """An element's title: what stands directly in it, else all of it but for dates."""
    return _title_text(_direct_text(node)) or _title_among(pieces_of(node))


def _direct_text(node: LexborNode) -> str:
    """Text that stands in the element itself or in inline formatting, not in its parts."""
    parts = []
    for child in node.iter(include_text=True):
        if child.tag in _INLINE or child.tag == "-text":
            parts.append(child.text(deep=True) if child.tag in _INLINE else child.text())
        elif child.tag == "br":
            parts.append(" ")
    return "".join(parts)


def _title_among(pieces: list[str]) -> str:
    """The first piece that reads like a title, else the one that says most."""
    candidates = [piece for piece in pieces if is_title(piece) and not is_time(piece)]
    for piece in candidates:
        if weight(piece) >= 18:
            return clean_title(piece)
    return clean_title(max(candidates, key=weight, default=""))


def is_time(piece: str) -> bool:
    """Whether a piece is a time of day and nothing else."""
    return _LONELY_TIME.fullmatch(piece) is not None


def _untruncated(text: str, node: LexborNode) -> str:
    """The `title` attribute, where the text is its cut beginning."""
    if text.endswith(("…", "...")):
        whole = clean_title(str(node.attributes.get("title") or ""))
        if whole.startswith(text.rstrip("…. ")[:40]):
            return whole
    return text


def _named_by_attribute(links: list[Link]) -> str:
    for link in links:
        for name in ("title", "aria-label"):
            text = clean_title(str(link.node.attributes.get(name) or ""))
            first, _, rest = text.partition(" ")
            text = rest.strip() if is_button(first) else text
            if is_title(text):
                return text
    return ""
