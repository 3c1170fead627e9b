"""What a first visit to each page costs, against budgets, beside the same pages with stock settings."""

from __future__ import annotations

import gzip
import re
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml

from scripts.benchmarks import Report
from scripts.tools import environment, running
from scripts.tools.local_server import LEVEL
from scripts.tools.mkdocs_command import environ, mkdocs
from scripts.tools.progress import Progress

TITLE = "Страницы: первый визит"
SIZES = ()
MEDIAN, BUDGET = 76_000, 100_000
"""Most bytes of a first visit, all files together, as GitHub Pages sends them: of the median page, and of any.

A thousand of the median is the price of two scripts in place of one; each further kind of page costs seven less.
"""
ALLOWED: Mapping[str, int] = {"practice/": 110_000}
"""Page -> most bytes. Practice holds the short answers to all questions, so that who has begun needs no network."""
UNFINISHED = "scripts/benchmarks/unfinished.py"
"""The hook of a site that is rendered and no more."""
ADDRESSES = {
    "SITE_URL": "https://example.github.io/sobesednik/",
    "REPO_URL": "https://github.com/example/sobesednik",
}
"""Where the measured site lies and is edited: every page names both."""
_ASKED_BY_SCRIPT = ("search/search_index.json",)
"""What Material's script asks for on every page."""
_KINDS = {".css": "css", ".js": "js", ".woff2": "fonts", ".svg": "images", ".png": "images", ".json": "js"}
_LOADS = re.compile(
    r"<(?:script|img)\b[^<>]*?\bsrc=\"([^\"]+)\"|<link\b[^<>]*?\brel=\"(?:stylesheet|icon|manifest)\"[^<>]*?\bhref=\"([^\"]+)\""
)


@dataclass
class Visit:
    """A first visit to a page: bytes by kind, gzipped, and requests."""

    page: str
    requests: int = 0
    sizes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("html", "css", "js", "fonts", "images"), 0))

    @property
    def total(self) -> int:
        """Bytes of everything."""
        return sum(self.sizes.values())


def measure(sizes: list[int]) -> Report:  # noqa: ARG001 (these pages are the real ones, of any number)
    """Measure every page of the real site, and of the same pages with the theme's stock settings.

    Raises:
        SetupError: when a site could not be built.
    """
    with tempfile.TemporaryDirectory() as folder, Progress("Собираю сайты", 2) as progress:
        ours = Path(folder, "ours")
        build_site(environment.ROOT / "mkdocs.yml", ours)
        progress.step()
        stock = Path(folder, "stock")
        build_site(stock_settings(Path(folder)), stock)
        progress.step()
        visits, before = visits_of(ours), {visit.page: visit for visit in visits_of(stock)}
    records = [asdict(visit) | {"total": visit.total, "stock": before[visit.page].total} for visit in visits]
    return Report(table(visits, before), records)


