"""Patterns: marks that Markdown does not understand, with what is said of each, and those that it does."""

from __future__ import annotations

import re
from dataclasses import dataclass

import markdown

from hooks.checks.page.prose import INVISIBLE
from hooks.checks.page.safety import BRACES, NOTES

# As Python-Markdown wants it; one that is written otherwise stays text.
NOTE_LINE = re.compile(
    r'[ >]*(?:[-*+] +|\d+\. +)*(?:\?{3}\+?|!{3}) ?(?=[\w"])(?:[\w-]+(?: +[\w-]+)*)?(?P<title> *"[^\n]*")? *$'
)
NUMBER = re.compile(r"[ \t>]*(?:[-*+][ \t]+)*(\d+)\.")
MACRO_OF_LINE = re.compile(r"\{=(?:(?!\{=)[^\n])*?=\}")


@dataclass(frozen=True)
class Mark:
    pattern: re.Pattern
    message: str
    repair: str | None = None
    in_answers_only: bool = False


CODE = "код пишут в обратных кавычках"
# What an empty line mends, which `gaps.py` puts in.
LIST_NEEDS_GAP = "перед списком нужна пустая строка; иначе он сольётся с абзацем"
TABLE_NEEDS_GAP = "таблица не сложилась; над ней нужна пустая строка, под шапкой — |---|---|"
LINE_NEEDS_GAP = "строка сольётся со следующей; между ними нужна пустая строка"
CODE_NEEDS_GAPS = "вокруг блока кода нужны пустые строки; сдвиг — как у текста над ним"
NOTE = '!!! note "Название"'

# A mark at the beginning of a line that begins nothing.
STARTS = (
    Mark(
        re.compile(r"(?:[-*+]|(?<!\d)\d++\.)[ \t]++(?=\S)"),
        LIST_NEEDS_GAP,
    ),
    Mark(re.compile(r"(\d{1,3})\)(?=\s)"), "«{}» списка не начинает; пишите «1. пункт»", r"\1."),
    Mark(re.compile(r"(\d{1,3}\.)(?=[А-ЯЁа-яё«„])"), "после номера пункта нужен пробел: «1. пункт»", r"\1 "),
    Mark(re.compile(r"\d{1,3}\.(?=[A-Z`*\[(])"), f"после номера пункта нужен пробел: «1. пункт»; {CODE}"),
    Mark(re.compile(r"[-+](?=[А-ЯЁа-яё«„])"), "после знака списка нужен пробел: «- пункт»", "- "),
    Mark(
        re.compile(r"[-+](?=[^\s\d\-+>=.,])|\*(?=[^\s*\[][^*\n]*$)"),
        f"после знака списка нужен пробел: «- пункт»; {CODE}",
    ),
    Mark(re.compile(r"[•·●○◦▪■□‣⁃∙➢➤][ \t\u00a0]*|–[ \t\u00a0]+"), "«{}» списка не начинает; пишите «- пункт»", "- "),
    Mark(re.compile(r"={3}[+!]?[ \t]*[\"«“]"), "вкладок здесь нет; напишите части одну под другой, с **названиями**"),
    Mark(re.compile(r"\[TOC\][ \t]*$"), "содержание страницы сайт строит сам; удалите строку"),
    Mark(
        re.compile(r"\[![A-Za-z]+\]|:{3,}[ \t]*\w*"),
        f"такой заметки здесь нет; пишите {NOTE}, а под ним текст со сдвигом",
    ),
    Mark(re.compile(r"(?:\?{3}\+?|!{3}\+?)(?=[ \t]*[\w\"«])"), f"заметка не сложилась; пишите {NOTE}"),
    Mark(re.compile(r":[ \t]+(?=\S)"), "списков определений здесь нет; пишите «- **Слово.** Текст»"),
    Mark(re.compile(r"\*\[[^\[\]\n]+\]:"), "сокращения так не раскрывают; раскройте в скобках при первом упоминании"),
    Mark(re.compile(r"\[[ xX]\](?=\s)"), "в ответах нет списков с галочками; пишите «- пункт»", in_answers_only=True),
)
FENCE_IN_TEXT = re.compile(r"(?:`{3,}|~{3,})[ \t]*[\w.+#-]*(?:[ \t]+\w+=.*)?$")
NO_FENCE = "блок кода не сложился; вынесите его из цитаты, ``` над ним и под ним — в своих строках"
TABLE = re.compile(r"\|.*\|[ \t]*$")
CELLS = "в строке таблицы другое число ячеек, чем в её шапке"
# Several lines that begin so run together; one alone is as it should be.
RUNNING = re.compile(r"—[ \t]|[а-яёa-z]\)[ \t]|[-=]>[ \t]|[→⇒►▶✓✔☑✅✖✗✘❌]|[А-ЯЁA-Z][\w-]*(?: [\w-]+){0,2}:[ \t]")
RUN_TOGETHER = "строки сольются в абзац; пишите списком: «- пункт»"
TITLE_ABOVE = re.compile(r"[ \t]*\*\*[^*\n]+\*\*[:.]?[ \t]*\n[ \t]*(?=[^\W\d]|\*\*|[`«\[])")
PROMPT = re.compile(r"[ \t]*>>>[ \t]*[^\s>]")
SESSION = "«>>>» станет цитатой; сеанс Python пишут в блоке ```pycon"
BAR = re.compile(r"`[^`\n]*\\\|[^`\n]*`")
BAR_IN_CODE = r"в коде таблицы «\|» так и останется; пишите «|»"

