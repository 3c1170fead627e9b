"""The search in Chromium: from key to result, from a cold page to the first result, and what that loads."""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks import Report
from scripts.benchmarks.generated_site import generate
from scripts.benchmarks.pages import UNFINISHED
from scripts.tools import environment, running, system_packages
from scripts.tools.browser import chromium
from scripts.tools.local_server import compressed, served
from scripts.tools.mkdocs_command import environ
from scripts.tools.progress import Progress

TITLE = "Поиск"
SIZES = (77, 10_000)
"""77 is the real site; other numbers are indexes made of its questions."""
KEYS = ("транзакции", "сборщик мусора", "select_related", "ltrjhfnjh", "пайдантик", "дедлкок", "docker compose")
"""Typed key by key: Russian, an identifier, the wrong layout, slang, a typo, English."""
COLD_QUERY = "merge"
"""What both searches can find in any site made of these questions."""
COLD_TRIES = 5
PATIENCE = 120
"""Seconds after which a search that has shown nothing is given up; the table says so."""
GOALS = {77: (30, 100), 10_000: (150, 200)}
"""Questions -> most milliseconds of p95 and most kilobytes of the first query (issue 6)."""

_TYPE = """async word => {
    const field = document.querySelector('.md-search__input');
    const list = document.querySelector('.md-search-result__list');
    const times = [];
    for (let length = 1; length <= word.length; length++) {
        const done = new Promise(resolve => { window.searchAnswered = resolve; });
        const start = performance.now();
        field.value = word.slice(0, length);
        field.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
        const late = new Promise(resolve => setTimeout(() => resolve(null), 5000));
        const end = await Promise.race([done, late]);
        times.push(end && end - start);
        await new Promise(resolve => setTimeout(resolve, 40));
    }
    return times;
}"""
# An answer is there when Material has written how many results there are.
_WATCH = """() => new MutationObserver(() => window.searchAnswered?.(performance.now())).observe(
    document.querySelector('.md-search-result__meta'), {childList: true, characterData: true, subtree: true})"""


@dataclass(frozen=True)
class SearchMeasurement:
    """One site: milliseconds and bytes."""

    questions: int
    index: float
    """Seconds of the processor that our index takes in a build."""
    median: float
    p95: float
    loaded: int
    """What the first query loads, compressed, the scripts that every page starts included."""
    files: int
    cold: float
    """From opening the page to the first result, the median of some tries."""
    cold_material: float
    """The same of Material's own search over the same pages."""


def measure(sizes: list[int]) -> Report:
    """Measure a site of each size.

    Raises:
        SetupError: when a site could not be built, or a search found nothing.
        MissingPackagesError: when there is no browser.
    """
    system_packages.ensure_test_programs()
    results = []
    with tempfile.TemporaryDirectory() as name, Progress("Собираю и спрашиваю сайты", 1 + len(sizes)) as progress:
        folder = Path(name)
        _real_sites(folder)
        progress.step()
        for size in sizes:
            ours, stock, seconds = _sites(folder, size)
            with chromium() as browser, served(folder, like_host=True) as address:
                urls = [f"{address}{site.relative_to(folder).as_posix()}/" for site in (ours, stock)]
                results.append(measure_site(browser, size, seconds, ours, *urls))
            progress.step()
    return Report(table(results), [vars(result) for result in results])


