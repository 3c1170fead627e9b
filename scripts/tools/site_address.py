"""Where a built site will be published, as its home page says."""

from __future__ import annotations

import re
from pathlib import Path

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


def site_address(site: Path) -> str:
    """Return the whole address of a built site; empty where its build was told none.

    Raises:
        OSError: when it has no home page.
    """
    found = _CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    return found[1] if found else ""
