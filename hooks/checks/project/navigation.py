"""`nav` of `mkdocs.yml`: every page once, each of them there, and nothing else but links to the open net."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator

import yaml

from hooks.checks.page.links import CONTRIBUTING, guess
from hooks.checks.page.safety import scheme
from hooks.checks.project.yaml_nodes import Found, entries_of, is_text, items_of, setting_fault


class Navigation:
    """The navigation against the pages that there are."""

    def __init__(self, pages: Collection[str]) -> None:
        self.pages = {*pages, CONTRIBUTING.lower()}
        self.missing: list[str] = []
        self._lines: dict[str, int] = {}
        self._explained: set[str] = set()
        self._is_whole = True

    def find(self, node: yaml.Node) -> Iterator[Found]:
        """Find what is wrong; afterwards `missing` holds the pages that are nowhere."""
        if not items_of(node):
            return  # the shape has been told of
        yield from self._find_in_list(node)
        if self._is_whole:
            pages = self.pages - self._lines.keys() - self._explained - {CONTRIBUTING.lower()}
            self.missing = sorted(pages)

    def _find_in_list(self, node: yaml.Node) -> Iterator[Found]:
        for item in items_of(node):
            parts = entries_of(item)
            if is_text(item):
                yield from self._find_in_place(item, has_title=False)
            elif len(parts) == 1:
                ((key, value),) = parts.values()
                yield from self._find_in_entry(key, value)
            else:
                self._is_whole = False
                yield item, "пункт навигации непонятен; пишите «- Название: страница.md» или «- страница.md»"

    def _find_in_entry(self, key: yaml.Node, value: yaml.Node) -> Iterator[Found]:
        if not is_text(key):
            yield key, f"название «{key.value}» YAML прочтёт не как текст; возьмите его в кавычки"
        elif fault := setting_fault(key):
            yield key, f"в названии {fault}"
        if items_of(value):
            yield from self._find_in_list(value)
        elif is_text(value):
            yield from self._find_in_place(value, has_title=True)
        else:
            self._is_whole = False
            yield key, f"у пункта «{key.value}» нет страницы; допишите её или список страниц"

    def _find_in_place(self, node: yaml.Node, *, has_title: bool) -> Iterator[Found]:
        place = node.value
        if found := scheme(place):
            if found != "https":
                yield node, f"адрес «{place}» не годится для навигации; можно страницы docs/ и https://"
            elif not has_title:
                yield node, f"у ссылки «{place}» нет названия; пишите «- Название: {place}»"
        elif place not in self.pages:
            meant = guess(posixpath.normpath(place.partition("#")[0].lstrip("/")), self.pages)
            self._explained.add(meant)
            hint = f"пишите {meant}" if meant else "исправьте путь внутри docs/ или удалите пункт"
            yield node, f"нет страницы «{place}»; {hint}"
        elif place in self._lines:
            yield node, f"страница {place} уже стоит в строке {self._lines[place]}; оставьте одну"
        else:
            self._lines[place] = node.start_mark.line + 1
