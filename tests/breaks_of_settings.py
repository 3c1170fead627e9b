"""Ways to break `mkdocs.yml`, macros and the lists of words, each with its one message; added to those of breaks.py."""

from __future__ import annotations

from pathlib import Path

from hooks.bank.macro_calls import MACROS
from tests.breaking import OWN_WORDS, STOP_WORDS, SYNONYMS, Break, replace
from tests.breaks import BREAKS, a_break

MKDOCS = "mkdocs.yml"
_TAG = "в настройках не разрешена; напишите значение без неё"
_TAGS_PAGE = "  - Темы: tags.md\n"
_HASHING = 'hashing: {title: Хеширование, about: "Хеш, равенство и ключи словарей."}'
_TOPIC = 'теме «hashing» нужны название и описание: {title: Название, about: "Описание."}'
_MARKUP = "в названии или описании темы «hashing» знаки разметки; скажите словами"
_NOT_UTF_8 = "файл не в UTF-8; сохраните его в этой кодировке"
_HOST = "нужно имя сайта без https:// и пути, строчными буквами: docs.python.org"
_ENTRY = "пункт навигации непонятен; пишите «- Название: страница.md» или «- страница.md»"
_UNCLEAR = "запись непонятна; пишите «- имя» или «- имя:» и параметры под ним"
_APPLY = "метка «!!python/object/apply:"

