"""The live site: from saving a page to seeing it in the browser; how soon the commands of a writer answer.

Measured from outside, in a copy of the real site: what `scripts.serve` prints and shows, not how it is made.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.benchmarks.timing import cost
from scripts.tools import environment, running, system_packages
from scripts.tools.browser import chromium
from scripts.tools.progress import Progress

PAGE = "junior/python-basics"
INDEX = "junior"
EDITS = 20
FEW = 5
"""How often the rarer edits and the commands are measured."""
PATIENCE = 300
"""Seconds after which what was saved is not waited for any longer."""
PAUSE = 0.5
"""Seconds between what is seen and the next edit; nobody writes faster."""
WORDS = ("самовар", "черепаха", "водопад", "апельсин", "дирижабль")
"""Right words that no page holds: the search finds them as soon as a title has them."""
MISTAKES = "На этой странице есть ошибки"

_RESULT = ".md-search-result__link"
_SEEN = "text => document.body?.textContent.includes(text)"
_GONE = "text => document.body && !document.body.textContent.includes(text)"


@dataclass
class LiveMeasurement:
    """What a writer waits for: seconds."""

    what: str
    goal: float | None
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """What it cost the server or the command."""


def measure(folder: Path) -> list[LiveMeasurement]:
    """Measure in a folder of the whole project, whose pages are edited.

    Raises:
        SetupError: when the site is not served, does not show what was saved, or a command fails.
        MissingPackagesError: when there is no browser.
    """
    system_packages.ensure_test_programs()
    with Progress("Правлю живой сайт", 3) as progress:
        results = _starts(folder)
        progress.step()
        results += edits(folder)
        progress.step()
        results += _commands(folder)
        progress.step()
    return results


def _environ() -> dict[str, str]:
    # Without the mark by which a script that was started anew knows itself.
    ours = ("SOBESEDNIK_RESTARTED", "VIRTUAL_ENV", "GITHUB_ACTIONS")
    return {name: value for name, value in os.environ.items() if name not in ours}


def _script(folder: Path, name: str, *arguments: str) -> list[str | Path]:
    python = environment.python().relative_to(environment.ROOT)
    return [folder / python, "-m", f"scripts.{name}", *arguments]


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """Serve until the end of `with`; give the address when a page is there, and what tells the server's CPU seconds."""
    import psutil

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            _script(folder, "serve", "--port", str(port)),
            cwd=folder,
            env=_environ(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    watched = psutil.Process(server.pid)

    def seconds() -> float:
        return sum(sum(one.cpu_times()[:4]) for one in [watched, *watched.children(recursive=True)])

    try:
        address = f"http://127.0.0.1:{port}/"
        end = time.monotonic() + PATIENCE
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > end:
                said = log.read_text(encoding="utf-8", errors="replace")
                raise running.SetupError(f"Живой сайт не запустился:\n{said[-2000:]}")
            time.sleep(0.02)
        yield address, seconds
    finally:
        running.stop(server)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 (our own server)
            return b"</html>" in response.read()
    except OSError:
        return False


def _starts(folder: Path) -> list[LiveMeasurement]:
    """Measure from the command to the first page: with an empty cache, then as every later time."""
    first = LiveMeasurement("первый запуск serve → страница", None)
    later = LiveMeasurement("следующий запуск serve → страница", 3)
    for result in (first, later, later, later):
        start = time.perf_counter()
        with _served(folder) as (_, seconds):
            result.times.append(time.perf_counter() - start)
            result.cpu.append(seconds())
    return [first, later]


def edits(folder: Path) -> list[LiveMeasurement]:
    """Serve a folder, edit a page of it and measure until each edit is seen.

    Raises:
        SetupError: when the site is not served, or does not show what was saved.
    """
    page = folder / f"docs/{PAGE}.md"
    text = page.read_text(encoding="utf-8")
    heading = re.search(r"(?m)^## (.+?) \{", text)
    with _served(folder) as (address, seconds), chromium() as browser:
        # One tab, as people have it: each that is open is loaded anew.
        tab = browser.new_context(locale="ru-RU").new_page()
        tab.set_default_timeout(1000 * PATIENCE)
        answers = LiveMeasurement("правка ответа → в браузере", 1)
        tab.goto(f"{address}{PAGE}/")
        for number in range(EDITS):
            sentence = f"Правка номер {number}."
            changed = text.replace("**Подробно.** ", f"**Подробно.** {sentence} ", 1)
            _edit(answers, page, changed, seconds, lambda sentence=sentence: _wait(tab, _SEEN, sentence))
        mistakes = LiveMeasurement("ошибка → названа на странице", 1)
        repairs = LiveMeasurement("ошибка исправлена → страница без неё", 1)
        wrong = text.replace(heading[0], f"{heading[0]} .{INDEX}x ", 1)
        for _ in range(FEW):
            _edit(mistakes, page, wrong, seconds, lambda: _wait(tab, _SEEN, MISTAKES))
            _edit(repairs, page, text, seconds, lambda: _wait(tab, _GONE, MISTAKES))
        titles = LiveMeasurement("правка названия → в указателе", 1.5)
        back = LiveMeasurement("прежнее название → в указателе", None)
        found = LiveMeasurement("правка названия → поиск находит новое слово", 1.5)
        for number in range(FEW):
            word = WORDS[number % len(WORDS)]
            changed = text.replace(heading[0], f"## {heading[1]}: {word} {{", 1)
            tab.goto(f"{address}{INDEX}/")
            _edit(titles, page, changed, seconds, lambda word=word: _wait(tab, _SEEN, f": {word}"))
            _edit(back, page, text, seconds, lambda word=word: _wait(tab, _GONE, f": {word}"))
            tab.goto(f"{address}?q={word}")
            _edit(found, page, changed, seconds, lambda word=word: _find(tab, word))
    return [answers, titles, found, mistakes, repairs]


def _edit(
    result: LiveMeasurement, page: Path, text: str, seconds: Callable[[], float], wait: Callable[[], None]
) -> None:
    """Save a page and wait until it is seen.

    Raises:
        SetupError: when it is not.
    """
    from playwright.sync_api import TimeoutError

    time.sleep(PAUSE)
    start, before = time.perf_counter(), seconds()
    page.write_text(text, encoding="utf-8")
    try:
        wait()
    except TimeoutError:
        raise running.SetupError(f"Живой сайт: «{result.what}» — не показалось за {PATIENCE} с.") from None
    result.times.append(time.perf_counter() - start)
    result.cpu.append(seconds() - before)


def _wait(tab, condition: str, text: str) -> None:
    tab.wait_for_function(condition, arg=text, polling=20)


def _find(tab, word: str) -> None:
    """Wait until a search for a word has a result with it; a tab that was not loaded anew by itself is, each second."""
    from playwright.sync_api import TimeoutError

    end = time.monotonic() + PATIENCE
    while True:
        try:
            tab.wait_for_selector(f"{_RESULT}:has-text('{word}')", state="attached", timeout=1000)
        except TimeoutError:
            if time.monotonic() > end:
                raise
            tab.reload()
        else:
            return


def _commands(folder: Path) -> list[LiveMeasurement]:
    """Measure what a writer asks in the terminal."""
    page = folder / f"docs/{PAGE}.md"
    text = page.read_text(encoding="utf-8")
    whole = LiveMeasurement("scripts.check всех страниц, ничего не изменено", 0.5)
    edited = LiveMeasurement("scripts.check всех страниц, одна изменена", 0.5)
    one = LiveMeasurement("scripts.check одной страницы, она изменена", 0.5)
    page.write_text(text, encoding="utf-8")
    _run(LiveMeasurement("scripts.check, первая", None), folder, "check")
    for number in range(FEW):
        _run(whole, folder, "check")
        for result, arguments in ((edited, ()), (one, (str(page),))):
            changed = f"**Подробно.** Правка номер {number} для {len(arguments)}. "
            page.write_text(text.replace("**Подробно.** ", changed, 1), encoding="utf-8")
            _run(result, folder, "check", *arguments)
    page.write_text(text, encoding="utf-8")
    helps = []
    for path in sorted(folder.glob("scripts/[a-z]*.py")):
        helps.append(LiveMeasurement(f"самая долгая справка: {path.stem} --help", 0.3))
        for _ in range(3):
            _run(helps[-1], folder, path.stem, "--help")
    return [whole, edited, one, max(helps, key=lambda result: statistics.median(result.times))]


def _run(result: LiveMeasurement, folder: Path, name: str, *arguments: str) -> None:
    found = cost(_script(folder, name, *arguments), folder, _environ())
    result.times.append(found.wall)
    result.cpu.append(found.cpu)


def table(results: list[LiveMeasurement]) -> str:
    """Return the measurements as a Markdown table, each with its goal where the issue sets one."""
    lines = [
        "| что ждёт автор | раз | медиана, с (цель) | худшее, с | ЦП, медиана, с |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in results:
        goal = f" (≤ {one.goal:g})" if one.goal else ""
        figures = f"{statistics.median(one.times):.2f}{goal} | {max(one.times):.2f} | {statistics.median(one.cpu):.2f}"
        lines.append(f"| {one.what} | {len(one.times)} | {figures} |".replace(".", ",").replace("scripts,", "scripts."))
    return "\n".join(lines)
