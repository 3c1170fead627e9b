"""What `python3 -m scripts.check --fix` does to the files: repair, show the difference, write."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.tools import safe_write


def repair(docs_dir: Path, part: str = "") -> Iterator[str]:
    """Repair the pages of a folder and its list of addresses; yield what changed as unified diffs.

    Args:
        docs_dir: the folder of pages.
        part: `docs/junior/python-basics.md` or `docs/junior`, where not all is meant.

    Raises:
        OSError: when a file cannot be read or written; it is left as it was.
    """
    # Imported late: scripts.check enters the environment first.
    from hooks.checks import ROOT_PAGES, fixes
    from hooks.checks.language import word_lists

    words = word_lists.words()
    meant = docs_dir.parent / part
    for path in sorted(docs_dir.rglob("*.md")):
        is_page = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        if is_page and path.is_relative_to(meant):
            page = path.relative_to(docs_dir).as_posix()
            yield from _rewrite(path, f"docs/{page}", lambda text, page=page: fixes.fix(text, page, words))
    for path in (docs_dir.parent / name for name in ROOT_PAGES):
        if path.is_file() and path.is_relative_to(meant):
            yield from _rewrite(path, path.name, lambda text, page=path.name: fixes.fix(text, page, words))
    yield from _mend_addresses(docs_dir)


def _mend_addresses(docs_dir: Path) -> Iterator[str]:
    """Add what is new to the list of addresses, and take away what has gone before anybody could see it."""
    from hooks.checks import check_folder, read_sources
    from hooks.checks.project import addresses

    path = docs_dir / addresses.LIST
    if not path.is_file():
        return
    # Only of pages without mistakes: an id that is published cannot be taken back.
    bank = check_folder(docs_dir)
    in_list = [problem for problem in bank.problems if problem.source == addresses.NAME]
    broken = {problem.source for problem in bank.problems if addresses.ADD not in problem.text}
    pages = [source.page for source in read_sources(docs_dir) if f"docs/{source.page}" not in broken]
    questions = [question for question in bank.questions if question.source not in broken]
    published = addresses.load(docs_dir)
    drafts = {problem.line for problem in in_list if addresses.ADD in problem.text}
    lost = {problem.line for problem in in_list} - drafts
    # The lines of questions go with that of their page.
    gone = {entry.address for entry in published.entries if entry.line in drafts}
    drafts |= {entry.line for entry in published.entries if entry.address.partition("#")[0] in gone}
    # A new id on a page that has lost one is most likely its new name; that is for a person to say.
    unclear = {entry.address.partition("#")[0] for entry in published.entries if entry.line in lost}
    missing = addresses.missing(published, sorted(pages), questions)
    new = [one for one in missing if one.partition("#")[0] not in unclear]
    if new or drafts:
        yield from _rewrite(
            path, addresses.NAME, lambda text: addresses.with_missing(addresses.without_lines(text, drafts), new)
        )


def _rewrite(path: Path, name: str, change) -> Iterator[str]:
    """Change a file whose text is UTF-8, keeping its line ends and its mark of byte order."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return  # the check tells of it
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    parts = re.split("(\r\n|\r|\n)", text.removeprefix("\ufeff"))
    lines, ends = parts[::2], parts[1::2]
    content = "\n".join(lines)
    changed = change(content)
    if changed == content:
        return
    new = changed.split("\n")
    rewritten = mark + "".join(line + end for line, end in zip(new, _ends(lines, ends, new), strict=True))
    safe_write.replace(path, rewritten.encode("utf-8"))
    yield "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in difflib.unified_diff(
            content.splitlines(keepends=True), changed.splitlines(keepends=True), name, name, n=1
        )
    )


def _ends(lines: list[str], ends: list[str], new: list[str]) -> list[str]:
    """Return the ends of the new lines: those that they had, of lines that have come that of the first line."""
    if len(new) == len(lines):
        return [*ends, ""]
    usual = ends[0] if ends else "\n"
    result = [usual] * (len(new) - 1) + [""]
    for place, other, count in difflib.SequenceMatcher(None, lines, new, autojunk=False).get_matching_blocks():
        for shift in range(min(count, len(ends) - place, len(new) - 1 - other)):
            result[other + shift] = ends[place + shift]
    return result
