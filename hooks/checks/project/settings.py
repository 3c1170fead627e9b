"""`mkdocs.yml`: everything that MkDocs, the theme or our hooks would stumble over, with its line.

The file is composed, never loaded: MkDocs' own loader runs what a tag names, so tags are refused here
before it is started. Shapes are judged by the nodes of YAML, which know their lines.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from hooks.bank.front_matter import yaml_error_line
from hooks.bank.records import Problem
from hooks.bank.text import NOT_UTF8, decode
from hooks.checks.page import glyphs
from hooks.checks.page.safety import scheme
from hooks.checks.project import options, vocabularies
from hooks.checks.project.navigation import Navigation
from hooks.checks.project.yaml_nodes import (
    PLAIN,
    Found,
    compose,
    entries_of,
    find_cut_texts,
    find_in_names,
    is_file,
    is_text,
    items_of,
    setting_fault,
)

NAME = "mkdocs.yml"

_PLAIN_TAGS = frozenset(PLAIN + name for name in ("str", "int", "float", "bool", "null", "seq", "map"))
_TAGS = {
    "site_url": ("!ENV", "SITE_URL"),
    "repo_url": ("!ENV", "REPO_URL"),
    "slugify": (f"{PLAIN}python/object/apply:pymdownx.slugs.slugify", "kwds"),
}
"""Setting -> the one tag that it may have, and the first word of its value."""

_TEXT, _FLAG, _LIST, _MAPPING = "текст", "true или false", "список", "набор строк «имя: значение»"
_SHAPES = {
    **dict.fromkeys(("site_name", "site_description", "edit_uri", "copyright", "exclude_docs"), _TEXT),
    **dict.fromkeys(
        ("nav", "extra_css", "extra_javascript", "plugins", "hooks", "watch", "markdown_extensions"), _LIST
    ),
    **dict.fromkeys(("validation", "theme", "extra"), _MAPPING),
    "site_url": "",
    "repo_url": "",
    "strict": _FLAG,
}
"""Known setting -> its shape; addresses come from the environment and may be empty."""
_NEEDED = ("site_name", "nav", "theme", "plugins", "hooks", "markdown_extensions", "extra")
_THEME = frozenset({"name", "language", "custom_dir", "font", "logo", "favicon", "icon", "palette", "features"})
_FILES = (".html", ".js", ".json", ".txt")
"""Ends of names that `extra.files` may have: what else a browser shows as a page is read by no wall."""

_NOT_YAML = "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий"


@dataclass(frozen=True)
class CheckedSettings:
    """What is known of `mkdocs.yml`."""

    problems: list[Problem]
    missing: tuple[str, ...] = ()
    """Pages that the navigation lacks and that no problem of it explains."""
    has_vocabularies: bool = False
    """Whether levels, topics and hosts are as they should be."""


def find(config_file: Path, pages: Collection[str]) -> CheckedSettings:
    """Check the settings of a site.

    Args:
        config_file: `mkdocs.yml`, beside the folder `docs`.
        pages: paths inside `docs/` of all pages.

    Raises:
        OSError: when the file cannot be read.
    """
    try:
        text = decode(config_file.read_bytes())
        root = compose(text)
    except UnicodeDecodeError:
        return CheckedSettings([Problem(NAME, 1, NOT_UTF8)])
    except yaml.YAMLError as error:
        # Where the end of something was missed, that is behind the last line.
        line = min(yaml_error_line(error), text.count("\n") or 1)
        return CheckedSettings([Problem(NAME, line, _NOT_YAML)])
    if not isinstance(root, yaml.MappingNode):
        return CheckedSettings([Problem(NAME, 1, f"нет настроек; здесь нужен {_MAPPING}")])
    # What a tag or an anchor does to a value is not guessed.
    dangerous = [_problem(*one) for one in _find_in_nodes(root)]
    if dangerous:
        return CheckedSettings(dangerous)
    navigation = Navigation(pages)
    in_extra = list(vocabularies.find(_value(root, "extra"), pages))
    found = [*_find_in_shapes(root), *_find_in_parts(root, config_file.parent, navigation), *in_extra]
    cut = (Problem(NAME, line, message) for line, message in find_cut_texts(text))
    return CheckedSettings(sorted({*(_problem(*one) for one in found), *cut}), tuple(navigation.missing), not in_extra)


def _value(root: yaml.Node, name: str) -> yaml.Node | None:
    entry = entries_of(root).get(name)
    return entry[1] if entry else None


def _problem(node: yaml.Node, text: str) -> Problem:
    return Problem(NAME, node.start_mark.line + 1, text)


# -- nodes ------------------------------------------------------------------------------------


def _find_in_nodes(root: yaml.Node) -> Iterator[Found]:
    """Find tags, anchors that are used, keys that stand twice: everywhere in the file."""
    seen: set[int] = set()
    waiting: list[tuple[str, yaml.Node]] = [("", root)]
    while waiting:
        name, node = waiting.pop()
        if id(node) in seen:
            yield node, "на эту строку ссылается «*имя»; напишите значение ещё раз, без ссылки"
            continue
        seen.add(id(node))
        if node.tag not in _PLAIN_TAGS and not _is_known_tag(name, node):
            tag = node.tag.replace(PLAIN, "!!")
            yield node, f"метка «{tag}» в настройках не разрешена; напишите значение без неё"
        elif isinstance(node, yaml.MappingNode):
            names = [str(key.value) for key, _ in node.value]
            for number, (key, value) in enumerate(node.value):
                if names[number] in names[:number]:
                    yield key, f"«{names[number]}» стоит дважды, подействует последнее; оставьте одно"
                waiting += [("", key), (names[number], value)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [("", value) for value in node.value]
        elif what := glyphs.said(node.value):
            yield node, what


def _is_known_tag(name: str, node: yaml.Node) -> bool:
    tag, first = _TAGS.get(name, ("", ""))
    if isinstance(node, yaml.MappingNode):
        words = [*entries_of(node)]
    else:
        # After the name of a variable only its default may stand: a third word would make a name of the second.
        words = [str(one.value) for one in items_of(node)[:3]] or [node.value]
    return node.tag == tag and words[:1] == [first] and len(words) <= (1 if isinstance(node, yaml.MappingNode) else 2)


def _names(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, str]]:
    """Yield the entries of a list of names, of which some have options: `- name` or `- name: {…}`."""
    for item in items_of(node):
        parts = entries_of(item)
        yield item, next(iter(parts)) if len(parts) == 1 else str(item.value) if is_text(item) else ""


# -- the whole --------------------------------------------------------------------------------


def _find_in_shapes(root: yaml.MappingNode) -> Iterator[Found]:
    yield from find_in_names(root, _SHAPES, _NEEDED)
    for name, (key, value) in entries_of(root).items():
        if name in _SHAPES and not _has_shape(value, _SHAPES[name]):
            yield key, f"в настройке {name} нужно другое: {_SHAPES[name]}"


def _has_shape(node: yaml.Node, shape: str) -> bool:
    return {
        _TEXT: is_text(node),
        _FLAG: node.tag == f"{PLAIN}bool",
        _LIST: bool(items_of(node)),
        _MAPPING: bool(entries_of(node)),
    }.get(shape, True)


def _find_in_parts(root: yaml.MappingNode, folder: Path, navigation: Navigation) -> Iterator[Found]:
    parts = {name: value for name, (_, value) in entries_of(root).items()}
    docs = folder / "docs"
    for name in ("site_name", "site_description"):
        if name in parts and is_text(parts[name]) and (fault := setting_fault(parts[name])):
            yield parts[name], f"в {name} {fault}"
    for name in ("site_url", "repo_url"):
        for node in items_of(parts.get(name))[1:] or [parts[name]] if name in parts else ():
            if node.value and not re.match("https?://[^/]", str(node.value)):
                yield node, f"в {name} нужен адрес с https://"
    if "nav" in parts:
        yield from navigation.find(parts["nav"])
    yield from options.find(root)
    yield from _find_in_theme(parts.get("theme"), folder)
    yield from _find_in_assets("extra_css", parts.get("extra_css"), docs, (".css",))
    yield from _find_in_assets("extra_javascript", parts.get("extra_javascript"), docs, (".js", ".mjs"))
    if files := entries_of(parts.get("extra")).get("files"):
        yield from () if items_of(files[1]) else [(files[0], "список extra.files пуст; верните его")]
        yield from _find_in_assets("extra.files", files[1], docs, _FILES)
    yield from _find_in_names("плагина", parts.get("plugins"), _has_plugin)
    known = {name for _, name in _names(parts.get("plugins"))}
    if all(map(_has_plugin, known)):
        for name in sorted({*options.PLUGINS} - known) if known else ():
            yield entries_of(root)["plugins"][0], f"нет плагина «{name}»; на нём держится сайт, верните его"
    yield from _find_in_extensions(root, parts.get("markdown_extensions"))
    yield from _find_in_names("файла", parts.get("hooks"), lambda name: is_file(folder, name, (".py",)))
    yield from _find_in_names("файла", parts.get("watch"), lambda name: is_file(folder, name, ("",)))


def _find_in_extensions(root: yaml.MappingNode, node: yaml.Node | None) -> Iterator[Found]:
    yield from _find_in_names("расширения Markdown", node, _has_extension)
    if node and all(_has_extension(name) for _, name in _names(node)):
        yield from options.find_in_extensions(entries_of(root)["markdown_extensions"][0], node)


def _find_in_names(what: str, node: yaml.Node | None, exists) -> Iterator[Found]:
    seen = set()
    for item, name in _names(node):
        if not name:
            yield item, "запись непонятна; пишите «- имя» или «- имя:» и параметры под ним"
        elif name in seen:
            yield item, f"«{name}» стоит дважды; оставьте одно"
        elif not exists(name):
            yield item, f"нет {what} «{name}»; исправьте имя или удалите строку"
        seen.add(name)


def _has_plugin(name: str) -> bool:
    return name in options.PLUGINS or any(_is_installed("mkdocs.plugins", one) for one in (name, f"material/{name}"))


def _has_extension(name: str) -> bool:
    module = name.partition(":")[0]
    return any(map(_has_module, (f"markdown.extensions.{module}", module))) or _is_installed(
        "markdown.extensions", name
    )


def _is_installed(group: str, name: str) -> bool:
    from importlib.metadata import entry_points  # late: what everybody has is known without it

    return bool(entry_points(group=group, name=name))


def _has_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


# -- theme, styles, scripts ---------------------------------------------------------------------


def _find_in_theme(node: yaml.Node | None, folder: Path) -> Iterator[Found]:
    parts = entries_of(node)
    if parts:
        yield from find_in_names(node, _THEME, ("name", "font", "language"), "настройка theme.")
    for name, (_, value) in parts.items():
        if name in {"logo", "favicon"} and not is_file(folder / "docs", str(value.value), (".svg",)):
            yield value, f"нет рисунка docs/{value.value} (.svg); исправьте путь"
    if "name" in parts and parts["name"][1].value != "material":
        yield parts["name"][1], "тема другая; сайт собран на theme.name: material"
    if "language" in parts and parts["language"][1].value != "ru":
        yield parts["language"][1], "язык другой; сайт и его проверки — на русском, верните language: ru"
    if "font" in parts and parts["font"][1].value != "false":
        yield parts["font"][1], "шрифт с чужого сервера; верните font: false"
    if "custom_dir" in parts and not (folder / str(parts["custom_dir"][1].value)).is_dir():
        yield parts["custom_dir"][1], f"нет папки {parts['custom_dir'][1].value}; исправьте путь"
    yield from _find_in_icons(parts["icon"][1] if "icon" in parts else None)
    for palette in items_of(parts["palette"][1] if "palette" in parts else None):
        if "toggle" in entries_of(palette):
            yield from _find_in_icons(entries_of(palette)["toggle"][1])


def _find_in_icons(node: yaml.Node | None) -> Iterator[Found]:
    for name, (_, value) in entries_of(node).items():
        if name != "name" and is_text(value) and not _has_icon(value.value):
            yield value, f"нет значка «{value.value}» в теме; имена — как в material/pencil"


def _has_icon(name: str) -> bool:
    theme = importlib.util.find_spec("material")
    icons = Path(theme.submodule_search_locations[0], "templates", ".icons") if theme else Path()
    return not icons.is_dir() or (icons / f"{name}.svg").is_file()


def _find_in_assets(setting: str, node: yaml.Node | None, docs: Path, suffixes: tuple[str, ...]) -> Iterator[Found]:
    seen = set()
    kinds = f" ({', '.join(suffixes)})" if all(suffixes) else ""
    for item in items_of(node):
        parts = entries_of(item)
        extra = sorted(set(parts) - {"path", "type", "defer", "async"})
        path = parts["path"][1] if "path" in parts else item
        if extra or not is_text(path):
            yield item, f"запись в {setting} непонятна; пишите путь файла внутри docs/"
        elif scheme(path.value):
            yield path, f"файл с чужого адреса «{path.value}»; положите его в docs/assets и дайте путь"
        elif path.value in seen:
            yield path, f"«{path.value}» стоит дважды; оставьте одно"
        elif not is_file(docs, path.value, suffixes):
            yield path, f"нет файла docs/{path.value}{kinds}; исправьте путь или удалите строку"
        seen.add(str(path.value))
