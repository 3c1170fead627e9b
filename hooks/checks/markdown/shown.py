"""What the site shows instead of what the writer means, told by the site's own Markdown.

The page goes through Python-Markdown's block parser with the site's extensions. What comes out are
pieces of text, each of one paragraph, item, cell or heading. In them stand the marks that Markdown has
not understood (`marks.STARTS`, `marks.ANYWHERE`: a mark and what is said of it), and what is left of such a piece
when the marks that we use are taken off must be what Markdown makes of it, word by word.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from xml.etree.ElementTree import Element

import markdown

from hooks.checks.markdown import marks
from hooks.checks.markdown.expected import Expected, plain
from hooks.checks.markdown.pieces import Piece, converter, pieces_of, rendered, rows_of
from hooks.checks.page.prose import HIDDEN, Text
from hooks.checks.page.safety import NOTES


@dataclass(frozen=True)
class Trap:
    """What the site would show otherwise: the line, the message, and the one repair where there is one."""

    line: int
    text: str
    edit: tuple[str, str] | None = None
    """Mark at the beginning of the line -> what must stand there."""


def find(text: Text) -> Iterator[Trap]:
    """Yield what the site would show otherwise than it is written; of neighbours with one mistake the first."""
    last: tuple[object, int] = (None, 0)
    told = set()
    for trap, rule in sorted(_find(text), key=lambda item: item[0].line):
        is_next = last[0] is rule and not any(text.lines[i - 1].strip() for i in range(last[1] + 1, trap.line))
        is_echo = trap.text == marks.INDENTED and last[1] == _line_above(text, trap.line)
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
    parser = converter()
    parser.reset()
    rows = rows_of(text)
    lines = [row for _, row in rows]
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root = parser.parser.parseDocument(lines).getroot()
    found: list[tuple[Trap, object]] = []
    for piece in pieces_of(root, rows):
        found += _traps(piece, text)
    found += _in_notes(root, rows)
    found += [(Trap(number, marks.SESSION), marks.PROMPT) for number, line in rows if marks.PROMPT.match(line)]
    found += _unused_definitions(text, parser)
    return found


def _in_notes(root: Element, rows: list[tuple[int, str]]) -> Iterator[tuple[Trap, object]]:
    """Yield what is wrong with notes: no title (Markdown makes one, in English), or no text."""
    lines = [(number, line) for number, line in rows if marks.NOTE_LINE.match(line)]
    notes = [one for one in root.iter() if one.tag == "details" or "admonition" in one.get("class", "").split()]
    for note, (number, line) in zip(notes, lines, strict=False):
        odd = [one for one in note.get("class", "").split() if one not in {*NOTES, "admonition"}]
        if not marks.NOTE_LINE.match(line)["title"]:
            yield Trap(number, marks.UNTITLED), (marks.UNTITLED, number)
        elif odd:
            yield Trap(number, marks.ODD_NOTE.format(" ".join(odd))), (marks.ODD_NOTE, number)
        elif len(note) <= (note.tag == "details" or '""' not in line):  # a title, where it has one, and nothing
            yield Trap(number, marks.EMPTY), (marks.EMPTY, number)


def _traps(piece: Piece, text: Text) -> Iterator[tuple[Trap, object]]:
    if piece.tag == "code":
        yield Trap(piece.lines[0], marks.INDENTED), (marks.INDENTED, piece.lines)
        return
    if piece.tag.startswith("h") and not text.lines[piece.lines[0] - 1].startswith("#"):
        yield Trap(piece.lines[0], marks.HEADING), (marks.HEADING, piece.lines)
        return
    if HIDDEN in piece.text and _is_fence_glued(piece, text):
        yield (
            Trap(next(n for n in piece.lines if _is_fence(n, text)), marks.CODE_NEEDS_GAPS),
            (marks.CODE_NEEDS_GAPS, piece.lines),
        )
        return
    if piece.columns and piece.columns != _count_cells(text.lines[piece.lines[0] - 1].strip()):
        yield Trap(piece.lines[0], marks.CELLS), (marks.CELLS, piece.lines)
        return
    if piece.columns and marks.BAR.search(piece.text):
        yield Trap(piece.lines[0], marks.BAR_IN_CODE), (marks.BAR_IN_CODE, piece.lines)
        return
    if piece.place and (wrong := _wrong_number(piece, text)):
        yield Trap(piece.lines[0], wrong), ("number", piece.place[0])
        return
    expected = Expected(piece.text)
    lines = expected.text.split("\n")
    starts = list(_at_starts(piece, lines, text))
    yield from starts
    told = {trap.line for trap, _ in starts}
    footnotes = _anywhere(piece, lines, marks.ANYWHERE[:1])
    for trap, rule in (*footnotes, *_changes(piece, expected), *_anywhere(piece, lines, marks.ANYWHERE[1:])):
        if trap.line not in told:
            told.add(trap.line)
            yield trap, rule


def _count_cells(row: str) -> int:
    """Return how many cells a row has, as Markdown counts them."""
    processor = converter().parser.blockprocessors["table"]
    return len(processor._split(processor.RE_END_BORDER.sub("", row.removeprefix("|"))))


def _wrong_number(piece: Piece, text: Text) -> str:
    """Tell how the number of an item differs from the one that is shown; all ones are a way to write a list."""
    written = marks.NUMBER.match(text.lines[piece.lines[0] - 1])
    if written is None:
        return ""
    if len(written[1]) > 2:
        return f"«{written[1]}.» в начале строки станет номером пункта; пишите «{written[1]}\\.» или иначе"
    if int(written[1]) not in {1, piece.place[1]}:
        return f"пункт «{written[1]}.» получит на сайте номер {piece.place[1]}; исправьте номера"
    return ""


def _is_fence(number: int, text: Text) -> bool:
    return any(fence.line == number for fence in text.fences)


def _is_fence_glued(piece: Piece, text: Text) -> bool:
    return piece.text.strip() != HIDDEN and any(
        line.strip() == HIDDEN and _is_fence(number, text)
        for line, number in zip(piece.text.split("\n"), piece.lines, strict=True)
    )


def _at_starts(piece: Piece, lines: list[str], text: Text) -> Iterator[tuple[Trap, object]]:
    if piece.tag not in {"p", "li", "blockquote", "div"}:
        return
    lines = [line.lstrip() for line in lines]
    running = [bool(marks.RUNNING.match(line)) for line in lines]
    rows = piece.text.split("\n")
    for place, (line, number) in enumerate(zip(lines, piece.lines, strict=True)):
        if place and running[place] and running[place - 1]:
            yield Trap(number, marks.RUN_TOGETHER), marks.RUNNING
        if marks.TABLE.match(line):
            yield Trap(number, marks.TABLE_NEEDS_GAP), marks.TABLE
        if marks.TITLE_ABOVE.match("\n".join(rows[place : place + 2])):
            yield Trap(number, marks.LINE_NEEDS_GAP), (marks.LINE_NEEDS_GAP, piece.lines)
        if marks.FENCE_IN_TEXT.match(rows[place].strip()):
            yield Trap(number, marks.NO_FENCE), (marks.NO_FENCE, piece.lines)
        for mark in marks.STARTS if place or piece.tag == "p" else marks.STARTS[1:]:
            found = mark.pattern.match(line)
            if found and (text.has_questions or not mark.in_answers_only):
                shown = found[0].strip()
                edit = (found[0], found.expand(mark.repair)) if mark.repair else None
                yield Trap(number, mark.message.format(shown), edit), mark
                break


def _anywhere(piece: Piece, lines: list[str], patterns: tuple[marks.Mark, ...]) -> Iterator[tuple[Trap, object]]:
    for source, number in zip(piece.text.split("\n"), piece.lines, strict=True) if "&" in piece.text else ():
        for entity in marks.ENTITY.findall(source):
            if marks.UNSEEN.search(html.unescape(entity)):
                yield Trap(number, f"невидимый знак «{entity}»; удалите его"), (entity, number)
    for line, number in zip(lines, piece.lines, strict=True):
        for mark in patterns if marks.MAYBE.search(line) else ():
            if found := mark.pattern.search(line):
                # A note below the text is one mistake with what refers to it.
                rule = found[0].rstrip(":").lower() if mark is marks.ANYWHERE[0] else (mark, number)
                yield Trap(number, mark.message.format(found[0])), rule
                break


def _changes(piece: Piece, expected: Expected) -> Iterator[tuple[Trap, object]]:
    """Yield what Markdown makes other words of, the first of each line."""
    if not expected.is_doubtful or marks.TAG.search(expected.text):
        return
    wanted = [
        (word, number)
        for line, number in zip(plain(expected.text).split("\n"), piece.lines, strict=True)
        for word in line.split()
    ]
    shown = rendered(piece).split()
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
            yield Trap(number, f"на сайте «{before}» станет «{after}»; {marks.CODE}"), (_changes, number)


def _unused_definitions(text: Text, parser: markdown.Markdown) -> Iterator[tuple[Trap, object]]:
    """Yield definitions of links that no link uses, and of footnotes: their lines are not shown."""
    for match in marks.DEFINITION.finditer(text.with_html):
        name = match["name"].lower()
        if name.startswith("^"):
            yield Trap(text.line(match.start("name")), marks.ANYWHERE[0].message), f"[{name}]"
        elif name in parser.references and text.with_html.lower().count(f"[{name}]") < 2:
            yield Trap(text.line(match.start("name")), marks.UNUSED), (marks.UNUSED, name)
