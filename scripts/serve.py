"""Serve the live site on this machine: `python3 -m scripts.serve`."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time

from scripts.tools import environment, running
from scripts.tools.command_line import Parser
from scripts.tools.mkdocs_command import environ, mkdocs, settings_problems

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


def answers(port: int) -> bool:
    """Tell whether something listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def main(argv: list[str] | None = None) -> int:
    """Serve until Ctrl+C; return 0 after it, 1 when the site could not be served.

    Whichever signal ends this process, whoever sends it: MkDocs ends with it and frees the port.
    """
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
    # Not strict: a page with mistakes is served all the same and names them itself.
    command = mkdocs("serve", "--no-strict", "--dev-addr", f"{HOST}:{arguments.port}")
    # In a group of its own: Ctrl+C of a terminal reaches this process alone, which hands it on once.
    server = subprocess.Popen(command, cwd=environment.ROOT, env=environ(), process_group=0)
    try:
        return _watch(server, arguments.port)
    except KeyboardInterrupt:
        running.stop(server)
        print("Сайт остановлен.")
        return 0
    finally:
        running.stop(server)


def _watch(server: subprocess.Popen, port: int) -> int:
    """Print the address when the site answers, then wait for the server's end."""
    while server.poll() is None and not answers(port):
        time.sleep(0.1)
    if server.poll() is None:
        print(f"\n  Сайт: http://{HOST}:{port}/  (остановить — Ctrl+C)\n", flush=True)
    if server.wait():
        print("Сайт не запустился; причина названа выше.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
