"""HTML without what no reader sees: spaces of templates, settings that nothing asks for, pictures not yet in sight."""

from __future__ import annotations

import json
import re

# Atomic, and what has no end goes on to the end of the page: else each beginning would be tried again and again.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(pre|script|style|textarea)\b(?>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*)>.*?(?:</\1\s*+>|\Z)"
    r"|</?[a-z!](?>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ARTICLE = re.compile(r"<article\b.*?(?:</article>|\Z)", re.DOTALL)
_IMAGE = re.compile(r"<img\b(?![^<>]*\bloading=)")
_SETTINGS = re.compile(
    r'(<script id="__config" type="application/json">)((?>(?:[^<]|<(?!/?script\b))*))(</script>)', re.DOTALL
)
OF_TEMPLATES = frozenset(
    {
        *("content.action.edit", "content.action.view", "navigation.footer", "navigation.indexes", "navigation.path"),
        *("navigation.prune", "navigation.sections", "navigation.tabs", "navigation.top", "search.share"),
    }
)
"""Features of the theme that its script (9.8.1) has no word of."""
_SPACES = re.compile(r"[ \t\r\n\f]+")


def without_spare_spaces(html: str) -> str:
    """Return a page with every run of spaces between tags made one; tags, code and scripts are kept as they are."""
    parts, end = [], 0
    for token in _TOKEN.finditer(html):
        parts += [_one_space(html[end : token.start()]), token[0]]
        end = token.end()
    return "".join([*parts, _one_space(html[end:])])


def with_lazy_images(html: str) -> str:
    """Return a page whose pictures in the article are loaded when the reader comes near them.

    Most stand in closed answers. A browser loads them all before it prints.
    """
    return _ARTICLE.sub(lambda article: _IMAGE.sub('<img loading="lazy"', article[0]), html)


def with_short_settings(html: str) -> str:
    """Return a page whose settings for the theme's script are short, and letters letters.

    Features that templates alone ask for have done their work.
    """

    def shortened(found: re.Match) -> str:
        settings = json.loads(found[2])
        features = [one for one in settings["features"] if one not in OF_TEMPLATES]
        settings["features"] = features
        text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
        return found[1] + text.replace("</", "<\\/") + found[3]

    return _SETTINGS.sub(shortened, html)


def _one_space(text: str) -> str:
    # A line end rather than a space, where there was one: the page can still be read.
    return _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", text)
