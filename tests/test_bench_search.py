"""The benchmark of the search: it measures a site that is served, and does not pass over a search that is silent."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.benchmarks import search
from scripts.benchmarks.generated_site import generate
from scripts.tools.local_server import served
from scripts.tools.running import SetupError


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Few keys, few tries."""
    for name, value in {"KEYS": ("кортеж", "гил"), "COLD_TRIES": 1, "PATIENCE": 30}.items():
        monkeypatch.setattr(search, name, value)


def test_table_has_a_row_of_what_was_measured(site: Path, chromium: Browser):
    with served(site, like_host=True) as address:
        measured = search.measure_site(chromium, 77, 1.5, site, address, address)
    assert 0 < measured.median <= measured.p95 < measured.cold
    assert 50_000 < measured.loaded < 200_000
    assert measured.files > 4
    head, rule, row = search.table([measured]).splitlines()
    assert head.count("|") == rule.count("|") == row.count("|")
    assert row.startswith("| 77 | 1.5 | ")
    assert " (≤ 30) | " in row


def test_search_of_material_that_gives_no_answer_is_told():
    silent = search.SearchMeasurement(12, 1, 2, 3, 4, 5, 6, math.inf)
    assert search.table([silent]).splitlines()[-1].endswith("| нет и за 30000 |")


def test_site_without_its_index_fails_the_measurement(tmp_path: Path, site: Path, chromium: Browser, monkeypatch):
    monkeypatch.setattr(search, "PATIENCE", 2)
    (tmp_path / "search").mkdir()
    for path in site.glob("search/*.js"):
        if path.name != "core.js":
            (tmp_path / "search" / path.name).symlink_to(path)
    for name in ("index.html", "assets"):
        (tmp_path / name).symlink_to(site / name)
    (tmp_path / "404.html").write_text("", encoding="utf-8")
    with served(tmp_path, like_host=True) as address, pytest.raises(SetupError, match="не ответил на «merge»"):
        search.measure_site(chromium, 12, 1, tmp_path, address, address)


def test_index_of_a_generated_site_is_written_without_rendering_it(tmp_path: Path):
    config = generate(tmp_path / "source", 12)
    search._run(["-m", "scripts.benchmarks.measured_index", config, tmp_path / "index", tmp_path / "result.json"])
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["seconds"] > 0
    core = (tmp_path / "index/search/core.js").read_text(encoding="utf-8")
    assert '"questions":12,' in core
    assert not (tmp_path / "source/site").exists()
