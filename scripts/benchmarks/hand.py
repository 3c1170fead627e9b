"""How long a slow phone keeps a reader's hand waiting: at the start, when all opens, until a search answers."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from scripts.benchmarks import Report
from scripts.benchmarks.pages import build_site
from scripts.tools import environment, system_packages
from scripts.tools.browser import chromium
from scripts.tools.local_server import served
from scripts.tools.progress import Progress

TITLE = "Быстрота руки: процессор медленнее вчетверо, сеть — Slow 4G"
SIZES = ()
RUNS = 5
PAGES = ("", "middle/async-concurrency/", "tags/")
"""Home, the longest page of questions, the index of tags."""
LONG = "middle/async-concurrency/"
QUERY = "merge"
SLOWDOWN = 4
PHONE = {"width": 412, "height": 823}
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""As the developer tools of Chromium have it: milliseconds, bytes a second."""

_TASKS = """() => {
    window.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)))
        .observe({type: "longtask", buffered: true});
}"""
# Until the frame after the next one has begun: by then the first is on the screen.
_OPEN = """() => new Promise((resolve) => {
    const start = performance.now();
    document.querySelector("[data-fold=open]").click();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
})"""


def measure(sizes: list[int]) -> Report:  # noqa: ARG001 (these pages are the real ones, of any number)
    """Measure the real site.

    Raises:
        SetupError: when it could not be built.
        MissingPackagesError: when there is no browser.
    """
    system_packages.ensure_test_programs()
    with tempfile.TemporaryDirectory() as folder, Progress("Измеряю быстроту руки", 1 + RUNS) as progress:
        build_site(environment.ROOT / "mkdocs.yml", Path(folder))
        progress.step()
        records = measure_site(Path(folder), progress)
    return Report(table(records), records)


def measure_site(site: Path, progress: Progress) -> list[dict]:
    """Measure a built site; return milliseconds of each run under the name of what was measured."""
    found: dict[str, list[float]] = {}
    with chromium() as browser, served(site, like_host=True) as address:
        for _ in range(RUNS):
            for page in PAGES:
                found.setdefault(f"самая долгая задача при открытии /{page}", []).append(
                    _start(browser, address + page)
                )
            first, longest = _open(browser, address + LONG)
            found.setdefault(f"«Раскрыть все» на /{LONG}: до кадра", []).append(first)
            found.setdefault(f"«Раскрыть все» на /{LONG}: самая долгая задача", []).append(longest)
            found.setdefault("первый ответ поиска от перехода по адресу с запросом", []).append(
                _asked(browser, address)
            )
            found.setdefault("первый ответ поиска от касания поля", []).append(_typed(browser, address + LONG))
            progress.step()
    return [{"what": what, "milliseconds": runs} for what, runs in found.items()]


def _tab(browser, *, is_slow_network: bool = False):
    """Return a page in a fresh profile."""
    context = browser.new_context(locale="ru-RU", viewport=PHONE, service_workers="block")
    tab = context.new_page()
    tools = context.new_cdp_session(tab)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    if is_slow_network:
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW_4G)
    return tab


def _start(browser, address: str) -> float:
    tab = _tab(browser)
    tab.goto(address, wait_until="load")
    tab.evaluate(_TASKS)
    tab.wait_for_timeout(1500)
    longest = max(tab.evaluate("tasks"), default=0)
    tab.context.close()
    return longest


def _open(browser, address: str) -> tuple[float, float]:
    tab = _tab(browser)
    tab.goto(address, wait_until="load")
    tab.wait_for_timeout(1500)
    tab.evaluate(_TASKS)
    tab.wait_for_timeout(100)
    tab.evaluate("tasks.length = 0")
    first = tab.evaluate(_OPEN)
    tab.wait_for_timeout(3000)
    longest = max(tab.evaluate("tasks"), default=0)
    tab.context.close()
    return first, longest


def _asked(browser, address: str) -> float:
    tab = _tab(browser, is_slow_network=True)
    tab.goto(f"{address}?q={QUERY}", wait_until="commit")
    tab.wait_for_selector(".md-search-result__link", state="attached", timeout=120_000)
    milliseconds = tab.evaluate("performance.now()")
    tab.context.close()
    return milliseconds


def _typed(browser, address: str) -> float:
    tab = _tab(browser, is_slow_network=True)
    tab.goto(address, wait_until="load")
    start = tab.evaluate("performance.now()")
    tab.locator(".md-header__button[for=__search]").click()
    tab.locator(".md-search__input").press_sequentially(QUERY, delay=100)
    tab.wait_for_selector(".md-search-result__link", state="attached", timeout=120_000)
    milliseconds = tab.evaluate("performance.now()") - start
    tab.context.close()
    return milliseconds


def table(records: list[dict]) -> str:
    """Return the records as a Markdown table."""
    lines = ["| что | медиана, мс | от | до |", "|---|---:|---:|---:|"]
    for one in records:
        runs = one["milliseconds"]
        lines.append(f"| {one['what']} | {statistics.median(runs):.0f} | {min(runs):.0f} | {max(runs):.0f} |")
    return "\n".join(lines)