def stock_settings(folder: Path) -> Path:
    """Write settings for the same pages with Material as it comes: its search, its fonts, nothing finished.

    The format and the macros stay, or there would be no pages to compare.
    """
    settings = without_ours(environment.ROOT / "mkdocs.yml")
    settings["hooks"] = [str(environment.ROOT / UNFINISHED)]
    settings["docs_dir"] = str(environment.ROOT / "docs")
    settings["theme"] = {"name": "material", "language": "ru"}
    # The hook shows this file of the root as a page.
    (folder / "CONTRIBUTING.md").write_text(
        (environment.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return write_settings(settings, folder)


def without_ours(config: Path) -> dict[str, Any]:
    """Return the settings of a site without what is made for its own files and its own hook."""

    class Loader(yaml.SafeLoader):
        """Reads a tag of MkDocs' own as plain data."""

    Loader.add_multi_constructor("!", lambda loader, _, node: loader.construct_sequence(node)[-1])
    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    settings = yaml.load(config.read_text(encoding="utf-8"), Loader)  # noqa: S506
    settings["strict"] = False
    for name in ("extra_css", "extra_javascript", "watch", "hooks"):
        settings.pop(name, None)
    toc = next(one["toc"] for one in settings["markdown_extensions"] if isinstance(one, dict) and "toc" in one)
    toc.pop("slugify")
    return settings


def write_settings(settings: Mapping[str, Any], folder: Path) -> Path:
    """Write settings of MkDocs into a folder; return the file."""
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return config


def build_site(config: Path, site: Path) -> None:
    """Build a site with other settings than ours too.

    Raises:
        SetupError: when it could not be built.
    """
    done = subprocess.run(
        mkdocs("build", "--no-strict", "--quiet", "--config-file", str(config), "--site-dir", str(site)),
        cwd=environment.ROOT,
        env=environ() | ADDRESSES,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise running.SetupError(f"Сайт не собрался:\n{done.stdout[-2000:]}")


def visits_of(site: Path) -> list[Visit]:
    """Measure every page of a built site."""
    weights: dict[Path, int] = {}
    return [
        _visit(site, path.relative_to(site).as_posix().removesuffix("index.html"), weights)
        for path in sorted(site.rglob("index.html"))
    ]


def _visit(site: Path, page: str, weights: dict[Path, int]) -> Visit:
    html = (site / page / "index.html").read_text(encoding="utf-8")
    # Pictures that are loaded when the reader comes near them belong to no first visit.
    html = re.sub(r"<img\b[^<>]*loading=\"lazy\"[^<>]*>", "", html)
    names = {first or second for first, second in _LOADS.findall(html)}
    local = {urljoin(f"/{page}", name) for name in names} | {f"/{name}" for name in _ASKED_BY_SCRIPT}
    if "fonts.gstatic.com" in html:
        local.add("/fonts")
    visit = Visit(page, requests=1 + len(local))
    visit.sizes["html"] = _weight(site / page / "index.html", weights)
    for name in local:
        path = site / urlsplit(name).path.lstrip("/")
        if path.is_file():
            visit.sizes[_KINDS.get(path.suffix, "images")] += _weight(path, weights)
    return visit


def _weight(path: Path, weights: dict[Path, int]) -> int:
    """Return the bytes of a file on its way to a browser."""
    if path not in weights:
        content = path.read_bytes()
        packed = path.suffix in {".png", ".woff2"}
        weights[path] = len(content) if packed else len(gzip.compress(content, LEVEL))
    return weights[path]


def table(visits: list[Visit], stock: dict[str, Visit]) -> str:
    """Return the visits as a Markdown table, heaviest first, in thousands of bytes."""
    lines = [
        "| страница | HTML | CSS | JS | шрифты | картинки | запросов | всего, КБ | Material без настройки, КБ |"
        " запросов | бюджет |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for visit in sorted(visits, key=lambda one: one.total, reverse=True):
        before = stock[visit.page]
        cells = " | ".join(f"{size / 1000:.1f}" for size in visit.sizes.values())
        verdict = f"больше на {excess} Б" if (excess := excess_of(visit)) else "да"
        lines.append(
            f"| /{visit.page} | {cells} | {visit.requests} | {visit.total / 1000:.1f} |".replace(".", ",")
            + f" {before.total / 1000:.1f} | {before.requests} | {verdict} |".replace(".", ",")
        )
    within = sum(not excess_of(visit) for visit in visits)
    summary = f"Медиана {median_of(visits) / 1000:.1f} КБ при бюджете {MEDIAN // 1000} КБ;".replace(".", ",")
    return "\n".join([*lines, "", f"{summary} не больше {BUDGET // 1000} КБ — {within} из {len(visits)} страниц."])


def excess_of(visit: Visit) -> int:
    """Return by how many bytes a page is over its budget, 0 where it is not."""
    return max(0, visit.total - ALLOWED.get(visit.page, BUDGET))


def median_of(visits: list[Visit]) -> float:
    """Return what the median page costs."""
    return statistics.median(visit.total for visit in visits)