INDENTED = "текст со сдвигом стал кодом; уберите лишние пробелы или поставьте вокруг кода строки ```"
HEADING = r"строка станет заголовком; выделите слова полужирным: **Слова.**, знак «#» пишите \#"
UNTITLED = f"у заметки нет названия в кавычках; пишите {NOTE}"
ODD_NOTE = f"заметки «{{}}» здесь нет; можно: {', '.join(sorted(NOTES))}"
EMPTY = "заметка пуста; сдвиньте текст под ней на 4 пробела дальше её самой"
UNUSED = f"на адрес этой строки нет ссылки, её не будет на сайте; пишите [текст](адрес), {CODE}"

# A mark within the text that stays there as it is.
ANYWHERE = (
    Mark(re.compile(r"\[\^[^\[\]\n]+\]:?"), f"сносок здесь нет; дайте ссылку или скажите в скобках, {CODE}"),
    Mark(re.compile(r"~~"), "зачёркивания здесь нет; скажите словами"),
    Mark(re.compile(r"(?<![=!<>])==(?=[^\s=])[^=\n]*[^\s=]==(?!=)"), "выделения «==» здесь нет; пишите **слово**"),
    Mark(
        re.compile(r"\$\$|(?<![\w$])\$(?=[^\s\d$])[^$\n]*(?<=[^\s$])\$(?!\d)"),
        f"формул здесь нет; {CODE}, без знаков $",
    ),
    Mark(re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"), "значка так не поставить; скажите словами"),
    Mark(re.compile(r"\+\+[\w\"'-]+(?:\+[\w\"'-]+)*\+\+"), f"клавиш «++» здесь нет; {CODE}"),
    Mark(re.compile(r"(?<=\w)\^[^\s^]+\^|(?<![\w~])~[^\s~]+~|(?<=\w)~\w+~"), f"индексов «^» и «~» здесь нет; {CODE}"),
    Mark(re.compile(r"\[\[|\]\]"), f"ссылки «[[…]]» здесь нет; пишите [текст](адрес), {CODE}"),
    Mark(re.compile(r"\]\(|\][ \t]\((?=[^\s)]*[/.#])"), f"ссылка не сложилась; пишите [текст](адрес), {CODE}"),
    Mark(re.compile(r"`"), "обратная кавычка без пары; поставьте вторую"),
    Mark(
        re.compile(r"\*\*[ ][^*\n]++\*\*|\*\*[^*\n]++(?<=[ ])\*\*"),
        "пробелы внутри выделения, оно не сработает; пишите **слово**",
    ),
    Mark(
        re.compile(r"\*\*|(?<![\s*])\*|\*(?![\s*])"),
        r"звёздочка останется на странице; закройте выделение, код пишут в обратных кавычках, сам знак — \*",
    ),
    Mark(
        re.compile(r"(?<!\w)_+(?=[А-Яа-яЁё])|(?<=[А-Яа-яЁё])_+(?!\w)"),
        "подчёркивание останется на странице; выделяют звёздочками: **слово**",
    ),
    Mark(re.compile(r"\{[^{}\n]*[^{}\s][^{}\n]*\}?"), BRACES),
    Mark(
        re.compile(r"&(?:nbsp|lt|gt|amp|quot|laquo|raquo|mdash|ndash|shy|copy)\b(?!;)"),
        f"нет «;» после «{{}}»; {CODE}",
    ),
    Mark(re.compile(r"\\$", re.MULTILINE), "«\\» не переносит строку; разделите абзацы пустой строкой"),
)
MAYBE = re.compile(r"[*`_{}$&~^\\\[\]]|==|\+\+|(?<!\w):[a-z]")
"""What every mark of `ANYWHERE` has: a line without it needs no closer look."""

# What a piece should look like: the marks that we use.
PROTECTED = 0xF0000
"""Letters of code and escaped marks stand this far from their place, so that no mark is found in them."""
CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
ESCAPE = re.compile(r"\\([*_`\[\]{}<>|])|(?m:^(\d+)\\\.)|(?m:^\\([-+#>]))")
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_ADDRESS = r"\([ ]*+(?:<[^<>\n]*+>|(?>(?:[^()\s<>]++|\([^()\s]*+\))*))(?:[ ]++\"[^\"\n]*+\")?[ ]*+\)"
PICTURE = re.compile(r"!\[(?>(?:[^\[\]]++|\[[^\[\]]*+\])*)\]" + _ADDRESS)
PICTURE_BY_NAME = re.compile(r"!\[([^\[\]]+)\](?:\[[^\[\]]*\])?")
LINK = re.compile(r"(?<!\w)\[((?>(?:[^\[\]]++|\[[^\[\]]*+\])*))\]" + _ADDRESS)
LINK_BY_NAME = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?")
EMPHASIS = re.compile(r"(?<![\w*\\])(\*\*\*|\*\*|\*)(?=[^\s*])([^*]*[^\s*])\1(?!\*)")
_PAIR = r"""(?:[#.][\w-]+|[\w-]+=(?:"[^"\n]*"|[\w:%-]+))"""
_ATTRIBUTE_LIST = rf"\{{:?[ ]*+{_PAIR}(?>(?:[ ]++{_PAIR})*)[ ]*+\}}"
# Behind markup or at the beginning of a line; behind a space in the last line only.
ATTRIBUTE_LISTS = re.compile(
    rf"(?:(?<=[)*\]>\U000f0000-\U000fffff])|(?<=\n)){_ATTRIBUTE_LIST}|(?<=[ ]){_ATTRIBUTE_LIST}(?=[^\n]*$)"
)
ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
UNSEEN = re.compile(f"[{INVISIBLE}]")
TAG = re.compile(r"<[A-Za-z/!?]")
DOUBTFUL = re.compile(r"[`*_\[\]{}<&\\]")
DEFINITION = re.compile(r"(?m)^[ \t]*\[(?P<name>[^\[\]\n]+)\]:")
STASHED = re.compile(markdown.util.HTML_PLACEHOLDER % r"(\d+)")
UNESCAPED = re.compile(f"{markdown.util.STX}(\\d+){markdown.util.ETX}")
