"""What the hook does with MkDocs' own objects: settings, files and pages, each in one plain function.

Everything of MkDocs that is not an event is here; another generator needs another door and nothing else.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_build_date

from hooks import checks
from hooks.bank import front_matter
from hooks.bank.records import Source
from hooks.bank.vocabulary import Vocabulary
from hooks.build import Build, PageInfo, SiteSettings
from hooks.checks.project.files import GENERATED_PAGES
from hooks.finish.site import clashes
from hooks.markdown.pieces import escape
from hooks.reading import reading_time
from hooks.renderings import Renderings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation, Section
    from mkdocs.structure.pages import Page

(CONTRIBUTING,) = GENERATED_PAGES
QUESTIONS_VERSION = 3
"""Of the format of `questions.json`: higher when a field comes, goes or means something else."""
_OF_THE_BUILD = ("404.html", "questions.json", "search/search_index.json", "service-worker.js")
"""Files that may be named in `extra.files` and are written without a look at what is there; the finisher looks."""
_NO_DIRTY = "--dirty пересобирает часть страниц, а сайт дописывается целиком; соберите его без --dirty"
# The wall lets an address of no other letters into the scripts and styles of a page.
_SITE_URL = re.compile(r"https?://(?>[\w.:@%~-]+)/(?>(?:[\w.:@%~-]+/)*)")
OTHER_THEME = "тема другая; сайт собран на theme.name: material"
ODD_SITE_URL = (
    "site_url «{}»: в адресе сайта годятся буквы, цифры и знаки . : @ % ~ - между одиночными косыми чертами;"
    " остальное запишите через %, например + как %2B"
)


# -- settings ---------------------------------------------------------------------------------


def settings(config: MkDocsConfig, *, is_served: bool) -> SiteSettings:
    """Return the settings of a site; before `link_repository`, which takes the repository away from the theme.

    Raises:
        PluginError: when the theme is another, or the address of the site holds what the pages could not.
    """
    if config.theme.name != "material":
        raise PluginError(OTHER_THEME)
    url = config.site_url or ""
    if url and not is_served and not _SITE_URL.fullmatch(url):
        raise PluginError(ODD_SITE_URL.format(url))
    return SiteSettings(
        name=str(config.site_name),
        description=config.site_description or "",
        url=url,
        repository=(config.repo_url or "").rstrip("/"),
        docs=Path(config.docs_dir),
        themes=tuple(map(Path, config.theme.dirs)),
        icon=config.theme["favicon"] or "",
        stylesheets=tuple(map(str, config.extra_css)),
        scripts=tuple(map(str, config.extra_javascript)),
        date=datetime.date.fromisoformat(get_build_date()),
        is_served=is_served,
    )


def vocabulary(config: MkDocsConfig) -> Vocabulary:
    """Return the vocabularies of the settings.

    Raises:
        PluginError: with everything that is wrong with them.
    """
    try:
        return Vocabulary.from_config(config.extra, config.nav, [*config.extra_css, *config.extra_javascript])
    except ValueError as error:
        problems = checks.check_folder(Path(config.docs_dir)).problems
        raise PluginError("\n".join(map(str, problems)) or str(error)) from error


def link_repository(config: MkDocsConfig) -> None:
    """Keep edit links and a link to the repository, but not Material's own repository button.

    With `repo_url` set, Material's script asks the code host for stars and forks on every visit.
    """
    repository, config.repo_url = config.repo_url, None
    edit_uri, config.edit_uri = config.edit_uri, None
    if repository:
        config.edit_uri_template = urljoin(repository.rstrip("/") + "/", f"{edit_uri}{{path}}")
        config.extra["social"] = [{"icon": config.theme["icon"]["repo"], "link": repository, "name": "Репозиторий"}]


def silence_echoes(config: MkDocsConfig) -> None:
    """Let MkDocs keep to itself what it thinks of links and navigation: all of it has been told, with lines."""
    for kinds in (config.validation.nav, config.validation.links):
        for name in kinds:
            kinds[name] = logging.DEBUG


def quiet_macros() -> None:
    """Keep the plugin from listing its variables: the address of the served site drowned in them."""
    if not logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG):  # --verbose wants them
        logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)


def refuse_dirty(*, is_dirty: bool) -> None:
    """Refuse to build only the changed pages.

    Raises:
        PluginError: when that was asked for.
    """
    if is_dirty:
        raise PluginError(_NO_DIRTY)


# -- files ------------------------------------------------------------------------------------


def leave_out(files: Files, build: Build, config: MkDocsConfig) -> None:
    """Publish nothing that may not lie in `docs/`: the build is strict, but `serve` and a lax build go on."""
    misplaced = checks.misplaced_files(build.settings.docs, build.vocabulary)
    strange = [
        file for file in files if file.src_dir == config.docs_dir and checks.is_misplaced(file.src_uri, misplaced)
    ]
    for file in strange:
        files.remove(file)
    if strange:
        # One may have stood in the place of a file of the theme.
        files.add_files_from_theme(config.theme.get_env(), config)


def sources(pages: Iterable[File]) -> list[Source]:
    """Return the pages for the checks."""
    return [Source(file.src_uri, file.content_bytes) for file in pages]


def replace_unreadable(pages: Iterable[File]) -> None:
    """Give MkDocs something to read where a page is not UTF-8 or over a limit: it would end, or never end."""
    for file in pages:
        if not checks.is_readable(Source(file.src_uri, file.content_bytes)):
            file.content_string = f"# {file.src_uri}\n"


def refuse_taken(files: Files) -> None:
    """Refuse files of `docs/` in whose place the build or the generator would put its own without a word.

    Raises:
        PluginError: with all such files.
    """
    taken = (file for name in _OF_THE_BUILD if (file := files.get_file_from_path(name)) and file.generated_by is None)
    found = [
        f"docs/{file.src_uri}: в сайте займёт место «{file.src_uri}», который делает сборка; переименуйте его"
        for file in taken
    ]
    if found:
        raise PluginError("\n".join(found))


def questions_json(build: Build, files: Files, config: MkDocsConfig) -> File:
    """Return the file with all questions for programs; its schema is docs/questions.schema.json."""
    records = [
        one.record(
            f"{files.get_file_from_path(one.page).url}#{one.id}",
            build.asked.grade(one.id),
            vars(reading_time(one)),
        )
        for one in build.bank.questions
    ]
    content = json.dumps({"version": QUESTIONS_VERSION, "questions": records}, ensure_ascii=False, indent=1)
    return File.generated(config, "questions.json", content=content + "\n")


def contributing(config: MkDocsConfig) -> File:
    """Return the root's CONTRIBUTING.md as a page: one text for the code host and for the site."""
    root = Path(config.config_file_path).parent
    file = File.generated(config, CONTRIBUTING, abs_src_path=str(root / "CONTRIBUTING.md"))
    file.edit_uri = "../CONTRIBUTING.md"
    return file


