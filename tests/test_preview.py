"""The changed pages as one file: what is in it, that it needs nothing else, and that nothing in it runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from scripts.tools.preview_document import Built, document
from tests.clones import git, make_repository, run

pytestmark = pytest.mark.xdist_group("repository")

PAGE = "junior/python-basics.md"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository in which one page was changed on a branch."""
    clone = make_repository(tmp_path_factory.mktemp("preview") / "sobesednik")
    git(clone, "switch", "-q", "-c", "edit")
    page = clone / "docs" / PAGE
    page.write_text(
        page.read_text(encoding="utf-8").replace("Список можно менять", "Список разрешено менять"), encoding="utf-8"
    )
    git(clone, "commit", "-q", "-a", "-m", "Правка")
    return clone


def preview(repository, site, output, base="main"):
    """Run the command as the workflow does."""
    return run(repository, "preview", "--base", base, "--site", str(site), "--output", str(output))


def test_file_shows_the_changed_page_and_works_alone(repository, site, chromium, tmp_path):
    output = tmp_path / "preview.html"
    result = preview(repository, site, output, base="HEAD^1")
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"Предпросмотр: {output}; изменённых страниц: 1\n"
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    asked = []
    noise = []
    tab.on("request", lambda request: request.url.startswith(("file:", "data:")) or asked.append(request.url))
    tab.on("console", lambda message: noise.append(message.text))
    tab.goto(output.as_uri())
    assert tab.locator("article").count() == 1
    answer = tab.locator("details.success").first
    expect(answer.get_by_text("Коротко.")).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.get_by_text("Коротко.")).to_be_visible()
    # Our own colour of the block: the style sheets are inside.
    assert answer.evaluate("one => getComputedStyle(one).borderTopColor") == "rgb(38, 112, 79)"
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    images = tab.locator("img")
    assert images.count() > 0
    assert images.evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 0)")
    hrefs = set(tab.locator("article a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))"))
    assert "#mutable-vs-immutable" in hrefs
    assert "https://example.github.io/sobesednik/tags/#hashing" in hrefs
    inside = {href[1:] for href in hrefs if href.startswith("#")}
    assert inside <= set(tab.locator("[id]").evaluate_all("all => all.map(one => one.id)"))
    assert [href for href in hrefs if not href.startswith(("#", "https://", "http://"))] == []
    assert (asked, noise) == ([], [])
    context.close()


def test_page_of_another_kind_has_its_own_stylesheet(site, tab, tmp_path):
    output = tmp_path / "preview.html"
    output.write_text(document(Built(site), [PAGE, "evening-before.md", "tags.md"]), encoding="utf-8")
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(output.as_uri())
    columns = "all => all.map(one => getComputedStyle(one).columnCount)"
    assert tab.locator("article").evaluate_all(columns) == ["auto", "2", "auto"]
    boxes = "one => getComputedStyle(one.querySelector('.task-list-indicator'), '::before').borderTopStyle"
    assert tab.locator("article").nth(1).evaluate(boxes) == "solid"
    assert output.read_text(encoding="utf-8").count(".question-card>h2{") == 1


def test_changed_picture_shows_its_page_and_new_pages_are_seen(repository, site, tmp_path):
    picture = repository / "docs/assets/diagrams/b-tree.svg"
    picture.write_text(picture.read_text(encoding="utf-8").replace("<svg", "<svg data-new=''", 1), encoding="utf-8")
    (repository / "docs/middle/new.md").write_text("# Новая\n", encoding="utf-8")
    try:
        result = preview(repository, site, tmp_path / "preview.html")
    finally:
        git(repository, "checkout", "-q", "docs/assets")
        (repository / "docs/middle/new.md").unlink()
    assert result.returncode == 0, result.stderr
    names = re.findall(
        r">([^<]+)</a></li>", (tmp_path / "preview.html").read_text(encoding="utf-8").partition("</nav>")[0]
    )
    # The new page is not in this site, which was built without it.
    assert names == ["junior/python-basics.md", "middle/indexes-storage.md"]
    assert "изменённых страниц: 3" in result.stdout


def test_nothing_changed_is_said(repository, site, tmp_path):
    assert preview(repository, site, tmp_path / "preview.html", base="HEAD").returncode == 0
    assert "<p>Страницы не изменены.</p>" in (tmp_path / "preview.html").read_text(encoding="utf-8")


def test_unknown_base_is_a_clear_error(repository, site, tmp_path):
    result = preview(repository, site, tmp_path / "preview.html", base="нет-такой")
    assert result.returncode == 1
    assert "Укажите другую ветку" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "preview.html").exists()


def test_page_with_mistakes_is_shown_though_the_build_refuses_it(repository, tmp_path):
    page = repository / "docs" / PAGE
    before = page.read_text(encoding="utf-8")
    page.write_text(
        before.replace(".hashing", ".heshing", 1).replace("Вопросы о языке", "Вапросы о языке"), encoding="utf-8"
    )
    try:
        result = preview(repository, tmp_path / "not-built", tmp_path / "preview.html", base="HEAD")
    finally:
        page.write_text(before, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert "назовёт их python3 -m scripts.check" in result.stderr
    assert "Вапросы о языке" in (tmp_path / "preview.html").read_text(encoding="utf-8")


def hostile_site(folder):
    """Write a site of one page that tries everything."""
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text('<link rel="stylesheet" href="style.css">', encoding="utf-8")
    (folder / "style.css").write_text(
        "@font-face { src: url(font.woff2) } a { background: url('https://evil.example/x.png') } b { color: red }"
        " i { content: '</style><script>1</script>' }",
        encoding="utf-8",
    )
    (folder.parent / "secret.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "a/index.html").write_text(
        "<article class=x><script>alert(1)</script><p onclick='alert(1)' ONLOAD=x>текст &amp; &#171;</p>"
        '<a href="javascript:alert(1)">раз</a><a href=" data:text/html,x">два</a><a href="../b/#c">три</a>'
        '<iframe src="https://evil.example"><p>внутри</p></iframe><img src="https://evil.example/x.png" alt="нет">'
        '<img src="%2e%2e/%2e%2e/secret.svg" alt="чужой">'
        '<form action="/x"><input></form><meta http-equiv=refresh content=0>'
        '<p title="&quot;&gt;">после</p><!-- <script> --></article>',
        encoding="utf-8",
    )
    return Built(folder)


def test_nothing_of_a_hostile_page_runs_or_is_fetched(tmp_path):
    text = document(hostile_site(tmp_path / "site"), ["a.md"])
    body = text.partition("<article")[2]
    assert "evil.example" not in text
    assert not re.search(r"<(script|iframe|form|meta|img [^>]*src=)", body)
    assert not re.search(r"\son\w+=|javascript:|data:text", body, re.IGNORECASE)
    assert "внутри" not in body
    assert "<p>текст &amp; &#171;</p><a>раз</a><a>два</a><a>три</a>" in body
    assert '<p title="&quot;&gt;">после</p>' in body
    assert text.count("</style>") == 1
    assert "b { color: red }" in text
    assert "script" not in text.partition("<style>")[0]
    assert "Content-Security-Policy" in text.partition("<style>")[0]
