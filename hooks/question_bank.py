"""The format of a question page: vocabularies, parser, records and problems.

This module alone knows the format and knows no MkDocs: the hook, the scripts and the tests
import it, and the bank can move to another generator with it. The format is described for
contributors in CONTRIBUTING.md; what a question of each kind consists of is data (`KINDS`).

The parser never stops at the first mistake. It recovers in such a way that one mistake gives
one problem: a block with a wrong title is still the block it stands for.
"""

from __future__ import annotations

import ast
import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import markdown
import yaml
from markdown.extensions.attr_list import get_attrs_and_remainder
from markupsafe import Markup

# MkDocs puts `hooks/` on the path while it loads a hook; scripts and tests import this as a part of `hooks`.
if __package__:
    from . import front_matter
    from .yaml_depth import refuse_deep
else:
    import front_matter
    from yaml_depth import refuse_deep

BODY_INDENT = 4
SHORT_LIMIT = 600
"""Most characters of «Коротко»: about 30 seconds of speech, and one side of an Anki card."""

CLASSES_LIMIT = 20
"""Most levels and tags of a question: for each unknown one what was meant is looked for."""

UNFINISHED = "ДОПИСАТЬ"
"""What stands in a new question where its writer has yet to write; `scripts/question_skeleton.py` puts it there."""

_SELECTION = ("level", "folder")
MACRO_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("mark_progress", "question_count", "question_lines", "question_list", "section_list"), _SELECTION),
    "question_checklist": (*_SELECTION, "wording"),
    **dict.fromkeys(("mark_tools", "tag_count", "tag_index"), ()),
}
"""Macro that index pages may call -> its parameters, each of them optional; the hook defines exactly these."""

MACROS = frozenset(MACRO_PARAMETERS)

INDEX_PAGES = frozenset({"any-level.md", "employer-checklist.md", "evening-before.md", "marks.md", "tags.md"})
"""Pages of `docs/` that may call macros, besides every `index.md`."""


RESERVED_IDS = frozenset({"drawer-memory", "search-memory"})
"""Ids that hooks/theme_repairs.py gives; those of the theme begin with two low lines."""


@dataclass(frozen=True)
class BlockRule:
    """A folded block: its CSS word (`success`) and its title, both fixed."""

    word: str
    title: str
    required: bool = True

    def __str__(self) -> str:
        return f'??? {self.word} "{self.title}"'


@dataclass(frozen=True)
class Kind:
    """What a question of one kind consists of, in order."""

    name: str
    blocks: tuple[BlockRule, ...]
    lead_ins: tuple[str, ...]
    """Bold words that must open a paragraph of the model answer; the first opens the answer."""
    needs_versions: bool = False
    needs_source: bool = False


_MODEL_ANSWER = BlockRule("success", "Модельный ответ")
_FOLLOW_UPS = BlockRule("question", "Дополнительные вопросы")
_SIGNALS = BlockRule("info", "Что проверяет интервьюер")
_SOURCES = BlockRule("quote", "Источники")
_OPTIONAL_SOURCES = BlockRule("quote", "Источники", required=False)

TECHNICAL = Kind(
    "technical",
    (
        _MODEL_ANSWER,
        BlockRule("failure", "Типичные ошибки"),
        _FOLLOW_UPS,
        _SIGNALS,
        _SOURCES,
    ),
    ("Коротко", "Подробно"),
    needs_versions=True,
    needs_source=True,
)
BEHAVIOURAL = Kind(
    "behavioural",
    (
        _MODEL_ANSWER,
        BlockRule("failure", "Плохой ответ"),
        _FOLLOW_UPS,
        _SIGNALS,
        BlockRule("tip", "Если опыта нет"),
        _OPTIONAL_SOURCES,
    ),
    ("Каркас", "Пример ответа", "Заготовка"),
)
EMPLOYER = Kind(
    "employer",
    (
        _MODEL_ANSWER,
        _FOLLOW_UPS,
        BlockRule("abstract", "Что узнать заранее"),
        _OPTIONAL_SOURCES,
    ),
    ("Зачем спрашивать", "Кому и когда", "Как сформулировать", "Хороший признак", "Красный флаг"),
)

