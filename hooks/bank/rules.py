"""The rules of a question page that need more than one line: its head, its macros, and each question as a whole.

Every rule takes `report`, which the parser gives: called with the number of a line and a message, in Russian.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from hooks.bank import answer as model_answer
from hooks.bank import front_matter, interview
from hooks.bank.drafts import LEAD_IN, OpenBlock, OpenQuestion, paragraphs
from hooks.bank.kinds import MODEL_ANSWER, SOURCES, UNFINISHED, BlockRule, Kind
from hooks.bank.macro_calls import MACRO, is_index_page, macro_mistake
from hooks.bank.records import Report
from hooks.bank.vocabulary import Vocabulary

_LINK = re.compile(r"\]\(<?(https?://[^)>\s]+)|<(https?://[^<>\s]+)>")
_UNFINISHED_PLACE = re.compile(rf"\b{UNFINISHED}\b(?:: *(?P<hint>.*))?")


def check_front_matter(head: front_matter.FrontMatter, page: str, kind: Kind | None, report: Report) -> None:
    """Tell what the reader of the front matter found, and what a page of this kind lacks."""
    for line, text in head.problems:
        report(line, text)
    lines = head.lines
    for key in ("render_macros", "ignore_macros"):
        if key in lines and not is_index_page(page):
            report(lines[key], f"{key} — только на страницах указателей; удалите эту строку")
    if kind is None:
        return
    if not head.length:
        if not head.problems:
            report(1, "нет шапки страницы; начните с --- и полей title, description, checked")
    elif head.is_whole:
        _check_missing_fields(lines, kind, report)


def _check_missing_fields(lines: Mapping[str, int], kind: Kind, report: Report) -> None:
    for key in ("title", "description"):
        if key not in lines:
            report(1, f"в шапке нет {key}; добавьте «{key}: …»")
    if "checked" not in lines:
        report(1, "в шапке нет checked — даты последней сверки с источниками: «checked: 2026-11-23»")
    if kind.needs_versions and "versions" not in lines:
        report(1, front_matter.NO_VERSIONS)


def check_index_macros(
    lines: Sequence[str], head: front_matter.FrontMatter, vocabulary: Vocabulary, report: Report
) -> None:
    """Check the macros of a page that may call them: they run in code and in comments too."""
    renders_macros = head.values.get("render_macros") is True
    for number, line in enumerate(lines[head.length :], head.length + 1):
        expressions = MACRO.findall(line)
        if len(expressions) != line.count("{="):
            expressions.append("")
        mistakes = [mistake for one in expressions if (mistake := macro_mistake(one, vocabulary))]
        if mistakes:
            report(number, mistakes[0])
        elif expressions and not renders_macros and not head.problems:
            report(number, "макрос не сработает; допишите в шапку render_macros: true")
            renders_macros = True  # once is enough


_OTHER_THAN_PARAGRAPH = re.compile(
    r"(?:[-*+]|\d+\.)[ \t]|>|`{3}|~{3}|\||(?:\*[ \t]*){3}$|(?:-[ \t]*){3}$|(?:_[ \t]*){3}$"
)
"""How a list, a quotation, code, a table or a rule begins."""
_UNSHOWN = re.compile(r"[ \t]*(?:<!--(?>(?:(?!-->).)*)-->)?[ \t]*|\[[^\]]+\]:.*")
"""A line that Markdown shows nothing of: empty, a comment, the address of a link."""


def check_question(question: OpenQuestion, kind: Kind, vocabulary: Vocabulary, report: Report) -> None:
    """Judge a question with everything that stands under it."""
    _check_unfinished(question, report)
    if not question.is_damaged:
        _check_whole(question, kind, vocabulary, report)


def _check_whole(question: OpenQuestion, kind: Kind, vocabulary: Vocabulary, report: Report) -> None:
    if not any(line.strip() for line in question.prompt):
        report(question.line, "нет формулировки вопроса; напишите её под заголовком")
    _check_wording(question, report)
    _check_blocks(question, kind, report)
    answer = block_of(question, MODEL_ANSWER)
    if answer and not answer.is_empty():
        is_complete = _check_lead_ins(answer, kind, report)
        if is_complete and UNFINISHED not in answer.markdown():
            model_answer.check(answer, kind, report)
    _check_excuses(question, answer, report)
    for block in question.blocks:
        if not block.is_empty() and UNFINISHED not in block.markdown():
            interview.check(block, kind, report)
    sources = block_of(question, SOURCES)
    if kind.needs_source and sources and not sources.is_empty() and UNFINISHED not in sources.markdown():
        _check_sources(sources, vocabulary.primary_sources, report)


def _check_wording(question: OpenQuestion, report: Report) -> None:
    """Report a wording that begins with something else than a paragraph: search engines are told of that one."""
    for number, line in enumerate(question.prompt, question.line + 1):
        if _OTHER_THAN_PARAGRAPH.match(line):
            report(number, "формулировка начинается не с абзаца; напишите первым сам вопрос, остальное — под ним")
        if not _UNSHOWN.fullmatch(line):
            return


def block_of(question: OpenQuestion, rule: BlockRule) -> OpenBlock | None:
    """Return the first block of a question that stands for a rule."""
    return next((block for block in question.blocks if block.rule and block.rule.word == rule.word), None)


def _check_unfinished(question: OpenQuestion, report: Report) -> None:
    """Report each place that still holds what `new_question` has put there."""
    parts = [("Формулировка", question.line, question.prompt)]
    parts += [(block.title, block.line, block.body) for block in question.blocks]
    for name, start, lines in parts:
        for number, line in enumerate(lines, start + 1):
            found = _UNFINISHED_PLACE.search(line)
            if found:
                lead = LEAD_IN.match(line.strip().removeprefix("- "))
                report(number, _unfinished(lead["words"] if lead else name, found["hint"]))


def _unfinished(name: str, hint: str | None) -> str:
    where = f"не дописано «{name}»" + (f" ({hint.strip().rstrip('.')})" if hint else "")
    return f"{where}; замените «{UNFINISHED}» и подсказку своим текстом"


def _check_blocks(question: OpenQuestion, kind: Kind, report: Report) -> None:
    order = {rule.word: place for place, rule in enumerate(kind.blocks)}
    seen: list[str] = []
    for block in question.blocks:
        if block.is_empty():
            report(block.line, f"блок «{block.title}» пуст; напишите его или удалите")
        if block.rule is None:
            continue
        if block.rule.word in seen:
            report(block.line, f"блок «{block.rule.title}» стоит дважды; оставьте один")
        elif seen and order[block.rule.word] < max(order[word] for word in seen):
            titles = " → ".join(rule.title for rule in kind.blocks)
            report(block.line, f"блок «{block.rule.title}» не на месте; порядок: {titles}")
        seen.append(block.rule.word)
    for rule in kind.blocks:
        if rule.required and rule.word not in seen:
            report(question.line, f"нет блока «{rule.title}»; добавьте {rule}")


def _check_lead_ins(answer: OpenBlock, kind: Kind, report: Report) -> bool:
    """Tell whether a model answer has all its bold words; report those that it lacks."""
    parts = list(paragraphs(answer))
    leads = [match["words"] for match in map(LEAD_IN.match, parts) if match]
    first, *others = kind.lead_ins
    missing = [words for words in others if not any(lead.startswith(words) for lead in leads)]
    for words in missing:
        report(answer.line, f"в модельном ответе нет «**{words}.**»; добавьте абзац")
    is_opened = bool(leads) and leads[0].startswith(first) and parts[0].startswith("**")
    if not is_opened:
        report(answer.line, f"модельный ответ начинается не с «**{first}.**»; начните с него")
    return is_opened and not missing


def _check_excuses(question: OpenQuestion, answer: OpenBlock | None, report: Report) -> None:
    """Report a reason for a long answer that stands where no limit is."""
    parts = [(question.line, question.prompt)]
    parts += [(block.line, block.body) for block in question.blocks if block is not answer]
    for start, lines in parts:
        for index in model_answer.excuses(lines):
            report(start + 1 + index, model_answer.NO_EXCUSE)


def _check_sources(block: OpenBlock, primary: Sequence[str], report: Report) -> None:
    links = [one or other for one, other in _LINK.findall("\n".join(block.body))]
    hosts = [(urlsplit(link).hostname or "") for link in links]
    if not any(host == name or host.endswith("." + name) for host in hosts for name in primary):
        report(
            block.line,
            "нет первичного источника; дайте ссылку на документацию или стандарт (extra.primary_sources в mkdocs.yml)",
        )
