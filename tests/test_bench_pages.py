"""What the benchmarks of the pages count and how they serve."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request

import pytest

from scripts.benchmarks import lighthouse
from scripts.benchmarks.pages import BUDGET, Visit, table, visits_of
from scripts.tools.local_server import served

HTML = (
    '<link rel="stylesheet" href="../a.css?v=1"><link rel="canonical" href="https://site.example/page/">'
    '<link rel="icon" href="../icon.svg"><script src="../a.js"></script><img src="../b.png">'
    '<img loading="lazy" src="../later.png"><a href="../book.pdf">книга</a>'
)


def test_first_visit_is_what_the_page_loads_at_once(tmp_path):
    (tmp_path / "page").mkdir()
    (tmp_path / "page/index.html").write_text(HTML, encoding="utf-8")
    noise = bytes(range(256)) * 4
    for name in ("a.css", "a.js", "icon.svg", "b.png", "later.png", "book.pdf"):
        (tmp_path / name).write_bytes(noise)
    (visit,) = visits_of(tmp_path)
    assert (visit.page, visit.requests) == ("page/", 6)
    assert visit.sizes["images"] == len(gzip.compress(noise, 6)) + len(noise)
    assert visit.sizes["css"] == visit.sizes["js"] == len(gzip.compress(noise, 6))
    assert visit.total == sum(visit.sizes.values()) > 2 * len(noise)


def test_table_tells_what_is_over_the_budget():
    small, large = Visit("a/"), Visit("b/")
    small.sizes["html"], large.sizes["js"] = BUDGET, BUDGET + 2048
    lines = table([small, large], {"a/": small, "b/": large}).splitlines()
    assert lines[2].startswith("| /b/ ")
    assert lines[2].endswith("| больше на 2048 Б |")
    assert lines[3].endswith("| да |")
    assert lines[-1].endswith("1 из 2 страниц.")


def test_real_page_is_far_lighter_than_the_theme_makes_it(site):
    visits = {visit.page: visit for visit in visits_of(site)}
    page = visits["junior/python-basics/"]
    assert page.sizes["html"] > 10_000
    assert page.sizes["css"] > 5_000
    assert page.sizes["fonts"] == 0
    assert page.total <= BUDGET  # with the settings of the theme: 340 KB
    assert len(visits) > 25


def test_server_answers_like_the_real_host(tmp_path):
    (tmp_path / "index.html").write_text("дом", encoding="utf-8")
    (tmp_path / "404.html").write_text("нет", encoding="utf-8")
    with served(tmp_path, like_host=True) as address:
        with urllib.request.urlopen(address) as response:  # noqa: S310 (our own server)
            assert response.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(response.read()).decode() == "дом"
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(address + "no/such/page")  # noqa: S310
    assert error.value.code == 404
    assert gzip.decompress(error.value.read()).decode() == "нет"


def test_scores_are_shown_by_page():
    record = {"site": "наш", "page": "tags/", "benchmark": 1500} | dict.fromkeys(lighthouse.CATEGORIES, 100)
    record |= dict.fromkeys(lighthouse.METRICS, 0.5)
    last = lighthouse.table([record]).splitlines()[-1]
    assert last.startswith("| наш | /tags/ | 100 | 100 | 100 | 100 |")
    assert last.endswith("| 0,50 | 1500 |")


def test_what_lighthouse_needs_is_pinned_with_hashes():
    lock = (lighthouse.PACKAGE / "package-lock.json").read_text(encoding="utf-8")
    assert '"lighthouse": "13.5.0"' in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
    assert '"resolved"' not in lock
