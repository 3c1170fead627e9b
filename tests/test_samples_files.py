"""Samples that are files or messages (Dockerfile, YAML, JSON, HTTP) are read by their own tools."""

from __future__ import annotations

import pytest

from tests.sample_pages import assert_fails, assert_passes, page_of, problems_of


def test_a_good_dockerfile_passes() -> None:
    assert_passes('```dockerfile\nFROM python:3.14-slim\nCOPY . /app\nCMD ["python", "/app/main.py"]\n```')


def test_a_bad_dockerfile_is_named_at_its_line() -> None:
    assert_fails("```dockerfile\nFROM debian:13\nRUN ls\nRUN sudo ls\n```", "RUN sudo ls", "DL3004")


def test_a_dockerfile_that_cannot_be_read_is_refused() -> None:
    assert_fails("```dockerfile\nFROM debian:13\nRUNN ls\n```", "RUNN ls", "DL1000")


def test_a_rule_of_hadolint_can_be_ignored_for_a_reason() -> None:
    fence = "```dockerfile\nFROM debian\n```"
    assert_fails(fence, "FROM debian", "DL3006")
    assert_passes(f"<!-- hadolint ignore=DL3006: версия здесь не важна -->\n\n{fence}")
    comment = "<!-- hadolint ignore=DL3006 -->"
    text = page_of(f"{comment}\n\n{fence}")
    assert {text.split("\n")[problem.line - 1].strip() for problem in problems_of(text)} == {comment, "FROM debian"}


def test_a_good_compose_file_and_workflow_pass() -> None:
    assert_passes(
        """
        ```yaml title="compose.yaml"
        services:
          web:
            image: nginx:1.29
        ```

        ```yaml title=".github/workflows/test.yml"
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: pytest
        ```

        ```yaml
        a: !Ref x
        ---
        b: 1
        ```
        """
    )


def test_an_invalid_compose_file_is_named_at_its_line() -> None:
    answer = '```yaml title="compose.yaml"\nservices:\n  web:\n    imge: nginx\n```'
    assert_fails(answer, "web:", "compose.yaml", "imge")


def test_an_invalid_workflow_is_refused() -> None:
    answer = '```yaml title=".github/workflows/x.yml"\non: push\njobs:\n  test:\n    steps: []\n```'
    assert_fails(answer, "test:", ".github/workflows/x.yml")


def test_bad_yaml_is_named_at_its_line() -> None:
    assert_fails("```yaml\na: 1\nb: [1\n```", "b: [1", "это не YAML")
    assert_fails("```yaml\na: 1\nb: c: d\n```", "b: c: d", "это не YAML")


def test_bad_json_is_named_at_its_line() -> None:
    assert_passes('```json\n{"a": [1, null]}\n```')
    assert_fails('```json\n{\n  "a": 1\n  "b": 2\n}\n```', '"b": 2', "это не JSON")


def test_what_only_python_takes_for_json_is_refused() -> None:
    assert_fails('```json\n{"a": NaN}\n```', "```json", "NaN")


def test_good_http_messages_pass() -> None:
    assert_passes(
        """
        ```http
        POST /users HTTP/1.1
        Host: api.example.com
        Content-Type: application/json
        Content-Length: 20

        {"name": "Анна"}
        ```

        ```http
        HTTP/1.1 204 No Content
        Date: Mon, 23 Nov 2026 09:00:00 GMT
        ```

        ```http
        HTTP/1.1 304 Not Modified
        Content-Length: 100
        ```
        """
    )


@pytest.mark.parametrize(
    ("message", "at", "word"),
    [
        ("GET /", "GET /", "первая строка"),
        ("HTTP/1.1 OK", "HTTP/1.1 OK", "первая строка"),
        ("GET / HTTP/1.1\nHost: x\nBad header", "Bad header", "не заголовок"),
        ("HTTP/1.1 200 OK\nDate : x", "Date : x", "не заголовок"),
        ("GET / HTTP/1.1\nAccept: */*", "GET / HTTP/1.1", "Host"),
        ("HTTP/1.1 200 OK\nContent-Length: 5\n\nАнна", "Content-Length: 5", "8"),
    ],
    ids=["request", "response", "field", "space", "host", "length"],
)
def test_a_malformed_http_message_is_refused(message: str, at: str, word: str) -> None:
    (problem, *_) = problems_of(page_of(f"```http\n{message}\n```"))
    text = page_of(f"```http\n{message}\n```")
    assert text.split("\n")[problem.line - 1].strip() == at
    assert word in problem.text
