"""Text of a page: its decoding, its spaces and comments, and Markdown as plain text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path

import markdown
from markupsafe import Markup

from hooks.bank.kinds import BODY_INDENT
from hooks.bank.records import Report

NOT_UTF8 = "файл не в UTF-8; сохраните его в этой кодировке"
CODE_SPAN = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)")
_COMMENT_OF_LINE = re.compile(r"<!--.*?(?:-->|$)")
ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces, for a class of a regular expression, that look like a space and indent nothing."""
_ODD_INDENT = re.compile(
    rf"[ \t]*[{ODD_SPACES}][ \t{ODD_SPACES}]*|[ \t]*(?:[-*+]|\d+\.|#+|>|[?!]{{3}}\+?)[ \t]*[{ODD_SPACES}]+"
)


def decode(content: bytes) -> str:
    """Decode a page as MkDocs does: without BOM, any line ends.

    Raises:
        UnicodeDecodeError: when it is not UTF-8.
    """
    text = content.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_of(error: UnicodeDecodeError) -> int:
    """Return the line of the first byte that is not UTF-8."""
    return error.object.count(b"\n", 0, error.start) + 1


def read_list(path: Path) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Read a list that lies beside the pages: its text, and lines with what is wrong with their bytes.

    Raises:
        OSError: when it is there and cannot be read.
    """
    try:
        return (decode(path.read_bytes()) if path.is_file() else ""), ()
    except UnicodeDecodeError as error:
        return "", ((line_of(error), NOT_UTF8),)


def width_of(whitespace: str) -> int:
    """Return how far a whitespace indents, its tabs counted as Markdown does."""
    return len(whitespace.expandtabs(BODY_INDENT))


def indent_of(line: str) -> int:
    """Return how far a line is indented."""
    width = len(line) - len(line.lstrip(" \t"))
    return width_of(line[:width]) if "\t" in line else width


def with_plain_spaces(line: str) -> str:
    """Return a line with plain spaces for the odd ones of its indent, and behind the mark of a list or a heading."""
    found = None if line.isascii() else _ODD_INDENT.match(line)
    return re.sub(f"[{ODD_SPACES}]", " ", found[0]) + line[found.end() :] if found else line


# Most titles and wordings: no line of them begins with a mark, and none of their signs is one.
_PLAIN = re.compile(r"\n*[^\W\d_](?:[^\W_]|[ ,.?!:;«»„“”\"'—–…()/%№-]|\n+(?=[^\W\d_]))*\n*")


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=["attr_list", "sane_lists"])


# A question's «Коротко» is asked for twice.
@lru_cache(maxsize=512)
def plain_text(source: str) -> str:
    """Return Markdown as plain text in one line."""
    if _PLAIN.fullmatch(source):
        return " ".join(source.split())
    converter = _converter()
    converter.reset()
    return Markup(converter.convert(source)).striptags()  # noqa: S704 (tags are removed, nothing is trusted)


def find_comments(lines: Sequence[str], first: int, fenced: Collection[int], report: Report) -> set[int]:
    """Return the indexes of lines of comments; report those that Markdown may show.

    Of a comment over several lines an empty one, a list or a fence ends it for Markdown. One that is never
    closed hides nothing: what stands below it is checked as the text that it is.
    """
    found: set[int] = set()
    index = first
    while index < len(lines):
        line = "" if index + 1 in fenced else CODE_SPAN.sub("", lines[index])
        last = index
        if "<!--" in line and "-->" not in line[line.rindex("<!--") :]:
            last = _comment_end(lines, index)
            if last > index:
                text = "комментарий в несколько строк Markdown может показать; уместите его в одну или удалите"
                report(index + 1, text)
            else:
                report(index + 1, "комментарий не закрыт; поставьте --> в той же строке")
        if last > index or (line.strip() and not _COMMENT_OF_LINE.sub("", line).strip()):
            found |= set(range(index, last + 1))
        index = last + 1
    return found


def _comment_end(lines: Sequence[str], start: int) -> int:
    """Return the index of the line that closes a comment, or its own where none does."""
    for index in range(start + 1, len(lines)):
        if "-->" in lines[index].partition("<!--")[0]:
            return index
        if "<!--" in lines[index]:
            break
    return start
