"""Put a content security policy into every page, and tell what in a page the policy refuses.

A thin adapter: the policy is known by `content_policy.py` beside it. It works on the finished
folder after all other hooks, because a hash holds only for the very text that readers get, and
because a page may come from anywhere: the theme, a template, another hook, a file of `docs/`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import content_policy
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

log = logging.getLogger("mkdocs.plugins.content_security")


class _State:
    """What one build knows: set in `on_startup` and `on_env`."""

    is_serving = False
    files: Mapping[str, File] = {}
    """Path of a page in the site -> the file that it is made of."""


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 (MkDocs passes both by name)
    """Remember whether the pages are served: MkDocs' own live reload is an inline script that changes."""
    _State.is_serving = command == "serve"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Remember what each page is made of, for the messages."""
    _State.files = {file.dest_uri: file for file in files}


# After every other hook: what is changed later would make the hashes wrong.
@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Give every page of the finished site its policy and warn about all that it refuses."""
    templates = list(_templates(config))
    known = content_policy.known_scripts(templates)
    known_styles = content_policy.known_scripts(templates, "style")
    for path in sorted(Path(config.site_dir).rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        for refusal in content_policy.refusals(html, known, known_styles):
            place = _place(path.relative_to(config.site_dir).as_posix(), refusal)
            log.warning("%s: политика безопасности не пропустит %s", place, refusal.text)
        if not _State.is_serving:
            scripts = _known(content_policy.inline_scripts(html), known)
            styles = _known(content_policy.inline_styles(html), known_styles)
            path.write_text(content_policy.with_policy(html, scripts, styles), encoding="utf-8")


def _known(texts: list[str], known: list[re.Pattern]) -> list[str]:
    return [text for text in texts if any(pattern.fullmatch(text) for pattern in known)]


def _templates(config: MkDocsConfig) -> Iterator[str]:
    """Yield the texts of the theme's templates, ours among them."""
    for folder in config.theme.dirs:
        for path in Path(folder).rglob("*.html"):
            yield path.read_text(encoding="utf-8")


def _place(name: str, refusal: content_policy.Refusal) -> str:
    """Return `docs/page.md:line` of the source, or the page's name in the site where it has none."""
    file = _State.files.get(name)
    if file is None or file.src_uri.endswith(".html"):
        return name
    lines = file.content_string.split("\n")
    trace = re.escape(refusal.trace)
    line = next((number for number, line in enumerate(lines, 1) if re.search(trace, line, re.IGNORECASE)), 1)
    return f"docs/{file.src_uri}:{line}"
