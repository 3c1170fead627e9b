"""Rules of the theme that a page of ours could use and that change nothing it should show.

Two kinds: what our stylesheets say otherwise for every element that the rule finds, and what serves
features and browsers that we do without. tests/test_lean.py compares pages with and without them.
"""

from __future__ import annotations

import re

from .code import UNUSED

DROPPED_SELECTORS = re.compile(
    "|".join(
        (
            # Blocks of answers have one quiet look (questions.css): of the theme's kinds only the icon stays.
            r"details\.\w+(?::focus-within)?$",
            r"^\.md-typeset \.\w+>summary$",
            r"details:focus-within$",
            # Checklists stand on few pages and have a stylesheet of their own (checklists.css).
            r"\.task-list-",
            # The theme's own mark of focus by keyboard; ours is :focus-visible (access.css).
            r"(?<!not\()\.focus-visible",
            # Pictures of one palette only, other primary colours, a second button on code: none is used.
            r"#(?:gh|only)-(?:dark|light)",
            r"data-md-color-primary=",
            r"data-md-type=select",
            # Browsers have scrollbar-color and scrollbar-width by now.
            r"::-webkit-scrollbar",
            r"::-ms-|-webkit-details-marker",
            # The tabs come in sight one after another; they do not go out of it here.
            r"md-tabs__item:nth-child",
            # The theme's headings over parts of the menu that are folded: ours are not.
            r"^\.md-nav--primary \.md-nav--secondary \.md-nav\b",
            r"\.md-nav \.md-nav \.md-nav__link",
            r"(?:nav|tabs)__link svg|md-logo svg|__link--active code|__link(?:--passed)? code|__link\[\w+\]:\w+ code",
            r"\.md-ellipsis code",
            # Lists in lists of lists have the browser's own marks.
            r"(?:[ou]l ){2,}(?:li )?[ou]l|(?:[ou]l (?:li )?){3,}",
            r"[ou]l\[type\]",
            r"\.md-content__inner>pre",
            r"\.md-social__link:before",
            r"\.highlight code a\[id\]|\.md-code__content|\.result",
            # Kinds of words in code that hooks/lean/code.py makes one or leaves without a colour.
            rf"\.highlight \.(?:{'|'.join(UNUSED)})$",
        )
    )
)
"""Selectors of the theme's rules, any part of which is found."""

DROPPED_DECLARATIONS = re.compile(
    # Unprefixed in Chromium 120, Firefox 53, Safari 15.4 and later.
    r"(?:-webkit-mask(?:-\w+)?"
    # A colour that changes at once: less motion, less work. The drawer, the search and the menu keep theirs.
    r"|(?<!-)transition(?:-(?:delay|duration|property|timing-function))?(?=:(?:background-color|color|box-shadow|opacity))"
    r"|-moz-osx-font-smoothing|-moz-text-size-adjust|-ms-overflow-style"
    r"):[^;}]*;?"
)
"""Declarations of the theme's rules."""
