"""Whatever is edited, a warm cache gives what a cold one gives: problems, questions, search, pictures, whole sites.

Random edits of all that a site is made of, one after another, as people save: back and forth, in one process and over
several. What is made then with the caches of all that was before is what is made with none. The examples are the same
in every run (`derandomize`): what fails here fails everywhere.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
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

LISTED = ("Кракозябль мяскает.", "Надо мяскать: отклик — это самовар.", "Ответ верно про черепах и самовары.")
"""Of words about which the lists have something to say."""
SENTENCES = (
    *("Короткий ответ 1.", 'Слово "раз" ,два.', "Ещё **раз", "Ответ  с пробелом. ", "Cлово с чужой буквой."),
    *("[Нет такого](нет.md).", "<b>Раз", "Мы еще тут.", "``` раз", "1) раз", "Знак \u200b не виден."),
)
"""Right and wrong in the eyes of each check."""
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
TEMPLATE = "overrides/main.html"
STYLE = "docs/assets/stylesheets/site.css"
SITE_EDITS: dict[str, Edits] = EDITS | {
    TEMPLATE: (("— {{ config.site_name }}</title>", "- {{ config.site_name }}</title>"),),
    STYLE: (("--site-card: #fff", "--site-card: #ffe"),),
    "docs/assets/javascripts/store.js": (("// ", "// И ещё: "),),
}
CODE: dict[str, Edits] = {
    "hooks/checks/language/spelling.py": (('"нет в словаре"', '"нет и в словаре"'),),
    "hooks/sharing/pictures.py": (('font-weight="600"', 'font-weight="600" opacity=".9"'),),
    "hooks/search/forms.py": (("LIKELY = 0.1", "LIKELY = 0.6"),),
    "hooks/markdown/chips.py": (("chip--", "chip-"),),
}


sentences = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(LISTED))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page of one or two questions, with one of the sentences in the answer of each."""
    texts = []
    for number in draw(st.sampled_from([(1,), (1, 2), (2, 1), (1, 1)])):
        text = question(number).replace(f"Короткий ответ {number}.", draw(sentences))
        texts.append(text.replace("## Вопрос 1 {", draw(st.sampled_from(HEADINGS))))
    return page(*texts, title=draw(st.sampled_from(["Раздел", "Раздел о мяскании", "Черепахи"])))


some_page = st.tuples(st.sampled_from(PAGES), pages())
saved = st.one_of(
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
        texts = (question(1).replace("Короткий ответ 1.", " ".join(LISTED)), question(2))
        self.folder = make_site(
            folder, {f"junior/{name}.md": page(text) for name, text in zip("ab", texts, strict=True)}
        )
        for path, texts in TEXTS.items():
            (folder / path).write_text(texts[0], encoding="utf-8")
        self.originals = self.state()

    def state(self) -> dict[str, str]:
        """Return the texts of the files that are edited."""
        return {path: (self.folder / path).read_text(encoding="utf-8") for path in (*PAGES, *TEXTS, *SITE_EDITS, *CODE)}

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
    made = Build(replace(SETTINGS, docs=folder / "docs"), vocabulary, bank, pages=infos)
    site = Site(out, made)
    site.pages = [page_of(made, info.source, markup_of(info, made)) for info in infos]
    shutil.rmtree(out, ignore_errors=True)
    publish.write_scripts(site)
    publish.write_index(site)
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
@settings(
    max_examples=12, phases=[Phase.generate], derandomize=True, deadline=None, suppress_health_check=[*HealthCheck]
)
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


some_edits = st.lists(
    st.one_of(
        some_page,
        *(st.tuples(st.just(path), st.sampled_from(texts)) for path, texts in TEXTS.items()),
        *(
            st.tuples(st.just(path), st.sampled_from(edits).map(lambda one: (one,)))
            for path, edits in SITE_EDITS.items()
        ),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda one: one[0],
)
"""What is saved between two builds: little, so that most of what the next one is made of is known."""


def built(folder: Path) -> dict[str, object]:
    """Build a site; return its files, and what was said of it."""
    done = build(folder, "--no-strict", SOURCE_DATE_EPOCH="1795000000", SITE_URL="https://example.com/s/")
    assert done.returncode == 0, done.stdout
    files = {path.relative_to(folder / "site").as_posix(): path for path in (folder / "site").rglob("*.*")}
    said = [line for line in done.stdout.splitlines() if line.startswith("WARNING")]
    return {"said": said} | {name: path.read_bytes() for name, path in files.items()}


def built_without_cache(folder: Path) -> dict[str, object]:
    """Build a site as the first time."""
    shutil.rmtree(folder / ".cache")
    return built(folder)


@settings(
    max_examples=4, phases=[Phase.generate], derandomize=True, deadline=None, suppress_health_check=[*HealthCheck]
)
@given(some_edits=some_edits)
def test_whole_site_of_a_warm_cache_is_that_of_a_cold_one(some_edits, project):
    # On top of those of the example before, whose cache is there.
    for path, what in some_edits:
        project.save(path, what)
    warm = built(project.folder)
    assert warm == built_without_cache(project.folder)


def test_changed_code_is_given_nothing_that_the_code_before_has_made(project):
    project.restore(project.originals)
    before = built(project.folder)
    for path, edits in CODE.items():
        project.save(path, edits)
    warm = built(project.folder)
    assert warm == built_without_cache(project.folder)
    assert {name for name in before if warm.get(name) != before[name]} >= {"said", "junior/a/index.html"}
