"""Stylesheets without the rules that no page of the site can use.

The theme's stylesheet serves every site that may be made with it; a page of ours uses half. A rule
stays unless a class, id, attribute or element that it asks for occurs neither in any tag of any page
nor as a word in any script: a script can only make what it names.

Not a CSS library: the theme's file is read in a few milliseconds, and every build reads it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[\w-]+")
_BRACE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|/\*.*?\*/|url\([^)\"']*\)|[{}]", re.DOTALL)
_TAG = re.compile(r"<([a-z][\w-]*)((?:[^>\"']+|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_SELECTOR_NAME = re.compile(r"[.#]((?:[\w-]|\\.)+)")
_SELECTOR_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"'\]]*)[\"']?[^\]]*)?\]")
_SELECTOR_ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][\w-]*)")
_CONDITION = re.compile(r":(?:not|is|where|has|host|-webkit-any)\((?:[^()]|\([^()]*\))*\)")
_VALUE = r"(?:[^;{}\"'()]|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\"']|\"[^\"]*\"|'[^']*'|\([^()]*\))*\))*"
_DECLARATION = re.compile(rf"(?<=[{{;}}])(--[\w-]+):{_VALUE}(?:;|(?=}}))")
_NESTED = ("@media", "@supports", "@layer", "@container")


@dataclass(frozen=True)
class Usage:
    """What the pages and scripts of a site name."""

    words: frozenset[str]
    """Words of tags and of scripts."""
    elements: frozenset[str]


def usage(pages: Iterable[str], scripts: Iterable[str], idle: tuple[str, ...] = ()) -> Usage:
    """Return what pages (HTML) and scripts (JavaScript) name.

    Args:
        pages: texts of all pages.
        scripts: texts of all scripts.
        idle: beginnings of words that scripts name for features that are off; in pages they count.
    """
    words, elements = set(), set()
    for script in scripts:
        words.update(word for word in _WORD.findall(script) if not word.startswith(idle))
    for html in pages:
        for name, attributes in _TAG.findall(html):
            elements.add(name.lower())
            words.update(_WORD.findall(attributes))
    return Usage(frozenset(words), frozenset(elements))


def without_unused(css: str, used: Usage) -> str:
    """Return a stylesheet without the rules that nothing can use."""
    return "".join(_kept(css, used))


def without_unasked(css: str, used: Usage) -> str:
    """Return the stylesheet of a page without the custom properties that no rule of it asks for."""
    while True:
        asked = frozenset(re.findall(r"var\(\s*(--[\w-]+)", css)) | used.words
        fewer = _DECLARATION.sub(functools.partial(_if_asked, asked), css)
        if fewer == css:
            return re.sub(r"(?<=[{}])[^{};]+\{\}", "", css)
        css = fewer


def _if_asked(asked: frozenset[str], declaration: re.Match) -> str:
    return declaration[0] if declaration[1] in asked else ""


def minified(css: str) -> str:
    """Return a stylesheet without comments and spare spaces; what stands in quotation marks is kept."""
    parts = re.split(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|/\*.*?\*/)", css, flags=re.DOTALL)
    for number, part in enumerate(parts):
        if number % 2 == 0:
            parts[number] = re.sub(r" ?([{};,]) ?", r"\1", re.sub(r"\s+", " ", part)).replace(";}", "}")
        elif part.startswith("/*"):
            parts[number] = ""
    return "".join(parts).strip()


def _kept(css: str, used: Usage) -> Iterator[str]:
    for prelude, body in _blocks(css):
        if body is None:
            yield prelude
        elif prelude.lstrip().startswith(_NESTED):
            inner = "".join(_kept(body, used))
            if inner.strip():
                yield f"{prelude}{{{inner}}}"
        elif prelude.lstrip().startswith("@"):
            yield f"{prelude}{{{body}}}"
        else:
            selectors = [one for one in _split(prelude) if _may_match(one, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield every rule as what stands before its braces and in them; a statement without braces alone."""
    depth, start, opened = 0, 0, 0
    for token in _BRACE.finditer(css):
        if token[0] == "{":
            depth += 1
            if depth == 1:
                opened = token.start()
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                prelude = css[start:opened]
                statement, semicolon, prelude = prelude.rpartition(";")
                if semicolon:
                    yield statement + semicolon, None
                yield prelude, css[opened + 1 : token.start()]
                start = token.end()
    if css[start:].strip():
        yield css[start:], None


def _split(prelude: str) -> list[str]:
    """Return the selectors of a list; commas inside brackets part nothing."""
    parts, depth = [""], 0
    for letter in prelude:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _may_match(selector: str, used: Usage) -> bool:
    """Tell whether something on a page may match; what stands in `:not()` and the like is not asked for."""
    plain = _CONDITION.sub("", selector)
    for attribute, operator, value in _SELECTOR_ATTRIBUTE.findall(plain):
        # `*=`, `^=` and `$=` compare pieces of words.
        words = _WORD.findall(value) if operator in {"=", "~="} else []
        if attribute == "dir" and words == ["rtl"]:
            return False  # the site is in Russian; scripts name the other direction for other sites
        if not used.words.issuperset([attribute, *words]):
            return False
    plain = _SELECTOR_ATTRIBUTE.sub("", plain)
    names = {name.replace("\\", "") for name in _SELECTOR_NAME.findall(plain)}
    if not used.words.issuperset(names):
        return False
    elements = {name for name in _SELECTOR_ELEMENT.findall(plain) if name not in {"from", "to"}}
    return elements <= used.elements | used.words
