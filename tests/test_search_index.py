"""The index builder: data files, size of what is on demand, and that a large index answers like a small one."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page

from hooks.search.index import SHARDED_FROM, build
from hooks.search.vocabulary import Document
from hooks.search.words import asked_mistakes, read_asked, read_stop_words, read_synonyms, synonym_mistakes
from scripts.tools.environment import ROOT

FOLDER = ROOT / "hooks/search"
LARGEST = 200_000
"""Most bytes, compressed, of all that a first query may load of 10 000 entries."""


def entries(number: int) -> list[Document]:
    """Return entries of which each has words of its own and words that all have."""
    subjects = ("транзакция", "очередь", "генератор", "словарь", "индекс", "поток", "замыкание", "декоратор")
    return [
        Document(
            url=f"page-{place // 6}/#question-{place}",
            title=f"Предмет номер{place}",
            wording=f"Что такое {subjects[place % len(subjects)]} и чем она важна?",
            blocks=(
                (f"question-{place}--success", f"Ответ ключ{place} про {subjects[(place * 7 + 3) % len(subjects)]}."),
            ),
            page_title="Раздел",
            page_url=f"page-{place // 6}/",
        )
        for place in range(number)
    ]


def load_engine(tab: Page, site, files: dict[str, str]) -> None:
    """Load the engine over these files; it notes the names of those that it asks for."""
    tab.goto("about:blank")
    tab.add_script_tag(path=site / "search/engine.js")
    tab.evaluate(
        """files => {
        self.asked = [];
        self.engine = new SearchEngine(async name => {
            self.asked.push(name);
            let value;
            new Function('searchFile', files[`${name}.js`])((_, one) => { value = one; });
            return value;
        });
    }""",
        files,
    )


def find(tab: Page, query: str) -> list[str]:
    return tab.evaluate("async query => (await engine.search(query)).results.map(one => one.url)", query)


MOST_ON_DEMAND = 12


def test_small_index_is_one_file_beside_the_texts_of_the_answers():
    names = build(entries(SHARDED_FROM - 1), [], [])
    assert {name for name in names if not name.startswith("answers-")} == {"core.js"}


def test_core_of_an_older_build_shows_no_passage_of_another_question(site, tab: Page):
    """A browser may hold the core for a while after a question was put before others."""
    old, new = build(entries(20)[1:], [], []), build(entries(20), [], [])
    answers = {name: text for name, text in new.items() if name != "core.js"}
    assert {name for name in old if answers.get(name) != old[name]} == {"core.js"}
    load_engine(tab, site, answers | {"core.js": old["core.js"]})
    passages = tab.evaluate(
        """async () => {
            const { results } = await engine.search("ответ");
            const passage = async one => (await engine.passage(one)).map(([text]) => text).join("");
            return Promise.all(results.map(async one => [one.title, await passage(one)]));
        }"""
    )
    assert len(passages) > 10
    assert [pair for pair in passages if pair[0].rpartition("номер")[2] not in re.findall(r"ключ(\d+)", pair[1])] == []


def test_large_index_is_fetched_in_parts_on_demand(site, tab: Page):
    files = build(entries(3_000), [], [])
    assert len(files) > 50
    load_engine(tab, site, files)
    assert find(tab, "номер2345")[0].endswith("#question-2345")
    assert find(tab, "ключ77")[0].endswith("#question-77")
    assert len(set(tab.evaluate("asked"))) < 8


def test_large_index_answers_like_a_small_one(site, tab: Page, monkeypatch):
    some = entries(SHARDED_FROM + 100)
    queries = ["транзакции", "очередь генератор", "номер17", "ключ599", "чем важна", "замыкания", "дикоратор"]
    load_engine(tab, site, build(some, [], []))
    parted = [find(tab, query) for query in queries]
    monkeypatch.setattr("hooks.search.index.SHARDED_FROM", 10_000)
    load_engine(tab, site, build(some, [], []))
    whole = [find(tab, query) for query in queries]
    # From files on demand fewer results are shown: each would fetch one more.
    assert parted == [found[:MOST_ON_DEMAND] for found in whole]
    assert len(parted[0]) == MOST_ON_DEMAND
    assert all(parted)


def test_first_query_among_10_000_entries_loads_at_most_200_kilobytes(site, tab: Page, record_property):
    files = build(entries(10_000), [], [])
    load_engine(tab, site, files)
    assert find(tab, "транзакция номер9999")
    size = sum(len(gzip.compress(files[f"{name}.js"].encode())) for name in set(tab.evaluate("asked")))
    record_property("bytes", size)
    assert size <= LARGEST


def test_own_synonyms_are_readable_and_many():
    groups = read_synonyms((FOLDER / "synonyms.txt").read_text(encoding="utf-8"))
    assert len(groups) >= 150


def test_question_is_found_by_words_that_only_those_use_who_ask(site, tab: Page):
    one = Document("a/#a", "Кортеж", blocks=(("a--b", "неизменяем"),), asked="круглые скобки, TypeError")
    other = Document("b/#b", "Слон", blocks=(("b--b", "круглый, а скобки где-то"),))
    load_engine(tab, site, build([one, other], [], []))
    assert find(tab, "круглые скобки")[:1] == ["a/#a"]
    assert find(tab, "TypeError")[:1] == ["a/#a"]
    # There is no block of the answer to land on.
    assert tab.evaluate("async () => (await engine.search('TypeError')).results[0].anchor") is None


def test_own_words_are_of_questions_and_pages_that_exist():
    addresses = (ROOT / "docs/addresses.txt").read_text(encoding="utf-8")
    known = set(re.findall(r"#([a-z0-9-]+)", addresses)) | {"contributing/"}
    known |= {f"{page}/".removesuffix("index/") for page in re.findall(r"(?m)^([a-z/-]+)\.md", addresses)}
    asked = read_asked((FOLDER / "own-words.txt").read_text(encoding="utf-8"))
    assert len(asked) > 80
    assert set(asked) - known == set()


@pytest.mark.parametrize("line", ["гил", "gil: ", "Gil: гил", ": гил"])
def test_faulty_line_of_own_words_is_named(line):
    ((number, text),) = asked_mistakes(f"# примечание\n{line}\n")
    assert number == 2
    assert "«id: фраза, фраза»" in text


@pytest.mark.parametrize("line", ["гил", "гил = ", "гил = !!!"])
def test_faulty_line_of_synonyms_is_named(line):
    ((number, text),) = synonym_mistakes(f"# примечание\n{line}\n")
    assert number == 2
    assert "« = »" in text


def test_comments_hold_no_stop_words():
    assert read_stop_words("# нет\nи а\n") == ["и", "а"]


def test_empty_site_has_an_index(site, tab: Page):
    load_engine(tab, site, build([], [], []))
    assert find(tab, "кортеж") == []


def test_index_is_the_same_in_every_process():
    """Sets have another order in each; a file that differs would be downloaded anew by every reader."""
    code = (
        "from hooks.search.index import build; from hooks.search.vocabulary import Document\n"
        "text = open('docs/middle/async-concurrency.md', encoding='utf-8').read()\n"
        "print(sorted(build([Document('a/', 'Потоки', 'Зачем?', (('a--b', text),))], [], []).items()))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert len(runs[0].stdout) > 500
    assert runs[0].stdout == runs[1].stdout
