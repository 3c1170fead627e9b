"""The search window in Chromium: when it loads, where it leads, what it says, what it survives."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.tools.local_server import served
from tests import site_text
from tests.searching import ask, find_all, ids, load_engine, open_search
from tests.sites import build, make_site, page, question

FIELD, RESULT, NOTICE, META = (
    ".md-search__input",
    ".md-search-result__link",
    ".search-notice",
    ".md-search-result__meta",
)


def type_in(tab: Page, text: str) -> None:
    """Type with the keyboard, key by key."""
    tab.locator(FIELD).press_sequentially(text, delay=5)


def test_nothing_of_the_index_is_loaded_until_the_search_opens(site_url, tab: Page):
    loaded = []
    tab.on("request", lambda request: "/search/" in request.url and loaded.append(request.url))
    tab.goto(site_url, wait_until="networkidle")
    names = sorted(re.search(r"/search/([\w.-]+)", url)[1] for url in loaded)
    assert names == ["search_index.json", "worker.js"]
    with tab.expect_request("**/search/core.js*"):
        tab.locator(FIELD).click()


def test_materials_own_index_is_empty(site: Path):
    assert '"docs":[]' in (site / "search/search_index.json").read_text(encoding="utf-8").replace(" ", "")


def test_every_page_names_our_worker_and_none_the_version_of_the_index(site: Path):
    """Or every page would change with every word of any, and be loaded anew by every reader."""
    pages = {path: path.read_text(encoding="utf-8") for path in site_text.pages(site)}
    assert len(pages) > 20
    assert [path for path, html in pages.items() if not re.search(r'"search": ?"[^"]*search/worker\.js"', html)] == []
    (version,) = re.findall(r'searchVersion="(\w+)"', (site / "search/worker.js").read_text(encoding="utf-8"))
    holders = [
        path
        for path in site.rglob("*")
        if path.suffix in {".html", ".js"} and version in path.read_text(encoding="utf-8")
    ]
    assert holders == [site / "search/worker.js"]


def test_files_of_the_index_are_asked_for_with_their_version(site: Path, site_url, tab: Page):
    (version,) = re.findall(r'searchVersion="(\w+)"', (site / "search/worker.js").read_text(encoding="utf-8"))
    asked = []
    tab.on("request", lambda request: "/search/" in request.url and asked.append(request.url))
    open_search(tab, site_url)
    assert ask(tab, "кортеж")
    files = [url.rpartition("/")[2] for url in asked if re.search(r"/(core|engine)\.js", url)]
    assert sorted(files) == [f"core.js?v={version}", f"engine.js?v={version}"]


def test_stemmer_comes_with_the_licence_of_snowball(site: Path):
    licence = (site / "search/LICENSE.txt").read_text(encoding="utf-8")
    assert "Dr Martin Porter" in licence
    assert "Redistributions in binary form must reproduce the above copyright notice" in licence


def test_typed_word_is_found(site_url, tab: Page):
    open_search(tab, site_url)
    type_in(tab, "ltrjhfnjh")
    expect(tab.locator(NOTICE)).to_have_text("Искали «декоратор» вместо «ltrjhfnjh».")
    assert "#decorators" in tab.locator(RESULT).nth(1).get_attribute("href")


@pytest.mark.parametrize("way", ["paste", "dictation"])
def test_window_reacts_to_text_that_comes_without_keys(site_url, tab: Page, way):
    open_search(tab, site_url)
    if way == "dictation":
        tab.keyboard.insert_text("кортеж")
    else:
        tab.locator(FIELD).fill("кортеж")
    expect(tab.locator(RESULT).nth(1)).to_have_attribute("href", re.compile("#list-vs-tuple$"))


def test_completion_is_offered_and_taken_by_the_arrow(site_url, tab: Page):
    open_search(tab, site_url)
    type_in(tab, "декорат")
    expect(tab.locator(".md-search__suggest")).to_have_text(re.compile("^декоратор"))
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(FIELD)).to_have_value(re.compile("^декоратор"))


def test_no_completion_lies_over_a_text_that_is_wider_than_the_field(site_url, tab: Page):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(site_url)
    tab.locator("#__search").evaluate("toggle => toggle.click()")
    offered = tab.locator(".md-search__suggest")
    ask(tab, "декорат")
    expect(offered).to_have_text(re.compile("^декоратор"))
    ask(tab, "как написать свой собственный декорат")
    expect(offered).to_be_empty()


def test_nothing_found_is_said_in_russian_with_what_was_tried(site_url, tab: Page):
    open_search(tab, site_url)
    assert ask(tab, "щшпрощшпро") == []
    expect(tab.locator(META)).to_have_text("Совпадений не найдено")
    expect(tab.locator(NOTICE)).to_contain_text("По запросу «щшпрощшпро» ничего нет. Пробовали и другую раскладку")


def test_typo_is_told(site_url, tab: Page):
    open_search(tab, site_url)
    assert ids(ask(tab, "дедлкок"))[0] == "deadlock"
    expect(tab.locator(NOTICE)).to_contain_text("вместо «дедлкок»")


def test_keyboard_alone_finds_and_opens(site_url, tab: Page):
    tab.goto(site_url)
    tab.keyboard.press("/")
    expect(tab.locator(FIELD)).to_be_focused()
    type_in(tab, "N+1")
    # The results of the whole word, not of its first letter: those would go while the arrows walk.
    expect(tab.locator(RESULT).nth(1)).to_have_attribute("href", re.compile(r"\?h=N%2B1#"))
    tab.keyboard.press("ArrowDown")
    expect(tab.locator(RESULT).nth(1)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("#n-plus-one|#.*n.*1|#slow"))


def test_enter_opens_the_best_question(site_url, tab: Page):
    open_search(tab, site_url)
    type_in(tab, "кортеж")
    expect(tab.locator(RESULT).nth(1)).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("#list-vs-tuple$"))


def test_enter_before_the_answer_opens_what_the_answer_finds(site_url, tab: Page):
    """A hand is faster than a slow network: nothing is found yet, or only what an earlier query has found."""
    held = []
    tab.route("**/search/core.js*", lambda route: held.append(route))
    tab.goto(site_url)
    tab.locator(FIELD).click()
    type_in(tab, "кортеж")
    tab.keyboard.press("Enter")
    while not held:
        tab.wait_for_timeout(50)
    assert tab.url == site_url
    for route in held:
        route.continue_()
    expect(tab).to_have_url(re.compile("#list-vs-tuple$"))


def test_enter_opens_the_result_where_the_theme_shows_it_otherwise(site: Path, site_url, tab: Page):
    """A version of the theme may rename its classes: the address is known all the same."""
    (bundle,) = site.glob("assets/javascripts/bundle.*.js")
    text = bundle.read_text(encoding="utf-8").replace("md-search-result__link", "md-result__link")
    tab.route("**/bundle.*.js", lambda route: route.fulfill(body=text, content_type="text/javascript"))
    held = []
    tab.route("**/search/core.js*", lambda route: held.append(route))
    tab.goto(site_url)
    tab.locator(FIELD).click()
    type_in(tab, "кортеж")
    tab.keyboard.press("Enter")
    while not held:
        tab.wait_for_timeout(50)
    for route in held:
        route.continue_()
    expect(tab).to_have_url(re.compile(r"/junior/python-basics/(\?h=[^#]*)?#list-vs-tuple$"))


def test_enter_that_ends_a_word_of_an_input_method_opens_nothing(site_url, tab: Page):
    held = []
    tab.route("**/search/core.js*", lambda route: held.append(route))
    tab.goto(site_url)
    tab.locator(FIELD).click()
    type_in(tab, "кортеж")
    keyboard = tab.context.new_cdp_session(tab)
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown"} | enter)
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp"} | enter)
    while not held:
        tab.wait_for_timeout(50)
    for route in held:
        route.continue_()
    expect(tab.locator(RESULT).nth(1)).to_be_visible()
    # By now an Enter that waited would have been followed.
    tab.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    assert tab.url == site_url


def test_link_with_a_query_opens_the_search(site_url, tab: Page):
    tab.goto(site_url + "?q=%D0%B3%D0%B8%D0%BB")
    expect(tab.locator(RESULT).nth(1)).to_have_attribute("href", re.compile("#gil$"))


def test_result_in_an_answer_shows_the_passage_with_the_words_marked(site_url, tab: Page):
    open_search(tab, site_url)
    ask(tab, "tracemalloc")
    passage = tab.locator(".search-passage[data-is-passage]").first
    expect(passage).to_contain_text("tracemalloc")
    assert len(passage.text_content()) < 200
    assert "tracemalloc" in passage.locator("mark").first.text_content()


def test_result_in_a_question_keeps_its_wording_and_marks_the_words(site_url, tab: Page):
    open_search(tab, site_url)
    ask(tab, "кортежем")
    marked = tab.locator(".md-search-result__item").first.locator("mark")
    assert (
        {"кортеж", "кортежем"}
        <= {text.lower() for text in marked.all_text_contents()}
        <= {"кортеж", "кортежем", "tuple"}
    )


def test_passages_of_lower_results_come_when_the_reader_turns_to_them(site_url, tab: Page):
    open_search(tab, site_url)
    ask(tab, "память")
    shown = tab.locator(".search-passage[data-is-passage]")
    expect(shown).to_have_count(2)
    tab.locator(RESULT).nth(1).hover()
    expect(shown.nth(3)).to_be_attached()


def test_passage_that_cannot_be_loaded_leaves_the_wording(site_url, tab: Page):
    asked = []
    tab.on("request", lambda request: "/answers-" in request.url and asked.append(request.url))
    tab.context.route("**/search/answers-*.js*", lambda route: route.fulfill(status=404))
    open_search(tab, site_url)
    assert ids(ask(tab, "tracemalloc"))
    tab.wait_for_timeout(600)
    assert asked
    assert "Поиск не" not in (tab.locator(NOTICE).text_content() or "")
    assert tab.locator(".search-passage").first.text_content()


@pytest.mark.parametrize(("query", "place"), [("как помочь", "contributing/"), ("памятка на вечер", "evening-before/")])
def test_page_without_questions_is_found_by_its_title(site_url, tab: Page, query, place):
    open_search(tab, site_url)
    ask(tab, query)
    found = tab.locator(RESULT).evaluate_all("links => links.map(link => link.href.split('?')[0])")
    assert site_url + place in found[:3]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *((text, "slow-queries-and-n-plus-one") for text in ("N + 1", "n + 1", "N +1", "n+ 1", "n 1", "Т + 1", "т+1")),
        *((text, "slow-queries-and-n-plus-one") for text in ("проблема n + 1", "N + 1 запрос", "«N + 1»", "N+1")),
        ("B - tree", "b-tree-indexes"),
        ("B tree", "b-tree-indexes"),
        ("git rebase -i", "branches-and-merge-conflicts"),
        ("git push -f", "git-add-commit-push"),
        ("pip install -r", "docker-layer-caching"),
    ],
)
def test_letter_that_stands_alone_is_searched_as_it_is(site, tab: Page, query, found):
    load_engine(tab, site)
    assert find_all(tab, [query])[0][0] == found


LONE = [
    "N + 1",
    "n + 1",
    "git rebase -i",
    "pip install -r",
    "docker run -d",
    "git push -f",
    "a == b",
    "x = y",
    "C",
    "f",
]
LONE += [
    "rm -rf",
    "tail -lf",
    "ls -an",
    "B-tree",
    "O(n)",
    "*args",
    "a, b = b, a",
    "for i in range",
    "A и B",
    "d",
    "-i",
    "--no",
    "f.",
    "e;",
    "f''",
    "r'' b''",
]


def test_no_notice_tells_of_another_layout_for_a_lone_letter_or_an_option(site, tab: Page):
    load_engine(tab, site)
    told = tab.evaluate(
        """async queries => {
            const told = [];
            for (const query of queries)
                for (const note of (await engine.search(query)).notes)
                    if (note.way === "layout") told.push([query, note]);
            return told;
        }""",
        LONE,
    )
    assert told == []


KEYS = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю", strict=True))


@pytest.mark.parametrize(
    "query",
    ["ltrjhfnjh d gbnjyt", "d xtv hfpybwf vt;le cgbcrjv b rjhnt;tv", "cgbcjr b rjhnt;", "r'i", "cgbcjr ,s"],
)
def test_little_words_of_a_query_in_the_wrong_layout_are_read_with_it(site, tab: Page, query):
    right = "".join(KEYS.get(key, key) for key in query)
    load_engine(tab, site)
    one, other = find_all(tab, [query, right])
    assert one[:3] == other[:3]


def test_number_is_no_misprint_of_another(site_url, tab: Page):
    open_search(tab, site_url)
    ask(tab, "docker run -p 8080:80")
    assert "вместо" not in (tab.locator(NOTICE).text_content() or "")


# -- where a result leads ---------------------------------------------------------------------


def test_hit_in_the_title_leads_to_the_question_with_its_answer_closed(site_url, tab: Page):
    open_search(tab, site_url)
    tab.goto(ask(tab, "сборка мусора")[0])
    expect(tab.locator("#garbage-collection")).to_be_in_viewport()
    assert tab.locator("details[open]").count() == 0


def answer_hit(tab: Page, site_url: str) -> str:
    """Return the address of a result whose words stand in an answer only."""
    open_search(tab, site_url)
    (address,) = (one for one in ask(tab, "tracemalloc")[:1])
    assert "--" in address
    return address


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 800)])
def test_hit_in_the_answer_leads_to_the_answer_opened_and_marked(site_url, tab: Page, width, height):
    tab.set_viewport_size({"width": 1280, "height": 720})
    address = answer_hit(tab, site_url)
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(address, wait_until="networkidle")
    landing = tab.locator(f"[id='{address.partition('#')[2]}']")
    expect(landing.locator("xpath=ancestor::details[1]")).to_have_attribute("open", re.compile(".*"))
    expect(landing.locator("xpath=ancestor::details[1]//mark").first).to_be_in_viewport()


def test_hit_in_the_answer_opens_it_without_javascript(chromium, site_url, tab: Page):
    address = answer_hit(tab, site_url)
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    expect(plain.locator("details[open]")).to_have_count(1)
    expect(plain.locator(f"#{ids([address])[0]}")).to_be_in_viewport()
    context.close()


def test_marks_stand_on_whole_words_in_every_form(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/?h=%D0%BA%D0%BE%D1%80%D1%82%D0%B5%D0%B6#list-vs-tuple")
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    marked = {text.lower() for text in tab.locator("mark").all_text_contents()}
    assert len(marked) > 2
    assert {text for text in marked if not text.startswith("кортеж")} == set()


HASHES = [
    "%",
    "list-vs-tuple--%",
    "%E0%A4%A",
    "%00",
    "\\",
    '"',
    "]",
    "'",
    "--",
    "list-vs-tuple--success--",
    ":~:text=a",
    "%%",
    "x" * 9_000,
]
QUERIES = ["?h=%", "?h=%FF+%", "?h=gil", "?q=%", "?h=%3Cimg%20src=x%3E&find=%&level=%&mark=%&tags=%"]


@pytest.mark.parametrize("place", ["junior/python-basics/", "junior/", "marks/", "404.html"])
def test_address_may_end_in_anything(site_url, tab: Page, place):
    errors = []
    tab.on("pageerror", lambda error: errors.append((tab.url, str(error))))
    for query in QUERIES:
        tab.goto(f"{site_url}{place}{query}#{HASHES[1]}")
        for one in HASHES:
            tab.evaluate("hash => { location.hash = hash; return new Promise(requestAnimationFrame) }", one)
    # Arriving is loaded for such addresses only.
    tab.wait_for_load_state("networkidle")
    assert errors == []


# -- what it survives -------------------------------------------------------------------------

BAD = [
    "   ",
    "",
    "x" * 10_000,
    "слово " * 2_000,
    "😀🎉",
    "\x00\x01\x1b",
    "\ud800",
    "\udc00абв",
    "<script>window.hacked=1</script>",
]
BAD += [
    "<img src=x onerror=window.hacked=1>",
    "[(*+?^$|\\",
    "__proto__ constructor toString",
    "'\";--",
    "&lt;b&gt;",
    "%00%ff",
    "-",
    ".",
]


def test_bad_input_leaves_the_window_alive_and_the_page_untouched(site_url, tab: Page):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    open_search(tab, site_url)
    for text in BAD:
        ask(tab, text)
        assert ids(ask(tab, "кортеж"))[0] == "list-vs-tuple", text
    assert errors == []
    assert tab.evaluate("window.hacked") is None
    assert tab.locator(".md-search :is(script, img)").count() == 0


def test_no_query_is_injected_into_the_notice(site_url, tab: Page):
    open_search(tab, site_url)
    ask(tab, "<img/src=x/onerror=window.hacked=1>щшпрощшпро")
    assert tab.locator(".search-notice *").count() == 0
    assert tab.evaluate("window.hacked") is None


def test_fifty_queries_in_a_second_end_with_the_answer_to_the_last(site_url, tab: Page):
    open_search(tab, site_url)
    tab.evaluate(
        """async field => {
        const one = document.querySelector(field);
        for (let number = 0; number < 50; number++) {
            one.value = number === 49 ? 'кортеж' : `запрос ${'щш'.repeat(number)}`;
            one.dispatchEvent(new InputEvent('input', {bubbles: true}));
            await new Promise(resolve => setTimeout(resolve, 20));
        }
    }""",
        FIELD,
    )
    expect(tab.locator(RESULT).nth(1)).to_have_attribute("href", re.compile("#list-vs-tuple$"))


@pytest.mark.parametrize("file", ["core.js", "engine.js"])
@pytest.mark.parametrize("fault", ["missing", "cut short"])
def test_lost_file_is_told_and_asked_for_again(site, site_url, tab: Page, file, fault):
    text = (site / "search" / file).read_text(encoding="utf-8")
    pattern = f"**/search/{file}*"
    if fault == "missing":
        tab.context.route(pattern, lambda route: route.fulfill(status=404))
    else:
        tab.context.route(
            pattern, lambda route: route.fulfill(body=text[: len(text) // 2], content_type="text/javascript")
        )
    open_search(tab, site_url)
    assert ask(tab, "кортеж") == []
    expect(tab.locator(NOTICE)).to_contain_text("Поиск не загрузился")
    expect(tab.locator(META)).to_be_hidden()  # «ничего не найдено» would be a lie
    tab.context.unroute(pattern)
    assert ids(ask(tab, "кортежи"))[0] == "list-vs-tuple"
    expect(tab.locator(META)).to_be_visible()


def test_thumb_on_the_section_above_a_result_goes_to_the_result(chromium, site_url):
    with chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        tab = context.new_page()
        tab.goto(site_url)
        tab.locator("[for=__search]").locator("visible=true").first.tap()
        ask(tab, "кортеж")
        box = tab.locator(".md-search-result__item h1").first.bounding_box()
        tab.touchscreen.tap(box["x"] + 20, box["y"] + box["height"] / 2)
        tab.wait_for_url(re.compile("#list-vs-tuple|list-vs-tuple--"))


def test_page_searches_itself_where_the_worker_is_refused(site_url, tab: Page):
    tab.add_init_script("window.Worker = function () { throw new DOMException('refused', 'SecurityError') }")
    open_search(tab, site_url)
    assert ids(ask(tab, "кортеж"))[0] == "list-vs-tuple"


@pytest.mark.parametrize("workers", ["'self'", "'none'"])
def test_search_works_under_a_strict_policy(site_url, tab: Page, workers):
    def strict(route):
        response = route.fetch()
        # Material has small scripts inside its pages; a policy names them by their hashes.
        inline = re.findall(r"<script>(.*?)</script>", response.text(), re.DOTALL)
        hashes = " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in inline)
        policy = f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline';"
        policy += f" img-src 'self' data:; connect-src 'self'; worker-src {workers}"
        route.fulfill(response=response, headers=response.headers | {"content-security-policy": policy})

    tab.route(re.compile(r"/$"), strict)
    open_search(tab, site_url)
    assert ids(ask(tab, "кортеж"))[0] == "list-vs-tuple"


def test_worker_file_that_is_lost_is_told(site_url, tab: Page):
    tab.context.route("**/search/worker.js*", lambda route: route.fulfill(status=404))
    tab.goto(site_url)
    type_in(tab, "кортеж")
    expect(tab.locator(NOTICE)).to_contain_text("Поиск не запустился")


def test_search_works_in_a_copy_opened_from_the_disk(site: Path, tmp_path: Path, tab: Page):
    shutil.copytree(site, tmp_path / "copy")
    open_search(tab, (tmp_path / "copy/index.html").as_uri())
    assert ids(ask(tab, "ошибок в коде"))
    assert ids(ask(tab, "tracemalloc"))
    expect(tab.locator(".search-passage[data-is-passage]").first).to_contain_text("tracemalloc")
    assert ids(ask(tab, "кортеж"))[0] == "list-vs-tuple"


@pytest.fixture(scope="module")
def instant_site(tmp_path_factory) -> Path:
    """A small site whose pages are exchanged without loading them anew, under a folder named `instant`."""
    folder = tmp_path_factory.mktemp("served")
    pages = {"junior/a.md": page(question(1)), "middle/b.md": page(question(2, "middle"))}
    made = make_site(tmp_path_factory.mktemp("instant") / "source", pages)
    config = made / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  features:\n", "  features:\n    - navigation.instant\n"), encoding="utf-8")
    built = build(made, "--site-dir", str(folder / "instant"), SITE_URL="https://example.com/instant/")
    assert built.returncode == 0, built.stdout
    return folder / "instant"


def test_search_works_after_an_instant_navigation(instant_site, tab: Page):
    with served(instant_site.parent) as address:
        # Material changes the host of these addresses to its own, but not the port.
        sitemap = instant_site / "sitemap.xml"
        sitemap.write_text(
            sitemap.read_text(encoding="utf-8").replace("https://example.com/", address), encoding="utf-8"
        )
        open_search(tab, f"{address}instant/junior/a/")
        tab.evaluate("window.isSamePage = true")
        assert ids(ask(tab, "вопрос 2"))[0] == "question-2"
        tab.locator(RESULT).nth(1).click()
        expect(tab).to_have_url(re.compile(r"/middle/b/\?h=.*#question-2$"))
        expect(tab.locator("mark[data-search-hit]").first).to_be_attached()
        assert tab.evaluate("window.isSamePage") is True
        tab.locator(FIELD).click()
        assert ids(ask(tab, "подробный ответ 1"))
        assert ids(ask(tab, "короткий ответ 1"))[0] == "question-1"
