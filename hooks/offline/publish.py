"""Reading without a network in a finished site: its script for the pages, its worker in the folder.

While the site is served for editing nothing is kept: an author must see what was saved last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hooks.minifier import minified_script
from hooks.offline.precache import registration, write_removal, write_service_worker

if TYPE_CHECKING:
    from hooks.finish.site import Site

__all__ = ["SCRIPT", "registration", "write"]

SCRIPT = "assets/javascripts/offline.js"
"""Where the script lies that starts the worker: `assets.py` puts it into the pages."""


def write(site: Site) -> None:
    """Write the worker of the finished site, or the one that takes an older worker away."""
    if site.build.settings.is_served:
        write_removal(site.folder)
    else:
        write_service_worker(site.folder, minified_script)
