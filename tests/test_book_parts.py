"""The parts of the books on small pages: code, links, edition, the page of downloads, bad input."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from hooks.finish import kept
from scripts import build, build_pdf
from scripts.book import BookError, document, downloads, edition, page_numbers, press, render, widths
from scripts.book.articles import hanging_rules, read_section
from scripts.book.links import Links
from scripts.book.site_pages import BuiltSite
from scripts.book.volumes import Volume, list_volumes
from scripts.tools import environment, running, system_packages

PAGE = "<html><head><title>Страница</title></head><body><article>{}</article></body></html>"
ARTICLE = """<h1 id="h">Раздел<a class="headerlink" href="#h">¶</a></h1>{}"""
QUESTION = """<h2 id="q">Вопрос</h2><p>Что это?</p><details class="success"><summary>Модельный ответ</summary>
<p><strong>Коротко.</strong> Это.</p>{answer}</details>"""
CHECKED = '<p class="page-checked">Ответы сверены.</p>'
ADMONITION = '<div class="admonition warning"><p class="admonition-title">Осторожно</p>{}</div>'
RECORD = """{"id": "q", "title": "Вопрос", "prompt": "Что это?", "level": "junior", "kind": "technical",
"tags": ["git"], "section": "Раздел", "url": "junior/a/#q"}"""


def make_built_site(folder: Path, answer: str = "") -> Path:
    """Write the folder of a built site with one question."""
    folder.mkdir(parents=True)
    questions = f'{{"version": 1, "questions": [{RECORD}]}}'.encode()
    (folder / kept.QUESTIONS).write_bytes(questions)
    data = {"url": "", "repository": "", "questions": kept.stamp(questions), "pages": {}}
    kept.path(folder).write_text(json.dumps(data), encoding="utf-8")
    put_page(folder, "", "<p>Привет.</p>")
    put_page(folder, "junior/", "<p>Первая часть.</p>")
    put_page(folder, "junior/a/", "<p>О разделе.</p>" + QUESTION.format(answer=answer), CHECKED)
    put_page(folder, "tags/", '<h2 id="git">Git</h2><p>О Git.</p>')
    put_page(folder, "downloads/", "<!-- books --><p>Пока нет.</p><!-- /books -->")
    return folder


def put_page(site: Path, page: str, body: str, checked: str = "") -> None:
    """Write a page of a built site and what is kept of it."""
    article = ARTICLE.format(body)
    published = PAGE.format(article).encode()
    (site / page).mkdir(exist_ok=True)
    (site / page / "index.html").write_bytes(published)
    data = json.loads(kept.path(site).read_text(encoding="utf-8"))
    stamp = kept.stamp(published)
    data["pages"][page] = {"article": article, "checked": checked, "description": "О сайте", "page": stamp}
    kept.path(site).write_text(json.dumps(data), encoding="utf-8")


def answer_of(folder: Path, answer: str) -> html.HtmlElement:
    """Return the model answer as the book has it."""
    section = read_section(BuiltSite(make_built_site(folder / "site", answer)), "junior/a/")
    return section.entries[0].content[-1]


# -- parts --------------------------------------------------------------------------------------


def test_answers_are_dated_before_the_first_question(tmp_path):
    section = read_section(BuiltSite(make_built_site(tmp_path / "site")), "junior/a/")
    assert [one.text for one in section.intro] == ["О разделе.", "Ответы сверены."]


def test_output_that_begins_like_a_comment_is_an_output(tmp_path):
    prompts = '<span class="gp">$ </span>git status\n<span class="gp">#</span><span class="c1"># main</span>\n'
    block = f'<div class="language-console highlight"><pre><span></span><code>{prompts}</code></pre></div>'
    answer = answer_of(tmp_path, block)
    assert [one.text_content() for one in answer.findall(".//pre/p")] == ["$ git status", "## main"]
    assert answer.find_class("c") == []


def test_folded_answer_is_open_under_a_heading(tmp_path):
    answer = answer_of(tmp_path, "")
    assert answer.tag == "div"
    assert answer.find("h4").text_content() == "Модельный ответ"
    assert answer.find("p").get("class") == "short"


@pytest.mark.parametrize(
    ("answer", "framed"),
    [
        ("<p>Ещё.</p>", ["p"]),
        ("<p><strong>Подробно.</strong> Так.</p>", ["p"]),
        ("<ul><li>Раз.</li></ul><p><strong>Подробно.</strong> Так.</p><p>Ещё.</p>", ["p", "ul"]),
        ("<p><strong>Важно.</strong> Так.</p><p><strong>Каркас.</strong> Так.</p>", ["p", "p"]),
    ],
)
def test_short_answer_is_framed_whole(tmp_path, answer, framed):
    short = answer_of(tmp_path, answer).find_class("short")[0]
    assert [short.tag] == framed if len(framed) == 1 else [one.tag for one in short] == framed


def test_wrapped_line_of_code_hangs_behind_its_own_indent(tmp_path):
    answer = answer_of(
        tmp_path / "site", '<div class="highlight"><pre><code>if x:\n    y()\n\nz()\n</code></pre></div>'
    )
    lines = [line for line in answer.iter("p") if "line" in line.classes and "empty" not in line.classes]
    assert [line.text_content() for line in lines] == ["if x:", "    y()", "z()"]
    assert [line.get("class") for line in lines] == ["line hang-4", "line hang-8", "line hang-4"]
    assert hanging_rules(lines[:1]).splitlines() == [
        ".hang-4 { padding-left: 4ch; text-indent: -4ch }",
        ".code:not(.whole) .hang-4 { padding-left: calc(4ch + 3mm) }",
    ]
    assert len(hanging_rules(lines).splitlines()) == 4
    assert len(answer.findall(".//p[@class='line empty']")) == 1


def test_alike_lines_chapters_and_questions_of_a_book_have_nothing_of_their_own(tmp_path):
    code = '<div class="highlight"><pre><code>if x:\n    y()</code></pre></div>'
    library = document.read_library(BuiltSite(make_built_site(tmp_path / "site", code)), edition.Edition(86400))
    whole = html.fromstring(document.write_document(library, list_volumes(library.parts)[0]))
    assert whole.find_class("hang-8")
    assert whole.xpath("//p[@style]") == []
    assert {one.get("class") for one in whole.iter("section") if one.get("id")} == {"part"}
    toc = whole.find_class("contents")[0].xpath(".//a[not(@class)]/@href")
    assert toc == ["#home", "#junior", "#junior-a", "#junior-a--q", "#tags"]
    assert {one.removeprefix("#") for one in toc} <= set(whole.xpath("//@id"))


def test_output_stays_with_its_sample_but_not_with_a_longer_one(tmp_path):
    code = '<div class="highlight"><pre><code>{}</code></pre></div>'
    output = '<div class="highlight"><span class="filename">Вывод</span><pre><code>1</code></pre></div>'
    short = answer_of(tmp_path / "a", code.format("<span class='k'>x</span>") + output)
    assert short.find("div").get("class") == "sample whole"
    long = answer_of(tmp_path / "b", code.format("<span class='k'>x</span>\n" * 50) + output)
    assert long.find("div").get("class") == "sample"
    assert [block.get("class") for block in long.find("div")] == ["code", "code whole"]


def test_long_block_breaks_at_its_empty_lines_away_from_its_ends(tmp_path):
    texts = ["import a", "", *["x = 1"] * 10, "", *["y = 2"] * 10, "", "print(x)"]
    block = '<div class="highlight"><pre><code>{}</code></pre></div>'
    lines = answer_of(tmp_path / "a", block.format("\n".join(texts))).findall(".//pre/p")
    assert [number for number, line in enumerate(lines) if "held" not in line.classes] == [12]
    lines = answer_of(tmp_path / "b", block.format("x = 1\n" * 30)).findall(".//pre/p")
    assert [number for number, line in enumerate(lines) if "held" not in line.classes] == list(range(6, 24))


def test_code_in_a_table_that_is_too_wide_may_break_at_its_joints(tmp_path):
    table = "<table><tr><td><code>{}</code></td><td>слово</td></tr></table>"
    narrow = answer_of(tmp_path / "a", table.format("functools.lru_cache"))
    assert narrow.find(".//code").text == "functools.lru_cache"
    broken = answer_of(tmp_path / "b", table.format("concurrent_futures.thread_pool.ThreadPoolExecutor" * 2))
    assert broken.find(".//code").text.startswith("concurrent_\u200bfutures.\u200bthread_\u200bpool.\u200bThread")
    assert broken.find(".//table").get("class") == "whole"
    assert "wide" in answer_of(tmp_path / "c", table.format("x" * 90)).find(".//table").classes


@pytest.mark.parametrize(
    ("block", "kinds"),
    [
        (ADMONITION, {"warning"}),
        ('<details class="warning"><summary>Осторожно</summary>{}</details>', {"warning"}),
        ('<details class="note" open="open"><summary>Осторожно</summary>{}</details>', set()),
        (f"<ul><li><p>Пункт</p>{ADMONITION}</li></ul>", {"warning"}),
        (f"<blockquote>{ADMONITION}</blockquote>", {"warning"}),
    ],
)
def test_note_of_any_kind_in_any_place_is_a_title_and_its_text(block, kinds, tmp_path):
    note = answer_of(tmp_path, block.format("<p>Текст.</p>")).find(".//div")
    assert set(note.classes) == {"block", "note", *kinds}
    label, text = note
    assert [(one.tag, one.get("class")) for one in note] == [("p", "label"), ("p", None)]
    assert (label.text, text.text) == ("Осторожно", "Текст.")


def test_note_without_a_title_is_a_note(tmp_path):
    note = answer_of(tmp_path, '<div class="admonition note"><p>Текст.</p></div>').find(".//div")
    assert (note.get("class"), len(note)) == ("block note", 1)


def test_headings_step_down_one_by_one(tmp_path):
    assert answer_of(tmp_path, '<h3 id="x">Внутри</h3>').find("h5").classes == {"heading"}
    site = make_built_site(tmp_path / "other")
    put_page(site, "junior/", "<h4>Внутри</h4>")
    assert [one.tag for one in read_section(BuiltSite(site), "junior/").intro] == ["p"]


def test_output_stays_with_its_sample_inside_lists_and_notes_too(tmp_path):
    code = '<div class="highlight"><pre><code><span class="k">x</span></code></pre></div>'
    output = '<div class="highlight"><span class="filename">Вывод</span><pre><code>1</code></pre></div>'
    for number, holder in enumerate(("ul><li", "blockquote", 'div class="admonition note"')):
        end = "</li></ul>" if "li" in holder else f"</{holder.split()[0]}>"
        answer = answer_of(tmp_path / str(number), f"<{holder}><p>Вот:</p>{code}{output}{end}")
        assert len(answer.find_class("sample")) == 1, holder
        assert [one.text for one in answer.find_class("lead")][-1:] == ["Вот:"], holder


def test_box_is_ticked_and_list_goes_on_from_its_number(tmp_path):
    box = '<li class="task-list-item"><label class="task-list-control"><input type="checkbox"{}></label> Пункт</li>'
    boxes = f"<ul>{box.format(' checked')}{box.format('')}</ul>"
    answer = answer_of(tmp_path, f'{boxes}<ol start="7"><li>Седьмой</li></ol>')
    assert [one.text or "" for one in answer.find_class("box")] == ["✓", ""]
    assert answer.find("ol").get("style") == "counter-reset:list-item 6"


def test_code_breaks_inside_only_where_it_is_longer_than_a_line(tmp_path):
    answer = answer_of(
        tmp_path / "site", f"<p><code>json.loads</code> <code>git --staged</code> <code>{'x' * 99}</code></p>"
    )
    short, options, long = answer.findall(".//code")
    assert short.get("class") is None
    assert [(one.text, one.get("class")) for one in options] == [("--staged", "held")]
    assert long.get("class") == "long"
    deep = answer_of(tmp_path / "deep", "<ul><li>" * 8 + f"<code>{'x' * 70}</code>" + "</li></ul>" * 8)
    assert deep.find(".//code").get("class") == "long"


def test_pieces_of_a_link_keep_what_may_not_break(tmp_path):
    answer = answer_of(tmp_path, '<p><a href="#q">Про <code>git --staged</code></a></p>')
    links = Links({"junior-a--q"}, "", {}).adopt([answer], "junior/a/")[0].iter("a")
    assert [(one.text, one.get("class")) for one in links][:3] == [
        ("Про ", None),
        ("git ", "mono"),
        ("--staged", "mono held"),
    ]


def rewritten(
    link: str, *, site_url: str = "", targets: frozenset[str] = frozenset(), names: dict | None = None
) -> str:
    """Return a link of the page `junior/a/` as a book has it."""
    element = html.fromstring(f"<p>{link}</p>")
    return html.tostring(
        Links(set(targets), site_url, names or {}).adopt([element], "junior/a/")[0], encoding="unicode"
    )


def test_link_with_elements_inside_becomes_links_of_plain_text():
    result = html.fromstring(rewritten('<a href="#q">про <code>x</code> и <em>y</em></a>.', targets={"junior-a--q"}))
    assert [(link.text, link.get("class"), len(link)) for link in result.iter("a")] == [
        ("про ", None, 0),
        ("x", "mono", 0),
        (" и ", None, 0),
        ("y", "em", 0),
        (f"(с.\N{NO-BREAK SPACE}{page_numbers.PLACE})", page_numbers.CLASS, 0),
    ]
    assert {link.get("href") for link in result.iter("a")} == {"#junior-a--q"}
    assert result.text_content() == f"про x и y (с.\N{NO-BREAK SPACE}{page_numbers.PLACE})."


def test_link_outside_gets_one_footnote_in_a_question():
    result = rewritten('<a href="https://example.org/x">раз</a>, <a href="https://example.org/x">два</a>')
    assert result.count('class="footnote"') == 1
    assert ">example.org/x</a></span>," in result


def test_link_to_another_book_leads_to_the_site_and_names_the_part():
    names = {"middle-b--r": "Middle"}
    result = rewritten('<a href="../../middle/b/#r">там</a>', site_url="https://example.org/s/", names=names)
    assert 'href="https://example.org/s/middle/b/#r"' in result
    assert "(см. «Middle»)" in result
    assert "<a" not in rewritten('<a href="../../middle/b/#r">там</a>', names=names)


def test_drawing_names_our_fonts():
    drawing = '<text font-family="sans-serif">а</text><text font-family="monospace">б</text>'
    assert render.with_our_fonts(drawing) == (
        '<text font-family="IBM Plex Sans">а</text><text font-family="IBM Plex Mono">б</text>'
    )


# -- edition ------------------------------------------------------------------------------------


def test_clock_of_the_environment_wins_over_the_commit(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert edition.find_edition(environment.ROOT).date == "2 января 1970 года"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    found = edition.find_edition(environment.ROOT)
    assert (len(found.commit), found.epoch > 86400) in {(40, True), (0, True)}


def test_without_git_date_and_commit_are_unknown(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert edition.find_edition(tmp_path) == edition.Edition(edition.UNKNOWN)
    assert edition.find_edition(tmp_path).date == ""


def test_wrong_clock_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "вчера")
    with pytest.raises(BookError, match="SOURCE_DATE_EPOCH должна быть числом секунд с 1970 года, а не «вчера»"):
        edition.find_edition(tmp_path)


# -- the page of downloads ----------------------------------------------------------------------


def test_downloads_are_listed_in_place_of_the_advice():
    book = downloads.Book(Volume("a.pdf", "Вся <книга>", "Всё.", ()), 247, 2_140_000)
    page = downloads.filled("до<!-- books -->совет<!-- /books -->после", [book])
    assert "совет" not in page
    assert '<a href="../pdf/a.pdf">Вся &lt;книга&gt;</a> — PDF, 247 с., 2,1 МБ' in page
    assert page.startswith("до<!-- books -->")
    assert page.endswith("<!-- /books -->после")
    assert downloads.filled(page, [book]) == page


def test_page_without_a_place_for_the_books_is_refused():
    with pytest.raises(BookError, match=r"downloads/index\.html: нужно одно место .*; поправьте docs/downloads\.md"):
        downloads.filled("<p>Ничего</p>", [])


def test_page_without_a_place_is_told_before_anything_is_printed(tmp_path, capsys):
    site = make_built_site(tmp_path / "site")
    put_page(site, "downloads/", "<p>Ничего</p>")
    message = fails(site, capsys)
    assert "downloads/index.html: нужно одно место для книг" in message
    assert not (site / "pdf").exists()


# -- bad input ----------------------------------------------------------------------------------


def leftovers(folder: Path) -> list[str]:
    """Return what a printing has left behind: books and half-written files."""
    names = [path.name for path in folder.rglob("*") if ".pdf" in path.name or path.name.startswith(".")]
    return [name for name in names if name != ".site-articles.json"]


def fails(site: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Print the books of a site, which must fail and leave nothing; return the message."""
    assert running.run(lambda: build_pdf.main(["--site-dir", str(site)])) == 1
    assert leftovers(site.parent) == []
    return capsys.readouterr().err


