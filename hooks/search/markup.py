"""Markdown as the text that a reader of the page sees, for the index.

Markdown itself takes five sixths of the time of an index for that, and knows nothing of fences, lists and
tables without the site's extensions; a test compares the words with those of the built pages.
"""

from __future__ import annotations

import html
import re

_VERBATIM = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})[^`\n]*\n(?P<block>(?:.*\n)*?)(?P=indent)(?P=fence) *$"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?(?:\n.+?)*?)(?<!`)(?P=ticks)(?!`)"
    r"|\\(?P<sign>[!-/:-@\[-`{-~])",
    re.MULTILINE,
)
_LANGUAGE = re.compile(r"(?:#!|:::)\w+ ")
_TABLE_LINE = re.compile(r"^ *\|(.*)\| *$", re.MULTILINE)
_KEYS = re.compile(r"(?<!\w)\+\+([\w+\"-]+?)\+\+(?!\w)")
_INNER = r"(?:[^\[\]]|\[[^\[\]]*\])*"
_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"<!--(?:.|\n)*?-->", " "),
        # Definitions: of links, of abbreviations; a footnote keeps its text.
        (r"^ *(?:\*\[[^\]\n]+\]: .*|\[(?!\^)[^\]\n]+\]: *\S+.*)$", ""),
        (r"\[\^[^\]\s]+\]:?", ""),
        # Pictures have a description that is not seen: a passage of it would be looked for in vain.
        (rf"!\[{_INNER}\]\((?:[^()]|\([^()]*\))*\)", ""),
        (rf"\[({_INNER})\]\((?:[^()]|\([^()]*\))*\)", r"\1"),
        (rf"\[({_INNER})\]\[[^\[\]]*\]", r"\1"),
        (r"<(https?://[^<>\s]+)>", r"\1"),
        (r"</?[A-Za-z][^<>]*>", " "),
        (r"\{=.*?=\}|\{:? *(?:[#.][\w-]|\w+=)[^{}\n]*\}", ""),
        (r"^ *(?:[-*_] *){3,}$", ""),
        (r'^ *(?:!!!|\?\?\?\+?)[ \w-]*(?:"(.*)")?$', r"\1"),
        (r"^[ >]*(?:(?:[-*+:]|\d+[.)]|#{1,6}) +)?(?:\[[ xX]\] +)?", ""),
        (r"\*+(?=\S)|(?<=\S)\*+", ""),
        (r"(?<!\w)(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?!\w)", r"\2"),
    )
)
_KEPT = re.compile("\x02(\\d+)\x03")


def text_of(markdown: str) -> str:
    """Return Markdown as plain text in one line; code stays as it is, a row of a table becomes a sentence."""
    kept: list[str] = []

    def keep(found: re.Match) -> str:
        code = found["block"] or found["sign"] or _LANGUAGE.sub("", found["code"] or "", count=1)
        kept.append(code)
        return f"\x02{len(kept) - 1}\x03"

    text = _VERBATIM.sub(keep, markdown)
    text = _TABLE_LINE.sub(_cells, text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _KEYS.sub(lambda found: found[1].replace("+", " "), text)
    text = _KEPT.sub(lambda found: kept[int(found[1])], html.unescape(text))
    return " ".join(text.split())


def _cells(row: re.Match) -> str:
    """Return a row of a table as a line of text, the line below its head as nothing."""
    cells = [cell.strip() for cell in row[1].split("|")]
    return "" if not any(cell.strip(":-") for cell in cells) else " — ".join(filter(None, cells)) + "."
