"""Nodes of YAML, which know their lines: what a mistake in the settings is found with."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from hooks.bank import front_matter
from hooks.bank.front_matter import refuse_deep

Found = tuple[yaml.Node, str]
"""Where a mistake is, and what it is."""

CUT = "« #» начинает примечание и обрывает текст; возьмите весь текст в кавычки"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

PLAIN = "tag:yaml.org,2002:"
"""What the tags of YAML's own types begin with."""


def entries_of(node: yaml.Node | None) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Return the entries of a mapping by name, each with the node of its key; of anything else, none."""
    entries = node.value if isinstance(node, yaml.MappingNode) else ()
    return {str(key.value): (key, value) for key, value in entries}


def items_of(node: yaml.Node | None) -> list[yaml.Node]:
    """Return the items of a list; of anything else, none."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def is_text(node: yaml.Node) -> bool:
    """Tell whether a value is text for YAML too, and not empty."""
    return isinstance(node, yaml.ScalarNode) and node.tag == f"{PLAIN}str" and bool(node.value.strip())


def setting_fault(node: yaml.Node) -> str:
    """Return what is wrong with a text that readers see outside of pages; nothing where it is right."""
    if re.search(r"[<>{}\[\]*_`]", node.value):
        return "знаки разметки; скажите словами"
    return front_matter.text_fault(node.value, front_matter.LENGTHS["description"]) or ""


def is_file(folder: Path, name: str, suffixes: tuple[str, ...]) -> bool:
    """Tell whether a file is there by exactly this name, inside the folder."""
    if posixpath.normpath(name) != name or name.startswith(("/", "..")) or not name.endswith(suffixes):
        return False
    path = folder / name
    # Some systems find a file by its name in other letters; those that build the site do not.
    return path.is_file() and path.name in {one.name for one in path.parent.iterdir()}


def find_in_names(
    node: yaml.Node, known: Collection[str], needed: Collection[str], said: str = "настройка "
) -> Iterator[Found]:
    """Find names that nobody knows, and those that are needed and not there: a misspelt one is both, and told once."""
    parts = entries_of(node)
    absent = [name for name in needed if name not in parts]
    for name, (key, _) in parts.items():
        if name in known:
            continue
        meant = next(iter(difflib.get_close_matches(name, set(known) - set(parts), 1)), "")
        absent = [one for one in absent if one != meant]
        yield key, f"{said}{name} не известна; " + (f"пишите {meant}" if meant else "исправьте имя или удалите её")
    for name in absent:
        yield node, f"нет: {said}{name}; верните её"


def compose(text: str) -> yaml.Node | None:
    """Return the root of a text of YAML.

    Raises:
        yaml.YAMLError: when it is none, or nested too deep.
    """
    refuse_deep(text)
    return yaml.compose(text, LOADER)


def find_cut_texts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of YAML where a comment cuts a text short: nothing, where the text is no YAML.

    A comment behind a word or a number is one; behind words, it is most likely their end.
    """
    try:
        root = compose(text)
    except yaml.YAMLError:
        return
    lines, waiting, seen, cut = text.split("\n"), [root], set(), set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        waiting += items_of(node) + [one for entry in entries_of(node).values() for one in entry]
        if isinstance(node, yaml.ScalarNode) and not node.style and re.search("[ \u0400-\u04ff]", node.value):
            mark = node.end_mark
            if re.match(r"[ \t]+#", lines[mark.line][mark.column :]):
                cut.add(mark.line + 1)
    yield from ((line, CUT) for line in sorted(cut))
