"""Books of the real site and of generated ones: time and memory of printing alone."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks import Report, builds
from scripts.tools import environment, running, system_packages
from scripts.tools.mkdocs_command import environ, mkdocs
from scripts.tools.progress import Progress

TITLE = "Книги PDF"
SIZES = (77, 770)
REAL = 77
"""Up to this size the real site is measured: a generated one has technical questions only."""
WHOLE = "sobesednik.pdf"


@dataclass(frozen=True)
class BookMeasurement:
    """One printing: seconds, mebibytes, bytes."""

    name: str
    questions: int
    pages: int
    wall: float
    cpu: float
    memory: float
    """Peak resident memory of the script and its workers, MiB."""
    output: int


def measure(sizes: list[int]) -> Report:
    """Measure the whole book of a site of each size, and all the books of the real one.

    Raises:
        SetupError: when a site could not be built or a book could not be printed.
        MissingPackagesError: when the system lacks what prints them.
    """
    system_packages.ensure_pango()
    results = []
    with tempfile.TemporaryDirectory() as folder, Progress("Печатаю книги разных размеров", len(sizes)) as progress:
        for size in sizes:
            site = Path(folder, f"built-{size}")
            _build(_config(Path(folder, f"site-{size}"), size), site)
            results.append(_print("вся книга", site, "--only", WHOLE))
            if size <= REAL:
                results.append(_print("все книги", site))
            progress.step()
    return Report(_table(results), [vars(result) for result in results])


def _config(folder: Path, size: int) -> Path:
    return environment.ROOT / "mkdocs.yml" if size <= REAL else builds.generate(folder, size)


def _build(config: Path, site: Path) -> None:
    command = mkdocs("build", "--quiet", "--config-file", str(config), "--site-dir", str(site))
    done = subprocess.run(
        command, cwd=environment.ROOT, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        raise running.SetupError(f"Сайт не собрался:\n{done.stdout.decode(errors='replace')[-2000:]}")


def _print(name: str, site: Path, *options: str) -> BookMeasurement:
    import psutil

    output = site / "pdf"
    command = [environment.python(), "-m", "scripts.build_pdf", "--anew", "--site-dir", site, "--output", output]
    start, before = time.perf_counter(), os.times()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen([*command, *options], cwd=environment.ROOT, stdout=log, stderr=subprocess.STDOUT)
        peak, watched = 0, psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, builds.resident(watched))
            time.sleep(builds.POLL)
        if process.returncode:
            log.seek(0)
            raise running.SetupError(f"Книга не напечатана:\n{log.read()[-2000:]}")
    wall, after = time.perf_counter() - start, os.times()
    files = [output / WHOLE] if options else sorted(output.iterdir())
    return BookMeasurement(
        name=name,
        questions=len(json.loads((site / "questions.json").read_text(encoding="utf-8"))["questions"]),
        pages=sum(map(_pages, files)),
        wall=wall,
        cpu=sum(after[2:4]) - sum(before[2:4]),
        memory=peak / 2**20,
        output=sum(file.stat().st_size for file in files),
    )


def _pages(file: Path) -> int:
    import pikepdf

    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def _table(results: list[BookMeasurement]) -> str:
    lines = [
        "| книги | вопросов | страниц | по часам, с | ЦП, с | память, МиБ | размер, МиБ | на страницу, КиБ |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.name} | {one.questions} | {one.pages} | {one.wall:.1f} | {one.cpu:.1f} | {one.memory:.0f}"
        f" | {one.output / 2**20:.1f} | {one.output / 1024 / one.pages:.1f} |".replace(".", ",")
        for one in results
    ]
    return "\n".join(lines)
