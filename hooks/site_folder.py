"""The way into the folder of the site: no file leaves it, and none takes the place of another.

Hooks that write into the finished folder ask `path_in` for each path. As a hook this looks at all
files that MkDocs is about to write, whoever has added them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_NAME = re.compile(r"(?:(?!\.\.?(?:/|$))[\w.+-]+(?:/(?!$)|$))+", re.ASCII)


def path_in(folder: Path, name: str) -> Path:
    """Return where a file of a folder lies.

    Args:
        folder: such as the folder of the site.
        name: path inside it, relative, with slashes, in its normal form.

    Raises:
        ValueError: when the name could lead out of the folder.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"«{name}»: такой путь вывел бы из папки сайта; годится только прямой, внутри неё")
    return folder / name


def write(folder: Path, name: str, content: str | bytes) -> None:
    """Write a file of a folder, making the folders on the way.

    Raises:
        ValueError: when the name could lead out of the folder.
    """
    path = path_in(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def clashes(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what is wrong with the files of a site: paths that lead out of it, two files in one place.

    Args:
        names: source and path in the site of each file.
    """
    taken: dict[str, str] = {}
    for source, name in names:
        try:
            path_in(Path(), name)
        except ValueError as error:
            yield f"{source}: {error}"
            continue
        # Some systems see no difference of case.
        if (other := taken.setdefault(name.casefold(), source)) != source:
            yield f"{source}: в сайте займёт место «{name}», где уже стоит {other}; переименуйте его"
    for name, source in taken.items():
        parts = name.split("/")
        for folder in ("/".join(parts[:end]) for end in range(1, len(parts))):
            if folder in taken:
                yield f"{source}: в сайте займёт папку «{folder}», где уже стоит файл {taken[folder]}; переименуйте его"


# After the hooks that add files.
@event_priority(-100)
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Refuse a site whose files would leave it or stand in one place.

    Raises:
        PluginError: with all such files.
    """
    if found := list(clashes((file.src_uri, file.dest_uri) for file in files if file.inclusion.is_in_serve())):
        raise PluginError("\n".join(found))
