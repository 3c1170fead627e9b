"""Finds the code samples of a page and what they are expected to print.

The parser finds the fences, this module gives each a meaning: the tests run what it has found, and
`check` tells what it could not understand. What each language asks of a sample is in `sample_forms.py`.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hooks.bank.fences import find_fences
from hooks.bank.load import parse_page
from hooks.bank.records import Fence, Problem
from hooks.bank.vocabulary import Vocabulary
from hooks.checks.page import sample_forms
from hooks.checks.page.prose import Text

EXECUTED = frozenset({"python", "pycon", "sql", "bash", "console", "redis", "dockerfile", "yaml", "json", "http"})
"""Languages of samples that are run or checked."""

NOT_EXECUTED: Mapping[str, str] = {
    "text": "вывод или схема под своим названием; выполнять нечего",
    "toml": "отрывок настроек; вне своей программы ничего не значит",
    "ini": "отрывок настроек; вне своей программы ничего не значит",
    "gitignore": "список шаблонов; их действие показывают блоки console",
    "diff": "отличие двух версий, а не программа",
    "mermaid": "диаграмма; её рисует браузер",
    "markdown": "образец страницы; сами страницы проверяет scripts.check",
    "html": "разметка для браузера",
    "javascript": "код для браузера",
    "nginx": "настройки сервера, которого нет среди инструментов проекта",
    "graphql": "запрос к серверу, которого нет среди инструментов проекта",
    "protobuf": "описание для компилятора, которого нет среди инструментов проекта",
}
"""Languages that are not run, each with the reason."""

_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("py", "py3", "python3", "cpython"), "python"),
    **dict.fromkeys(("ipython", "python-repl", "pyconsole"), "pycon"),
    **dict.fromkeys(("sh", "shell", "zsh"), "bash"),
    **dict.fromkeys(("shell-session", "sh-session", "terminal", "powershell"), "console"),
    **dict.fromkeys(("postgres", "postgresql", "pgsql", "psql", "sqlite", "sqlite3", "mysql"), "sql"),
    **dict.fromkeys(("txt", "plain", "plaintext", "output"), "text"),
    "yml": "yaml",
    "js": "javascript",
    "md": "markdown",
    "docker": "dockerfile",
    "cfg": "ini",
    "conf": "ini",
    "redis-cli": "redis",
    "gql": "graphql",
    "proto": "protobuf",
    "patch": "diff",
    "jsonc": "json",
}
"""What others call a language -> what it is called here."""

OUTPUT, ERROR, MYPY = "Вывод", "Ошибка", "mypy"
_OTHER_TITLES: Mapping[str, str] = {"output": OUTPUT, "stdout": OUTPUT, "error": ERROR, "traceback": ERROR}
"""Titles that mean an output and that nothing compares."""

_OUTPUT_OF: Mapping[str, frozenset[str]] = {
    OUTPUT: frozenset({"python", "bash"}),
    ERROR: frozenset({"python", "sql"}),
    MYPY: frozenset({"python"}),
}
"""Title of an output fence -> languages of the samples that it may belong to."""

LEAD = "_lead"
"""Id of the samples above a page's first question; no question can have it."""

_COMMENT_LINE = re.compile(r"^\s*+<!--\s*+(?P<text>(?:.*?\S)??)\s*+-->\s*+$")
_DIRECTIVE = re.compile(r"^\s*<!--\s*(?:skip|hadolint)\b", re.IGNORECASE)
_SKIP = re.compile(r"^skip:\s*(?P<reason>\S.*)$")
_HADOLINT = re.compile(r"^hadolint ignore=(?P<rules>[A-Z]+\d+(?:,[A-Z]+\d+)*):\s*\S")


@dataclass(frozen=True)
class Table:
    """A Markdown table: line of its header in the page, names of columns, cells."""

    line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sample:
    """A fence that is run, with everything that the page says about it."""

    source: str
    fence: Fence
    outputs: Mapping[str, Fence] = field(default_factory=dict)
    """Title -> output fence."""
    table: Table | None = None
    skip: str = ""
    """Reason not to run it."""
    ignored_rules: tuple[str, ...] = ()
    """Rules of hadolint."""

    @property
    def language(self) -> str:
        return self.fence.language

    @property
    def line(self) -> int:
        return self.fence.line

    @property
    def code(self) -> str:
        return self.fence.body

    def problem(self, text: str, line: int | None = None) -> Problem:
        """Return a problem of this sample, at its fence unless a line is given."""
        return Problem(self.source, line or self.line, text)


