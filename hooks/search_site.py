"""MkDocs' and Material's side of the search: files of the index, the worker's address, places to land.

A thin adapter: `search/` beside it builds the index and finds, and knows neither of the two.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import re
from collections.abc import Iterable
from importlib.metadata import distribution
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

import site_bank
from minifier import minified_script
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from search.index import build
from search.markup import blocks_of
from search.vocabulary import Entry
from search.words import read_synonyms, read_words

from hooks.bank import front_matter
from hooks.bank.fences import find_fences
from hooks.bank.records import Question
from hooks.bank.text import plain_text

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.search_site")

FOLDER = Path(__file__).parent / "search"
STEMMER_SCRIPTS = ("base-stemmer", "russian-stemmer")
ENGINE_SCRIPTS = ("text", "words", "index", "query", "ranking", "passage", "engine", "adapter")
"""One file in the site, with the stemmer before them, in this order: each needs those before it."""
PAGE_SCRIPTS = ("worker", "page", "arrive")
UNSEARCHED_BLOCKS = frozenset({"quote"})
"""Titles of sources: they say where an answer is from, not what it says."""

LANDING = "search-landing"
"""Class of the places to land."""

_CONFIG = re.compile(r'(<script id="__config" type="application/json">)((?>(?:[^<]|<(?!/?script\b))*))(</script>)')
_HEADING = re.compile(r"^(##?) +(\S.*?)(?:(?<! ) +\{[^{}]*\})?$")
_PLACES = re.compile(
    r'<h2\b[^<>]*\bid="(?P<heading>[^"<>]+)"'
    r'|<details class="(?P<word>[\w-]+)"[^<>]*>\s*<summary>(?>(?:[^<]|<(?!/?summary\b))*)</summary>',
    re.DOTALL,
)


class _State:
    """What one build knows, gathered from `on_files` to `on_env`."""

    texts: dict[str, str] = {}  # noqa: RUF012 (made anew in each build)
    """Id of the place to land in a block -> the text of the block."""


# -- events -----------------------------------------------------------------------------------


def on_files(files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG001
    """Forget the texts of the build before."""
    _State.texts = {}
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Build the index of questions and pages, all of them made by now, and add it and its scripts to the site."""
    entries = [_entry(question, files) for question in site_bank.questions()]
    entries += [_page_entry(file) for file in files.documentation_pages() if _is_searched(file)]
    content = _scripts() | _index(entries)
    # One version for all, so that a browser does not mix the files of two builds; the worker's file alone tells it:
    # in the pages it would change all of them with every word.
    version = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8]
    content["worker.js"] += f';self.searchVersion="{version}";\n'
    for name, text in content.items():
        files.append(File.generated(config, f"search/{name}", content=text))
    # In a copy opened from the disk Material waits for this instead of search_index.json.
    files.append(File.generated(config, "search/search_index.js", content='var __index = {"config":{},"docs":[]};\n'))


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Keep every page out of Material's own index: nothing reads it."""
    page.meta["search"] = {"exclude": True}


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put a place to land into every block of every question.

    Raises:
        PluginError: when a block of a question is not found in the page.
    """
    questions = site_bank.on_page(page.file.src_uri)
    wanted = {_anchor(question, block.word) for question in questions.values() for block in question.blocks}
    current, made = None, set()

    def landing(found: re.Match) -> str:
        nonlocal current
        if found["heading"]:
            current = questions.get(found["heading"])
            return found[0]
        name = current and _anchor(current, found["word"])
        if name not in wanted - made:
            return found[0]
        made.add(name)
        return f'{found[0]}<span class="{LANDING}" id="{name}"></span>'

    html = _PLACES.sub(landing, html)
    if made != wanted and not site_bank.is_damaged(page.file.src_uri):
        blocks = ((block, question) for question in questions.values() for block in question.blocks)
        missing = [(b.line, f"блока «{b.title}»") for b, one in blocks if _anchor(one, b.word) not in made]
        raise site_bank.not_shown(page.file.src_uri, missing)
    if made:
        _State.texts |= blocks_of(html, f".{LANDING}")
    return html


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Give Material's search window our worker."""
    return _with_worker(output, page.file.dest_uri)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Do the same for pages that are templates, such as 404.html."""
    return _with_worker(output_content, template_name) if template_name.endswith(".html") else output_content


# -- parts ------------------------------------------------------------------------------------


def _with_worker(html: str, name: str) -> str:
    """Return a page that names our worker.

    Raises:
        PluginError: when the page names no worker, as another version of the theme may.
    """
    found = _CONFIG.search(html)
    settings = json.loads(found[2]) if found else {}
    if "assets/javascripts/workers/search" not in str(settings.get("search")):
        raise PluginError(
            f"{name}: в #__config нет адреса поискового воркера Material, поиск остался бы чужим;"
            " поправьте _with_worker в hooks/search_site.py под новую версию темы"
        )
    base = settings["search"].partition("assets/javascripts/")[0]
    settings["search"] = f"{base}search/worker.js"
    text = json.dumps(settings).replace("</", "<\\/")
    return html[: found.start(2)] + text + html[found.end(2) :]


def _anchor(question: Question, word: str) -> str:
    return f"{question.id}--{word}"


def _entry(question: Question, files: Files) -> Entry:
    url = files.get_file_from_path(question.page).url
    blocks = tuple(
        (anchor, _State.texts[anchor])
        for block in question.blocks
        if block.word not in UNSEARCHED_BLOCKS and (anchor := _anchor(question, block.word)) in _State.texts
    )
    return Entry(site_bank.url(question, files), question.title, question.prompt, blocks, question.section, url)


def _is_searched(file: File) -> bool:
    """Tell whether a page is found itself: it holds no questions and does not hide from the search."""
    hidden = front_matter.read(file.content_string).values.get("search", {}).get("exclude")
    return not site_bank.on_page(file.src_uri) and file.inclusion.is_included() and not hidden


def _page_entry(file: File) -> Entry:
    """Return a page as it is found: by its title, description and headings, not by its text."""
    head = front_matter.read(file.content_string)
    lines = file.content_string.split("\n")[head.length :]
    fenced = {line for fence in find_fences(lines) for line in range(fence.line, fence.last_line + 1)}
    headings = [
        found for number, line in enumerate(lines, 1) if number not in fenced and (found := _HEADING.match(line))
    ]
    titles = [plain_text(one[2]) for one in headings if one[1] == "#"]
    title = head.values.get("title") or next(iter(titles), file.name)
    parts = [plain_text(one[2]) for one in headings if one[1] == "##"]
    about = " ".join(filter(None, [head.values.get("description"), " · ".join(parts)]))
    return Entry(file.url, title, about, page_title=title, page_url=file.url, is_page=True)


def _index(entries: list[Entry]) -> dict[str, str]:
    return dict(_build(tuple(entries), *(_data(name) for name in ("synonyms.txt", "stop-words.txt"))))


def _data(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@functools.lru_cache(maxsize=1)
def _build(entries: tuple[Entry, ...], synonyms: str, stop_words: str) -> tuple[tuple[str, str], ...]:
    """Build the index, or give the last one again where nothing that it is made of has changed."""
    return tuple(build(entries, read_synonyms(synonyms), read_words(stop_words)).items())


def _scripts() -> dict[str, str]:
    """Return the scripts of the browser: ours, and Snowball's from the package that brings it."""
    stemmer, licences = _stemmer()
    engine = "\n".join([stemmer, *(_minified(name) for name in ENGINE_SCRIPTS)])
    pages = {f"{name}.js": _minified(name) for name in PAGE_SCRIPTS}
    return pages | {"engine.js": engine, "LICENSE.txt": licences}


