"""WCAG 2.2 AA on the real site: axe on every page, the keyboard, zoom, motion, target sizes."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Page, expect

from hooks.bank.vocabulary import load_vocabulary
from scripts.tools.environment import ROOT
from tests import axe
from tests.axe import COLOURS, DESKTOP, NO_COLOURS, PHONE
from tests.bank import questions
from tests.test_browser import addresses

QUESTIONS = "junior/python-basics/"
PARTS = 2


# -- axe --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(site, site_url, tab: Page, part):
    """Each page with its answers open, wide and narrow, light, dark and in print."""
    found, looks = [], set()
    pages = addresses(site)[part::PARTS]
    for address in pages:
        axe.load(tab, site_url + address)
        found += [(address, *one) for one in axe.findings_everywhere(tab, looks)]
    assert found == []
    assert len(pages) > 5
    assert len(looks) > 200


def test_axe_sees_what_is_wrong(site_url, tab: Page):
    """The checks above can fail: colour, name and size are each broken once, in an answer."""
    axe.load(tab, site_url + QUESTIONS)
    tab.evaluate(
        """() => {
            const [paragraph] = document.querySelectorAll('details.success p');
            paragraph.style.color = '#999';
            paragraph.insertAdjacentHTML('afterend', '<button style="width: 9px"></button><img src="x.png">');
        }"""
    )
    rules = {one.partition(":")[0] for one in axe.findings(tab, rules=NO_COLOURS)}
    assert {"button-name", "image-alt"} <= rules
    axe.thin(tab)
    assert "insufficient color contrast" in axe.findings(tab, runOnly=COLOURS)[0]


def search_open(tab: Page) -> None:
    """Open the search with results in it."""
    tab.evaluate("document.getElementById('__search').click()")
    tab.locator(".md-search__input").press_sequentially("ltrjhfnjh", delay=5)
    expect(tab.locator(".md-search-result__link").nth(1)).to_be_visible()
    expect(tab.locator(".search-notice")).to_be_visible()


def marked(tab: Page) -> None:
    """Give marks to two questions, so that badges and a message are seen."""
    tab.evaluate(
        """() => {
            const [first, , third] = [...document.querySelectorAll('[data-question]')].map(one => one.dataset.question);
            sobesednik.setMark(first, 'know');
            sobesednik.setMark(third, 'repeat');
            sobesednik.say('Проверка сообщения.');
        }"""
    )


def filtered(tab: Page) -> None:
    """Choose a tag in an index."""
    tab.locator(".filter [data-tag=git]").evaluate("one => one.click()")


@pytest.mark.parametrize(
    ("address", "prepare"),
    [("", search_open), (QUESTIONS, marked), ("junior/", marked), ("marks/", marked), ("junior/", filtered)],
)
def test_axe_finds_nothing_when_the_page_is_used(site_url, tab: Page, address, prepare):
    axe.load(tab, site_url + address)
    prepare(tab)
    assert axe.findings_everywhere(tab) == []


def test_axe_finds_nothing_in_the_open_drawer(site_url, tab: Page):
    axe.load(tab, site_url + "any-level/")
    tab.set_viewport_size(PHONE)
    tab.get_by_role("button", name="Меню").click()
    found = []
    for scheme in ("default", "slate"):
        axe.show(tab, scheme=scheme, size=PHONE)
        found += axe.findings(tab)
    assert found == []


# -- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "junior/", QUESTIONS, "tags/", "marks/", "contributing/"])
def test_headings_and_links_bear_no_sign_and_every_bar_of_progress_says_of_what(site_url, tab: Page, address):
    tab.set_viewport_size(DESKTOP)
    tab.goto(site_url + address)
    session = tab.context.new_cdp_session(tab)
    nodes = [one for one in session.send("Accessibility.getFullAXTree")["nodes"] if not one.get("ignored")]
    named = [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in nodes]
    signed = [one for one in named if one[0] in {"heading", "link"} and "¶" in one[1]]
    bars = [name for role, name in named if role == "progressbar"]
    assert signed == []
    assert [name for name in bars if not name.startswith("Знаю: ") or len(name) < 8] == []
    assert len(bars) == len(set(bars)) == tab.locator("article progress").count()
    assert ("heading" in {role for role, _ in named}) is True


@pytest.mark.parametrize(
    ("address", "page", "parts"), [("", 2, 0), ("junior/", 2, 0), (QUESTIONS, 1, 1), ("any-level/", 2, 0)]
)
def test_where_the_reader_is_in_the_navigation_is_heard(site_url, tab: Page, address, page, parts):
    tab.goto(site_url + address)
    current = tab.locator(".md-tabs [aria-current], .md-nav--primary [aria-current]")
    assert sorted(current.evaluate_all("all => all.map(one => one.ariaCurrent)")) == ["page"] * page + ["true"] * parts


# -- keyboard ---------------------------------------------------------------------------------

WALK = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    // A box that the theme hides is shown by its label.
    const label = one.matches('.md-option, .md-nav__toggle') ? one.nextElementSibling : one;
    const {top, bottom, left, right, width} = label.getBoundingClientRect();
    const styles = [getComputedStyle(one), getComputedStyle(label)];
    const box = document.querySelector('.md-header').getBoundingClientRect();
    return {
        name: [one.ariaLabel, one.textContent, one.title, one.name].map(text => (text || '').trim()).find(text => text)
            ?.replace(/\\s+/g, ' ').slice(0, 60),
        tag: one.tagName,
        inArticle: !!one.closest('article'),
        outlined: styles.some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1),
        onScreen: width > 0 && bottom > 0 && right > 0 && left < innerWidth && top < innerHeight,
        covered: !one.closest('.md-header') && !one.matches('.md-skip') && bottom <= box.bottom,
        place: [...document.querySelectorAll('*')].indexOf(one),
    };
}"""


