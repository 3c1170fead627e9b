"""Bring the labels of the repository in line with .github/labels.yml: `python3 -m scripts.apply_labels`."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

from scripts.tools import environment, running
from scripts.tools.command_line import Parser
from scripts.tools.github_api import GitHub, GitHubError


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "apply_labels",
        "Создаёт и поправляет метки репозитория на GitHub по .github/labels.yml; лишних не удаляет."
        " Адрес и токен берёт из GITHUB_REPOSITORY (владелец/имя) и GITHUB_TOKEN.",
    )
    result.options.add_argument(
        "--file", type=Path, default=environment.ROOT / ".github/labels.yml", help="список меток (.github/labels.yml)"
    )
    return result


def apply(wanted: list[dict[str, str]], github: GitHub) -> list[str]:
    """Create and change labels; return what was done.

    Raises:
        GitHubError: when GitHub refuses.
    """
    done = []
    there = {label["name"].lower(): label for label in github.list("labels")}
    for label in wanted:
        old = there.get(label["name"].lower())
        if old is None:
            github.send("POST", "labels", label)
            done.append(f"создана: {label['name']}")
        elif any(old.get(key) != label[key] for key in label):
            change = {"new_name": label["name"], "color": label["color"], "description": label["description"]}
            github.send("PATCH", f"labels/{quote(old['name'])}", change)
            done.append(f"поправлена: {label['name']}")
    return done


def main(argv: list[str] | None = None) -> int:
    """Apply the labels; return 0 when they agree with the file, 1 when GitHub refused."""
    arguments = parser().parse_args(argv)
    environment.enter()
    import yaml  # late: before enter() nothing but the standard library may be there

    wanted = yaml.safe_load(arguments.file.read_text(encoding="utf-8"))
    try:
        done = apply(wanted, GitHub.from_environ())
    except GitHubError as error:
        print(f"Метки не записаны: {error}", file=sys.stderr)
        return 1
    print("\n".join(done) or "Метки уже такие.")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
