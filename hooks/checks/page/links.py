"""Links inside the site: each names a file of `docs/`, and an id that is on that page.

MkDocs would say so too, in English and without a line, after a minute of building.
"""

from __future__ import annotations

import difflib
import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pymdownx.slugs import slugify

from hooks.bank.headings import anchor_of
from hooks.bank.macro_calls import macro_calls
from hooks.bank.records import Bank, Problem, Question
from hooks.checks.page.prose import Text
from hooks.checks.page.safety import scheme

CONTRIBUTING = "CONTRIBUTING.md"
GENERATED = frozenset({"questions.json", "robots.txt"})
"""Files that the build adds to the site, and that a page may link to."""

NO_FILE = "такого файла нет"
GUESSES = 200
"""So many wrong links get a hint; a page with more of them would be looked at for minutes."""

_INLINE = re.compile(r"\]\([ \t]*(<[^<>\n]*>|(?:[^()\s<>]|\([^()\s]*\))*)")
_DEFINITION = re.compile(r"(?m)^[ \t]*+\[(?!\^)[^\]\n]+\]:[ \t]*+\n?+[ \t]*+(?P<address>\S+)")
_ATTRIBUTES = re.compile(r"\{:?(?P<body>[^{}\n]*)\}")
_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s.#}]+)")
_FOOTNOTE = re.compile(r"(?m)^[ \t]*\[\^(?P<name>[^\]\n]+)\]:")
_HOST = re.compile(r"www\.|(?:[\w-]+\.)+(?:com|dev|io|net|org|ru|рф)(?:/|$)", re.IGNORECASE)
_slug = slugify(case="lower")


class Map:
    """What can be linked to: files of the folder and, of pages, the ids on them."""

    def __init__(
        self, docs_dir: Path, texts: Iterable[Text], bank: Bank, damaged: set[str], lost: Collection[str] = ()
    ) -> None:
        """Learn the files and the ids.

        Args:
            docs_dir: the folder of pages.
            texts: all that can be read, of `docs/` and of the root.
            bank: the questions; lists of them have ids of their own.
            damaged: names of pages with mistakes: an id that they lack now may be there when they are repaired.
            lost: published addresses that have vanished, which has been told of.
        """
        self.root = docs_dir.parent
        self.texts = {text.source: text for text in texts}
        self.bank = bank
        self.damaged = damaged
        self.lost = lost
        pages = {text.page for text in self.texts.values() if text.source.startswith("docs/")}
        self.files = pages | GENERATED | {name.removeprefix("docs/") for name in damaged} | _files(docs_dir)
        if CONTRIBUTING in self.texts:
            self.files.add(CONTRIBUTING.lower())
        self.guesses = GUESSES
        self._ids: dict[str, frozenset[str] | None] = {}

    def ids(self, page: str) -> frozenset[str] | None:
        """Return the ids of a page of the site, None where they cannot be known."""
        if page not in self._ids:
            source = CONTRIBUTING if page == CONTRIBUTING.lower() else f"docs/{page}"
            text = self.texts.get(source)
            known = text and source not in self.damaged
            self._ids[page] = ids(text, self.bank) if known else None
        return self._ids[page]

    def may_guess(self) -> bool:
        """Tell whether what was meant may still be looked for; it takes a while."""
        self.guesses -= 1
        return self.guesses >= 0


def ids(text: Text, bank: Bank) -> frozenset[str]:
    """Return the ids of a page: its own and those that macros give."""
    return _own_ids(text) | frozenset(_made_ids(text, bank))


def _files(docs_dir: Path) -> set[str]:
    found = set()
    for folder, _, names in os.walk(docs_dir):
        base = Path(folder).relative_to(docs_dir)
        found |= {(base / name).as_posix() for name in names if not name.startswith(".") and not name.endswith(".md")}
    return found


def _own_ids(text: Text) -> frozenset[str]:
    """Return the ids that a page gives, and those that its headings get without being given one."""
    return frozenset(text.remember("ids", None, lambda: sorted(_find_ids(text))))


def _find_ids(text: Text) -> set[str]:
    found = {match["id"] for braces in _ATTRIBUTES.finditer(text.with_html) for match in _ID.finditer(braces["body"])}
    for line in text.body.split("\n"):
        if line.startswith("#") and not _ATTRIBUTES.search(line):
            found.add(_slug(re.sub(r"[`*]", "", line.strip("# \t")), "-"))
    return found | {f"fn:{name}" for name in _FOOTNOTE.findall(text.body)}


