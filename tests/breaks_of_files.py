"""Ways to break the files of `docs/` and the list of addresses, each with its one message."""

from __future__ import annotations

import gzip
import re
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.breaking import Break, cut_question, replace
from tests.clones import git
from tests.sites import REAL_PAGE

BREAKS: dict[str, Break] = {}


def a_break(name: str):
    """Register a way to break a copy."""

    def register(function: Break) -> Break:
        BREAKS[name] = function
        return function

    return register


# -- files --------------------------------------------------------------------------------------

LIMIT = "картинка слишком велика: 300 КБ при пределе 300 КБ; сожмите её или уменьшите"


@a_break("symbolic link")
def _(root):
    (root / "docs/assets/secret.png").symlink_to("/etc/passwd")
    return "docs/assets/secret.png:1: символическая ссылка; положите сюда сам файл"


@a_break("link of a folder")
def _(root):
    (root / "docs/assets/all").symlink_to("/etc")
    return "docs/assets/all:1: символическая ссылка; положите сюда сам файл"


@a_break("picture over the limit")
def _(root):
    (root / "docs/assets/big.png").write_bytes(b"\x89PNG" + bytes(300_000))
    return f"docs/assets/big.png:1: {LIMIT}"


STRANGER = (
    "этот файл на сайт не попадёт; кладут страницы, картинки и то, что названо в mkdocs.yml:"
    " extra_css, extra_javascript, extra.files"
)
NAMES = "переименуйте: до 60 знаков, строчная латиница, цифры и дефис"
PAGE = "# Заметка\n\nТекст.\n"


def _file(path: str, content: bytes | str, message: str) -> Break:
    def break_files(root: Path) -> str:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return f"{path}:1: {message}"

    return break_files


def _pixels(width: int = 8, height: int = 8, kind: str = "PNG", frames: int = 1) -> bytes:
    file = BytesIO()
    images = [Image.new("1", (width, height), shade) for shade in range(frames)]
    more = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(file, kind, **more)
    return file.getvalue()


_MANY = "в картинке слишком много точек; уменьшите её до 4096 по стороне и 4 млн всего"
_SIDES = (
    "стороны рисунка непонятны или слишком велики (до 4096 точек, высота не больше четырёх ширин);"
    " поправьте viewBox, width и height"
)

BREAKS |= {
    "page of HTML": _file("docs/assets/page.html", "<script>alert(1)</script>", STRANGER),
    "file without a name's end": _file("docs/Makefile", "all:\n", STRANGER),
    "file in the place of a generated one": _file("docs/robots.txt", "Disallow: /\n", STRANGER),
    "script that the settings do not name": _file("docs/assets/javascripts/x.js", "alert(1)", STRANGER),
    "text that could be asked for as a script": _file("docs/assets/notes.txt", "alert(1)", STRANGER),
    "page in capitals": _file("docs/New-Page.MD", PAGE, f"имя «New-Page.MD» не годится; {NAMES}: new-page.md"),
    "page with another end of its name": _file(
        "docs/junior/new.markdown", PAGE, f"имя «new.markdown» не годится; {NAMES}: new.md"
    ),
    "page named as Windows names a device": _file("docs/junior/con.md", PAGE, f"имя «con.md» не годится; {NAMES}"),
    "page named in Russian": _file("docs/junior/страница.md", PAGE, f"имя «страница.md» не годится; {NAMES}"),
    "page that would be a folder of a file's name": _file(
        "docs/robots.txt.md", PAGE, f"имя «robots.txt.md» не годится; {NAMES}: robots-txt.md"
    ),
    "picture with a space in its name": _file(
        "docs/assets/a b.png", _pixels(), f"имя «a b.png» не годится; {NAMES}: a-b.png"
    ),
    "page in the place of another": _file(
        "docs/junior.md", PAGE, "страница займёт место docs/junior/index.md; назовите её иначе"
    ),
    "page in the place of a generated one": _file(
        "docs/contributing/index.md", PAGE, "место «contributing» занимает сборка; назовите страницу иначе"
    ),
    "page in a folder of the build": _file(
        "docs/search/a.md", PAGE, "место «search/a» занимает сборка; назовите страницу иначе"
    ),
    "picture among those of the theme": _file(
        "docs/assets/images/icon-192.png",
        _pixels(),
        "картинкам здесь не место; перенесите в docs/assets, но не в images, javascripts и stylesheets",
    ),
    "picture of many pixels and few bytes": _file("docs/assets/x.png", _pixels(4000, 4000), _MANY),
    "picture of one long side": _file("docs/assets/x.png", _pixels(4097, 1), _MANY),
    "picture of another kind than its name says": _file(
        "docs/assets/x.png", _pixels(kind="GIF"), "это не PNG, или файл повреждён; сохраните картинку заново"
    ),
    "picture with a page in it": _file(
        "docs/assets/x.png",
        _pixels() + b"<SCRIPT src=x></script>",
        "внутри картинки спрятан HTML; сохраните её заново как PNG",
    ),
    "picture that moves": _file(
        "docs/assets/x.gif",
        _pixels(kind="GIF", frames=2),
        "картинка движется, а остановить её нельзя; положите один кадр",
    ),
    "drawing packed": _file(
        "docs/assets/x.svg", gzip.compress(b"<svg/>"), "рисунок не в UTF-8; сохраните его в этой кодировке"
    ),
    "drawing that is no XML": _file("docs/assets/x.svg", "<svg", "рисунок не читается как XML; сохраните его заново"),
    "drawing of a kilometre": _file(
        "docs/assets/x.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 90"/>', _SIDES
    ),
}


