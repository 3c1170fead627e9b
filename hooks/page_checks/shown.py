"""What the site shows instead of what the writer means, told by the site's own Markdown.

The page goes through Python-Markdown's block parser with the site's extensions. What comes out are
pieces of text, each of one paragraph, item, cell or heading. In them stand the marks that Markdown has
not understood (`_STARTS`, `_ANYWHERE`: a mark and what is said of it), and what is left of such a piece
when the marks that we use are taken off must be what Markdown makes of it, word by word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from xml.etree.ElementTree import Element, SubElement

import markdown

from .prose import HIDDEN, INVISIBLE, Text
from .safety import BRACES, NOTES

EXTENSIONS = (
    "admonition",
    "attr_list",
    "md_in_html",
    "sane_lists",
    "tables",
    "pymdownx.betterem",
    "pymdownx.details",
    "pymdownx.tasklist",
)
"""Those of mkdocs.yml that decide what text becomes; blocks of code are taken out before."""

# As Python-Markdown wants it; one that is written otherwise stays text.
_NOTE_LINE = re.compile(
    r'[ >]*(?:[-*+] +|\d+\. +)*(?:\?{3}\+?|!{3}) ?(?=[\w"])(?:[\w-]+(?: +[\w-]+)*)?(?P<title> *"[^\n]*")? *$'
)
_NUMBER = re.compile(r"[ \t>]*(?:[-*+][ \t]+)*(\d+)\.")
_MACRO = re.compile(r"\{=(?:(?!\{=)[^\n])*?=\}")
_WINDOW = 400
"""How many lines ahead the next piece of text is looked for."""
_TEXT_TAGS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "blockquote", "div"})


@dataclass(frozen=True)
class Trap:
    """What the site would show otherwise: the line, the message, and the one repair where there is one."""

    line: int
    text: str
    edit: tuple[str, str] | None = None
    """Mark at the beginning of the line -> what must stand there."""


@dataclass(frozen=True)
class _Piece:
    tag: str
    text: str
    lines: tuple[int, ...]
    """Number of the line of the page for each line of `text`."""
    place: tuple[int, int] | None = None
    """Of an item of a numbered list: number of the list on the page, and its own number as the site shows it."""
    columns: int = 0
    """Of a cell: how many its table has."""


@dataclass(frozen=True)
class _Mark:
    pattern: re.Pattern
    message: str
    repair: str | None = None
    in_answers_only: bool = False


_CODE = "код пишут в обратных кавычках"
# What an empty line mends, which `gaps.py` puts in.
LIST_NEEDS_GAP = "перед списком нужна пустая строка; иначе он сольётся с абзацем"
TABLE_NEEDS_GAP = "таблица не сложилась; над ней нужна пустая строка, под шапкой — |---|---|"
LINE_NEEDS_GAP = "строка сольётся со следующей; между ними нужна пустая строка"
CODE_NEEDS_GAPS = "вокруг блока кода нужны пустые строки; сдвиг — как у текста над ним"
_NOTE = '!!! note "Название"'

# A mark at the beginning of a line that begins nothing.
_STARTS = (
    _Mark(
        re.compile(r"(?:[-*+]|(?<!\d)\d++\.)[ \t]++(?=\S)"),
        LIST_NEEDS_GAP,
    ),
    _Mark(re.compile(r"(\d{1,3})\)(?=\s)"), "«{}» списка не начинает; пишите «1. пункт»", r"\1."),
    _Mark(re.compile(r"(\d{1,3}\.)(?=[А-ЯЁа-яё«„])"), "после номера пункта нужен пробел: «1. пункт»", r"\1 "),
    _Mark(re.compile(r"\d{1,3}\.(?=[A-Z`*\[(])"), f"после номера пункта нужен пробел: «1. пункт»; {_CODE}"),
    _Mark(re.compile(r"[-+](?=[А-ЯЁа-яё«„])"), "после знака списка нужен пробел: «- пункт»", "- "),
    _Mark(
        re.compile(r"[-+](?=[^\s\d\-+>=.,])|\*(?=[^\s*\[][^*\n]*$)"),
        f"после знака списка нужен пробел: «- пункт»; {_CODE}",
    ),
    _Mark(re.compile(r"[•·●○◦▪■□‣⁃∙➢➤][ \t\u00a0]*|–[ \t\u00a0]+"), "«{}» списка не начинает; пишите «- пункт»", "- "),
    _Mark(re.compile(r"={3}[+!]?[ \t]*[\"«“]"), "вкладок здесь нет; напишите части одну под другой, с **названиями**"),
    _Mark(re.compile(r"\[TOC\][ \t]*$"), "содержание страницы сайт строит сам; удалите строку"),
    _Mark(
        re.compile(r"\[![A-Za-z]+\]|:{3,}[ \t]*\w*"),
        f"такой заметки здесь нет; пишите {_NOTE}, а под ним текст со сдвигом",
    ),
    _Mark(re.compile(r"(?:\?{3}\+?|!{3}\+?)(?=[ \t]*[\w\"«])"), f"заметка не сложилась; пишите {_NOTE}"),
    _Mark(re.compile(r":[ \t]+(?=\S)"), "списков определений здесь нет; пишите «- **Слово.** Текст»"),
    _Mark(re.compile(r"\*\[[^\[\]\n]+\]:"), "сокращения так не раскрывают; раскройте в скобках при первом упоминании"),
    _Mark(re.compile(r"\[[ xX]\](?=\s)"), "в ответах нет списков с галочками; пишите «- пункт»", in_answers_only=True),
)
_FENCE_IN_TEXT = re.compile(r"(?:`{3,}|~{3,})[ \t]*[\w.+#-]*(?:[ \t]+\w+=.*)?$")
_NO_FENCE = "блок кода не сложился; вынесите его из цитаты, ``` над ним и под ним — в своих строках"
_TABLE = re.compile(r"\|.*\|[ \t]*$")
_CELLS = "в строке таблицы другое число ячеек, чем в её шапке"
# Several lines that begin so run together; one alone is as it should be.
_RUNNING = re.compile(r"—[ \t]|[а-яёa-z]\)[ \t]|[-=]>[ \t]|[→⇒►▶✓✔☑✅✖✗✘❌]|[А-ЯЁA-Z][\w-]*(?: [\w-]+){0,2}:[ \t]")
_RUN_TOGETHER = "строки сольются в абзац; пишите списком: «- пункт»"
_TITLE_ABOVE = re.compile(r"[ \t]*\*\*[^*\n]+\*\*[:.]?[ \t]*\n[ \t]*(?=[^\W\d]|\*\*|[`«\[])")
_PROMPT = re.compile(r"[ \t]*>>>[ \t]*[^\s>]")
_SESSION = "«>>>» станет цитатой; сеанс Python пишут в блоке ```pycon"
_BAR = re.compile(r"`[^`\n]*\\\|[^`\n]*`")
_BAR_IN_CODE = r"в коде таблицы «\|» так и останется; пишите «|»"

_INDENTED = "текст со сдвигом стал кодом; уберите лишние пробелы или поставьте вокруг кода строки ```"
_HEADING = r"строка станет заголовком; выделите слова полужирным: **Слова.**, знак «#» пишите \#"
_UNTITLED = f"у заметки нет названия в кавычках; пишите {_NOTE}"
_ODD_NOTE = f"заметки «{{}}» здесь нет; можно: {', '.join(sorted(NOTES))}"
_EMPTY = "заметка пуста; сдвиньте текст под ней на 4 пробела дальше её самой"
_UNUSED = f"на адрес этой строки нет ссылки, её не будет на сайте; пишите [текст](адрес), {_CODE}"

# A mark within the text that stays there as it is.
_ANYWHERE = (
    _Mark(re.compile(r"\[\^[^\[\]\n]+\]:?"), f"сносок здесь нет; дайте ссылку или скажите в скобках, {_CODE}"),
    _Mark(re.compile(r"~~"), "зачёркивания здесь нет; скажите словами"),
    _Mark(re.compile(r"(?<![=!<>])==(?=[^\s=])[^=\n]*[^\s=]==(?!=)"), "выделения «==» здесь нет; пишите **слово**"),
    _Mark(
        re.compile(r"\$\$|(?<![\w$])\$(?=[^\s\d$])[^$\n]*(?<=[^\s$])\$(?!\d)"),
        f"формул здесь нет; {_CODE}, без знаков $",
    ),
    _Mark(re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"), "значка так не поставить; скажите словами"),
    _Mark(re.compile(r"\+\+[\w\"'-]+(?:\+[\w\"'-]+)*\+\+"), f"клавиш «++» здесь нет; {_CODE}"),
    _Mark(re.compile(r"(?<=\w)\^[^\s^]+\^|(?<![\w~])~[^\s~]+~|(?<=\w)~\w+~"), f"индексов «^» и «~» здесь нет; {_CODE}"),
    _Mark(re.compile(r"\[\[|\]\]"), f"ссылки «[[…]]» здесь нет; пишите [текст](адрес), {_CODE}"),
    _Mark(re.compile(r"\]\(|\][ \t]\((?=[^\s)]*[/.#])"), f"ссылка не сложилась; пишите [текст](адрес), {_CODE}"),
    _Mark(re.compile(r"`"), "обратная кавычка без пары; поставьте вторую"),
    _Mark(
        re.compile(r"\*\*[ ][^*\n]++\*\*|\*\*[^*\n]++(?<=[ ])\*\*"),
        "пробелы внутри выделения, оно не сработает; пишите **слово**",
    ),
    _Mark(
        re.compile(r"\*\*|(?<![\s*])\*|\*(?![\s*])"),
        r"звёздочка останется на странице; закройте выделение, код пишут в обратных кавычках, сам знак — \*",
    ),
    _Mark(
        re.compile(r"(?<!\w)_+(?=[А-Яа-яЁё])|(?<=[А-Яа-яЁё])_+(?!\w)"),
        "подчёркивание останется на странице; выделяют звёздочками: **слово**",
    ),
    _Mark(re.compile(r"\{[^{}\n]*[^{}\s][^{}\n]*\}?"), BRACES),
    _Mark(
        re.compile(r"&(?:nbsp|lt|gt|amp|quot|laquo|raquo|mdash|ndash|shy|copy)\b(?!;)"),
        f"нет «;» после «{{}}»; {_CODE}",
    ),
    _Mark(re.compile(r"\\$", re.MULTILINE), "«\\» не переносит строку; разделите абзацы пустой строкой"),
)
_MAYBE = re.compile(r"[*`_{}$&~^\\\[\]]|==|\+\+|(?<!\w):[a-z]")
"""What every mark of `_ANYWHERE` has: a line without it needs no closer look."""


@cache
def _markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS))


def find(text: Text) -> Iterator[Trap]:
    """Yield what the site would show otherwise than it is written; of neighbours with one mistake the first."""
    last: tuple[object, int] = (None, 0)
    told = set()
    for trap, rule in sorted(_find(text), key=lambda item: item[0].line):
        is_next = last[0] is rule and not any(text.lines[i - 1].strip() for i in range(last[1] + 1, trap.line))
        is_echo = trap.text == _INDENTED and last[1] == _line_above(text, trap.line)
        if not (is_next or is_echo or rule in told):
            yield trap
        if isinstance(rule, str | tuple):
            told.add(rule)
        last = rule, trap.line


def _line_above(text: Text, number: int) -> int:
    """Return the number of the last line above one that is not empty."""
    return next((n for n in range(number - 1, 0, -1) if text.lines[n - 1].strip()), 0)


def repairs(text: Text) -> dict[int, tuple[str, str]]:
    """Return the marks with one right repair: number of the line -> (mark, what must stand there)."""
    return {trap.line: trap.edit for trap, _ in _find(text) if trap.edit}


def _find(text: Text) -> list[tuple[Trap, object]]:
    """Return all traps, each with what makes two of them one mistake: neighbours of one mark, or the same tuple."""
    converter = _markdown()
    converter.reset()
    rows = _rows(text)
    lines = [row for _, row in rows]
    for preprocessor in converter.preprocessors:
        lines = preprocessor.run(lines)
    root = converter.parser.parseDocument(lines).getroot()
    found: list[tuple[Trap, object]] = []
    for piece in _pieces(root, rows):
        found += _traps(piece, text)
    found += _in_notes(root, rows)
    found += [(Trap(number, _SESSION), _PROMPT) for number, line in rows if _PROMPT.match(line)]
    found += _unused_definitions(text, converter)
    return found


# -- pieces ---------------------------------------------------------------------------------


def _rows(text: Text) -> list[tuple[int, str]]:
    """Return the lines that Markdown gets, with their numbers: a block of code is one, without its text."""
    inside = {number for fence in text.fences for number in range(fence.line + 1, fence.last_line + 1)}
    openings = {fence.line for fence in text.fences}
    rows = []
    for number in range(text.first + 1, len(text.lines) + 1):
        line = text.lines[number - 1].expandtabs(4)
        if number in openings:
            line = line[: len(line) - len(line.lstrip())] + HIDDEN
        if number not in inside:
            rows.append((number, _MACRO.sub(HIDDEN, line)))
    return rows


def _pieces(root: Element, rows: list[tuple[int, str]]) -> Iterator[_Piece]:
    """Yield the pieces of text of a parsed page, each with the lines that it stands in."""
    place, places = 0, dict(_numbers(root))
    columns = {cell: len(table[0][0]) for table in root.iter("table") for row in table[1] for cell in row}
    for element in root.iter():
        content = element.text or ""
        if element.tag not in _TEXT_TAGS and element.tag != "code":
            continue
        if not content.strip() or content.startswith(markdown.util.STX):
            continue
        if element.tag == "summary" or element.get("class") == "admonition-title":
            place = next((index for index in range(place, len(rows)) if _NOTE_LINE.match(rows[index][1])), place)
        numbers = []
        for line in content.split("\n"):
            ahead = range(place, min(place + _WINDOW, len(rows)))
            place = next((index for index in ahead if line.strip() in rows[index][1]), place)
            numbers.append(rows[place][0])
            place = min(place + 1, len(rows) - 1)
        if element.tag in {"td", "th"}:
            place -= 1  # the next cell stands in the same line
        yield _Piece(element.tag, content, tuple(numbers), places.get(element), columns.get(element, 0))


def _numbers(root: Element) -> Iterator[tuple[Element, tuple[int, int]]]:
    """Yield the first text of each item of the numbered lists, with the list and the number."""
    for place, numbered in enumerate(root.iter("ol")):
        for number, item in enumerate(numbered, int(numbered.get("start", "1"))):
            has_text = bool((item.text or "").strip())
            yield item if has_text or not len(item) else item[0], (place, number)


def _in_notes(root: Element, rows: list[tuple[int, str]]) -> Iterator[tuple[Trap, object]]:
    """Yield what is wrong with notes: no title (Markdown makes one, in English), or no text."""
    lines = [(number, line) for number, line in rows if _NOTE_LINE.match(line)]
    notes = [one for one in root.iter() if one.tag == "details" or "admonition" in one.get("class", "").split()]
    for note, (number, line) in zip(notes, lines, strict=False):
        odd = [one for one in note.get("class", "").split() if one not in {*NOTES, "admonition"}]
        if not _NOTE_LINE.match(line)["title"]:
            yield Trap(number, _UNTITLED), (_UNTITLED, number)
        elif odd:
            yield Trap(number, _ODD_NOTE.format(" ".join(odd))), (_ODD_NOTE, number)
        elif len(note) <= (note.tag == "details" or '""' not in line):  # a title, where it has one, and nothing
            yield Trap(number, _EMPTY), (_EMPTY, number)


def _traps(piece: _Piece, text: Text) -> Iterator[tuple[Trap, object]]:
    if piece.tag == "code":
        yield Trap(piece.lines[0], _INDENTED), (_INDENTED, piece.lines)
        return
    if piece.tag.startswith("h") and not text.lines[piece.lines[0] - 1].startswith("#"):
        yield Trap(piece.lines[0], _HEADING), (_HEADING, piece.lines)
        return
    if HIDDEN in piece.text and _is_fence_glued(piece, text):
        yield Trap(next(n for n in piece.lines if _is_fence(n, text)), CODE_NEEDS_GAPS), (CODE_NEEDS_GAPS, piece.lines)
        return
    if piece.columns and piece.columns != _count_cells(text.lines[piece.lines[0] - 1].strip()):
        yield Trap(piece.lines[0], _CELLS), (_CELLS, piece.lines)
        return
    if piece.columns and _BAR.search(piece.text):
        yield Trap(piece.lines[0], _BAR_IN_CODE), (_BAR_IN_CODE, piece.lines)
        return
    if piece.place and (wrong := _wrong_number(piece, text)):
        yield Trap(piece.lines[0], wrong), ("number", piece.place[0])
        return
    expected = _Expected(piece.text)
    lines = expected.text.split("\n")
    starts = list(_at_starts(piece, lines, text))
    yield from starts
    told = {trap.line for trap, _ in starts}
    footnotes = _anywhere(piece, lines, _ANYWHERE[:1])
    for trap, rule in (*footnotes, *_changes(piece, expected), *_anywhere(piece, lines, _ANYWHERE[1:])):
        if trap.line not in told:
            told.add(trap.line)
            yield trap, rule


def _count_cells(row: str) -> int:
    """Return how many cells a row has, as Markdown counts them."""
    processor = _markdown().parser.blockprocessors["table"]
    return len(processor._split(processor.RE_END_BORDER.sub("", row.removeprefix("|"))))


def _wrong_number(piece: _Piece, text: Text) -> str:
    """Tell how the number of an item differs from the one that is shown; all ones are a way to write a list."""
    written = _NUMBER.match(text.lines[piece.lines[0] - 1])
    if written is None:
        return ""
    if len(written[1]) > 2:
        return f"«{written[1]}.» в начале строки станет номером пункта; пишите «{written[1]}\\.» или иначе"
    if int(written[1]) not in {1, piece.place[1]}:
        return f"пункт «{written[1]}.» получит на сайте номер {piece.place[1]}; исправьте номера"
    return ""


def _is_fence(number: int, text: Text) -> bool:
    return any(fence.line == number for fence in text.fences)


def _is_fence_glued(piece: _Piece, text: Text) -> bool:
    return piece.text.strip() != HIDDEN and any(
        line.strip() == HIDDEN and _is_fence(number, text)
        for line, number in zip(piece.text.split("\n"), piece.lines, strict=True)
    )


def _at_starts(piece: _Piece, lines: list[str], text: Text) -> Iterator[tuple[Trap, object]]:
    if piece.tag not in {"p", "li", "blockquote", "div"}:
        return
    lines = [line.lstrip() for line in lines]
    running = [bool(_RUNNING.match(line)) for line in lines]
    rows = piece.text.split("\n")
    for place, (line, number) in enumerate(zip(lines, piece.lines, strict=True)):
        if place and running[place] and running[place - 1]:
            yield Trap(number, _RUN_TOGETHER), _RUNNING
        if _TABLE.match(line):
            yield Trap(number, TABLE_NEEDS_GAP), _TABLE
        if _TITLE_ABOVE.match("\n".join(rows[place : place + 2])):
            yield Trap(number, LINE_NEEDS_GAP), (LINE_NEEDS_GAP, piece.lines)
        if _FENCE_IN_TEXT.match(rows[place].strip()):
            yield Trap(number, _NO_FENCE), (_NO_FENCE, piece.lines)
        for mark in _STARTS if place or piece.tag == "p" else _STARTS[1:]:
            found = mark.pattern.match(line)
            if found and (text.has_questions or not mark.in_answers_only):
                shown = found[0].strip()
                edit = (found[0], found.expand(mark.repair)) if mark.repair else None
                yield Trap(number, mark.message.format(shown), edit), mark
                break


def _anywhere(piece: _Piece, lines: list[str], marks: tuple[_Mark, ...]) -> Iterator[tuple[Trap, object]]:
    for source, number in zip(piece.text.split("\n"), piece.lines, strict=True) if "&" in piece.text else ():
        for entity in _ENTITY.findall(source):
            if _INVISIBLE.search(html.unescape(entity)):
                yield Trap(number, f"невидимый знак «{entity}»; удалите его"), (entity, number)
    for line, number in zip(lines, piece.lines, strict=True):
        for mark in marks if _MAYBE.search(line) else ():
            if found := mark.pattern.search(line):
                # A note below the text is one mistake with what refers to it.
                rule = found[0].rstrip(":").lower() if mark is _ANYWHERE[0] else (mark, number)
                yield Trap(number, mark.message.format(found[0])), rule
                break


def _changes(piece: _Piece, expected: _Expected) -> Iterator[tuple[Trap, object]]:
    """Yield what Markdown makes other words of, the first of each line."""
    if not expected.is_doubtful or _TAG.search(expected.text):
        return
    wanted = [
        (word, number)
        for line, number in zip(_plain(expected.text).split("\n"), piece.lines, strict=True)
        for word in line.split()
    ]
    shown = _rendered(piece).split()
    words = [word for word, _ in wanted]
    if "".join(words) == "".join(shown):
        return
    told = set()
    for kind, start, end, other, other_end in SequenceMatcher(None, words, shown, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        number = wanted[min(start, len(wanted) - 1)][1]
        if number not in told:
            told.add(number)
            before, after = " ".join(words[start:end])[:40], " ".join(shown[other:other_end])[:40]
            yield Trap(number, f"на сайте «{before}» станет «{after}»; {_CODE}"), (_changes, number)


def _unused_definitions(text: Text, converter: markdown.Markdown) -> Iterator[tuple[Trap, object]]:
    """Yield definitions of links that no link uses, and of footnotes: their lines are not shown."""
    for match in _DEFINITION.finditer(text.with_html):
        name = match["name"].lower()
        if name.startswith("^"):
            yield Trap(text.line(match.start("name")), _ANYWHERE[0].message), f"[{name}]"
        elif name in converter.references and text.with_html.lower().count(f"[{name}]") < 2:
            yield Trap(text.line(match.start("name")), _UNUSED), (_UNUSED, name)


# -- what a piece should look like, and what it does ----------------------------------------

_PROTECTED = 0xF0000
"""Letters of code and escaped marks stand this far from their place, so that no mark is found in them."""
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPE = re.compile(r"\\([*_`\[\]{}<>|])|(?m:^(\d+)\\\.)|(?m:^\\([-+#>]))")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_ADDRESS = r"\([ ]*+(?:<[^<>\n]*+>|(?>(?:[^()\s<>]++|\([^()\s]*+\))*))(?:[ ]++\"[^\"\n]*+\")?[ ]*+\)"
_PICTURE = re.compile(r"!\[(?>(?:[^\[\]]++|\[[^\[\]]*+\])*)\]" + _ADDRESS)
_PICTURE_BY_NAME = re.compile(r"!\[([^\[\]]+)\](?:\[[^\[\]]*\])?")
_LINK = re.compile(r"(?<!\w)\[((?>(?:[^\[\]]++|\[[^\[\]]*+\])*))\]" + _ADDRESS)
_LINK_BY_NAME = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*\*\*|\*\*|\*)(?=[^\s*])([^*]*[^\s*])\1(?!\*)")
_PAIR = r"""(?:[#.][\w-]+|[\w-]+=(?:"[^"\n]*"|[\w:%-]+))"""
_ATTRIBUTE_LIST = rf"\{{:?[ ]*+{_PAIR}(?>(?:[ ]++{_PAIR})*)[ ]*+\}}"
# Behind markup or at the beginning of a line; behind a space in the last line only.
_ATTRIBUTES = re.compile(
    rf"(?:(?<=[)*\]>\U000f0000-\U000fffff])|(?<=\n)){_ATTRIBUTE_LIST}|(?<=[ ]){_ATTRIBUTE_LIST}(?=[^\n]*$)"
)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_TAG = re.compile(r"<[A-Za-z/!?]")
_DOUBTFUL = re.compile(r"[`*_\[\]{}<&\\]")
_DEFINITION = re.compile(r"(?m)^[ \t]*\[(?P<name>[^\[\]\n]+)\]:")


class _Expected:
    """A piece of text without the marks that we use: what must be seen of it."""

    def __init__(self, source: str) -> None:
        self.text, self.is_doubtful = source, False
        if not _DOUBTFUL.search(source):
            return
        text = _CODE_SPAN.sub(lambda match: _in_lines(match, _protected(match[2].strip())), source)
        text = _ESCAPE.sub(lambda match: _protected(match[1] or (f"{match[2]}." if match[2] else match[3])), text)
        text = _COMMENT.sub(lambda match: _in_lines(match, ""), text)
        text = _AUTOLINK.sub(lambda match: _protected(match[1]), text)
        text = _ATTRIBUTES.sub("", text)
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        text = _LINK.sub(self._label, _PICTURE.sub(lambda match: _in_lines(match, ""), text))
        text = _PICTURE_BY_NAME.sub(lambda match: _in_lines(match, ""), text)
        text = _LINK_BY_NAME.sub(self._named, text)
        for _ in range(3):
            text, count = _EMPHASIS.subn(self._inside, text)
            if not count:
                break
        self.text = text
        self.is_doubtful = self.is_doubtful or bool(_DOUBTFUL.search(text))

    def _label(self, match: re.Match) -> str:
        self.is_doubtful = self.is_doubtful or bool(_DOUBTFUL.search(match[1]))
        return _in_lines(match, match[1])

    def _named(self, match: re.Match) -> str:
        name = (match[2] or match[1]).lower()
        if name not in _markdown().references or name.startswith("^"):
            return match[0]
        self.is_doubtful = True
        return _in_lines(match, match[1])

    def _inside(self, match: re.Match) -> str:
        # A single mark in the middle of a word is hardly meant; two are a way to write an ending after bold.
        after = match.string[match.end() : match.end() + 1]
        return match[0] if len(match[1]) == 1 and (after.isalnum() or after == "_") else match[2]


def _in_lines(match: re.Match, text: str) -> str:
    """Return what stands for a match, of as many lines."""
    return text + "\n" * (match[0].count("\n") - text.count("\n"))


def _protected(text: str) -> str:
    return "".join(c if c.isspace() or ord(c) > 0xFFFF else chr(ord(c) + _PROTECTED) for c in text)


def _plain(text: str) -> str:
    return "".join(chr(ord(c) - _PROTECTED) if _PROTECTED <= ord(c) <= _PROTECTED + 0xFFFF else c for c in text)


def _rendered(piece: _Piece) -> str:
    """Return what is seen of a piece of text when Markdown has done with it."""
    converter = _markdown()
    root = Element("div")
    SubElement(root, piece.tag).text = piece.text
    for name in ("inline", "attr_list"):
        root = converter.treeprocessors[name].run(root) or root
    shown = "".join(root.itertext())
    shown = _STASHED.sub(lambda match: _stashed(converter, int(match[1])), shown)
    shown = shown.replace(markdown.util.AMP_SUBSTITUTE, "&")
    shown = _UNESCAPED.sub(lambda match: chr(int(match[1])), shown)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), shown)


_STASHED = re.compile(markdown.util.HTML_PLACEHOLDER % r"(\d+)")
_UNESCAPED = re.compile(f"{markdown.util.STX}(\\d+){markdown.util.ETX}")


def _stashed(converter: markdown.Markdown, place: int) -> str:
    raw = converter.htmlStash.rawHtmlBlocks[place]
    return raw if isinstance(raw, str) and _ENTITY.fullmatch(raw) else ""