KINDS: Mapping[str, Kind] = {
    "junior": TECHNICAL,
    "middle": TECHNICAL,
    "soft-skills": BEHAVIOURAL,
    "employer": EMPLOYER,
}
"""Folder of `docs/` -> kind of the questions in it."""


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake: where it is, what it is and how to repair it, in Russian."""

    source: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Fence:
    """A fenced block of code. `line` is the line of its opening, `body` is without its indent."""

    line: int
    last_line: int
    indent: int
    language: str
    title: str
    body: str
    closed: bool = True


@dataclass(frozen=True)
class Block:
    """A folded block of a question; `body` is its Markdown without the indent."""

    word: str
    title: str
    line: int
    body: str


@dataclass(frozen=True)
class Question:
    """A question with everything that stands under it on its page."""

    id: str
    title: str
    prompt: str
    """The wording as plain text."""
    level: str
    kind: str
    tags: tuple[str, ...]
    section: str
    page: str
    """Path of the page inside `docs/`: `junior/python-basics.md`."""
    source: str
    line: int
    short: str
    """Plain text of «Коротко», or of the first paragraph of the model answer."""
    blocks: tuple[Block, ...]

    def record(self, url: str) -> dict[str, object]:
        """Return the question as it stands in `questions.json`, with its `url` in the site."""
        return {
            "id": self.id,
            "title": self.title,
            "prompt": self.prompt,
            "level": self.level,
            "kind": self.kind,
            "tags": list(self.tags),
            "section": self.section,
            "url": url,
            "short": self.short,
        }


@dataclass(frozen=True)
class Tag:
    """A subject of the tag vocabulary."""

    title: str
    about: str


@dataclass(frozen=True)
class Vocabulary:
    """What questions may name: levels, tags, and hosts of primary sources."""

    levels: Mapping[str, str]
    tags: Mapping[str, Tag]
    primary_sources: tuple[str, ...]
    nav: tuple[str, ...] = ()
    """Paths of the navigation, in order."""
    files: frozenset[str] = frozenset()
    """Paths inside `docs/` of the files that the settings name: scripts, stylesheets, `extra.files`."""

    @classmethod
    def from_config(cls, extra: Mapping, nav: object, files: Iterable[object] = ()) -> Vocabulary:
        """Make it of `extra`, `nav`, and `extra_css` and `extra_javascript` together, of `mkdocs.yml`.

        Raises:
            ValueError: when a vocabulary is missing or has another shape.
        """
        try:
            return cls(
                levels=dict(extra["levels"]),
                tags={tag: Tag(**about) for tag, about in extra["tags"].items()},
                primary_sources=tuple(extra["primary_sources"]),
                nav=tuple(nav_paths(nav)),
                files=frozenset(
                    str(one["path"] if isinstance(one, Mapping) else one) for one in (*files, *extra.get("files", ()))
                ),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"mkdocs.yml:1: в extra нужны levels, tags (у каждого title и about) и primary_sources: {error}"
            ) from error


@dataclass
class Bank:
    """All questions in the order of the navigation, and all problems in the order of pages."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Names of pages so broken that not everything of them could be checked."""


@dataclass(frozen=True)
class Source:
    """A page to parse: path inside `docs/` and its bytes as they are on the disk."""

    page: str
    content: bytes


# -- front matter and vocabulary ------------------------------------------------------------

_YAML_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def nav_paths(nav: object) -> Iterator[str]:
    """Yield the paths of pages in a MkDocs `nav`, in order."""
    if isinstance(nav, str):
        if "://" not in nav:
            yield nav
    elif isinstance(nav, Mapping):
        for item in nav.values():
            yield from nav_paths(item)
    elif isinstance(nav, list):
        for item in nav:
            yield from nav_paths(item)


def load_vocabulary(config_file: Path) -> Vocabulary:
    """Read levels, tags, hosts of primary sources and navigation from `mkdocs.yml`.

    Raises:
        OSError: when the file cannot be read.
        ValueError: when it is not YAML or lacks a vocabulary.
    """
    try:
        # The base loader makes strings of everything, so it needs to know no !ENV and no names.
        text = config_file.read_text(encoding="utf-8")
        refuse_deep(text)
        config = yaml.load(text, _YAML_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise ValueError(f"mkdocs.yml:{front_matter.yaml_error_line(error)}: это не YAML") from error
    if not isinstance(config, dict):
        raise ValueError("mkdocs.yml:1: нет настроек")  # noqa: TRY004 (one error for bad settings)
    files = [*(config.get("extra_css") or []), *(config.get("extra_javascript") or [])]
    return Vocabulary.from_config(config.get("extra") or {}, config.get("nav") or [], files)


def decode(content: bytes) -> str:
    """Decode a page as MkDocs does: without BOM, any line ends.

    Raises:
        UnicodeDecodeError: when it is not UTF-8.
    """
    text = content.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=["attr_list", "sane_lists"])


def plain_text(source: str) -> str:
    """Return Markdown as plain text in one line."""
    converter = _converter()
    converter.reset()
    return Markup(converter.convert(source)).striptags()  # noqa: S704 (tags are removed, nothing is trusted)


