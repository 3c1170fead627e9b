"""Addresses behind the links of a page, for readers of paper: numbers in the text and a list below it.

Takes and gives HTML as Python-Markdown writes it; knows no MkDocs.
"""

from __future__ import annotations

import html
import re

_SOURCES = re.compile(r'<details class="quote".*?(?:</details>|\Z)', re.DOTALL)
_LINK = re.compile(
    r'<a\b(?P<before>[^<>]*?)\shref="(?P<address>https?://[^"<>]*+)"(?P<after>[^<>]*+)>(?P<text>(?>(?:[^<]|<(?!/?a\b))*))</a>',
    re.DOTALL,
)


def with_link_notes(content: str) -> str:
    """Return HTML whose links to other sites carry a number, followed by the addresses as a hidden list.

    The same address has the same number. The sources come first, in their order: on paper they show their
    addresses themselves, and the list holds only the others.
    """
    sources = _SOURCES.search(content)
    listed = dict.fromkeys(link["address"] for link in _LINK.finditer(sources[0])) if sources else {}
    found = dict.fromkeys(link["address"] for link in _LINK.finditer(content) if not _is_bare(link))
    numbers = {address: number for number, address in enumerate({**listed, **found}, 1)}
    if not numbers:
        return content
    content = _LINK.sub(lambda link: _numbered(link, numbers), content)
    others = [address for address in numbers if address not in listed]
    return content + _list(others, len(listed) + 1) if others else content


def _is_bare(link: re.Match[str]) -> bool:
    """Tell whether the text of a link is its address already."""
    text, address = html.unescape(link["text"]), html.unescape(link["address"])
    return text.rstrip("/") in {address.rstrip("/"), address.rstrip("/").split("://")[1]}


def _numbered(link: re.Match[str], numbers: dict[str, int]) -> str:
    number = numbers.get(link["address"])
    if number is None:
        return link[0]
    return f'<a{link["before"]} href="{link["address"]}" data-note="{number}"{link["after"]}>{link["text"]}</a>'


def _list(addresses: list[str], start: int) -> str:
    title = "Адреса других ссылок" if start > 1 else "Адреса ссылок"
    items = "".join(f'<li value="{number}">{address}</li>' for number, address in enumerate(addresses, start))
    return f'\n<div class="print-links" hidden><p>{title}</p><ol>{items}</ol></div>\n'