def _made_ids(text: Text, bank: Bank) -> Iterator[str]:
    """Yield the ids that macros put into a page: of tags, or of sections."""
    for name, arguments in macro_calls(text.content):
        if name == "tag_index":
            yield from (tag for question in bank.questions for tag in question.tags)
        elif name in {"question_list", "question_lines", "short_answers"}:
            listed = (question for question in bank.questions if _is_listed(question, arguments))
            yield from {anchor_of(question.page) for question in listed}


def _is_listed(question: Question, arguments: Mapping[str, object]) -> bool:
    level, folder = arguments.get("level"), arguments.get("folder")
    return level in {None, question.level} and (folder is None or question.page.startswith(f"{folder}/"))


def find(text: Text, site: Map) -> Iterator[Problem]:
    """Yield the links of a page that lead nowhere."""
    for line, address in text.remember("links", None, lambda: list(_links(text))):
        if mistake := _mistake(text, address, site):
            yield Problem(text.source, line, mistake)


def _links(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the links of a page inside the site: (number of the line, address)."""
    places = [*_INLINE.finditer(text.with_html), *_DEFINITION.finditer(text.with_html)]
    for match in sorted(places, key=lambda one: one.start()):
        address = match[1].strip("<>")
        if address and not scheme(address):
            yield text.line(match.start(1)), address


def _mistake(text: Text, address: str, site: Map) -> str:
    if "\\" in address:
        return f"в адресе «{address}» обратная черта; пишите прямую: /"
    parts = urlsplit(address)
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not text.source.startswith("docs/"):
        return _mistake_of_root(text, path, anchor, site)
    here = PurePosixPath(text.page).parent.as_posix()
    target = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(here, path))
    if not path:
        target = text.page
    if parts.query:
        return f"в адресе «{address}» есть «?{parts.query}»; оставьте только файл и часть после #"
    if target in site.lost or f"{target}#{anchor}" in site.lost:
        return ""
    if target not in site.files or path.endswith("/"):
        if meant := site.may_guess() and guess(target, site.files):
            back = f"/{meant}" if path.startswith("/") else posixpath.relpath(meant, here)
            return f"ссылайтесь на файл, а не на «{path}»: {back}{f'#{anchor}' if anchor else ''}"
        if target.startswith(".."):
            return f"ссылка «{path}» ведёт за пределы docs/, на сайте этого файла нет; дайте адрес с https://"
        if _HOST.match(path):
            return f"в адресе «{address}» нет https://; допишите"
        return f"{NO_FILE}: «{path}»; исправьте адрес ссылки"
    return _mistake_in_anchor(target, anchor, site)


def _mistake_of_root(text: Text, path: str, anchor: str, site: Map) -> str:
    """Check a link of a file that the code host shows; one of them is a page of the site as well."""
    if path and text.source == CONTRIBUTING:
        return f"ссылка «{path}» на сайте никуда не ведёт; дайте адрес с https:// или назовите файл без ссылки"
    if path and not (site.root / path).exists():
        return f"{NO_FILE}: «{path}»; исправьте адрес ссылки"
    if not path and anchor and anchor not in _own_ids(text):
        return f"такого заголовка на странице нет: «{anchor}»; исправьте часть адреса после #"
    return ""


def _mistake_in_anchor(target: str, anchor: str, site: Map) -> str:
    ids = site.ids(target) if anchor and target.endswith(".md") else None
    if ids is None or anchor in ids:
        return ""
    elsewhere = [one for one in site.bank.questions if one.id == anchor]
    if elsewhere:
        return f"вопроса «{anchor}» на странице {target} нет; он здесь: /{elsewhere[0].page}#{anchor}"
    close = site.may_guess() and difflib.get_close_matches(anchor, ids, 1)
    hint = f" (возможно, «{close[0]}»)" if close else ""
    return f"такого заголовка на странице нет: «{anchor}»{hint}; исправьте часть адреса после #"


def guess(target: str, files: Iterable[str]) -> str:
    """Return the file that was meant: in other letters, with an address for a path, or misspelt."""
    by_letters = {one.lower(): one for one in files}
    plain = re.sub(r"^(?:\.\./)+", "", target.lower())
    without = re.sub(r"(?:/index)?(?:\.html?)?/?$", "", plain)
    for one in (plain, f"{without}.md", f"{without}/index.md", plain.removeprefix("docs/")):
        if one in by_letters:
            return by_letters[one]
    pages = [one for one in files if PurePosixPath(one).stem == PurePosixPath(without).name and one.endswith(".md")]
    if len(pages) == 1:
        return pages[0]
    return next(iter(difflib.get_close_matches(target, files, 1, 0.9)), "")
