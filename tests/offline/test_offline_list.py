"""The list of a site's files that the worker holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hooks.minifier import minified_script
from hooks.offline.precache import WORKER, write_service_worker
from tests.offline.host import PAGE


def listing(site: Path) -> dict:
    """Return what the worker of a site may keep."""
    return json.loads(re.match(r"self\.PRECACHE=(.*?);\n", (site / WORKER).read_text(encoding="utf-8"))[1])


def test_worker_lists_what_pages_need_and_no_more(site):
    kept = listing(site)
    shell, rest = set(kept["shell"]), set(kept["rest"])
    assert {"", "404.html", "assets/favicon.svg", "search/worker.js", "search/search_index.json"} <= shell
    assert not [name for name in shell if name.endswith("/")]
    assert {PAGE, "tags/", "search/core.js", "search/engine.js"} <= rest
    assert not any(re.search(r"\.map$|\.xml|workers/|screenshot|\.pdf$|index\.html$", name) for name in shell | rest)
    assert "questions.json" in kept["later"]
    # What a first visit downloads unasked, the page's own files among it.
    assert sum(size for _, size in kept["shell"].values()) < 180_000


def test_shell_holds_whatever_a_page_asks_for_before_it_is_read(site):
    shell = listing(site)["shell"]
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        named = re.findall(r'<script src="([^"]+)"|<link rel="(?:stylesheet|icon)" href="([^"]+)"', html)
        names = [re.sub(r"^(?:\.\./|\./|/sobesednik/)+", "", first or second) for first, second in named]
        assert set(names) <= set(shell), page


def test_sizes_are_those_on_the_way_to_a_browser(tmp_path):
    (tmp_path / "index.html").write_text("x" * 100_000, encoding="utf-8")
    (tmp_path / "book.pdf").write_bytes(b"x" * 100_000)
    told = write_service_worker(tmp_path, minified_script)
    kept = listing(tmp_path)
    assert told == kept["shell"][""][1] < 1000
    assert kept["later"]["book.pdf"][1] == 100_000


def test_version_changes_with_any_file_and_only_then(tmp_path):
    (tmp_path / "index.html").write_text("1", encoding="utf-8")
    write_service_worker(tmp_path, minified_script)
    first = (tmp_path / WORKER).read_text(encoding="utf-8")
    write_service_worker(tmp_path, minified_script)
    assert (tmp_path / WORKER).read_text(encoding="utf-8") == first
    (tmp_path / "index.html").write_text("2", encoding="utf-8")
    write_service_worker(tmp_path, minified_script)
    assert listing(tmp_path)["version"] not in first


def test_version_of_the_search_stands_in_its_worker_alone(site):
    """In the pages it would make a word that changes change all of them."""
    version = re.search(r'searchVersion="(\w+)"', (site / "search/worker.js").read_text(encoding="utf-8"))[1]
    named = [path.name for path in site.rglob("*") if path.is_file() and version in path.read_text("utf-8", "ignore")]
    assert named == ["worker.js"]
