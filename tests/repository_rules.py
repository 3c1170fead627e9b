"""What locks and workflows may not hold, told as `file:line: what is wrong`, as `check` tells of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from hooks.checks.project.yaml_nodes import entries_of, find_cut_texts, items_of

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[a-z0-9,-]+\])?"
_WISH = re.compile(rf"{_NAME}(?:(?:[=<>!~]=|[<>])[\w.*]+,?)*(?: ; [\w .\"'=<>!,()]+)?$")
_OTHER_FILE = re.compile(r"-[rc] requirements(?:-dev)?\.(?:in|txt)$")
_LOCKED = re.compile(rf"{_NAME}==[\w.!+-]+(?: ; [\w .\"'=<>!,*()]+)? \\$")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?P<more> \\)?$")
_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}$")
_VERSION = re.compile(r" # v\d+\.\d+\.\d+$")
_TRUSTING = {"pull_request_target", "workflow_run", "issue_comment"}
"""Events under which foreign code could run with our rights."""


def find_in_wishes(name: str, text: str) -> Iterator[str]:
    """Yield the lines of a `requirements*.in` that ask for anything but a package by its name and version."""
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#") and not _WISH.match(line) and not _OTHER_FILE.match(line):
            yield f"{name}:{number}: «{line}»: можно имя пакета с версией; ни адресов, ни параметров pip"


def find_in_lock(name: str, text: str) -> Iterator[str]:
    """Yield the lines of a `requirements*.txt` that are no package with its version and hashes."""
    place, wanted = 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if found := _HASH.match(line):
            if not wanted:
                yield f"{name}:{number}: хеш не принадлежит ни одному пакету; пересоберите: python3 -m scripts.lock"
            place, wanted = 0, bool(found["more"])
            continue
        if place:
            yield f"{name}:{place}: у пакета нет хеша; пересоберите: python3 -m scripts.lock"
        place, wanted = 0, False
        if _LOCKED.match(line):
            place, wanted = number, True
        elif line.strip() and not line.lstrip().startswith("#"):
            yield f"{name}:{number}: «{line.strip()}»: можно пакет с версией и хешами; ни адресов, ни параметров pip"
    if place:
        yield f"{name}:{place}: у пакета нет хеша; пересоберите: python3 -m scripts.lock"


def find_in_workflow(name: str, text: str) -> Iterator[str]:
    """Yield what a workflow may not do: actions by a tag, events with our rights, rights for all of its jobs."""
    lines = text.splitlines()
    root = yaml.compose(text, yaml.SafeLoader)
    for key, value in _walk(root):
        line = key.start_mark.line + 1
        if key.value == "uses":
            version = lines[value.end_mark.line][value.end_mark.column :]
            if not _PINNED.match(str(value.value)) or not _VERSION.match(version):
                yield f"{name}:{line}: «{value.value}»: действие — по хешу коммита, за ним версия: @хеш # v1.2.3"
        elif key.value in _TRUSTING:
            yield f"{name}:{line}: событие «{key.value}» запускает чужой код с нашими правами; возьмите pull_request"
        elif key.value == "persist-credentials" and value.value != "false":
            yield f"{name}:{line}: токен остаётся в .git; верните persist-credentials: false"
    whole = entries_of(root).get("permissions")
    if whole is None or whole[1].value != []:
        line = whole[0].start_mark.line + 1 if whole else 1
        yield f"{name}:{line}: права даются каждой работе отдельно; наверху нужно permissions: {{}}"


def find_in_yaml(name: str, text: str) -> Iterator[str]:
    """Yield the texts of a file of YAML that a comment cuts short."""
    for line, message in find_cut_texts(text):
        yield f"{name}:{line}: {message}"


def _walk(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    for item in items_of(node):
        # An event may stand alone in a list: on: [push].
        yield from _walk(item) if not isinstance(item, yaml.ScalarNode) else [(item, item)]
    for key, value in entries_of(node).values():
        yield key, value
        yield from _walk(value)
        if key.value == "on" and isinstance(value, yaml.ScalarNode):
            yield value, value
