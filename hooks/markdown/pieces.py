"""Pieces of Markdown that lists of questions are made of: numbers with their nouns, links, text that is only text."""

from __future__ import annotations

import re

from hooks.bank.records import Question


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return a number with its noun in the right Russian form."""
    if number % 10 == 1 and number % 100 != 11:
        noun = one
    elif number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        noun = few
    else:
        noun = many
    return f"{number} {noun}"


def link(question: Question) -> str:
    """Return a link to a question by its title."""
    return f"[{escape(question.title)}](/{question.page}#{question.id})"


def escape(text: str) -> str:
    """Escape what Markdown and HTML would read in plain text, at the beginning of a line, too."""
    # Not with a backslash: what looks like a tag is taken before that is read.
    line = " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
    escaped = "".join(f"\\{letter}" if letter in "\\`*_{}[]#" else letter for letter in line)
    return re.sub(r"^[-+:!?|=~]|(?<=^\d)[.)]", lambda found: f"&#{ord(found[0])};", escaped)
