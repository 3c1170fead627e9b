"""Checks samples that are whole files: `dockerfile`, `yaml`, `json`, `http`."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

import yaml

from hooks.question_bank import Problem
from tests.samples.collecting import Sample
from tests.samples.processes import TIME_LIMIT, TOOLS, clean_environment, temporary_folder


def run(samples: Sequence[Sample], limit: float = TIME_LIMIT) -> list[Problem]:
    """Check each sample by itself.

    Args:
        samples: of the languages of `CHECKS`.
        limit: seconds for one tool.

    Returns:
        What is wrong with them.
    """
    problems = []
    for sample in samples:
        try:
            problems += CHECKS[sample.language](sample, limit)
        except subprocess.TimeoutExpired:
            problems.append(sample.problem(f"не уложился в {limit:g} с"))
    return problems


def _output_of(sample: Sample, limit: float, name: str, *command: str) -> str:
    """Run a tool in a folder that holds nothing but the sample, as a file of this name."""
    with temporary_folder() as folder:
        (folder / name).write_text(sample.code + "\n", encoding="utf-8")
        tool, *arguments = command
        done = subprocess.run(
            [TOOLS / tool, *arguments, name],
            cwd=folder,
            env=clean_environment(folder),
            capture_output=True,
            encoding="utf-8",
            timeout=limit,
            check=False,
        )
    if not done.stdout.strip():
        raise RuntimeError(f"{tool}: {done.stderr}")
    return done.stdout


# -- Dockerfile -----------------------------------------------------------------------------


def _check_dockerfile(sample: Sample, limit: float) -> list[Problem]:
    ignored = [option for rule in sample.ignored_rules for option in ("--ignore", rule)]
    output = _output_of(sample, limit, "Dockerfile", "hadolint", "--no-color", "--format", "json", *ignored)
    return [
        sample.problem(f"hadolint: {finding['code']} {finding['message']}", sample.line + finding["line"])
        for finding in json.loads(output)
        if finding["level"] in {"error", "warning"}
    ]


# -- YAML -----------------------------------------------------------------------------------


def _check_yaml(sample: Sample, limit: float) -> list[Problem]:
    try:
        # Composed, not loaded: tags of other programs (!Ref, !ENV) are no mistake.
        documents = list(yaml.compose_all(sample.code, yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = sample.line + 1 + (mark.line if mark else 0)
        return [sample.problem(f"это не YAML: {getattr(error, 'problem', error)}", line)]
    schema = _schema(sample.fence.title)
    if schema is None:
        return []
    output = _output_of(
        sample, limit, "sample.yaml", "check-jsonschema", "--builtin-schema", schema, "--output-format", "json"
    )
    report = json.loads(output)
    problems = [
        sample.problem(
            f"{sample.fence.title}: {error['path']}: {error['message']}",
            _line_of(sample, documents[0], error["path"]),
        )
        for error in report.get("errors", [])
    ]
    return problems + [sample.problem(f"{sample.fence.title}: {e['message']}") for e in report.get("parse_errors", [])]


def _schema(title: str) -> str | None:
    """Return the name of the schema for a file of this name."""
    path = PurePosixPath(title)
    if path.name in {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}:
        return "vendor.compose-spec"
    if path.parts[:2] == (".github", "workflows"):
        return "vendor.github-workflows"
    return None


def _line_of(sample: Sample, node: yaml.Node | None, path: str) -> int:
    """Return the line of a JSON path like `$.services.web.ports[0]`, as far as it can be followed."""
    line = sample.line + 1
    for key in re.findall(r"[^.\[\]$]+", path):
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == key), None)
            if found is None:
                break
            line, node = sample.line + 1 + found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = sample.line + 1 + node.start_mark.line
        else:
            break
    return line


# -- JSON -----------------------------------------------------------------------------------


def _check_json(sample: Sample, limit: float) -> list[Problem]:  # noqa: ARG001
    try:
        json.loads(sample.code, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return [sample.problem(f"это не JSON: {error.msg}", sample.line + error.lineno)]
    except ValueError as error:
        return [sample.problem(f"это не JSON: {error}")]
    return []


def _refuse_constant(name: str) -> None:
    """Refuse what only Python's own parser takes for JSON."""
    raise ValueError(f"в JSON нет значения {name}")


# -- HTTP -----------------------------------------------------------------------------------

_REQUEST = re.compile(r"^[A-Z]+ \S+ HTTP/(?P<version>1\.[01]|[23])$")
_RESPONSE = re.compile(r"^HTTP/(?:1\.[01]|[23]) (?P<status>[1-5]\d\d)(?: .*)?$")
_FIELD = re.compile(r"^(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?P<value>.*?)[ \t]*$")


def _check_http(sample: Sample, limit: float) -> list[Problem]:  # noqa: ARG001
    head, _, body = sample.code.rstrip("\n").partition("\n\n")
    start, *lines = head.split("\n")
    request, response = _REQUEST.match(start), _RESPONSE.match(start)
    if not (request or response):
        text = "первая строка — ни запрос («GET /path HTTP/1.1»), ни ответ («HTTP/1.1 200 OK»)"
        return [sample.problem(text, sample.line + 1)]
    problems, fields = [], {}
    for number, line in enumerate(lines, sample.line + 2):
        field = _FIELD.match(line)
        if field:
            fields[field["name"].lower()] = (number, field["value"])
        else:
            problems.append(sample.problem(f"это не заголовок «Имя: значение»: {line}", number))
    if request and request["version"] == "1.1" and "host" not in fields:
        problems.append(sample.problem("в запросе HTTP/1.1 нет обязательного заголовка Host", sample.line + 1))
    # A response 304 names the length of a body that it does not carry.
    if not (response and response["status"] == "304"):
        problems += _check_length(sample, fields, body)
    return problems


def _check_length(sample: Sample, fields: Mapping[str, tuple[int, str]], body: str) -> list[Problem]:
    if "content-length" not in fields:
        return []
    line, value = fields["content-length"]
    # A page does not show which line ends the body has.
    lengths = sorted({len(body.encode()), len(body.replace("\n", "\r\n").encode())})
    if value.isdecimal() and int(value) in lengths:
        return []
    return [sample.problem(f"Content-Length: {value}, а в теле байтов: {' или '.join(map(str, lengths))}", line)]


CHECKS: Mapping[str, Callable[[Sample, float], list[Problem]]] = {
    "dockerfile": _check_dockerfile,
    "yaml": _check_yaml,
    "json": _check_json,
    "http": _check_http,
}
"""Language -> its check."""
