"""What a reader chooses to print: one question, those that are open, an index as it was narrowed."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect

from tests.bank import questions
from tests.test_print import packed
from tests.waiting import wait_until

QUESTIONS = "junior/python-basics/"
ON_PAGE = questions(page="junior/python-basics.md")


def paper(tab: Page) -> str:
    """Return the packed text of what a browser prints now."""
    document = pdfium.PdfDocument(tab.pdf(format="A4"))
    return packed("".join(page.get_textpage().get_text_bounded() for page in document))


def printed(text: str) -> list[str]:
    """Return the ids of the questions of the page that are on paper, with their answers."""
    return [one.id for one in ON_PAGE if packed(one.prompt) in text and packed(one.short)[:60] in text]


@pytest.fixture
def page(site_url, tab: Page) -> Page:
    """A page of questions whose button asks for no dialog of the browser."""
    tab.add_init_script("window.print = () => { window.isAsked = true }")
    tab.goto(site_url + QUESTIONS)
    return tab


def test_one_question_prints_alone_and_the_next_time_all(page: Page):
    chosen = ON_PAGE[2]
    page.get_by_role("button", name=f"Печать вопроса «{chosen.title}»").click()
    wait_until(page, lambda: page.evaluate("window.isAsked"))
    text = paper(page)
    assert printed(text) == [chosen.id]
    assert packed("версия от") in text
    assert printed(paper(page)) == [one.id for one in ON_PAGE]


def test_questions_whose_answers_are_open_print_alone(page: Page):
    for number in (1, 3):
        page.locator(f"[data-question={ON_PAGE[number].id}] summary").first.click()
    page.get_by_role("button", name="Печать раскрытых").click()
    wait_until(page, lambda: page.evaluate("window.isAsked"))  # the script comes with the first press
    assert printed(paper(page)) == [ON_PAGE[1].id, ON_PAGE[3].id]


def test_where_nothing_is_open_that_is_said_and_all_is_printed_only_when_asked_for(page: Page):
    page.get_by_role("button", name="Печать раскрытых").click()
    expect(page.locator(".notice [role=status]")).to_contain_text("Ни один ответ не раскрыт")
    assert not page.evaluate("window.isAsked")
    page.get_by_role("button", name="Напечатать всю страницу").click()
    wait_until(page, lambda: page.evaluate("window.isAsked"))
    assert printed(paper(page)) == [one.id for one in ON_PAGE]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("junior/?find=git&tags=git", "Отбор: «git», Git. Показано: "),
        ("tags/?tags=git&level=middle", "Отбор: Git, уровень — Middle. "),
    ],
)
def test_narrowed_index_is_printed_as_it_is_narrowed_and_says_so(site_url, tab: Page, address, told):
    tab.goto(site_url + address)
    items = tab.locator("li[data-question]:visible a:first-child")
    expect(tab.get_by_role("button", name="Показать все")).to_be_visible()
    shown = {packed(one) for one in items.all_text_contents()}
    hidden = {
        packed(one) for one in tab.locator("li[data-question][hidden] p:first-child > :first-child").all_text_contents()
    }
    text = paper(tab)
    assert packed(told) in text
    assert [one for one in shown if one not in text] == []
    assert [one for one in hidden - shown if one in text.replace(packed(told), "")] == []
    assert hidden
    tab.get_by_role("button", name="Показать все").click()
    expect(tab.get_by_role("button", name="Показать все")).to_be_hidden()
    assert packed("Отбор") not in paper(tab)
