"""Short code in a line of text, which a narrow screen would break at a hyphen or a space: `git add` is read as one."""

from __future__ import annotations

import re

from hooks.finish.page import Page
from hooks.finish.site import Site

FITS = 24
"""Letters that every line of a phone has room for; a list in an answer is the narrowest."""
WHOLE = "whole"
"""The class of code that docs/assets/stylesheets/site.css does not break."""
_ONE_WORD = re.compile(r"[\w.]*")


def keep_whole(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Mark the code of an article that is short and more than one word."""
    for code in page.article.css(":not(pre) > code") if page.article else ():
        text = code.text()
        if len(text) <= FITS and not _ONE_WORD.fullmatch(text):
            code.attrs["class"] = WHOLE