def walk(tab: Page, limit: int = 400) -> list[dict]:
    """Press Tab from the top of the page to its end; return what had the focus."""
    stops = []
    for _ in range(limit):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(WALK)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize(("address", "size"), [(QUESTIONS, DESKTOP), (QUESTIONS, PHONE), ("junior/", PHONE)])
def test_tab_goes_through_the_page_in_reading_order_and_is_always_seen(site_url, tab: Page, address, size):
    tab.set_viewport_size(size)
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(site_url + address, wait_until="networkidle")
    stops = walk(tab)
    assert [stop for stop in stops if not (stop["outlined"] and stop["onScreen"]) or stop["covered"]] == []
    assert [stop for stop in stops if not stop["name"]] == []
    assert [stop["place"] for stop in stops] == sorted(stop["place"] for stop in stops)
    names = [stop["name"] for stop in stops]
    assert names[0] == "Перейти к содержанию"
    if address == QUESTIONS:
        topic = load_vocabulary(ROOT / "mkdocs.yml").tags[questions(page="junior/python-basics.md")[0].tags[0]].title
        order = ["Раскрыть все", topic, "Модельный ответ", "Типичные ошибки", "Источники", "Знаю", "Повторить"]
        inside = [stop["name"] for stop in stops if stop["inArticle"]]
        places = [inside.index(name) for name in order]
        assert places == sorted(places)


def test_reading_order_is_the_order_on_the_screen(site_url, tab: Page):
    tab.set_viewport_size(DESKTOP)
    tab.goto(site_url + QUESTIONS)
    rows = tab.evaluate(
        """() => [...document.querySelector('.question-card').querySelectorAll('h2, p, summary, button, .neighbour')]
            .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
            .map(({top, bottom, left}) => [top, bottom, left])"""
    )
    assert len(rows) > 8
    # Each piece begins below the one before it, or beside it to the right.
    assert [
        (one, following)
        for one, following in itertools.pairwise(rows)
        if following[0] < one[0] - 12 or (following[0] < one[1] - 2 and following[2] < one[2] and following[0] < one[0])
    ] == []


