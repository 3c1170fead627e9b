"""Ways to break samples, links and letters of real pages, each with its one message; added to those of breaks.py."""

from __future__ import annotations

from hooks.checks.page.samples import EXECUTED, NOT_EXECUTED
from tests.breaking import replace
from tests.breaks import BREAKS, a_break, in_answer
from tests.sites import REAL_PAGE

_LANGUAGES = ", ".join(sorted(EXECUTED | set(NOT_EXECUTED)))
_NO_EXCEPTION = (
    "исключение не действует; пишите <!-- skip: причина --> или <!-- hadolint ignore=DL3008: причина -->"
    " отдельным абзацем над выполняемым блоком, с тем же отступом"
)
_NO_SAMPLE = "поставьте его сразу под блоком bash, python или дайте другое название"
_SMALL = 'text title="вывод"'
_NOT_JSON = "это не JSON; проверьте кавычки, запятые и скобки"
_NOT_PYTHON = "код на Python здесь не разобрать; исправьте синтаксис или покажите ошибку блоком «Ошибка»"


def _fence(info: str, code: str = "x = 1") -> str:
    return f"```{info}\n{code}\n```"


# name: (paragraphs put after a sentence of the page, in which of their lines the mistake is, message)
SAMPLES = {
    "short name of a language": (_fence("py"), 1, "неизвестный язык «py»; пишите «python»"),
    "language in capitals": (_fence("Python"), 1, "неизвестный язык «Python»; пишите «python»"),
    "misspelt language": (_fence("pyton"), 1, "неизвестный язык «pyton»; пишите «python»"),
    "shell by its other name": (_fence("sh"), 1, "неизвестный язык «sh»; пишите «bash»"),
    "YAML by its other name": (_fence("yml"), 1, "неизвестный язык «yml»; пишите «yaml»"),
    "language that nobody runs": (_fence("go"), 1, f"неизвестный язык «go»; известны: {_LANGUAGES}"),
    "text without a title": (
        _fence("text"),
        1,
        'у блока text нет названия; пишите ```text title="Вывод" или другое название',
    ),
    "title of an output in small letters": (
        f"{_fence('python')}\n\n{_fence(_SMALL)}",
        5,
        'название «вывод» с выводом примера не сверят; пишите title="Вывод"',
    ),
    "output without a sample": (
        '```text title="Вывод"\n1\n```',
        1,
        f"«Вывод» не принадлежит ни одному примеру; {_NO_SAMPLE}",
    ),
    "output twice": (
        '```python\nprint(1)\n```\n\n```text title="Вывод"\n1\n```\n\n```text title="Вывод"\n1\n```',
        9,
        "у примера уже есть «Вывод»; оставьте один",
    ),
    "skip without a reason": (f"<!-- skip -->\n\n{_fence('json', '1')}", 1, _NO_EXCEPTION),
    "syntax error in Python": (_fence("python", "x = 1\ny = = 2"), 3, _NOT_PYTHON),
    "return outside a function": (_fence("python", "return 1"), 2, _NOT_PYTHON),
    "session without a prompt": (
        _fence("pycon", "1 + 1"),
        1,
        "в блоке pycon нет строк с «>>> »; допишите их или пишите ```python",
    ),
    "session without a space after the prompt": (
        _fence("pycon", ">>> 1\n1\n>>>2"),
        4,
        "сеанс Python здесь не разобрать; после >>> и ... нужен пробел, отступы одинаковы",
    ),
    "console without a prompt": (
        _fence("console", "ls"),
        2,
        "строка блока console не принадлежит ни одной команде; команда начинается с «$ »",
    ),
    "Redis without a prompt": (
        _fence("redis", "GET a"),
        1,
        "блок redis начинается не с команды; пишите «> SET ключ значение»",
    ),
    "query without its table": (
        _fence("sql", "-- всё\nSELECT 1;"),
        1,
        "под запросом нет таблицы с его результатом; допишите её",
    ),
    "database by its other name": (
        _fence('sql title="postgres"', "CREATE TABLE t (a int);"),
        1,
        'название «postgres» базу не выберет; пишите title="PostgreSQL"',
    ),
    "YAML that is none": (
        _fence("yaml", "a: 1\nb: c: d"),
        3,
        "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий",
    ),
    "YAML nested too deep": (
        _fence("yaml", "a: 1\nb: " + "[" * 1000),
        3,
        "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий",
    ),
    "JSON that is none": (_fence("json", '{\n  "a": 1\n  "b": 2\n}'), 4, _NOT_JSON),
    "value that JSON has not": (_fence("json", "[NaN]"), 1, "это не JSON: в нём нет значения NaN"),
    "HTTP without its first line": (
        _fence("http", "Host: a"),
        2,
        "первая строка — ни запрос («GET /path HTTP/1.1»), ни ответ («HTTP/1.1 200 OK»)",
    ),
    "HTTP with a line that is no field": (
        _fence("http", "HTTP/1.1 200 OK\nтекст"),
        3,
        "это не заголовок «Имя: значение»: текст",
    ),
    "request without a host": (
        _fence("http", "GET / HTTP/1.1"),
        2,
        "в запросе HTTP/1.1 нет обязательного заголовка Host; допишите его",
    ),
    "length of another body": (
        _fence("http", "HTTP/1.1 200 OK\nContent-Length: 5\n\nabc"),
        3,
        "Content-Length: 5, а в теле байтов: 3",
    ),
    "letter that the books lack": ("Три \u2714 раза.", 1, "в шрифтах книг нет: «\u2714» (U+2714); замените знак"),
    "letter that the books lack, as an entity": (
        "Три &#x2714; раза.",
        1,
        "в шрифтах книг нет: «\u2714» (U+2714); замените знак",
    ),
    "letter that the books lack, in code": (
        _fence("python", 'x = "\U0001f4cc"'),
        2,
        "в шрифтах книг нет: «\U0001f4cc» (U+1F4CC); замените знак",
    ),
}

