"""The same pages for other generators: MkDocs with Material alone, Zensical, Hugo with Pagefind.

They get what our macros would make as plain Markdown, and the settings of the theme that we have, so that the same
pages with the same navigation are made; no hook and no file of ours.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks.pages import without_ours, write_settings
from scripts.benchmarks.timing import Cost, cost
from scripts.tools import environment
from scripts.tools.mkdocs_command import environ, mkdocs

FOLDER = environment.ROOT / ".cache/generators"
"""Where the other generators are installed."""
HUGO_SITE = Path(__file__).with_name("hugo_site")
STOCK = "MkDocs + Material"
_OURS = ("custom_dir", "logo", "favicon")
_MACRO = re.compile(r"\{= *(\w+)\(((?:(?!\{=).)*?)\) *=\}")
_LISTS = ("question_list", "question_checklist", "tag_index", "section_list")
_BLOCK = re.compile(r'\?\?\?\+? (\w+) "(.*)"$')


@dataclass(frozen=True)
class Generator:
    """One way to make a site of the same pages."""

    name: str
    site: Path
    """The folder of the site that it makes."""
    build: Callable[[], Cost]
    """Builds the site anew, with nothing left of an earlier build. Raises SetupError where that is not to be had."""


def generators(source: Path, folder: Path) -> list[Generator]:
    """Prepare a site for the others.

    Args:
        source: the folder of our site.
        folder: where their copies are written; it is made.
    """
    pages = plain_pages(source)
    material = _material(source, pages, folder / "material")
    zensical = _material(source, pages, folder / "zensical")
    hugo = _hugo(source, pages, folder / "hugo")
    return [
        Generator(STOCK, material / "site", lambda: cost(mkdocs("build", "-q"), material, environ())),
        Generator("Zensical", zensical / "site", lambda: _build_zensical(zensical)),
        Generator("Hugo + Pagefind", hugo / "public", lambda: _build_hugo(hugo)),
    ]


def _build_zensical(folder: Path) -> Cost:
    python = environment.beside(FOLDER, environment.BENCH_LOCK)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return cost([python, "-m", "zensical", "build"], folder)


def _build_hugo(folder: Path) -> Cost:
    python = environment.beside(FOLDER, environment.BENCH_LOCK)
    # The programs themselves: what the packages start them with is Python.
    hugo, pagefind = (_program(python, name) for name in ("hugo/binaries/hugo*", "pagefind_bin/pagefind*"))
    site = folder / "public"
    shutil.rmtree(site, ignore_errors=True)
    return cost([hugo, "--quiet", "--noBuildLock"], folder) + cost([pagefind, "--quiet", "--site", site], folder)


def _program(python: Path, pattern: str) -> Path:
    found = (path for path in FOLDER.rglob(f"site-packages/{pattern}") if path.is_file() and path.suffix != ".py")
    return next(found, python.with_name(Path(pattern).name.rstrip("*")))


def plain_pages(source: Path) -> dict[str, str]:
    """Return the pages of our site, by their paths in `docs/`, with plain Markdown in the place of macros."""
    from hooks.bank.load import load_bank

    questions = load_bank(source / "docs").questions
    docs = source / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in docs.rglob("*.md")}
    for name, text in pages.items():
        if "\nrender_macros: true\n" in text:
            # A list of its own for each page: what stands in it depends on where it stands.
            pages[name] = _MACRO.sub(lambda found, name=name: _plain(found, name, questions), text)
    pages["contributing.md"] = (source / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return pages


def _plain(found: re.Match, page: str, questions: list) -> str:
    """Return Markdown of about what a macro makes: a list of its questions, by subject for that of subjects."""
    macro, arguments = found.groups()
    words = re.findall(r'"(.+?)"', arguments)
    # Either of the two that a macro may be given, a level or a folder.
    chosen = [one for one in questions if not words or one.level in words or one.page.partition("/")[0] in words]
    if macro not in _LISTS:
        return str(len(chosen))
    if macro != "tag_index":
        return _links(chosen, page)
    tags = sorted({tag for one in chosen for tag in one.tags})
    return "\n\n".join(f"## {tag}\n\n{_links([one for one in chosen if tag in one.tags], page)}" for tag in tags)


def _links(questions: list, page: str) -> str:
    start = os.path.dirname(page) or "."  # noqa: PTH120 (of the site, not of this machine)
    return "\n".join(f"- [{one.title}]({os.path.relpath(one.page, start)}#{one.id})" for one in questions)


def _material(source: Path, pages: dict[str, str], folder: Path) -> Path:
    settings = without_ours(source / "mkdocs.yml")
    settings["theme"] = {name: value for name, value in settings["theme"].items() if name not in _OURS}
    settings["plugins"] = [one for one in settings["plugins"] if "search" in one]
    _write(pages, source, folder / "docs")
    write_settings(settings, folder)
    return folder


def _hugo(source: Path, pages: dict[str, str], folder: Path) -> Path:
    shutil.copytree(HUGO_SITE, folder)
    # What lists a folder has a name of its own there; links to a page are by its address.
    texts = {
        re.sub(r"(^|/)index\.md$", r"\1_index.md", name): _LINK.sub(_address(name), with_details(text))
        for name, text in pages.items()
    }
    _write(texts, source, folder / "content")
    return folder


_LINK = re.compile(r"(?<=\]\()(?!https?:)([^()#\s]+)\.md(?=[#)])")


def _address(page: str) -> Callable[[re.Match], str]:
    def address(found: re.Match) -> str:
        path = os.path.normpath(os.path.join("/", os.path.dirname(page), found[1]))  # noqa: PTH118, PTH120 (of the site)
        return path.removesuffix("index") if path.endswith("/index") else f"{path}/"

    return address


def with_details(text: str) -> str:
    """Return a page with the blocks of its answers as HTML around Markdown, which Hugo knows."""
    lines, is_open = [], False
    for line in text.split("\n"):
        block = _BLOCK.match(line)
        if is_open and line.strip() and not line.startswith("    "):
            lines += ["</details>", ""]
            is_open = False
        if block:
            lines += [f'<details class="{block[1]}"><summary>{block[2]}</summary>', ""]
            is_open = True
        else:
            lines.append(line.removeprefix("    ") if is_open else line)
    return "\n".join([*lines, "</details>"] if is_open else lines)


def _write(pages: dict[str, str], source: Path, folder: Path) -> None:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(source / "docs/assets", folder / "assets")
