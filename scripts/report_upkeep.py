"""Keep one issue on GitHub about what has grown old: `python3 -m scripts.report_upkeep REPORT`.

Standard library only, and no `environment.enter()`: this is the one step that holds a token which
may write, so it installs nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.tools import running
from scripts.tools.command_line import Parser
from scripts.tools.github_api import GitHub, GitHubError

LABEL = "upkeep"
TITLE = "Еженедельная проверка: ссылки и старые ответы"
MARK = "<!-- scripts.report_upkeep -->"
"""Stands in the body of our issue; with the label it tells it from all others."""

INTRO = f"{MARK}\nЭту задачу обновляет еженедельная проверка. Исправленное исчезнет само, как и сама задача.\n\n"
LIMIT = 60_000
"""Most characters of a body; GitHub takes 65 536."""


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "report_upkeep",
        "Открывает, обновляет или закрывает единственную задачу GitHub с отчётом scripts.check_upkeep."
        " Адрес и токен берёт из GITHUB_REPOSITORY, GITHUB_TOKEN и GITHUB_API_URL.",
        installs=False,
    )
    result.arguments.add_argument("report", type=Path, help="файл отчёта")
    return result


def publish(text: str, github: GitHub) -> str:
    """Bring the issue in line with a report.

    Returns:
        What was done, in Russian.

    Raises:
        GitHubError: when GitHub refuses.
    """
    ours = [
        issue
        for issue in github.list(f"issues?state=open&labels={LABEL}")
        if "pull_request" not in issue and MARK in (issue.get("body") or "")
    ]
    # There is one; should there be more (two runs at once), the oldest is kept.
    ours.sort(key=lambda issue: issue["number"])
    for issue in ours[1:] if text else ours:
        github.send("PATCH", f"issues/{issue['number']}", {"state": "closed", "state_reason": "completed"})
    if not text:
        return f"Всё в порядке; закрыта задача #{ours[0]['number']}." if ours else "Всё в порядке; задач нет."
    body = INTRO + shortened(text)
    if not ours:
        issue = github.send("POST", "issues", {"title": TITLE, "body": body, "labels": [LABEL]})
        return f"Открыта задача #{issue['number']}."
    if ours[0]["body"].replace("\r\n", "\n") == body:
        return f"В задаче #{ours[0]['number']} всё по-прежнему."
    github.send("PATCH", f"issues/{ours[0]['number']}", {"body": body})
    return f"Обновлена задача #{ours[0]['number']}."


def shortened(text: str) -> str:
    """Return a text that GitHub takes: whole lines, and how many were left out."""
    if len(text) <= LIMIT:
        return text
    kept = text[: text.rindex("\n", 0, LIMIT) + 1]
    left = text.count("\n") - kept.count("\n")
    return f"{kept}\n…и ещё строк: {left}. Весь отчёт — в журнале проверки.\n"


def main(argv: list[str] | None = None) -> int:
    """Publish the report; return 0 when the issue agrees with it, 1 when not."""
    arguments = parser().parse_args(argv)
    text = arguments.report.read_text(encoding="utf-8").strip()
    if text:
        print(text)
        text += "\n"
    try:
        print(publish(text, GitHub.from_environ()))
    except GitHubError as error:
        print(f"Задача не записана: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