def test_skip_link_leads_to_the_content(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS, wait_until="networkidle")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("!!document.activeElement.closest('article')")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_answer_opens_and_closes_by_keys(site_url, tab: Page, key):
    tab.goto(site_url + QUESTIONS)
    answer = tab.locator("details.success").first
    answer.locator("summary").focus()
    tab.keyboard.press(key)
    expect(answer).to_have_attribute("open", "")
    tab.keyboard.press(key)
    expect(answer).not_to_have_attribute("open", "")


def test_escape_closes_the_search(site_url, tab: Page):
    tab.goto(site_url)
    tab.keyboard.press("/")
    expect(tab.locator("#__search")).to_be_checked()
    tab.keyboard.press("Escape")
    expect(tab.locator("#__search")).not_to_be_checked()


def test_drawer_is_worked_by_keys_and_keeps_the_focus(site_url, tab: Page):
    tab.set_viewport_size(PHONE)
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(site_url + QUESTIONS, wait_until="networkidle")
    button = tab.get_by_role("button", name="Меню")
    button.focus()
    tab.keyboard.press("Space")
    expect(button).to_have_attribute("aria-expanded", "true")
    for _ in range(3):
        tab.keyboard.press("Tab")
    inside = set()
    for _ in range(25):
        tab.keyboard.press("Tab")
        inside.add(tab.evaluate("!!document.activeElement.closest('.md-content, .md-footer')"))
    assert inside == {False}
    tab.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_shortcuts_of_one_letter_can_be_switched_off(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    tab.locator("[data-keys]").uncheck()
    tab.goto(site_url + QUESTIONS, wait_until="networkidle")
    for key in ("/", "n", "p", "s"):
        tab.keyboard.press(key)
    expect(tab.locator("#__search")).not_to_be_checked()
    assert tab.url == site_url + QUESTIONS
    tab.goto(site_url + "marks/")
    tab.locator("[data-keys]").check()
    tab.locator("[data-keys]").blur()
    tab.keyboard.press("/")
    expect(tab.locator("#__search")).to_be_checked()


SHIFT, ALT, CTRL = 8, 1, 2
LAYOUTS = {
    "Russian": {"search": [(".", "Slash", 0), ("ы", "KeyS", 0), ("а", "KeyF", 0)], "pages": ["з", "т"]},
    "Ukrainian": {"search": [(".", "Slash", 0), ("і", "KeyS", 0), ("а", "KeyF", 0)], "pages": ["з", "т"]},
    "German": {"search": [("/", "Digit7", SHIFT), ("s", "KeyS", 0)], "pages": ["p", "n"]},
    "French": {"search": [("/", "Period", SHIFT), ("f", "KeyF", 0)], "pages": ["p", "n"]},
    "Dvorak": {"search": [("/", "BracketLeft", 0), ("s", "Semicolon", 0), ("f", "KeyY", 0)], "pages": ["p", "n"]},
    "number pad": {"search": [("/", "NumpadDivide", 0)], "pages": ["P", "N"]},
}
PAGE_KEYS = {"Dvorak": ("KeyR", "KeyL")}
IDLE = {
    "the Russian «.» and «,» of the number pad": [(".", "NumpadDecimal", 0), (",", "NumpadDecimal", 0)],
    "points and commas": [
        (".", "Period", 0),
        (",", "Comma", 0),
        (",", "Slash", SHIFT),
        ("ю", "Period", 0),
        ("б", "Comma", 0),
    ],
    "what lies on the key of «/» elsewhere": [
        ("-", "Slash", 0),
        ("!", "Slash", 0),
        ("z", "Slash", 0),
        ("?", "Slash", SHIFT),
    ],
    "Dvorak's letters on the keys of ours": [("o", "KeyS", 0), ("u", "KeyF", 0), ("b", "KeyN", 0), ("l", "KeyP", 0)],
    "letters with Shift": [("N", "KeyN", SHIFT), ("Т", "KeyN", SHIFT), ("З", "KeyP", SHIFT), ("S", "KeyS", SHIFT)],
    "what belongs to the browser": [("n", "KeyN", ALT), ("т", "KeyN", ALT), (".", "Slash", CTRL), ("з", "KeyP", ALT)],
}


def strike(tab: Page, key: str, code: str, modifiers: int = 0, *, again: bool = False) -> None:
    """Strike a key as a keyboard of any layout does."""
    event = {"key": key, "code": code, "modifiers": modifiers}
    text = {} if modifiers & (ALT | CTRL) else {"text": key}
    session = tab.context.new_cdp_session(tab)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "autoRepeat": again} | event | text)
    session.send("Input.dispatchKeyEvent", {"type": "keyUp"} | event)
    session.detach()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_shortcuts_work_in_every_layout(site_url, tab: Page, layout):
    tab.goto(site_url + QUESTIONS)
    field = tab.locator(".md-search__input")
    for key in LAYOUTS[layout]["search"]:
        strike(tab, *key)
        expect(field).to_be_focused()
        # The key itself is not typed.
        expect(field).to_have_value("")
        expect(tab.locator("#__search")).to_be_checked()
        tab.keyboard.press("Escape")
        expect(tab.locator("#__search")).not_to_be_checked()
        # The theme takes the focus away a moment later; until then a key would be the field's.
        expect(field).not_to_be_focused()
        # On a loaded machine it is not done even then: what opens the search at once would be closed by it.
        tab.wait_for_timeout(500)
    for key, code, way in zip(
        LAYOUTS[layout]["pages"], PAGE_KEYS.get(layout, ("KeyP", "KeyN")), ("previous", "next"), strict=True
    ):
        tab.goto(site_url + QUESTIONS)
        target = tab.evaluate("way => new URL(document.documentElement.dataset[way], location).href", way)
        with tab.expect_navigation(url=target):
            strike(tab, key, code)


