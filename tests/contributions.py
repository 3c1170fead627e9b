"""What contributors bring, put into a copy of the repository: no test may depend on what the bank holds today.

`python3 -m scripts.test --contributed` runs every test on such a copy; the week's own workflow does so.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from hooks.bank.load import load_bank
from hooks.bank.records import Question
from scripts.tools import repairs
from tests.breaking import cut_question, replace
from tests.clones import git, make_repository

PAGE, SECTION = "junior/python-basics.md", "junior/slicing.md"
TAG = '    slicing: {title: Срезы, about: "Часть последовательности."}\n'
HEAD = """---
title: Срезы
description: Вопросы о срезах с ответами и примерами.
checked: 2026-11-23
versions: {Python: "3.14"}
---

# Срезы

О срезах отдельно.

"""
QUESTION = """## {title} {{ #{id} .junior .slicing }}

Что вернёт срез, если число {number} больше длины списка?

??? success "Модельный ответ"

    **Коротко.** Пустой список: срез за концом списка ошибкой не считается.

    **Подробно.** Границы среза [приводятся](https://docs.python.org/3/library/stdtypes.html) к длине списка.

    ```python
    print([1, 2, 3][{number}:])
    ```

    ```text title="Вывод"
    []
    ```

??? failure "Типичные ошибки"

    - **«Будет `IndexError`».** Ошибка бывает у индекса, у среза — нет.

??? question "Дополнительные вопросы"

    - **Копируются ли элементы?** Нет, только ссылки на них.

??? info "Что проверяет интервьюер"

    - **Junior:** знает, что срез не бывает ошибкой.
    - **Middle:** помнит о копии ссылок.
    - **Сильный кандидат:** называет `slice.indices`.

??? quote "Источники"

    - [Общие операции последовательностей](https://docs.python.org/3/library/stdtypes.html)
"""


def contribute(root: Path) -> None:
    """Bring a question, a topic, a section and a correction; take one question away and move another."""
    docs = root / "docs"
    replace(root / "mkdocs.yml", "  topics:\n", f"  topics:\n{TAG}")
    replace(root / "mkdocs.yml", f"      - {PAGE}\n", f"      - {PAGE}\n      - {SECTION}\n")
    first = QUESTION.format(title="Срез за концом", id="slice-out-of-range", number=5)
    replace(docs / PAGE, "## ", f"{first}\n## ")
    _date_back(docs / PAGE)
    second = QUESTION.format(title="Срез далеко за концом", id="slice-far-out", number=50)
    (docs / SECTION).write_text(HEAD + second, encoding="utf-8")
    questions = [one for one in load_bank(docs).questions if _stands_alone(one, docs)]
    _remove(next(one for one in questions if one.level == "middle"), root)
    moved = next(one for one in questions if one.kind == "employer" and one.page != "employer/role.md")
    target = docs / "employer/role.md"
    target.write_text(f"{target.read_text('utf-8')}\n{cut_question(docs / moved.page, moved.id)}", encoding="utf-8")
    _lead(root, moved, f"employer/role.md#{moved.id}")
    list(repairs.repair(docs))


def _date_back(page: Path) -> None:
    """Change the date of a page, as a correction does."""
    text = page.read_text(encoding="utf-8")
    day = datetime.date.fromisoformat(re.search(r"(?m)^checked: (\S+)$", text)[1])
    replace(page, f"checked: {day}", f"checked: {day - datetime.timedelta(days=1)}")


def _stands_alone(question: Question, docs: Path) -> bool:
    """Tell whether nobody links to a question, it links to no neighbour, and its page has others."""
    pages = {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in docs.rglob("*.md")}
    links = sum(text.count(f"#{question.id})") for text in pages.values())
    inside = any("](#" in block.body for block in question.blocks)
    return not links and not inside and pages[question.page].count("\n## ") > 1


def _remove(question: Question, root: Path) -> None:
    """Take a question away with all that is there for it: its address leads to its page."""
    cut_question(root / "docs" / question.page, question.id)
    _lead(root, question, question.page)
    seed = root / "tests/data/questions-seed.txt"
    start = " ".join(question.prompt.split()[:3])
    items = re.split(r"(?m)^(?=- )", seed.read_text(encoding="utf-8"))
    seed.write_text("".join(item for item in items if start not in " ".join(item.split())), encoding="utf-8")
    asked = root / "docs/asked.txt"
    lines = asked.read_text(encoding="utf-8").splitlines(keepends=True)
    asked.write_text("".join(line for line in lines if not line.startswith(f"{question.id} | ")), encoding="utf-8")
    for path in (root / "tests/data").glob("search-queries*.tsv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not _asks_for(line, question.id)), encoding="utf-8")


def _asks_for(line: str, id: str) -> bool:
    return id in line.rpartition("\t")[2].strip().replace(" ", "").split(",")


def _lead(root: Path, question: Question, target: str) -> None:
    old = f"{question.page}#{question.id}\n"
    replace(root / "docs/addresses.txt", old, f"{old.strip()} -> {target}\n")


def make_copy(folder: Path) -> Path:
    """Make a repository with contributions, committed; return its root."""
    root = make_repository(folder)
    if (root / "docs" / SECTION).exists():
        return root  # the tests run in such a copy already
    contribute(root)
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "Вклад")
    return root
