"""Check the links: `python3 -m scripts.check_links`."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.tools import environment, running
from scripts.tools.command_line import Parser
from scripts.tools.lychee import LycheeError, check_pages, check_site


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "check_links",
        "Проверяет ссылки собранного сайта внутри него самого, вместе с якорями; сеть не нужна.",
    )
    result.arguments.add_argument(
        "site", nargs="?", type=Path, default=environment.ROOT / "site", help="папка собранного сайта (site/)"
    )
    result.options.add_argument(
        "--external",
        metavar="DOCS",
        nargs="?",
        type=Path,
        const=environment.ROOT / "docs",
        help="вместо этого спросить по сети чужие сайты, на которые ссылаются страницы папки (docs/)",
    )
    return result


def main(argv: list[str] | None = None) -> int:
    """Check the links; return 0 when all lead somewhere, 1 when not or when lychee failed."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    try:
        findings = check_pages(arguments.external) if arguments.external else check_site(arguments.site)
    except LycheeError as error:
        print(error, file=sys.stderr)
        return 1
    for link in findings.broken:
        print(link)
    if findings.broken:
        print(f"Ссылок, которые никуда не ведут: {len(findings.broken)}.", file=sys.stderr)
        return 1
    print(f"Все ссылки ведут куда надо; проверено: {findings.checked}.")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
