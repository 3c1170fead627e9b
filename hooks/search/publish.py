"""The search in the site: files of its index, its scripts, the licence of the stemmer.

A step of the finisher over the other files of this folder, which build the index and find.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from hooks.bank import front_matter
from hooks.bank.fences import find_fences
from hooks.bank.records import Question
from hooks.bank.text import plain_text
from hooks.build import Build, PageInfo
from hooks.finish.article.landings import anchor
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import classes
from hooks.markdown.chips import tag_place
from hooks.minifier import minified_script
from hooks.search import theme
from hooks.search.index import build
from hooks.search.markup import text_of
from hooks.search.text import fold
from hooks.search.vocabulary import Document
from hooks.search.words import read_asked, read_stop_words, read_synonyms

FOLDER = Path(__file__).parent
ENGINE_SCRIPTS = ("stem", "text", "words", "index", "query", "ranking", "passage", "engine", "adapter")
"""One file in the site, in this order: each needs those before it."""
PAGE_SCRIPTS = ("page", "window")
ARRIVAL_SCRIPTS = ("stem", "text", "passage", "arrive")
"""The same, for the page that a result leads to."""
UNSEARCHED_BLOCKS = frozenset({"quote"})
"""Titles of sources: they say where an answer is from, not what it says."""

_HEADING = re.compile(r"^(##?) +(\S.*?)(?:(?<! ) +\{[^{}]*\})?$")


def write_scripts(site: Site) -> None:
    """Write the scripts of the search but the worker's: pages ask for some of them."""
    for name, text in (_scripts() | theme.FILES).items():
        site.write(f"search/{name}", text)


def write_index(site: Site) -> None:
    """Build the index of questions and pages, and write it and the worker that loads it.

    Of a served site the index may wait until somebody searches: an author looks at the page that was saved.
    """
    worker = _minified("worker")
    if site.build.settings.is_served:
        site.write("search/worker.js", worker)
        site.write_late(lambda: _index(site))
        return
    index = _index(site)
    # One version for all, so that a browser does not mix the files of two builds; the worker's file alone tells it:
    # in the pages it would change all of them with every word.
    others = {name: text for name, text in site.own.items() if name.startswith("search/")}
    version = hashlib.sha256(json.dumps([others, index, worker]).encode()).hexdigest()[:8]
    for name, text in (index | {"search/worker.js": f'{worker};self.searchVersion="{version}";\n'}).items():
        site.write(name, text)


def _index(site: Site) -> dict[str, str]:
    """Return the files of the index: path in the site -> text."""
    texts = {}
    for page in site.pages:
        texts |= _texts(page, site.build)
    asked = read_asked(_data("own-words.txt"))
    entries = [_entry(question, texts, asked, site.build) for question in site.build.questions.values()]
    entries += [_page_entry(page, asked, site.build) for page in site.build.pages if _is_searched(page)]
    entries += _topic_entries(site.build)
    words = read_synonyms(_data("synonyms.txt")), read_stop_words(_data("stop-words.txt"))
    made = build(entries, *words, is_kept=site.build.settings.is_served)
    return {f"search/{name}": text for name, text in made.items()}


def _texts(page: Page, build: Build) -> dict[str, str]:
    """Return the texts of the blocks of a page, by the places to land in them, from what Markdown made of it."""
    questions = build.questions_of(page.info.source) if page.info else {}
    wanted = [
        (one.id, tuple((block.word, anchor(one, block.word)) for block in one.blocks)) for one in questions.values()
    ]
    return _texts_of(page.markup, tuple(wanted)) if wanted else {}


