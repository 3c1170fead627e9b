"""Whatever is edited, a warm cache gives what a cold one gives: problems, questions, search, pictures, whole sites.

Random edits of all that a site is made of, one after another, as people save: back and forth, in one process and over
several. What is made then with the caches of all that was before is what is made with none. The examples are the same
in every run (`derandomize`): what fails here fails everywhere.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hooks.bank.vocabulary import load_vocabulary
from hooks.build import Build, PageInfo, address_of
from hooks.cache import results
from hooks.checks import check_folder
from hooks.checks.language import spelling, word_lists
from hooks.finish.site import Site
from hooks.search import publish
from hooks.sharing import pictures
from scripts.benchmarks.measured_index import markup_of
from tests.finishing import SETTINGS, page_of
from tests.sites import build, make_site, page, question

WORDS = "hooks/checks/language/words.txt"
SYNONYMS = "hooks/search/synonyms.txt"
STOP_WORDS = "hooks/search/stop-words.txt"
CONFIG = "mkdocs.yml"
ICON = "docs/assets/favicon.svg"
PAGES = ("docs/junior/a.md", "docs/junior/b.md")

Edits = tuple[tuple[str, str], ...]
"""Replacements in a file as it was at first."""

SENTENCES = (
    *("Короткий ответ 1.", "Короткие ответы 2.", "Ответ про черепах и самовары.", "Кракозябль мяскает.", "Мяскать."),
    *(
        'Слово "раз" ,два.',
        "Ещё **раз",
        "Ответ  с пробелом. ",
        "Cлово с чужой буквой.",
        "[Нет такого](нет.md).",
        "<b>Раз",
    ),
    *("Мы еще тут.", "``` раз", "1) раз", "Знак \u200b не виден.", "Отклик — это отзыв, самовар."),
)
"""Right and wrong in the eyes of each check, and of words that the search has to know."""
HEADINGS = ("## Вопрос 1 {", "## Самовар {", "## Как Мяскать {", "## Вопросы про `map` {")
TEXTS = {
    # Short lists: what they say takes a while to work out, and is worked out anew for each cold result.
    WORDS: (
        "мяскать\n",
        "",
        "мяскать\nмяскает\n",
        "мяскать\nкракозябль как журавль\n",
        "мяскать как стол\n",
        "как так\n",
    ),
    SYNONYMS: ("ответ = отклик\n", "", "ответ = отклик = самовар\n", "ответ\n", "самовар = черепаха\nответ = отклик\n"),
    STOP_WORDS: ("верно\n", "", "верно ответ короткий\n", "верно, да\n"),
    "README.md": ("# Раз\n", "# Мы еще тут\n", "# Кракозябль\n\n[Нет](нет.md)\n"),
}
"""File -> its texts, the first of them at first."""
EDITS: dict[str, Edits] = {
    CONFIG: (
        ("site_name: Собеседник", "site_name: Другой"),
        ("    junior: Junior", "    junior: Джуниор"),
        ("    - docs.python.org\n", ""),
        ("    collections: {title: Коллекции", "    collectionz: {title: Коллекции"),
        ("title: Коллекции", "title: Собрания"),
        ("strict: true", "strict: true\nunknown: 1"),
    ),
    ICON: (("<svg", "<svg "), ('fill="#', 'fill="#a')),
}


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page of one or two questions, with one of the sentences in the answer of each."""
    texts = []
    for number in draw(st.sampled_from([(1,), (1, 2), (2, 1), (1, 1)])):
        text = question(number).replace(f"Короткий ответ {number}.", draw(st.sampled_from(SENTENCES)))
        texts.append(text.replace("## Вопрос 1 {", draw(st.sampled_from(HEADINGS))))
    return page(*texts, title=draw(st.sampled_from(["Раздел", "Раздел о мяскании", "Черепахи"])))


some_page = st.tuples(st.sampled_from(PAGES), pages())
saved = st.one_of(
    some_page,
    some_page,
    *(st.tuples(st.just(path), st.sampled_from(texts)) for path, texts in TEXTS.items()),
    *(
        st.tuples(st.just(path), st.lists(st.sampled_from(edits), max_size=2, unique=True).map(tuple))
        for path, edits in EDITS.items()
    ),
)
"""What a person saves: the path of a file, and its text or the edits in it."""
steps = st.lists(st.tuples(saved, st.booleans()), min_size=6, max_size=6)
"""What is saved one after another; after some of it another process goes on."""


