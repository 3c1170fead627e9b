"""Take pictures of the site, that of the README too: `python3 -m scripts.screenshot`."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import build
from scripts.tools import environment, running, safe_write, system_packages
from scripts.tools.browser import chromium
from scripts.tools.command_line import Parser
from scripts.tools.local_server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

README = environment.ROOT / "docs/assets/screenshot.png"
DESKTOP, PHONE = (1280, 900), (390, 844)
QUESTIONS = "junior/python-basics/"
ALL = "all"


def _nothing(tab: Page) -> None:
    """Leave the page as it was loaded."""


def _open_blocks(count: int) -> Callable[[Page], None]:
    """Open the first folded blocks of a page, and leave it where it was scrolled to."""
    code = "count => [...document.querySelectorAll('article details')].slice(0, count).forEach(one => one.open = true)"
    return lambda tab: tab.evaluate(code, count)


def _open_answer(tab: Page) -> None:
    tab.locator("details.success summary").first.click()


def _mark(tab: Page) -> None:
    tab.locator(".mark--know").first.click()
    tab.locator(".mark--repeat").nth(1).click()
    tab.evaluate("scrollTo(0, 0)")


def _choose_tag(tab: Page) -> None:
    tab.locator(".filter [data-tag]").first.click()


def _search(tab: Page) -> None:
    tab.evaluate("document.getElementById('__search').click()")
    tab.locator(".md-search__input").press_sequentially("ltrjhfnjh", delay=10)
    tab.locator(".md-search-result__link").nth(1).wait_for()


def _open_drawer(tab: Page) -> None:
    tab.get_by_role("button", name="Меню").click()


@dataclass(frozen=True)
class Shot:
    """A picture: what page, what is done on it, in what window, palette and medium."""

    address: str
    act: Callable[[Page], None] = _nothing
    size: tuple[int, int] = DESKTOP
    dark: bool = False
    print: bool = False
    full: bool = False


SHOTS = {
    "readme": Shot(QUESTIONS, _open_blocks(1), size=(1280, 860)),
    "home": Shot("", full=True),
    "home-dark": Shot("", dark=True, full=True),
    "home-phone": Shot("", size=PHONE, full=True),
    "level": Shot("junior/"),
    "level-filtered": Shot("junior/", _choose_tag),
    "level-phone": Shot("junior/", size=PHONE),
    "question": Shot(QUESTIONS),
    "question-open": Shot(QUESTIONS, _open_answer),
    "question-dark": Shot(QUESTIONS, _open_answer, dark=True),
    "question-marked": Shot(QUESTIONS, _mark),
    "question-phone": Shot(QUESTIONS, size=PHONE),
    "question-phone-dark": Shot(QUESTIONS, _open_answer, size=PHONE, dark=True),
    "question-400-percent": Shot(QUESTIONS, size=(320, 256)),
    "question-print": Shot(QUESTIONS, size=(794, 1123), print=True),
    "tags": Shot("tags/"),
    "marks": Shot("marks/"),
    "checklist": Shot("evening-before/"),
    "search": Shot("", _search),
    "search-dark": Shot("", _search, dark=True),
    "search-phone": Shot("", _search, size=PHONE),
    "drawer": Shot(QUESTIONS, _open_drawer, size=PHONE),
    "404": Shot("404.html"),
    "contributing": Shot("contributing/"),
}
"""Name of the file -> what is in the picture."""


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "screenshot",
        "Собирает сайт и снимает его в Chromium. Без аргументов переснимает картинку для README,"
        " с названиями — страницы, чтобы посмотреть на каждую: светлые и тёмные, на телефоне, в печати,"
        " с открытым поиском.",
        epilog="Пример:\n  python3 -m scripts.screenshot home-dark search-phone"
        "\n  python3 -m scripts.screenshot --page junior/git-linux/ --open 2 --dark",
    )
    result.arguments.add_argument(
        "names", nargs="*", metavar="название", help=f"что снять: {', '.join(SHOTS)} или {ALL} — всё это"
    )
    options = result.options
    options.add_argument("--output", type=Path, default=Path("screenshots"), help="папка для снимков (screenshots)")
    options.add_argument("--page", metavar="АДРЕС", help=f"снять эту страницу, например {QUESTIONS}, и так:")
    options.add_argument("--open", type=int, default=0, help="раскрыть столько блоков (0)")
    options.add_argument("--width", type=int, default=DESKTOP[0], help=f"ширина окна ({DESKTOP[0]})")
    options.add_argument("--height", type=int, default=DESKTOP[1], help=f"высота окна ({DESKTOP[1]})")
    options.add_argument("--dark", action="store_true", help="тёмная тема")
    options.add_argument("--full", action="store_true", help="вся страница, а не одно окно")
    return result


def chosen(arguments: argparse.Namespace) -> dict[Path, Shot]:
    """Return what the arguments ask for: file -> what is in the picture.

    Raises:
        KeyError: with the names that no picture has.
    """
    if unknown := [name for name in arguments.names if name not in SHOTS and name != ALL]:
        raise KeyError(", ".join(unknown))
    names = list(SHOTS) if ALL in arguments.names else arguments.names
    shots = {arguments.output / f"{name}.png": SHOTS[name] for name in names}
    if arguments.page is not None:
        size = (arguments.width, arguments.height)
        shot = Shot(arguments.page, _open_blocks(arguments.open), size, arguments.dark, full=arguments.full)
        name = arguments.page.strip("/").replace("/", "-") or "page"
        shots[arguments.output / f"{name}.png"] = shot
    return shots or {README: SHOTS["readme"]}


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; return 0 when all were taken, 1 when the site could not be built."""
    line = parser()
    arguments = line.parse_args(argv)
    try:
        shots = chosen(arguments)
    except KeyError as error:
        line.error(f"нет такого снимка: {error.args[0]}; есть {', '.join(SHOTS)} и {ALL}")
    if arguments.page is None:
        for name in ("open", "width", "height", "dark", "full"):
            if getattr(arguments, name) != line.get_default(name):
                line.error(f"--{name} — только вместе с --page")
    environment.enter(tests=True)
    system_packages.ensure_test_programs()
    with _built_site() as site:
        if site is None:
            return 1
        with chromium() as browser:
            for path, shot in shots.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                take(browser, site, shot, path)
                print(f"Снято: {path}", flush=True)
    return 0


@contextlib.contextmanager
def _built_site() -> Iterator[str | None]:
    """Build the site, serve it and give its address; None where it could not be built."""
    with tempfile.TemporaryDirectory() as folder:
        if build.main(["--site-dir", f"{folder}/site", "--no-pdf"]):
            yield None
            return
        with served(Path(folder, "site")) as address:
            yield address


def take(browser: Browser, site: str, shot: Shot, path: Path) -> None:
    """Take a picture of a page of the site that is served at an address."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        locale="ru-RU",
    )
    tab = context.new_page()
    tab.goto(site + shot.address, wait_until="networkidle")
    shot.act(tab)
    tab.emulate_media(media="print" if shot.print else "screen")
    safe_write.replace(path, tab.screenshot(full_page=shot.full))
    context.close()


if __name__ == "__main__":
    sys.exit(running.run(main))