def test_folder_that_is_no_site_is_named(tmp_path, capsys):
    message = fails(tmp_path / "нет", capsys)
    assert (
        f"Нет файла {tmp_path / 'нет' / 'questions.json'}; сначала соберите сайт: python3 -m scripts.build" in message
    )
    assert "Книги не напечатаны." in message


def test_unreadable_site_is_named(tmp_path, capsys, monkeypatch):
    site = make_built_site(tmp_path / "site")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        # A real chmod does not stop root, who runs these tests in containers.
        if path.name == "questions.json":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    message = fails(site, capsys)
    assert f"Не получилось прочитать {site / 'questions.json'}" in message
    assert "проверьте права" in message


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("questions.json", "{", "questions.json: не похоже на список вопросов сайта"),
        ("questions.json", '{"questions": []}', "тексты для книг не от этого сайта (questions.json другой)"),
        ("junior/a/index.html", PAGE, "тексты для книг не от этого сайта (junior/a/index.html другой)"),
        ("index.html", None, "index.html; сначала соберите сайт: python3 -m scripts.build"),
        ("../.site-articles.json", None, ".site-articles.json с текстами страниц для книг; соберите сайт заново"),
        ("../.site-articles.json", "{", ".site-articles.json: файл испорчен; соберите сайт заново"),
        ("../.site-articles.json", "[]", ".site-articles.json: файл испорчен; соберите сайт заново"),
        pytest.param(
            "../.site-articles.json",
            "[" * 100_000,
            ".site-articles.json: файл испорчен; соберите сайт заново",
            id="deep",
        ),
        (
            "../.site-articles.json",
            '{"url": 5, "repository": "", "questions": "", "pages": {}}',
            ".site-articles.json: файл испорчен; соберите сайт заново",
        ),
        ("../.site-articles.json", '{"url": ""}', ".site-articles.json: файл испорчен; соберите сайт заново"),
    ],
)
def test_broken_site_is_named(name, text, message, tmp_path, capsys):
    site = make_built_site(tmp_path / "site")
    if text is None:
        (site / name).unlink()
    else:
        (site / name).write_text(text, encoding="utf-8")
    assert message in fails(site, capsys)


