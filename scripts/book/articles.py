"""Pages of the site as clean parts: no buttons, open answers, code by lines.

What comes out knows nothing of pages of paper: `links` and the stylesheet do that.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import html
from lxml.html.builder import CLASS, DIV, SPAN, E, P

from hooks.bank.kinds import KINDS, SHORT
from scripts.book import BookError, naming, widths
from scripts.book.site_pages import BuiltSite, QuestionRecord

_SCREEN_CLASSES = ("headerlink", "question-chips", "needs-script", "reading-time", "no-book")
"""What Markdown and our macros make for the screen only; `no-book` is what pages leave out of the books."""
_WRAPPERS = ("index-columns", "index-section")
"""Elements of the screen that go, but leave what they hold."""


def _is(name: str) -> str:
    return f"[contains(concat(' ', @class, ' '), ' {name} ')]"


def _having(name: str) -> str:
    return f".//*{_is(name)}"


_SCREEN_ONLY = " | ".join([".//noscript", ".//*[@hidden]", *map(_having, _SCREEN_CLASSES)])
_LEAD_INS = tuple({words for kind in KINDS.values() for words in kind.lead_ins} - {SHORT})
KEPT_WHOLE = 24
"""A block of code of so many lines is never split between pages."""
_SAMPLE_KEPT_WHOLE = 44
"""Nor is a sample of such blocks with its output, of so many lines together: more do not fit on a page."""
_KEPT_TOGETHER = 6
"""So many lines of a longer block stay together at its beginning and at its end."""
_CODE_PADDING = "3mm"
"""At the sides of a block of code, as in code.css."""
_TICK = "✓"
# Classes of Pygments that the book's stylesheet knows, by their first letters.
_TOKENS = (("c", "c"), ("k", "k"), ("ow", "k"), ("s", "s"), ("m", "m"), ("nf", "n"), ("nc", "n"), ("nd", "n"))


@dataclass
class Chapter:
    """One page of the site: a chapter of the book."""

    page: str
    title: str
    intro: list[html.HtmlElement] = field(default_factory=list)
    """What stands before the first question or heading."""
    entries: list[Passage] = field(default_factory=list)


@dataclass
class Passage:
    """One question with its blocks, or a section of a page without questions."""

    id: str
    title: str
    question: QuestionRecord | None
    content: list[html.HtmlElement] = field(default_factory=list)


def read_section(site: BuiltSite, page: str) -> Chapter:
    """Return a page of the site as a chapter.

    Raises:
        BookError: when the page cannot be read or does not hold the questions that it should.
    """
    with naming(f"{site.folder / page / 'index.html'}: из страницы не сделать главу книги"):
        return _read_section(site, page)


def _read_section(site: BuiltSite, page: str) -> Chapter:
    article = site.article(page)
    for element in article.xpath(_SCREEN_ONLY):
        element.drop_tree()
    for paragraph in [one for one in article.iter("p") if not len(one) and not (one.text or "").strip()]:
        paragraph.drop_tree()
    for element in article.xpath(" | ".join(map(_having, _WRAPPERS))):
        element.drop_tag()
    questions = {question.id: question for question in site.questions if question.page == page}
    section = Chapter(page, "")
    for element in article:
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h1":
            section.title = _text(element)
        elif element.tag == "h2":
            name = element.get("id", "")
            section.entries.append(Passage(name, _text(element), questions.pop(name, None)))
        else:
            entry = section.entries[-1] if section.entries else None
            is_block = element.tag == "details" and entry is not None and entry.question is not None
            target = entry.content if entry else section.intro
            target += _printed(element, is_block=is_block)
    if questions:
        raise BookError(
            f"{site.folder / page / 'index.html'}: нет вопросов из questions.json: {', '.join(questions)};"
            " соберите сайт заново."
        )
    for content in (section.intro, *(entry.content for entry in section.entries)):
        content[:] = _with_samples(content)
    return section


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _printed(element: html.HtmlElement, *, is_block: bool) -> list[html.HtmlElement]:
    """Return what stands in the book for an element of the page.

    Args:
        element: the element.
        is_block: whether it is a block of a question. Elsewhere no heading of the book stands above that smaller ones
            could follow without a step left out, which PDF/UA does not allow; so they are paragraphs that look alike.
    """
    element.tail = None
    for label in element.xpath(".//label[contains(@class, 'task-list-control')]"):
        is_ticked = label.find("input").get("checked") is not None
        _replace(label, SPAN(CLASS("box"), _TICK if is_ticked else ""))
    for numbered in element.iter("ol"):
        if start := numbered.get("start"):
            numbered.set("style", f"counter-reset:list-item {int(start) - 1}")
    for heading in list(element.iter("h2", "h3", "h4", "h5", "h6")):
        heading.tag = "h5" if is_block else "p"
        heading.classes.add("heading")
    for block in element.xpath(f"descendant-or-self::div{_is('highlight')}"):
        _replace_code(block)
    for item in element.iter("li"):
        _lay_out_item(item)
    # The innermost first, and after the code: samples are put together in them.
    for block in element.xpath(f"descendant-or-self::details | descendant-or-self::div{_is('admonition')}")[::-1]:
        _open(block, is_note=not is_block or block is not element)
    for holder in element.iter("li", "dd", "blockquote"):
        holder[:] = _with_samples(list(holder))
    widths.lay_out(element)
    return [element]


def _open(details: html.HtmlElement, *, is_note: bool) -> None:
    """Turn a block of a question into an open one under a heading, or a note in the text, folded or not."""
    kinds = [kind for kind in details.classes if kind not in {"admonition", "note"}]
    details.tag = "div"
    details.attrib.pop("open", None)
    details.set("class", " ".join(["block", *(["note"] if is_note else []), *kinds]))
    summary = next(iter(details.xpath(f"./summary | ./p{_is('admonition-title')}")), None)
    if summary is not None:
        summary.tag = "p" if is_note else "h4"
        summary.set("class", "label")
    _frame_short(details)
    details[:] = _with_samples(list(details))


def _frame_short(details: html.HtmlElement) -> None:
    """Mark «Коротко»: its paragraph, or all that it consists of where it goes on with a list or code."""
    words = [_lead_in(child) for child in details]
    start = next((number for number, word in enumerate(words) if word == SHORT), None)
    if start is None:
        return
    ends = (number for number, word in enumerate(words) if number > start and word.startswith(_LEAD_INS))
    parts = list(details)[start : next(ends, start + 1)]
    if len(parts) == 1:
        parts[0].set("class", "short")
        return
    frame = DIV(CLASS("short"))
    parts[0].addprevious(frame)
    frame[:] = _with_samples(parts)


def _lead_in(element: html.HtmlElement) -> str:
    """Return the bold word that opens a paragraph, nothing where there is none."""
    if element.tag != "p" or (element.text or "").strip() or not len(element) or element[0].tag != "strong":
        return ""
    return _text(element[0]).rstrip(".:")


def _replace(old: html.HtmlElement, new: html.HtmlElement) -> None:
    new.tail = old.tail
    old.getparent().replace(old, new)


def _lay_out_item(item: html.HtmlElement) -> None:
    """Put the paragraphs of an item into one element: WeasyPrint tags a `dd` inside an `li` as the body of the item.

    Beside each other they would be tagged as paragraphs next to the bullet, which PDF/UA does not allow.
    """
    if item.find("p") is not None:
        body = E.dd(*item)
        body.text, item.text = item.text, None
        item.append(body)


# -- code ---------------------------------------------------------------------------------------


def _replace_code(block: html.HtmlElement) -> None:
    """Write a block of code line by line, so that each can wrap with an indent of its own."""
    code = block.find(".//code")
    name = block.find("span[@class='filename']")
    lines = _lines(code)
    for child in list(block):
        block.remove(child)
    block.text = None
    block.set("class", "code" if len(lines) > KEPT_WHOLE else "code whole")
    block.set("data-lines", str(len(lines)))
    if name is not None:
        block.append(P(CLASS("filename"), _text(name)))
    block.append(E.pre(*(_line(line) for line in lines)))
    if len(lines) > KEPT_WHOLE:
        _mark_breaks(list(block.find("pre")))


def _mark_breaks(lines: list[html.HtmlElement]) -> None:
    """Let a long block be split at its empty lines only, where it has such."""
    inside = range(_KEPT_TOGETHER, len(lines) - _KEPT_TOGETHER)
    breaks = [number for number in inside if "empty" in lines[number].classes] or list(inside)
    for number, line in enumerate(lines):
        if number not in breaks:
            line.classes.add("held")


def _lines(code: html.HtmlElement) -> list[list[tuple[str, str]]]:
    """Return the lines of highlighted code, each as pieces (class, text), neighbours of one class joined."""
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, text in _pieces(code, ""):
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            line = lines[-1]
            # Spaces go with their neighbour: a run of spaces alone is lost by some who copy.
            if part and line and (line[-1][0] == kind or not part.strip()):
                line[-1] = (line[-1][0], line[-1][1] + part)
            elif part and line and not line[-1][1].strip():
                line[-1] = (kind, line[-1][1] + part)
            elif part:
                line.append((kind, part))
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines


def _pieces(element: html.HtmlElement, kind: str):
    if element.text:
        yield kind, element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, _token(child.get("class") or "") or kind)
        if child.tail:
            yield kind, child.tail


def _token(name: str) -> str:
    return next((ours for prefix, ours in _TOKENS if name.startswith(prefix)), "")


def _line(pieces: list[tuple[str, str]]) -> html.HtmlElement:
    text = "".join(piece for _, piece in pieces)
    indent = len(text) - len(text.lstrip(" "))
    # A wrapped line goes on four letters to the right of its own beginning. The indent is part of
    # the text, for those who copy it, so the whole line is moved right and its first row back.
    # A class, not a style of its own: the renderer works out one style for all lines that are alike.
    line = P(CLASS(f"line hang-{indent + 4}"))
    if not text.strip():
        line.set("class", "line empty")
        return line
    for kind, piece in pieces:
        if kind:
            line.append(SPAN(CLASS(kind), piece))
        elif len(line):
            line[-1].tail = (line[-1].tail or "") + piece
        else:
            line.text = (line.text or "") + piece
    return line


def hanging_rules(lines: Iterable[html.HtmlElement]) -> str:
    """Return the CSS rules that some lines of code need to hang behind their indents."""
    names = {name for line in lines for name in line.classes if name.startswith("hang-")}
    rules = []
    for width in sorted(int(name.removeprefix("hang-")) for name in names):
        rules.append(f".hang-{width} {{ padding-left: {width}ch; text-indent: -{width}ch }}")
        # A long block has its padding in its lines.
        rules.append(f".code:not(.whole) .hang-{width} {{ padding-left: calc({width}ch + {_CODE_PADDING}) }}")
    return "\n".join(rules)


def _with_samples(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """Put each sample and the blocks of its output together, so that they stay on one page."""
    result: list[html.HtmlElement] = []
    for element in elements:
        if _is_output(element) and result and _is_code(result[-1]):
            sample = result[-1]
            if sample.get("class") != "sample":
                sample = result[-1] = DIV(CLASS("sample"), sample)
            sample.append(element)
        else:
            result.append(element)
    for before, after in itertools.pairwise(result):
        # «Вот что напечатает код:» must not stay alone at the foot of a page.
        if before.tag == "p" and (after.tag in {"table", "ul", "ol"} or _is_code(after)):
            before.classes.add("lead")
    for sample in result:
        if sample.get("class") == "sample":
            blocks = [int(block.get("data-lines")) for block in sample.iter("div") if block.get("data-lines")]
            is_whole = max(blocks) <= KEPT_WHOLE and sum(blocks) <= _SAMPLE_KEPT_WHOLE
            sample.set("class", "sample whole" if is_whole else "sample")
    return result


def _is_code(element: html.HtmlElement) -> bool:
    return bool(re.match(r"(code|sample)\b", element.get("class") or ""))


def _is_output(element: html.HtmlElement) -> bool:
    """Tell whether a block shows what the code above it gives: it has a title and no colours."""
    return _is_code(element) and element.find("p[@class='filename']") is not None and not element.xpath(".//p/span")
