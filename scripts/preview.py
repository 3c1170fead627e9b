"""Show the changed pages as one file: `python3 -m scripts.preview`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.tools import environment, running, safe_write
from scripts.tools.command_line import Parser
from scripts.tools.mkdocs_command import environ, mkdocs
from scripts.tools.preview_document import Built, document


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "preview",
        "Собирает изменённые страницы в один файл HTML, которому не нужны ни сеть, ни другие файлы."
        " Берёт их из собранного сайта; нет его — собирает сам, даже если на страницах есть ошибки.",
    )
    options = result.options
    options.add_argument("--base", default="origin/main", help="с чем сравнить: ветка или коммит (origin/main)")
    options.add_argument("--site", type=Path, default=environment.ROOT / "site", help="собранный сайт (site/)")
    options.add_argument("--output", type=Path, default=Path("preview.html"), help="файл (preview.html)")
    return result


class GitError(Exception):
    """Git cannot tell what has changed; the message says why."""


def git(*arguments: str) -> list[str]:
    """Return the file names that git prints.

    Raises:
        GitError: when git is missing or fails.
    """
    try:
        result = subprocess.run(
            ["git", *arguments, "-z", "--", "docs", "CONTRIBUTING.md"],
            cwd=environment.ROOT,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("Не найден git: без него не узнать, какие страницы изменены.") from error
    if result.returncode:
        raise GitError(f"git не сравнил файлы: {result.stderr.strip()}\nУкажите другую ветку или коммит: --base")
    return [name for name in result.stdout.split("\0") if name]


def changed_pages(base: str) -> list[str]:
    """Return the pages that differ from a revision, committed or not, as paths inside `docs/`.

    A page whose picture has changed is one of them.

    Raises:
        GitError: see `git`.
    """
    names = git("diff", "--name-only", "--diff-filter=d", "--merge-base", base)
    names += git("ls-files", "--others", "--exclude-standard")
    pages = {"contributing.md" if name == "CONTRIBUTING.md" else name.removeprefix("docs/") for name in names}
    pictures = {Path(name).name for name in pages if not name.endswith(".md")}
    docs = environment.ROOT / "docs"
    for path in docs.rglob("*.md"):
        if pictures and any(picture in path.read_text(encoding="utf-8") for picture in pictures):
            pages.add(path.relative_to(docs).as_posix())
    return sorted(name for name in pages if name.endswith(".md"))


def _built_with_mistakes(site: Path) -> bool:
    """Build a site whose mistakes are no reason to stop, without its books; tell whether it is there."""
    command = mkdocs("build", "--quiet", "--no-strict", "--site-dir", str(site))
    subprocess.run(command, cwd=environment.ROOT, env=environ(), check=False)
    print("Собрано вместе с ошибками, если они есть; назовёт их python3 -m scripts.check.", file=sys.stderr)
    return (site / "index.html").exists()


def main(argv: list[str] | None = None) -> int:
    """Write the file; return 0 when it was written, 1 when not."""
    arguments = parser().parse_args(argv)
    environment.enter()
    try:
        pages = changed_pages(arguments.base)
    except GitError as error:
        print(error, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        site = arguments.site
        if not (site / "index.html").exists():
            site = Path(folder)
            if not _built_with_mistakes(site):
                print("Предпросмотра нет: с этими ошибками сайт не собрать; они названы выше.", file=sys.stderr)
                return 1
        built = Built(site)
        text = document(built, [page for page in pages if built.has(page)])
    safe_write.replace(arguments.output, text.encode())
    print(f"Предпросмотр: {arguments.output}; изменённых страниц: {len(pages)}")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
