"""Structured data of a page by schema.org: its place in the site. Questions: hooks/finish/article/flashcards.py.

Source: https://developers.google.com/search/docs/appearance/structured-data/breadcrumb.
"""

from __future__ import annotations

import json

from markupsafe import Markup


def breadcrumbs(trail: tuple[tuple[str, str], ...]) -> Markup:
    """Return the JSON-LD of a page, safe to stand in a script element; nothing for the home page.

    Args:
        trail: names and absolute addresses from the home page to this page.
    """
    if len(trail) < 2:
        return Markup("")
    data = {"@context": "https://schema.org"} | _breadcrumbs(trail)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 (without «<» it cannot end the element)


def _breadcrumbs(trail: tuple[tuple[str, str], ...]) -> dict:
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
