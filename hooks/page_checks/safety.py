"""What a contributed page may not hold: HTML, event handlers, scripts in addresses, foreign pictures.

The first of two walls: it names the line. The second, `html_guard.py`, reads the built page as a
browser does, and lets only known tags, attributes and schemes through.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from markdown.extensions.attr_list import get_attrs_and_remainder

from .prose import Text

SCHEMES = frozenset({"http", "https", "mailto"})
ATTRIBUTES = frozenset({"id", ".", "class", "width", "height", "loading", "title", "lang"})
"""What a list of attributes may set; `.` is how the scanner calls `.class`."""
FRONT_MATTER = frozenset(
    {"title", "description", "checked", "versions", "hide", "search", "render_macros", "ignore_macros"}
)

BRACES = "фигурные скобки вне кода; поставьте обратные кавычки"

_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--).)*?-->", re.DOTALL)
_TAG = re.compile(r"<(?P<tag>/?[A-Za-z][^\s<>/:@]*|!(?:--)?|\?)")
_AUTOLINK = re.compile(r"<(?P<address>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_INLINE = re.compile(r"(?P<picture>!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*(?P<address><[^>]*>|(?:[^()]|\([^()]*\))*)\)")
_DEFINITION = re.compile(r"(?m)^[ \t]*\[(?!\^)(?P<name>[^\]\n]+)\]:[ \t]*\n?[ \t]*(?P<address>\S+)")
_PICTURE_BY_NAME = re.compile(r"!\[([^\]\n]*)\](?:\[([^\]\n]*)\])?(?!\()")
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*([^}\n=][^}\n]*)\}")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_:@][\w:.@-]*$")
_FENCE_OPENING = re.compile(
    r"^[ \t]*(?:`{3,}|~{3,})[ \t]*[\w.+#-]*(?:[ \t]+(?:title|hl_lines|linenums)=\"[^\"<>]*\")*[ \t]*$"
)
_SNIPPET = re.compile(r"(?m)^[ \t]*-{2,}8<-{2,}")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)")
_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:")


def find_conflict(text: Text) -> int:
    """Return the line where a merge was left unfinished, 0 where there is none."""
    return next((number for number, line in enumerate(text.lines, 1) if _CONFLICT.match(line)), 0)


def find(text: Text) -> Iterator[tuple[int, str]]:
    """Yield what a page may not hold as (number of the line, message)."""
    content = _COMMENT.sub(lambda match: "".join(c if c == "\n" else " " for c in match[0]), text.with_html)
    yield from _html(text, content)
    yield from _addresses(text, content)
    yield from _attributes(text, content)
    yield from _front_matter(text)
    for match in _SNIPPET.finditer(text.content):
        yield text.line(match.start()), "вставка чужого файла; напишите текст прямо на странице"


def _html(text: Text, content: str) -> Iterator[tuple[int, str]]:
    rest = _AUTOLINK.sub(lambda match: " " * len(match[0]), content)
    seen = set()
    for match in _TAG.finditer(rest):
        line, tag = text.line(match.start()), match["tag"]
        if line in seen or tag.startswith("/"):
            continue
        seen.add(line)
        if tag == "!--":
            if "-->" in rest[match.start() :]:  # without an end it is the parser's matter
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
    for match in _AUTOLINK.finditer(content):
        yield from _address(text.line(match.start()), match["address"], is_picture=False)
    for match in _INLINE.finditer(content):
        yield from _address(text.line(match.start()), match["address"].strip("<>"), is_picture=bool(match["picture"]))
    pictures = {(label or name).lower() for name, label in _PICTURE_BY_NAME.findall(content)}
    for match in _DEFINITION.finditer(content):
        is_picture = match["name"].lower() in pictures
        yield from _address(text.line(match.start("address")), match["address"].strip("<>"), is_picture=is_picture)


def _address(line: int, address: str, *, is_picture: bool) -> Iterator[tuple[int, str]]:
    found = scheme(address)
    if is_picture and found:
        yield line, "картинка с чужого адреса; положите файл в docs/assets и дайте его путь"
    elif found == "//":
        yield line, "адрес без https:; допишите его"
    elif found and found not in SCHEMES:
        yield line, f"адрес «{found}:» не годится для ссылки; можно https:, http: и mailto:"


def _attributes(text: Text, content: str) -> Iterator[tuple[int, str]]:
    questions = {number for number, line in enumerate(text.lines, 1) if text.has_questions and line.startswith("##")}
    for match in _ATTRIBUTE_LIST.finditer(content):
        line = text.line(match.start())
        if line in questions:
            continue  # the parser knows what a question may have, and is stricter
        body = match[1].strip()
        is_list = body.startswith(("#", ".")) or "=" in body
        attributes, _ = get_attrs_and_remainder(body)
        for name, value in attributes:
            if name.lower() not in ATTRIBUTES and _ATTRIBUTE_NAME.match(name):
                shown = name if value in (None, name) else f"{name}={value}"
                known = "можно #id, .класс, width, height, loading, title и lang"
                yield line, f"атрибут «{shown}» не разрешён; {known}" if is_list else BRACES
                break
    for fence in text.fences:
        opening = text.lines[fence.line - 1]
        if not _FENCE_OPENING.match(opening):
            yield fence.line, f'лишнее у блока кода: «{opening.strip().lstrip("`~")}»; можно язык и title="…"'


def _front_matter(text: Text) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.lines[: text.first], 1):
        key = _KEY.match(line)
        if key and key[1] not in FRONT_MATTER:
            yield number, f"поле «{key[1]}» в шапке не разрешено; можно: {', '.join(sorted(FRONT_MATTER))}"
        # The theme puts these into the head of the page as they are.
        elif re.search(r"[<>]", line) and not line.rstrip().endswith(">-"):
            yield number, "знаки < и > в шапке не разрешены; скажите словами"
        elif key and key[1] in {"title", "description"} and '"' in line[key.end() :].strip().strip("\"'"):
            yield number, "прямая кавычка внутри поля шапки; пишите «ёлочки»"
