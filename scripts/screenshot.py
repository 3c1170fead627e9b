"""Take the picture of the README: `python3 -m scripts.screenshot`."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import build
from scripts.tools import environment, running, safe_write, system_packages
from scripts.tools.command_line import Parser
from scripts.tools.local_server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = "junior/python-basics/"
SIZE = {"width": 1280, "height": 860}


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "screenshot",
        "Собирает сайт и снимает страницу вопроса с раскрытым ответом в Chromium.",
    )
    target = environment.ROOT / "docs/assets/screenshot.png"
    result.options.add_argument(
        "--output", type=Path, default=target, help="куда записать (docs/assets/screenshot.png)"
    )
    result.options.add_argument("--page", default=PAGE, help=f"адрес страницы внутри сайта ({PAGE})")
    result.options.add_argument("--width", type=int, default=SIZE["width"], help=f"ширина окна ({SIZE['width']})")
    result.options.add_argument("--height", type=int, default=SIZE["height"], help=f"высота окна ({SIZE['height']})")
    result.options.add_argument("--dark", action="store_true", help="тёмная тема")
    result.options.add_argument("--open", type=int, default=1, help="сколько блоков раскрыть (1)")
    result.options.add_argument("--full", action="store_true", help="вся страница, а не одно окно")
    return result


@contextlib.contextmanager
def built_site() -> Iterator[str | None]:
    """Build the site, serve it and give its address; None where it could not be built."""
    with tempfile.TemporaryDirectory() as folder:
        if build.main(["--site-dir", f"{folder}/site", "--no-pdf"]):
            yield None
            return
        with served(Path(folder, "site")) as address:
            yield address


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_packages.find_chromium(), args=quiet)
        yield browser
        browser.close()


def main(argv: list[str] | None = None) -> int:
    """Take the picture; return 0 when it was taken, 1 when the site could not be built."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    system_packages.ensure_test_programs()
    with built_site() as site:
        if site is None:
            return 1
        take(f"{site}{arguments.page}", arguments)
    print(f"Снято: {arguments.output}")
    return 0


def take(address: str, arguments: argparse.Namespace) -> None:
    """Photograph a page in Chromium as the arguments say."""
    with chromium() as browser:
        tab = browser.new_page(
            viewport={"width": arguments.width, "height": arguments.height},
            color_scheme="dark" if arguments.dark else "light",
            reduced_motion="reduce",
            locale="ru-RU",
        )
        tab.goto(address, wait_until="networkidle")
        tab.evaluate(
            "count => [...document.querySelectorAll('article details')].slice(0, count)"
            ".forEach(one => { one.open = true })",
            arguments.open,
        )
        safe_write.replace(arguments.output, tab.screenshot(full_page=arguments.full))


if __name__ == "__main__":
    sys.exit(running.run(main))
