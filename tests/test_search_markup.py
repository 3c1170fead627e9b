"""Markdown as text for the search: what the built pages show is what is found."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from hooks.question_bank import load_bank
from hooks.search.markup import text_of
from hooks.search.text import count_words
from scripts.environment import ROOT

_LANDING = re.compile(r'<span class="search-landing" id="([^"]+)"></span>')
_UNSEEN = re.compile(r'<summary>.*?</summary>|<span class="filename">.*?</span>', re.DOTALL)


def shown(page: str) -> dict[str, str]:
    """Return the text of each block of a built page by the id of its landing place."""
    found = list(_LANDING.finditer(page))
    blocks = {}
    for place in found:
        block = page[place.end() : page.index("</details>", place.end())]
        text = _UNSEEN.sub(" ", block)
        text = re.sub(r"</?(?:p|li|ul|ol|td|th|tr|div|br|pre)\b[^>]*>", " ", text)
        blocks[place[1]] = html.unescape(re.sub(r"<[^>]*>", "", text))
    return blocks


def test_words_of_the_index_are_those_of_the_built_pages(site: Path):
    differing, compared = {}, 0
    for question in load_bank(ROOT / "docs").questions:
        blocks = shown((site / question.page.removesuffix(".md") / "index.html").read_text(encoding="utf-8"))
        for block in question.blocks:
            if block.word == "quote":
                continue
            ours, theirs = count_words(text_of(block.body)), count_words(blocks[f"{question.id}--{block.word}"])
            compared += ours.total()
            if ours != theirs:
                differing[f"{question.id}--{block.word}"] = (ours - theirs, theirs - ours)
    assert compared > 40_000
    assert differing == {}


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Жирно**, *курсив* и `__enter__(*args)`", "Жирно, курсив и __enter__(*args)"),
        ("```python\nclass A:  # *не курсив*\n```\nДальше", "class A: # *не курсив* Дальше"),
        ("- пункт\n\n    ~~~text\n    $ ls\n    ~~~\n1. два", "пункт $ ls два"),
        ("[`Depends`](a.md#b) и [статья](https://a.b/c_(d)){ .x }", "Depends и статья"),
        ("до ![схема [1]](a.svg) и [![знак](a.svg) после](b.md)", "до и после"),
        ("| a | b |\n|---|:-:|\n| `x` | да |", "a — b. x — да."),
        ("сноска[^1] и &lt;тег&gt; \\*звезда\\* <b>жир</b>", "сноска и <тег> *звезда* жир"),
        ("snake_case и 2 * 3 и ++ctrl+c++ и C++", "snake_case и 2 * 3 и ctrl c и C++"),
        ('!!! note "Важно"\n    Текст', "Важно Текст"),
        ("Пропуск ___ и _курсив_", "Пропуск ___ и курсив"),
        ("", ""),
    ],
)
def test_markup_is_left_out_and_code_stays(markdown, text):
    assert text_of(markdown) == text
