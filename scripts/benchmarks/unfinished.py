"""The project's hook without its last event: pages as the generator renders them, with the theme's own search.

`pages.py` and `search.py` name it in the settings of the sites that they set beside ours.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.plugins import event_priority

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import question_index
from hooks.bank import front_matter
from hooks.question_index import (  # noqa: F401 (MkDocs finds events by their names)
    on_build_error,
    on_config,
    on_env,
    on_files,
    on_nav,
    on_page_content,
    on_page_context,
    on_pre_build,
    on_startup,
)


# Before mkdocs-macros, as in the project's hook.
@event_priority(100)
def on_page_markdown(markdown, *, page, config, files) -> str:
    """Let the theme's search find what the project's own search finds."""
    markdown = question_index.on_page_markdown(markdown, page=page, config=config, files=files)
    del page.meta["search"]
    if own := front_matter.read(page.file.content_string).values.get("search"):
        page.meta["search"] = own
    return markdown