# name: (text of mkdocs.yml, what stands in its place, in which line of that the mistake is or what is named, message)
SETTINGS = {
    "navigation to no page": (_TAGS_PAGE, "  - Темы: tag.md\n", 1, "нет страницы «tag.md»; пишите tags.md"),
    "navigation to nothing like a page": (
        _TAGS_PAGE,
        f"{_TAGS_PAGE}  - Ещё: zzz/qqq.md\n",
        2,
        "нет страницы «zzz/qqq.md»; исправьте путь внутри docs/ или удалите пункт",
    ),
    "navigation in other letters": (_TAGS_PAGE, "  - Темы: Tags.md\n", 1, "нет страницы «Tags.md»; пишите tags.md"),
    "navigation to an address": (_TAGS_PAGE, "  - Темы: tags/\n", 1, "нет страницы «tags/»; пишите tags.md"),
    "script in the navigation": (
        _TAGS_PAGE,
        f"{_TAGS_PAGE}  - Ещё: javascript:alert(1)\n",
        2,
        "адрес «javascript:alert(1)» не годится для навигации; можно страницы docs/ и https://",
    ),
    "link of the navigation without a title": (
        _TAGS_PAGE,
        f"{_TAGS_PAGE}  - https://example.com\n",
        2,
        "у ссылки «https://example.com» нет названия; пишите «- Название: https://example.com»",
    ),
    "title of the navigation that is a number": (
        _TAGS_PAGE,
        "  - 2026: tags.md\n",
        1,
        "название «2026» YAML прочтёт не как текст; возьмите его в кавычки",
    ),
    "title of the navigation with a tag": (
        _TAGS_PAGE,
        '  - "<b>Темы</b>": tags.md\n',
        1,
        "в названии знаки разметки; скажите словами",
    ),
    "title of the navigation without a page": (
        _TAGS_PAGE,
        "  - Темы:\n",
        1,
        "у пункта «Темы» нет страницы; допишите её или список страниц",
    ),
    "two entries of the navigation in one": (_TAGS_PAGE, f"{_TAGS_PAGE}    Ещё: https://a.b\n", 1, _ENTRY),
    "letter of the navigation that the books lack": (
        _TAGS_PAGE,
        "  - \u2714 Темы: tags.md\n",
        1,
        "в шрифтах книг нет: «\u2714» (U+2714); замените знак",
    ),
    "unknown setting": (
        "strict: true\n",
        "strict: true\nINHERIT: other.yml\n",
        2,
        "настройка INHERIT не известна; исправьте имя или удалите её",
    ),
    "misspelt setting": ("nav:\n", "navv:\n", 1, "настройка navv не известна; пишите nav"),
    "setting of another shape": (
        "strict: true\n",
        "strict: maybe\n",
        1,
        "в настройке strict нужно другое: true или false",
    ),
    "name of the site that is a list": (
        "site_name: Собеседник\n",
        "site_name: [Собеседник]\n",
        1,
        "в настройке site_name нужно другое: текст",
    ),
    "list of hooks that is empty": (
        "watch:\n  - CONTRIBUTING.md\n",
        "watch: []\n",
        1,
        "в настройке watch нужно другое: список",
    ),
    "part of the settings that holds nothing": (
        "copyright: >-\n",
        "extra_: {}\ncopyright: >-\n",
        1,
        "настройка extra_ не известна; исправьте имя или удалите её",
    ),
    "setting twice": (
        "site_name: Собеседник\n",
        "site_name: Собеседник\nsite_name: Другой\n",
        2,
        "«site_name» стоит дважды, подействует последнее; оставьте одно",
    ),
    "tag that runs a command": (
        "site_name: Собеседник\n",
        "site_name: !!python/object/apply:os.system ['id']\n",
        1,
        f"{_APPLY}os.system» {_TAG}",
    ),
    "tag of a name": (
        "use_pygments: true",
        "use_pygments: !!python/name:os.system",
        1,
        f"метка «!!python/name:os.system» {_TAG}",
    ),
    "tag that shows a secret": ("site_name: Собеседник\n", "site_name: !ENV GITHUB_TOKEN\n", 1, f"метка «!ENV» {_TAG}"),
    "tag that shows another secret": (
        '!ENV [SITE_URL, ""]',
        '!ENV [SITE_URL, GITHUB_TOKEN, ""]',
        1,
        f"метка «!ENV» {_TAG}",
    ),
    "tag with more arguments": (
        "{kwds: {case: lower}}",
        "{kwds: {case: lower}, state: {}}",
        1,
        f"{_APPLY}pymdownx.slugs.slugify» {_TAG}",
    ),
    "plugin that is not installed": (
        "plugins:\n",
        "plugins:\n  - nosuch\n",
        2,
        "нет плагина «nosuch»; исправьте имя или удалите строку",
    ),
    "plugin that the site needs": (
        '  - search: {lang: ru, separator: " ", pipeline: []}\n',
        "",
        "plugins:",
        "нет плагина «search»; на нём держится сайт, верните его",
    ),
    "build that goes on after warnings": (
        "strict: true\n",
        "strict: false\n",
        1,
        "предупреждения не остановят сборку; верните strict: true",
    ),
    "build without the strict mode": (
        "strict: true\n",
        "",
        "site_name:",
        "нет: настройка strict; верните strict: true",
    ),
    "macros on every page": (
        "render_by_default: false",
        "render_by_default: true",
        1,
        "у macros.render_by_default другое значение; сайт собран на render_by_default: false",
    ),
    "errors of macros that are shown on the page": (
        "on_error_fail: true",
        "on_error_fail: false",
        1,
        "у macros.on_error_fail другое значение; сайт собран на on_error_fail: true",
    ),
    "delimiter of macros that code uses": (
        'j2_variable_start_string: "{="',
        'j2_variable_start_string: "{{"',
        1,
        'у macros.j2_variable_start_string другое значение; сайт собран на j2_variable_start_string: "{="',
    ),
    "modules that macros would import": (
        "      render_by_default",
        "      modules: [os]\n      render_by_default",
        1,
        "настройка macros.modules не известна; исправьте имя или удалите её",
    ),
    "search in another language": (
        "lang: ru,",
        "lang: en,",
        1,
        "у search.lang другое значение; сайт собран на lang: ru",
    ),
    "extension of Markdown that pages need": (
        "  - sane_lists\n",
        "",
        "markdown_extensions:",
        "нет расширения Markdown «sane_lists»; на нём держатся страницы, верните его",
    ),
    "extension of Markdown that the checks do not know": (
        "  - tables\n",
        "  - tables\n  - footnotes\n",
        2,
        "расширения Markdown «footnotes» не знают проверки страниц; удалите строку",
    ),
    "plugin without a name": ("plugins:\n", "plugins:\n  - 5\n", 2, _UNCLEAR),
    "plugin twice": (
        "  - search: {",
        "  - search\n  - search: {",
        2,
        "«search» стоит дважды; оставьте одно",
    ),
    "hook that is not there": (
        "  - hooks/question_index.py\n",
        "  - hooks/question.py\n",
        1,
        "нет файла «hooks/question.py»; исправьте имя или удалите строку",
    ),
    "extension of Markdown that is not there": (
        "  - tables\n",
        "  - tabels\n",
        1,
        "нет расширения Markdown «tabels»; исправьте имя или удалите строку",
    ),
    "foreign stylesheet": (
        "  - assets/stylesheets/access.css\n",
        "  - https://example.com/x.css\n",
        1,
        "файл с чужого адреса «https://example.com/x.css»; положите его в docs/assets и дайте путь",
    ),
    "foreign script": (
        "{path: assets/javascripts/store.js, defer: true}",
        "{path: //example.com/store.js, defer: true}",
        1,
        "файл с чужого адреса «//example.com/store.js»; положите его в docs/assets и дайте путь",
    ),
    "script that is not there": (
        "{path: assets/javascripts/store.js, defer: true}",
        "assets/javascripts/stoer.js",
        1,
        "нет файла docs/assets/javascripts/stoer.js (.js, .mjs); исправьте путь или удалите строку",
    ),
    "published file that is not there": (
        "    - questions.schema.json\n",
        "    - questions.shema.json\n    - questions.schema.json\n",
        1,
        "нет файла docs/questions.shema.json (.html, .js, .json, .txt); исправьте путь или удалите строку",
    ),
    "script twice": (
        "{path: assets/javascripts/marks.js, defer: true}",
        "assets/javascripts/store.js",
        1,
        "«assets/javascripts/store.js» стоит дважды; оставьте одно",
    ),
    "script with an attribute of its own": (
        "{path: assets/javascripts/store.js, defer: true}",
        "{path: assets/javascripts/store.js, onload: x}",
        1,
        "запись в extra_javascript непонятна; пишите путь файла внутри docs/",
    ),
    "unknown setting of the theme": (
        "  font: false\n",
        "  fnt: false\n",
        1,
        "настройка theme.fnt не известна; пишите font",
    ),
    "setting of the theme that is missing": (
        "  language: ru\n",
        "",
        "  name: material",
        "нет: настройка theme.language; верните её",
    ),
    "another theme": ("  name: material\n", "  name: mkdocs\n", 1, "тема другая; сайт собран на theme.name: material"),
    "font of another host": (
        "  font: false\n",
        "  font: {text: Roboto}\n",
        1,
        "шрифт с чужого сервера; верните font: false",
    ),
    "templates that are not there": (
        "custom_dir: overrides",
        "custom_dir: override",
        1,
        "нет папки override; исправьте путь",
    ),
    "icon of the site that is not there": (
        "favicon: assets/favicon.svg",
        "favicon: assets/favicon.ico",
        1,
        "нет рисунка docs/assets/favicon.ico (.svg); исправьте путь",
    ),
    "name of the site with markup": (
        "site_name: Собеседник",
        "site_name: <b>Собеседник</b>",
        1,
        "в site_name знаки разметки; скажите словами",
    ),
    "script for an address of the repository": (
        '[REPO_URL, ""]',
        '[REPO_URL, "javascript:alert(1)"]',
        1,
        "в repo_url нужен адрес с https://",
    ),
    "another language": (
        "  language: ru\n",
        "  language: ../x\n",
        1,
        "язык другой; сайт и его проверки — на русском, верните language: ru",
    ),
    "title of a level with markup": (
        "    junior: Junior\n",
        '    junior: "**Junior**"\n',
        1,
        "в названии уровня «junior» знаки разметки; скажите словами",
    ),
    "drawing among the files": (
        "    - questions.schema.json\n",
        "    - questions.schema.json\n    - assets/favicon.svg\n",
        2,
        "нет файла docs/assets/favicon.svg (.html, .js, .json, .txt); исправьте путь или удалите строку",
    ),
    "icon of the theme that is not there": (
        "material/code-tags",
        "material/cod-tags",
        1,
        "нет значка «material/cod-tags» в теме; имена — как в material/pencil",
    ),
    "icon of a switch that is not there": (
        "material/brightness-5",
        "material/brightnes-5",
        1,
        "нет значка «material/brightnes-5» в теме; имена — как в material/pencil",
    ),
    "statistics of another host": (
        "extra:\n",
        "extra:\n  analytics: {provider: google}\n",
        2,
        "настройка extra.analytics не известна; исправьте имя или удалите её",
    ),
    "vocabulary that is misspelt": ("  levels:\n", "  level:\n", 1, "настройка extra.level не известна; пишите levels"),
    "topic without a description": (_HASHING, "hashing: {title: Хеширование}", 1, _TOPIC),
    "topic that is text": (_HASHING, "hashing: Хеширование", 1, _TOPIC),
    "topic whose title is a number": ("{title: Хеширование,", "{title: 5,", 1, _TOPIC),
    "topic with more than it needs": ("{title: Хеширование,", "{colour: red, title: Хеширование,", 1, _TOPIC),
    "topic with a tag of HTML": ("{title: Хеширование,", '{title: "<b>Хеш</b>",', 1, _MARKUP),
    "topic with markup": ("{title: Хеширование,", '{title: "[Хеш](https://example.com)",', 1, _MARKUP),
    "topic with the title of another": (
        "{title: Хеширование,",
        "{title: Коллекции,",
        1,
        "так же названа тема «collections»; дайте другое название",
    ),
    "topic in capitals": (
        "    hashing:",
        "    Hashing:",
        1,
        "имя «Hashing» не годится; только строчная латиница, цифры и дефис",
    ),
    "topic that is a level": (
        "    hashing: {title: Хеширование,",
        "    junior: {title: Хеширование,",
        1,
        "«junior» — уже уровень; дайте теме другое имя",
    ),
    "level without a page": (
        "    any: Любой уровень\n",
        "    any: Любой уровень\n    senior: Senior\n",
        2,
        "у уровня «senior» нет страницы docs/senior/index.md; добавьте её",
    ),
    "level without a title": (
        "    any: Любой уровень\n",
        "    any:\n",
        1,
        "у уровня «any» нет названия; пишите «any: Название»",
    ),
    "level in capitals": (
        "    any: Любой уровень\n",
        "    any: Любой уровень\n    Senior: Senior\n",
        2,
        "имя «Senior» не годится; только строчная латиница, цифры и дефис",
    ),
    "source that is an address": ("    - docs.python.org\n", "    - https://docs.python.org/3/\n", 1, _HOST),
    "source in capitals": ("    - docs.python.org\n", "    - Docs.Python.org\n", 1, _HOST),
    "source twice": (
        "    - peps.python.org\n",
        "    - docs.python.org\n    - peps.python.org\n",
        1,
        "«docs.python.org» стоит дважды; оставьте одно",
    ),
    "text that a comment cuts": (
        "any: Любой уровень",
        "any: Любой уровень # и выше",
        1,
        "« #» начинает примечание и обрывает текст; возьмите весь текст в кавычки",
    ),
    "settings that are not YAML": (
        "edit_uri: edit/",
        "edit_uri: edit: ",
        1,
        "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий",
    ),
}