def _minified(name: str) -> str:
    path = FOLDER / "browser" / f"{name}.js"
    return minified_script(path.read_text(encoding="utf-8"), f"hooks/search/browser/{path.name}")


def _stemmer() -> tuple[str, str]:
    """Return Snowball's stemmer as JavaScript, and its licences.

    Raises:
        PluginError: when the installed package has it no longer where it was.
    """
    folder = package_files("sphinx") / "search" / "minified-js"
    try:
        licence = (package_files("sphinx") / "search" / "non-minified-js" / "russian-stemmer.js").read_text("utf-8")
        script = "\n".join((folder / f"{name}.js").read_text("utf-8") for name in STEMMER_SCRIPTS)
    except FileNotFoundError as error:
        raise PluginError(
            f"{error.filename}: в пакете sphinx нет стеммера на JavaScript;"
            " верните прежнюю версию sphinx в requirements.in и выполните python3 -m scripts.lock"
        ) from error
    origin = licence.partition("\n")[0].removeprefix("//").strip()
    return f"/* {origin}; LICENSE.txt */\n{script}", _licences(origin)


def _licences(origin: str) -> str:
    """Return what the licences of the copied scripts ask to be told with them."""
    parts = [f"The Russian stemmer in engine.js: {origin}; distributed with Sphinx."]
    for package in ("snowballstemmer", "sphinx"):
        found = [file for file in _package_files(package) if re.match(r"(COPYING|LICEN[CS]E)", file.name)]
        parts += [file.read_text(encoding="utf-8") for file in found]
    return "\n\n".join(parts)


def _package_files(package: str) -> Iterable:
    return distribution(package).files or ()