@dataclass(frozen=True)
class Unit:
    """The samples of one question, or of a page's lead, in order."""

    page: str
    id: str
    setup: tuple[Sample, ...]
    """Samples of the lead, which run before."""
    samples: tuple[Sample, ...]

    def __str__(self) -> str:
        return f"{self.page}::{self.id}"


@dataclass(frozen=True)
class PageSamples:
    """Everything that was found on one page."""

    page: str
    fences: tuple[Fence, ...]
    units: tuple[Unit, ...]
    problems: tuple[Problem, ...]


Starts = tuple[tuple[int, str], ...]
"""Line and id of each question of a page."""


def language_mistake(fence: Fence) -> str:
    """Return what is wrong with the language of a fence, or nothing."""
    name, known = fence.language, sorted(EXECUTED | set(NOT_EXECUTED))
    if name in known:
        return ""
    if not name:
        return 'у блока кода нет языка; пишите ```python, ```bash или, если выполнять нечего, ```text title="…"'
    close = difflib.get_close_matches(name.lower(), known, 1, 0.75)
    meant = _ALIASES.get(name.lower()) or next(iter(close), "")
    if meant:
        return f"неизвестный язык «{name}»; пишите «{meant}»"
    return f"неизвестный язык «{name}»; известны: {', '.join(known)}"


def _meant_title(title: str) -> str:
    """Return the title of an output that another title stands for, or nothing."""
    plain = title.strip(" .:!").casefold()
    known = {name.casefold(): name for name in _OUTPUT_OF} | _OTHER_TITLES
    return known.get(plain) or next((known[one] for one in difflib.get_close_matches(plain, known, 1, 0.85)), "")


