"""What the copy button takes from a dialogue with a shell, an interpreter or a server: what was typed, no more.

Material copies the attribute `data-copy` where there is one. The same lines are marked for the eye: Pygments takes an
output for a prompt where it begins with `#`, and knows no dialogue with Redis. How they are written is said in
CONTRIBUTING.md, and `tests/samples/` runs them so. Short code in a line of text is marked too.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import classes

_LANGUAGE = "language-"
"""What the class begins with in which Pygments' formatter names the language of a block: the first one."""
_HERE_DOCUMENT = re.compile(r"(?<!<)<<-?\s*(?P<quote>['\"]?)(?P<end>[A-Za-z_]\w*)(?P=quote)")
_QUOTED = re.compile(r"""\$'(?:\\.|[^'\\])*'|'[^']*'|"(?:\\.|[^"\\])*"|\\.|(?<!\S)(?P<comment>\#[^\n]*)""", re.DOTALL)
"""What a shell takes as it stands, and what it does not take."""
_OPENING, _CLOSING = frozenset({"if", "for", "while", "until", "case", "{"}), frozenset({"fi", "done", "esac", "}"})
_GOING_ON = frozenset({"|", "||", "&&", "|&"})
_BEFORE_COMMAND = frozenset({";", "&", "&&", "||", "|", "(", "do", "then", "else", "{", "!", "()"})
_PROMPTED = Markup('<span class="gp">&gt; </span>{}')
_OUTPUT = Markup('<span class="go">{}</span>')

FITS = 24
"""Letters that every line of a phone has room for; a list in an answer is the narrowest."""
WHOLE = "whole"
"""The class of code in a line of text that docs/assets/stylesheets/site.css does not break: `git add` is one word."""
_ONE_WORD = re.compile(r"[\w.]*")

Line = tuple[str | None, str]
"""A line of a dialogue: the prompt before it, empty where it goes on without one, None for an output; and its text."""


def mark_commands(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Give the dialogues of a page what the copy button shall copy; no block names its language afterwards."""
    if page.article is not None:
        mark(page.article)


def keep_whole(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Mark the code in lines of text that is short and more than one word."""
    for code in page.article.css(":not(pre) > code") if page.article else ():
        text = code.text()
        if len(text) <= FITS and not _ONE_WORD.fullmatch(text):
            code.attrs["class"] = WHOLE


def mark(article: LexborNode) -> None:
    """Mark the dialogues of an article, as on its page so in the books."""
    for element in article.css(f'.highlight[class^="{_LANGUAGE}"]'):
        first, *others = classes(element)
        read = DIALOGUES.get(first.removeprefix(_LANGUAGE))
        if read and element.tag == "div":
            _mark(element, read)
        element.attrs["class"] = " ".join(others)


def _mark(block: LexborNode, read: Callable[[list[str]], Iterator[Line]]) -> None:
    code = block.css_first("pre > code")
    if code is None:
        return
    # Of the same lines the text, to be read, and the HTML, to be kept. A tree writes no line end of its own into it.
    inside, text = code.inner_html, code.text()
    if inside.endswith("\n"):
        inside, text = inside[:-1], text[:-1]
    rows = inside.split("\n")
    lines = list(read(text.split("\n")))
    commands = "\n".join(text for prompt, text in lines if prompt is not None)
    if commands:
        is_plain = "<span" not in inside
        made = "\n".join(_row(*line, row, is_plain) for line, row in zip(lines, rows, strict=True))
        code.inner_html = f"{made}\n"
        block.attrs["data-copy"] = commands


def _row(prompt: str | None, text: str, row: str, is_plain: bool) -> str:
    if prompt == "> ":
        return _PROMPTED.format(text)
    is_output = prompt is None and text and (is_plain or '<span class="gp">' in row)
    return _OUTPUT.format(text) if is_output else row


def _console(rows: list[str]) -> Iterator[Line]:
    command = ""
    for row in rows:
        if command and is_incomplete(command):
            prompt = "> " if row.startswith("> ") else ""
            command += "\n" + row.removeprefix("> ")
            yield prompt, row.removeprefix(prompt)
        elif row.startswith("$ "):
            command = row[2:]
            yield "$ ", command
        else:
            command = ""
            yield None, row


def _interpreter(rows: list[str]) -> Iterator[Line]:
    is_code = False
    for row in rows:
        prompt = row[:4]
        is_code = prompt.rstrip() == ">>>" or (is_code and prompt.rstrip() == "...")
        yield (prompt, row[4:]) if is_code else (None, row)


def _redis(rows: list[str]) -> Iterator[Line]:
    for row in rows:
        yield ("> ", row[2:]) if row.startswith("> ") else (None, row)


DIALOGUES: dict[str, Callable[[list[str]], Iterator[Line]]] = {
    "console": _console,
    "pycon": _interpreter,
    "redis": _redis,
}
"""Language of a block -> what reads its lines."""


def is_incomplete(command: str) -> bool:
    """Tell whether a shell would ask for another line of a command."""
    lines, ends = [], []
    for line in command.split("\n"):
        if ends:
            ends = ends[1:] if line.lstrip("\t") == ends[0] else ends
            continue
        lines.append(line)
        ends = [found["end"] for found in _HERE_DOCUMENT.finditer(line)]
    if ends or len(re.search(r"\\*$", lines[-1])[0]) % 2:
        return True
    bare = _QUOTED.sub(lambda found: "" if found["comment"] else "_", "\n".join(lines))
    if re.search("['\"]", bare):  # an open quote
        return True
    return _is_open(list(shlex.shlex(bare.replace("\n", " ; "), posix=False, punctuation_chars=True)))


def _is_open(words: list[str]) -> bool:
    depth, last = 0, ";"
    for word in words:
        depth += word.count("(") - word.count(")") if set(word) <= set("()") else 0
        if last in _BEFORE_COMMAND:
            depth += (word in _OPENING) - (word in _CLOSING)
        last = word
    return depth > 0 or last in _GOING_ON
