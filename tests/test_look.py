"""What readers see and do: question cards, folding, neighbours, place after a reload, the filter of an index."""

from __future__ import annotations

import functools
import gzip
import http.server
import re
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from hooks.minifier import IS_INSTALLED
from tests.bank import count, questions
from tests.conftest import BASE_PATH
from tests.sites import build, make_site, page, question

QUESTIONS = "junior/python-basics/"
ON_PAGE = questions(page="junior/python-basics.md")
STATUS = ".filter [role=status]"


def shown(tab: Page) -> list[str]:
    """Return the ids of the questions that an index shows."""
    return tab.locator("li[data-question]:visible").evaluate_all("items => items.map(one => one.dataset.question)")


def query(tab: Page) -> dict[str, list[str]]:
    """Return the state in the address."""
    # What the browser says itself: `tab.url` hears of it later.
    return parse_qs(urlsplit(tab.evaluate("location.href")).query)


# -- a question page --------------------------------------------------------------------------


@pytest.mark.counts
def test_everything_is_opened_and_closed_at_once(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    blocks = tab.locator(".question-blocks > details")
    number = sum(len(one.blocks) for one in ON_PAGE)
    assert blocks.count() == number
    tab.get_by_role("button", name="Раскрыть все").click()
    expect(tab.locator(".question-blocks > details[open]")).to_have_count(number)
    tab.get_by_role("button", name="Скрыть все", exact=True).click()
    expect(tab.locator(".question-blocks > details[open]")).to_have_count(0)


@pytest.mark.counts
def test_neighbours_lead_through_all_questions_in_the_sites_order(site):
    order = [one.id for one in questions()]
    following, previous = {}, {}
    for path in site.rglob("*.html"):
        for part in re.split(r'<section class="question-card" data-question="', path.read_text(encoding="utf-8"))[1:]:
            name = part.partition('"')[0]
            for way, links in (("next", following), ("previous", previous)):
                found = re.search(rf'neighbour--{way}" href="[^"]*#([^"]+)"', part)
                links[name] = found and found[1]
    assert following == dict(zip(order, [*order[1:], None], strict=True))
    assert previous == dict(zip(order, [None, *order[:-1]], strict=True))


@pytest.mark.counts
def test_next_question_of_another_page_is_reached_by_keys(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    last = tab.locator(".question-card").last.locator(".neighbour--next")
    last.focus()
    tab.keyboard.press("Enter")
    following = questions()[questions().index(ON_PAGE[-1]) + 1]
    expect(tab).to_have_url(re.compile(f"/{following.page.removesuffix('.md')}/#{following.id}$"))
    expect(tab.locator(f"#{following.id}")).to_be_in_viewport()


def test_place_and_opened_answers_outlive_a_reload_but_not_a_new_visit(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    tab.locator("details.success").nth(1).locator("summary").click()
    tab.locator(f"#{ON_PAGE[-1].id}").scroll_into_view_if_needed()
    tab.locator("details.quote").last.locator("summary").click()
    top = tab.evaluate("scrollY")
    assert top > 500
    tab.reload(wait_until="load")
    expect(tab.locator(".question-blocks > details[open]")).to_have_count(2)
    expect(tab.locator("details.success").nth(1)).to_have_attribute("open", "")
    expect(tab.locator("details.quote").last).to_have_attribute("open", "")
    assert abs(tab.evaluate("scrollY") - top) < 4
    tab.goto(site_url)
    tab.goto(site_url + QUESTIONS)
    expect(tab.locator(".question-blocks > details[open]")).to_have_count(0)


@pytest.mark.parametrize("text", ["{broken", "null", '{"open": 5, "top": "x"}'])
def test_broken_memory_of_the_place_does_no_harm(site_url, tab: Page, text):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(site_url + QUESTIONS)
    tab.evaluate(
        """text => addEventListener('pagehide', () => {
            for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, text);
        })""",
        text,
    )
    tab.reload()
    tab.get_by_role("button", name="Раскрыть все").click()
    expect(tab.locator(".question-blocks > details:not([open])")).to_have_count(0)
    assert errors == []


SHIFTS = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value }))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => resolve(sum), 300);
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_loads(site_url, tab: Page, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site_url + QUESTIONS)
    tab.locator(".mark").first.click()
    # What was read last is offered on the next visit.
    tab.locator("details.success summary").first.click()
    for address in ("", QUESTIONS, "junior/", "tags/", "marks/"):
        tab.goto(site_url + address, wait_until="load")
        assert tab.evaluate(SHIFTS) < 0.01, address


