"""What is known of the theme's files: where its stylesheets and scripts lie, and what its scripts name in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable

SCRIPTS = "assets/javascripts"
STYLESHEETS = "assets/stylesheets"

_SCRIPT = re.compile(r"(?:.*/)?bundle\.[0-9a-f]+\.min\.js")
_STYLESHEET = re.compile(r"(?:.*/)?(?:main|palette)\.[0-9a-f]+\.min\.css")
# The index of the search holds words of the answers: as words of a script they would keep every rule. The theme's
# own worker and its stemmers make no element.
_MAKES_NOTHING = re.compile(r"(?:.*/)?search/core[^/]*|.*\.worker.*|(?:.*/)?lunr/.*")

_OPTIONAL = {"md-annotation": "content.code.annotate", "md-tooltip": "content.tooltips"}
"""Beginning of class names -> the theme's feature that they are for."""
_NEVER = (
    *("md-version", "md-source", "md-consent", "md-feedback", "md-tag", "md-status", "tabbed"),
    # Not what keeps colours from fading when they are switched: as a rule for every element it has the browser style
    # the whole page twice more at each start, a tenth of a second on a phone.
    *("mermaid", "--md-mermaid", "data-md-color-switching"),
    *("columnheader", "example", "footnote", "inline", "keys", "note", "result"),
)
"""Beginnings of class names that the theme's script names for other plugins and settings than ours, and of its
words that are classes of the theme's stylesheet too. They count where a page holds them."""


def is_script(name: str) -> bool:
    """Tell whether a file of the site is the theme's script, which stays as it is."""
    return bool(_SCRIPT.fullmatch(name))


def is_stylesheet(name: str) -> bool:
    """Tell whether a file of the site is a stylesheet of the theme, made for every site that may have it."""
    return bool(_STYLESHEET.fullmatch(name))


def may_make_elements(name: str) -> bool:
    """Tell whether a script of the site may put something into a page, so that its words keep rules."""
    return not _MAKES_NOTHING.fullmatch(name)


def idle(pages: Iterable[str]) -> tuple[str, ...]:
    """Return beginnings of class names that the theme's script names for what the pages (HTML) do not ask for."""
    off = dict(_OPTIONAL)
    for html in pages:
        # Features are a list of words in the settings for the theme's script.
        off = {name: feature for name, feature in off.items() if f'"{feature}"' not in html}
    return (*_NEVER, *off)