def _setting(old: str, new: str, at: int | str, message: str) -> Break:
    def break_settings(root: Path) -> str:
        line = replace(root / MKDOCS, old, new)
        if isinstance(at, str):  # where something is missing, what lacks it is named
            return f"{MKDOCS}:{_line_of(root, at)}: {message}"
        return f"{MKDOCS}:{line - 1 + at}: {message}"

    return break_settings


def _line_of(root: Path, text: str) -> int:
    return (root / MKDOCS).read_text(encoding="utf-8").split(text)[0].count("\n") + 1


BREAKS.update({name: _setting(*setting) for name, setting in SETTINGS.items()})


@a_break("value of YAML that another refers to")
def _(root):
    line = replace(root / MKDOCS, "site_name: Собеседник", "site_name: &name Собеседник")
    replace(root / MKDOCS, "edit_uri: edit/main/docs/", "edit_uri: *name")
    return f"{MKDOCS}:{line}: на эту строку ссылается «*имя»; напишите значение ещё раз, без ссылки"


@a_break("page twice in the navigation")
def _(root):
    replace(root / MKDOCS, "  - Главная: index.md\n", "  - Главная: index.md\n  - Дом: index.md\n")
    first, line = _line_of(root, "- Главная"), _line_of(root, "- Дом")
    return f"{MKDOCS}:{line}: страница index.md уже стоит в строке {first}; оставьте одну"