# -- fences ---------------------------------------------------------------------------------

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^`]*)$")
_TITLE_OPTION = re.compile(r'title="([^"]*)"')


def _width(whitespace: str) -> int:
    return len(whitespace.expandtabs(BODY_INDENT))


def _indent(line: str) -> int:
    return _width(line[: len(line) - len(line.lstrip(" \t"))])


ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces, for a class of a regular expression, that look like a space and indent nothing."""
_ODD_INDENT = re.compile(
    rf"[ \t]*[{ODD_SPACES}][ \t{ODD_SPACES}]*|[ \t]*(?:[-*+]|\d+\.|#+|>|[?!]{{3}}\+?)[ \t]*[{ODD_SPACES}]+"
)


def with_plain_spaces(line: str) -> str:
    """Return a line with plain spaces for the odd ones of its indent, and behind the mark of a list or a heading."""
    found = None if line.isascii() else _ODD_INDENT.match(line)
    return re.sub(f"[{ODD_SPACES}]", " ", found[0]) + line[found.end() :] if found else line


def find_fences(lines: list[str], first: int = 0) -> list[Fence]:
    """Find the fenced blocks of a page at any indent, from index `first` on.

    A fence ends, as in pymdownx.superfences, at a line of exactly its own ticks. It is not
    closed when the text around it begins again at a smaller indent, when the file ends, or
    when another fence with a language opens inside it with the same ticks.
    """
    fences = []
    index = first
    lines = list(map(with_plain_spaces, lines))
    while index < len(lines):
        opening = _FENCE.match(lines[index])
        if opening is None:
            index += 1
            continue
        end, closed = _fence_end(lines, index, opening)
        fences.append(_fence(lines, index, end, closed, opening))
        index = end + 1 if closed else end
    return fences


def _fence_end(lines: list[str], start: int, opening: re.Match) -> tuple[int, bool]:
    """Return the index of the closing line, or of the first line after an unclosed fence."""
    indent, ticks = _width(opening["indent"]), opening["ticks"]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        if _indent(line) < indent:
            return index, False
        if line.strip() == ticks:
            return index, True
        again = _FENCE.match(line)
        if again and again["ticks"] == ticks and again["info"].strip():
            return index, False
    return len(lines), False


def _fence(lines: list[str], start: int, end: int, closed: bool, opening: re.Match) -> Fence:
    indent = _width(opening["indent"])
    info = opening["info"].strip()
    title = _TITLE_OPTION.search(info)
    body = (line.expandtabs(BODY_INDENT) if line[:1] == "\t" else line for line in lines[start + 1 : end])
    return Fence(
        line=start + 1,
        last_line=end + 1 if closed else end,
        indent=indent,
        language=info.split(None, 1)[0] if info else "",
        title=title[1] if title else "",
        body="\n".join(line[indent:] for line in body),
        closed=closed,
    )


# -- macros ---------------------------------------------------------------------------------

_MACRO = re.compile(r"\{=((?:(?!\{=).)*?)=\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_CODE_SPAN = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)")


def is_index_page(page: str) -> bool:
    """Tell whether a page (path inside `docs/`) may call macros."""
    return PurePosixPath(page).name == "index.md" or page in INDEX_PAGES


def _parse_macro(expression: str) -> ast.Call | None:
    """Return the call of one of our macros with constant arguments; None for every other expression."""
    try:
        call = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    is_ours = (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in MACROS
        and all(isinstance(argument, ast.Constant) for argument in call.args)
        and all(keyword.arg and isinstance(keyword.value, ast.Constant) for keyword in call.keywords)
    )
    return call if is_ours else None


def _arguments(call: ast.Call) -> dict[str, object]:
    """Return the arguments of a macro by name; what is too many has a name of its own."""
    names = MACRO_PARAMETERS[call.func.id]
    given = {names[n] if n < len(names) else f"№ {n + 1}": one.value for n, one in enumerate(call.args)}
    for keyword in call.keywords:
        given[keyword.arg if keyword.arg not in given else f"{keyword.arg} дважды"] = keyword.value.value
    return given


def macro_calls(text: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the calls of our macros in a page: name, arguments by name."""
    for expression in _MACRO.findall(text):
        if call := _parse_macro(expression):
            yield call.func.id, _arguments(call)


def _macro_mistake(expression: str, vocabulary: Vocabulary) -> str:
    """Return what is wrong with an expression, or nothing."""
    call = _parse_macro(expression)
    if call is None:
        return "неизвестный макрос; можно только с постоянными аргументами: " + ", ".join(sorted(MACROS))
    name, arguments = call.func.id, _arguments(call)
    if extra := [one for one in arguments if one not in MACRO_PARAMETERS[name]]:
        known = ", ".join(MACRO_PARAMETERS[name]) or "никаких"
        return f"лишний параметр макроса {name}: {extra[0]}; бывают: {known}"
    allowed = {"level": (*vocabulary.levels, None), "folder": (*KINDS, None), "wording": (True, False)}
    for key, value in arguments.items():
        if not any(value is one or (value == one and isinstance(one, str)) for one in allowed[key]):
            known = ", ".join(str(one) for one in allowed[key] if one is not None)
            # Python itself refuses to write a number of ten thousand digits.
            shown = f"{value!r:.60}" if isinstance(value, str | bool | None) else type(value).__name__
            return f"параметр {key} макроса {name} не может быть {shown}; бывает: {known}"
    return ""


# -- pages ----------------------------------------------------------------------------------

_HEADING = re.compile(r"^(?P<marks>#{1,6})(?P<text>.*?)#*\s*$")
_ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{:?[ ]*+(?P<body>[^{}\n]*+)\}\s*+$")
# One sign is enough for Markdown.
_HEADING_IN_BLOCK = "заголовок внутри блока; выделите слова полужирным: **Слова.**"
_UNDERLINE = re.compile(r"^(?:=+|-+)\s*$")
_EMPTY_ITEM = "пустой пункт: Markdown сделает заголовком строку над ним; допишите его или удалите"
_DETAILS = re.compile(r'^\?{3} (?P<word>[\w-]+) "(?P<title>[^"]*)" *$')
_BLOCK_START = re.compile(r"^(?P<mark>\?{3}|!{3})(?P<plus>\+?)(?P<rest>.*)$")
_ID = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")
_LINK = re.compile(r"\]\(<?(https?://[^)>\s]+)|<(https?://[^<>\s]+)>")
_LEAD_IN = re.compile(r"^\*\*(?P<words>[^*]+?)[.:]?\*\*")

_UNFINISHED_PLACE = re.compile(rf"\b{UNFINISHED}\b(?:: *(?P<hint>.*))?")

DETAILS_FORM = 'пишите ??? слово "Название"'


@dataclass
class _OpenBlock:
    word: str
    title: str
    line: int
    rule: BlockRule | None
    body: list[str] = field(default_factory=list)
    """Lines of the body, with their indent, without gaps: body[0] is the line after `line`."""

    def is_empty(self) -> bool:
        return not any(line.strip() for line in self.body)

    def markdown(self) -> str:
        return "\n".join(line[BODY_INDENT:] if line.startswith("    ") else line.lstrip() for line in self.body).strip(
            "\n"
        )


@dataclass
class _OpenQuestion:
    line: int
    title: str
    id: str = ""
    levels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    prompt: list[str] = field(default_factory=list)
    blocks: list[_OpenBlock] = field(default_factory=list)
    is_damaged: bool = False
    """The end of the question is lost (an unclosed fence): what is missing is not its fault."""


class _Page:
    """The state of parsing one page. Use `parse_page`."""

    def __init__(self, text: str, page: str, source: str, vocabulary: Vocabulary) -> None:
        self.lines = list(map(with_plain_spaces, text.split("\n")))
        self.page = page
        self.source = source
        self.vocabulary = vocabulary
        self.kind = KINDS.get(PurePosixPath(page).parts[0]) if PurePosixPath(page).name != "index.md" else None
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.question: _OpenQuestion | None = None
        self.last_problem: tuple[str, int] = ("", 0)
        self.head = front_matter.read(text)
        self.title = str(self.head.values.get("title", ""))
        self.first = self.head.length
        self.renders_macros = self.head.values.get("render_macros") is True
        self._check_front_matter()
        self.fences = {fence.line: fence for fence in find_fences(self.lines, self.first)}
        self.title_line = self._find_title()

    # problems

    def report(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.source, line, text))

    def report_run(self, rule: str, line: int, text: str) -> None:
        """Report a mistake of neighbouring lines once, at the first of them."""
        name, last = self.last_problem
        if name != rule or any(self.lines[i - 1].strip() for i in range(last + 1, line)):
            self.report(line, text)
        self.last_problem = (rule, line)

    # front matter

    def _check_front_matter(self) -> None:
        for line, text in self.head.problems:
            self.report(line, text)
        lines = self.head.lines
        for key in ("render_macros", "ignore_macros"):
            if key in lines and not is_index_page(self.page):
                self.report(lines[key], f"{key} — только на страницах указателей; удалите эту строку")
        if self.kind is None:
            return
        if not self.head.length:
            if not self.head.problems:
                self.report(1, "нет шапки страницы; начните с --- и полей title, description, checked")
        elif self.head.is_whole:
            self._check_missing_fields(lines)

    def _check_missing_fields(self, lines: Mapping[str, int]) -> None:
        for key in ("title", "description"):
            if key not in lines:
                self.report(1, f"в шапке нет {key}; добавьте «{key}: …»")
        if "checked" not in lines:
            self.report(1, "в шапке нет checked — даты последней сверки с источниками: «checked: 2026-11-23»")
        if self.kind.needs_versions and "versions" not in lines:
            self.report(1, front_matter.NO_VERSIONS)

    # lines

    def parse(self) -> None:
        if is_index_page(self.page):
            self._check_index_macros()
        index = self.first
        comments = self._find_comments()
        while index < len(self.lines):
            fence = self.fences.get(index + 1)
            if fence:
                self._take_fence(fence)
                index = fence.last_line
                continue
            line = self.lines[index]
            if index in comments:
                self._check_macros(index + 1, line)  # these run in comments, too
                self._keep(line)
            else:
                self._take_line(index + 1, line)
            index += 1
        self._close_question()
        if self.kind and not self.title_line:
            self.report(self.first + 1, "нет заголовка страницы; добавьте «# Название раздела»")
        if self.kind and not self.questions and not self.problems:
            self.report(self.title_line, "на странице нет ни одного вопроса; добавьте: python3 -m scripts.new_question")

    def _find_comments(self) -> set[int]:
        """Return the indexes of lines of comments; report those that Markdown may show.

        Of a comment over several lines an empty one, a list or a fence ends it for Markdown. One that is never
        closed hides nothing: what stands below it is checked as the text that it is.
        """
        found: set[int] = set()
        fenced = {n - 1 for fence in self.fences.values() for n in range(fence.line, fence.last_line + 1)}
        index = self.first
        while index < len(self.lines):
            line = "" if index in fenced else _CODE_SPAN.sub("", self.lines[index])
            last = index
            if "<!--" in line and "-->" not in line[line.rindex("<!--") :]:
                last = self._comment_end(index)
                if last > index:
                    text = "комментарий в несколько строк Markdown может показать; уместите его в одну или удалите"
                    self.report(index + 1, text)
                else:
                    self.report(index + 1, "комментарий не закрыт; поставьте --> в той же строке")
            if last > index or (line.strip() and not _COMMENT.sub("", line).strip()):
                found |= set(range(index, last + 1))
            index = last + 1
        return found

    def _comment_end(self, start: int) -> int:
        """Return the index of the line that closes a comment, or its own where none does."""
        for index in range(start + 1, len(self.lines)):
            if "-->" in self.lines[index].partition("<!--")[0]:
                return index
            if "<!--" in self.lines[index]:
                break
        return start

    def _find_title(self) -> int:
        """Return the line of the page's title, 0 where there is none."""
        fenced = {n for fence in self.fences.values() for n in range(fence.line, fence.last_line + 1)}
        for number in range(self.first + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if number not in fenced and line.startswith("#") and not line.startswith("##"):
                return number
        return 0

    def _keep(self, line: str) -> None:
        """Keep a line where it belongs: the open block, or the wording of the question."""
        if self.question is None:
            return
        if self.question.blocks:
            self.question.blocks[-1].body.append(line)
        else:
            self.question.prompt.append(line)

    def _take_fence(self, fence: Fence) -> None:
        if not fence.closed:
            self.report(fence.line, "блок кода не закрыт; поставьте под ним строку с теми же ``` и тем же отступом")
            if self.question:
                self.question.is_damaged = True
        elif self.question and self.question.blocks and fence.indent < BODY_INDENT:
            self.report(
                fence.line,
                f"блок кода сдвинут на {fence.indent} вместо {BODY_INDENT} пробелов;"
                " сдвиньте его целиком, иначе он выпадет из ответа",
            )
        elif self.kind and fence.indent and not (self.question and self.question.blocks):
            self.report(fence.line, "блок кода сдвинут, но не стоит в блоке ответа; уберите отступ")
        opening = self.lines[fence.line - 1]
        if "\t" in opening[: len(opening) - len(opening.lstrip())]:
            self._report_tab(fence.line)
        for number in range(fence.line, fence.last_line + 1):
            self._keep(self.lines[number - 1])

    def _report_tab(self, line: int) -> None:
        self.report_run("tab", line, "отступ табуляцией; замените её четырьмя пробелами")

    def _take_line(self, number: int, line: str) -> None:
        self._check_macros(number, line)
        if not line.strip():
            self._keep(line)
            return
        whitespace = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in whitespace:
            self._report_tab(number)
        if self._is_underline(number, line):
            self.report(
                number,
                _EMPTY_ITEM
                if line.strip() == "-"
                else _HEADING_IN_BLOCK
                if whitespace
                else "заголовок подчёркиванием; пишите «## Название { #id … }»",
            )
        elif self.kind is None:
            self._take_plain_line(number, line)
        elif not whitespace:
            self._take_top_line(number, line)
        else:
            self._take_indented_line(number, line, _width(whitespace))

    def _is_underline(self, number: int, line: str) -> bool:
        previous = self.lines[number - 2] if number - 2 >= self.first else ""
        return bool(
            _UNDERLINE.match(line.strip())
            and previous.strip()
            and _indent(previous) == _indent(line)
            and not previous.lstrip().startswith(("#", "???", "!!!", "|", "```"))
        )

    def _check_macros(self, number: int, line: str) -> None:
        if "{=" in _CODE_SPAN.sub("", line) and not is_index_page(self.page):
            self.report(number, "макрос вне страницы указателя; замените его обычным текстом")

    def _check_index_macros(self) -> None:
        """Check the macros of a page that may call them: they run in code and in comments too."""
        for number, line in enumerate(self.lines[self.first :], self.first + 1):
            expressions = _MACRO.findall(line)
            if len(expressions) != line.count("{="):
                expressions.append("")
            mistakes = [mistake for one in expressions if (mistake := _macro_mistake(one, self.vocabulary))]
            if mistakes:
                self.report(number, mistakes[0])
            elif expressions and not self.renders_macros and not self.head.problems:
                self.report(number, "макрос не сработает; допишите в шапку render_macros: true")
                self.renders_macros = True  # once is enough

    def _take_plain_line(self, number: int, line: str) -> None:
        """Check a line of a page without questions: only its headings have rules."""
        heading = _HEADING.match(line)
        if heading and len(heading["marks"]) > 1:
            attributes = _ATTRIBUTES.search(heading["text"])
            names = _attribute_names(attributes["body"]) if attributes else []
            ids = [value for key, value in names if key == "id"]
            if len(ids) != 1 or not is_valid_id(ids[0] or ""):
                self.report(number, "у заголовка нет латинского адреса; допишите { #slovo }")

    def _take_indented_line(self, number: int, line: str, width: int) -> None:
        if self.question is None or not self.question.blocks:
            self.report_run("stray", number, "текст сдвинут, но не стоит в блоке ответа; уберите отступ")
        elif width < BODY_INDENT:
            self.report_run(
                "shallow",
                number,
                f"тело блока сдвинуто на {width} вместо {BODY_INDENT} пробелов; иначе блок пуст",
            )
        elif rule := self._nested_block(line):
            self.report(number, f"блок «{rule.title}» вложен в другой; уберите отступ, его текст сдвиньте на 4 пробела")
            self.question.blocks.append(_OpenBlock(rule.word, rule.title, number, rule))
            return
        elif width == BODY_INDENT and _HEADING.match(line.strip()) and line.strip().lstrip("#")[:1] in {" ", ""}:
            self.report(number, _HEADING_IN_BLOCK)
        self._keep(line)

    def _nested_block(self, line: str) -> BlockRule | None:
        """Return the block of a question that a line begins inside another one."""
        start = _BLOCK_START.match(line.strip())
        title = _guess_block(start["rest"])[1] if start else ""
        return next((rule for rule in self.kind.blocks if rule.title == title), None)

    def _take_top_line(self, number: int, line: str) -> None:
        heading = _HEADING.match(line)
        if heading:
            self._take_heading(number, heading)
        elif _BLOCK_START.match(line):
            self._take_block(number, line)
        elif self.question is None:
            if number < self.title_line:
                self.report_run("before", number, "текст до заголовка страницы; перенесите его под «# …»")
        elif not self.question.blocks:
            self._keep(line)
        else:
            if self.question.blocks[-1].is_empty():
                text = f"тело блока не сдвинуто; сдвиньте каждую его строку на {BODY_INDENT} пробела"
            else:
                text = "текст вне блоков не принадлежит ни одному вопросу; сдвиньте его на 4 пробела или удалите"
            self.report_run("outside", number, text)
            self._keep(" " * BODY_INDENT + line)

    def _take_heading(self, number: int, heading: re.Match) -> None:
        level, text = len(heading["marks"]), heading["text"]
        if level == 1 and number == self.title_line:
            title = _ATTRIBUTES.sub("", text).strip()
            if self.title and self.title not in {title, plain_text(title)}:
                self.report(number, f"заголовок страницы не совпадает с title в шапке («{self.title}»)")
            self.title = self.title or title
            return
        if level != 2:
            self.report(number, f"заголовок уровня {level}; у вопроса уровень 2: «## Название {{ #id … }}»")
            # A heading without a list of attributes is a part of an answer that went astray.
            if not _ATTRIBUTES.search(text):
                return
        self._close_question()
        self.question = self._open_question(number, text)

    # questions

    def _open_question(self, number: int, text: str) -> _OpenQuestion:
        match = _ATTRIBUTES.search(text)
        title = _ATTRIBUTES.sub("", text).strip()
        body = match["body"] if match else ""
        other = _ATTRIBUTES.search(title)
        if other and other["body"].lstrip().startswith(("#", ".")):
            title, body = _ATTRIBUTES.sub("", title).strip(), f"{other['body'].strip()} {body.strip()}"
            self.report(number, f"два списка атрибутов; соедините их в один: {{ {body} }}")
        question = _OpenQuestion(line=number, title=title)
        if re.search("[{}]", _CODE_SPAN.sub("", title).replace("{}", "")):
            self.report(number, "фигурные скобки в названии; поставьте обратные кавычки")
        if match is None:
            self.report(number, f"у вопроса нет списка атрибутов; допишите {{ #id .{self._some_level()} .тег }}")
            question.levels = [""]
            return question
        if text[match.start() :].lstrip().startswith("{#"):
            self.report(number, "между { и # нужен пробел: { #id … }")
        if not match[0][:1].isspace():
            self.report(number, "перед { нужен пробел")
        if not title:
            self.report(number, "у вопроса нет названия; напишите его перед {")
        names = _attribute_names(body)
        self._take_ids(question, [value for key, value in names if key == "id"])
        self._take_classes(question, [str(value) for key, value in names if key == "."])
        for key, value in names:
            if key not in {"id", "."}:
                shown = key if value is None else f"{key}={value}"
                self.report(number, f"лишний атрибут «{shown}»; у вопроса только #id, .уровень и .теги")
        return question

    def _some_level(self) -> str:
        folder = PurePosixPath(self.page).parts[0]
        return folder if folder in self.vocabulary.levels else "any"

    def _take_ids(self, question: _OpenQuestion, ids: list[str | None]) -> None:
        if not ids:
            self.report(question.line, "у вопроса нет id; допишите { #латинское-слово … } — это его вечный адрес")
        elif len(ids) > 1:
            self.report(question.line, f"у вопроса два id: {', '.join(map(str, ids))}; оставьте один")
        elif not is_valid_id(ids[0] or ""):
            self.report(question.line, f"id «{ids[0]}» не годится; только строчная латиница, цифры и дефис")
        question.id = (ids[0] or "") if ids else ""

    def _take_classes(self, question: _OpenQuestion, classes: list[str]) -> None:
        levels, tags = self.vocabulary.levels, self.vocabulary.tags
        if len(classes) > CLASSES_LIMIT:
            self.report(question.line, f"уровней и тегов {len(classes)} при пределе {CLASSES_LIMIT}; оставьте главные")
            classes = [name for name in classes if name in levels or name in tags]
        question.levels = [name for name in classes if name in levels]
        question.tags = [name for name in classes if name in tags]
        maybe_level = False
        for name in classes:
            if name in levels or name in tags:
                continue
            maybe_level = maybe_level or bool(difflib.get_close_matches(name, levels, 1))
            self.report(question.line, self._unknown_class(name))
        has_unknown = len(question.levels) + len(question.tags) < len(classes)
        if not question.levels and not maybe_level:
            self.report(question.line, f"у вопроса нет уровня; допишите один из: .{', .'.join(levels)}")
        elif len(question.levels) > 1:
            self.report(question.line, f"у вопроса два уровня: {', '.join(question.levels)}; оставьте один")
        if not question.tags and (not has_unknown or maybe_level):
            self.report(question.line, "у вопроса нет тега; список тегов — extra.tags в mkdocs.yml")
        if len(set(classes)) < len(classes):
            self.report(question.line, "уровень или тег назван дважды; оставьте один раз")

    def _unknown_class(self, name: str) -> str:
        known = [*self.vocabulary.levels, *self.vocabulary.tags]
        close = difflib.get_close_matches(name, known, 1)
        hint = f" (возможно, «{close[0]}»)" if close else ""
        return f"неизвестный тег «{name}»{hint}; список тегов — extra.tags в mkdocs.yml"

    # blocks

    def _take_block(self, number: int, line: str) -> None:
        start = _BLOCK_START.match(line)
        details = _DETAILS.match(line)
        word, title = (details["word"], details["title"]) if details else _guess_block(start["rest"])
        if self.question is None:
            self.report(number, "блок вне вопроса; над ним нужен заголовок «## Название { #id … }»")
            return
        rule = self._find_rule(word, title)
        if start["mark"] == "!!!":
            self.report(number, "«!!!» не сворачивается; замените на «???»")
        elif start["plus"]:
            self.report(number, "«???+» показывает ответ сразу; замените на «???»")
        elif details is None:
            example = f": {rule}" if rule else f"; {DETAILS_FORM}"
            self.report(number, f"название блока без кавычек или лишние знаки{example}")
        if details:
            self._check_block_name(number, word, title, rule)
        self.question.blocks.append(_OpenBlock(word, title, number, rule))

    def _find_rule(self, word: str, title: str) -> BlockRule | None:
        """Find the block that was meant: by its title, else by its word."""
        for rule in self.kind.blocks:
            if rule.title == title:
                return rule
        return next((rule for rule in self.kind.blocks if rule.word == word), None)

    def _check_block_name(self, number: int, word: str, title: str, rule: BlockRule | None) -> None:
        if rule is None:
            known = ", ".join(f'{rule.word} "{rule.title}"' for rule in self.kind.blocks)
            self.report(number, f"блок «{word}» не для этого раздела; здесь бывают: {known}")
        elif (rule.word, rule.title) != (word, title):
            self.report(number, f'блок «{word} "{title}"» не для этого раздела; пишите {rule}')

    def _close_question(self) -> None:
        question, self.question = self.question, None
        if question is None:
            return
        self._check_unfinished(question)
        if not question.is_damaged:
            self._check_question(question)
        answer = self._block_of(question, _MODEL_ANSWER)
        short = self._short(answer) if answer else ""
        if question.id and question.levels and question.levels[0]:
            self.questions.append(self._finish(question, short))

    def _finish(self, question: _OpenQuestion, short: str) -> Question:
        return Question(
            id=question.id,
            title=plain_text(question.title),
            prompt=plain_text("\n".join(question.prompt)),
            level=question.levels[0],
            kind=self.kind.name,
            tags=tuple(dict.fromkeys(question.tags)),
            section=self.title,
            page=self.page,
            source=self.source,
            line=question.line,
            short=short,
            blocks=tuple(Block(block.word, block.title, block.line, block.markdown()) for block in question.blocks),
        )

    def _block_of(self, question: _OpenQuestion, rule: BlockRule) -> _OpenBlock | None:
        return next((block for block in question.blocks if block.rule and block.rule.word == rule.word), None)

    def _check_question(self, question: _OpenQuestion) -> None:
        if not any(line.strip() for line in question.prompt):
            self.report(question.line, "нет формулировки вопроса; напишите её под заголовком")
        self._check_blocks(question)
        answer = self._block_of(question, _MODEL_ANSWER)
        if answer and not answer.is_empty():
            self._check_answer(answer)
        sources = self._block_of(question, _SOURCES)
        if self.kind.needs_source and sources and not sources.is_empty() and UNFINISHED not in sources.markdown():
            self._check_sources(sources)

    def _check_unfinished(self, question: _OpenQuestion) -> None:
        """Report each place that still holds what `new_question` has put there."""
        parts = [("Формулировка", question.line, question.prompt)]
        parts += [(block.title, block.line, block.body) for block in question.blocks]
        for name, start, lines in parts:
            for number, line in enumerate(lines, start + 1):
                found = _UNFINISHED_PLACE.search(line)
                if found:
                    lead = _LEAD_IN.match(line.strip())
                    self.report(number, _unfinished(lead["words"] if lead else name, found["hint"]))

    def _check_blocks(self, question: _OpenQuestion) -> None:
        order = {rule.word: place for place, rule in enumerate(self.kind.blocks)}
        seen: list[str] = []
        for block in question.blocks:
            if block.is_empty():
                self.report(block.line, f"блок «{block.title}» пуст; напишите его или удалите")
            if block.rule is None:
                continue
            if block.rule.word in seen:
                self.report(block.line, f"блок «{block.rule.title}» стоит дважды; оставьте один")
            elif seen and order[block.rule.word] < max(order[word] for word in seen):
                titles = " → ".join(rule.title for rule in self.kind.blocks)
                self.report(block.line, f"блок «{block.rule.title}» не на месте; порядок: {titles}")
            seen.append(block.rule.word)
        for rule in self.kind.blocks:
            if rule.required and rule.word not in seen:
                self.report(question.line, f"нет блока «{rule.title}»; добавьте {rule}")

    def _check_answer(self, answer: _OpenBlock) -> None:
        paragraphs = list(_paragraphs(answer))
        leads = [match["words"] for match in map(_LEAD_IN.match, paragraphs) if match]
        first, *others = self.kind.lead_ins
        if not leads or not leads[0].startswith(first) or not paragraphs[0].startswith("**"):
            self.report(answer.line, f"модельный ответ начинается не с «**{first}.**»; начните с него")
        for words in others:
            if not any(lead.startswith(words) for lead in leads):
                self.report(answer.line, f"в модельном ответе нет «**{words}.**»; добавьте абзац")
        short = self._short(answer)
        if self.kind is TECHNICAL and len(short) > SHORT_LIMIT:
            self.report(
                self._first_line(answer),
                f"«Коротко» — {len(short)} знаков при пределе {SHORT_LIMIT}; перенесите лишнее в «Подробно»",
            )

    def _first_line(self, block: _OpenBlock) -> int:
        return block.line + 1 + next(i for i, line in enumerate(block.body) if line.strip())

    def _short(self, answer: _OpenBlock) -> str:
        return plain_text(_LEAD_IN.sub("", _first_paragraph(answer), count=1))

    def _check_sources(self, block: _OpenBlock) -> None:
        links = [one or other for one, other in _LINK.findall("\n".join(block.body))]
        hosts = [(urlsplit(link).hostname or "") for link in links]
        primary = self.vocabulary.primary_sources
        if not any(host == name or host.endswith("." + name) for host in hosts for name in primary):
            self.report(
                block.line,
                "нет первичного источника; дайте ссылку на документацию или стандарт"
                " (extra.primary_sources в mkdocs.yml)",
            )


