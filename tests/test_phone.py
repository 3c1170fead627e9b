"""A narrow screen: tables that fit or become cards, whole names, code beside its button, whole cards to press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hooks.finish.article.code import FITS
from tests.bank import questions

NARROW = {"width": 360, "height": 800}
WITH_TABLES = ("junior/python-basics/", "junior/sql-basics/", "middle/fastapi-security/", "contributing/")
READY = """() => {
    document.querySelectorAll('article details').forEach(one => { one.open = true });
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
}"""
LINES = "one => new Set(Array.from(one.getClientRects(), line => Math.round(line.top))).size"


def opened(tab: Page, address: str, size: dict[str, int] = NARROW) -> None:
    """Open a page with every answer open and its boxes measured."""
    tab.set_viewport_size(size)
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(address, wait_until="load")
    tab.evaluate(READY)


@pytest.mark.parametrize("address", WITH_TABLES)
def test_no_table_is_scrolled_and_no_name_in_one_is_broken(site_url, tab: Page, address):
    opened(tab, site_url + address)
    found = tab.evaluate(
        f"""() => {{
            const lines = {LINES};
            const boxes = [...document.querySelectorAll('.md-typeset__scrollwrap')];
            const names = [...document.querySelectorAll('td code')].filter(one => !/[\\s-]/.test(one.textContent));
            return [boxes.length, names.length,
                boxes.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent.slice(0, 60)),
                names.filter(one => lines(one) > 1).map(one => one.textContent)];
        }}"""
    )
    assert found[0] > 1
    assert found[1] > 1
    assert found[2:] == [[], []]
    assert tab.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_table_that_does_not_fit_is_a_list_of_cards_with_the_names_of_its_columns(site_url, tab: Page):
    opened(tab, site_url + "junior/python-basics/")
    table = tab.locator("article table[data-cards]").first
    rows = table.locator("tbody tr")
    names = table.locator("thead th").all_text_contents()
    assert [cell.get_attribute("data-label") for cell in rows.first.locator("td").all()] == names
    boxes = [rows.nth(number).bounding_box() for number in range(2)]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    # It is a table for screen readers still.
    expect(table).to_have_role("table")
    expect(rows.first.locator("td").first).to_have_role("cell")
    # A wide screen shows it as it was.
    tab.set_viewport_size({"width": 1280, "height": 800})
    cells = [rows.first.locator("td").nth(number).bounding_box() for number in range(2)]
    assert cells[0]["y"] == cells[1]["y"]


def test_table_that_fits_stays_a_table(site_url, tab: Page):
    opened(tab, site_url + "junior/sql-basics/")
    assert tab.locator("article table:not([data-cards])").count() > 5
    assert tab.locator("article table[data-cards]").count() > 3


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("address", ["junior/git-linux/", "junior/python-basics/"])
def test_short_code_in_a_line_is_not_broken_and_long_code_is(site_url, tab: Page, address, width):
    opened(tab, site_url + address, {"width": width, "height": 800})
    short, broken, long = tab.evaluate(
        f"""() => {{
            const lines = {LINES};
            const all = [...document.querySelectorAll('article :not(pre) > code')]
                .filter(one => !one.closest('table:not([data-cards]), thead'));
            const short = all.filter(one => one.textContent.length <= {FITS});
            const long = all.filter(one => one.textContent.length > 1.6 * {FITS});
            return [short.length, short.filter(one => lines(one) > 1).map(one => one.textContent),
                long.map(lines)];
        }}"""
    )
    assert short > 100
    assert broken == []
    assert long
    assert min(long) > 1
    assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_short_code_is_broken_where_letters_are_too_large_for_it(site_url, tab: Page):
    opened(tab, site_url + "junior/git-linux/", {"width": 300, "height": 800})
    one = tab.locator("article li > code.whole").first
    assert one.evaluate("one => getComputedStyle(one).whiteSpace") == "normal"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_side_where_more_lies_is_shaded(site_url, tab: Page, scheme):
    tab.emulate_media(color_scheme=scheme)
    opened(tab, site_url + "junior/python-basics/")
    code = tab.locator("pre > code[role=group]").first
    code.scroll_into_view_if_needed()

    def edge() -> bytes:
        box = code.bounding_box()
        strip = {"x": box["x"] + box["width"] - 4, "y": box["y"] + box["height"] - 6, "width": 4, "height": 4}
        return tab.screenshot(clip=strip, animations="disabled")

    before = edge()
    code.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert edge() != before


@pytest.mark.parametrize("width", [360, 1000, 1280])
def test_copy_button_covers_no_text(site_url, tab: Page, width):
    opened(tab, site_url + "junior/python-basics/", {"width": width, "height": 800})
    seen, covered = tab.evaluate(
        """async () => {
            const [covered, frame] = [[], () => new Promise(requestAnimationFrame)];
            let seen = 0;
            for (const pre of document.querySelectorAll('article pre')) {
                pre.scrollIntoView();
                for (let tries = 0; tries < 60 && !pre.querySelector('.md-code__nav'); tries++) await frame();
                const [nav, code] = [pre.querySelector('.md-code__nav'), pre.querySelector('code')];
                if (!nav) continue;
                seen += 1;
                const [button, box] = [nav, code].map(one => one.getBoundingClientRect());
                const range = document.createRange();
                range.selectNodeContents(code);
                for (const end of [0, code.scrollWidth]) {
                    code.scrollLeft = end;
                    if ([...range.getClientRects()].some(({left, right, top, bottom}) => right - left > 1
                        && Math.min(right, box.right) > button.left + 1 && left < button.right - 1
                        && top < button.bottom - 1 && bottom > button.top + 1)) covered.push(code.textContent);
                }
            }
            return [seen, covered];
        }"""
    )
    assert seen > 15
    assert covered == []


@pytest.mark.parametrize(("address", "card"), [("junior/", ".index-cards > li"), ("", "#parts + ul > li")])
def test_whole_card_leads_where_its_title_does(site_url, tab: Page, address, card):
    tab.set_viewport_size(NARROW)
    tab.goto(site_url + address)
    one = tab.locator(card).nth(1)
    target = one.locator("a").first.evaluate("link => link.href")
    box = one.bounding_box()
    one.click(position={"x": box["width"] - 12, "y": box["height"] - 8})
    expect(tab).to_have_url(target)


def test_chip_on_a_card_leads_to_its_own_place(site_url, tab: Page):
    tab.set_viewport_size(NARROW)
    tab.goto(site_url + "junior/")
    chip = tab.locator(".index-cards .chip").first
    target = chip.evaluate("link => link.href")
    chip.click()
    expect(tab).to_have_url(target)
    assert questions(level="junior")[0].tags[0] in target


@pytest.mark.parametrize("address", ["junior/", "middle/fastapi-security/"])
def test_what_is_cut_at_the_side_fades_there_and_is_whole_at_its_end(site_url, tab: Page, address):
    opened(tab, site_url + address)
    boxes = tab.locator("article :is(p:has(> img), .filter__tags)")
    cut = []
    for box in boxes.all():
        box.scroll_into_view_if_needed()  # what is far from the screen has no layout yet
        if box.evaluate("one => one.scrollWidth > one.clientWidth"):
            cut.append(box)
    assert cut
    for box in cut:
        assert "gradient" in box.evaluate("one => getComputedStyle(one).maskImage")
        room = box.evaluate(
            "one => { one.scrollLeft = 9999; return one.getBoundingClientRect().right"
            " - one.lastElementChild.getBoundingClientRect().right }"
        )
        assert room >= 20
