"""Samples of Redis, and of Python on a Redis server."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest

from tests.sample_pages import assert_fails, assert_passes, page_of, problems_of
from tests.samples import processes, redis_server


def test_redis_replies_are_compared_as_redis_cli_prints_them() -> None:
    assert_passes(
        """
        ```redis
        > SET a 1
        OK
        > INCR a
        (integer) 2
        > GET a
        "2"
        > GET b
        (nil)
        > RPUSH q x y
        (integer) 2
        > LRANGE q 0 -1
        1) "x"
        2) "y"
        > MULTI
        OK
        > INCR a
        QUEUED
        > EXEC
        1) (integer) 3
        > INCR q
        (error) WRONGTYPE Operation against a key holding the wrong kind of value
        ```

        ```redis
        > GET a
        "3"
        ```
        """
    )


def test_a_wrong_redis_reply_is_named_at_its_command() -> None:
    problem = assert_fails('```redis\n> SET a 1\nOK\n> GET a\n"2"\n> GET b\n(nil)\n```', "> GET a", "другой ответ")
    assert '    -"2"\n    +"1"' in problem.text


def test_each_question_starts_from_an_empty_redis() -> None:
    text = page_of("```redis\n> INCR a\n(integer) 1\n```")
    assert problems_of(text) == []
    assert problems_of(text) == []


def test_a_redis_fence_that_begins_with_no_command_is_refused() -> None:
    assert_fails("```redis\nGET a\n```", "```redis", "не с команды")


@pytest.fixture(params=["confined", "not confined"])
def busy_port(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody else's server on the usual port of Redis; with and without walls around the samples."""
    if request.param == "not confined":
        monkeypatch.setattr(processes, "why_not_confined", lambda: "так хочет тест")
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # another is there: as good as ours
            stack.enter_context(socket.create_server(("127.0.0.1", redis_server.USUAL_PORT)))
        yield


CLIENTS = {
    "usual": "import redis\nprint(redis.Redis().incr('a'))",
    "address": "import redis\nprint(redis.from_url('redis://localhost:6379/0').incr('a'))",
    "asyncio": (
        "import asyncio\nimport redis.asyncio\n\nasync def main():\n    async with redis.asyncio.Redis() as client:\n"
        "        print(await client.incr('a'))\n\nasyncio.run(main())"
    ),
    "process": (
        "import subprocess\nimport sys\ncode = 'import redis; print(redis.Redis().incr(1))'\n"
        "subprocess.run([sys.executable, '-c', code])"
    ),
}


@pytest.mark.usefixtures("busy_port")
@pytest.mark.parametrize("code", CLIENTS.values(), ids=CLIENTS)
def test_python_samples_reach_an_empty_redis_of_their_own_on_the_usual_port(code: str) -> None:
    sample = f'```python\n{code}\n```\n\n```text title="Вывод"\n1\n```'
    assert_passes(sample)
    assert_passes(sample)


@pytest.mark.usefixtures("busy_port")
def test_pycon_samples_reach_it_too() -> None:
    assert_passes("```pycon\n>>> import redis\n>>> redis.Redis().incr('a')\n1\n```")