def renderings(build: Build, files: Files, config: MkDocsConfig) -> Renderings:
    """Return the renderings of a build: links are made of where the files lie, all else of the settings."""
    places = sorted((file.src_uri, file.url, file.inclusion.name) for file in files)
    settings = Path(config.config_file_path).read_bytes()
    # With other mistakes to tell, the generator is told to be silent (`silence_echoes`).
    return Renderings(settings, config.use_directory_urls, places, is_heard=not build.bank.problems)


def refuse_clashes(files: Files) -> None:
    """Refuse a site whose files would leave it or stand in one place.

    Raises:
        PluginError: with all such files.
    """
    if found := list(clashes((file.src_uri, file.dest_uri) for file in files if file.inclusion.is_in_serve())):
        raise PluginError("\n".join(found))


# -- pages ------------------------------------------------------------------------------------


def set_fields(page: Page, build: Build, config: MkDocsConfig) -> None:
    """Give a page the fields of our own reader: what it refuses, no plugin and no template sees."""
    page.meta.clear()
    page.meta.update(front_matter.read(page.file.content_string).values)
    page.meta.setdefault("description", f"{page.title}. {config.site_description}")
    # Nothing reads Material's own index.
    page.meta["search"] = {"exclude": True}
    if build.is_damaged(_shown(page.file)):
        page.meta["render_macros"] = False


def mistakes(page: Page, build: Build) -> str:
    """Return the mistakes of a page as Markdown, where it is served; else nothing."""
    found = [problem for problem in build.bank.problems if problem.source == _shown(page.file)]
    if not found or not build.settings.is_served:
        return ""
    items = "".join(f"    - строка {problem.line}: {escape(problem.text)}\n" for problem in found)
    return f'!!! danger "На этой странице есть ошибки"\n\n{items}\n'


def pages(nav: Navigation, files: Files) -> tuple[PageInfo, ...]:
    """Return where the pages of Markdown lie: those of the navigation in its order, then the others."""
    named = [page for page in nav.pages if page.file.inclusion.is_included()]
    known = {page.file.src_uri for page in named}
    others = [file.page for file in files.documentation_pages() if file.page and file.src_uri not in known]
    return tuple(
        [_info(page, in_navigation=True) for page in named] + [_info(page, in_navigation=False) for page in others]
    )


def _info(page: Page, *, in_navigation: bool) -> PageInfo:
    file = page.file
    return PageInfo(
        source=file.src_uri,
        url="" if file.url == "./" else file.url,
        path=file.dest_uri,
        title=str(page.title),
        text=file.content_string,
        shown=_shown(file),
        fields=front_matter.read(file.content_string).values,
        sections=tuple((str(one.title), _first_page(one)) for one in reversed(page.ancestors)),
        edit_url=page.edit_url or "",
        in_navigation=in_navigation,
    )


def _shown(file: File) -> str:
    """Return the name of a page in messages: `docs/junior/a.md`, and `CONTRIBUTING.md`, which lies in the root."""
    return f"docs/{file.src_uri}" if file.generated_by is None else Path(file.abs_src_path or file.src_uri).name


def _first_page(section: Section) -> str | None:
    """Return the address of the first page of a part of the navigation."""
    first = next((child for child in section.children if child.is_page), None)
    return None if first is None else ("" if first.url == "./" else first.url)
