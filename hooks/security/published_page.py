"""The wide wall: a published page, head and all, may hold only what the build itself puts into pages.

A page is read as a browser reads it (selectolax's Lexbor follows the HTML standard) and
held against lists: elements with their attributes, meta and link elements by name, scripts and styles by name and
text. The narrow wall around what Markdown made is finish/guard.py, that of the browser content_policy.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hooks.checks.page.safety import SCHEMES, scheme
from hooks.lean.addresses import path_in_site
from hooks.security.content_policy import DATA_TYPES, POLICY

_OF_ALL = frozenset(
    ["class", "dir", "hidden", "id", "itemprop", "itemscope", "itemtype", "lang", "role", "tabindex", "title"]
)
_ATTRIBUTES_OF: Mapping[str, str] = {
    "a": "href rel target",
    "button": "disabled type",
    "col": "span",
    "del": "datetime",
    "details": "open",
    "form": "autocomplete name",
    "img": "alt height loading src width",
    "input": "accept autocapitalize autocomplete autocorrect checked disabled form maxlength name placeholder required"
    " spellcheck type",
    "ins": "datetime",
    "label": "for",
    "li": "value",
    "link": "as href rel type",
    "meta": "charset content http-equiv name property",
    "ol": "start type",
    "option": "value",
    "path": "d",
    "progress": "max value",
    "script": "defer src type",
    "select": "autocomplete name",
    "style": "media",
    "svg": "viewBox xmlns",
    "td": "colspan rowspan",
    "th": "colspan rowspan scope",
    "time": "datetime",
}
_PLAIN = """
abbr article aside b blockquote body br caption code dd div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 head
header hr html i kbd main mark nav noscript p pre s section small span strong sub summary sup table tbody tfoot thead
title tr u ul var wbr
"""
ELEMENTS: Mapping[str, frozenset[str]] = {name: frozenset() for name in _PLAIN.split()} | {
    name: frozenset(attributes.split()) for name, attributes in _ATTRIBUTES_OF.items()
}
"""Element -> its own attributes, besides those of all, `data-*` and `aria-*`."""

INPUTS = frozenset({"checkbox", "file", "radio", "search", "text"})
METAS = frozenset({"color-scheme", "description", "generator", "referrer", "twitter:card", "viewport"})
METAS_OF_MADE_PAGES = frozenset({"robots"})
"""Of pages that are not made of Markdown: 404.html and those that lead on."""
LINKS = frozenset(
    {"alternate ", "apple-touch-icon", "canonical", "icon", "manifest", "next", "preload", "prev", "stylesheet"}
)
_SCRIPT_ID = "__config"
_REFRESH = re.compile(r"0; url=(.+)")


@dataclass(frozen=True)
class Refusal:
    """Something in a page that the build has not put there."""

    text: str
    """What it is, in Russian: it goes on with «политика безопасности не пропустит …»."""
    trace: str
    """A piece of it that its Markdown source is likely to hold too."""


@dataclass(frozen=True)
class Own:
    """What the build itself puts into its pages."""

    scripts: tuple[re.Pattern, ...] = ()
    """What inline scripts may be."""
    styles: tuple[re.Pattern, ...] = ()
    """What style elements may be."""
    files: frozenset[str] = frozenset()
    """Paths in the site of its scripts and stylesheets."""
    site_url: str = ""
    base: str = "/"
    """Path of the site's address, with a slash at its end."""


@dataclass
class _JudgedPage:
    own: Own
    folder: str
    is_made: bool
    policy: str | None
    seen: Counter[str] = field(default_factory=Counter)


def refusals(
    tree: LexborHTMLParser, own: Own, folder: str = ".", *, is_made: bool = False, policy: str | None = None
) -> Iterator[Refusal]:
    """Yield what of a whole page is not the build's own.

    Args:
        tree: the page, read anew from the text that readers get.
        own: what the build puts into pages.
        folder: where the page lies in the site.
        is_made: the page is a template's or a step's, not one of Markdown.
        policy: text of the policy that the page has; None where it has none yet.
    """
    page = _JudgedPage(own, folder, is_made, policy)
    root = tree.root
    for node in root.traverse(include_text=False) if root else ():
        if node.tag not in {"-comment", "!doctype", "-undef"}:
            yield from _element(page, node)
    for name, count in page.seen.items():
        if count > 1:
            yield Refusal(f"{name} второй раз; оставьте один", name.split("«")[-1].rstrip("»"))


def _element(page: _JudgedPage, node: LexborNode) -> Iterator[Refusal]:
    name, attributes = node.tag or "", {key: value or "" for key, value in node.attributes.items()}
    if name not in ELEMENTS or (name in {"svg", "path"}) != (_drawing(node) is not None):
        yield Refusal(f"элемент <{name}>; уберите его или замените ссылкой", f"<{name}")
        return
    if attributes.get("id"):
        page.seen[f"id «{attributes['id']}»"] += 1
    for attribute, value in attributes.items():
        yield from _attribute(name, attribute, value)
    if special := _SPECIAL.get(name):
        yield from special(page, node, attributes)


def _drawing(node: LexborNode) -> LexborNode | None:
    """Return the drawing of the theme that an element is or stands in, if it does so rightly."""
    if node.tag == "svg":
        return node
    return node.parent if node.parent and node.parent.tag == "svg" else None


def _attribute(name: str, attribute: str, value: str) -> Iterator[Refusal]:
    known = attribute in _OF_ALL or attribute in ELEMENTS[name] or attribute.startswith(("data-", "aria-"))
    if attribute.startswith("on"):
        yield Refusal(f"обработчик {attribute}; перенесите его в файл из extra_javascript", attribute)
    elif attribute == "style":
        yield Refusal("атрибут style; дайте элементу класс и опишите его в файле из extra_css", "style=")
    elif "action" in attribute:
        yield Refusal(f"отправку формы; уберите {attribute}", attribute)
    elif not known and not (name == "script" and attribute == "id" and value == _SCRIPT_ID):
        yield Refusal(f"атрибут «{attribute}» у <{name}>; уберите его", attribute)
    elif attribute in {"href", "src"} and name in {"a", "img"}:
        yield from _address(name, value)


