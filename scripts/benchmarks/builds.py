"""Builds of the real site and of generated ones."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks import Report
from scripts.tools import environment, running
from scripts.tools.mkdocs_command import environ
from scripts.tools.progress import Progress

TITLE = "Сборка"
SIZES = (120, 1200, 6000)
PER_PAGE = 6
INDEXES = {
    "index.md": "section_list()",
    "junior/index.md": 'question_list("junior")',
    "middle/index.md": 'question_list("middle")',
    "any-level.md": 'question_list("any")',
    "tags.md": "tag_index()",
    "evening-before.md": "question_checklist()",
}
"""Index pages of a generated site -> the macro on each."""
POLL = 0.05
"""Seconds between two looks at the memory of a build."""


@dataclass(frozen=True)
class BuildMeasurement:
    """One build: seconds, mebibytes, bytes."""

    name: str
    questions: int
    wall: float
    cpu: float
    hook: float
    memory: float
    """Peak resident memory of the build and its children, MiB."""
    output: int
    index: int
    """Size of the search index, bytes."""
    index_gzip: int


def measure(sizes: list[int]) -> Report:
    """Measure the real site and a generated one of each size.

    Raises:
        SetupError: when a site could not be built.
    """
    results = []
    with tempfile.TemporaryDirectory() as folder, Progress("Собираю сайты", len(sizes) + 1) as progress:
        results.append(_measure("настоящий", environment.ROOT / "mkdocs.yml", Path(folder, "real")))
        progress.step()
        for size in sizes:
            config = generate(Path(folder, f"site-{size}"), size)
            results.append(_measure(str(size), config, Path(folder, f"built-{size}")))
            progress.step()
    return Report(table(results), [vars(result) for result in results])


def generate(folder: Path, size: int) -> Path:
    """Write a site of `size` questions, made by repeating the real ones, and return its settings.

    The real questions, not invented ones: only so are length, code and links like those of the site.
    """
    root = environment.ROOT
    for name in ("hooks", "overrides", "docs/assets"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "CONTRIBUTING.md", folder)
    shutil.copy(root / "docs/questions.schema.json", folder / "docs")
    questions = _real_questions()
    pages = []
    for number in range(0, size, PER_PAGE):
        # Half of the pages to each level, as their indexes are long and grow with it.
        page = Path("junior" if number % (2 * PER_PAGE) else "middle", f"page-{number}.md")
        texts = (_copy(questions[n % len(questions)], n) for n in range(number, min(number + PER_PAGE, size)))
        _write(folder / "docs" / page, _head(f"Раздел {number}") + "\n".join(texts))
        pages.append(page.as_posix())
    for name, macro in INDEXES.items():
        _write(folder / "docs" / name, f"---\nrender_macros: true\n---\n\n# Указатель\n\n{{= {macro} =}}\n")
        pages.append(name)
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    nav = json.dumps([*pages, "contributing.md"])
    _write(folder / "mkdocs.yml", re.sub(r"^nav:\n(?: .*\n)+", f"nav: {nav}\n", config, flags=re.MULTILINE))
    return folder / "mkdocs.yml"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _head(title: str) -> str:
    keys = f'title: {title}\ndescription: Измерение.\nchecked: 2026-11-23\nversions: {{Python: "3.14"}}'
    return f"---\n{keys}\n---\n\n# {title}\n\n"


def _real_questions() -> list[str]:
    """Return the text of every technical question of the site, heading included."""
    from hooks.bank.load import load_bank

    texts = []
    bank = load_bank(environment.ROOT / "docs")
    for page in dict.fromkeys(question.page for question in bank.questions if question.kind == "technical"):
        lines = (environment.ROOT / "docs" / page).read_text(encoding="utf-8").split("\n")
        starts = [question.line - 1 for question in bank.questions if question.page == page]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            texts.append("\n".join(lines[start:end]))
    return texts


def _copy(question: str, number: int) -> str:
    """Return a question under an id of its own, its links to other pages made plain."""
    heading, _, body = question.partition("\n")
    heading = re.sub(r"\{ #(\S+)", rf"{{ #\1-{number}", heading)
    body = re.sub(r"!\[[^\[\]\n]*+\]\((?!https?:)[^()]*+\)(?:\{[^{}\n]*+\})?", "Рисунок.", body)
    return heading + "\n" + re.sub(r"\[([^\[\]]*+)\]\((?!https?:)[^()]*+\)", r"\1", body)


def _measure(name: str, config: Path, site: Path) -> BuildMeasurement:
    import psutil

    result = site.with_suffix(".json")
    log = site.with_suffix(".log")
    command = [environment.python(), "-m", "scripts.benchmarks.measured_build", config, site, result]
    with log.open("w", encoding="utf-8") as output:
        build = subprocess.Popen(command, cwd=environment.ROOT, env=environ(), stdout=output, stderr=subprocess.STDOUT)
        peak, process = 0, psutil.Process(build.pid)
        while build.poll() is None:
            peak = max(peak, resident(process))
            time.sleep(POLL)
    if build.returncode:
        raise running.SetupError(f"Сайт «{name}» не собрался:\n{log.read_bytes()[-2000:].decode(errors='replace')}")
    # What a first query of the search needs of the index whatever it asks for.
    index = (site / "search/core.js").read_bytes()
    questions = json.loads((site / "questions.json").read_text(encoding="utf-8"))["questions"]
    return BuildMeasurement(
        name=name,
        questions=len(questions),
        memory=peak / 2**20,
        output=sum(path.stat().st_size for path in site.rglob("*") if path.is_file()),
        index=len(index),
        index_gzip=len(gzip.compress(index)),
        **json.loads(result.read_text(encoding="utf-8")),
    )


def resident(process) -> int:
    """Return the resident memory of a process and its children, 0 when they have just ended."""
    import psutil

    try:
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0


def table(results: list[BuildMeasurement]) -> str:
    """Return the measurements as a Markdown table with the growth from size to size."""
    lines = [
        "| сайт | вопросов | по часам, с | ЦП, с | хук, с | доля хука | память, МиБ | сайт, МиБ"
        " | поиск, КиБ | поиск gzip, КиБ | рост времени / вопросов |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for number, one in enumerate(results):
        growth = "—"
        if number > 1:
            before = results[number - 1]
            growth = f"×{one.wall / before.wall:.1f} / ×{one.questions / before.questions:.1f}"
        lines.append(
            f"| {one.name} | {one.questions} | {one.wall:.2f} | {one.cpu:.2f} | {one.hook:.3f}"
            f" | {one.hook / one.wall:.1%} | {one.memory:.0f} | {one.output / 2**20:.1f}"
            f" | {one.index / 1024:.0f} | {one.index_gzip / 1024:.0f} | {growth} |".replace(".", ",")
        )
    return "\n".join(lines)
