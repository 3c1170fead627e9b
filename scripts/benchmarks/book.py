"""Books of the real site and of generated ones: time and memory of printing alone."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks import Report, timing
from scripts.benchmarks.generated_site import generate
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
    return environment.ROOT / "mkdocs.yml" if size <= REAL else generate(folder, size)


def _build(config: Path, site: Path) -> None:
    command = mkdocs("build", "--quiet", "--config-file", str(config), "--site-dir", str(site))
    done = subprocess.run(
        command, cwd=environment.ROOT, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        raise running.SetupError(f"Сайт не собрался:\n{done.stdout.decode(errors='replace')[-2000:]}")


def _print(name: str, site: Path, *options: str) -> BookMeasurement:
    output = site / "pdf"
    command = [environment.python(), "-m", "scripts.build_pdf", "--anew", "--site-dir", site, "--output", output]
    cost = timing.cost([*command, *options], environment.ROOT)
    files = [output / WHOLE] if options else sorted(output.iterdir())
    return BookMeasurement(
        name=name,
        questions=len(json.loads((site / "questions.json").read_text(encoding="utf-8"))["questions"]),
        pages=sum(map(_pages, files)),
        wall=cost.wall,
        cpu=cost.cpu,
        memory=cost.memory,
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
