"""Write the files of the search of a site, without rendering its pages, and tell how long they took.

Started by `search.py` in a process of its own.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mkdocs.config import load_config

from hooks import mkdocs_door as door
from hooks.bank import front_matter
from hooks.bank.load import load_bank
from hooks.build import Build, PageInfo, address_of
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.markdown import article
from hooks.search import publish


def main(argv: list[str] | None = None) -> int:
    """Write `search/` into a folder and the seconds as JSON; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("result", type=Path)
    arguments = parser.parse_args(argv)
    config = load_config(str(arguments.config))
    vocabulary = door.vocabulary(config)
    # The bank without its checks: at ten thousand questions they take a minute, and are no part of the search.
    build = Build(door.settings(config, is_served=False), vocabulary, load_bank(Path(config.docs_dir), vocabulary))
    build = replace(build, pages=tuple(_infos(build)))
    site = Site(arguments.folder, build)
    site.pages = [Page(info.path, markup_of(info, build), info) for info in build.pages]
    start = time.process_time()
    publish.write_scripts(site)
    publish.write_index(site)
    arguments.result.write_text(json.dumps({"seconds": time.process_time() - start}), encoding="utf-8")
    return 0


def _infos(build: Build) -> Iterator[PageInfo]:
    """Yield where the pages would lie: those with questions in the order of the bank, then the others."""
    docs = build.settings.docs
    names = [path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md"))]
    for name in dict.fromkeys([*(one.page for one in build.bank.questions), *names]):
        text = (docs / name).read_text(encoding="utf-8")
        fields = front_matter.read(text).values
        yield PageInfo(name, *address_of(name), fields.get("title", ""), text, f"docs/{name}", fields)


def markup_of(info: PageInfo, build: Build) -> str:
    """Return a page with its questions as HTML, their blocks as they are written: the words are nearly the same."""
    parts = []
    for question in build.questions_of(info.source).values():
        parts.append(f'<h2 id="{question.id}"></h2>')
        for block in question.blocks:
            text = html.escape(block.body)
            parts.append(f'<details class="{block.word}"><summary></summary><p>{text}</p></details>')
    return f"{article.START}{''.join(parts)}{article.END}"


if __name__ == "__main__":
    sys.exit(main())