# What was not edited is not read anew while the site is served. Do not change the result.
@functools.lru_cache(maxsize=64)
def _texts_of(markup: str, wanted: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> dict[str, str]:
    """Return the texts of blocks.

    Args:
        markup: HTML of an article.
        wanted: id of each question, and its blocks: the word that is their class, the place to land in them.
    """
    blocks, places, texts = dict(wanted), (), {}
    # A list: `text_of` takes out what is not seen.
    for node in list(LexborHTMLParser(f"<body>{markup}").body.iter()):
        if node.tag == "h2":
            places = blocks.get(node.id or "", ())
        elif node.tag == "details":
            for word, name in places:
                if word in classes(node) and name not in texts:
                    texts[name] = text_of(node)
    return texts


def _entry(question: Question, texts: Mapping[str, str], asked: Mapping[str, str], build: Build) -> Document:
    blocks = tuple(
        (name, texts[name])
        for block in question.blocks
        if block.word not in UNSEARCHED_BLOCKS and (name := anchor(question, block.word)) in texts
    )
    page = build.page(question.page)
    tags = [(tag, build.vocabulary.tags[tag].title) for tag in question.tags]
    evidence = build.asked.evidence.get(question.id, ())
    return Document(
        build.url(question),
        question.title,
        question.prompt,
        blocks,
        question.section,
        page.url,
        names=question.id.replace("-", " "),  # its title in English
        topics=" ".join(f"{tag.replace('-', ' ')} {title}" for tag, title in tags),
        asked=" ".join([asked.get(question.id, ""), *(one.wording for one in evidence)]),
    )


def _is_searched(page: PageInfo) -> bool:
    """Tell whether a page is found itself: it does not hide from the search."""
    return not page.fields.get("search", {}).get("exclude")


def _page_entry(page: PageInfo, asked: Mapping[str, str], build: Build) -> Document:
    """Return a page as it is found: by its title, description and headings, not by its text.

    One with questions is found by title and description: its headings are those of its questions.
    """
    lines = page.text.split("\n")[front_matter.read(page.text).length :]
    fenced = {line for fence in find_fences(lines) for line in range(fence.line, fence.last_line + 1)}
    headings = [
        found for number, line in enumerate(lines, 1) if number not in fenced and (found := _HEADING.match(line))
    ]
    titles = [plain_text(one[2]) for one in headings if one[1] == "#"]
    title = page.fields.get("title") or next(iter(titles), PurePosixPath(page.source).stem)
    parts = [plain_text(one[2]) for one in headings if one[1] == "##" and not build.questions_of(page.source)]
    about = " ".join(filter(None, [page.fields.get("description"), " · ".join(parts)]))
    members = frozenset(build.url(one) for one in build.questions_of(page.source).values())
    return Document(
        page.url,
        title,
        about,
        page_title=title,
        page_url=page.url,
        is_page=True,
        asked=asked.get(page.url, ""),
        members=members,
    )


def _topic_entries(build: Build) -> Iterator[Document]:
    """Yield the topics that questions name, each as the place of its questions on the page of all topics."""
    members = defaultdict(set)
    for question in build.questions.values():
        for tag in question.tags:
            members[tag].add(build.url(question))
    for tag, topic in build.vocabulary.tags.items():
        source, _, fragment = tag_place(tag).partition("#")
        page = build.page(source)
        if tag in members and page and _is_searched(page):
            yield Document(
                f"{page.url}#{fragment}",
                topic.title,
                topic.about,
                page_title=page.title,
                page_url=page.url,
                is_page=True,
                names=tag.replace("-", " "),
                members=frozenset(members[tag]),
            )


def _data(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _scripts() -> dict[str, str]:
    """Return the scripts of the browser, and the licence of the stemmer in them."""
    pages = {f"{name}.js": _minified(name) for name in PAGE_SCRIPTS}
    return pages | {
        "engine.js": "\n".join(map(_minified, ENGINE_SCRIPTS)),
        "arrive.js": "\n".join([_stop_words(), *map(_minified, ARRIVAL_SCRIPTS)]),
        "LICENSE.txt": _licence(),
    }


def _stop_words() -> str:
    words = " ".join(sorted({fold(word) for word in read_stop_words(_data("stop-words.txt"))}))
    return f'self.SearchStop=new Set("{words}".split(" "));'


def _minified(name: str) -> str:
    path = FOLDER / "browser" / f"{name}.js"
    return minified_script(path.read_text(encoding="utf-8"), f"hooks/search/browser/{path.name}")


def _licence() -> str:
    """Return the licence of Snowball: its lists of endings are in our stemmer."""
    texts = [file.read_text("utf-8") for file in distribution("snowballstemmer").files or () if file.name == "COPYING"]
    about = "The Russian stemmer in engine.js and arrive.js is made after Snowball, https://snowballstem.org/"
    return "\n\n".join([about, *texts])
