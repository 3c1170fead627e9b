"""Which file of the site an address in a page names."""

from __future__ import annotations

import os


def path_in_site(address: str, folder: str, base: str) -> str:
    """Return the path in the site that a page of a folder names by an address; no file has it where it is another's.

    Args:
        address: of a link, relative or from the root, perhaps with a query.
        folder: of the page, in the site.
        base: path of the site's address, with a slash at its end.
    """
    path = address.partition("?")[0]
    if path.startswith("/"):
        return path.removeprefix(base)
    return os.path.normpath(f"{folder}/{path}").replace(os.sep, "/")


def prefix_of(address: str, path: str) -> str:
    """Return what stands in an address before the path in the site."""
    return address.partition("?")[0].removesuffix(path)
