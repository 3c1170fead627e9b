"""Ways to break the front matter of real pages, each with its one message."""

from __future__ import annotations

from pathlib import Path

from tests.breaking import Break, replace
from tests.sites import REAL_PAGE

INDEX = "middle/index.md"
KNOWN = "checked, description, hide, ignore_macros, render_macros, search, title, versions"
_MARKS = "знаки < и > не разрешены; скажите словами"
_QUOTE = "прямая кавычка внутри; пишите «ёлочки»"
_SEARCH = "search в шапке непонятно; можно только search: {exclude: true}"
_HIDE = "hide — список того, чего на странице не показывать; можно: footer, navigation, toc"
_FIELD = "пишите «поле: значение»"
_REFRESH = r"<meta http-equiv=\x22refresh\x22 content=\x220; url=https://example.com/\x22"
_DESCRIPTION = "Указатель вопросов уровня Middle для Python-бэкенд-разработчика по разделам."

# name: (page, line of its front matter or "" for the first, what stands there instead, which line of it, message)
EDITS = {
    "description with a tag": (
        REAL_PAGE,
        "description",
        "description: Вопросы <script>",
        0,
        f"description в шапке: {_MARKS}",
    ),
    "description with a tag by escapes": (
        INDEX,
        "description",
        r'description: "Вопросы.\x22\x3e\x3cmeta http-equiv=\x22refresh\x22"',
        0,
        f"description в шапке: {_MARKS}",
    ),
    "description with a tag by long escapes": (
        INDEX,
        "description",
        r'description: "Вопросы \u003cscript"',
        0,
        f"description в шапке: {_MARKS}",
    ),
    "title with a tag before what looks like a folded text": (
        INDEX,
        "title",
        "title: Middle<script src=/assets/notes.txt></script>-",
        0,
        f"title в шапке: {_MARKS}",
    ),
    "title with a tag in a folded text": (INDEX, "title", "title: >-\n  Middle\n  <b>", 0, f"title в шапке: {_MARKS}"),
    "quotation mark that ends the description early": (
        INDEX,
        "description",
        'description: Слово" onload=x',
        0,
        f"description в шапке: {_QUOTE}",
    ),
    "quotation mark by an escape": (
        REAL_PAGE,
        "description",
        r'description: "Слово \x22 x"',
        0,
        f"description в шапке: {_QUOTE}",
    ),
    "description of several lines": (
        INDEX,
        "description",
        "description: |\n  Раз.\n  Два.",
        0,
        "description в шапке: перевод строки; напишите одной строкой",
    ),
    "title with a line end by an escape": (
        INDEX,
        "title",
        r'title: "Middle\n\nРаз"',
        0,
        "title в шапке: перевод строки; напишите одной строкой",
    ),
    "invisible letter by an escape": (
        INDEX,
        "title",
        r'title: "Mid\u202edle"',
        0,
        "title в шапке: невидимый знак U+202E; удалите его",
    ),
    "control letter by an escape": (
        INDEX,
        "title",
        r'title: "Mid\0dle"',
        0,
        "title в шапке: невидимый знак U+0000; удалите его",
    ),
    "invisible letter in the front matter": (
        INDEX,
        "description",
        "description: Указа\u200bтель.",
        0,
        "в шапке невидимый знак U+200B; удалите его",
    ),
    "title too long": (
        INDEX,
        "title",
        f"title: {'Вопрос ' * 20}",
        0,
        "title в шапке: 139 знаков при пределе 100; сократите",
    ),
    "description too long": (
        INDEX,
        "description",
        f"description: {'Вопросы ' * 40}",
        0,
        "description в шапке: 319 знаков при пределе 300; сократите",
    ),
    "front matter too long": (
        INDEX,
        "",
        f"# {'x' * 6000}",
        0,
        "шапка длиннее 5000 знаков; оставьте только нужные поля",
    ),
    "title that is a number": (INDEX, "title", "title: 2024", 0, "title в шапке — не текст; возьмите его в кавычки"),
    "description that is a number": (
        "tags.md",
        "description",
        "description: 2024",
        0,
        "description в шапке — не текст; возьмите его в кавычки",
    ),
    "description that is a word of YAML": (
        INDEX,
        "description",
        "description: yes",
        0,
        "description в шапке — не текст; возьмите его в кавычки",
    ),
    "title that is a date": (
        INDEX,
        "title",
        "title: 2026-02-30",
        0,
        "title в шапке — не текст; возьмите его в кавычки",
    ),
    "title that is a list": (INDEX, "title", "title: [a, b]", 0, "title в шапке — не текст; напишите одной строкой"),
    "title that is empty": (INDEX, "title", "title:", 0, "в шапке нет title; добавьте «title: …»"),
    "title given twice": (
        INDEX,
        "title",
        "title: Middle\ntitle: Middle",
        1,
        "«title» в шапке уже есть в строке 2; оставьте одно",
    ),
    "field with a list for its name": (
        INDEX,
        "title",
        "title: Middle\n? [a]\n: b",
        1,
        f"название поля «…» в шапке — не слово; {_FIELD}",
    ),
    "field with a number for its name": (
        INDEX,
        "title",
        "title: Middle\n1: b",
        1,
        f"название поля «1» в шапке — не слово; {_FIELD}",
    ),
    "field of another page": (
        INDEX,
        "title",
        "title: Middle\n<<: {template: x.html}",
        1,
        f"название поля «<<» в шапке — не слово; {_FIELD}",
    ),
    "anchor": (
        INDEX,
        "title",
        "title: &a Middle",
        0,
        "«&» и «*» в начале значения — ссылки YAML; возьмите значение в кавычки",
    ),
    "alias": (INDEX, "title", "title: *a", 0, "«&» и «*» в начале значения — ссылки YAML; возьмите значение в кавычки"),
    "tag of YAML": (
        INDEX,
        "title",
        "title: !!python/name:os.system Middle",
        0,
        "«!» в начале значения — метка YAML; возьмите значение в кавычки",
    ),
    "brackets in brackets": (
        INDEX,
        "title",
        f"title: Middle\nhide: {'[' * 9}{']' * 9}",
        1,
        f"скобки в шапке вложены слишком глубоко; {_FIELD}",
    ),
    "second document": (
        INDEX,
        "title",
        "title: Middle\n--- x",
        1,
        "шапка страницы — не YAML; каждая строка в ней: «поле: значение»",
    ),
    "list for a front matter": (
        INDEX,
        "",
        "- a\n---\n---",
        0,
        "шапка страницы — не YAML; каждая строка в ней: «поле: значение»",
    ),
    "field that chooses a template": (
        REAL_PAGE,
        "checked",
        "template: x.html\nchecked: 2026-11-23",
        0,
        f"поле «template» в шапке не разрешено; можно: {KNOWN}",
    ),
    "field by an escape": (
        INDEX,
        "title",
        'title: Middle\n"templ\\x61te": x.html',
        1,
        f"поле «template» в шапке не разрешено; можно: {KNOWN}",
    ),
    "date in quotation marks": (
        REAL_PAGE,
        "checked",
        'checked: "2026-11-23"',
        0,
        "checked: нет такой даты «2026-11-23»; пишите без кавычек: checked: 2026-11-23",
    ),
    "date without hyphens": (
        REAL_PAGE,
        "checked",
        "checked: 20261101",
        0,
        "checked: нет такой даты «20261101»; пишите год-месяц-день: 2026-11-23",
    ),
    "date with a time": (
        REAL_PAGE,
        "checked",
        "checked: 2026-11-23 10:00:00",
        0,
        "checked: нет такой даты «2026-11-23 10:00:00»; пишите год-месяц-день: 2026-11-23",
    ),
    "list for a date": (
        REAL_PAGE,
        "checked",
        "checked: [1]",
        0,
        "checked: нет такой даты «…»; пишите год-месяц-день: 2026-11-23",
    ),
    "date on a page of indexes": (
        INDEX,
        "title",
        "title: Middle\nchecked: скоро",
        1,
        "checked: нет такой даты «скоро»; пишите год-месяц-день: 2026-11-23",
    ),
    "versions that are a text": (
        REAL_PAGE,
        "versions",
        "versions: Python 3.14",
        0,
        'в шапке нет versions; добавьте, например, versions: {Python: "3.14"}',
    ),
    "version that is a list": (
        REAL_PAGE,
        "versions",
        'versions:\n  Python: ["3.13", "3.14"]',
        1,
        'номер версии пишите в кавычках: Python: "3.14"',
    ),
    "version with a tag": (REAL_PAGE, "versions", 'versions: {Python: "<b>"}', 0, f"versions в шапке: {_MARKS}"),
    "version without its number": (
        REAL_PAGE,
        "versions",
        'versions: {Python: ""}',
        0,
        "versions в шапке: пустая строка; напишите или удалите",
    ),
    "title of spaces": (INDEX, "title", 'title: " "', 0, "в шапке нет title; добавьте «title: …»"),
    "version given twice": (
        REAL_PAGE,
        "versions",
        'versions:\n  Python: "3"\n  Python: "4"',
        2,
        "«Python» в шапке уже есть в строке 6; оставьте одно",
    ),
    "word for a list": (INDEX, "hide", "hide: toc", 0, _HIDE),
    "unknown part to hide": (INDEX, "hide", "hide: [toc, comments]", 0, _HIDE),
    "part hidden twice": (
        INDEX,
        "hide",
        "hide: [toc, toc]",
        0,
        "в hide одно и то же названо дважды; оставьте один раз",
    ),
    "search that is switched on": (INDEX, "title", "title: Middle\nsearch: true", 1, _SEARCH),
    "place in the search": (INDEX, "title", "title: Middle\nsearch: {boost: 9}", 1, _SEARCH),
    "field of the search given twice": (
        INDEX,
        "title",
        "title: Middle\nsearch: {exclude: false, exclude: true}",
        1,
        "в search одно и то же названо дважды; оставьте один раз",
    ),
    "macros that are a text": (
        INDEX,
        "render_macros",
        'render_macros: "true"',
        0,
        "render_macros — да или нет; пишите render_macros: true",
    ),
}