def test_page_that_lacks_its_questions_is_named(tmp_path, capsys):
    site = make_built_site(tmp_path / "site")
    put_page(site, "junior/a/", "")
    assert "нет вопросов из questions.json: q; соберите сайт заново" in fails(site, capsys)


def test_page_that_the_site_lacks_is_named(tmp_path):
    site = BuiltSite(make_built_site(tmp_path / "site"))
    assert not site.has("marks/")
    with pytest.raises(BookError, match=r"marks/index\.html: нет текста страницы; соберите сайт заново"):
        site.article("marks/")


def test_missing_drawing_is_named_and_nothing_is_left(tmp_path, capsys):
    site = make_built_site(tmp_path / "site", '<p><img src="../../нет.svg" alt="Схема"></p>')
    message = fails(site, capsys)
    assert "WeasyPrint не смог сверстать книгу чисто" in message
    assert ".svg" in message


def test_letter_that_the_fonts_lack_is_named(tmp_path, capsys):
    message = fails(make_built_site(tmp_path / "site", "<p>Улыбка \N{GRINNING FACE}</p>"), capsys)
    assert "«\N{GRINNING FACE}» (U+1F600)" in message


def test_unknown_book_is_refused_with_the_known_ones(tmp_path, capsys):
    site = make_built_site(tmp_path / "site")
    assert build_pdf.main(["--site-dir", str(site), "--only", "роман.pdf"]) == 1
    assert "Нет такой книги: роман.pdf; есть sobesednik.pdf, sobesednik-junior.pdf" in capsys.readouterr().err


