"""Markdown that means something else than it looks like.

rumdl finds the general mistakes; of its rules those are on that had no false alarm on our pages, and
each has a message of ours. What Python-Markdown alone stumbles over is found here and in `shown.py`,
which asks Python-Markdown itself.
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

from hooks import cache
from hooks.checks.markdown import shown
from hooks.checks.page.prose import INVISIBLE, Text, step

RULES = {
    "MD009": "пробелы в конце строки; уберите их",
    "MD011": "скобки ссылки перепутаны; пишите [текст](адрес)",
    "MD012": "лишние пустые строки; оставьте одну",
    "MD018": "после решётки заголовка нужен пробел: «## Название»",
    "MD022": "вокруг заголовка нужны пустые строки",
    "MD034": "адрес без ссылки; пишите [текст](https://…) или <https://…>",
    "MD037": "пробелы внутри выделения, оно не сработает; пишите **слово**",
    "MD039": "пробелы внутри текста ссылки; пишите [текст](адрес)",
    "MD042": "ссылка никуда не ведёт; впишите адрес",
    "MD045": "у картинки нет описания для тех, кто её не видит; пишите ![описание](файл)",
    "MD047": "файл должен кончаться одним переводом строки",
    "MD052": "у ссылки нет адреса; допишите внизу «[имя]: адрес» или пишите [текст](адрес)",
    "MD056": "в строке таблицы другое число ячеек, чем в её шапке",
}
"""Rule of rumdl -> what we say; rumdl's own messages are English and say less."""

_ITEM = re.compile(r"(?:[-*+]|\d+\.)[ \t]+\S")
_BLANKS = "строки из одних пробелов, эта первая; уберите их: python3 -m scripts.check --fix"
_MARKUP = re.compile(r"`|\*\*|\]\(|\{[#.:]")
_INVISIBLE = re.compile(f"[{INVISIBLE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class LintError(Exception):
    """rumdl could not be run; the message says why."""


def find(texts: list[Text], docs_dir: Path) -> Iterator[tuple[Text, int, str]]:
    """Yield what is wrong as (page, number of the line, message).

    Raises:
        LintError: when rumdl cannot be run.
    """
    lines = set()
    # No `text` is left over from here: an error of rumdl would be told of the last page.
    for one in texts:
        for line, message in _traps(one):
            lines.add((one, line))
            yield one, line, message
    by_path = {str(_path(text, docs_dir)): text for text in texts}
    for path, line, rule in _rumdl(tuple((path, text.content) for path, text in by_path.items())):
        text = by_path[path]
        # Of a line that has a trap the rest would only be an echo of it.
        if (text, line) in lines:
            continue
        if rule == "MD009" and not text.lines[line - 1].strip():
            # They come by the dozen, and one command removes them all.
            rule, blank = _BLANKS, (text, 0)
            if blank in lines:
                continue
            lines.add(blank)
        yield text, line, RULES.get(rule, rule)


def _path(text: Text, docs_dir: Path) -> Path:
    return (docs_dir if text.source.startswith("docs/") else docs_dir.parent).resolve() / text.page


@lru_cache(maxsize=8)
def _rumdl(pages: tuple[tuple[str, str], ...]) -> tuple[tuple[str, int, str], ...]:
    """Run rumdl over pages as (path, content), those that it has not seen before; return (path, line, rule)."""

    def find(unknown: list[str]) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {path: [] for path in unknown}
        for path, line, rule in _run([(path, contents[path]) for path in unknown]):
            found[path].append((line, rule))
        return found

    contents = dict(pages)
    known = cache.results.remember_all("rumdl", contents, find) if pages else {}
    return tuple((path, line, rule) for path, found in known.items() for line, rule in found)


def _run(pages: list[tuple[str, str]]) -> Iterator[tuple[str, int, str]]:
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


def _traps(text: Text) -> tuple[tuple[int, str], ...]:
    def find() -> list[tuple[int, str]]:
        return list(dict.fromkeys(_find_traps(text)))

    found = text.remember("traps", None, find)
    return tuple((line, message) for line, message in found)


def _find_traps(text: Text) -> Iterator[tuple[int, str]]:
    yield from ((trap.line, trap.text) for trap in shown.find(text))
    yield from _steps(text)
    for number, line in text.front_matter_texts:
        if found := _MARKUP.search(line):
            yield number, f"в шапке разметка не работает: «{found[0]}»; уберите её"
    for number, line in enumerate(text.lines, 1):
        if found := _INVISIBLE.search(line):
            yield number, f"невидимый знак U+{ord(found[0]):04X}; удалите его"


def _steps(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the lines that stand between two steps of four spaces, neighbours once."""
    before, was_odd = "", False
    for number, line in enumerate(text.body.split("\n"), 1):
        width, is_item = step(line), bool(_ITEM.match(line.lstrip()))
        is_odd = bool(line.strip()) and width % 4 > 0 and (is_item or not before.strip())
        if is_odd and not was_odd:
            what = "вложенный пункт сдвинут" if is_item else "абзац сдвинут"
            yield number, f"{what} на {width} пробелов; сдвиг должен делиться на четыре"
        was_odd = is_odd or (was_odd and (is_item or not line.strip() or width % 4 > 0))
        before = line
    for fence in text.fences:
        if fence.indent % 4:
            yield fence.line, f"блок кода сдвинут на {fence.indent} пробелов; сдвиг должен делиться на четыре"
