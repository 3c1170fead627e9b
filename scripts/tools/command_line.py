"""The command line of our scripts: argparse that speaks Russian.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Sequence
from typing import NoReturn

from scripts.tools import system_packages

# What argparse says when a command line is wrong; its own translations would need a compiled catalogue.
_MESSAGES = (
    (r"unrecognized arguments: (.*)", r"неизвестные параметры: \1"),
    (r"the following arguments are required: (.*)", r"не хватает: \1"),
    (r"argument (.*): expected one argument", r"параметру \1 нужно значение"),
    (r"argument (.*): invalid int value: (.*)", r"параметру \1 нужно целое число, а не \2"),
    (r"argument (.*): (.*)", r"параметр \1: \2"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, prefix or "Вызов: ")

    def _fill_text(self, text, width, indent):
        # An indented line is a command to copy: it keeps its length. Elsewhere a hyphen breaks no line.
        return "\n".join(
            f"{indent}{line}"
            if line.startswith(" ")
            else textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
            for line in text.splitlines()
        )


class Parser(argparse.ArgumentParser):
    """A parser for `python3 -m scripts.NAME`; add optional arguments to `options`.

    Every script that may be the first in a fresh clone installs what is missing, and can be told not to.
    """

    def __init__(self, name: str, description: str, epilog: str | None = None, *, installs: bool = True) -> None:
        super().__init__(
            prog=f"python3 -m scripts.{name}",
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self.arguments = self.add_argument_group("Аргументы")
        self.options = self.add_argument_group("Параметры")
        self.options.add_argument("-h", "--help", action="help", help="показать эту справку и выйти")
        if installs:
            self.options.add_argument(
                "--no-install", action="store_true", help="не ставить системные программы, а назвать те, которых нет"
            )

    def parse_args(self, args: Sequence[str] | None = None, namespace: None = None) -> argparse.Namespace:
        """Read the command line; `--no-install` is obeyed from here on."""
        arguments = super().parse_args(args, namespace)
        if getattr(arguments, "no_install", False):
            system_packages.may_install = False
        return arguments

    def error(self, message: str) -> NoReturn:
        """Say in Russian what is wrong with the command line and exit with 2."""
        for pattern, replacement in _MESSAGES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, replacement, message)
                break
        self.exit(2, f"{self.format_usage()}Ошибка: {message}\n")
