"""Stylesheets without the rules that no page of the site can use.

The theme's stylesheet serves every site that may be made with it; a page of ours uses half. A rule
stays unless a class, id, attribute or element that it asks for occurs neither in any tag of any page
nor in quotation marks in any script: a script can only make what it names.

Not a CSS library: the theme's file is read in a few milliseconds, and every build reads it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

_CSS_NAME = re.compile(r"[\w-]+")
# An escaped mark begins nothing: it is a token of its own, or each would be tried as the beginning of a long string.
_BRACE = re.compile(
    r"\"(?>(?:[^\"\\]++|\\.)*)\"|'(?>(?:[^'\\]++|\\.)*)'|\\.|/\*.*?(?:\*/|\Z)|url\([^)\"']*+\)?|[{}]", re.DOTALL
)
_LITERAL = re.compile(r"\"(?>(?:[^\"\\\n]++|\\.)*)\"|'(?>(?:[^'\\\n]++|\\.)*)'|`(?>(?:[^`\\]++|\\.)*)`|\\.")
_SHORTEST = 3
"""Letters of a script's word that may be a class; in a bundle every pair of letters is some word."""
# Over pages, too, as a serializer has written them: a word too many keeps a rule too many, and the pages of a large
# site are walked in milliseconds.
_CLASSES = re.compile(r"\bclass=(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_START_TAG = re.compile(r"<([a-z][\w-]*+)((?>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*))>", re.IGNORECASE)
_SELECTOR_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
_SELECTOR_ID = re.compile(r"#((?:[\w-]|\\.)+)")
_SELECTOR_ATTRIBUTE = re.compile(r"\[\s*+([\w-]++)\s*+(?:([~|^$*]?=)\s*+[\"']?([^\"'\[\]]*+)[\"']?[^\[\]]*+)?\]")
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
    classes: frozenset[str]
    """Classes of elements, and words of scripts that may be classes."""
    elements: frozenset[str]


def usage(pages: Iterable[str], scripts: Iterable[str], idle: tuple[str, ...] = ()) -> Usage:
    """Return what pages (HTML) and scripts (JavaScript) name.

    Args:
        pages: texts of all pages.
        scripts: texts of all scripts.
        idle: beginnings of words that scripts name for features that are off; in pages they count.
    """
    words, classes, elements = set(), set(), set()
    for script in scripts:
        words.update(word for word in _CSS_NAME.findall(script) if not word.startswith(idle))
        for literal in _LITERAL.findall(script):
            found = {word for word in _CSS_NAME.findall(literal) if len(word) >= _SHORTEST} | {literal[1:-1]}
            classes.update(word for word in found if not word.startswith(idle))
    tags: set[tuple[str, str]] = set()
    for html in pages:
        tags.update(_START_TAG.findall(html))
    # Each tag once: most stand in every page.
    elements.update(name.lower() for name, _ in tags)
    for attributes in {attributes for _, attributes in tags}:
        words.update(_CSS_NAME.findall(attributes))
        for values in _CLASSES.findall(attributes):
            classes.update("".join(values).split())
    return Usage(frozenset(words), frozenset(classes), frozenset(elements))


def without_unused(css: str, used: Usage) -> str:
    """Return a stylesheet without the rules that nothing can use."""
    return "".join(_kept(css, functools.partial(_may_match, used=used)))


def without_idle_keyframes(css: str, others: str = "") -> str:
    """Return a stylesheet without animations that no rule starts, of it or of others beside it."""
    started = set(_CSS_NAME.findall(" ".join(re.findall(r"animation(?:-name)?:([^;}]*)", css + others))))
    return "".join(
        prelude if body is None else f"{prelude}{{{body}}}"
        for prelude, body in _blocks(css)
        if not (name := re.match(r"\s*@keyframes (\S+)", prelude)) or name[1] in started
    )


def without_unasked(css: str, used: Usage, others: str = "") -> str:
    """Return a stylesheet without the custom properties that no rule asks for, of it or of others beside it."""
    while True:
        asked = frozenset(re.findall(r"var\(\s*(--[\w-]+)", css + others)) | used.words
        fewer = _DECLARATION.sub(functools.partial(_if_asked, asked), css)
        if fewer == css:
            return re.sub(r"(?<=[{}])[^{};]+\{\}", "", css)
        css = fewer


def without_overruled(css: str) -> str:
    """Return a stylesheet without the custom properties that a later rule for the same elements sets anew."""
    later: dict[str, list[set[str]]] = {}
    kept = []
    for prelude, body in reversed(list(_blocks(css))):
        if body is None:
            kept.append(prelude)
        elif prelude.lstrip().startswith("@"):
            # What it holds only sometimes overrules, and is only sometimes overruled.
            kept.append(f"{prelude}{{{body}}}")
        else:
            selectors = {one.strip() for one in _split(prelude)}
            own = _DECLARATION.sub(functools.partial(_if_last, later, selectors), f"{{{body}}}")
            for name in _DECLARATION.findall(own):
                later.setdefault(name, []).append(selectors)
            kept.append(prelude + own)
    return "".join(reversed(kept))


def _if_last(later: Mapping[str, list[set[str]]], selectors: set[str], declaration: re.Match) -> str:
    is_overruled = any(selectors <= others for others in later.get(declaration[1], ()))
    return "" if is_overruled and "!important" not in declaration[0] else declaration[0]


def _if_asked(asked: frozenset[str], declaration: re.Match) -> str:
    return declaration[0] if declaration[1] in asked else ""


def _kept(css: str, is_kept: Callable[[str], bool]) -> Iterator[str]:
    for prelude, body in _blocks(css):
        if body is None:
            yield prelude
        elif prelude.lstrip().startswith(_NESTED):
            inner = "".join(_kept(body, is_kept))
            if inner.strip():
                yield f"{prelude}{{{inner}}}"
        elif prelude.lstrip().startswith("@"):
            yield f"{prelude}{{{body}}}"
        else:
            selectors = [one for one in _split(prelude) if is_kept(one)]
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
        words = _CSS_NAME.findall(value) if operator in {"=", "~="} else []
        if attribute == "dir" and words == ["rtl"]:
            return False  # the site is in Russian; scripts name the other direction for other sites
        if not used.words.issuperset([attribute, *words]):
            return False
    plain = _SELECTOR_ATTRIBUTE.sub("", plain)
    for pattern, known in ((_SELECTOR_CLASS, used.classes), (_SELECTOR_ID, used.words)):
        if not known.issuperset(name.replace("\\", "") for name in pattern.findall(plain)):
            return False
    elements = {name for name in _SELECTOR_ELEMENT.findall(plain) if name not in {"from", "to"}}
    return all(name in used.elements or name in used.words for name in elements)
