"""Our browser scripts are sent without their comments and spaces: three quarters of the bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import rjsmin
from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

# rjsmin takes the inner literal for the end of the outer one and eats spaces of what is shown.
_NESTED_TEMPLATE = re.compile(r"`[^`]*\$\{[^}`]*`")


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Take comments and spaces out of the scripts that lie in `docs/`; the theme's are left alone.

    Raises:
        PluginError: where a script has a template literal inside another; rjsmin would spoil it.
    """
    for file in files.javascript_files():
        if file.src_dir == config.docs_dir:
            file.content_string = _minified(file.content_string, f"docs/{file.src_uri}")


def _minified(source: str, name: str) -> str:
    nested = _NESTED_TEMPLATE.search(source)
    if nested:
        line = source.count("\n", 0, nested.start()) + 1
        raise PluginError(f"{name}:{line}: шаблонная строка внутри шаблонной; вынесите внутреннюю в переменную")
    return rjsmin.jsmin(source)