@a_break("vocabulary that is empty")
def _(root):
    path = root / MKDOCS
    content = path.read_text(encoding="utf-8")
    path.write_text(content[: content.index("  topics:\n")] + "  topics: {}\n", encoding="utf-8")
    return f"{MKDOCS}:{content[: content.index('  topics:')].count(chr(10)) + 1}: список extra.topics пуст; верните его"


@a_break("settings nested so deep that the reader in C would crash")
def _(root):
    line = replace(root / MKDOCS, "extra:\n", f"extra: {'[' * 100_000}\n")
    return f"{MKDOCS}:{line}: это не YAML; проверьте отступы, кавычки и пробелы после двоеточий"


@a_break("list of published files that is empty")
def _(root):
    path = root / MKDOCS
    line = _line_of(root, "  files:\n")
    head, _, rest = path.read_text(encoding="utf-8").partition("  files:\n")
    path.write_text(f"{head}  files: []\n" + rest[rest.index("  #") :], encoding="utf-8")
    return f"{MKDOCS}:{line}: список extra.files пуст; верните его"


@a_break("settings that are empty")
def _(root):
    (root / MKDOCS).write_text("", encoding="utf-8")
    return f"{MKDOCS}:1: нет настроек; здесь нужен набор строк «имя: значение»"


