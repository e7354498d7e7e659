"""Sources as OPML, the form in which feed readers exchange subscriptions, and back.

Other readers see title, address and language; one attribute of our own (`mw:entry`, JSON) holds
the rest, so that what we wrote is read back without loss.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config.errors import EntryError
from config.model import Source
from config.source_entries import fields_of, read_sources, without_lines
from config.vocabulary import SourceKind

NAMESPACE = "urn:missionwatch:source"
MAX_BYTES = 5_000_000
"""Of a file that is read: a list of ten thousand feeds is a third of it."""
_ENTRY = f"{{{NAMESPACE}}}entry"


class OpmlError(Exception):
    """A file that is no OPML, or is not safe to read; the sentence says which."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not taken, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file."""

    title: str
    url: str
    fields: Mapping[str, Any]
    """What it says of the source's entry; fewer where another program wrote it."""


def to_opml(
    sources: Iterable[Source], title: str, at: dt.datetime
) -> tuple[bytes, list[Source], list[LeftOut]]:
    """The polled feeds as OPML; with those that are in it, and what is left out."""
    taken, left = [], []
    for source in sources:
        if source.kind is not SourceKind.FEED:
            left.append(LeftOut(source.id, f"a {source.kind.value}: OPML holds feeds only"))
        elif not source.enabled:
            left.append(LeftOut(source.id, "not polled"))
        else:
            taken.append(source)
    ET.register_namespace("mw", NAMESPACE)
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "dateCreated").text = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    body = ET.SubElement(root, "body")
    for source in taken:
        entry = json.dumps(fields_of(source), ensure_ascii=False)
        outline = {"type": "rss", "text": source.publisher, "title": source.publisher}
        outline |= {"xmlUrl": source.url, "language": source.lang, _ENTRY: entry}
        ET.SubElement(body, "outline", outline)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), taken, left


def read_opml(data: bytes) -> list[Outline]:
    """The feeds of an OPML file. Raises OpmlError; entities and document types are refused."""
    # Imported where it runs: the command line starts without it.
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > MAX_BYTES:
        raise OpmlError(f"is over {MAX_BYTES // 1_000_000} MB: split it")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise OpmlError(
            "declares a document type or entities: take its <!DOCTYPE …> out"
        ) from None
    except (ET.ParseError, ValueError, LookupError) as error:
        raise OpmlError(f"is no XML ({error}): give an OPML file") from None
    if root.tag != "opml":
        raise OpmlError(f"is no OPML: its root element is <{root.tag}>")
    return [_outline(each) for each in root.iter("outline") if each.get("xmlUrl")]


def sources_of(
    outlines: Iterable[Outline],
    given: Mapping[str, str],
    countries: Collection[str],
    held: Mapping[str, Source],
) -> tuple[list[Source], list[LeftOut]]:
    """The sources to add, and what is left out. `given` are fields for outlines without them."""
    known = dict(held)
    taken: list[Source] = []
    left: list[LeftOut] = []
    for outline in outlines:
        twin = next((s.id for s in known.values() if s.url == outline.url), None)
        if twin is not None:
            left.append(LeftOut(outline.url, f"{twin} has this address already"))
            continue
        fields = {**given, **outline.fields, "url": outline.url, "kind": "feed"}
        fields.setdefault("publisher", outline.title or outline.url)
        fields.setdefault("id", _free_id(outline, known))
        try:
            text = json.dumps([fields], ensure_ascii=False)
            (source,) = read_sources(text, outline.url, countries, known)
        except EntryError as error:
            left.append(LeftOut(outline.url, _why(error)))
            continue
        known[source.id] = source
        taken.append(source)
    return taken, left


def _outline(element: ET.Element) -> Outline:
    title = element.get("title") or element.get("text") or ""
    url = (element.get("xmlUrl") or "").strip()
    fields: dict[str, Any] = {}
    try:
        told = json.loads(element.get(_ENTRY) or "{}")
    except ValueError:
        told = {}
    if isinstance(told, dict):
        fields |= told
    language = (element.get("language") or "").partition("-")[0].lower()
    if language:
        fields.setdefault("lang", language)
    return Outline(" ".join(title.split()), url, fields)


def _why(error: EntryError) -> str:
    problems = without_lines(error).problems
    return " ".join(f"{each.field}: {each.what}. {each.cure}." for each in problems)


def _free_id(outline: Outline, known: Collection[str]) -> str:
    words = re.sub(r"https?://(?:www\.)?", "", outline.url).lower()
    base = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:40].strip("-") or "feed"
    number = 1
    while (id := base if number == 1 else f"{base}-{number}") in known:
        number += 1
    return id
