"""The wide wall around the published site, and the content security policy of every page.

A thin adapter: what a page may hold is known by `published_page.py`, the policy by `content_policy.py`. It works
on the finished folder after all other hooks, because a hash holds only for the very text that readers get, and
because a page may come from anywhere: the theme, a template, another hook, a file of `docs/`.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import content_policy
import published_page
from mkdocs.plugins import CombinedEvent, event_priority

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

log = logging.getLogger("mkdocs.plugins.content_security")

PAGES = frozenset({".html", ".htm", ".xhtml"})
_NAMED = re.compile(r"<(?:script|link)\b[^>]*?\{\{ *'([^']+\.(?:js|css))' *\| *url *\}\}")
"""A script or stylesheet that a template names."""


class _State:
    """What one build knows: set in `on_startup` and `on_env`."""

    is_serving = False
    collection: Files
    files: Mapping[str, File] = {}
    """Path in the site -> the file that it is made of."""
    own: published_page.Own
    written: Mapping[str, str] = {}
    """Script or stylesheet -> its hash before other hooks joined them."""
    refused: set[Path] = set()  # noqa: RUF012 (made anew in each build)
    """Pages that have been told of."""


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 (MkDocs passes both by name)
    """Remember whether the pages are served: MkDocs' own live reload is an inline script that changes."""
    _State.is_serving = command == "serve"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Remember the files of the site: other hooks still add some."""
    _State.collection = files


# Before lean_site.py joins scripts and stylesheets: each page still names every file that it asks for.
@event_priority(-40)
def _read_before_joining(*, config: MkDocsConfig) -> None:
    _State.files = {file.dest_uri: file for file in _State.collection}
    _State.own = _own(config)
    _State.written = _written(config)
    _State.refused = set()
    for path in _pages(config):
        _warn(path, path.read_text(encoding="utf-8"), config)


# After every other hook that writes pages: what is changed later would make the hashes wrong.
@event_priority(-100)
def _put_policies(*, config: MkDocsConfig) -> None:
    # What has been written since by our own hooks is the build's own, too.
    fresh = {name for name, text in _written(config).items() if _State.written.get(name) != text}
    own = _State.own = replace(_State.own, files=_State.own.files | fresh)
    for path in _pages(config):
        html, policy = path.read_text(encoding="utf-8"), None
        if not _State.is_serving:
            scripts = _known(content_policy.inline_scripts(html), own.scripts)
            styles = _known(content_policy.inline_styles(html), own.styles)
            html, policy = content_policy.with_policy(html, scripts, styles), content_policy.policy(scripts, styles)
            path.write_text(html, encoding="utf-8")
        if path not in _State.refused:
            _warn(path, html, config, policy)


on_post_build = CombinedEvent(_read_before_joining, _put_policies)
"""Read every page of the finished site twice, and give it its policy; warn about all that is not the build's own."""


def _warn(path: Path, html: str, config: MkDocsConfig, policy: str | None = None) -> None:
    name = path.relative_to(config.site_dir).as_posix()
    file = _State.files.get(name)
    is_made = file is None or (file.generated_by is not None and not file.is_documentation_page())
    folder = PurePosixPath(name).parent.as_posix()
    for refusal in published_page.refusals(html, _State.own, folder, is_made=is_made, policy=policy):
        _State.refused.add(path)
        log.warning("%s: политика безопасности не пропустит %s", _place(name, refusal), refusal.text)


def _pages(config: MkDocsConfig) -> list[Path]:
    return sorted(path for path in Path(config.site_dir).rglob("*") if path.suffix.lower() in PAGES and path.is_file())


def _own(config: MkDocsConfig) -> published_page.Own:
    """Return what the build puts into its pages: what the templates and the settings name, and hooks have made."""
    templates = list(_templates(config))
    wanted = {str(one) for one in (*config.extra_javascript, *config.extra_css)}
    wanted |= {name for template in templates for name in _NAMED.findall(template)}
    wanted |= {name for name, file in _State.files.items() if file.generated_by and name.endswith((".js", ".css"))}
    own = frozenset(name for name in wanted if _is_as_made(name, config))
    return published_page.Own(
        tuple(content_policy.known_scripts(templates)),
        tuple(content_policy.known_scripts(templates, "style")),
        own,
        config.site_url or "",
        urlsplit(config.site_url or "/").path,
    )


def _is_as_made(name: str, config: MkDocsConfig) -> bool:
    """Tell whether a file of the site is still what the theme, the settings or a hook have put there."""
    file, path = _State.files.get(name), Path(config.site_dir, name)
    if not path.is_file():
        return True  # there is nothing to load
    if file is None or path.read_bytes() != file.content_bytes:
        return False
    # A file of docs/ would stand in the place of the theme's.
    is_of_theme = any(Path(folder, name).is_file() for folder in config.theme.dirs)
    return not (is_of_theme and Path(config.docs_dir, name).is_file())


def _written(config: MkDocsConfig) -> dict[str, str]:
    """Return the hashes of the scripts and stylesheets of the site by their paths."""
    site = Path(config.site_dir)
    found = (path for path in site.rglob("*") if path.suffix in {".js", ".css"} and path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def _known(texts: list[str], known: Iterable[re.Pattern]) -> list[str]:
    return [text for text in texts if any(pattern.fullmatch(text) for pattern in known)]


def _templates(config: MkDocsConfig) -> Iterator[str]:
    """Yield the texts of the theme's templates, ours among them."""
    for folder in config.theme.dirs:
        for path in Path(folder).rglob("*.html"):
            yield path.read_text(encoding="utf-8")


def _place(name: str, refusal: published_page.Refusal) -> str:
    """Return `docs/page.md:line` of the source, or the page's name in the site where it has none."""
    file = _State.files.get(name)
    if file is None or file.src_uri.endswith(".html"):
        return name
    lines = file.content_string.split("\n")
    trace = re.escape(refusal.trace)
    line = next((number for number, line in enumerate(lines, 1) if re.search(trace, line, re.IGNORECASE)), 1)
    return f"docs/{file.src_uri}:{line}"