def is_valid_id(name: str) -> bool:
    """Tell whether a name may be the id of a question, or of a heading."""
    return bool(_ID.fullmatch(name)) and name not in RESERVED_IDS


def _attribute_names(body: str) -> list[tuple[str, str | None]]:
    """Read an attribute list with the scanner that renders it."""
    attributes, _ = get_attrs_and_remainder(body.strip())
    return attributes


def _guess_block(rest: str) -> tuple[str, str]:
    """Read word and title of a block whose first line is malformed."""
    word, _, title = rest.strip().partition(" ")
    return word, title.strip().strip("\"'«»“”")


def _unfinished(name: str, hint: str | None) -> str:
    where = f"не дописано «{name}»" + (f" ({hint.strip().rstrip('.')})" if hint else "")
    return f"{where}; замените «{UNFINISHED}» и подсказку своим текстом"


def repair_block_line(line: str, kind: Kind) -> str:
    """Return the first line of a block as it must be, where its title says which is meant; else as it is."""
    start = _BLOCK_START.match(line)
    if start is None:
        return line
    word, title = _guess_block(start["rest"])
    for rule in kind.blocks:
        if rule.title == title or (rule.word == word and not title):
            return str(rule)
    return line


def repair_heading(line: str) -> str:
    """Return the heading of a question with the spaces that its list of attributes needs."""
    match = _ATTRIBUTES.search(line)
    if match is None or not match["body"].lstrip().startswith("#"):
        return line
    gap = line[: match.start()] + line[match.start() :].replace("{#", "{ #", 1)
    return gap if match[0][:1].isspace() else gap[: match.start()] + " " + gap[match.start() :]


