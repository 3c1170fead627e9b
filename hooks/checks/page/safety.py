"""What a contributed page may not hold: HTML, event handlers, scripts in addresses, foreign pictures.

The first of three walls: it names the line. `finish/guard.py` reads what Markdown made of the page as a browser does,
`security/published_page.py` the whole page that readers get.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from markdown.extensions.attr_list import get_attrs_and_remainder

from hooks.bank.headings import RESERVED_IDS, is_valid_id
from hooks.checks.page.prose import Text

SCHEMES = frozenset({"http", "https", "mailto"})
LISTED_ATTRIBUTES = frozenset({"id", ".", "class", "width", "height", "loading", "title", "lang"})
"""What a list of attributes may set; `.` is how the scanner calls `.class`."""

BRACES = "фигурные скобки вне кода; поставьте обратные кавычки"
CLASSES = frozenset({"diagram--narrow", "lead", "no-book"})
"""Classes that a list of attributes may give, besides levels and topics of a question. `no-book`: in no book."""

SIDE_LIMIT = 3999
"""Most pixels of a side that a picture is given."""

NOTES = frozenset(
    [
        "abstract",
        "bug",
        "danger",
        "example",
        "failure",
        "info",
        "note",
        "question",
        "quote",
        "success",
        "tip",
        "warning",
    ]
)
"""Words of notes and of folded blocks: each becomes a class of an element, and the theme knows these."""

_THEME_CLASS = re.compile(r"md-|tabbed-|__|(?:annotate|grid|mermaid|no-js|visually-hidden)$")

# Markdown ends a comment at an empty line, save at the margin.
_CLOSED_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--|\n[ \t]*\n).)*?-->", re.DOTALL)
_COMMENT_END = re.compile(r"-->|\n[ \t]*\n")
_TAG_OPENING = re.compile(r"<(?P<tag>/?[A-Za-z][^\s<>/:@]*|!(?:--)?|\?)")
AUTOLINK = re.compile(r"<(?P<address>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_INLINE = re.compile(
    r"(?P<picture>!?)\[(?>(?:[^\[\]]++|\[[^\[\]]*+\])*)\]\(\s*+(?P<address><[^<>]*+>|(?>(?:[^()]++|\([^()]*+\))*))\)"
)
_DEFINITION = re.compile(r"(?m)^[ \t]*\[(?!\^)(?P<name>[^\]\n]+)\]:[ \t]*+\n?[ \t]*+(?P<address>\S++)")
_PICTURE_BY_NAME = re.compile(r"!\[([^\[\]\n]*+)\](?:\[([^\[\]\n]*+)\])?(?!\()")
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*+(?=[^}\n =])")
_SIDE = re.compile(r"[1-9]\d{0,2}|[1-3]\d{3}")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_:@][\w:.@-]*$")
_FENCE_OPENING = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*[\w.+#-]*(?:[ \t]+title=\"[^\"<>]*\")?[ \t]*$")
_SNIPPET = re.compile(r"(?m)^[ \t]*-{2,}8<-{2,}")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)")


def find_conflict(text: Text) -> int:
    """Return the line where a merge was left unfinished, 0 where there is none."""
    return next((number for number, line in enumerate(text.lines, 1) if _CONFLICT.match(line)), 0)


def is_reserved_id(name: str) -> bool:
    """Tell whether the theme or a hook gives this id to an element of its own."""
    return name.startswith("__") or name in RESERVED_IDS


def is_reserved_class(name: str) -> bool:
    """Tell whether the theme does something of its own with elements of this class."""
    return bool(_THEME_CLASS.match(name))


def find(text: Text, taken: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """Yield what a page may not hold as (number of the line, message).

    Args:
        text: the page.
        taken: ids that macros give on it.
    """
    content = _CLOSED_COMMENT.sub(lambda match: "".join(c if c == "\n" else " " for c in match[0]), text.with_html)
    yield from _html(text, content)
    yield from _addresses(text, content)
    yield from _attributes(text, content, taken)
    for match in _SNIPPET.finditer(text.content):
        yield text.line(match.start()), "вставка чужого файла; напишите текст прямо на странице"


def _html(text: Text, content: str) -> Iterator[tuple[int, str]]:
    rest = AUTOLINK.sub(lambda match: " " * len(match[0]), content)
    seen, opened = set(), Counter()
    for match in _TAG_OPENING.finditer(rest):
        line, tag = text.line(match.start()), match["tag"]
        name = tag.lower().removeprefix("/")
        # The end of what was opened is told of where it begins; another one ends the answer, or the article.
        is_end = tag.startswith("/") and opened[name] > 0
        opened[name] += -1 if tag.startswith("/") else 1
        if line in seen or is_end:
            continue
        seen.add(line)
        if tag == "!--":
            # Without an end, or with one below an empty line, it is the parser's matter.
            end = _COMMENT_END.search(rest, match.start())
            if end and end[0] == "-->":
                yield line, "комментарий с «-->» или «--!>» внутри; напишите его проще: <!-- текст -->"
        else:
            yield line, f"HTML на странице: «<{tag}>»; пишите разметкой Markdown, код — в обратных кавычках"


def scheme(address: str) -> str:
    """Return the scheme of an address as a browser reads it: without spaces, entities, case; or nothing."""
    for _ in range(3):
        address = html.unescape(address)
    address = re.sub(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]", "", address).lower()
    match = re.match(r"([a-z][a-z0-9+.-]*):", address)
    return match[1] if match else ("//" if address.startswith("//") else "")


def _addresses(text: Text, content: str) -> Iterator[tuple[int, str]]:
    for match in AUTOLINK.finditer(content):
        yield from _address(text.line(match.start()), match["address"], is_picture=False)
    for match in _each(_INLINE, content):
        yield from _address(text.line(match.start()), match["address"].strip("<>"), is_picture=bool(match["picture"]))
    pictures = {(label or name).lower() for name, label in _PICTURE_BY_NAME.findall(content)}
    for match in _DEFINITION.finditer(content):
        is_picture = match["name"].lower() in pictures
        yield from _address(text.line(match.start("address")), match["address"].strip("<>"), is_picture=is_picture)


def _each(pattern: re.Pattern, content: str) -> Iterator[re.Match]:
    """Yield what a pattern finds, inside of what it has found too: a link may hold a picture."""
    match = pattern.search(content)
    while match:
        yield match
        match = pattern.search(content, match.start() + 1 + len(match["picture"]))


def _address(line: int, address: str, *, is_picture: bool) -> Iterator[tuple[int, str]]:
    found = scheme(address)
    if is_picture and found:
        yield line, "картинка с чужого адреса; положите файл в docs/assets и дайте его путь"
    elif found == "//":
        yield line, "адрес без https:; допишите его"
    elif found and found not in SCHEMES:
        yield line, f"адрес «{found}:» не годится для ссылки; можно https:, http: и mailto:"


def _attribute_lists(text: Text, content: str) -> Iterator[tuple[int, list[tuple[str, str | None]]]]:
    """Yield the lists of attributes of a page as (line, attributes), read by the scanner that renders them."""
    position = 0
    while match := _ATTRIBUTE_LIST.search(content, position):
        end = position = content.find("\n", match.end()) % (len(content) + 1)  # the end where there is none
        if content.find("}", match.end(), end) < 0:
            continue
        # The scanner knows quotation marks: a brace between them does not end the list. Most lists are short.
        for stop in (min(end, match.end() + 200), end):
            attributes, remainder = get_attrs_and_remainder(content[match.end() : stop])
            if remainder:
                break
        position = stop - len(remainder)
        yield text.line(match.start()), attributes


def _attributes(text: Text, content: str, taken: frozenset[str]) -> Iterator[tuple[int, str]]:
    questions = {number for number, line in enumerate(text.lines, 1) if text.has_questions and line.startswith("##")}
    lists = list(_attribute_lists(text, content))
    ids = {
        value for line, attributes in lists if line in questions for name, value in attributes if name.lower() == "id"
    }
    ids |= taken
    for line, attributes in lists:
        if line not in questions:  # the parser knows what a question may have, and is stricter
            fault = next(filter(None, (_attribute(name, value, ids) for name, value in attributes)), None)
            if fault:
                yield line, fault
            ids |= _ids(attributes)
    for fence in text.fences:
        opening = text.lines[fence.line - 1]
        if not _FENCE_OPENING.match(opening):
            yield fence.line, f'лишнее у блока кода: «{opening.strip().lstrip("`~")}»; можно язык и title="…"'


def _ids(attributes: list[tuple[str, str | None]]) -> set[str | None]:
    return {value for name, value in attributes if name.lower() == "id"}


def _attribute(name: str, value: str | None, ids: set[str | None]) -> str | None:
    """Return what is wrong with an attribute of a list, given the ids that are taken on the page."""
    name = name.lower()
    if value is None:
        return BRACES if _ATTRIBUTE_NAME.match(name) else None
    if name == "id" and not is_valid_id(value):
        return f"id «{value}» не годится; только строчная латиница, цифры и дефис"
    if name == "id" and value in ids:
        return f"id «{value}» на этой странице уже занят; выберите другой"
    if name in {".", "class"} and (others := [one for one in value.split() if one not in CLASSES]):
        return f"класс «{others[0]}» не разрешён; можно {', '.join(f'.{one}' for one in sorted(CLASSES))}"
    if name in {"width", "height"} and not _SIDE.fullmatch(value or ""):
        return f"{name}={value}: сторона картинки — целое число точек до {SIDE_LIMIT}; исправьте или удалите"
    if name not in LISTED_ATTRIBUTES and _ATTRIBUTE_NAME.match(name):
        if value == name:
            return BRACES
        return f"атрибут «{name}={value}» не разрешён; можно #id, .класс, width, height, loading, title и lang"
    return None
