"""Build the site: `python3 -m scripts.build`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts import build_pdf
from scripts.book import BookError, edition
from scripts.tools import environment, running, safe_write, system_packages
from scripts.tools.command_line import Parser
from scripts.tools.mkdocs_command import environ, mkdocs, settings_problems


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "build",
        "Строго собирает сайт и печатает книги PDF: с любым предупреждением сборка не удаётся,"
        " а прежний сайт остаётся цел. Адреса сайта и репозитория берутся из переменных SITE_URL и REPO_URL.",
    )
    result.options.add_argument(
        "--site-dir", type=Path, default=environment.ROOT / "site", help="куда положить сайт (site/)"
    )
    result.options.add_argument("--no-pdf", action="store_true", help="не печатать книги PDF: это дольше самой сборки")
    result.options.add_argument(
        "--config", type=Path, default=environment.ROOT / "mkdocs.yml", help="настройки сайта (mkdocs.yml)"
    )
    return result


def steps(arguments: argparse.Namespace) -> list[Callable[[Path], object]]:
    """Return what is done with the folder that MkDocs has built before it takes its place, in order."""
    books = [] if arguments.no_pdf else [build_pdf.publish]
    # Last: it holds the hash of every file. MkDocs wrote one too, which knows nothing of files made since.
    return [*books, write_service_worker]


def main(argv: list[str] | None = None) -> int:
    """Build the site; return 0 when it was built, 1 when it was not."""
    arguments = parser().parse_args(argv)
    environment.enter()
    if not arguments.no_pdf:
        system_packages.ensure_pango()
    try:
        dated = _date_of_edition()
    except BookError as error:
        print(f"{error}\nСайт не собран.", file=sys.stderr)
        return 1
    if problems := settings_problems(arguments.config):
        print("\n".join(problems), "Сайт не собран.", sep="\n", file=sys.stderr)
        return 1
    target = arguments.site_dir.resolve()
    if reason := _refusal(target, arguments.config.resolve().parent):
        print(f"{arguments.site_dir}: {reason}\nСайт не собран.", file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    safe_write.restore_folder(target)
    # It needs the environment.
    from hooks.finish import kept

    # Built beside its place and moved there whole: a failed build leaves the old site untouched.
    with tempfile.TemporaryDirectory(prefix=".site-", dir=target.parent) as workshop:
        fresh = Path(workshop, "fresh")
        built = subprocess.run(
            mkdocs("build", "--strict", "--config-file", str(arguments.config), "--site-dir", str(fresh)),
            cwd=environment.ROOT,
            env=environ() | dated,
            check=False,
        )
        if built.returncode:
            print("Сайт не собран; исправьте то, что названо выше.", file=sys.stderr)
            return 1
        try:
            for step in steps(arguments):
                step(fresh)
        except BookError as error:
            print(f"{error}\nСайт не собран: книги не напечатаны. Без них — с параметром --no-pdf.", file=sys.stderr)
            return 1
        safe_write.replace_folder(target, fresh)
        # Who is ended in between has a site without its articles, which the books see by their stamps.
        kept.path(fresh).replace(kept.path(target))
    print(f"Сайт собран: {arguments.site_dir}")
    return 0


def _refusal(target: Path, source: Path) -> str:
    """Return why a folder must not be replaced by the site, nothing where it may be: it holds an older site at most."""
    if target.exists() and not target.is_dir():
        return "это файл, а не папка; укажите папку для сайта: --site-dir"
    if any(target == one or target in one.parents for one in (environment.ROOT, source)):
        return "эту папку нельзя заменить сайтом: в ней лежат его исходники; укажите другую: --site-dir"
    if target.exists() and any(target.iterdir()) and not (target / "sitemap.xml").is_file():
        return "в папке лежит не сайт, а сборка заменит всё, что в ней есть; укажите другую папку: --site-dir"
    return ""


def _date_of_edition() -> dict[str, str]:
    """Return the clock of the build for MkDocs: pages, map of the site and books carry the date of one commit.

    Nothing where neither Git nor the environment knows it: pages are of today then.

    Raises:
        BookError: when SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = edition.find_edition(environment.ROOT).epoch
    return {"SOURCE_DATE_EPOCH": str(epoch)} if epoch != edition.UNKNOWN else {}


def write_service_worker(site: Path) -> None:
    """Write the list of a finished site's files, with their hashes, for reading without a network.

    Raises:
        OSError: when the site cannot be read or the list cannot be written.
    """
    # It needs the environment, which a first run has only now.
    from hooks.minifier import minified_script
    from hooks.offline.precache import write_service_worker

    size = write_service_worker(site, minified_script)
    # As its reader is told (offline-tools.js).
    print(f"Весь сайт для чтения без сети: скачать {size / 1e6:.1f} МБ".replace(".", ","))


if __name__ == "__main__":
    sys.exit(running.run(main))
