"""Measure what must stay fast and small: `python3 -m scripts.bench`."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

from scripts.tools import environment, running, safe_write
from scripts.tools.command_line import Parser

PARTS = {
    "builds": "время и память сборки рядом с другими генераторами; как скоро виден сохранённый текст",
    "book": "время и память печати книг",
    "pages": "сколько стоит первый визит на каждую страницу",
    "lighthouse": "оценки Lighthouse",
    "hand": "сколько страница заставляет ждать руку на медленном телефоне",
    "search": "скорость поиска и что он загружает, рядом с поиском Material",
    "contribution": "время от git clone до проверенного нового вопроса",
}
"""Module in `scripts.benchmarks` -> what it measures."""


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "bench",
        "Измеряет сайт и печатает таблицы: " + "; ".join(f"{name} — {about}" for name, about in PARTS.items()) + ".",
    )
    result.options.add_argument(
        "--part", choices=PARTS, action="append", help="измерить только это; можно повторять (всё по очереди)"
    )
    result.options.add_argument(
        "--size", type=int, action="append", help="число вопросов; можно повторять (у каждой части свои)"
    )
    result.options.add_argument("--json", type=Path, help="записать измерения ещё и в этот файл")
    return result


def main(argv: list[str] | None = None) -> int:
    """Measure and print the tables; return 0, or 1 when something could not be measured."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    # Modules are compiled once on the machine of a writer, not at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    records = {}
    for name in arguments.part or PARTS:
        part = importlib.import_module(f"scripts.benchmarks.{name}")
        report = part.measure(arguments.size or list(part.SIZES))
        records[name] = report.records
        print(f"## {part.TITLE}\n\n{report.table}\n", flush=True)
    if arguments.json:
        safe_write.replace(arguments.json, json.dumps(records, ensure_ascii=False, indent=1).encode())
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
