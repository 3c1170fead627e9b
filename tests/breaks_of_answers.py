"""Ways to break the model answers of a page of the second edition, each with its one message; fills BREAKS."""

from __future__ import annotations

import re
from pathlib import Path

from hooks.bank.kinds import KINDS
from scripts.tools.question_skeleton import skeleton
from tests.breaking import replace
from tests.breaks import BREAKS

_HEAD = "---\ntitle: Срезы\ndescription: О срезах.\nchecked: 2026-11-23\nversions: {Python: '3.14'}\n---\n\n# Срезы\n\n"
_SOURCE = "[Раз](https://docs.python.org/3/)"
_REPAIR = "сократите или перенесите лишнее ниже"
_NO_EXCUSE = "исключение не действует; пишите <!-- длиннее: причина --> внутри модельного ответа"
_REASON = "<!-- длиннее: три части -->"


def _add(root: Path, page: str) -> Path:
    """Write a whole page with one question, and where it belongs; return its path."""
    path = root / "docs" / page
    folder = page.partition("/")[0]
    text = skeleton(KINDS[folder], title="Срезы", id="slices", level="any", tags=("collections",))
    lines = [line.partition("ДОПИСАТЬ")[0] + "Слово." * ("ДОПИСАТЬ" in line) for line in text.split("\n")]
    asked = '"Дополнительные вопросы"\n\n    - '
    lines = "\n".join(lines).replace(f"{asked}Слово.", f"{asked}**Слово?** Слово.").split("\n")
    head, quote, sources = "\n".join(lines).partition('"Источники"')
    path.write_text(_HEAD + head + quote + sources.replace("Слово.", _SOURCE) + "\n", encoding="utf-8")
    nav = re.search(rf"(?m)^ +- {folder}/(?!index).*\n", (root / "mkdocs.yml").read_text(encoding="utf-8"))[0]
    replace(root / "mkdocs.yml", nav, nav + re.sub(r"- .*", f"- {page}", nav))
    with (root / "docs/addresses.txt").open("a", encoding="utf-8") as addresses:
        addresses.write(f"{page}\n{page}#slices\n")
    return path


def _breaking(page: str, old: str, new: str, below: int, message: str):
    def break_page(root: Path) -> str:
        line = replace(_add(root, page), old, new)
        return f"docs/{page}:{line + below}: {message}"

    return break_page


_TECHNICAL, _BEHAVIOURAL = "junior/slices.md", "soft-skills/slices.md"
_OPENING, _DETAILS = "    **Коротко.** Слово.\n", "    **Подробно.** Слово.\n"
_POINTS = "список из пунктов **Проверяют:**, **Скажите:**, **Не говорите:**, в этом порядке; исправьте"
# name: (page, what is replaced, what with, how far below it the message stands, message)
_EDITS = {
    "short answer over its limit": (
        *(_TECHNICAL, _OPENING, "    **Коротко.**" + " Два слова." * 42 + "\n", 0),
        f"«Коротко» — 461 знаков при пределе 450; {_REPAIR}",
    ),
    "empty short answer": (
        *(_TECHNICAL, _OPENING, "    **Коротко.**\n", 0),
        "«Коротко» пусто; ответьте одним-четырьмя предложениями",
    ),
    "five points in a short answer": (
        *(_TECHNICAL, _OPENING, _OPENING + "\n" + "    - Слово.\n" * 5, 6),
        f"в «Коротко» пунктов 5 при пределе 4; {_REPAIR}",
    ),
    "five lines of code in a short answer": (
        *(_TECHNICAL, _OPENING, _OPENING + "\n    ```python\n" + "    1\n" * 5 + "    ```\n", 2),
        f"в «Коротко» строк кода 5 при пределе 4; {_REPAIR}",
    ),
    "table in a short answer": (
        *(_TECHNICAL, _OPENING, _OPENING + "\n    | а | б |\n    |---|---|\n    | в | г |\n", 2),
        "в «Коротко» — только абзац, список и код; остальное перенесите ниже",
    ),
    "long details": (
        *(_TECHNICAL, _DETAILS, "    **Подробно.**" + " Два слова." * 180 + "\n", 0),
        "ответ ниже «Коротко» — слов 361 при пределе 350, без кода и таблиц;"
        " сократите или перенесите в дополнительные вопросы",
    ),
    "short answer without one of its points": (
        *(_BEHAVIOURAL, "    - **Скажите:** Слово.\n", "", -3),
        f"«Коротко» здесь — {_POINTS}",
    ),
    "length with no reason": (
        *(_TECHNICAL, _DETAILS, f"{_DETAILS}\n    <!-- длиннее -->\n", 2),
        _NO_EXCUSE,
    ),
    "follow-up that asks nothing": (
        *(
            _TECHNICAL,
            '"Дополнительные вопросы"\n\n    - **Слово?** Слово.\n',
            '"Дополнительные вопросы"\n\n    - **Раз?** Да.\n    - Два.\n',
            3,
        ),
        "пункт «Дополнительные вопросы» начинается не с вопроса; пишите: - **Вопрос?** Ответ.",
    ),
    "follow-ups without a question": (
        *(
            _TECHNICAL,
            '"Дополнительные вопросы"\n\n    - **Слово?** Слово.\n',
            '"Дополнительные вопросы"\n\n    Слово.\n',
            0,
        ),
        "в «Дополнительные вопросы» нет вопросов; напишите список: - **Вопрос?** Ответ.",
    ),
    "level that is lacking among the signals": (
        *(_TECHNICAL, "    - **Middle:** Слово.\n", "", -3),
        "«Что проверяет интервьюер» — список из пунктов **Junior:**, **Middle:**, **Сильный кандидат:**,"
        " в этом порядке; исправьте",
    ),
    "reason for length in another block": (
        *(_TECHNICAL, '"Типичные ошибки"\n', f'"Типичные ошибки"\n\n    {_REASON}\n', 2),
        _NO_EXCUSE,
    ),
    "reason for length where nothing is long": (
        *(_TECHNICAL, _DETAILS, f"{_DETAILS}\n    {_REASON}\n", 2),
        "ничто здесь не длиннее предела; удалите комментарий «длиннее»",
    ),
}
BREAKS |= {name: _breaking(*edit) for name, edit in _EDITS.items()}