def _paragraphs(block: _OpenBlock) -> Iterator[str]:
    """Yield the paragraphs of a block's own level, fences left out."""
    lines = block.markdown().split("\n")
    fenced = {n for fence in find_fences(lines) for n in range(fence.line - 1, fence.last_line)}
    text = "\n".join("" if n in fenced else line for n, line in enumerate(lines))
    yield from (part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _first_paragraph(block: _OpenBlock) -> str:
    return next(_paragraphs(block), "")


def parse_page(
    text: str, page: str, vocabulary: Vocabulary, source: str | None = None
) -> tuple[list[Question], list[Problem]]:
    """Parse one page of `docs/`.

    Args:
        text: the page as MkDocs reads it (no BOM, line ends as newlines), front matter included.
        page: its path inside `docs/`; the first folder gives the kind of its questions.
        vocabulary: levels, tags and hosts that the questions may name.
        source: the name for messages, `docs/` + `page` where nothing else is given.

    Returns:
        The questions in their order and all problems by line. A page that is no question page
        has no questions; only its headings, macros and fences are checked.
    """
    state = _Page(text, page, source or f"docs/{page}", vocabulary)
    state.parse()
    return state.questions, sorted(state.problems)


def checked_date(text: str) -> tuple[int, datetime.date] | None:
    """Return the line and the date of `checked` in a page's front matter; None where there is no such date."""
    head = front_matter.read(text)
    date = head.values.get("checked")
    return (head.lines["checked"], date) if date else None


def parse_pages(sources: Iterable[Source], vocabulary: Vocabulary) -> Bank:
    """Parse pages and check what can only be seen across them: ids.

    Raises:
        ValueError: on a mistake of this module itself; it names the page.
    """
    place = {page: number for number, page in enumerate(vocabulary.nav)}
    bank = Bank()
    for source in sorted(sources, key=lambda item: (place.get(item.page, len(place)), item.page)):
        questions, problems = _parse_source(source, vocabulary)
        bank.questions += questions
        bank.problems += problems
    bank.problems += _repeated_ids(bank.questions)
    bank.problems.sort(key=lambda problem: (place.get(problem.source.removeprefix("docs/"), len(place)), problem))
    return bank


def _parse_source(source: Source, vocabulary: Vocabulary) -> tuple[list[Question], list[Problem]]:
    name = f"docs/{source.page}"
    try:
        text = decode(source.content)
    except UnicodeDecodeError as error:
        line = source.content[: error.start].count(b"\n") + 1
        return [], [Problem(name, line, "файл не в UTF-8; сохраните его в этой кодировке")]
    try:
        return parse_page(text, source.page, vocabulary)
    except Exception as error:
        raise ValueError(
            f"{name}:1: ошибка в hooks/question_bank.py, а не в странице: {type(error).__name__}: {error}"
        ) from error


def _repeated_ids(questions: list[Question]) -> Iterator[Problem]:
    first: dict[str, Question] = {}
    for question in questions:
        other = first.setdefault(question.id, question)
        if other is not question:
            yield Problem(
                question.source,
                question.line,
                f"id «{question.id}» уже занят: {other.source}:{other.line}; выберите другой",
            )


def load_bank(docs_dir: Path, vocabulary: Vocabulary | None = None) -> Bank:
    """Parse every page of a folder.

    Args:
        docs_dir: the folder of pages.
        vocabulary: taken from `mkdocs.yml` beside the folder where it is not given.

    Raises:
        OSError: when a file or the folder cannot be read.
        ValueError: when `mkdocs.yml` lacks a vocabulary, or on a mistake of this module.
    """
    if vocabulary is None:
        vocabulary = load_vocabulary(docs_dir.parent / "mkdocs.yml")
    if not docs_dir.is_dir():
        raise FileNotFoundError(2, "нет папки со страницами", str(docs_dir))
    paths = (path for path in docs_dir.rglob("*.md") if path.is_file() and not path.name.startswith("."))
    return parse_pages(
        [Source(path.relative_to(docs_dir).as_posix(), path.read_bytes()) for path in paths],
        vocabulary,
    )
