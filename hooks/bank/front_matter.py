"""The head of a page, as YAML gives it: the one reader of its fields, for checks, parser and hooks.

Knows no generator. What it reads is what MkDocs reads (mkdocs.utils.meta), but by type: a value that is not what
its field is for is told with its line and is not among the values, so that nobody after this has to doubt one.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

LIMIT = 5_000
"""Most characters of a front matter."""
LENGTHS: Mapping[str, int] = {"title": 100, "description": 300}
VERSION_LENGTH = 60
HIDDEN_PARTS = frozenset({"navigation", "toc", "footer"})
"""Parts of a page that `hide` may name."""
_DEPTH = 4
DEPTH_LIMIT = 50
"""Most levels of nesting of any YAML; settings and samples have ten."""

# The same rules as in mkdocs.utils.meta, so that what we read is what MkDocs reads.
_BLOCK = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
# Borders bent in one way each: the fields are read all the same, so that one mistake gives one problem.
_BENT = (
    (
        re.compile(r"\A-{3}[ \t]*\n(\w+:.*\n(?:(?![-.]{3})[^\s#].*\n)*)(?=\n|#)"),
        "шапка страницы не закрыта; поставьте под последним её полем строку ---",
    ),
    (
        re.compile(r"\A((?:title|description|checked|versions):.*\n(?:\w+:.*\n)*)-{3}[ \t]*\n"),
        "над шапкой страницы нет строки ---; поставьте её первой",
    ),
    (
        re.compile(r"\A(?>(?:[ \t]*+\n)+)-{3}[ \t]*\n((?:\w+:.*\n)+)-{3}[ \t]*\n"),
        "шапка начинается не с первой строки; уберите пустые строки над ней",
    ),
)
_BARE_FIELD = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:\s*\S?")

_UNQUOTED = re.compile(r"[a-z_]+:[ \t]+[^\s\"'\[{|>]")
"""A field whose value begins with no sign of YAML: what is wrong with it is within."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_BROKEN = object()
"""Stands for what YAML cannot make a value of: the thirtieth of February."""

_IN_QUOTES = 'YAML прочтёт это значение по-своему; возьмите его целиком в кавычки: "…"'
NOT_YAML = "шапка страницы — не YAML; каждая строка в ней: «поле: значение»"