@a_break("folder in capitals")
def _(root):
    (root / "docs/Junior").mkdir()
    (root / "docs/Junior/page.md").write_text(PAGE, encoding="utf-8")
    return f"docs/Junior:1: имя «Junior» не годится; {NAMES}: junior"


@a_break("folder named like a page")
def _(root):
    (root / "docs/junior/new.md").mkdir()
    return f"docs/junior/new.md:1: имя «new.md» не годится; {NAMES}: new-md"


@a_break("page of a section without a question")
def _(root):
    (root / "docs/junior/new.md").write_text(
        '---\ntitle: Новый\ndescription: Новый.\nchecked: 2026-11-23\nversions: {Python: "3.14"}\n---\n\n# Новый\n',
        encoding="utf-8",
    )
    replace(root / "mkdocs.yml", "      - junior/web-http.md\n", "      - junior/web-http.md\n      - junior/new.md\n")
    (root / LIST).write_text((root / LIST).read_text(encoding="utf-8") + "junior/new.md\n", encoding="utf-8")
    return "docs/junior/new.md:8: на странице нет ни одного вопроса; добавьте: python3 -m scripts.new_question"


@a_break("drawing in another encoding")
def _(root):
    (root / "docs/assets/x.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-16"
    )
    return "docs/assets/x.svg:1: рисунок не в UTF-8; сохраните его в этой кодировке"


@a_break("drawing that says it is in another encoding")
def _(root):
    # A browser drops the escape and sees a script.
    content = (
        '<?xml version="1.0" encoding="ISO-2022-JP"?><svg xmlns="http://www.w3.org/2000/svg"><scr\x1b(Bipt/></svg>'
    )
    (root / "docs/assets/x.svg").write_text(content, encoding="utf-8")
    return "docs/assets/x.svg:1: рисунок не в UTF-8; сохраните его в этой кодировке"


_SHAPES = "оставьте только фигуры и текст: так сохранят SVGO или Inkscape, «Оптимизированный SVG»"


def _drawing(content: str, what: str) -> Break:
    def break_file(root: Path) -> str:
        (root / "docs/assets/x.svg").write_text(
            f"<svg xmlns='http://www.w3.org/2000/svg'>\n{content}\n</svg>", encoding="utf-8"
        )
        return f"docs/assets/x.svg:2: в рисунке {what}; {_SHAPES}"

    return break_file


BREAKS |= {
    "script by another name in a drawing": _drawing("<x:script xmlns:x='http://www.w3.org/2000/svg'/>", "тег <script>"),
    "HTML in a drawing": _drawing("<g xmlns='http://www.w3.org/1999/xhtml'/>", "тег <g> не из SVG"),
    "handler in a drawing": _drawing("<path onload='x'/>", "атрибут onload"),
    "link in a drawing": _drawing("<use href='javascript:x'/>", "ссылка «javascript:x»"),
    "drawing of endless depth": _drawing("<g>" * 50 + "</g>" * 50, "тег <g> слишком глубоко"),
    "drawing that repeats what repeats": _drawing(
        "<g id='a'><use href='#b'/></g><g id='b'/><use href='#a'/>", "ссылка на «#a», внутри которого есть ссылки"
    ),
    "drawing that repeats many shapes many times": _drawing(
        "<g id='a'>" + "<path/>" * 2000 + "</g>" + "<use href='#a'/>" * 2000,
        "ссылка на «#a» повторит слишком много фигур",
    ),
    "drawing with many shapes at every corner": _drawing(
        "<marker id='a'>" + "<path/>" * 2000 + f"</marker><path marker-mid='url(#a)' d='M0 0{'h1' * 9000}'/>",
        "ссылка на «#a» повторит слишком много фигур",
    ),
    "foreign style in a drawing": _drawing("<style>@\\69mport 'x'</style>", "в стиле «@import»"),
    "function of a style in a drawing": _drawing("<path fill='image-set(\"x\" 1x)'/>", "в стиле «image-set()»"),
    "foreign address of a style in a drawing": _drawing("<g fill='\\75rl(//x)'/>", "ссылка в стиле «//x»"),
    "style in a drawing that cannot be read": _drawing("<g style='fill: url(a b)'/>", "ошибка в стиле"),
    "stylesheet of a drawing": _drawing("<?xml-stylesheet href='x'?>", "объявление <?xml-stylesheet?>"),
}