def broken_text(text: str, key: str, new: str) -> tuple[str, int]:
    """Return a page with one line of its front matter replaced, or a new first one, and the number of that line."""
    lines = text.split("\n")
    end = lines.index("---", 1)
    first = next(number for number in range(1, end) if lines[number].startswith(key))
    last = first + 1
    while key and lines[last].startswith("  "):
        last += 1
    lines[first:last] = [*new.split("\n"), *([] if key else [lines[first]])]
    return "\n".join(lines), first + 1


def _edit(page: str, key: str, new: str, at: int, message: str) -> Break:
    def break_page(root: Path) -> str:
        path = root / "docs" / page
        text, line = broken_text(path.read_text(encoding="utf-8"), key, new)
        path.write_text(text, encoding="utf-8")
        return f"docs/{page}:{line + at}: {message}"

    return break_page


def _bare_field(root: Path) -> str:
    line = replace(root / "docs" / INDEX, "---\n", "template: x.html\n\n")
    message = "«template:» в первой строке читается как поле шапки; начните страницу с --- или с заголовка «# …»"
    return f"docs/{INDEX}:{line}: {message}"


_EACH_MESSAGE_ONCE = {edit[-1]: name for name, edit in EDITS.items()}.values()
HEAD_BREAKS: dict[str, Break] = {name: _edit(*EDITS[name]) for name in _EACH_MESSAGE_ONCE}
"""One for each message, for the whole check; the parser alone is given all of them in test_front_matter.py."""
HEAD_BREAKS["field of the page without a front matter"] = _bare_field
