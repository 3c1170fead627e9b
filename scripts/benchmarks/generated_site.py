"""Sites to measure: copies of the real one, and generated ones of any number of questions."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from scripts.tools import environment

PER_PAGE = 6
PER_SECTION = 10
"""Pages of one section of the navigation. In a flat one each page would list all others, and no growth be linear."""
INDEXES = {
    "index.md": "section_list()",
    "junior/index.md": 'question_list("junior")',
    "middle/index.md": 'question_list("middle")',
    "any-level.md": 'question_list("any")',
    "tags.md": "tag_index()",
    "evening-before.md": "question_checklist()",
}
"""Index pages of a generated site -> the macro on each."""


def copy_real(folder: Path) -> Path:
    """Copy the real site with what builds and serves it, so that its pages may be edited; return its settings.

    Its environment is a link to ours, its cache is empty.
    """
    root = environment.ROOT
    for name in ("docs", "hooks", "overrides", "scripts"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in root.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, folder)
    (folder / environment.VENV.name).symlink_to(environment.VENV, target_is_directory=True)
    return folder / "mkdocs.yml"


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
    pages: dict[str, list[str]] = {"junior": [], "middle": []}
    for number in range(0, size, PER_PAGE):
        # Half of the pages to each level, as their indexes are long and grow with it.
        level = "junior" if number % (2 * PER_PAGE) else "middle"
        page = f"{level}/page-{number}.md"
        texts = (_copy(questions[n % len(questions)], n) for n in range(number, min(number + PER_PAGE, size)))
        _write(folder / "docs" / page, _head(f"Раздел {number}") + "\n".join(texts))
        pages[level].append(page)
    for name, macro in INDEXES.items():
        _write(folder / "docs" / name, f"---\nrender_macros: true\n---\n\n# Указатель\n\n{{= {macro} =}}\n")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    nav = json.dumps(_navigation(pages), ensure_ascii=False)
    _write(folder / "mkdocs.yml", re.sub(r"^nav:\n(?: .*\n)+", f"nav: {nav}\n", config, flags=re.MULTILINE))
    return folder / "mkdocs.yml"


def _navigation(pages: dict[str, list[str]]) -> list:
    """Return the navigation: a tab for each level, the pages of each in sections, as on the real site."""
    others = [name for name in INDEXES if "/" not in name]
    tabs = [
        {
            level.title(): [
                f"{level}/index.md",
                *(
                    {f"Часть {first // PER_SECTION + 1}": every[first : first + PER_SECTION]}
                    for first in range(0, len(every), PER_SECTION)
                ),
            ]
        }
        for level, every in pages.items()
    ]
    return [others[0], *tabs, *others[1:], "contributing.md"]


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
    technical = dict.fromkeys(question.page for question in bank.questions if question.kind == "technical")
    for page in technical:
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
