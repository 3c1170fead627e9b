"""Which file of the site an address in a page names."""

from __future__ import annotations

import os


def path_in_site(address: str, folder: str, base: str) -> str:
    """Return the path in the site that a page of a folder names by an address; empty where it leads out of the site.

    Args:
        address: of a link, relative or from the root, perhaps with a query.
        folder: of the page, in the site.
        base: path of the site's address, with a slash at its end.
    """
    path = address.partition("?")[0]
    if path.startswith("/"):
        if not path.startswith(base):
            return ""
        folder, path = ".", path.removeprefix(base)
    name = os.path.normpath(f"{folder}/{path}").replace(os.sep, "/")
    return "" if name.startswith(("../", "/")) else name


def prefix_of(address: str, path: str) -> str:
    """Return what stands in an address before the path in the site."""
    return address.partition("?")[0].removesuffix(path)
