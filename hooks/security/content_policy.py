"""The content security policy of a page: what a browser lets it run and load.

The browser is the last guard: a page may run only what its policy names. What it would refuse is told in the build
by published_page.py.

Source of the rules: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

DIRECTIVES = (
    ("default-src", "'none'"),
    # Of workers too: where nothing is said of them, this is asked.
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    # The theme's stylesheet holds its icons as data: addresses.
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
)
"""Directives in order; hashes of the theme's scripts and styles are added to `script-src` and `style-src`."""

POLICY = "Content-Security-Policy"

REFERRER = '<meta name="referrer" content="same-origin">'
"""Other sites do not learn from the browser where their reader came from."""

DATA_TYPES = frozenset({"application/json", "application/ld+json"})
"""Types of script elements that hold data: a browser does not run them, and no policy is asked."""

# A template is no HTML yet, Jinja stands in it: a parser would read something else.
# What has no end goes on to the end of the template: else each beginning would be tried again and again.
_RAW = re.compile(r"<(script|style)\b[^<>]*>(.*?)(?:</\1\s*+>|\Z)", re.DOTALL)


def known_scripts(templates: Iterable[str], element: str = "script") -> list[re.Pattern]:
    """Return patterns of the inline scripts, or styles, that the theme and our templates themselves emit.

    Args:
        templates: texts of the theme's templates. An expression of Jinja stands for a piece of an
            address; a script that Jinja assembles from parts is not known and so not allowed.
        element: `script` or `style`.
    """
    patterns = []
    for template in templates:
        for name, body in _RAW.findall(template):
            if name == element and body.strip() and "{%" not in body:
                parts = re.split(r"\{\{(?:(?!\{\{).)*?\}\}", body)
                patterns.append(re.compile(r"[\w./:@%~-]*".join(map(re.escape, parts))))
    return patterns


def inline_scripts(page: LexborHTMLParser) -> list[str]:
    """Return the texts of the scripts that a browser would run from the page itself."""
    scripts = page.css("script:not([src])")
    return [one.text() for one in scripts if (one.attributes.get("type") or "").lower() not in DATA_TYPES]


def inline_styles(page: LexborHTMLParser) -> list[str]:
    """Return the texts of the style elements of a page."""
    return [one.text() for one in page.css("style")]


def policy(scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
    """Return the policy that allows the inline scripts and styles given and nothing else of that kind."""
    directives = dict(DIRECTIVES)
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        hashes = sorted({f"'sha256-{_hash(text)}'" for text in texts})
        directives[name] = " ".join([directives[name], *hashes])
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def policy_of(page: LexborHTMLParser, scripts: Iterable[re.Pattern], styles: Iterable[re.Pattern]) -> str:
    """Return the policy that a page needs: it allows those of its inline scripts and styles that are known."""
    return policy(_known(inline_scripts(page), scripts), _known(inline_styles(page), styles))


def _known(texts: list[str], known: Iterable[re.Pattern]) -> list[str]:
    return [text for text in texts if any(pattern.fullmatch(text) for pattern in known)]


def _hash(script: str) -> str:
    # As the browser reads it: its parser makes one line end of each.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