@a_break("entity in a drawing")
def _(root):
    content = "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg xmlns='http://www.w3.org/2000/svg'/>"
    (root / "docs/assets/x.svg").write_text(content, encoding="utf-8")
    return f"docs/assets/x.svg:1: в рисунке объявление <!DOCTYPE>; {_SHAPES}"


# -- addresses ----------------------------------------------------------------------------------

LIST = "docs/addresses.txt"
NOTE = "; ещё не публиковали — удалите строку"


def _line(root: Path, entry: str) -> int:
    return (root / LIST).read_text(encoding="utf-8").splitlines().index(entry) + 1


@a_break("published id renamed, and not the links to it")
def _(root):
    replace(root / "docs" / REAL_PAGE, "#dict-get ", "#dict-access ")
    old = f"{REAL_PAGE}#dict-get"
    return (
        f"{LIST}:{_line(root, old)}: вопрос «dict-get» пропал со страницы {REAL_PAGE}, а адрес опубликован;"
        f" верните или допишите, куда вести: {old} -> {REAL_PAGE}#dict-access{NOTE}"
    )


@a_break("published question removed")
def _(root):
    cut_question(root / "docs/employer/business.md", "employer-product-plans")
    old = "employer/business.md#employer-product-plans"
    return (
        f"{LIST}:{_line(root, old)}: вопрос «employer-product-plans» пропал со страницы employer/business.md,"
        f" а адрес опубликован; верните или допишите, куда вести: {old} -> новая/страница.md#id{NOTE}"
    )


@a_break("published page removed")
def _(root):
    (root / "docs/downloads.md").unlink()
    replace(root / "mkdocs.yml", "  - Скачать: downloads.md\n", "")
    index = root / "docs/index.md"
    text = re.sub(r"/downloads\.md#\w+", "/tags.md", index.read_text(encoding="utf-8"))
    index.write_text(text, encoding="utf-8")
    return (
        f"{LIST}:{_line(root, 'downloads.md')}: страница downloads.md пропала, а адрес опубликован;"
        f" верните или допишите, куда вести: downloads.md -> новая/страница.md{NOTE}"
    )


@a_break("published question moved to another page")
def _(root):
    path, other = root / "docs/employer/business.md", root / "docs/employer/role.md"
    other.write_text(
        f"{other.read_text(encoding='utf-8')}\n{cut_question(path, 'employer-product-plans')}", encoding="utf-8"
    )
    old = "employer/business.md#employer-product-plans"
    return (
        f"{LIST}:{_line(root, old)}: вопрос «employer-product-plans» пропал со страницы employer/business.md,"
        f" а адрес опубликован; верните или допишите, куда вести: {old} ->"
        f" employer/role.md#employer-product-plans{NOTE}"
    )


@a_break("published page renamed")
def _(root):
    (root / "docs/employer/business.md").rename(root / "docs/employer/company.md")
    replace(root / "mkdocs.yml", "employer/business.md", "employer/company.md")
    for path in (root / "docs").rglob("*.md"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("employer/business.md", "employer/company.md"), encoding="utf-8"
        )
    old = "employer/business.md"
    return (
        f"{LIST}:{_line(root, old)}: страница {old} пропала, а адрес опубликован;"
        f" верните или допишите, куда вести: {old} -> employer/company.md{NOTE}"
    )


@a_break("new address not on the list")
def _(root):
    old = f"{REAL_PAGE}#list-vs-tuple"
    replace(root / LIST, old + "\n", "")
    line = (root / "docs" / REAL_PAGE).read_text(encoding="utf-8").split("{ #list-vs-tuple")[0].count("\n") + 1
    return (
        f"docs/{REAL_PAGE}:{line}: адреса «{old}» нет в {LIST};"
        " допишите его туда строкой или запустите python3 -m scripts.check --fix"
    )


