"""lychee, the link checker: how we start it and what it finds.

Options: lychee.cli.rs, «Command-Line Flags».
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scripts.tools import environment
from scripts.tools.site_address import site_address

# The address of the site itself, as MkDocs writes it into the home page.
_SITE_OPTIONS = ("--offline", "--index-files", "index.html", "--include-fragments=anchor-only")
# Some hosts answer robots with 403 or 429: the page is there, only not for us.
_WEB_OPTIONS = (
    *("--scheme", "http", "--scheme", "https", "--accept", "200..=299,403,429"),
    *("--timeout", "30", "--max-retries", "3", "--retry-wait-time", "5", "--max-concurrency", "8"),
)

_REASONS = {
    "File not found. Check if file exists and path is correct": "такого файла нет",
    "Cannot find fragment": "такого якоря нет",
}
"""What lychee says most often -> the same in Russian."""


class LycheeError(Exception):
    """lychee could not do its work; the message says why."""


@dataclass(frozen=True, order=True)
class BrokenLink:
    """A link that leads nowhere: the file and line where it stands, its address, and what is wrong."""

    source: str
    line: int
    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: ссылка {self.url} никуда не ведёт: {self.reason}"


@dataclass(frozen=True)
class Findings:
    """How many links were looked at, and those that are broken, by file and line."""

    checked: int
    broken: list[BrokenLink]


def check_site(site: Path) -> Findings:
    """Check the links inside a built site, anchors too, without network.

    Links that begin at the root of the host, and full addresses of the site, are looked for under the
    address for which the site was built.

    Raises:
        LycheeError: when lychee fails, or the folder holds no site.
    """
    if not (site / "index.html").exists():
        raise LycheeError(f"{site}: здесь нет собранного сайта; соберите его: python3 -m scripts.build")
    address = site_address(site)
    with tempfile.TemporaryDirectory() as root:
        # A folder in which the site lies as deep as on its host.
        folder = urlsplit(address).path.strip("/")
        base = Path(root, folder or "site")
        base.parent.mkdir(parents=True, exist_ok=True)
        base.symlink_to(site.resolve(), target_is_directory=True)
        options = ["--root-dir", root if folder else str(base)]
        if address:
            options += ["--remap", f"^{re.escape(address)} {base.as_uri()}/"]
        files = sorted(path.relative_to(site) for path in site.rglob("*.html"))
        findings = _run([*_SITE_OPTIONS, *options], [base / name for name in files])
        prefix = f"{base.as_uri()}/"
        return Findings(
            findings.checked,
            [
                BrokenLink(
                    (site / Path(one.source).relative_to(base)).as_posix(),
                    one.line,
                    one.url.removeprefix(prefix),
                    one.reason,
                )
                for one in findings.broken
            ],
        )


def check_pages(docs: Path) -> Findings:
    """Ask the hosts that the pages of a folder link to.

    Raises:
        LycheeError: when lychee fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies = [_unfolded(path, Path(folder, path.relative_to(docs))) for path in sorted(docs.rglob("*.md"))]
        findings = _run(_WEB_OPTIONS, copies)
        broken = [
            BrokenLink(f"docs/{Path(one.source).relative_to(folder).as_posix()}", one.line, one.url, one.reason)
            for one in findings.broken
        ]
    return Findings(findings.checked, broken)


def _unfolded(page: Path, copy: Path) -> Path:
    """Write a page with its folded blocks shifted back, line for line.

    To lychee, which knows CommonMark and no `???`, an answer shifted by four spaces is a block of
    code, and it looks for no links there.
    """
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(
        re.sub(r"^ {4}", "", page.read_text(encoding="utf-8", errors="replace"), flags=re.MULTILINE), encoding="utf-8"
    )
    return copy


def _run(options: list[str] | tuple[str, ...], files: list[Path]) -> Findings:
    program = environment.python().with_name("lychee.exe" if os.name == "nt" else "lychee")
    try:
        result = subprocess.run(
            [program, "--no-progress", "--format", "json", *options, "--files-from", "-"],
            input="\n".join(map(str, files)),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise LycheeError(f"{program}: lychee не запускается; удалите папку .venv и запустите ещё раз") from error
    # 2: links are broken; anything else but 0 is a mistake of the call or of lychee.
    if result.returncode not in {0, 2}:
        raise LycheeError(f"lychee не справился: {result.stderr.strip()}")
    try:
        return _read(json.loads(result.stdout))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = result.stdout.strip()[:300] or result.stderr.strip()[:300] or "ничего"
        raise LycheeError(f"отчёт lychee не прочитать ({type(error).__name__}: {error}); он написал: {said}") from error


def _read(report: dict) -> Findings:
    """Return the findings of a report of lychee; raise what its keys and values raise when it is of another form."""
    failed = {**report["error_map"]}
    for source, links in report["timeout_map"].items():
        failed[source] = [*failed.get(source, []), *links]
    broken = sorted(
        BrokenLink(source, link["span"]["line"], link["url"], _reason(link["status"]["text"]))
        for source, links in failed.items()
        for link in links
    )
    return Findings(report["successful"] + len(broken), broken)


def _reason(text: str) -> str:
    return _REASONS.get(text, text.rstrip("."))