def _in_cp1251(name: str, shown: str, line: int) -> Break:
    def break_file(root: Path) -> str:
        path = root / name
        path.write_bytes("\n".join(["# a"] * (line - 1) + ["слово"]).encode("cp1251"))
        return f"{shown}:{line}: {_NOT_UTF_8}"

    return break_file


BREAKS.update(
    {
        "settings in another encoding": _in_cp1251(MKDOCS, MKDOCS, 1),
        "README in another encoding": _in_cp1251("README.md", "README.md", 3),
        "list of addresses in another encoding": _in_cp1251("docs/addresses.txt", "docs/addresses.txt", 2),
        "synonyms in another encoding": _in_cp1251(SYNONYMS, "hooks/search/synonyms.txt", 2),
        "stop words in another encoding": _in_cp1251(STOP_WORDS, "hooks/search/stop-words.txt", 1),
        "own words in another encoding": _in_cp1251(OWN_WORDS, "hooks/search/own-words.txt", 2),
    }
)


def _last_line(name: str, shown: str, entry: str, message: str) -> Break:
    def break_list(root: Path) -> str:
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{entry}\n", encoding="utf-8")
        return f"{shown}:{path.read_text(encoding='utf-8').count(chr(10))}: {message}"

    return break_list


_FEW = "в группе нужны хотя бы два слова или фразы через « = », без пустых"
BREAKS.update(
    {
        f"synonyms «{entry}»": _last_line(SYNONYMS, "hooks/search/synonyms.txt", entry, message)
        for entry, message in {
            "гил": _FEW,
            "гил=gil": _FEW,
            "гил =  = gil": _FEW,
            "гил = gil = Гил": "слово или фраза в группе стоит дважды; оставьте одно",
        }.items()
    }
)
BREAKS["own words without an id"] = _last_line(
    OWN_WORDS,
    "hooks/search/own-words.txt",
    "глобальная блокировка",
    "строка непонятна; пишите «id: фраза, фраза», у страницы вместо id — её адрес: «plan/: фраза»",
)


