"""What may lie in `docs/`: which files are published, in whose place, and what pictures hold."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from PIL import Image

from hooks.bank.vocabulary import load_vocabulary
from hooks.checks import is_misplaced, misplaced_files, read_sources
from hooks.checks.project import addresses, files, pictures
from hooks.finish import site as site_folder
from hooks.lean.addresses import path_in_site
from scripts import check
from scripts.tools.environment import ROOT
from tests.clones import git
from tests.site_text import pages
from tests.sites import build, make_site, page, question

SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>\n{}\n</svg>"


# -- places -------------------------------------------------------------------------------------


def test_no_file_of_docs_can_take_the_place_of_what_a_build_makes(site, tmp_path):
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    own = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*")}
    own |= {f"{files.place(one)}/index.html".lstrip("/") for one in own if one.endswith(".md")}
    moved = set(site.rglob("*.html")) - set(pages(site))
    generated = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - own
    # An old address may be a page's again: the list of addresses tells its reader so.
    generated -= {path.relative_to(site).as_posix() for path in moved}
    for expected in (
        "questions.json",
        "robots.txt",
        "404.html",
        "search/core.json",
        "sitemap.xml",
        "contributing/index.html",
    ):
        assert any(one.startswith(expected.removesuffix("core.json")) for one in generated)
    for name in generated:
        sources = {f"{name.removesuffix('/index.html')}.md", f"{name.removesuffix('.html')}.md"}
        for source in {name} | (sources if name.endswith("/index.html") else set()):
            docs = tmp_path / "docs"
            (docs / source).parent.mkdir(parents=True, exist_ok=True)
            (docs / source).touch()
            assert is_misplaced(source, misplaced_files(docs, vocabulary)), source
            (docs / source).unlink()
            os.removedirs((docs / source).parent)


def test_checks_read_the_very_pages_that_mkdocs_publishes(tmp_path):
    names = (
        "new.MD",
        "new.Md",
        "a.markdown",
        "b.mdown",
        "c.mkd",
        "d.mkdn",
        "README.md",
        "templates/x.md",
        ".hidden.md",
    )
    names += (".hidden/x.md", "junior/index.markdown", "junior/deep/er/x.md", "junior/c d.md", "junior.md", "e.md")
    make_site(tmp_path, {"junior/a.md": page(question()), **dict.fromkeys(names, "# Заметка\n")})
    docs = tmp_path / "docs"
    misplaced = misplaced_files(docs, load_vocabulary(tmp_path / "mkdocs.yml"))
    published = {file.src_uri for file in get_files(load_config(str(tmp_path / "mkdocs.yml"))).documentation_pages()}
    left = {one for one in published if not is_misplaced(one, misplaced)}
    assert left == {source.page for source in read_sources(docs) if not is_misplaced(source.page, misplaced)}
    assert {"junior/a.md", "junior/deep/er/x.md", "e.md"} <= left
    hidden = {".hidden.md", ".hidden/x.md"}
    assert not left & set(names) - {"junior/deep/er/x.md", "e.md"} - hidden


def test_lax_build_leaves_out_what_does_not_belong(tmp_path):
    bundle = next((ROOT / ".venv").glob("lib/*/site-packages/material/templates/assets/javascripts/bundle.*.min.js"))
    strange = {
        "robots.txt": "Disallow: /",
        f"assets/javascripts/{bundle.name}": "alert(1)",
        "assets/notes.txt": "alert(1)",
        "assets/x.svg": SVG.format("<script/>"),
        "New.MD": "# Новая\n",
    }
    make_site(tmp_path, {"junior/a.md": page(question()), **strange})
    (tmp_path / "docs/addresses.txt").write_text(
        "junior/a.md\n/x.md -> tags.md\n../../x.md -> tags.md\ncontributing.md -> tags.md\n", encoding="utf-8"
    )
    result = build(tmp_path, "--no-strict")
    assert result.returncode == 0, result.stdout
    site = tmp_path / "site"
    assert "Disallow" not in (site / "robots.txt").read_text(encoding="utf-8")
    assert len((site / "assets/javascripts" / bundle.name).read_text(encoding="utf-8")) > 1000
    assert not {"assets/notes.txt", "assets/x.svg", "New.MD"} & {
        one.relative_to(site).as_posix() for one in site.rglob("*")
    }
    assert "Как помочь" in (site / "contributing/index.html").read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.rglob("x") if one.is_dir()] == []


# -- the folder of the site ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/x",
        "a/../x",
        "a/./x",
        "a//x",
        "a/",
        "",
        ".",
        "..",
        "a\\x",
        "C:x",
        "a\nx",
        "a/..",
        "%2e%2e/x",
        "a b",
    ],
)
def test_no_name_leads_out_of_the_folder_of_the_site(tmp_path, name):
    with pytest.raises(ValueError, match="вывел бы из папки сайта"):
        site_folder.write(tmp_path / "site", name, "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["index.html", ".well-known/security.txt", "a/b-c/d_e.min.js", "a/..b.txt"])
def test_names_inside_are_written(tmp_path, name):
    site_folder.write(tmp_path, name, "x")
    assert (tmp_path / name).read_text(encoding="utf-8") == "x"


_paths = st.text(st.sampled_from("ab/.#->\\ :%~ \n\0é"), max_size=20) | st.text(max_size=20)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(_paths)
def test_whatever_name_a_file_is_given_it_stays_in_its_folder(name):
    folder = Path("/srv/site")
    try:
        path = site_folder.path_in(folder, name)
    except ValueError:
        return
    assert Path(os.path.normpath(path)) == path
    assert path.is_relative_to(folder)
    assert path != folder


@settings(max_examples=500, derandomize=True, deadline=None)
@given(st.lists(st.tuples(_paths, _paths), max_size=5), st.sampled_from([".md", "", ".MD"]))
def test_whatever_the_list_says_its_addresses_are_normal_and_in_the_site(lines, suffix):
    published = addresses.read("\n".join(f"{one}{suffix} -> {other}{suffix}" for one, other in lines))
    for entry in published.entries:
        for address in filter(None, (entry.address, entry.target)):
            name = address.partition("#")[0]
            assert files.is_normal(name)
            site_folder.path_in(Path("/srv/site"), f"{files.place(name)}/index.html".lstrip("/"))


def test_files_that_would_stand_in_one_place_are_named():
    names = [("a.md", "a/index.html"), ("A.md", "A/index.html"), ("x.txt", "x.txt"), ("y.md", "x.txt/index.html")]
    names += [("z.md", "../z/index.html")]
    assert [one.partition(":")[0] for one in site_folder.clashes(names)] == ["A.md", "z.md", "y.md"]


@pytest.mark.parametrize("address", ["../../x.js", "/other/x.js", "/base/../../x.js", "../a/../../x.js"])
def test_script_of_a_page_is_never_looked_for_outside_the_site(address):
    assert path_in_site(address, "junior", "/base/") == ""


# -- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "docs/assets").rglob("*.svg")), ids=lambda path: path.stem)
def test_real_drawing_passes(path):
    assert pictures.find_in_drawing(path.read_bytes()) is None


@pytest.mark.parametrize(
    "content",
    [
        "<SCRIPT/>",
        "<script xmlns='http://www.w3.org/1999/xhtml'/>",
        "<foreignObject/>",
        "<foreignobject/>",
        "<animate/>",
        "<set/>",
        "<a href='#x'/>",
        "<image href='#x'/>",
        "<iframe/>",
        "<filter id='x'><feImage/></filter>",
        "<metadata/>",
        "<svg/>",
        "<g onclick='x'/>",
        "<g ONCLICK='x'/>",
        "<g xml:base='https://example.com'/>",
        "<g data-x='y'/>",
        "<use href='x.svg#a'/>",
        "<use href=' #a'/>",
        "<use xlink:href='https://example.com/#a'/>",
        "<use xlink:href='data:image/svg+xml,x'/>",
        "<use href='&#106;avascript:x'/>",
        "<g id='a'><use href='#a'/></g>",
        "<style>@import 'x';</style>",
        "<style>@\\69mport 'x';</style>",
        "<style>@im<![CDATA[port]]> 'x';</style>",
        "<style>@im<!-- -->port 'x';</style>",
        "<style>@font-face { src: url(x) }</style>",
        "<style>@keyframes x { }</style>",
        "<style>@namespace 'x';</style>",
        "<style>a { fill: \\75rl(x) }</style>",
        "<style>a { --x: url('//x') }</style>",
        "<style>@media print { a { fill: u\\72l(x) } }</style>",
        "<style>a { fill: image-set('x' 1x) }</style>",
        "<style>a { fill: -webkit-image-set(url(#a) 1x) }</style>",
        "<style>a { fill: src('x') }</style>",
        "<style>a { width: expression(alert(1)) }</style>",
        '<style>a { fill: url(x"y) }</style>',
        "<style><g/></style>",
        "<g style='fill: \\75rl(x)'/>",
        "<g fill='u\\72l(x)'/>",
        "<g fill='u&#114;l(x)'/>",
        "<g marker-end='url(&quot;x.svg#a&quot;)'/>",
        "<g clip-path='url()'/>",
        "<?xml-stylesheet href='x'?>",
        "<?x?>",
        "&x;",
        "<!ENTITY x 'y'>",
        "<g",
        "<g x='1' x='2'/>",
    ],
)
def test_drawing_with_more_than_shapes_and_text_is_refused(content):
    line, message = pictures.find_in_drawing(SVG.format(content).encode())
    assert 1 < line < 4
    assert "оставьте только фигуры и текст" in message or message.endswith("сохраните его заново")


@pytest.mark.parametrize(
    "content",
    [
        "<g id='a'/><use href='#a' x='1'/>",
        "<style>.a { fill: #fff } @media (prefers-color-scheme: dark) { .a { fill: rgb(0 0 0 / 50%) } }</style>",
        "<linearGradient id='g'><stop offset='0' stop-color='red'/></linearGradient><rect fill='url(#g)'/>",
        "<text x='1' transform='rotate(-90 1 2)' xml:lang='ru'>Текст &lt; &#1071;<tspan>раз</tspan></text>",
        "<!-- <script/> --><title>on='x' url(x) @import</title>",
        "<marker id='m'><path d='M0 0L9 3L0 6z'/></marker>" + "<path marker-end='url(#m)' d='M0 0h9'/>" * 5000,
    ],
)
def test_drawing_of_shapes_and_text_passes(content):
    assert pictures.find_in_drawing(SVG.format(content).encode()) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>",
        SVG.format("<script/>").encode("utf-16"),
        SVG.format("<script/>").encode("utf-7"),
        b"<?xml version='1.0' encoding='utf-7'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='99'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 nan 1'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99999 99999'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/><svg/>",
    ],
)
def test_file_that_is_no_plain_drawing_is_refused(data):
    assert pictures.find_in_drawing(data) is not None


@pytest.mark.parametrize(("side", "is_sane"), [("210mm", True), ("594pt", True), ("9in", True), ("9m", False)])
def test_sides_of_a_drawing_may_have_units(side, is_sane):
    data = f"<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='{side}'/>".encode()
    assert (pictures.find_in_drawing(data) is None) is is_sane


def _picture(kind: str, size: tuple[int, int] = (9, 9)) -> bytes:
    file = BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(("suffix", "kind"), pictures.FORMATS.items())
def test_pixels_are_of_the_kind_that_the_name_says(suffix, kind):
    assert pictures.find_in_pixels(_picture(kind), suffix) == ""
    wrong = [_picture(other) for other in {*pictures.FORMATS.values()} - {kind}]
    wrong += [b"", _picture(kind)[:40], _picture(kind) + b"<!DOCTYPE html>", SVG.format("").encode(), b"<html>"]
    for data in wrong:
        assert pictures.find_in_pixels(data, suffix), data[:40]


def test_second_picture_that_a_camera_adds_is_no_movement():
    file = BytesIO()
    Image.new("RGB", (9, 9)).save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    assert pictures.find_in_pixels(file.getvalue(), ".jpg") == ""


def test_few_bytes_with_a_sea_of_pixels_are_refused_before_they_are_unpacked():
    data = _picture("PNG", (20_000, 20_000))
    assert len(data) < pictures.PICTURE_LIMIT
    assert pictures.find_in_pixels(data, ".png").startswith("в картинке слишком много точек")


# -- what is published --------------------------------------------------------------------------


@pytest.fixture
def published(tmp_path) -> Path:
    """A small site whose first commit on `main` has published what it holds."""
    root = make_site(tmp_path / "site", {"junior/a.md": page(question(1), question(2))})
    (root / "docs/addresses.txt").touch()
    assert check.main(["--fix", str(root / "docs")]) == 0
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Опубликовано")
    return root


def _draft(root: Path, number: int, id: str = "") -> None:
    """Add a question to the page, and its line to the list as `--fix` does."""
    path = root / "docs/junior/a.md"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "\n"
        + question(number).replace(f"#question-{number}", f"#{id or f'question-{number}'}"),
        encoding="utf-8",
    )
    assert check.main(["--fix", str(root / "docs")]) == 0


def _published_page(root: Path) -> None:
    (root / "docs/junior/a.md").write_text(page(question(1), question(2)), encoding="utf-8")


def test_draft_that_was_cut_takes_its_line_along(published):
    before = (published / "docs/addresses.txt").read_text(encoding="utf-8")
    _draft(published, 3)
    assert "question-3" in (published / "docs/addresses.txt").read_text(encoding="utf-8")
    _published_page(published)
    assert check.main([str(published / "docs")]) == 1
    assert check.main(["--fix", str(published / "docs")]) == 0
    assert (published / "docs/addresses.txt").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("is_committed", [False, True])
def test_draft_gets_another_id_without_a_redirect(published, is_committed):
    git(published, "switch", "-q", "-c", "draft")
    _draft(published, 3)
    if is_committed:
        git(published, "commit", "-q", "-a", "-m", "Черновик")
    _published_page(published)
    _draft(published, 3, "another")
    text = (published / "docs/addresses.txt").read_text(encoding="utf-8")
    assert "junior/a.md#another\n" in text
    assert "question-3" not in text


def test_draft_of_a_page_goes_with_all_its_lines(published):
    before = (published / "docs/addresses.txt").read_text(encoding="utf-8")
    path = published / "docs/junior/b.md"
    path.write_text(page(question(3), title="Другой"), encoding="utf-8")
    config = published / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace('"junior/a.md", ', '"junior/a.md", "junior/b.md", '),
        encoding="utf-8",
    )
    assert check.main(["--fix", str(published / "docs")]) == 0
    assert "junior/b.md#question-3" in (published / "docs/addresses.txt").read_text(encoding="utf-8")
    path.unlink()
    config.write_text(config.read_text(encoding="utf-8").replace('"junior/b.md", ', ""), encoding="utf-8")
    assert check.main(["--fix", str(published / "docs")]) == 0
    assert (published / "docs/addresses.txt").read_text(encoding="utf-8") == before


def test_what_was_published_is_not_taken_for_a_draft(published, capsys):
    (published / "docs/junior/a.md").write_text(page(question(1)), encoding="utf-8")
    assert check.main(["--fix", str(published / "docs")]) == 1
    output = capsys.readouterr().out
    assert "вопрос «question-2» пропал со страницы junior/a.md, а адрес опубликован" in output
    assert "не публиковали" not in output
    assert "junior/a.md#question-2\n" in (published / "docs/addresses.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("where", ["fork", "detached", "other name", "shallow", "merged pull request"])
def test_base_is_found_in_every_sort_of_checkout(published, tmp_path, monkeypatch, where):
    docs = published / "docs"
    both = {"junior/a.md#question-1", "junior/a.md#question-2"}
    if where == "fork":
        git(tmp_path, "clone", "-q", str(published), "fork")
        docs = tmp_path / "fork/docs"
    elif where == "detached":
        git(published, "switch", "-q", "--detach")
    elif where == "other name":
        git(published, "branch", "-q", "-m", "trunk")
    elif where == "shallow":
        git(tmp_path, "clone", "-q", "--depth", "1", published.as_uri(), "fork")
        docs = tmp_path / "fork/docs"
    else:
        git(published, "switch", "-q", "-c", "pull")
    _draft(docs.parent, 3)
    git(docs, "commit", "-q", "-a", "-m", "Черновик")
    if where == "merged pull request":
        # As GitHub gives it: the merge, without a name for either parent.
        monkeypatch.setenv("GITHUB_BASE_REF", "main")
        git(published, "switch", "-q", "main")
        git(published, "merge", "-q", "--no-ff", "pull", "-m", "Слияние")
        git(published, "switch", "-q", "--detach")
        git(published, "branch", "-q", "-D", "main", "pull")
    before = addresses.published_before(docs)
    assert both <= before
    # Where nothing tells the main branch from this one, what is committed counts as published.
    assert ("junior/a.md#question-3" in before) is (where == "other name")


@pytest.mark.parametrize("where", ["no git", "no commit", "no program"])
def test_without_a_base_everything_on_the_list_counts_as_published(published, monkeypatch, capsys, where):
    if where == "no git":
        (published / ".git").rename(published / "elsewhere")
    elif where == "no commit":
        git(published, "update-ref", "-d", "HEAD")
    else:
        monkeypatch.setenv("PATH", str(published))
    assert addresses.published_before(published / "docs") is None
    (published / "docs/junior/a.md").write_text(page(question(1)), encoding="utf-8")
    if where == "no git":  # the others have no rumdl or say the same
        assert check.main([str(published / "docs")]) == 1
        assert "; ещё не публиковали — удалите строку\n" in capsys.readouterr().out