class Project:
    """A small site with lists of words of its own, and what its files were at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = make_site(folder, {"junior/a.md": page(question(1)), "junior/b.md": page(question(2))})
        for path, texts in TEXTS.items():
            (folder / path).write_text(texts[0], encoding="utf-8")
        self.originals = self.state()

    def state(self) -> dict[str, str]:
        """Return the texts of the files that are edited."""
        return {path: (self.folder / path).read_text(encoding="utf-8") for path in (*PAGES, *TEXTS, *EDITS)}

    def save(self, path: str, what: str | Edits) -> None:
        """Save a file."""
        text = what if isinstance(what, str) else self.originals[path]
        for old, new in () if isinstance(what, str) else what:
            assert old in self.originals[path]
            text = text.replace(old, new)
        (self.folder / path).write_text(text, encoding="utf-8")

    def restore(self, state: dict[str, str]) -> None:
        """Make the files what they were."""
        for path, text in state.items():
            self.save(path, text)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site that is edited."""
    return Project(tmp_path_factory.mktemp("cached") / "site")


@pytest.fixture
def own_lists(project: Project) -> Iterator[None]:
    """Let the code of this process read the lists of the small site; leave its caches as they were: empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "WORDS", project.folder / WORDS)
        patch.setattr(word_lists, "SEARCH", project.folder / "hooks/search")
        patch.setattr(publish, "FOLDER", project.folder / "hooks/search")
        yield
    forget()


KEPT = frozenset({"_dictionary", "_analyzer", "_stemmer", "_substitutes", "_version"})
"""Made of installed packages and of code alone; each takes a while."""


def forget(folder: Path | None = None) -> None:
    """Leave this process with what a new one has: the results that lie in a folder, or none."""
    results.__init__(folder)
    for name, module in list(sys.modules.items()):
        if name.startswith("hooks."):
            for one in vars(module).values():
                if hasattr(one, "cache_clear") and one.__name__ not in KEPT:
                    one.cache_clear()


def outcome(folder: Path, out: Path) -> dict[str, object]:
    """Return all that checks, bank, search and pictures make of a site."""
    bank = check_folder(folder / "docs")
    found: dict[str, object] = {"problems": [str(one) for one in bank.problems], "questions": bank.questions}
    vocabulary = load_vocabulary(folder / CONFIG)
    infos = tuple(
        PageInfo(path.removeprefix("docs/"), *address_of(path.removeprefix("docs/")), "A", "", path) for path in PAGES
    )
    made = Build(replace(SETTINGS, docs=folder / "docs"), vocabulary, bank, infos)
    site = Site(out, made)
    site.pages = [page_of(made, info.source, markup_of(info, made)) for info in infos]
    shutil.rmtree(out, ignore_errors=True)
    publish.write(site)
    found["search"] = {path.name: path.read_bytes() for path in out.rglob("*.*")}
    name = (folder / CONFIG).read_text(encoding="utf-8").partition("\n")[0]
    try:
        icon = (folder / ICON).read_text(encoding="utf-8")
        found["cards"] = [pictures.card(icon, name, "", one.title, "") for one in bank.questions[:1]]
    except pictures.IconError as error:
        found["cards"] = str(error)
    results.save()
    return found


@pytest.mark.usefixtures("own_lists")
@settings(max_examples=12, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps)
def test_nothing_that_was_known_before_an_edit_is_given_after_it(steps, project, tmp_path_factory):
    out = tmp_path_factory.getbasetemp() / "search-of-cached"
    states, warm = [], []
    try:
        forget(project.folder)
        for (path, what), is_restarted in steps:
            if is_restarted:
                forget(project.folder)
            project.save(path, what)
            states.append(project.state())
            warm.append(outcome(project.folder, out))
        for state, found in zip(states, warm, strict=True):
            project.restore(state)
            forget()
            assert found == outcome(project.folder, out)
    finally:
        project.restore(project.originals)
