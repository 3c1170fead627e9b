"""Take pictures of the site to look at one by one: `python3 -m scripts.screenshots`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.screenshot import built_site, chromium
from scripts.tools import environment, running, safe_write, system_packages
from scripts.tools.command_line import Parser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP, PHONE = (1280, 900), (390, 844)
QUESTIONS = "junior/python-basics/"


def _nothing(tab: Page) -> None:
    """Leave the page as it was loaded."""


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
        "screenshots",
        "Собирает сайт и снимает его страницы в Chromium, чтобы посмотреть на каждую: "
        "светлые и тёмные, на телефоне, в печати, с открытым поиском.",
    )
    result.options.add_argument(
        "--only", choices=SHOTS, action="append", help="снять только это; можно повторять (все)"
    )
    result.options.add_argument("--output", type=Path, default=Path("screenshots"), help="папка (screenshots)")
    return result


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; return 0 when all were taken, 1 when the site could not be built."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    system_packages.ensure_test_programs()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with built_site() as site:
        if site is None:
            return 1
        with chromium() as browser:
            for name in arguments.only or SHOTS:
                path = arguments.output / f"{name}.png"
                _photograph(browser, site, SHOTS[name], path)
                print(f"Снято: {path}", flush=True)
    return 0


def _photograph(browser: Browser, site: str, shot: Shot, path: Path) -> None:
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