_OUTSIDE = "ведёт за пределы docs/, на сайте этого файла нет; дайте адрес с https://"
# name: (address of a link, message)
LINKS = {
    "link out of the pages": ("../../README.md", f"ссылка «../../README.md» {_OUTSIDE}"),
    "link to a page through its folder": (
        "../../docs/junior/web-http.md",
        "ссылайтесь на файл, а не на «../../docs/junior/web-http.md»: web-http.md",
    ),
    "link to a folder": ("../junior/", "ссылайтесь на файл, а не на «../junior/»: index.md"),
    "link to an address": (
        "../middle/python-core/#mro",
        "ссылайтесь на файл, а не на «../middle/python-core/»: ../middle/python-core.md#mro",
    ),
    "link to the HTML of a page": ("web-http.html", "ссылайтесь на файл, а не на «web-http.html»: web-http.md"),
    "link to an address of the host": (
        "/sobesednik/junior/web-http/",
        "ссылайтесь на файл, а не на «/sobesednik/junior/web-http/»: /junior/web-http.md",
    ),
    "link with a query": (
        "web-http.md?x=1",
        "в адресе «web-http.md?x=1» есть «?x=1»; оставьте только файл и часть после #",
    ),
    "link in other letters": ("Web-HTTP.md", "ссылайтесь на файл, а не на «Web-HTTP.md»: web-http.md"),
    "link to a picture in other letters": (
        "../assets/diagrams/B-tree.svg",
        "ссылайтесь на файл, а не на «../assets/diagrams/B-tree.svg»: ../assets/diagrams/b-tree.svg",
    ),
    "link with a backslash": (
        "..\\junior\\web-http.md",
        "в адресе «..\\junior\\web-http.md» обратная черта; пишите прямую: /",
    ),
    "link to a question of another page": (
        "web-http.md#list-vs-tuple",
        f"вопроса «list-vs-tuple» на странице junior/web-http.md нет; он здесь: /{REAL_PAGE}#list-vs-tuple",
    ),
    "link to an id with a slip": (
        "#list-vs-tupl",
        "такого заголовка на странице нет: «list-vs-tupl» (возможно, «list-vs-tuple»); исправьте часть адреса после #",
    ),
    "link to a topic that no question has": (
        "/tags.md#nothing-like-it",
        "такого заголовка на странице нет: «nothing-like-it»; исправьте часть адреса после #",
    ),
}
BREAKS.update({name: in_answer(*sample) for name, sample in SAMPLES.items()})
BREAKS.update({name: in_answer(f"[Три]({address})", 1, message) for name, (address, message) in LINKS.items()})
BREAKS["link out of the pages, by its name"] = in_answer(
    "[Три][far]\n\n[far]: ../../LICENSE", 3, f"ссылка «../../LICENSE» {_OUTSIDE}"
)


@a_break("heading without its attributes, and links to it on other pages")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, " { #list-vs-tuple .junior .collections .hashing }", "")
    return f"docs/{REAL_PAGE}:{line}: у вопроса нет списка атрибутов; допишите {{ #id .junior .тег }}"


@a_break("title with a letter that the books lack")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "## Список и", "## Список \u2714 и")
    return f"docs/{REAL_PAGE}:{line}: в шрифтах книг нет: «\u2714» (U+2714); замените знак"


@a_break("words of a drawing with a letter that the books lack")
def _(root):
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'>\n<text>\u2714</text>\n</svg>"
    (root / "docs/assets/x.svg").write_text(drawing, encoding="utf-8")
    return "docs/assets/x.svg:2: в шрифтах книг нет: «\u2714» (U+2714); замените знак"


@a_break("link of CONTRIBUTING that its page on the site cannot follow")
def _(root):
    line = replace(root / "CONTRIBUTING.md", "Остальное на этой", "[Остальное](README.md) на этой")
    text = "на сайте никуда не ведёт; дайте адрес с https:// или назовите файл без ссылки"
    return f"CONTRIBUTING.md:{line}: ссылка «README.md» {text}"


@a_break("link of README to nothing")
def _(root):
    line = replace(root / "README.md", "(LICENSE)", "(LICENCE)")
    return f"README.md:{line}: такого файла нет: «LICENCE»; исправьте адрес ссылки"


@a_break("link of README to no heading")
def _(root):
    line = replace(root / "README.md", "(LICENSE)", "(#nothing)")
    return f"README.md:{line}: такого заголовка на странице нет: «nothing»; исправьте часть адреса после #"


@a_break("language of README that nobody knows")
def _(root):
    line = replace(root / "README.md", "```bash", "```sh")
    return f"README.md:{line}: неизвестный язык «sh»; пишите «bash»"
