"""Samples of Redis, and of Python on a Redis server."""

from __future__ import annotations

import socket

import pytest

from tests.sample_pages import assert_fails, assert_passes, page_of, problems_of
from tests.samples import redis_server


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


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Replace the port 6379, which may be in use on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr(redis_server, "PORT", port)
    return port


CLIENT = "```python\nimport redis\nr = redis.Redis(port={})\nprint(r.incr('a'))\n```\n\n```text title=\"Вывод\"\n1\n```"


def test_python_samples_reach_an_empty_redis_server_on_its_port(free_port: int) -> None:
    assert_passes(CLIENT.format(free_port))
    assert_passes(CLIENT.format(free_port))


def test_a_port_in_use_is_a_clear_failure(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        assert_fails(CLIENT.format(free_port), "```python", f"порт {free_port} занят")