class Drip(http.server.SimpleHTTPRequestHandler):
    """A slow host: pages come in pieces, and the browser may paint after each."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def copyfile(self, source, outputfile):
        """Send a file, a page piece by piece."""
        body = source.read()
        piece = len(body) // 13 if self.path.endswith("/") else len(body)
        for start in range(0, len(body), piece + 1):
            outputfile.write(body[start : start + piece + 1])
            outputfile.flush()
            time.sleep(0.05)


def test_nothing_moves_when_a_page_comes_in_pieces(site, tab: Page):
    tab.set_viewport_size({"width": 1280, "height": 800})
    handler = functools.partial(Drip, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # The first time nothing is painted before the styles are there.
        for address in ("", "", "junior/"):
            tab.goto(f"http://127.0.0.1:{server.server_port}/{BASE_PATH}/{address}", wait_until="load")
            assert tab.evaluate(SHIFTS) < 0.01, address
        server.shutdown()


def test_line_of_an_answer_is_comfortable(site_url, tab: Page):
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.goto(site_url + QUESTIONS)
    letters = tab.evaluate(
        """() => {
            document.querySelectorAll('details.success').forEach(one => { one.open = true });
            // The longest one of words alone: of its lines only the last is not full.
            const [one] = [...document.querySelectorAll('details.success > p:not(:has(code))')]
                .sort((a, b) => b.textContent.length - a.textContent.length);
            const range = document.createRange();
            range.selectNodeContents(one);
            const lines = new Set([...range.getClientRects()].map(({top}) => Math.round(top / 8)));
            return one.textContent.length / lines.size;
        }"""
    )
    assert 50 < letters < 85


def test_question_missing_in_the_built_page_fails_the_build(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    hook = folder / "hooks/finish/article/cards.py"
    hook.write_text(hook.read_text(encoding="utf-8").replace('== "h2"', '== "h7"'), encoding="utf-8")
    result = build(folder)
    assert result.returncode != 0
    assert "на готовой странице не видно; проверьте заголовок над ним, отступы и разметку" in result.stdout
    assert "docs/junior/a.md:10: " in result.stdout


@pytest.mark.skipif(not IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")
def test_scripts_stay_small(site):
    """Ours, as they are sent; the theme's has no less than it has. Practice has the most."""
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in site.glob("assets/javascripts/site.*.js")}
    assert sizes
    assert max(sizes.values()) < 14_000, sizes
    assert sorted(sizes.values())[len(sizes) // 2] < 9_500, sizes


@pytest.mark.skipif(not IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")
def test_scripts_that_are_no_javascript_fail_the_build_together(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    scripts = folder / "docs/assets/javascripts"
    (scripts / "marks.js").write_text('"use strict";\nconst text = ;\n', encoding="utf-8")
    (scripts / "reading.js").write_text("(() => {\n", encoding="utf-8")
    result = build(folder)
    assert result.returncode == 1
    assert "docs/assets/javascripts/marks.js:2: ошибка синтаксиса" in result.stdout
    assert "docs/assets/javascripts/reading.js:2: ошибка синтаксиса" in result.stdout
    assert "Traceback" not in result.stdout


# -- filter -----------------------------------------------------------------------------------


@pytest.mark.counts
def test_index_is_narrowed_by_typing_and_says_how_many_are_left(site_url, tab: Page):
    tab.goto(site_url + "junior/")
    juniors = questions(level="junior")
    assert shown(tab) == [one.id for one in juniors]
    expect(tab.locator(STATUS)).to_have_text(count(len(juniors)))
    # The beginnings of two words of a title, as a reader would type them.
    words = " ".join(word[:-1].lower() for word in re.findall(r"\w{4,}", ON_PAGE[0].title)[:2])
    tab.get_by_label("Найти на странице").press_sequentially(words, delay=5)
    expect(tab.locator(STATUS)).to_contain_text("Показано: ")
    found = shown(tab)
    assert ON_PAGE[0].id in found
    assert len(found) < len(juniors)
    expect(tab.locator(STATUS)).to_have_text(f"Показано: {count(len(found))}.")
    assert query(tab) == {"find": [words]}
    pages = {one.page for one in juniors if one.id in found}
    expect(tab.locator(".index-section:visible")).to_have_count(len(pages))
    tab.reload()
    expect(tab.locator(STATUS)).to_have_text(f"Показано: {count(len(found))}.")
    expect(tab.get_by_label("Найти на странице")).to_have_value(words)


@pytest.mark.counts
def test_index_is_narrowed_by_tags_and_the_address_is_shared(site_url, tab: Page, context):
    tab.goto(site_url + "junior/")
    git, http = (questions(level="junior", tag=tag) for tag in ("git", "http"))
    button = tab.get_by_role("button", name=f"Git {len(git)}")
    button.click()
    expect(tab.locator(STATUS)).to_have_text(f"Показано: {count(len(git))}.")
    # The pointer is over it still.
    colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert len(set(button.evaluate(colours))) == 2
    tab.get_by_role("button", name=f"HTTP {len(http)}").click()
    both = {one.id for one in (*git, *http)}
    expect(tab.locator(STATUS)).to_have_text(f"Показано: {count(len(both))}.")
    assert query(tab) == {"tags": ["git http"]}
    other = context.new_page()
    other.goto(tab.url)
    expect(other.locator(STATUS)).to_have_text(f"Показано: {count(len(both))}.")
    assert shown(other) == shown(tab)
    assert set(shown(tab)) == both
    expect(other.get_by_role("button", name=f"Git {len(git)}")).to_have_attribute("aria-pressed", "true")


def test_filter_works_with_keys_alone_and_gives_everything_back(site_url, tab: Page):
    tab.goto(site_url + "tags/")
    tab.get_by_label("Найти на странице").focus()
    tab.keyboard.type("git")
    tab.keyboard.press("Enter")
    expect(tab.locator(STATUS)).to_contain_text("Показано")
    tab.locator(".filter [data-tag=git]").focus()
    tab.keyboard.press("Space")
    expect(tab.locator(".index-section:visible")).to_have_count(1)
    assert query(tab) == {"find": ["git"], "tags": ["git"]}
    reset = tab.get_by_role("button", name="Показать все")
    reset.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(STATUS)).to_have_text(count(len(questions())))
    expect(tab.get_by_label("Найти на странице")).to_be_focused()
    assert query(tab) == {}
    assert "?" not in tab.url


@pytest.mark.counts
def test_filter_by_level_and_mark(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    tab.locator(".mark--repeat").first.click()
    tab.goto(site_url + "marks/")
    tab.locator("[name=mark]").select_option("repeat")
    expect(tab.locator(STATUS)).to_have_text("Показано: 1 вопрос.")
    assert shown(tab) == [ON_PAGE[0].id]
    tab.locator("[name=mark]").select_option("none")
    tab.locator("[name=level]").select_option("middle")
    expect(tab.locator(STATUS)).to_have_text(f"Показано: {count(len(questions(level='middle')))}.")
    assert query(tab) == {"level": ["middle"], "mark": ["none"]}


@pytest.mark.parametrize(
    "state", ["tags=nothing&level=boss&mark=%00", "find=" + "%F0%9F%98%80" * 50, "find=%3Cimg+src%3Dx%3E"]
)
def test_strange_state_in_the_address_does_no_harm(site_url, tab: Page, state):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(f"{site_url}tags/?{state}")
    found = len(set(shown(tab)))
    text = tab.locator(STATUS).text_content()
    number = len(questions())
    assert (found, text) in [(number, count(number)), (0, "Ничего не нашлось. Уберите лишнее слово или тему.")]
    assert errors == []


def test_filter_leaves_the_query_of_the_search_alone(site_url, tab: Page):
    tab.goto(site_url + "junior/?h=git#junior-git-linux")
    number = len(questions(level="junior", tag="git"))
    tab.get_by_role("button", name=f"Git {number}").click()
    expect(tab.locator(STATUS)).to_contain_text(count(number))
    assert query(tab) == {"h": ["git"], "tags": ["git"]}
    assert tab.url.endswith("#junior-git-linux")


@pytest.mark.counts
def test_index_without_javascript_shows_everything(site_url, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site_url + "tags/?tags=git")
    assert set(shown(tab)) == {one.id for one in questions()}
    expect(tab.locator(".filter")).to_be_hidden()
    context.close()
