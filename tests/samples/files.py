"""Checks samples that are whole files: `dockerfile`, `yaml`, `json`, `http`."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

import yaml

from hooks.bank.records import Problem
from hooks.checks.page.samples import Sample
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
            _line_of(sample, yaml.compose(sample.code, yaml.SafeLoader), error["path"]),
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


def _is_only_read(sample: Sample, limit: float) -> list[Problem]:  # noqa: ARG001
    """Find nothing more: what such a sample must be is its form, in `hooks/checks/page/sample_forms.py`."""
    return []


CHECKS: Mapping[str, Callable[[Sample, float], list[Problem]]] = {
    "dockerfile": _check_dockerfile,
    "yaml": _check_yaml,
    "json": _is_only_read,
    "http": _is_only_read,
}
"""Language -> its check."""
