"""The narrow wall: what Markdown made of a page is read as a browser reads it and held against an allow-list.

Before it stands `checks/page/safety.py`, which names the line. This one knows nothing of Markdown, so it holds where
the two parsers differ. It comes before all other steps, so nothing of ours is in the page yet but what our macros
have put there, and that is counted. The wide wall around the published page is `wall.py`. selectolax's
Lexbor follows the HTML standard, so what it sees is what a browser will.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hooks import cache
from hooks.build import Build, PageInfo
from hooks.checks.page.safety import NOTES, SCHEMES, is_reserved_class, is_reserved_id, scheme
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import classes
from hooks.markdown.macros import called_by

_TAG_NAMES = """
a blockquote br code col colgroup details div em figcaption figure h1 h2 h3 h4 h5 h6 hr img li ol p pre small span
strong summary table tbody td tfoot th thead time tr ul wbr
"""
TAGS = frozenset(_TAG_NAMES.split())
"""Elements that our Markdown puts into a page."""

_MACRO_TAG_NAMES = "button form input kbd label noscript option progress section select"
MACRO_TAGS = frozenset(_MACRO_TAG_NAMES.split())
"""Elements that only our macros put into a page, and the boxes of task lists."""

_ATTRIBUTE_NAMES = """
accept alt autocomplete checked class colspan datetime dir disabled for height hidden href id lang loading max
maxlength name open rel role rowspan scope spellcheck src start tabindex target title type value width
"""
ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
"""Attributes of any element; besides these OTHER_ATTRIBUTES, and `style` in the form of STYLES."""
OTHER_ATTRIBUTES = re.compile("data-(?!md-)|aria-")
"""Those of the theme work without a script of the page's own."""

STYLES = re.compile(r"^text-align: (?:left|right|center);?$")
"""Alignment of table cells: the `tables` extension writes it as a style."""

ADDRESSES = frozenset({"href", "src"})
LOADED = frozenset({"src"})
_AROUND = "<!doctype html><body><main><section><div><article>{}<article>.</article>"
"""Elements of the kinds that a theme puts around an article, then one that is its last and holds a text: what Markdown
made must leave both as they are. A browser shows no element for an end tag too many, and it moves all that follows."""
_MACRO_TAG = re.compile(rf"<({_MACRO_TAG_NAMES.replace(' ', '|')})\b", re.IGNORECASE)


def refuse_foreign_markup(page: Page, site: Site) -> None:
    """Tell of everything in what Markdown made that is not on the list."""
    info = page.info
    if info is None or site.build.is_damaged(info.shown):
        return  # told already, with the line
    source = info.text.split("\n")
    made = _made_by_macros(site.build, info)
    found = cache.results.remember(
        "foreign markup", (page.markup, sorted(made.items())), lambda: [*dict.fromkeys(refused(page.markup, made))]
    )
    for what, clue in found:
        line = next((number for number, text in enumerate(source, 1) if clue.lower() in text.lower()), 1)
        site.problems.append(f"{info.shown}:{line}: в готовой странице {what}; уберите это из разметки")


def _made_by_macros(build: Build, info: PageInfo) -> Counter[str]:
    """Return how many elements of each kind the macros of a page make."""
    texts = called_by(info, build)
    return Counter(name.lower() for text in texts for name in _MACRO_TAG.findall(text))


def refused(html: str, made: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield what of a piece of HTML is not allowed, as (what it is, what to look for in the source).

    Args:
        html: what Markdown made.
        made: how many elements of each kind the macros of the page have made.
    """
    tree = LexborHTMLParser(_AROUND.format(html))
    own, is_whole = _frame(tree)
    if not is_whole:
        yield "лишний закрывающий или незакрытый тег", "</"
    found: Counter[str] = Counter()
    for node in tree.root.traverse(include_text=False) if tree.root else ():
        tag = node.tag or ""
        if node.mem_id in own or (tag in {"html", "head", "body", "-comment"} and not node.attributes):
            continue
        if tag in MACRO_TAGS:
            found[tag] += not _is_task(node)
        elif tag not in TAGS:
            yield f"тег <{tag}>", f"<{tag}"
            continue
        for attribute, value in node.attributes.items():
            yield from _refused_attribute(tag, attribute, value or "")
        if tag == "details" or "admonition" in classes(node):
            odd = set(classes(node)) - NOTES - {"admonition"}
            yield from ((f"класс «{name}» у заметки", name) for name in sorted(odd))
    for tag in found - Counter(made):
        yield f"тег <{tag}>", f"<{tag}"


def _is_task(node: LexborNode) -> bool:
    """Tell whether an element is a box of a task list or the label around it."""
    # Not `css_matches`: that is true, too, of whatever such an element stands in.
    if node.tag == "input":
        return node.attributes.get("type") == "checkbox" and node.parent.tag == "label" and _is_task(node.parent)
    return node.tag == "label" and "task-list-control" in classes(node)


def _frame(tree: LexborHTMLParser) -> tuple[set[int], bool]:
    """Return the elements of `_AROUND`, by their ids in memory, and whether what stands in them has left them whole."""
    articles = tree.css("article")
    first, last = articles[0], articles[-1]
    is_whole = len(articles) > 1 and last.parent.mem_id == first.mem_id and not last.next
    is_whole = is_whole and last.child is not None and last.child.is_text_node and not last.child.next
    own = {last.mem_id}
    node = first
    while node is not None:
        own.add(node.mem_id)
        is_whole = is_whole and not node.next
        node = node.parent if node.tag != "main" else None
    return own, is_whole


def _refused_attribute(tag: str, attribute: str, value: str) -> Iterator[tuple[str, str]]:
    if attribute == "style":
        if not STYLES.match(value):
            yield f"стиль «{value}» у <{tag}>", value
    elif attribute not in ATTRIBUTES and not OTHER_ATTRIBUTES.match(attribute):
        yield f"атрибут «{attribute}» у <{tag}>", attribute
    elif attribute == "id" and is_reserved_id(value):
        yield f"id «{value}», занятый темой", value
    elif attribute == "class" and (names := [name for name in value.split() if is_reserved_class(name)]):
        yield f"класс «{names[0]}», занятый темой", names[0]
    elif attribute in ADDRESSES:
        found = scheme(value)
        if attribute in LOADED and found:
            yield f"загрузка с адреса «{value}»", value
        elif found and found not in SCHEMES:
            yield f"адрес «{value}»", value
