"""Small sites for tests: the real settings, hooks and templates around a few pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from hooks.checks.page import book_letters
from scripts.tools.environment import ROOT

REAL_PAGE = "junior/python-basics.md"
FIRST = "list-vs-tuple"
"""The question of that page which tests break."""
HOME = "---\nrender_macros: true\n---\n\n# Дом\n\nЗдесь {= question_count() =}.\n\n{= section_list() =}\n"
INDEX = "---\nrender_macros: true\n---\n\n# {title}\n\n{macro}\n"


def real_page(page: str = REAL_PAGE) -> str:
    """Return the text of a page of the real site; on the one that tests break, their question stands first."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    if page != REAL_PAGE:
        return text
    head, *questions = re.split(r"(?m)^(?=## )", text)
    return head + "".join(sorted((f"{one.rstrip()}\n\n" for one in questions), key=_is_not_first)).rstrip() + "\n"


def _is_not_first(question: str) -> bool:
    return f"{{ #{FIRST} " not in question.partition("\n")[0]


def make_site(folder: Path, pages: dict[str, str | bytes], nav: list[str] | None = None) -> Path:
    """Write a site with the real settings and return its folder.

    Args:
        folder: where to write; it is made.
        pages: path inside `docs/` -> text or bytes of the page; home and indexes are added.
        nav: pages of the navigation in order; all of them where it is not given.
    """
    every = {
        "index.md": HOME,
        "junior/index.md": INDEX.format(title="Junior", macro='{= question_list("junior") =}'),
        "middle/index.md": INDEX.format(title="Middle", macro='{= question_list("middle") =}'),
        "any-level.md": INDEX.format(title="Любой уровень", macro='{= question_list("any") =}'),
        "tags.md": INDEX.format(title="Темы", macro="{= tag_index() =}"),
    } | pages
    for name, text in every.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    icon = folder / "docs/assets/favicon.svg"
    icon.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "docs/assets/favicon.svg", icon)
    shutil.copy(ROOT / "docs/questions.schema.json", folder / "docs")
    for name in ("stylesheets", "javascripts"):
        shutil.copytree(ROOT / "docs/assets" / name, icon.parent / name, dirs_exist_ok=True)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    # JSON is YAML: the list needs no other writer.
    entries = json.dumps([*(nav if nav is not None else every), "contributing.md"])
    config, replaced = re.subn(r"^nav:\n(?: .*\n)+", f"nav: {entries}\n", config, flags=re.MULTILINE)
    assert replaced == 1
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "CONTRIBUTING.md").write_text("# Как помочь\n", encoding="utf-8")
    fonts = folder / "scripts/book/fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for name in book_letters.PLAIN_FONTS:
        shutil.copy(book_letters.FONTS / name, fonts)
    for name in ("hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def build(folder: Path, *options: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Build a small site strictly into its `site/`; the output holds what MkDocs said."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *options],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def check(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `scripts.check` on a small site as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.check", str(folder / "docs")],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"} | environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def question(number: int = 1, level: str = "junior", tags: str = ".collections") -> str:
    """Return a question that has everything a technical one needs."""
    return f"""## Вопрос {number} {{ #question-{number} .{level} {tags} }}

Что такое вопрос {number}?

??? success "Модельный ответ"

    **Коротко.** Короткий ответ {number}.

    **Подробно.** Подробный ответ.

??? failure "Типичные ошибки"

    - **«Неверно».** Верно.

??? question "Дополнительные вопросы"

    - **А ещё?** Ещё.

??? info "Что проверяет интервьюер"

    - **Junior:** знает; понимает.
    - **Middle:** объясняет.
    - **Сильный кандидат:** сомневается.

??? quote "Источники"

    - [Глоссарий](https://docs.python.org/3/glossary.html)
"""


def page(*questions: str, title: str = "Раздел") -> str:
    """Return a page of questions with its front matter."""
    head = f'---\ntitle: {title}\ndescription: Пример.\nchecked: 2026-11-23\nversions: {{Python: "3.14"}}\n---\n'
    return "\n".join([head, f"# {title}", "", *questions])
