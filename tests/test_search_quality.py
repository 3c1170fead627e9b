"""Quality of the search: the real window in Chromium answers the queries of two lists, the engine those of more.

tests/data/search-queries.tsv came before the engine and served to tune it; search-queries-fresh.tsv was written
later, by someone who had not looked at the synonyms, as if by another reader; search-queries-later.tsv tells in its
head what it found before the search was mended.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter, defaultdict

import pytest
from playwright.sync_api import Page, expect

from hooks.bank.load import load_bank
from hooks.search.text import fold, tokens
from scripts.tools.environment import ROOT
from tests.searching import (
    ABSENT,
    ANALYZER,
    LISTS,
    OUTSIDE,
    Query,
    ask,
    ask_all,
    find_all,
    ids,
    load_engine,
    open_search,
    read_queries,
)

# Of 29 identifiers of the latest list four stand second since the answers were written anew, and more queries since
# the second edition of the data pages.
FIRST, FIRST_THREE, CATEGORY = 0.94, 0.98, 0.84
CATEGORIES = 10
FORMS, FOUND_FORMS = 9_000, 0.99
LARGEST = 100_000
"""Most bytes, compressed, of everything that the first query loads."""
KEYS = dict(zip("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,.", strict=True))


@pytest.fixture(scope="module")
def questions():
    """The questions of the real site."""
    return load_bank(ROOT / "docs").questions


def places(shown: list[list[str]], answers: list[frozenset[str]]) -> list[int]:
    """Return the place of the first right answer to each query, 99 where there is none."""
    return [
        next((place for place, one in enumerate(found) if one in right), 99)
        for found, right in zip(shown, answers, strict=True)
    ]


def share(found: list[int], most: int) -> float:
    return sum(place < most for place in found) / len(found)


@pytest.mark.parametrize("path", LISTS[:2], ids=lambda path: path.stem)
def test_window_finds_the_questions_of_the_list(site_url, tab: Page, record_property, path):
    queries = read_queries(path)
    open_search(tab, site_url)
    shown = ask_all(tab, [one.text for one in queries])
    judge(queries, [ids(addresses) for addresses in shown], record_property)


def test_engine_finds_the_questions_of_the_latest_list(site, tab: Page, record_property):
    queries = read_queries(LISTS[2])
    load_engine(tab, site)
    judge(queries, find_all(tab, [one.text for one in queries]), record_property)


def judge(queries: list[Query], shown: list[list[str]], record_property) -> None:
    """Compare what queries show with what they should, in the whole and by category."""
    found = places(shown, [one.answers for one in queries])
    groups = defaultdict(list)
    for query, place in zip(queries, found, strict=True):
        groups[query.category].append(place)
    shares = {category: share(group, 1) for category, group in groups.items()}
    missed = [(query.category, query.text, place) for query, place in zip(queries, found, strict=True) if place]
    for name, value in {"first": share(found, 1), "first three": share(found, 3), **shares}.items():
        record_property(name, round(value, 3))
    assert len(queries) >= 200
    assert len(groups) >= CATEGORIES
    assert share(found, 1) >= FIRST, missed
    assert share(found, 3) >= FIRST_THREE, missed
    assert {category: value for category, value in shares.items() if value < CATEGORY} == {}, missed


def test_every_list_query_expects_questions_that_exist(questions):
    known = {question.id for question in questions} | ABSENT
    known |= {f"topic:{tag}" for question in questions for tag in question.tags}
    docs = ROOT / "docs"
    known |= {f"{page.relative_to(docs).with_suffix('')}/".removesuffix("index/") for page in docs.rglob("*.md")}
    every = [query for path in (*LISTS, *OUTSIDE) for query in read_queries(path)]
    assert [query for query in every if not query.answers <= known] == []


def test_no_list_repeats_a_query():
    texts = [query.text for path in LISTS for query in read_queries(path)]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def mechanical(questions) -> list[tuple[str, str, frozenset[str]]]:
    """Make queries of the titles: as they are, in the wrong layout, cut short, with two letters exchanged."""
    chance = random.Random(1)  # noqa: S311 (a sample, not a secret)
    made = []
    for question in questions:
        answers = frozenset(one.id for one in questions if one.title == question.title)
        long = [word for word in question.title.split() if len(word) > 5 and word.isalpha()]
        made.append(("title", question.title, answers))
        made.append(("wording", question.prompt, answers))
        made.append(("layout", "".join(KEYS.get(letter, letter) for letter in question.title.lower()), answers))
        made.append(("prefix", question.title[:-2], answers))
        if long:
            word = chance.choice(long)
            place = chance.randrange(1, len(word) - 2)
            typo = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            made.append(("typo", question.title.replace(word, typo), answers))
    return made


def test_queries_made_of_the_titles_find_their_questions(site, tab: Page, questions, record_property):
    queries = mechanical(questions)
    load_engine(tab, site)
    found = places(find_all(tab, [text for _, text, _ in queries]), [answers for *_, answers in queries])
    missed = [(*query[:2], place) for query, place in zip(queries, found, strict=True) if place]
    record_property("first", round(share(found, 1), 3))
    record_property("first three", round(share(found, 3), 3))
    assert len(queries) > 300
    assert share(found, 1) >= FIRST, missed
    assert share(found, 3) >= FIRST_THREE, missed


def lemmas(questions) -> dict[str, set[str]]:
    """Return each Russian lemma of the questions with the ids of the questions where it stands."""
    words, places = defaultdict(set), defaultdict(set)
    for question in questions:
        texts = [question.title, question.prompt, *(block.body for block in question.blocks if block.word != "quote")]
        for token in tokens(" ".join(texts)):
            words[token.surface].add(question.id)
    for word, found in words.items():
        if word.isalpha() and len(word) > 2 and "а" <= word[0] <= "я":
            parse = ANALYZER.parse(word)[0]
            if parse.is_known:
                places[parse.normal_form] |= found
    return places


def test_any_form_of_a_word_finds_the_questions_with_the_word(site, tab: Page, questions, record_property):
    chance = random.Random(2)  # noqa: S311 (a sample, not a secret)
    where = lemmas(questions)
    forms = sorted(
        {(fold(form.word), lemma) for lemma in where for form in ANALYZER.parse(lemma)[0].lexeme if len(form.word) > 2}
    )
    sample = chance.sample(forms, FORMS)
    load_engine(tab, site)
    found = find_all(tab, [form for form, _ in sample])
    missed = [pair for pair, one in zip(sample, found, strict=True) if not where[pair[1]] & set(one)]
    record_property("found", 1 - len(missed) / FORMS)
    assert len(missed) <= (1 - FOUND_FORMS) * FORMS, missed[:100]


def test_first_query_loads_at_most_100_kilobytes(site, site_url, tab: Page, record_property):
    loaded = []
    tab.on("request", lambda request: "/search/" in request.url and loaded.append(request.url))
    open_search(tab, site_url)
    ask(tab, "транзакции")
    # The passages of the answers count too.
    expect(tab.locator(".search-passage[data-is-passage]")).to_have_count(2)
    files = [site / "search" / url.partition("/search/")[2].partition("?")[0] for url in loaded]
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)
    record_property("bytes", size)
    assert len(files) > 6
    assert {"core.js", "engine.js"} <= {file.name for file in files}
    assert size <= LARGEST
