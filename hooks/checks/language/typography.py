"""Russian typography of running text: dashes, quotation marks, spaces, alphabets.

Rules are Milchin's, «Справочник издателя и автора»: «ёлочки», inside them „лапки“, an em dash with
spaces between words. A rule that has one right repair carries it; `fixes.py` applies it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hooks.checks.page.prose import HIDDEN, Text

_WORDLIKE = rf"[А-Яа-яЁёA-Za-z»«„“)(\]\[*_%…{HIDDEN}]"
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LIST_MARK = re.compile(r"^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+|>[ \t]?|#+[ \t]+|\[[ xX]\][ \t]+)*")
_MIXED = re.compile(
    rf"(?<![\w{HIDDEN}])(?=[A-Za-z]*[А-Яа-яЁё])(?=[А-Яа-яЁё]*[A-Za-z])[A-Za-zА-Яа-яЁё]+(?![\w{HIDDEN}])"
)
_LATIN_TWINS = dict(zip("aceopxyABCEHKMOPTXY", "асеорхуАВСЕНКМОРТХУ", strict=True))
_CYRILLIC_TWINS = {cyrillic: latin for latin, cyrillic in _LATIN_TWINS.items()}


@dataclass(frozen=True)
class Mistake:
    """A mistake in a line: where, what is wrong and how it is repaired."""

    start: int
    text: str
    edits: tuple[tuple[int, int, str], ...] = ()
    """What repairs it, where only one thing can: (start, end, text to stand there)."""
    word: str = ""
    """The word that the dictionary does not know, where that is the mistake."""


@dataclass(frozen=True)
class _Rule:
    mark: re.Pattern
    """What every mistake of it has and few lines do: the others are not looked through for it."""
    pattern: re.Pattern
    message: Callable[[re.Match], str]
    repair: str | None


def _around(match: re.Match, size: int = 12) -> str:
    """Return a match with its neighbours, for a message: one sees at once which place is meant."""
    line = match.string
    start = line.rfind(" ", 0, max(0, match.start() - size)) + 1 if match.start() > size else 0
    end = line.find(" ", min(len(line), match.end() + size))
    return line[start : end if end > 0 else None].strip().replace(HIDDEN, "")


_RULES = (
    _Rule(
        re.compile("  "),
        re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])"),
        lambda match: f"лишние пробелы: «{_around(match)}»; оставьте один",
        " ",
    ),
    _Rule(
        re.compile(" [-–]"),
        re.compile(
            rf"(?<={_WORDLIKE}|[.,!?:;\d]) (?:--?|–) (?={_WORDLIKE})|(?<={_WORDLIKE}) (?:--?|–) (?={_WORDLIKE}|\d)"
        ),
        lambda match: f"дефис вместо тире: «{_around(match)}»; пишите « — »",
        " — ",
    ),
    _Rule(
        re.compile(r"\.{3}"),
        re.compile(r"(?<!\.)\.{3}(?![./\\])"),
        lambda match: f"три точки вместо многоточия: «{_around(match)}»; пишите «…»",
        "…",
    ),
    _Rule(
        re.compile(" [,.;:!?]"),
        re.compile(r"(?<=[А-Яа-яЁё»]) +(?=[,.;:!?](?:\s|$))"),
        lambda match: f"пробел перед знаком препинания: «{_around(match)}»; уберите его",
        "",
    ),
    _Rule(
        re.compile(",[А-Яа-яЁё]"),
        re.compile(r"(?<=[А-Яа-яЁё]),(?=[А-Яа-яЁё])"),
        lambda match: f"нет пробела после запятой: «{_around(match)}»; поставьте его",
        ", ",
    ),
    _Rule(
        re.compile("[А-Яа-яЁё] +[А-Яа-яЁё]"),
        re.compile(rf"(?<![\w{HIDDEN}-])([А-Яа-яЁё]+) +(?i:\1)(?![\w{HIDDEN}-])"),
        lambda match: f"слово «{match[1]}» повторено; оставьте одно",
        None,
    ),
)


_YO = _Rule(
    re.compile("чем"),
    re.compile(r"(?:(?<=\b[Вв] )|(?<=\b[Оо] )|(?<=\b[Оо]б )|(?<=\b[Нн]а )|(?<=\b[Пп]ри ))чем\b"),
    lambda match: f"«чем» вместо «чём»: «{_around(match)}»; пишите «ё», как на всём сайте",
    None,
)
"""Not in a wording, quoted as it was asked; and never mended: below a broken heading no wording is known."""


def needs_wordings(mistake: Mistake) -> bool:
    """Tell whether a mistake is one only outside the wordings, which are not known on a page that could not be read."""
    return mistake.text.startswith("«чем» вместо")


_COUNT = re.compile(
    r"\b(?:\d+|дв(?:а|ух)|тр(?:и|[её]х)|четыр(?:е|[её]х)|пят[ьи]|шест[ьи]|сем[ьи]|вос(?:емь|ьми)|девят[ьи]|десят[ьи]"
    r"|\w+надцат[ьи]|двадцат[ьи]|тридцат[ьи]) вопрос(?:а|ов)\b",
    re.IGNORECASE,
)


def _counts(text: Text) -> Iterator[tuple[int, Mistake]]:
    """Yield where a page says how many questions it has: with the next one it would be untrue."""
    lead = itertools.takewhile(lambda item: not item[1].startswith("## "), enumerate(text.prose_lines, 1))
    for number, line in [*text.front_matter_texts, *lead] if text.has_questions else ():
        if match := _COUNT.search(line):
            message = f"«{match[0]}» станет неправдой с новым вопросом; скажите без числа: «Вопросы о…»"
            yield number, Mistake(match.start(), message)


def find(text: Text) -> Iterator[tuple[int, Mistake]]:
    """Yield the mistakes of a page as (number of the line, mistake)."""
    yield from _counts(text)
    for number, line in enumerate(text.prose_lines, 1):
        if line.strip():
            for mistake in find_in_line(line, is_quoted=number in text.wordings):
                yield number, mistake
    for number, line in text.front_matter_texts:
        for mistake in find_in_line(line, has_quotation_marks=False):
            # Positions are those of the value; nothing is mended here, so nobody needs them.
            yield number, Mistake(0, mistake.text)


def find_in_line(line: str, *, has_quotation_marks: bool = True, is_quoted: bool = False) -> Iterator[Mistake]:
    """Yield the mistakes of one line of running text.

    Args:
        line: the line.
        has_quotation_marks: whether its marks are text; where they are syntax, there are no mistakes of theirs.
        is_quoted: whether it holds the wording of a question.
    """
    if not _CYRILLIC.search(line):
        return
    start = _LIST_MARK.match(line).end()
    for rule in _RULES if is_quoted else (*_RULES, _YO):
        for match in rule.pattern.finditer(line, start) if rule.mark.search(line, start) else ():
            edits = ((*match.span(), rule.repair),) if rule.repair is not None else ()
            yield Mistake(match.start(), rule.message(match), edits)
    if has_quotation_marks:
        yield from _quotation_marks(line)
    for match in _MIXED.finditer(line):
        one = unmixed(match[0])
        yield Mistake(
            match.start(),
            f"в слове «{match[0]}» смешаны русские и латинские буквы; наберите его одними",
            ((*match.span(), one),) if one else (),
        )


def unmixed(word: str) -> str | None:
    """Return a word of mixed alphabets in one, where all letters of the other have twins in it."""
    cyrillic = len(_CYRILLIC.findall(word))
    twins = _LATIN_TWINS if cyrillic * 2 > len(word) else _CYRILLIC_TWINS
    one = "".join(twins.get(letter, letter) for letter in word)
    return None if _MIXED.match(one) else one


_QUOTED = re.compile(r'"[^"]*"|“[^“”„]*[”"]')
_QUOTATION_MARK = re.compile('["“”]')
_CALL = re.compile(r"[A-Za-z0-9_\])][(\[=]$")
_LONE_MARK = re.compile(r'(?<=[А-Яа-яЁё.,!?…])["”]|["“](?=[А-Яа-яЁё])|”')


def _quotation_marks(line: str) -> Iterator[Mistake]:
    """Yield the marks that are not Russian: straight and English ones around Russian words."""
    if not _QUOTATION_MARK.search(line):
        return
    rest = list(line)
    for start, end in _nested(line):
        rest[start] = rest[end] = HIDDEN
    rest = "".join(rest)
    for match in _QUOTED.finditer(rest):
        start, end = match.start(), match.end() - 1
        if _CYRILLIC.search(match[0]) and _CALL.search(rest, max(start - 2, 0), start):
            yield Mistake(start, f"код вне кода: «{_around(match)}»; поставьте обратные кавычки")
            rest = rest[:start] + HIDDEN * len(match[0]) + rest[end + 1 :]
        elif _CYRILLIC.search(match[0]) and _opens(rest, start) and _closes(rest, end):
            inside = rest.count("«", 0, start) > rest.count("»", 0, start)
            marks = "„“" if inside else "«»"
            yield Mistake(start, _quotation_message(match), ((start, start + 1, marks[0]), (end, end + 1, marks[1])))
            rest = rest[:start] + HIDDEN + rest[start + 1 : end] + HIDDEN + rest[end + 1 :]
        elif not _CYRILLIC.search(match[0]):
            rest = rest[:start] + HIDDEN * len(match[0]) + rest[end + 1 :]
    for match in _LONE_MARK.finditer(rest):
        yield Mistake(match.start(), _quotation_message(match))


def _quotation_message(match: re.Match) -> str:
    return f"кавычки не «ёлочки»: {_around(match)}; пишите «…», внутри них „…“"


def _nested(line: str) -> Iterator[tuple[int, int]]:
    """Yield the places of right inner marks: „…“."""
    opened = []
    for place, letter in enumerate(line):
        if letter == "„":
            opened.append(place)
        elif letter == "“" and opened:
            yield opened.pop(), place


def _opens(line: str, place: int) -> bool:
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    return (not before or before in " («*_[—|") and bool(after) and not after.isspace()


def _closes(line: str, place: int) -> bool:
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    return not before.isspace() and (not after or after in " )».,;:!?…*_]—|")