@dataclass
class FrontMatter:
    """The fields of a page."""

    length: int = 0
    """How many lines it takes; 0 where there is none."""
    values: dict[str, object] = field(default_factory=dict)
    """Field -> value; only values that are right."""
    lines: dict[str, int] = field(default_factory=dict)
    """Field -> its line, right or wrong."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """What is wrong in it, as (line, message)."""
    is_whole: bool = False
    """All its fields were read; else some may be there that are not among `lines`."""


class _FaultyHeadError(Exception):
    """A mistake after which the rest of the front matter is not read: (line of it, message)."""


@lru_cache(maxsize=512)
def read(text: str) -> FrontMatter:
    """Read the front matter of a page, given with newlines for line ends and without BOM. Do not change the result."""
    match = _BLOCK.match(text)
    if match is None and (bent := _bent(text)):
        return bent
    if match is None:
        problems = [(1, _bare(text))] if _BARE_FIELD.match(text) else []
        return FrontMatter(problems=problems)
    head = FrontMatter(text[: match.end()].count("\n"))
    try:
        _fill(head, match[1])
    except yaml.YAMLError as error:
        line = yaml_error_line(error)
        is_field = _UNQUOTED.match("".join(match[1].split("\n")[line - 1 : line]))
        is_inside = "flow" in (getattr(error, "context", None) or "")  # brackets that were not closed above
        head.problems.append((line + 1, _IN_QUOTES if is_field and not is_inside else NOT_YAML))
    except _FaultyHeadError as refused:
        line, message = refused.args
        head.problems.append((line + 2, message))
    return head


def _bent(text: str) -> FrontMatter | None:
    """Read a front matter whose borders are bent; None where there is none."""
    for pattern, message in _BENT:
        if match := pattern.match(text):
            head = FrontMatter(text[: match.end()].count("\n"))
            is_closed = match.end(1) < match.end()
            with contextlib.suppress(yaml.YAMLError, _FaultyHeadError):
                _fill(head, match[1])
            head.problems = [(1 if is_closed else head.length + 1, message)]
            return head
    return None


def yaml_error_line(error: yaml.YAMLError) -> int:
    """Return the line, from 1, that an error of YAML is about."""
    mark = getattr(error, "problem_mark", None)
    if "scalar" in (getattr(error, "context", None) or ""):
        mark = error.context_mark  # where the quotes open, not where their end was missed
    return mark.line + 1 if mark else 1


def _bare(text: str) -> str:
    name = text.split(":", 1)[0].strip()
    return f"«{name}:» в первой строке читается как поле шапки; начните страницу с --- или с заголовка «# …»"


# -- YAML -------------------------------------------------------------------------------------


def _fill(head: FrontMatter, text: str) -> None:
    if len(text) > LIMIT:
        raise _FaultyHeadError(0, f"шапка длиннее {LIMIT} знаков; оставьте только нужные поля")
    for number, line in enumerate(text.split("\n")):
        if hidden := _hidden(line.replace("\t", "")):
            raise _FaultyHeadError(number, f"в шапке {hidden}")  # libyaml tells no line of these
    _refuse_references(text)
    loader = _LOADER(text)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise _FaultyHeadError(root.start_mark.line if root else 0, NOT_YAML)
        for key, node in _fields(root, head.problems):
            name, line = key.value, key.start_mark.line + 2
            head.lines[name] = line
            faults = list(_faults(name, node, _construct(loader, node)))
            head.problems += [(place or line, fault) for place, fault in faults]
            if not faults:
                head.values[name] = _construct(loader, node)
        head.is_whole = True
    finally:
        loader.dispose()


def _refuse_references(text: str) -> None:
    """Refuse what makes YAML more than fields with values; nesting, too, which a reader's stack must hold."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _FaultyHeadError(line, "«&» и «*» в начале значения — ссылки YAML; возьмите значение в кавычки")
        if getattr(event, "tag", None):
            raise _FaultyHeadError(line, "«!» в начале значения — метка YAML; возьмите значение в кавычки")
        if isinstance(event, yaml.DocumentStartEvent) and event.explicit:
            raise _FaultyHeadError(line, NOT_YAML)
        if depth > _DEPTH:
            raise _FaultyHeadError(line, "скобки в шапке вложены слишком глубоко; пишите «поле: значение»")


