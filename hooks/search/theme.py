"""What the search knows of Material for MkDocs."""

from __future__ import annotations

FILES = {"search_index.js": 'var __index = {"config":{},"docs":[]};\n'}
"""Files that the theme asks for: in a copy opened from the disk it waits for this instead of search_index.json."""