@a_break("own words of a question in two lines")
def _(root):
    path = root / OWN_WORDS
    path.write_text("gil: лок\n# раз\n\ngil: гил\n", encoding="utf-8")
    return "hooks/search/own-words.txt:4: «gil» уже стоит в строке 1; допишите слова туда"


BREAKS["stop word with a comma"] = _last_line(
    STOP_WORDS,
    "hooks/search/stop-words.txt",
    "и, а",
    "«и,» — не слово; пишите слова через пробел, примечание — с # в начале строки",
)


@a_break("description that a comment cuts")
def _(root):
    line = replace(root / "docs/middle/index.md", "description: ", "description: Вопросы о C # и не только ")
    return f"docs/middle/index.md:{line}: « #» начинает примечание и обрывает текст; возьмите весь текст в кавычки"


# -- macros -------------------------------------------------------------------------------------

_KNOWN = ", ".join(sorted(MACROS))
# expression: message
EXPRESSIONS = {
    '{= question_count("senior") =}': (
        "параметр level макроса question_count не может быть 'senior'; бывает: junior, middle, any"
    ),
    '{= question_count(folder="midle") =}': (
        "параметр folder макроса question_count не может быть 'midle'; бывает: junior, middle, soft-skills, employer"
    ),
    '{= question_checklist(wording="да") =}': (
        "параметр wording макроса question_checklist не может быть 'да'; бывает: True, False"
    ),
    f"{{= question_count(0x{'f' * 5000}) =}}": (
        "параметр level макроса question_count не может быть int; бывает: junior, middle, any"
    ),
    "{= tag_count(1) =}": "лишний параметр макроса tag_count: № 1; бывают: никаких",
    '{= question_count(levl="junior") =}': "лишний параметр макроса question_count: levl; бывают: level, folder",
    '{= question_count("junior", level="any") =}': (
        "лишний параметр макроса question_count: level дважды; бывают: level, folder"
    ),
    "`{= config =}`": f"неизвестный макрос; можно только с постоянными аргументами: {_KNOWN}",
}


def _macro(expression: str, message: str) -> Break:
    def break_page(root: Path) -> str:
        line = replace(root / "docs/index.md", "{= tag_count() =}", expression)
        return f"docs/index.md:{line}: {message}"

    return break_page


BREAKS.update({f"macro {expression}": _macro(expression, message) for expression, message in EXPRESSIONS.items()})


@a_break("macro in a block of code of an index page")
def _(root):
    line = replace(root / "docs/index.md", "## С чего", '```text title="Настройки"\n{= config =}\n```\n\n## С чего')
    return f"docs/index.md:{line + 1}: неизвестный макрос; можно только с постоянными аргументами: {_KNOWN}"


@a_break("index page that does not ask for its macros")
def _(root):
    replace(root / "docs/index.md", "render_macros: true\n", "")
    line = (root / "docs/index.md").read_text(encoding="utf-8").split("{=")[0].count("\n") + 1
    return f"docs/index.md:{line}: макрос не сработает; допишите в шапку render_macros: true"
