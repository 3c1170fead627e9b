"""Markdown that means something else than it looks like.

rumdl finds the general mistakes; of its rules those are on that had no false alarm on our pages, and
each has a message of ours. What Python-Markdown alone stumbles over (it is stricter than CommonMark
about lists) is found here.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .prose import INVISIBLE, Text

RULES = {
    "MD009": "пробелы в конце строки; уберите их",
    "MD011": "скобки ссылки перепутаны; пишите [текст](адрес)",
    "MD012": "лишние пустые строки; оставьте одну",
    "MD018": "после решётки заголовка нужен пробел: «## Название»",
    "MD022": "вокруг заголовка нужны пустые строки",
    "MD034": "адрес без ссылки; пишите [текст](адрес) или <адрес>",
    "MD037": "пробелы внутри выделения, оно не сработает; пишите **слово**",
    "MD039": "пробелы внутри текста ссылки; пишите [текст](адрес)",
    "MD042": "ссылка никуда не ведёт; впишите адрес",
    "MD045": "у картинки нет описания для тех, кто её не видит; пишите ![описание](файл)",
    "MD047": "файл должен кончаться одним переводом строки",
    "MD052": "у ссылки нет адреса; допишите внизу «[имя]: адрес» или пишите [текст](адрес)",
    "MD056": "в строке таблицы другое число ячеек, чем в её шапке",
    "MD058": "вокруг таблицы нужны пустые строки",
    "MD066": "у сноски нет текста; допишите внизу «[^имя]: текст»",
    "MD075": "у таблицы нет шапки; вторая строка таблицы — |---|---|",
}
"""Rule of rumdl -> what we say; rumdl's own messages are English and say less."""

_ITEM = re.compile(r"^(?P<indent> *)(?:[-*+]|\d+\.) +\S")
_INVISIBLE = re.compile(f"[{INVISIBLE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class LintError(Exception):
    """rumdl could not be run; the message says why."""


def find(texts: list[Text], docs_dir: Path) -> Iterator[tuple[Text, int, str]]:
    """Yield what is wrong as (page, number of the line, message).

    Raises:
        LintError: when rumdl cannot be run.
    """
    by_path = {str(_path(text, docs_dir)): text for text in texts}
    for path, line, rule in _rumdl(tuple((path, text.content) for path, text in by_path.items())):
        yield by_path[path], line, RULES[rule]
    for text in texts:
        for line, message in _find_traps(text):
            yield text, line, message


def _path(text: Text, docs_dir: Path) -> Path:
    return (docs_dir if text.source.startswith("docs/") else docs_dir.parent).resolve() / text.page


@lru_cache(maxsize=8)
def _rumdl(pages: tuple[tuple[str, str], ...]) -> tuple[tuple[str, int, str], ...]:
    """Run rumdl over pages as (path, content); return (path, line, rule)."""
    if not pages:
        return ()
    # Beside the interpreter first: that is where the lock put it, and PATH may hold another.
    program = shutil.which("rumdl", path=str(Path(sys.executable).parent)) or shutil.which("rumdl")
    if program is None:
        raise LintError("нет программы rumdl; удалите папку .venv и запустите ещё раз")
    options = ["--no-config", "--no-cache", "--flavor", "mkdocs", "--output-format", "json", "--fail-on", "never"]
    result = subprocess.run(  # noqa: S603 (our own tool, pages go through its input)
        [program, "check", "--stdin-batch", *options, "--enable", ",".join(RULES)],
        input="".join(f"{path}\0{content}\0" for path, content in pages if "\0" not in content),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    try:
        found = json.loads(result.stdout)
    except ValueError:
        raise LintError(f"rumdl не справился: {result.stderr.strip() or result.stdout.strip()}") from None
    # What lies below the working directory is named relative to it.
    return tuple((str(Path(one["file"]).resolve()), one["line"], one["rule"]) for one in found)


def _find_traps(text: Text) -> Iterator[tuple[int, str]]:
    runs = sorted(number for number in text.indented_code if number - 1 not in text.indented_code)
    for number in runs:
        yield number, "текст со сдвигом стал кодом; уберите лишние пробелы или поставьте вокруг кода строки ```"
    before = ""
    for number, line in enumerate(text.body.split("\n"), 1):
        item = _ITEM.match(line)
        if item and len(item["indent"]) % 4:
            yield number, f"вложенный пункт сдвинут на {len(item['indent'])} пробелов; сдвиг должен делиться на четыре"
        elif item and _is_end_of_paragraph(before) and len(before) - len(before.lstrip()) == len(item["indent"]):
            yield number, "перед списком нужна пустая строка; иначе он сольётся с абзацем"
        before = line
    for number, line in enumerate(text.lines, 1):
        if found := _INVISIBLE.search(line):
            yield number, f"невидимый знак U+{ord(found[0]):04X}; удалите его"


def _is_end_of_paragraph(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not _ITEM.match(line) and not stripped.startswith(("|", "#", "<!--", "???", "!!!", ">"))
