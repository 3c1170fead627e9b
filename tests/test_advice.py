"""Who does what a message says ends at a page without mistakes: no advice leads in a circle."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hooks.bank.text import ODD_SPACES
from tests.markdown_breaks import PARAGRAPHS
from tests.sites import page, question
from tests.test_properties_pages import language, refused

STEPS = 6
"""As many messages one after another a mistake may need; two are usual."""
Lines = list[str]


def problems(lines: Lines) -> list[tuple[int, str]]:
    """Return what `check` says of a page."""
    text = "\n".join(lines)
    found = [(int(one.partition(": ")[0]), one.partition(": ")[2]) for one in refused(text)]
    return found or language(text)


_ODD = re.compile(r"[^\s|]*[*_{}$^~+\[\]\\&`:=<>()-]+[^\s|.]*")


def _in_backticks(lines: Lines, at: int, message: str) -> None:
    """Put backticks around the words from the first odd one to the last."""
    named = re.search(r"на сайте «(.+?)» ", message)
    odd = named[1].strip(".,:") if named else ""
    parts = re.split("(`[^`]+`)", lines[at])
    place = next(n for n in range(0, len(parts), 2) if (odd and odd in parts[n]) or _ODD.search(parts[n].strip(" -")))
    if not odd or odd not in parts[place]:
        strange = _ODD.findall(parts[place].strip().removeprefix("- "))
        odd = parts[place][parts[place].index(strange[0]) : parts[place].rindex(strange[-1]) + len(strange[-1])]
    parts[place] = parts[place].replace(odd, f"`{odd}`", 1)
    lines[at] = "".join(parts)


def _as_list(mark: str) -> Callable[[Lines, int, str], None]:
    def follow(lines: Lines, at: int, _message: str) -> None:
        start = at
        while lines[start - 1].strip():  # the first line of the paragraph
            start -= 1
        place, number = start, 1
        while lines[place].strip():
            text = re.sub(r"^(?:\d+[.)]|[-*+•–—:]|[а-я]\))?\s*(?:\[[ x]\] )?", "", lines[place].strip())
            lines[place] = f"    {mark.replace('1', str(number))} {text}"
            place, number = place + 1, number + 1

    return follow


def _by_four(lines: Lines, at: int, _message: str) -> None:
    """Shift a line, and those below that stand as deep, to the next step."""
    width = len(lines[at]) - len(lines[at].lstrip())
    while lines[at].strip() and len(lines[at]) - len(lines[at].lstrip()) >= width:
        lines[at] = " " * (4 - width % 4) + lines[at]
        at += 1


def _as_note(lines: Lines, at: int, _message: str) -> None:
    lines[at] = '    !!! note "Слово"'
    lines[at + 1 : at + 1] = [""]
    place = at + 2
    while lines[place].strip() or not lines[place - 1].strip():
        if lines[place].strip():
            lines[place] = "        " + lines[place].strip().removeprefix("> ")
        place += 1


def _edit(pattern: str, replacement: str) -> Callable[[Lines, int, str], None]:
    def follow(lines: Lines, at: int, _message: str) -> None:
        lines[at] = re.sub(pattern, replacement, lines[at])

    return follow


def _gap(lines: Lines, at: int, _message: str) -> None:
    lines[at:at] = [""]


def _gaps_of_code(lines: Lines, at: int, _message: str) -> None:
    end = next(n for n in range(at + 1, len(lines)) if lines[n].strip() == "```")
    lines[end + 1 : end + 1] = [""]
    lines[at:at] = [""]


def _to_the_left(lines: Lines, at: int, _message: str) -> None:
    while lines[at].strip():
        lines[at] = lines[at][4:]
        at += 1


def _out_of_quotation(lines: Lines, at: int, _message: str) -> None:
    while lines[at].strip():
        lines[at] = lines[at].replace("> ", "", 1)
        at += 1


def _deeper(lines: Lines, at: int, _message: str) -> None:
    place = next(n for n in range(at + 1, len(lines)) if lines[n].strip())
    lines[place] = "    " + lines[place]


def _right_number(lines: Lines, at: int, message: str) -> None:
    number = int(re.search(r"номер (\d+)", message)[1])
    while re.match(r" *\d+\.", lines[at]):
        lines[at] = re.sub(r"\d+", str(number), lines[at], count=1)
        at, number = at + 1, number + 1


def _delete_named(lines: Lines, at: int, message: str) -> None:
    named = re.search(r"«(.+?)»", message)
    lines[at] = lines[at].replace(f"{named[1]} ", "")


def _plain_spaces(lines: Lines, at: int, _message: str) -> None:
    while re.match(f"[{ODD_SPACES}]", lines[at].lstrip(" ")):
        lines[at] = re.sub(f"[{ODD_SPACES}]", " ", lines[at])
        at += 1


def _empty(lines: Lines, _at: int, _message: str) -> None:
    lines[:] = [line if line.strip() else "" for line in lines]


def _delete(lines: Lines, at: int, _message: str) -> None:
    del lines[at]


LINK = "[слово](https://docs.python.org/3/)"
ADVICE: tuple[tuple[str, Callable[[Lines, int, str], None]], ...] = (
    ("лишние пустые строки", _delete),
    ("строки из одних пробелов", _empty),
    ("замените их обычными", _plain_spaces),
    (
        "сеанс Python",
        lambda lines, at, _: lines.__setitem__(slice(at, at + 2), ["    ```pycon", *lines[at : at + 2], "    ```"]),
    ),
    ("заметки «", _edit(r"(!{3}|\?{3}\+?) [\w-]+", r"\1 note")),
    ("в коде таблицы", _edit(r"\\\|", "|")),
    ("строка сольётся со следующей", lambda lines, at, _: lines.insert(at + 1, "")),
    ("строка станет заголовком", _edit(r"#+ ?(.+)$", r"**\1**")),
    ("станет номером пункта", _edit(r"(\d+)\.", r"\1\\.")),
    ("получит на сайте номер", _right_number),
    ("перед списком нужна пустая строка", _gap),
    ("вокруг блока кода", _gaps_of_code),
    ("вынесите его из цитаты", _out_of_quotation),
    ("уберите лишние пробелы", _to_the_left),
    ("должен делиться на четыре", _by_four),
    ("заметка пуста", _deeper),
    ("названия в кавычках", _edit(r"!!! note.*", '!!! note "Слово"')),
    ('пишите !!! note "Название"', _as_note),
    ("пишите «- ", _as_list("-")),
    ("«- пункт»", _as_list("-")),
    ("«1. пункт»", _as_list("1.")),
    ("раскройте в скобках", _edit(r"\*\[(\w+)\]: (.*)", r"\1 (\2)")),
    ("одну под другой", _edit(r"=== \"(.*)\"", r"**\1**")),
    ("невидимый знак", _delete_named),
    ("зачёркивания", _edit("~~(.*?)~~", r"\1")),
    ("значка так не поставить", _edit(":[a-z]+:", "ура")),
    ("разделите абзацы пустой строкой", _edit(r"\\$", "\n")),
    ("выделения «==»", _edit("==(.*?)==", r"**\1**")),
    ("пробелы внутри выделения", _edit(r"\*\* ?(.*?) ?\*\*", r"**\1**")),
    ("выделяют звёздочками", _edit(r"_(\w+)", r"**\1**")),
    ("поставьте вторую", _edit(r"`(\w+)", r"`\1`")),
    ("закройте выделение", _edit(r"(?<=Это )(\*+)(\w+)", r"\1\2\1")),
    ("сносок здесь нет", _edit(r"\[\^1\]:?", "")),
    ("ссылка не сложилась", _edit(r"\[.*\)", LINK)),
    ("ссылки «[[…]]»", _edit(r"\[\[.*\]\]", LINK)),
    ("нет ссылки, её не будет", _edit(r"\[.*", LINK)),
    ("обратны", _in_backticks),
)
"""What a message says -> what its reader does; the first that fits."""


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_advice_followed_leads_to_a_page_without_mistakes(name):
    paragraphs = "\n".join(f"    {line}" if line else "" for line in PARAGRAPHS[name][0].split("\n"))
    whole = page(question(1).replace("Подробный ответ.", f"Подробный ответ.\n\n{paragraphs}"))
    lines, told = whole.split("\n"), []
    while found := problems(lines):
        number, message = found[0]
        told.append((message, lines[number - 1]))
        assert len(told) <= STEPS, told
        before = list(lines)
        follow = next((follow for part, follow in ADVICE if part in message), None)
        assert follow, message
        follow(lines, number - 1, message)
        lines = "\n".join(lines).split("\n")
        if lines == before:  # one of two ways does not fit: the other one
            _in_backticks(lines, number - 1, message)
        assert lines != before, told
    assert told
