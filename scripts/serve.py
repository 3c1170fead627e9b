"""Serve the live site on this machine: `python3 -m scripts.serve`."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from scripts.tools import environment, running
from scripts.tools.command_line import Parser
from scripts.tools.mkdocs_command import environ, settings_problems

HOST = "127.0.0.1"


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "serve",
        "Показывает сайт на этом компьютере и обновляет его при каждом сохранении страницы."
        " При первом запуске сам создаёт окружение .venv.",
    )
    result.options.add_argument("--port", type=_port, default=8000, help="порт сайта (8000)")
    return result


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"«{text}» — не порт; нужно число от 1 до 65535")
    return int(text)


def is_free(port: int) -> bool:
    """Tell whether a port of this machine can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def main(argv: list[str] | None = None) -> int:
    """Serve until Ctrl+C; return 0 after it, 1 when the site could not be served."""
    arguments = parser().parse_args(argv)
    if not is_free(arguments.port):
        print(
            f"Порт {arguments.port} занят; остановите того, кто его занял,"
            f" или выберите другой: python3 -m scripts.serve --port {arguments.port % 65535 + 1}",
            file=sys.stderr,
        )
        return 1
    environment.enter()
    if problems := settings_problems(environment.ROOT / "mkdocs.yml"):
        print("\n".join(problems), "Сайт не запустился.", sep="\n", file=sys.stderr)
        return 1
    os.environ |= environ()
    from mkdocs.exceptions import MkDocsException

    from scripts.tools import live_server

    print("Собираю сайт…", flush=True)
    try:
        live_server.serve(environment.ROOT / "mkdocs.yml", HOST, arguments.port)
    except MkDocsException as error:
        print(error, "Сайт не запустился.", sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Сайт остановлен.")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
