"""«Исправить» and «Нашли ошибку?»: where they lead, and that what they lead to exists."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Page, expect

from hooks.bank.load import load_bank
from hooks.finish.code_host import MISTAKE_FORM, NEW_QUESTION_FORM, is_github, new_issue_url
from scripts.tools.environment import ROOT
from tests.bank import questions
from tests.conftest import BASE_PATH, REPOSITORY
from tests.sites import build, make_site, page, question

FIRST = questions(page="junior/python-basics.md")[0]
FORMS = ROOT / ".github/ISSUE_TEMPLATE"
ACTIONS = re.compile(r'<p class="question-actions"><a href="([^"]+)"[^>]*>.*?</a><a href="([^"]+)"[^>]*>.*?</a></p>')


def actions(html: str) -> list[tuple[str, str]]:
    """Return the addresses of both links of each question of a page."""
    return [(edit, report.replace("&amp;", "&")) for edit, report in ACTIONS.findall(html)]


def test_every_question_can_be_corrected_at_its_own_line(site):
    bank = load_bank(ROOT / "docs")
    for page_name in sorted({one.page for one in bank.questions}):
        questions = [one for one in bank.questions if one.page == page_name]
        html = (site / page_name.removesuffix(".md") / "index.html").read_text(encoding="utf-8")
        found = actions(html)
        assert len(found) == len(questions)
        for one, (edit, _) in zip(questions, found, strict=True):
            path, _, line = edit.removeprefix(f"{REPOSITORY}/edit/main/").partition("#L")
            assert f"{{ #{one.id} " in (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            # They stand under their own question, before the next.
            assert html.index(f'id="{one.id}"') < html.index(edit)


@pytest.mark.counts
def test_mistake_form_is_filled_in(site):
    html = (site / "junior/python-basics/index.html").read_text(encoding="utf-8")
    address = urlsplit(actions(html)[0][1])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{REPOSITORY}/issues/new"
    assert parse_qs(address.query) == {
        "template": ["mistake.yml"],
        "title": [f"Ошибка: {FIRST.title}"],
        "question-id": [FIRST.id],
        "question-title": [FIRST.title],
        "address": [f"https://example.github.io/{BASE_PATH}/junior/python-basics/#{FIRST.id}"],
    }


@pytest.mark.parametrize("form", [MISTAKE_FORM, NEW_QUESTION_FORM], ids=lambda form: form.file)
def test_forms_and_their_fields_exist(form):
    body = yaml.safe_load((FORMS / form.file).read_text(encoding="utf-8"))["body"]
    fields = {field["id"]: field["type"] for field in body if "id" in field}
    # Only these two take a text from the address.
    assert {fields.get(name) for name in form.fields} <= {"input", "textarea"}


def test_no_form_is_left_that_the_constants_do_not_name():
    files = {path.name for path in FORMS.iterdir()} - {"config.yml"}
    assert files == {MISTAKE_FORM.file, NEW_QUESTION_FORM.file}


def test_field_that_the_form_lacks_is_refused():
    with pytest.raises(ValueError, match=r"в форме mistake\.yml нет полей: author"):
        new_issue_url(REPOSITORY, MISTAKE_FORM, "x", {"author": "y"})


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/one/two", True),
        ("https://github.example.com/one/two", True),
        ("https://firm.ghe.com/one/two", True),
        ("https://gitlab.com/one/two", False),
        ("https://codeberg.org/one/two", False),
        ("https://notgithub.com/github.com/two", False),
        ("", False),
    ],
)
def test_only_github_is_taken_for_github(repository, expected):
    assert is_github(repository) is expected


@pytest.mark.parametrize(
    ("repository", "number"),
    [("", 0), ("https://gitlab.com/one/two", 0), ("https://github.com/other/fork/", 2)],
)
def test_actions_follow_the_repository_that_published_the_site(tmp_path, repository, number):
    hostile = question(2).replace("Вопрос 2", 'Класс `a"b` и «x & y»')
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question(1), hostile)})
    result = build(folder, REPO_URL=repository, SITE_URL="")
    assert result.returncode == 0, result.stdout
    found = actions((folder / "site/junior/a/index.html").read_text(encoding="utf-8"))
    assert len(found) == number
    for edit, report in found:
        assert edit.startswith("https://github.com/other/fork/edit/main/docs/junior/a.md#L")
        query = parse_qs(urlsplit(report).query)
        # Without the site's address there is none to tell.
        assert set(query) == {"template", "title", "question-id", "question-title"}


def test_names_tell_the_question_and_paper_has_no_links(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/")
    link = tab.get_by_role("link", name=f"Исправить вопрос «{FIRST.title}»", exact=True)
    expect(link).to_be_visible()
    expect(link).to_have_text("Исправить")
    report = tab.get_by_role("link", name=f"Нашли ошибку? Вопрос «{FIRST.title}»", exact=True)
    expect(report).to_have_text("Нашли ошибку?")
    link.focus()
    tab.keyboard.press("Tab")
    expect(report).to_be_focused()
    # The smallest target of WCAG 2.2 AA is 24 by 24.
    assert min(link.bounding_box()["height"], report.bounding_box()["height"]) >= 24
    tab.emulate_media(media="print")
    expect(link).to_be_hidden()