class _SampleCollector:
    """The state of reading one page. Use `collect_page`."""

    def __init__(self, text: str, page: str, starts: Starts) -> None:
        self.page = page
        self.source = f"docs/{page}"
        self.lines = text.split("\n")
        self.fences = find_fences(self.lines)
        self.starts = starts
        self.problems: list[Problem] = []
        self.used_comments: set[int] = set()

    def report(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.source, line, text))

    def collect(self) -> PageSamples:
        lines = [line for line, _ in self.starts]
        parts: list[list[Fence]] = [[] for _ in range(len(lines) + 1)]
        for fence in self.fences:
            parts[bisect_right(lines, fence.line)].append(fence)
        lead, *others = (tuple(self.pair(part)) for part in parts)
        units = [Unit(self.page, LEAD, (), lead)]
        units += [Unit(self.page, name, lead, samples) for (_, name), samples in zip(self.starts, others, strict=True)]
        self.check_comments()
        return PageSamples(
            self.page,
            tuple(self.fences),
            tuple(unit for unit in units if unit.samples),
            tuple(sorted(self.problems)),
        )

    def pair(self, fences: list[Fence]) -> Iterator[Sample]:
        """Yield the samples of one question with the output fences that follow them."""
        fence: Fence | None = None
        outputs: dict[str, Fence] = {}
        for following in fences:
            if following.language == "text" and following.title in _OUTPUT_OF:
                self.take_output(fence, outputs, following)
                continue
            if fence:
                yield self.sample(fence, outputs)
            fence, outputs = (following if self.is_sample(following) else None), {}
        if fence:
            yield self.sample(fence, outputs)

    def take_output(self, fence: Fence | None, outputs: dict[str, Fence], output: Fence) -> None:
        self.check_closed(output)
        if fence is None or fence.language not in _OUTPUT_OF[output.title]:
            languages = ", ".join(sorted(_OUTPUT_OF[output.title]))
            self.report(
                output.line,
                f"«{output.title}» не принадлежит ни одному примеру;"
                f" поставьте его сразу под блоком {languages} или дайте другое название",
            )
        elif output.title in outputs:
            self.report(output.line, f"у примера уже есть «{output.title}»; оставьте один")
        else:
            outputs[output.title] = output

    def is_sample(self, fence: Fence) -> bool:
        """Tell whether a fence is to be run; report one of which that cannot be told."""
        self.check_closed(fence)
        if fence.language in EXECUTED:
            return True
        if mistake := language_mistake(fence):
            self.report(fence.line, mistake)
        elif fence.language == "text" and not fence.title:
            self.report(
                fence.line,
                'у блока text нет названия; пишите ```text title="Вывод" или другое название',
            )
        elif fence.language == "text" and (meant := _meant_title(fence.title)):
            self.report(fence.line, f'название «{fence.title}» с выводом примера не сверят; пишите title="{meant}"')
        return False

    def check_closed(self, fence: Fence) -> None:
        if not fence.closed:
            self.report(fence.line, "блок кода не закрыт; поставьте под ним строку с теми же ``` и тем же отступом")

    def sample(self, fence: Fence, outputs: dict[str, Fence]) -> Sample:
        comments = self.comments_above(fence)
        skips = [match["reason"] for match in map(_SKIP.match, comments) if match]
        rules = [match["rules"] for match in map(_HADOLINT.match, comments) if match]
        return Sample(
            self.source,
            fence,
            outputs,
            self.table_below(fence) if fence.language == "sql" else None,
            skips[0] if skips else "",
            tuple(",".join(rules).split(",")) if rules else (),
        )

    def comments_above(self, fence: Fence) -> list[str]:
        """Return the one-line comments right above a fence, at its own indent."""
        found = []
        indent = " " * fence.indent + "<!--"
        for index in range(fence.line - 2, -1, -1):
            line = self.lines[index]
            match = _COMMENT_LINE.match(line)
            if match and line.startswith(indent):
                found.append(match["text"])
                understood = _SKIP.match(match["text"]) or (
                    fence.language == "dockerfile" and _HADOLINT.match(match["text"])
                )
                if understood:
                    self.used_comments.add(index)
            elif line.strip():
                break
        return found

    def check_comments(self) -> None:
        inside = {n for fence in self.fences for n in range(fence.line - 1, fence.last_line)}
        for index, line in enumerate(self.lines):
            if index not in inside | self.used_comments and _DIRECTIVE.match(line):
                self.report(
                    index + 1,
                    "исключение не действует; пишите <!-- skip: причина --> или"
                    " <!-- hadolint ignore=DL3008: причина --> отдельным абзацем"
                    " над выполняемым блоком, с тем же отступом",
                )

    def table_below(self, fence: Fence) -> Table | None:
        index = fence.last_line
        while index < len(self.lines) and not self.lines[index].strip():
            index += 1
        rows = []
        for line in self.lines[index:]:
            if not line.lstrip().startswith("|"):
                break
            rows.append(_cells(line))
        # The second row is the line of dashes below the header.
        return Table(index + 1, rows[0], tuple(rows[2:])) if len(rows) > 1 else None


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner))


def collect_page(text: str, page: str, vocabulary: Vocabulary) -> PageSamples:
    """Find the samples of one page.

    Args:
        text: the page, front matter included, line ends as newlines.
        page: its path inside `docs/`.
        vocabulary: levels and tags, without which questions cannot be told.

    Returns:
        The samples by question, and problems of fences that cannot be understood.
    """
    questions = parse_page(text, page, vocabulary)[0]
    return _SampleCollector(text, page, tuple((question.line, question.id) for question in questions)).collect()


def find(text: Text, starts: Starts) -> tuple[Problem, ...]:
    """Return what the tests would refuse of the samples of a page before they ran any."""
    if not text.source.startswith("docs/"):
        found = ((fence, language_mistake(fence)) for fence in text.fences)
        return tuple(Problem(text.source, fence.line, mistake) for fence, mistake in found if mistake)
    page = _SampleCollector(text.content, text.page, starts).collect()
    samples = [sample for unit in page.units for sample in unit.samples]
    return (*page.problems, *(problem for sample in samples for problem in sample_forms.find(sample)))


def collect_docs(docs_dir: Path, vocabulary: Vocabulary) -> list[PageSamples]:
    """Find the samples of all pages of a folder, in the order of their paths.

    Raises:
        OSError: when a page cannot be read.
        UnicodeDecodeError: when a page is not in UTF-8.
    """
    return [
        collect_page(path.read_text(encoding="utf-8-sig"), path.relative_to(docs_dir).as_posix(), vocabulary)
        for path in sorted(docs_dir.rglob("*.md"))
        if not path.name.startswith(".")
    ]
