"""The content security policy of a page: what a browser lets it run and load.

Knows HTML and no MkDocs. The browser is the last guard: a page may run only what its policy names. What
it would refuse is told in the build by published_page.py.

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

REFERRER = '<meta name="referrer" content="same-origin">'
"""Other sites do not learn from the browser where their reader came from."""

DATA_TYPES = frozenset({"application/json", "application/ld+json"})
"""Types of script elements that hold data: a browser does not run them, and no policy is asked."""

_RAW = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1\s*>", re.DOTALL)
"""A script or style element of a template: Jinja stands in it, so it is no HTML yet."""
_OLD_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>" + re.escape(REFERRER))
_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"<head[^>]*>(?:\s*<meta charset=[^>]*>)?", r"<html[^>]*>", r"<!doctype[^>]*>")
)
"""After which tag a policy stands: the first of these that a page has."""


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
                parts = re.split(r"\{\{.*?\}\}", body)
                patterns.append(re.compile(r"[\w./:@%~-]*".join(map(re.escape, parts))))
    return patterns


def inline_scripts(html: str) -> list[str]:
    """Return the texts of the scripts that a browser would run from the page itself."""
    scripts = LexborHTMLParser(html).css("script:not([src])")
    return [one.text() for one in scripts if (one.attributes.get("type") or "").lower() not in DATA_TYPES]


def inline_styles(html: str) -> list[str]:
    """Return the texts of the style elements of a page."""
    return [one.text() for one in LexborHTMLParser(html).css("style")]


def policy(scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
    """Return the policy that allows the inline scripts and styles given and nothing else of that kind."""
    directives = dict(DIRECTIVES)
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        hashes = sorted({f"'sha256-{_hash(text)}'" for text in texts})
        directives[name] = " ".join([directives[name], *hashes])
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def with_policy(html: str, scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
    """Return a page with its policy before everything that could load; an old policy is replaced.

    A file without any tag (such as a search engine's mark of ownership) is returned as it is.
    """
    html = _OLD_POLICY.sub("", html)
    place = next(filter(None, (pattern.search(html) for pattern in _PLACES)), None)
    if place is None and not re.search("<[a-z]", html, re.IGNORECASE):
        return html
    end = place.end() if place else 0
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles)}">'
    return html[:end] + meta + REFERRER + html[end:]


def _hash(script: str) -> str:
    # As the browser reads it: its parser makes one line end of each.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
