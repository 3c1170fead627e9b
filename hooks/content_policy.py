"""The content security policy of a page: what it allows, and what a page holds that it refuses.

Knows HTML and no MkDocs. The browser is the guard: a page may run only what its policy names. What
is found here is told in the build, so that a page does not come to readers with a part that is dead.

Source of the rules: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

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

_TAG = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style)\b(?P<raw_attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?P<body>.*?)</(?P=raw)\s*>"
    r"|<(?P<name>[a-z][^\s/>]*)(?P<attributes>(?:[^>\"']+|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SUSPECT = re.compile(r"\bon\w+\s*=|\bstyle\s*=|script\s*:|\bsrc(?:set)?\s*=|\bposter\s*=", re.IGNORECASE)
_REFUSED_ELEMENTS = frozenset({"iframe", "frame", "object", "embed", "applet", "base", "audio", "video", "portal"})
_CHECKED_ELEMENTS = _REFUSED_ELEMENTS | {"link", "form", "meta", "button", "input"}
_ADDRESSES = ("src", "srcset", "poster", "action", "formaction", "href", "xlink:href")
_LOADED_LINKS = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"})
_OLD_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>" + re.escape(REFERRER))
_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"<head[^>]*>(?:\s*<meta charset=[^>]*>)?", r"<html[^>]*>", r"<!doctype[^>]*>")
)
"""After which tag a policy stands: the first of these that a page has."""


@dataclass(frozen=True)
class Refusal:
    """Something in a page that its policy refuses."""

    text: str
    """What it is, in Russian: it goes on with «политика безопасности не пропустит …»."""
    trace: str
    """A piece of it that its Markdown source is likely to hold too."""


def known_scripts(templates: Iterable[str], element: str = "script") -> list[re.Pattern]:
    """Return patterns of the inline scripts, or styles, that the theme and our templates themselves emit.

    Args:
        templates: texts of the theme's templates. An expression of Jinja stands for a piece of an
            address; a script that Jinja assembles from parts is not known and so not allowed.
        element: `script` or `style`.
    """
    patterns = []
    for template in templates:
        for tag in _TAG.finditer(template):
            if tag["raw"] == element and tag["body"].strip() and "{%" not in tag["body"]:
                parts = re.split(r"\{\{.*?\}\}", tag["body"])
                patterns.append(re.compile(r"[\w./:@%~-]*".join(map(re.escape, parts))))
    return patterns


def inline_scripts(html: str) -> list[str]:
    """Return the texts of the scripts that a browser would run from the page itself."""
    return [
        tag["body"] for tag in _TAG.finditer(html) if tag["raw"] and tag["raw"].lower() == "script" and _is_run(tag)
    ]


def inline_styles(html: str) -> list[str]:
    """Return the texts of the style elements of a page."""
    return [tag["body"] for tag in _TAG.finditer(html) if tag["raw"] and tag["raw"].lower() == "style"]


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
    if place is None and not _TAG.search(html):
        return html
    end = place.end() if place else 0
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles)}">'
    return html[:end] + meta + REFERRER + html[end:]


def refusals(html: str, known: Iterable[re.Pattern], known_styles: Iterable[re.Pattern] = ()) -> Iterator[Refusal]:
    """Yield what the policy refuses in a page whose own inline scripts and styles are those of the theme."""
    known = {"script": list(known), "style": list(known_styles)}
    for tag in _TAG.finditer(html):
        if tag["raw"]:
            yield from _raw_refusals(tag, known[tag["raw"].lower()])
        elif tag["name"] and (tag["name"].lower() in _CHECKED_ELEMENTS or _SUSPECT.search(tag["attributes"])):
            yield from _tag_refusals(tag["name"].lower(), _attributes(tag["attributes"]))


def _raw_refusals(tag: re.Match, known: list[re.Pattern]) -> Iterator[Refusal]:
    if not any(pattern.fullmatch(tag["body"]) for pattern in known):
        if tag["raw"].lower() == "style":
            yield Refusal("элемент <style>; перенесите стили в файл из extra_css", "<style")
        elif _is_run(tag):
            first = tag["body"].strip().partition("\n")[0][:60]
            yield Refusal(f"встроенный скрипт «{first}»; перенесите его в файл из extra_javascript", "<script")
    yield from _tag_refusals(tag["raw"].lower(), _attributes(tag["raw_attributes"]))


def _tag_refusals(name: str, attributes: dict[str, str]) -> Iterator[Refusal]:
    if name in _REFUSED_ELEMENTS:
        yield Refusal(f"элемент <{name}>; уберите его или замените ссылкой", f"<{name}")
    for attribute, value in attributes.items():
        if attribute.startswith("on"):
            yield Refusal(f"обработчик {attribute}; перенесите его в файл из extra_javascript", attribute)
        elif attribute == "style":
            yield Refusal("атрибут style; дайте элементу класс и опишите его в файле из extra_css", "style=")
        elif attribute in _ADDRESSES:
            yield from _address_refusals(name, attribute, value.strip(), attributes)


def _address_refusals(name: str, attribute: str, value: str, attributes: dict[str, str]) -> Iterator[Refusal]:
    if value == "javascript:void(0)":
        return  # the theme's share link: it does nothing, run or refused
    if re.match(r"(?:java|vb)script:", re.sub(r"[\0-\x20]", "", value), re.IGNORECASE):
        yield Refusal(f"адрес «{value}»: это скрипт; замените его обычной ссылкой", value)
    elif "action" in attribute:
        yield Refusal("отправку формы; уберите action", attribute)
    elif _is_loaded(name, attribute, attributes) and re.search(r"(?:^|,\s*)(?:[a-z][\w+.-]*:)?//", value, re.I):
        yield Refusal(f"«{value}»: файл с чужого узла; положите его в docs/assets", value)


def _is_loaded(name: str, attribute: str, attributes: dict[str, str]) -> bool:
    """Tell whether a browser fetches the address by itself, not when the reader follows it."""
    if "href" not in attribute:
        return True
    return name in {"image", "use"} or (
        name == "link" and bool(_LOADED_LINKS & set(attributes.get("rel", "").lower().split()))
    )


def _is_run(tag: re.Match) -> bool:
    attributes = _attributes(tag["raw_attributes"])
    return "src" not in attributes and attributes.get("type", "").lower() not in DATA_TYPES


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape("".join(values)) for name, *values in _ATTRIBUTE.findall(text)}


def _hash(script: str) -> str:
    # As the browser reads it: its parser makes one line end of each.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