def test_other_keys_do_nothing(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    tab.evaluate("window.isSamePage = true")
    for keys in IDLE.values():
        for key in keys:
            strike(tab, *key)
    strike(tab, "n", "KeyN", again=True)
    # While a word is composed, every key belongs to the input method.
    tab.evaluate(
        """() => document.body.dispatchEvent(
            new KeyboardEvent("keydown", {key: "n", code: "KeyN", bubbles: true, isComposing: true}))"""
    )
    # An event without a key, as the browser's autofill sends it, troubles nobody.
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.evaluate("document.body.dispatchEvent(new Event('keydown', {bubbles: true}))")
    expect(tab.locator("#__search")).not_to_be_checked()
    assert (tab.evaluate("window.isSamePage"), errors) == (True, [])


@pytest.mark.parametrize("field", ["input", "textarea", "editable", "inside editable"])
def test_keys_in_a_field_are_its_own(site_url, tab: Page, field):
    tab.goto(site_url + QUESTIONS)
    tab.evaluate(
        """field => {
            window.isSamePage = true;
            const box = document.createElement(field.endsWith("editable") ? "div" : field);
            if (field.endsWith("editable")) box.contentEditable = "true";
            if (field.startsWith("inside")) box.append(Object.assign(document.createElement("b"), {tabIndex: 0}));
            document.querySelector("article").prepend(box);
            (box.querySelector("b") ?? box).focus();
        }""",
        field,
    )
    for key in [(".", "Slash"), ("т", "KeyN"), ("/", "Slash"), ("n", "KeyN")]:
        strike(tab, *key)
    box = tab.locator("article > :first-child")
    assert (box.evaluate("box => box.value ?? box.textContent")) == ".т/n"
    assert tab.evaluate("window.isSamePage")
    expect(tab.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("over", ["drawer", "dialog"])
def test_keys_do_not_reach_past_what_lies_over_the_page(site_url, tab: Page, over):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(site_url + QUESTIONS)
    if over == "drawer":
        tab.locator(".md-header__button[for=__drawer]").click()
    else:
        tab.evaluate("document.body.appendChild(document.createElement('dialog')).showModal()")
    tab.evaluate("window.isSamePage = true")
    for key in [("т", "KeyN"), ("n", "KeyN"), ("/", "Slash"), (".", "Slash")]:
        strike(tab, *key)
    expect(tab.locator("#__search")).not_to_be_checked()
    assert tab.evaluate("window.isSamePage")


def test_letters_in_the_open_search_go_to_its_field_from_the_results_too(site_url, tab: Page):
    """With the shortcuts switched off as well."""
    tab.goto(site_url + "marks/")
    tab.locator("[data-keys]").uncheck()
    tab.keyboard.press("Escape")
    search_open(tab)
    tab.locator(".md-search-result__link").nth(1).focus()
    strike(tab, "т", "KeyN")
    expect(tab.locator(".md-search__input")).to_be_focused()
    expect(tab.locator(".md-search__input")).to_have_value("ltrjhfnjhт")


@pytest.mark.parametrize("screen", ["phone", "tablet"])
def test_no_field_makes_a_touch_screen_zoom_in(site_url, chromium, screen):
    """iOS zooms into any field with letters of less than 16 pixels, and stays there."""
    size = {"width": 390, "height": 800} if screen == "phone" else {"width": 1194, "height": 834}
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True)
    tab = context.new_page()
    small, seen = [], set()
    for address in ("", "junior/", "tags/", "marks/", "evening-before/", "404.html"):
        tab.goto(site_url + address)
        fields = tab.evaluate(
            """() => Array.from(document.querySelectorAll("input, select, textarea"),
                one => [one.name || one.type, parseFloat(getComputedStyle(one).fontSize), one.type])"""
        )
        texts = [one for one in fields if one[2] not in {"checkbox", "radio", "file", "hidden"}]
        seen |= {name for name, *_ in texts}
        small += [(address, *one) for one in texts if one[1] < 16]
    context.close()
    assert small == []
    assert {"find", "level", "mark", "query"} <= seen


# -- zoom, motion -----------------------------------------------------------------------------


def test_what_is_scrolled_by_itself_is_reached_by_keys_at_400_percent(site_url, tab: Page):
    tab.set_viewport_size({"width": 320, "height": 256})
    tab.goto(site_url + QUESTIONS, wait_until="load")
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    boxes = tab.locator(".md-typeset pre > code[role=group][tabindex='0']")
    expect(boxes.first).to_be_attached()
    unreached = tab.evaluate(
        """() => [...document.querySelectorAll('article *')].filter(one =>
            ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth
            && one.clientWidth && one.tabIndex < 0 && !one.querySelector('[tabindex="0"], a, button')
            && !one.matches('pre')).map(one => one.outerHTML.slice(0, 100))"""
    )
    assert unreached == []


def test_titles_and_names_are_whole_on_wide_and_narrow_screens(site_url, tab: Page):
    """No empty line below a title, no title cut in the footer, no name broken in a column that could be wider."""
    seen = 0
    for address, width in itertools.product(
        ("middle/async-concurrency/", "evening-before/", "contributing/"), (1280, 360)
    ):
        if width == 1280:
            tab.goto(site_url + address, wait_until="load")
        tab.set_viewport_size({"width": width, "height": 700})
        found = tab.evaluate(
            """() => {
                document.querySelectorAll('details').forEach(one => { one.open = true });
                const lines = one => new Set([...one.getClientRects()].map(line => Math.round(line.top))).size;
                const titles = [...document.querySelectorAll('.md-typeset :is(h1, h2)')];
                const words = titles.map(title => {
                    const range = document.createRange();
                    range.selectNodeContents(title);
                    const link = title.querySelector('.headerlink');
                    if (link) range.setEndBefore(link);
                    return [title, Math.max(...[...range.getClientRects()].map(line => line.bottom))];
                });
                const cut = [...document.querySelectorAll('.md-footer .md-ellipsis')];
                const names = [...document.querySelectorAll('td code')].filter(one => !/[\\s-]/.test(one.textContent));
                return [titles.length, ...words
                    .filter(([title, bottom]) => title.getBoundingClientRect().bottom > bottom + 16)
                    .map(([title]) => title.textContent),
                    ...cut.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent),
                    ...(innerWidth < 720 ? [] : names.filter(one => lines(one) > 1).map(one => one.textContent))];
            }"""
        )
        seen += found.pop(0)
        assert found == [], f"{address} {width}"
    assert seen > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_icons_of_buttons_are_seen(site_url, tab: Page, scheme):
    """3:1 for what is an icon only (1.4.11); axe looks at text."""
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.goto(site_url + "contributing/", wait_until="load")
    expect(tab.locator(".md-code__button").first).to_be_attached()
    contrasts = tab.evaluate(
        """() => ['.md-content__button', '.md-code__button'].map(name => {
            const one = document.querySelector(name);
            const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => {
                [r, g, b] = [r, g, b].map(part => part / 255)
                    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = one.closest('.highlight')?.querySelector('code') ?? document.body;
            const below = numbers(getComputedStyle(ground).backgroundColor);
            const above = numbers(getComputedStyle(one).color);
            const seen = below.map((part, place) => part + (above[place] - part) * (above[3] ?? 1));
            const [a, b] = [seen, below].map(light);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        })"""
    )
    assert min(contrasts) >= 3


def test_state_is_seen_in_the_systems_own_colours(site_url, tab: Page):
    """Windows contrast themes take backgrounds away: pressed, ticked and open must differ all the same."""

    def look(one) -> bytes:
        tab.mouse.move(0, 0)
        tab.evaluate("document.activeElement.blur()")
        one.scroll_into_view_if_needed()
        box = one.bounding_box()
        return tab.screenshot(animations="disabled", clip=box)

    tab.emulate_media(forced_colors="active", reduced_motion="reduce")
    for address, part in {
        QUESTIONS: ".mark--know, .question-blocks .failure summary",
        "junior/": ".filter [data-tag=git]",
        "evening-before/": ".task-list-control",
    }.items():
        tab.goto(site_url + address, wait_until="load")
        for selector in part.split(", "):
            one = tab.locator(selector).first
            before = look(one)
            one.click()
            after = look(one)
            one.evaluate("one => { one.style.visibility = 'hidden' }")
            assert len({before, after, look(one)}) == 3, selector


def test_progress_and_what_is_lit_are_seen_in_the_systems_own_colours(site_url, tab: Page):
    tab.set_viewport_size(DESKTOP)
    tab.emulate_media(forced_colors="active", reduced_motion="reduce")
    tab.goto(site_url + "junior/", wait_until="load")
    bar = tab.locator("article .progress progress").first

    def look(one) -> bytes:
        return tab.screenshot(animations="disabled", clip=one.bounding_box())

    empty = look(bar)
    bar.evaluate("one => { one.value = one.max / 2 }")
    assert look(bar) != empty
    # Of two entries that differ by being lit alone, each is seen to.
    for lit, name in (
        (".md-tabs [aria-current]", "aria-current"),
        (".md-sidebar--primary [aria-current]", "aria-current"),
    ):
        one = tab.locator(lit).first.element_handle()
        edge = "one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).borderBottomColor].join()"
        before = one.evaluate(edge)
        one.evaluate("(one, name) => { one.removeAttribute(name); one.className = 'md-tabs__link' }", name)
        assert one.evaluate(edge) != before, lit


def test_motion_follows_the_wish_of_the_system(site_url, tab: Page):
    moving = """() => [...document.querySelectorAll('*')].filter(one =>
        [...getComputedStyle(one).transitionDuration.split(','), ...getComputedStyle(one).animationDuration.split(',')]
        .some(time => parseFloat(time) > 0.001)).length"""
    tab.emulate_media(reduced_motion="no-preference")
    tab.goto(site_url + QUESTIONS)
    assert tab.evaluate(moving) > 0
    tab.emulate_media(reduced_motion="reduce")
    assert tab.evaluate(moving) == 0
