"""Breaks of the list of what is asked at interviews, each with its one message (test_every_message.py)."""

from __future__ import annotations

from pathlib import Path

from tests.breaking import Break
from tests.breaks import BREAKS

NAME = "docs/asked.txt"
FORM = (
    "строка непонятна; пишите «id | источник | вопрос», «id | источник 10% | вопрос»"
    " или «источник = название | https://… | чем хорош и чем плох»"
)


def _with_line(entry: str, message: str) -> Break:
    def break_list(root: Path) -> str:
        path = root / NAME
        content = path.read_text(encoding="utf-8").rstrip("\n") + f"\n{entry}\n"
        path.write_text(content, encoding="utf-8")
        return f"{NAME}:{content.count(chr(10))}: {message}"

    return break_list


def _line_of(root: Path, start: str) -> int:
    lines = (root / NAME).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def _twice(root: Path) -> str:
    first = _line_of(root, "gil | hexlet")
    text = f"об этом вопросе источник «hexlet» уже назван в строке {first}; оставьте одну"
    return _with_line("gil | hexlet | GIL", text)(root)


BREAKS.update(
    {
        "evidence without a source": _with_line("gil | Что такое GIL", FORM),
        "evidence with a grade in place of a share": _with_line("gil | hexlet часто | GIL", FORM),
        "source with an address that is none": _with_line("mine = Мой список | javascript:1 | Хорош всем", FORM),
        "evidence of a source that is not described": _with_line(
            "gil | mine | GIL", "источник «mine» выше не описан; опишите его строкой «mine = …»"
        ),
        "evidence about a question that is not there": _with_line(
            "gill | hexlet | GIL", "вопроса «gill» нет; исправьте id или удалите все его строки"
        ),
        "evidence that stands twice": _twice,
    }
)


def _in_another_encoding(root: Path) -> str:
    (root / NAME).write_bytes("# a\nслово".encode("cp1251"))
    return f"{NAME}:2: файл не в UTF-8; сохраните его в этой кодировке"


BREAKS["list of what is asked in another encoding"] = _in_another_encoding
