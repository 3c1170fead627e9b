"""Settings of `mkdocs.yml` that the site stands upon: with other values pages would look otherwise or run code."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from hooks.checks.markdown.pieces import EXTENSIONS as _SHOWN
from hooks.checks.project.yaml_nodes import Found, entries_of, find_in_names, is_text, items_of

PLUGINS = {
    "search": {"lang": "ru", "separator": " ", "pipeline": []},
    "macros": {
        "render_by_default": "false",
        "on_error_fail": "true",
        "on_undefined": "strict",
        "j2_variable_start_string": "{=",
        "j2_variable_end_string": "=}",
        "j2_block_start_string": "{=%",
        "j2_block_end_string": "%=}",
        "j2_comment_start_string": "{=#",
        "j2_comment_end_string": "#=}",
    },
}
"""Plugin that the hooks build upon -> all its options, each with its one value; requirements.txt brings the plugins."""

EXTENSIONS = (*_SHOWN, "toc", "pymdownx.highlight", "pymdownx.superfences")
"""Extensions of Markdown that pages and hooks need."""


def find(root: yaml.MappingNode) -> Iterator[Found]:
    """Yield what is wrong with the strict mode and the options of our plugins."""
    parts = entries_of(root)
    if "strict" not in parts:
        yield root, "нет: настройка strict; верните strict: true"
    elif parts["strict"][1].value == "false":
        yield parts["strict"][0], "предупреждения не остановят сборку; верните strict: true"
    if "plugins" in parts:
        for name, options in dict(_entries(parts["plugins"][1])).items():
            if name in PLUGINS:
                yield from _find_in_options(name, options)


def find_in_extensions(key: yaml.Node, node: yaml.Node) -> Iterator[Found]:
    """Yield what is wrong with a list of extensions that are all there."""
    known = dict(_entries(node))
    for name, where in known.items():
        if name not in EXTENSIONS:
            yield where, f"расширения Markdown «{name}» не знают проверки страниц; удалите строку"
    for name in EXTENSIONS if known else ():
        if name not in known:
            yield key, f"нет расширения Markdown «{name}»; на нём держатся страницы, верните его"


def _entries(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Yield names and options of a list: `- name` or `- name: {…}`."""
    for item in items_of(node):
        if is_text(item):
            yield item.value, item
        for name, (_, options) in entries_of(item).items():
            yield name, options


def _find_in_options(name: str, node: yaml.Node) -> Iterator[Found]:
    right = PLUGINS[name]
    options = entries_of(node)
    yield from find_in_names(node, right, right, f"настройка {name}.")
    for option, (key, value) in options.items():
        if option in right and value.value != right[option]:
            yield key, f"у {name}.{option} другое значение; сайт собран на {option}: {_written(right[option])}"


def _written(value: str | list) -> str:
    return f'"{value}"' if isinstance(value, str) and not value.isalpha() else str(value)
