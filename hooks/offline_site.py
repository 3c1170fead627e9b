"""MkDocs' side of reading without a network: the script in the pages, the worker in the finished folder.

While the site is served for editing nothing is kept: an author must see what was saved last.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minifier import minified_script
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from offline.precache import registration, write_removal, write_service_worker

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SCRIPT = "assets/javascripts/offline.js"


class _State:
    """What one run knows: set in `on_startup`."""

    is_serving = False


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 (MkDocs passes both by name)
    """Remember whether the pages are served."""
    _State.is_serving = command == "serve"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the script that starts the worker."""
    if not _State.is_serving:
        files.append(File.generated(config, SCRIPT, content=registration()))
        if SCRIPT not in config.extra_javascript:
            config.extra_javascript.append(SCRIPT)
    return files


# After content_security.py, which changes the pages last.
@event_priority(-200)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the worker of the finished site, or the one that takes an older worker away."""
    site = Path(config.site_dir)
    if _State.is_serving:
        write_removal(site)
    else:
        write_service_worker(site, minified_script)
