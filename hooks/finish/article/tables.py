"""Tables of Markdown as the site's styles and readers' programs want them."""

from __future__ import annotations

from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import classes

_ALIGNED = {
    "text-align: left;": "align-left",
    "text-align: center;": "align-center",
    "text-align: right;": "align-right",
}
"""Style that Markdown gives to a cell -> class of docs/assets/stylesheets/ that does the same."""


def align(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Turn the styles of cells into classes, and the empty corner of a table into a cell that is no heading."""
    if page.article is None:
        return
    # It names nothing.
    for corner in page.article.css("th"):
        if not corner.attributes and corner.child is None:
            corner.replace_with(page.tree.create_node("td"))
    # The policy of the site lets no element have a style of its own.
    for cell in page.article.css("th[style], td[style]"):
        name = _ALIGNED.get(cell.attributes["style"] or "")
        if name:
            del cell.attrs["style"]
            cell.attrs["class"] = " ".join([*classes(cell), name])