def _real_sites(folder: Path) -> None:
    """Build the real site into `ours`, and as it is rendered, with Material's own search, into `stock`."""
    root = environment.ROOT
    _build(folder / "ours", root / "mkdocs.yml")
    config = root / "mkdocs-stock-search.yml"
    text = (
        (root / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("  - hooks/question_index.py\n", f"  - {UNFINISHED}\n")
    )
    try:
        # Without the overrides: they name our script, which is not there.
        config.write_text(text.replace("  custom_dir: overrides\n", ""), encoding="utf-8")
        _build(folder / "stock", config)
    finally:
        config.unlink(missing_ok=True)


def _sites(folder: Path, size: int) -> tuple[Path, Path, float]:
    """Return the site of a size with our search and with Material's own, and the seconds that our index took.

    Rendering thousands of pages takes half an hour and measures nothing of the search: of a large site only
    the index is built, by the finisher's step from generated pages, and put into the real site. Material's index is the
    real one repeated.
    """
    ours, stock, index = folder / "ours", folder / "stock", folder / f"index-{size}"
    if size == SIZES[0]:
        return ours, stock, _index(environment.ROOT / "mkdocs.yml", index)
    seconds = _index(generate(folder / f"source-{size}", size), index)
    sites = [shutil.copytree(site, folder / f"{site.name}-{size}") for site in (ours, stock)]
    # Beside them stays search_index.json, for which Material's window waits.
    shutil.copytree(index, sites[0], dirs_exist_ok=True)
    _repeat(sites[1] / "search/search_index.json", size / SIZES[0])
    return *sites, seconds


def _build(site: Path, config: Path) -> None:
    _run([*("-m", "mkdocs", "build", "-q"), "-f", config, "-d", site])


def _index(config: Path, folder: Path) -> float:
    """Write `search/` of a site into a folder, and return the seconds that it took."""
    result = folder.with_suffix(".json")
    _run(["-m", "scripts.benchmarks.measured_index", config, folder, result])
    return json.loads(result.read_text(encoding="utf-8"))["seconds"]


def _run(arguments: list) -> None:
    done = subprocess.run(
        [environment.python(), *arguments],
        cwd=environment.ROOT,
        env=environ(),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise running.SetupError(f"Сайт для измерения не собрался:\n{(done.stdout + done.stderr)[-2000:]}")


def _repeat(path: Path, times: float) -> None:
    """Make Material's index so many times as long, each record under an address of its own."""
    index = json.loads(path.read_text(encoding="utf-8"))
    docs = index["docs"]
    index["docs"] = [
        docs[number % len(docs)] | {"location": f"part-{number // len(docs)}/{docs[number % len(docs)]['location']}"}
        for number in range(int(len(docs) * times))
    ]
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def measure_site(browser, size: int, seconds: float, site: Path, ours: str, stock: str) -> SearchMeasurement:
    """Measure a site that is served.

    Args:
        browser: Playwright's.
        size: how many questions the site has.
        seconds: what its index took.
        site: its folder.
        ours: its address.
        stock: the address of the same site with Material's own search.

    Raises:
        SetupError: when our search gives no answer.
    """
    # Alternately, so that what else the machine does meets both alike; the first try only fills the caches.
    times: dict[str, list[float]] = {ours: [], stock: []}
    for _ in range(COLD_TRIES + 1):
        for address, found in times.items():
            # Who has once been waited for in vain is not waited for again.
            found.append(math.inf if math.inf in found else _cold(browser, address))
        if math.inf in times[ours]:
            raise running.SetupError(f"Поиск сайта на {size} вопросов не ответил на «{COLD_QUERY}» за {PATIENCE} с.")
    loaded = _loaded(browser, ours)
    keys = _keys(browser, ours)
    return SearchMeasurement(
        questions=size,
        index=seconds,
        median=statistics.median(keys),
        p95=statistics.quantiles(keys, n=20)[-1],
        loaded=sum(len(compressed(site / name)) for name in loaded),
        files=len(loaded),
        cold=statistics.median(times[ours][1:]),
        cold_material=statistics.median(times[stock][1:]),
    )


def _cold(browser, address: str) -> float:
    """Return the milliseconds from opening a page in a fresh profile, a query in its address, to the first result.

    Infinity where there was none in PATIENCE seconds.
    """
    from playwright.sync_api import TimeoutError

    context = browser.new_context(locale="ru-RU")
    tab = context.new_page()
    tab.goto(f"{address}?q={COLD_QUERY}", wait_until="commit")
    try:
        tab.wait_for_selector(".md-search-result__link", state="attached", timeout=1000 * PATIENCE)
        return tab.evaluate("performance.now()")
    except TimeoutError:
        return math.inf
    finally:
        context.close()


def _loaded(browser, address: str) -> list[str]:
    """Return the files of the search that the first query loads, relative to the site; its passages too."""
    context = browser.new_context(locale="ru-RU")
    tab = context.new_page()
    names = []
    tab.on("request", lambda request: "/search/" in request.url and names.append(request.url))
    tab.goto(address, wait_until="networkidle")
    tab.locator(".md-search__input").click()
    tab.locator(".md-search__input").fill(KEYS[0])
    tab.wait_for_selector(".md-search-result__link", timeout=60_000)
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(1000)
    context.close()
    return sorted({url.removeprefix(address).partition("?")[0] for url in names})


def _keys(browser, address: str) -> list[float]:
    """Return the milliseconds from each key to its answer, the first word left out: it loads the index."""
    context = browser.new_context(locale="ru-RU")
    tab = context.new_page()
    tab.goto(address, wait_until="networkidle")
    tab.locator(".md-search__input").click()
    tab.evaluate(_WATCH)
    tab.evaluate(_TYPE, "первый")
    times = {word: tab.evaluate(_TYPE, word) for word in KEYS}
    context.close()
    silent = [word for word, found in times.items() if None in found]
    if silent:
        raise running.SetupError(f"Поиск не ответил на клавиши слов: {', '.join(silent)}.")
    return [milliseconds for found in times.values() for milliseconds in found]


def _told(milliseconds: float) -> str:
    return f"нет и за {1000 * PATIENCE}" if milliseconds == math.inf else f"{milliseconds:.0f}"


def table(results: list[SearchMeasurement]) -> str:
    """Return the measurements as a Markdown table, each with its goal where the issue sets one."""
    lines = [
        "| вопросов | указатель, с ЦП | клавиша → ответ p50, мс | p95, мс (цель) | первый запрос gzip, КБ (цель)"
        " | файлов | до первого результата, мс | то же у Material, мс |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in results:
        late, large = (f" (≤ {goal})" for goal in GOALS[one.questions]) if one.questions in GOALS else ("", "")
        lines.append(
            f"| {one.questions} | {one.index:.1f} | {one.median:.0f} | {one.p95:.0f}{late}"
            f" | {one.loaded / 1000:.1f}{large} | {one.files} | {one.cold:.0f} | {_told(one.cold_material)} |"
        )
    return "\n".join(lines)
