"""Write the files of the search of a site, without rendering its pages, and tell how long they took.

Started by `search.py` in a process of its own.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, get_files

from hooks.bank.load import load_bank

HOOK = "hooks/search_site.py"
"""MkDocs gives a hook module its path as a name."""


def main(argv: list[str] | None = None) -> int:
    """Write the files and the seconds, as JSON; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("result", type=Path)
    arguments = parser.parse_args(argv)
    config = load_config(str(arguments.config))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    # The bank without its checks: at ten thousand questions they take a minute, and are no part of the search.
    sys.modules["site_bank"].fill(load_bank(Path(config.docs_dir)))
    files, seconds = _files(config)
    arguments.folder.mkdir(parents=True)
    for file in files:
        if file.src_uri.startswith("search/"):
            (arguments.folder / Path(file.src_uri).name).write_text(file.content_string, encoding="utf-8")
    arguments.result.write_text(json.dumps({"seconds": seconds}), encoding="utf-8")
    return 0


def _files(config: MkDocsConfig) -> tuple[list[File], float]:
    """Return the files of a site with those of the search, and the seconds of the processor that these took."""
    hook = sys.modules[HOOK]
    files = get_files(config)
    pages = _pages()
    start = time.process_time()
    hook.on_files(files, config=config)
    for name, content in pages.items():
        page = SimpleNamespace(file=files.get_file_from_path(name))
        hook.on_page_content(content, page=page, config=config, files=files)
    hook.on_env(None, config=config, files=files)
    return list(files), time.process_time() - start


def _pages() -> dict[str, str]:
    """Return the pages with questions as HTML, their blocks as they are written: the words are nearly the same."""
    pages: dict[str, str] = defaultdict(str)
    for question in sys.modules["site_bank"].questions():
        pages[question.page] += f'<h2 id="{question.id}"></h2>'
        for block in question.blocks:
            text = html.escape(block.body)
            pages[question.page] += f'<details class="{block.word}"><summary></summary><p>{text}</p></details>'
    return pages


if __name__ == "__main__":
    sys.exit(main())
