"""The theme's files that a copy for reading without a network does without, and those that it cannot."""

import re

LEFT_OUT = re.compile(r"assets/javascripts/(?:workers|lunr)/|search/search_index\.js$")
"""The theme's own search, which ours replaces."""
ASKED_BY_EVERY_PAGE = re.compile(r"search/(?:search_index\.json|worker\.js)$")
"""What the theme's script asks for on every page, searched or not."""
