"""What only the printed page shows: its address and date, and the addresses behind its links.

Made at build, so that Ctrl+P needs no script. On the screen all of it is `hidden`;
docs/assets/stylesheets/print.css shows it on paper.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import site_bank
from mkdocs.plugins import event_priority
from russian_date import russian_date

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_QUESTION = re.compile(r"(?=<h2\b)")
_SOURCES = re.compile(r'<details class="quote".*?</details>', re.DOTALL)
_LINK = re.compile(
    r'<a\b(?P<before>[^>]*?)\shref="(?P<address>https?://[^"]*)"(?P<after>[^>]*)>(?P<text>.*?)</a>', re.DOTALL
)


# After the search plugins, which read the content too: addresses are not what a reader looks for.
@event_priority(-100)
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, **_: object) -> dict[str, Any]:
    """Number the links of a page for paper; give the template the page's address and the date of the build.

    MkDocs takes the date from SOURCE_DATE_EPOCH where it is set.
    """
    asked = {question.page for question in site_bank.current().questions}
    parts = _QUESTION.split(page.content) if page.file.src_uri in asked else [page.content]
    page.content = "".join(with_link_notes(part) for part in parts)
    address = page.canonical_url if config.site_url else f"/{page.url.removeprefix('./')}"
    context["printed"] = {"address": address, "date": russian_date(context["build_date_utc"])}
    return context


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
    items = "".join(f'<li value="{number}">{address}</li>' for number, address in enumerate(addresses, start))
    return f'\n<div class="print-links" hidden><p>Адреса других ссылок</p><ol>{items}</ol></div>\n'
