"""Builds of the real site and of generated ones, beside other generators with the same pages; and the live site."""

from __future__ import annotations

import gzip
import itertools
import os
import shutil
import statistics
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from scripts.benchmarks import Report, live
from scripts.benchmarks.generated_site import copy_real, generate
from scripts.benchmarks.other_generators import STOCK, Generator, generators
from scripts.benchmarks.timing import Cost, cost
from scripts.tools import running
from scripts.tools.mkdocs_command import environ, mkdocs
from scripts.tools.progress import Progress

TITLE = "Сборка и живой сайт"
SIZES = (120, 1200, 6000)
REAL = "настоящий"
COLD, WARM = "наша, холодная", "наша, тёплая"
GOALS = Cost(1.2, 1.6, 1.5)
"""Most of a cold build against Material alone (issue 16)."""
TURNS = ((200, 5), (2000, 3))
"""Up to so many questions -> how often each builds; of larger sites once."""


@dataclass(frozen=True)
class BuildMeasurement:
    """Builds of one site with one generator: medians of the turns."""

    site: str
    questions: int
    generator: str
    cost: Cost | None = None
    ratio: Cost | None = None
    """To Material alone in the same run."""
    output: int = 0
    """Size of the site, bytes."""
    index: int = 0
    """What a first query of our search needs whatever it asks for, bytes, compressed."""
    missing: str = ""
    """Why there is nothing to tell."""


def measure(sizes: list[int]) -> Report:
    """Measure the real site and a generated one of each size with each generator by turns, then the live site.

    Raises:
        SetupError: when a site of ours could not be built, or the live site does not show what was edited.
        MissingPackagesError: when there is no browser.
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    results: list[BuildMeasurement] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Progress("Собираю сайты", 1 + len(sizes)) as progress:
            for size in (0, *sizes):
                source = folder / f"source-{size}"
                config = generate(source, size) if size else copy_real(source)
                results += measure_site(str(size) if size else REAL, config.parent, folder / f"others-{size}")
                progress.step()
        served = live.measure(copy_real(folder / "live").parent)
    busy = f"Перед измерением в очереди к {os.cpu_count()} ядрам стояло {load:.1f}.".replace(".", ",", 1)
    text = "\n\n".join([table(results), *filter(None, [growth(results)]), live.table(served), busy])
    return Report(text, [*map(asdict, results), *map(asdict, served)])


def measure_site(name: str, source: Path, others: Path) -> list[BuildMeasurement]:
    """Build a site with each generator by turns, so that what else the machine does meets all alike.

    Args:
        name: what it is in the table.
        source: the folder of our site.
        others: where the copies for the other generators are written; it is made.

    Raises:
        SetupError: when ours or Material's could not be built.
    """
    from hooks.bank.load import load_bank

    questions = len(load_bank(source / "docs").questions)
    every = [
        Generator(COLD, source / "site", lambda: _build(source, is_cold=True)),
        Generator(WARM, source / "site", lambda: _build(source, is_cold=False)),
        *generators(source, others),
    ]
    costs: dict[str, list[Cost]] = {one.name: [] for one in every}
    missing: dict[str, str] = {}
    for _ in range(next((turns for most, turns in TURNS if questions <= most), 1)):
        for one in every:
            if one.name in missing:
                continue
            try:
                costs[one.name].append(one.build())
            except running.SetupError as error:
                if one.name in {COLD, WARM, STOCK}:
                    raise
                missing[one.name] = " ".join(str(error).split())
    stock = median(costs[STOCK])
    return [
        BuildMeasurement(name, questions, one.name, missing=missing[one.name])
        if one.name in missing
        else _measured(BuildMeasurement(name, questions, one.name), one, median(costs[one.name]), stock)
        for one in every
    ]


def _build(source: Path, *, is_cold: bool) -> Cost:
    if is_cold:
        shutil.rmtree(source / ".cache", ignore_errors=True)
    return cost(mkdocs("build", "-q"), source, environ())


def _measured(row: BuildMeasurement, generator: Generator, found: Cost, stock: Cost) -> BuildMeasurement:
    core = generator.site / "search/core.js"
    return replace(
        row,
        cost=found,
        ratio=Cost(found.wall / stock.wall, found.cpu / stock.cpu, found.memory / stock.memory),
        output=sum(path.stat().st_size for path in generator.site.rglob("*") if path.is_file()),
        index=len(gzip.compress(core.read_bytes())) if core.is_file() else 0,
    )


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(every) for every in zip(*(vars(one).values() for one in costs), strict=True)))


def table(results: list[BuildMeasurement]) -> str:
    """Return the measurements as a Markdown table; the goals stand at our cold builds."""
    lines = [
        f"| сайт | вопросов | чем собран | ЦП, с | по часам, с | память, МиБ | ЦП к {STOCK} | по часам к нему"
        " | память к нему | сайт, МиБ |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in results:
        start = f"| {one.site} | {one.questions} | {one.generator} |"
        if one.missing:
            lines.append(f"{start} нет: {one.missing.replace('|', '/')[:200]} | | | | | | |")
            continue
        ratios = [f"×{getattr(one.ratio, name):.2f}{_goal(one, name)}" for name in ("cpu", "wall", "memory")]
        figures = f"{one.cost.cpu:.2f} | {one.cost.wall:.2f} | {one.cost.memory:.0f}"
        lines.append(f"{start} {figures} | {' | '.join(ratios)} | {one.output / 2**20:.1f} |".replace(".", ","))
    return "\n".join(lines)


def _goal(one: BuildMeasurement, name: str) -> str:
    return f" (≤ {getattr(GOALS, name)})" if one.generator == COLD else ""


def growth(results: list[BuildMeasurement]) -> str:
    """Say how the cost of our cold builds grows with the generated sites; nothing where there is one of them."""
    ours = [one for one in results if one.generator == COLD and one.site != REAL]
    lines = []
    for less, more in itertools.pairwise(ours):
        times = [more.questions / less.questions, more.cost.cpu / less.cost.cpu, more.cost.memory / less.cost.memory]
        figures = "вопросов ×{:.1f}, ЦП ×{:.1f}, память ×{:.1f}".format(*times).replace(".", ",")
        index = f"начало поиска {less.index / 1024:.0f} → {more.index / 1024:.0f} КиБ gzip"
        lines.append(f"- {less.questions} → {more.questions}: {figures}; {index}")
    return "\n".join(["Рост холодной сборки:", "", *lines]) if lines else ""