def _address(name: str, value: str) -> Iterator[Refusal]:
    found = scheme(value)
    if name == "img" and found:
        yield Refusal(f"«{value}»: файл с чужого узла; положите его в docs/assets", value)
    # The theme's share link: it does nothing, run or refused.
    elif found and found not in SCHEMES and value != "javascript:void(0)":
        what = "это скрипт; замените его обычной ссылкой" if "script" in found else "можно https:, http: и mailto:"
        yield Refusal(f"адрес «{value}»: {what}", value)


def _script(page: _JudgedPage, node: LexborNode, attributes: Mapping[str, str]) -> Iterator[Refusal]:
    text, kind = node.text() or "", attributes.get("type", "")
    if "src" in attributes:
        yield from _file(page, attributes["src"], "extra_javascript")
        if kind or text.strip():
            yield Refusal("лишнее у скрипта из файла; уберите его", "<script")
    elif kind in DATA_TYPES:
        page.seen[f"данные «{kind}»"] += 1
    elif kind or not any(pattern.fullmatch(text) for pattern in page.own.scripts):
        first = text.strip().partition("\n")[0][:60]
        yield Refusal(f"встроенный скрипт «{first}»; перенесите его в файл из extra_javascript", "<script")


def _style(page: _JudgedPage, node: LexborNode, _attributes: Mapping[str, str]) -> Iterator[Refusal]:
    if not any(pattern.fullmatch(node.text() or "") for pattern in page.own.styles):
        yield Refusal("элемент <style>; перенесите стили в файл из extra_css", "<style")


def _file(page: _JudgedPage, address: str, setting: str) -> Iterator[Refusal]:
    """Refuse a script or stylesheet that the build did not put into the site."""
    if path_in_site(address, page.folder, page.own.base) not in page.own.files:
        yield Refusal(f"«{address}»: файл не из сборки; назовите его в {setting} в mkdocs.yml", address)


def _link(page: _JudgedPage, node: LexborNode, attributes: Mapping[str, str]) -> Iterator[Refusal]:
    relation, address = attributes.get("rel", ""), attributes.get("href", "")
    is_here = not scheme(address) or (relation == "canonical" and address.startswith(page.own.site_url or "\0"))
    if relation not in LINKS or not is_here or not _stands_in(node, "head"):
        yield Refusal(f'<link rel="{relation}"> с адресом «{address}»; уберите его', "<link")
    elif relation == "stylesheet":
        yield from _file(page, address, "extra_css")
    elif relation == "preload":
        # Scripts that the page runs all the same: finish/assets.py.
        yield from _file(page, address, "extra_javascript")
    else:
        page.seen[f"<link> «{relation}»"] += 1


def _meta(page: _JudgedPage, node: LexborNode, attributes: Mapping[str, str]) -> Iterator[Refusal]:
    name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
    content = attributes.get("content", "")
    if "http-equiv" in attributes:
        is_own = _is_own_order(page, attributes["http-equiv"], content)
    elif "itemprop" in attributes:
        is_own = not {"name", "property"} & set(attributes)
    else:
        page.seen[f"<meta> «{name}»"] += 1
        known = METAS | METAS_OF_MADE_PAGES if page.is_made else METAS
        is_own = _stands_in(node, "head") and (
            (not name and set(attributes) == {"charset"}) or name in known or name.startswith("og:")
        )
    if not is_own:
        shown = attributes.get("http-equiv") or name
        yield Refusal(f"<meta> «{shown}»; уберите его", "<meta")


def _is_own_order(page: _JudgedPage, order: str, content: str) -> bool:
    """Tell whether an order to the browser is our policy, or leads on from a page that has moved."""
    refresh = _REFRESH.fullmatch(content)
    page.seen[f"<meta> «{order}»"] += 1
    if order == "refresh":
        return bool(page.is_made and refresh and not scheme(refresh[1]))
    return order == POLICY and content == page.policy


def _form(_page: _JudgedPage, _node: LexborNode, attributes: Mapping[str, str]) -> Iterator[Refusal]:
    is_known = {attributes.get("id"), attributes.get("class"), attributes.get("name")} & FORMS
    if not is_known:
        yield Refusal("форму; уберите её", "<form")


def _input(_page: _JudgedPage, _node: LexborNode, attributes: Mapping[str, str]) -> Iterator[Refusal]:
    if attributes.get("type", "text") not in INPUTS:
        yield Refusal(f"поле ввода «{attributes['type']}»; уберите его", "<input")


def _title(page: _JudgedPage, node: LexborNode, _attributes: Mapping[str, str]) -> Iterator[Refusal]:
    page.seen["<title>"] += 1
    if not _stands_in(node, "head"):
        yield Refusal("элемент <title>; уберите его", "<title")


def _stands_in(node: LexborNode, name: str) -> bool:
    parent = node.parent
    while parent and parent.tag != name:
        parent = parent.parent
    return parent is not None


FORMS = frozenset(
    {"drawer-memory", "search-memory", "md-header__option", "search"}
    | {f"{name} needs-script" for name in ("filter", "interview-choice", "plan-choice")}
)
"""By id, class or name: those of the theme, of finish/theme.py, of controls.py."""

_SPECIAL = {
    "form": _form,
    "input": _input,
    "link": _link,
    "meta": _meta,
    "script": _script,
    "style": _style,
    "title": _title,
}