def _entries(added: str, message: str) -> Break:
    def break_list(root: Path) -> str:
        path = root / LIST
        path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
        return f"{LIST}:{path.read_text(encoding='utf-8').count(chr(10))}: {message}"

    return break_list


_UNREADABLE = "запись непонятна; пишите «раздел/страница.md#id» или «старый -> новый»"
BREAKS |= {
    "entry that cannot be read": _entries("junior/old -> junior/new\n", _UNREADABLE),
    "entry that leaves the folder": _entries("../x.md -> tags.md\n", _UNREADABLE),
    "entry of a whole path": _entries("/old/x.md -> tags.md\n", _UNREADABLE),
    "entry without its end": _entries("a.md ->\n", _UNREADABLE),
    "entry without an arrow": _entries("a.md tags.md\n", _UNREADABLE),
    "entry in capitals": _entries("Old.md -> tags.md\n", _UNREADABLE),
    "redirect in the place of a page": _entries(
        "junior.md -> tags.md\n", "место адреса «junior.md» занято: docs/junior/index.md; удалите строку"
    ),
    "redirect in the place of what the build makes": _entries(
        "search/x.md -> tags.md\n", "место адреса «search/x.md» занято: там файлы сборки; удалите строку"
    ),
    "redirects in one place": _entries(
        "old.md -> tags.md\nold/index.md -> tags.md\n", "место адреса «old/index.md» занято: old.md; удалите строку"
    ),
    "redirect on a page that the build makes": _entries(
        "contributing.md#x -> tags.md\n", "место адреса «contributing.md#x» занято: там файлы сборки; удалите строку"
    ),
    "redirect of an id that a macro gives": _entries(
        "tags.md#sql -> marks.md\n", "адрес «tags.md#sql» снова есть на сайте; уберите « -> marks.md»"
    ),
    "redirect of a heading that is there": _entries(
        "index.md#parts -> tags.md\n", "адрес «index.md#parts» снова есть на сайте; уберите « -> tags.md»"
    ),
    "redirect to nothing": _entries(
        "a.md -> b.md\n", "переадресация ведёт на «b.md», а такого адреса нет; впишите нынешний"
    ),
    "redirect to itself": _entries("a.md -> a.md\n", "переадресация «a.md» ведёт сама к себе; впишите нынешний адрес"),
    "redirect to a redirect": _entries(
        "a.md -> tags.md\nb.md -> a.md\n", "переадресация на переадресацию; впишите сразу «tags.md»"
    ),
}


@a_break("address listed twice")
def _(root):
    path = root / LIST
    path.write_text(path.read_text(encoding="utf-8") + "tags.md\n", encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines.index("tags.md") + 1
    return f"{LIST}:{len(lines)}: адрес «tags.md» уже есть в строке {first}; оставьте одну"


@a_break("redirect of an address that is there")
def _(root):
    line = replace(root / LIST, "tags.md\n", "tags.md -> any-level.md\n")
    return f"{LIST}:{line}: адрес «tags.md» снова есть на сайте; уберите « -> any-level.md»"


@a_break("list that is not UTF-8")
def _(root):
    (root / LIST).write_bytes("# Список\n".encode("cp1251") + (root / LIST).read_bytes())
    return f"{LIST}:1: файл не в UTF-8; сохраните его в этой кодировке"


def _committed(root: Path) -> None:
    """Make what is in a copy the base of what is broken next."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "docs/addresses.txt")
    git(root, "commit", "-q", "-m", "Опубликовано")


@a_break("question that was published removed with its line")
def _(root):
    _committed(root)
    cut_question(root / "docs/employer/business.md", "employer-product-plans")
    gone = "employer/business.md#employer-product-plans"
    line = _line(root, gone)
    replace(root / LIST, f"{gone}\n", "")
    return (
        f"{LIST}:{line - 1}: строка «{gone}» удалена; верните её: вопрос «employer-product-plans» пропал со страницы"
        f" employer/business.md, а адрес опубликован; верните или допишите, куда вести: {gone} -> новая/страница.md#id"
    )


@a_break("list that was published removed")
def _(root):
    _committed(root)
    (root / LIST).unlink()
    return f"{LIST}:1: списка постоянных адресов нет, а он был; верните файл"


@a_break("draft cut again")
def _(root):
    _committed(root)
    replace(root / LIST, f"{REAL_PAGE}\n", f"{REAL_PAGE}\n{REAL_PAGE}#draft\n")
    line = _line(root, f"{REAL_PAGE}#draft")
    return (
        f"{LIST}:{line}: адреса «{REAL_PAGE}#draft» больше нет, и опубликован он не был;"
        " удалите строку или запустите python3 -m scripts.check --fix"
    )
