"""What a sample must look like before anything runs it: syntax, prompts, first lines.

`check` tells of it with the page's other mistakes; the tests do not run what has no form.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import yaml

from hooks.bank.front_matter import refuse_deep

if TYPE_CHECKING:
    from hooks.bank.records import Problem
    from hooks.checks.page.samples import Sample

_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def find(sample: Sample) -> tuple[Problem, ...]:
    """Return what is wrong with the form of a sample; of one that is skipped, nothing."""
    form = _FORMS.get(sample.language)
    return tuple(form(sample)) if form and not sample.skip else ()


def _python(sample: Sample) -> Iterator[Problem]:
    if "Ошибка" in sample.outputs:
        return  # it may be one of syntax
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(sample.code, "<sample>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        yield sample.problem(
            "код на Python здесь не разобрать; исправьте синтаксис или покажите ошибку блоком «Ошибка»",
            sample.line + min(line, sample.code.count("\n") + 1),
        )


def _pycon(sample: Sample) -> Iterator[Problem]:
    import doctest  # late: it brings the debugger, and few pages hold a session

    try:
        examples = doctest.DocTestParser().get_examples(sample.code)
    except ValueError as error:
        found = re.match(r"line (\d+)", str(error))
        line = sample.line + int(found[1]) if found else None
        yield sample.problem("сеанс Python здесь не разобрать; после >>> и ... нужен пробел, отступы одинаковы", line)
    else:
        if not examples:
            yield sample.problem("в блоке pycon нет строк с «>>> »; допишите их или пишите ```python")


def _console(sample: Sample) -> Iterator[Problem]:
    if not sample.code.startswith("$ "):
        text = "строка блока console не принадлежит ни одной команде; команда начинается с «$ »"
        yield sample.problem(text, sample.line + 1)


def _redis(sample: Sample) -> Iterator[Problem]:
    if not sample.code.startswith("> "):
        yield sample.problem("блок redis начинается не с команды; пишите «> SET ключ значение»")


_SQL_COMMENT = re.compile(r"--[^\n]*+|/\*.*?(?:\*/|\Z)", re.DOTALL)
_DATABASES = {"postgres": "PostgreSQL", "postgresql": "PostgreSQL", "sqlite": "SQLite", "sqlite3": "SQLite"}


def _sql(sample: Sample) -> Iterator[Problem]:
    title = sample.fence.title
    name = _DATABASES.get(title.strip().lower(), title)
    if name != title:
        yield sample.problem(f'название «{title}» базу не выберет; пишите title="{name}"')
    code = _SQL_COMMENT.sub(" ", sample.code).lstrip()
    # Only what surely returns rows: the rest is known when it has run.
    if re.match(r"(?:select|values|table)\b", code, re.IGNORECASE) and not sample.table and not sample.outputs:
        yield sample.problem("под запросом нет таблицы с его результатом; допишите её")


def _yaml(sample: Sample) -> Iterator[Problem]:
    try:
        # Composed, not loaded: tags of other programs (!Ref, !ENV) are no mistake.
        refuse_deep(sample.code)
        list(yaml.compose_all(sample.code, _YAML_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line if mark else 0, sample.code.count("\n"))
        text = "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий"
        yield sample.problem(text, sample.line + 1 + line)


def _json(sample: Sample) -> Iterator[Problem]:
    try:
        json.loads(sample.code, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        line = sample.line + error.lineno
        yield sample.problem("это не JSON; проверьте кавычки, запятые и скобки", line)
    except (ValueError, RecursionError) as error:
        yield sample.problem(f"это не JSON: в нём нет значения {error}")


def _refuse_constant(name: str) -> None:
    """Refuse what only Python's own parser takes for JSON."""
    raise ValueError(name)


_REQUEST = re.compile(r"^[A-Z]+ \S+ HTTP/(?P<version>1\.[01]|[23])$")
_RESPONSE = re.compile(r"^HTTP/(?:1\.[01]|[23]) (?P<status>[1-5]\d\d)(?: .*)?$")
_FIELD = re.compile(r"^(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?P<value>.*?)[ \t]*$")


def _http(sample: Sample) -> Iterator[Problem]:
    head, _, body = sample.code.rstrip("\n").partition("\n\n")
    start, *lines = head.split("\n")
    request, response = _REQUEST.match(start), _RESPONSE.match(start)
    if not (request or response):
        text = "первая строка — ни запрос («GET /path HTTP/1.1»), ни ответ («HTTP/1.1 200 OK»)"
        yield sample.problem(text, sample.line + 1)
        return
    fields = {}
    for number, line in enumerate(lines, sample.line + 2):
        field = _FIELD.match(line)
        if field:
            fields[field["name"].lower()] = (number, field["value"])
        else:
            yield sample.problem(f"это не заголовок «Имя: значение»: {line}", number)
    if request and request["version"] == "1.1" and "host" not in fields:
        yield sample.problem("в запросе HTTP/1.1 нет обязательного заголовка Host; допишите его", sample.line + 1)
    # A response 304 names the length of a body that it does not carry.
    if not (response and response["status"] == "304"):
        yield from _length(sample, fields, body)


def _length(sample: Sample, fields: Mapping[str, tuple[int, str]], body: str) -> Iterator[Problem]:
    line, value = fields.get("content-length", (0, ""))
    # A page does not show which line ends the body has.
    lengths = sorted({len(body.encode()), len(body.replace("\n", "\r\n").encode())})
    if line and not (value.isdecimal() and int(value) in lengths):
        yield sample.problem(f"Content-Length: {value}, а в теле байтов: {' или '.join(map(str, lengths))}", line)


_FORMS: Mapping[str, Callable[[Sample], Iterator[Problem]]] = {
    "python": _python,
    "pycon": _pycon,
    "console": _console,
    "redis": _redis,
    "sql": _sql,
    "yaml": _yaml,
    "json": _json,
    "http": _http,
}
"""Language -> its form."""
