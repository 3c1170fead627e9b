"""Our browser scripts are sent minified: half of their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minifier import MinifierError, minified_script
from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Minify the scripts that lie in `docs/`.

    Raises:
        PluginError: with all scripts that are no JavaScript.
    """
    mistakes = []
    for file in files.javascript_files():
        if file.src_dir == config.docs_dir:
            try:
                file.content_string = minified_script(file.content_string, f"docs/{file.src_uri}")
            except MinifierError as error:
                mistakes.append(str(error))
    if mistakes:
        raise PluginError("\n".join(mistakes))
