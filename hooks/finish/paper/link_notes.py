"""Addresses behind the links of a page, for readers of paper: numbers in the text and a list below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from hooks.finish.paper.parts import found_in
from hooks.finish.tree import children

_LIST = Markup('\n<div class="print-links" hidden><p>{title}</p><ol>{items}</ol></div>\n')
_ITEM = Markup('<li value="{}">{}</li>')


def add(part: Sequence[LexborNode]) -> str:
    """Give the links to other sites a number; return their addresses as a list of HTML, hidden on the screen.

    The same address has the same number. The sources come first, in their order: on paper they show their
    addresses themselves, and the list holds only the others.

    Args:
        part: what has numbers of its own, such as all that stands in a question.
    """
    links = _links(part)
    listed = dict.fromkeys(address for _, address in _links(found_in(part, "details.quote")[:1]))
    found = dict.fromkeys(address for link, address in links if not _is_bare(link, address))
    numbers = {address: number for number, address in enumerate({**listed, **found}, 1)}
    for link, address in links:
        if address in numbers:
            link.attrs["data-note"] = str(numbers[address])
    others = [address for address in numbers if address not in listed]
    return _list(others, len(listed) + 1) if others else ""


def _links(part: Iterable[LexborNode]) -> list[tuple[LexborNode, str]]:
    """Return the links to other sites, each with its address."""
    links = [(link, link.attributes["href"] or "") for link in found_in(part, "a[href]")]
    return [(link, address) for link, address in links if address.startswith(("https://", "http://"))]


def _is_bare(link: LexborNode, address: str) -> bool:
    """Tell whether the text of a link is its address already, and no more than a text."""
    if any(node.is_element_node for node in children(link)):
        return False
    return link.text().rstrip("/") in {address.rstrip("/"), address.rstrip("/").split("://")[1]}


def _list(addresses: list[str], start: int) -> str:
    title = "Адреса других ссылок" if start > 1 else "Адреса ссылок"
    items = Markup("").join(_ITEM.format(number, address) for number, address in enumerate(addresses, start))
    return _LIST.format(title=title, items=items)
