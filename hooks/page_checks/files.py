"""What may lie in `docs/` besides pages: pictures of a reasonable size, and no way out of the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .bank import Problem

PICTURE_LIMIT = 300_000
"""Most bytes of a picture: a page of text is 60 kB, and pictures are read on telephones too."""
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"})
KNOWN = PICTURES | {".md", ".json", ".txt", ".css", ".woff2", ".webmanifest"}
SCRIPTS = "assets/javascripts"
"""The site's own scripts may lie here; CODEOWNERS and review guard this folder, not a checker."""

_SVG_RULES = (
    # With any prefix: XML lets a drawing name the space of its tags as it likes.
    (
        re.compile(
            r"<\s*((?:[^\s<>/:]+:)?(?:script|foreignobject|iframe|embed|object|animate|set|handler|listener))\b", re.I
        ),
        "тег <{}>",
    ),
    (re.compile(r"\s(on[a-z]+)\s*=", re.I), "обработчик {}"),
    (re.compile(r"(?:href|src)\s*=\s*[\"']\s*((?!#)[^\"']{1,20})", re.I), "ссылка «{}»"),
    (re.compile(r"(url\(\s*[\"']?(?!#)[^)]{1,20}|@import)", re.I), "ссылка в стиле «{}»"),
    (re.compile(r"(<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet)", re.I), "объявление {}"),
)
_OTHER_ENCODING = re.compile(r"\s*<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8[\"'])", re.I)


def find(docs_dir: Path) -> Iterator[Problem]:
    """Yield what is wrong with the files of a folder.

    Raises:
        OSError: when a file cannot be read.
    """
    for path in sorted(docs_dir.rglob("*")):
        name = f"docs/{path.relative_to(docs_dir).as_posix()}"
        if path.is_symlink():
            yield Problem(name, 1, "символическая ссылка; положите сюда сам файл")
        elif path.is_file() and not path.name.startswith("."):
            yield from _find_in_file(path, name)


def _find_in_file(path: Path, name: str) -> Iterator[Problem]:
    suffix = path.suffix.lower()
    is_script = suffix in {".js", ".mjs"} and name.startswith(f"docs/{SCRIPTS}/")
    if suffix not in KNOWN and not is_script:
        yield Problem(name, 1, f"файлы {suffix or 'без расширения'} на сайт не кладут; можно страницы и картинки")
        return
    size = path.stat().st_size
    if suffix in PICTURES and size > PICTURE_LIMIT:
        kilobytes = f"{size // 1000} КБ при пределе {PICTURE_LIMIT // 1000} КБ"
        yield Problem(name, 1, f"картинка слишком велика: {kilobytes}; сожмите её или уменьшите")
    elif suffix == ".svg":
        yield from _find_in_drawing(path.read_bytes(), name)


def _find_in_drawing(data: bytes, name: str) -> Iterator[Problem]:
    content = data.decode("utf-8", errors="replace")
    # In another encoding a browser reads another text than this one.
    if "\N{REPLACEMENT CHARACTER}" in content or "\0" in content or _OTHER_ENCODING.match(content):
        yield Problem(name, 1, "рисунок не в UTF-8; сохраните его в этой кодировке")
        return
    for pattern, what in _SVG_RULES:
        if match := pattern.search(content):
            line = content.count("\n", 0, match.start(1)) + 1
            yield Problem(name, line, f"в рисунке {what.format(match[1])}; оставьте только фигуры и текст")
            return