def _fields(node: yaml.MappingNode, problems: list[tuple[int, str]]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the fields of a mapping, each once; what is no field or stands twice is told."""
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode) or key.tag != _STRING:
            shown = key.value if isinstance(key, yaml.ScalarNode) else "…"
            problems.append((line, f"название поля «{shown}» в шапке — не слово; пишите «поле: значение»"))
        elif key.value in seen:
            problems.append((line, f"«{key.value}» в шапке уже есть в строке {seen[key.value]}; оставьте одно"))
        else:
            seen[key.value] = line
            yield key, value


def _construct(loader: yaml.Loader, node: yaml.Node) -> object:
    try:
        return loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, TypeError, OverflowError):
        return _BROKEN


# -- fields -----------------------------------------------------------------------------------


Faults = Iterator[tuple[int, str]]
"""(line, message) of what is wrong in a field; 0 for the line of the field itself."""


def _faults(name: str, node: yaml.Node, value: object) -> Faults:
    check = FIELDS.get(name)
    if check is None:
        yield 0, f"поле «{name}» в шапке не разрешено; можно: {', '.join(sorted(FIELDS))}"
    else:
        yield from check(name, node, value)


def _text(name: str, node: yaml.Node, value: object) -> Faults:
    if value is None or (isinstance(value, str) and not value.strip()):
        yield 0, f"в шапке нет {name}; добавьте «{name}: …»"
    elif not isinstance(value, str):
        kind = "возьмите его в кавычки" if isinstance(node, yaml.ScalarNode) else "напишите одной строкой"
        yield 0, f"{name} в шапке — не текст; {kind}"
    elif fault := text_fault(value, LENGTHS[name]):
        yield 0, f"{name} в шапке: {fault}"


def text_fault(value: str, limit: int) -> str | None:
    """Return what is wrong with a text of one line that a page shows in its head; None where nothing is."""
    if not value.strip():
        return "пустая строка; напишите или удалите"
    if "\n" in value:
        return "перевод строки; напишите одной строкой"
    if hidden := _hidden(value):
        return hidden
    if re.search("[<>]", value):
        return "знаки < и > не разрешены; скажите словами"
    if '"' in value:
        return "прямая кавычка внутри; пишите «ёлочки»"
    if len(value) > limit:
        return f"{len(value)} знаков при пределе {limit}; сократите"
    return None


def _hidden(text: str) -> str | None:
    hidden = [one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}]
    return f"невидимый знак U+{ord(hidden[0]):04X}; удалите его" if hidden else None


def _date(name: str, node: yaml.Node, value: object) -> Faults:
    shown = str(node.value) if isinstance(node, yaml.ScalarNode) else "…"
    if type(value) is not datetime.date:
        is_quoted = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) and node.style
        right = f"пишите без кавычек: {name}: {value}" if is_quoted else "пишите год-месяц-день: 2026-11-23"
        yield 0, f"{name}: нет такой даты «{shown}»; {right}"
    # A day of grace: the writer may live to the east of the server.
    elif value > datetime.date.today() + datetime.timedelta(days=1):
        yield 0, f"{name}: дата «{value}» ещё не наступила"


def _versions(_name: str, node: yaml.Node, _value: object) -> Faults:
    if not isinstance(node, yaml.MappingNode) or not node.value:
        yield 0, NO_VERSIONS
        return
    problems: list[tuple[int, str]] = []
    for key, version in _fields(node, problems):
        line = version.start_mark.line + 2
        # Without quotes YAML makes the number 3.1 of 3.10.
        if not isinstance(version, yaml.ScalarNode) or version.style not in {"'", '"'}:
            shown = version.value if isinstance(version, yaml.ScalarNode) else "3.14"
            yield line, f'номер версии пишите в кавычках: {key.value}: "{shown}"'
        elif fault := text_fault(key.value, VERSION_LENGTH) or text_fault(version.value, VERSION_LENGTH):
            yield line, f"versions в шапке: {fault}"
    yield from problems


def _parts(name: str, _node: yaml.Node, value: object) -> Faults:
    known = ", ".join(sorted(HIDDEN_PARTS))
    if not isinstance(value, list) or not all(isinstance(one, str) and one in HIDDEN_PARTS for one in value):
        yield 0, f"{name} — список того, чего на странице не показывать; можно: {known}"
    elif len(set(value)) < len(value):
        yield 0, f"в {name} одно и то же названо дважды; оставьте один раз"


def _search(name: str, node: yaml.Node, value: object) -> Faults:
    if not isinstance(node, yaml.MappingNode) or value not in ({"exclude": True}, {"exclude": False}):
        yield 0, f"{name} в шапке непонятно; можно только {name}: {{exclude: true}}"
    elif len(node.value) > 1:
        yield 0, f"в {name} одно и то же названо дважды; оставьте один раз"


def _switch(name: str, _node: yaml.Node, value: object) -> Faults:
    if not isinstance(value, bool):
        yield 0, f"{name} — да или нет; пишите {name}: true"


FIELDS: Mapping[str, Callable[[str, yaml.Node, object], Faults]] = {
    "title": _text,
    "description": _text,
    "checked": _date,
    "versions": _versions,
    "hide": _parts,
    "search": _search,
    "render_macros": _switch,
    "ignore_macros": _switch,
}
"""What a front matter may hold, each with what is wrong in it."""

NO_VERSIONS = 'в шапке нет versions; добавьте, например, versions: {Python: "3.14"}'


def refuse_deep(text: str) -> None:
    """Look how deep YAML is nested, without building anything of it: the reader in C would end the process.

    Raises:
        yaml.YAMLError: when it is deeper than the limit, or no YAML.
    """
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=event.start_mark)
