"""`extra` of `mkdocs.yml`: levels, topics and hosts of primary sources, each with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import yaml

from hooks.checks.project.yaml_nodes import Found, entries_of, find_in_names, is_text, items_of, setting_fault

_KNOWN = frozenset({"files", "generator", "levels", "primary_sources", "topics"})
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def find(node: yaml.Node | None, pages: Collection[str]) -> Iterator[Found]:
    """Yield what is wrong with the vocabularies of a site with these pages."""
    parts = entries_of(node)
    if parts:
        yield from find_in_names(node, _KNOWN, ("levels", "topics", "primary_sources"), "настройка extra.")
    for name in ("levels", "topics", "primary_sources"):
        if name in parts and not (items_of if name == "primary_sources" else entries_of)(parts[name][1]):
            yield parts[name][0], f"список extra.{name} пуст; верните его"
    levels = entries_of(parts["levels"][1]) if "levels" in parts else {}
    yield from _find_in_levels(levels, pages)
    if "topics" in parts:
        yield from _find_in_topics(parts["topics"][1], levels)
    yield from _find_in_hosts(parts["primary_sources"][1] if "primary_sources" in parts else None)


def _find_in_levels(levels: dict[str, tuple[yaml.Node, yaml.Node]], pages: Collection[str]) -> Iterator[Found]:
    for name, (key, value) in levels.items():
        page = "any-level.md" if name == "any" else f"{name}/index.md"
        if not _SLUG.fullmatch(name):
            yield key, f"имя «{name}» не годится; только строчная латиница, цифры и дефис"
        elif not is_text(value):
            yield key, f"у уровня «{name}» нет названия; пишите «{name}: Название»"
        elif fault := setting_fault(value):
            yield key, f"в названии уровня «{name}» {fault}"
        elif page not in pages:
            yield key, f"у уровня «{name}» нет страницы docs/{page}; добавьте её"


def _find_in_topics(node: yaml.Node, levels: Collection[str]) -> Iterator[Found]:
    titles: dict[str, str] = {}
    for name, (key, value) in entries_of(node).items():
        parts = entries_of(value)
        if not _SLUG.fullmatch(name):
            yield key, f"имя «{name}» не годится; только строчная латиница, цифры и дефис"
        elif name in levels:
            yield key, f"«{name}» — уже уровень; дайте теме другое имя"
        elif set(parts) != {"title", "about"} or not all(is_text(one) for _, one in parts.values()):
            yield key, f'теме «{name}» нужны название и описание: {{title: Название, about: "Описание."}}'
        elif fault := next(filter(None, (setting_fault(one) for _, one in parts.values())), ""):
            yield key, f"в названии или описании темы «{name}» {fault}"
        elif titles.setdefault(parts["title"][1].value, name) != name:
            yield key, f"так же названа тема «{titles[parts['title'][1].value]}»; дайте другое название"


def _find_in_hosts(node: yaml.Node | None) -> Iterator[Found]:
    seen = set()
    for item in items_of(node):
        if not is_text(item) or not _HOST.fullmatch(item.value):
            yield item, "нужно имя сайта без https:// и пути, строчными буквами: docs.python.org"
        elif item.value in seen:
            yield item, f"«{item.value}» стоит дважды; оставьте одно"
        seen.add(str(item.value))
