"""What may lie in `docs/`: pages, pictures, files that mkdocs.yml names; nothing in the place of what the build makes.

Names are such that every system and every address takes them as they are. Which places the build
takes is told here once; tests/test_files.py compares it with what a build has made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from hooks import asked
from hooks.bank.records import Problem
from hooks.checks.project.pictures import DRAWING, FORMATS, PICTURE_LIMIT, find_in_drawing, find_in_pixels

LIST = "addresses.txt"
"""The list of permanent addresses, which is not published."""
_LISTS = frozenset({LIST, asked.LIST})
"""Files that are not published."""
GENERATED_PAGES = ("contributing.md",)
"""Pages that the build makes of files outside `docs/`."""
OF_THE_BUILD = ("assets", "pdf", "search", "templates")
"""Folders that the build fills, so no page's; `templates` is one that MkDocs leaves out."""
PICTURES = "assets/"
"""Where pictures lie."""
OF_THE_THEME = ("assets/images/", "assets/javascripts/", "assets/stylesheets/")
"""Where those of the theme and of the build lie."""

LONGEST = 200
"""Most letters of a path: Windows takes 260, the folders around it included."""

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
"""Ends of names that MkDocs or a person takes for Markdown."""
# Windows keeps some names for its devices, and no system takes names without end.
_NAME_PART = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)(?!.{61})[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def is_normal(path: str) -> bool:
    """Tell whether a path inside `docs/` is in its normal form, and good on every system and in every address."""
    stem, dot, suffix = path.rpartition(".")
    return bool(dot) and len(path) <= LONGEST and all(_NAME_PART.fullmatch(word) for word in [*stem.split("/"), suffix])


def place(page: str) -> str:
    """Return the folder of the site that a page takes: `junior.md` and `junior/index.md` take one."""
    stem = page.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index")


def is_of_the_build(page: str) -> bool:
    """Tell whether the build itself makes something at the place of a page."""
    return place(page).split("/")[0] in OF_THE_BUILD or place(page) in map(place, GENERATED_PAGES)


def shown(path: str) -> str:
    """Return a path as a message can show it, whatever bytes and control characters the name holds."""
    return "".join(letter if letter.isprintable() else "?" for letter in path)


def find(docs_dir: Path, named: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what is wrong with the files of a folder.

    Args:
        docs_dir: the folder.
        named: paths of the files inside it that mkdocs.yml names.

    Raises:
        OSError: when a file cannot be read.
    """
    for folder, folders, names in os.walk(docs_dir):
        folders.sort()
        for name in [*folders, *sorted(names)]:
            path = Path(folder, name)
            inside = path.relative_to(docs_dir).as_posix()
            if path.is_symlink():
                line, text = 1, "символическая ссылка; положите сюда сам файл"
            elif name in folders:
                line, text = 1, "" if _NAME_PART.fullmatch(name) else _unusual(name)
            elif name.startswith("."):
                continue  # MkDocs leaves these out
            else:
                line, text = _in_file(path, inside, named)
            if text:
                yield Problem(f"docs/{shown(inside)}", line, text)
                # What is in a folder of a wrong name needs no message of its own.
                folders[:] = [one for one in folders if one != name]


def _unusual(name: str, suffix: str = "") -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.removesuffix(suffix).lower()).strip("-")
    better = stem + (".md" if suffix.lower() in _MARKDOWN else suffix.lower())
    hint = f": {better}" if _NAME_PART.fullmatch(stem) and better != name else ""
    return f"имя «{shown(name)}» не годится; переименуйте: до 60 знаков, строчная латиница, цифры и дефис{hint}"


def _in_file(path: Path, inside: str, named: Collection[str]) -> tuple[int, str]:
    """Return what is wrong with a file: the line and the message, which is empty where nothing is."""
    suffix = path.suffix.lower()
    if inside in named or inside in _LISTS:
        return 1, ""
    if suffix not in _MARKDOWN and suffix not in FORMATS and suffix != DRAWING:
        return 1, (
            "этот файл на сайт не попадёт; кладут страницы, картинки и то, что названо в mkdocs.yml:"
            " extra_css, extra_javascript, extra.files"
        )
    if not is_normal(inside) or (suffix in _MARKDOWN and path.suffix != ".md"):
        return 1, _unusual(path.name, path.suffix)
    if suffix in _MARKDOWN:
        return 1, _in_place(path, inside)
    if not inside.startswith(PICTURES) or inside.startswith(OF_THE_THEME):
        return 1, "картинкам здесь не место; перенесите в docs/assets, но не в images, javascripts и stylesheets"
    return _in_picture(path, suffix)


def _in_place(path: Path, page: str) -> str:
    # Of pages with right names only these two take one place.
    if (index := path.with_suffix("") / "index.md").is_file():
        return f"страница займёт место docs/{place(page)}/{index.name}; назовите её иначе"
    if is_of_the_build(page):
        return f"место «{place(page)}» занимает сборка; назовите страницу иначе"
    return ""


def _in_picture(path: Path, suffix: str) -> tuple[int, str]:
    size = path.stat().st_size
    if size > PICTURE_LIMIT:
        kilobytes = f"{size // 1000} КБ при пределе {PICTURE_LIMIT // 1000} КБ"
        return 1, f"картинка слишком велика: {kilobytes}; сожмите её или уменьшите"
    if suffix == DRAWING:
        return find_in_drawing(path.read_bytes()) or (1, "")
    return 1, find_in_pixels(path.read_bytes(), suffix)
