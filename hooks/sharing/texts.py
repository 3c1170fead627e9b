"""Files for programs that read the site: feed, llms.txt, robots.txt."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

ATOM = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold: https://www.w3.org/TR/xml/#charsets."""
FEED_LENGTH = 100
"""Most entries of the feed: a reader that asks every day misses none."""


@dataclass(frozen=True)
class FeedEntry:
    """An answer in the feed."""

    id: str
    """Absolute; it stays when the answer moves to another page (RFC 4287, 4.2.6)."""
    title: str
    url: str
    """Absolute."""
    summary: str
    section: str
    updated: datetime.date


def atom_feed(title: str, subtitle: str, site_url: str, feed_url: str, entries: Iterable[FeedEntry]) -> str:
    """Return an Atom feed, RFC 4287, the answers changed last first.

    It tells no time of the build, so that a build of the same pages gives the same feed.
    """
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:FEED_LENGTH]
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "ru"})
    _add(feed, "id", site_url)
    _add(feed, "title", title)
    _add(feed, "subtitle", subtitle)
    _add(feed, "updated", _moment(newest[0].updated if newest else datetime.date(1970, 1, 1)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=feed_url)
    _add(feed, "link", rel="alternate", type="text/html", href=site_url)
    _add(_add(feed, "author"), "name", title)
    for entry in newest:
        item = _add(feed, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "updated", _moment(entry.updated))
        _add(item, "link", rel="alternate", type="text/html", href=entry.url)
        _add(item, "category", term=entry.section)
        _add(item, "summary", entry.summary)
    ET.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def llms_txt(title: str, description: str, sections: Iterable[tuple[str, list[tuple[str, str, str]]]]) -> str:
    """Return `llms.txt`, https://llmstxt.org: sections, each with titles, addresses and descriptions of pages."""
    parts = [f"# {_line(title)}\n\n> {_line(description)}\n"]
    for name, pages in sections:
        links = "".join(f"- [{_line(text)}]({url}){about and f': {_line(about)}'}\n" for text, url, about in pages)
        parts.append(f"## {_line(name)}\n\n{links}")
    return "\n".join(parts)


def _line(text: str) -> str:
    """Return a text as one line of Markdown that holds no links and no HTML of its own."""
    return re.sub(r"([\\\[\]<>])", r"\\\1", " ".join(text.split()))


def robots_txt(site_url: str) -> str:
    """Return `robots.txt`, RFC 9309: everything may be read; the sitemap where its address is known."""
    sitemap = f"\nSitemap: {urljoin(site_url, 'sitemap.xml')}\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    legal = {key: NOT_XML.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", legal)
    element.text = text and NOT_XML.sub("", text)
    return element


def _moment(date: datetime.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"
