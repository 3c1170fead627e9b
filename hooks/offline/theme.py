"""The theme's files that a copy for reading without a network does without, and the one that it cannot."""

import re

LEFT_OUT = re.compile(r"assets/javascripts/(?:workers|lunr)/|search/search_index\.js$")
"""The theme's own search, which ours replaces."""
ASKED_BY_EVERY_PAGE = "search/search_index.json"
"""Of a kind that is kept only when opened, but the theme's script fetches it on every page."""