def test_unforeseen_error_names_the_page_or_the_book_in_one_line(tmp_path, capsys, monkeypatch):
    site = make_built_site(tmp_path / "site", '<p><a href="http://[">там</a></p>')
    message = fails(site, capsys)
    assert "junior/a/: ссылки страницы не перенести в книгу: ValueError: Invalid IPv6 URL\n" in message

    def fail(_element):
        raise IndexError("list index\nout of range")

    monkeypatch.setattr(widths, "lay_out", fail)
    message = fails(site, capsys)
    assert "index.html: из страницы не сделать главу книги: IndexError: list index out of range\n" in message


def test_error_of_a_worker_names_its_book(tmp_path):
    with pytest.raises(BookError, match=r"^a\.pdf: книга не печатается: TypeError: "):
        press.print_books({"a.pdf": None}, tmp_path, tmp_path / "pdf")


def test_books_are_put_in_their_place_together_or_not_at_all(tmp_path):
    workshop, folder = tmp_path / "workshop", tmp_path / "pdf"
    for one in (workshop, folder):
        one.mkdir()
    for name in "ab":
        (folder / name).write_text("old", encoding="utf-8")
    (workshop / "a").write_text("new", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        press._deliver(workshop, folder, ["a", "b"])
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {"a": "old", "b": "old"}
    (workshop / "a").write_text("new", encoding="utf-8")
    (workshop / "b").write_text("new", encoding="utf-8")
    press._deliver(workshop, folder, ["a", "b"])
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {"a": "new", "b": "new"}


def test_books_of_a_site_that_is_not_built_yet_begin_with_building_it(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(build_pdf, "SITE", tmp_path / "site")
    monkeypatch.setattr(build, "main", lambda arguments: asked.append(arguments) or 1)
    assert build_pdf.main([]) == 1
    assert asked == [["--site-dir", str(tmp_path / "site"), "--no-pdf"]]


def test_books_printed_later_are_in_the_list_of_files_for_reading_without_a_network(tmp_path, monkeypatch):
    site, asked = make_built_site(tmp_path / "site"), []
    (site / "service-worker.js").touch()
    monkeypatch.setattr(build_pdf, "publish", lambda _, **_options: [])
    monkeypatch.setattr(build, "write_service_worker", asked.append)
    assert build_pdf.main(["--site-dir", str(site)]) == 0
    assert asked == [site]


def test_missing_pango_is_told_with_its_packages(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(system_packages, "_has_library", lambda name: "pango" not in name)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _: None)
    message = fails(make_built_site(tmp_path / "site"), capsys)
    assert "libpango-1.0-0 — раскладывает текст книг" in message
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0" in message


def test_missing_pango_stops_a_build_before_it_begins(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(system_packages, "_has_library", lambda _: False)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _: None)
    assert running.run(lambda: build.main(["--site-dir", str(tmp_path / "site")])) == 1
    assert "libpangoft2-1.0-0" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="нужен /dev/full: каждая запись в него — как на полный диск")
def test_full_disk_leaves_no_half_written_book(tmp_path):
    with pikepdf.new() as pdf, io.BytesIO() as buffer:
        pdf.add_blank_page()
        pdf.save(buffer)
        data = buffer.getvalue()
    (tmp_path / ".a.pdf.half").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as failure:
        render.finish(data, tmp_path / "a.pdf")
    assert failure.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []
    assert render.finish(data, tmp_path / "a.pdf") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_full_disk_is_told_in_words(tmp_path, capsys, monkeypatch):
    def fill(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(press.tempfile, "TemporaryDirectory", fill)
    assert "Не хватило места на диске" in fails(make_built_site(tmp_path / "site"), capsys)


def test_interrupt_ends_the_workers_and_leaves_nothing(tmp_path):
    site = make_built_site(tmp_path / "site", "<p>Долгий ответ.</p>" * 3000)
    command = [sys.executable, "-m", "scripts.build_pdf", "--site-dir", site]
    started = subprocess.Popen(
        command,
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    while not list(tmp_path.glob("site/.books-*")):
        assert started.poll() is None
        time.sleep(0.05)
    time.sleep(1)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to the script and its workers
    output, _ = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Остановлено." in output
    assert "Traceback" not in output
    assert leftovers(tmp_path) == []
