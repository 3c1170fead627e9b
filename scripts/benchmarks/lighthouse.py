"""Lighthouse with its mobile profile on three pages, beside the same pages with stock settings.

Lighthouse slows the processor down fourfold and knows nothing of what else runs on the machine: the
last column tells how fast it found it. Measure on a quiet one.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from scripts.benchmarks import Report
from scripts.benchmarks.pages import build_site, stock_settings
from scripts.tools import environment, node_package, running, system_packages
from scripts.tools.local_server import served
from scripts.tools.progress import Progress

TITLE = "Lighthouse: телефон, медиана трёх прогонов"
SIZES = ()
PAGES = ("", "middle/async-concurrency/", "tags/")
"""Home, the longest page of questions, the index of tags."""
RUNS = 3
CATEGORIES = {
    "performance": "скорость",
    "accessibility": "доступность",
    "best-practices": "практики",
    "seo": "поиск",
}
METRICS = {
    "first-contentful-paint": "FCP, мс",
    "largest-contentful-paint": "LCP, мс",
    "total-blocking-time": "TBT, мс",
    "cumulative-layout-shift": "CLS",
}
PACKAGE = Path(__file__).with_name("lighthouse_package")


def measure(sizes: list[int]) -> Report:  # noqa: ARG001 (these pages are the real ones, of any number)
    """Measure both sites.

    Raises:
        SetupError: when Lighthouse or a browser is not to be had, or a site could not be built.
    """
    program = install()
    system_packages.ensure_test_programs()
    records = []
    with tempfile.TemporaryDirectory() as folder, Progress("Lighthouse", 2 + 2 * RUNS * len(PAGES)) as progress:
        for name, config in (
            ("наш", environment.ROOT / "mkdocs.yml"),
            ("Material без настройки", stock_settings(Path(folder))),
        ):
            site = Path(folder, f"site-{len(records)}")
            build_site(config, site)
            progress.step()
            with served(site, like_host=True) as address:
                for page in PAGES:
                    records.append({"site": name, "page": page} | _median(program, address + page, progress))
    return Report(table(records), records)


def install() -> list[str]:
    """Install Lighthouse into the environment where it is not yet; return the command that starts it.

    Raises:
        SetupError: when npm cannot get it.
    """
    node, modules = node_package.install(PACKAGE, "Lighthouse")
    return [str(node), str(modules / "lighthouse/cli/index.js")]


def _median(program: list[str], address: str, progress: Progress) -> dict[str, float]:
    runs = []
    for _ in range(RUNS):
        runs.append(_run(program, address))
        progress.step()
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def _run(program: list[str], address: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "report.json")
        options = ["--output=json", f"--output-path={result}", "--quiet", "--only-categories=" + ",".join(CATEGORIES)]
        flags = "--chrome-flags=--headless --no-sandbox --disable-gpu"
        done = subprocess.run(
            [*program, address, *options, flags],
            env=os.environ | {"CHROME_PATH": system_packages.find_chromium()},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise running.SetupError(f"Lighthouse не измерил {address}:\n{done.stderr[-1000:]}")
        report = json.loads(result.read_text(encoding="utf-8"))
    scores = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    metrics = {name: report["audits"][name]["numericValue"] for name in METRICS}
    return scores | metrics | {"benchmark": report["environment"]["benchmarkIndex"]}


def table(records: list[dict]) -> str:
    """Return the records as a Markdown table."""
    titles = [*CATEGORIES.values(), *METRICS.values(), "быстрота машины"]
    lines = ["| сайт | страница | " + " | ".join(titles) + " |", "|---|---|" + "---:|" * len(titles)]
    for one in records:
        numbers = [f"{one[name]:.0f}" for name in CATEGORIES]
        numbers += [
            f"{one[name]:.{2 if name == 'cumulative-layout-shift' else 0}f}".replace(".", ",") for name in METRICS
        ]
        lines.append(f"| {one['site']} | /{one['page']} | " + " | ".join([*numbers, f"{one['benchmark']:.0f}"]) + " |")
    return "\n".join(lines)
