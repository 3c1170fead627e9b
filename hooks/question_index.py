"""The hook: MkDocs' door to the question bank, the indexes of levels and topics, and the finishing of the site.

Each event calls plain functions; what they do is in the folders beside this file. After editing code restart `serve`.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority

# MkDocs knows this file by its path and no package. What a hook does to the path it takes back; the package stays.
# Ours goes before any other of that name, and instead of this folder, where `markdown` would be found, and `search`.
_HERE = Path(__file__).resolve().parent
sys.path[:] = [str(_HERE.parent), *(one for one in sys.path if not one or Path(one).resolve() != _HERE)]

from hooks import cache, own_errors
from hooks import mkdocs_door as door
from hooks.build import Build
from hooks.checks import check_sources
from hooks.finish.errors import FinishError
from hooks.finish.order import finish
from hooks.finish.site import Site
from hooks.markdown import article, sandbox, templates
from hooks.markdown.article import ArticleExtension
from hooks.markdown.chips import ChipsExtension
from hooks.markdown.macros import Macros
from hooks.renderings import Renderings

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.question_index")


class _Run:
    """What lasts from one event to the next: `mkdocs serve` builds again and again in one process."""

    is_serving: bool
    build: Build
    renderings: Renderings
    nav: Navigation
    files: Files


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether the pages are served; refuse what cannot be finished."""
    _Run.is_serving = command == "serve"
    own_errors.keep_back_english()
    door.quiet_macros()
    door.refuse_dirty(is_dirty=dirty)


def on_config(config: MkDocsConfig) -> None:
    """Read the settings; add the macros and our extensions of Markdown."""
    _Run.build = Build(door.settings(config, is_served=_Run.is_serving), door.vocabulary(config))
    config.plugins["macros"].register_macros(Macros(lambda: _Run.build).all())
    config.markdown_extensions += [ChipsExtension(_Run.build.vocabulary), ArticleExtension()]
    door.link_repository(config)


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Shut the macros, when every plugin has given its own."""
    sandbox.shut(config.plugins["macros"].env)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Check every page, warn of everything at once, leave out what is no part of a site, add the generated files."""
    build = _Run.build
    door.leave_out(files, build, config)
    pages = [file for file in files.documentation_pages() if file.generated_by is None]
    bank = check_sources(door.sources(pages), build.settings.docs, build.vocabulary)
    build = _Run.build = build.with_bank(bank)
    for problem in bank.problems:
        log.warning("%s", problem)
    if bank.problems:
        door.silence_echoes(config)
    door.replace_unreadable(pages)
    door.refuse_taken(files)
    files.append(door.questions_json(build, files, config))
    files.append(door.contributing(config))
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    """Remember where the pages lie; what Markdown made of them before is known by that too."""
    _Run.nav, _Run.files, _Run.renderings = nav, files, door.renderings(_Run.build, files, config)


# Before mkdocs-macros, which ends the whole process, `serve` too, at a macro that it does not know.
@event_priority(100)
def _on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Give the page the fields of our own reader, and its mistakes, for the author to see."""
    door.set_fields(page, _Run.build, config)
    return door.mistakes(page, _Run.build) + markdown


def _on_page_markdown_of_macros(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Ask Python-Markdown about nothing that it has answered before."""
    return _Run.renderings.recall(page, markdown)


on_page_markdown = CombinedEvent(_on_page_markdown, _on_page_markdown_of_macros)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Make plain text of a title; mark a page of nothing: Python-Markdown asks no extension about it."""
    html = _Run.renderings.restore(page, html, files)
    templates.make_title_plain(page)
    return html or article.marked(html)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Refuse files that would stand in each other's place; escape what templates print."""
    door.refuse_clashes(files)
    templates.escape_templates(env, config)


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:  # noqa: ARG001
    """Mark what is HTML for the templates."""
    templates.mark_html(page)
    return context


def on_post_build(*, config: MkDocsConfig) -> None:
    """Hand the rendered folder to the finisher, which knows no MkDocs."""
    site = Site(Path(config.site_dir), replace(_Run.build, pages=door.pages(_Run.nav, _Run.files)))
    try:
        finish(site)
    except FinishError as error:
        raise PluginError(str(error)) from error
    finally:
        for problem in site.problems:
            log.warning("%s", problem)
        cache.results.save()


def on_build_error(*, error: Exception) -> None:
    """End a build with our words."""
    own_errors.end_build(error)
