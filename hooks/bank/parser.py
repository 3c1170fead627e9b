"""One page, walked line by line: what is a heading, a block, a fence, and to which question a line belongs.

The parser never stops at the first mistake. It recovers in such a way that one mistake gives
one problem: a block with a wrong title is still the block it stands for.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from hooks.bank import answer, front_matter, interview, rules
from hooks.bank.drafts import BLOCK_START, DETAILS, OpenBlock, OpenQuestion, guess_block
from hooks.bank.fences import find_fences
from hooks.bank.headings import ATTRIBUTE_LIST, HEADING, UNDERLINE, attribute_names, is_valid_id, open_question
from hooks.bank.kinds import BODY_INDENT, FOLLOW_UPS, KINDS, MODEL_ANSWER, SIGNALS, BlockRule
from hooks.bank.macro_calls import is_index_page
from hooks.bank.records import Block, Fence, Problem, Question
from hooks.bank.text import CODE_SPAN, find_comments, indent_of, plain_text, width_of, with_plain_spaces
from hooks.bank.vocabulary import Vocabulary

_HEADING_IN_BLOCK = "заголовок внутри блока; выделите слова полужирным: **Слова.**"
_EMPTY_ITEM = "пустой пункт: Markdown сделает заголовком строку над ним; допишите его или удалите"
_BLOCK_FORM = 'пишите ??? слово "Название"'


class PageParser:
    """The state of parsing one page. Use `load.parse_page`."""

    def __init__(self, text: str, page: str, source: str, vocabulary: Vocabulary) -> None:
        self.lines = list(map(with_plain_spaces, text.split("\n")))
        self.page = page
        self.source = source
        self.vocabulary = vocabulary
        self.kind = KINDS.get(PurePosixPath(page).parts[0]) if PurePosixPath(page).name != "index.md" else None
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.question: OpenQuestion | None = None
        self.last_problem: tuple[str, int] = ("", 0)
        self.head = front_matter.read(text)
        self.title = str(self.head.values.get("title", ""))
        self.first = self.head.length
        rules.check_front_matter(self.head, page, self.kind, self.report)
        self.fences = {fence.line: fence for fence in find_fences(self.lines, self.first)}
        self.fenced = {n for fence in self.fences.values() for n in range(fence.line, fence.last_line + 1)}
        self.title_line = self._find_title()

    def report(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.source, line, text))

    def report_run(self, rule: str, line: int, text: str) -> None:
        """Report a mistake of neighbouring lines once, at the first of them."""
        name, last = self.last_problem
        if name != rule or any(self.lines[i - 1].strip() for i in range(last + 1, line)):
            self.report(line, text)
        self.last_problem = (rule, line)

    def parse(self) -> None:
        if is_index_page(self.page):
            rules.check_index_macros(self.lines, self.head, self.vocabulary, self.report)
        index = self.first
        comments = find_comments(self.lines, self.first, self.fenced, self.report)
        while index < len(self.lines):
            fence = self.fences.get(index + 1)
            if fence:
                self._take_fence(fence)
                index = fence.last_line
                continue
            line = self.lines[index]
            if index in comments:
                self._check_macros(index + 1, line)  # these run in comments, too
                self._keep(line)
            else:
                self._take_line(index + 1, line)
            index += 1
        self._close_question()
        if self.kind and not self.title_line:
            self.report(self.first + 1, "нет заголовка страницы; добавьте «# Название раздела»")
        if self.kind and not self.questions and not self.problems:
            self.report(self.title_line, "на странице нет ни одного вопроса; добавьте: python3 -m scripts.new_question")

    def _find_title(self) -> int:
        """Return the line of the page's title, 0 where there is none."""
        for number in range(self.first + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if number not in self.fenced and line.startswith("#") and not line.startswith("##"):
                return number
        return 0

    def _keep(self, line: str) -> None:
        """Keep a line where it belongs: the open block, or the wording of the question."""
        if self.question is None:
            return
        if self.question.blocks:
            self.question.blocks[-1].body.append(line)
        else:
            self.question.prompt.append(line)

    def _take_fence(self, fence: Fence) -> None:
        if not fence.closed:
            self.report(fence.line, "блок кода не закрыт; поставьте под ним строку с теми же ``` и тем же отступом")
            if self.question:
                self.question.is_damaged = True
        elif self.question and self.question.blocks and fence.indent < BODY_INDENT:
            self.report(
                fence.line,
                f"блок кода сдвинут на {fence.indent} вместо {BODY_INDENT} пробелов;"
                " сдвиньте его целиком, иначе он выпадет из ответа",
            )
        elif self.kind and fence.indent and not (self.question and self.question.blocks):
            self.report(fence.line, "блок кода сдвинут, но не стоит в блоке ответа; уберите отступ")
        opening = self.lines[fence.line - 1]
        if "\t" in opening[: len(opening) - len(opening.lstrip())]:
            self._report_tab(fence.line)
        for number in range(fence.line, fence.last_line + 1):
            self._keep(self.lines[number - 1])

    def _report_tab(self, line: int) -> None:
        self.report_run("tab", line, "отступ табуляцией; замените её четырьмя пробелами")

    def _take_line(self, number: int, line: str) -> None:
        self._check_macros(number, line)
        if not line.strip():
            self._keep(line)
            return
        whitespace = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in whitespace:
            self._report_tab(number)
        if self._is_underline(number, line):
            self.report(
                number,
                _EMPTY_ITEM
                if line.strip() == "-"
                else _HEADING_IN_BLOCK
                if whitespace
                else "заголовок подчёркиванием; пишите «## Название { #id … }»",
            )
        elif self.kind is None:
            self._take_plain_line(number, line)
        elif not whitespace:
            self._take_top_line(number, line)
        else:
            self._take_indented_line(number, line, width_of(whitespace))

    def _is_underline(self, number: int, line: str) -> bool:
        previous = self.lines[number - 2] if number - 2 >= self.first else ""
        return bool(
            UNDERLINE.match(line.strip())
            and previous.strip()
            and indent_of(previous) == indent_of(line)
            and not previous.lstrip().startswith(("#", "???", "!!!", "|", "```"))
        )

    def _check_macros(self, number: int, line: str) -> None:
        if "{=" in CODE_SPAN.sub("", line) and not is_index_page(self.page):
            self.report(number, "макрос вне страницы указателя; замените его обычным текстом")

    def _take_plain_line(self, number: int, line: str) -> None:
        """Check a line of a page without questions: only its headings have rules."""
        heading = HEADING.match(line)
        if heading and len(heading["marks"]) > 1:
            attributes = ATTRIBUTE_LIST.search(heading["text"])
            names = attribute_names(attributes["body"]) if attributes else []
            ids = [value for key, value in names if key == "id"]
            if len(ids) != 1 or not is_valid_id(ids[0] or ""):
                self.report(number, "у заголовка нет латинского адреса; допишите { #slovo }")

    def _take_indented_line(self, number: int, line: str, width: int) -> None:
        if self.question is None or not self.question.blocks:
            self.report_run("stray", number, "текст сдвинут, но не стоит в блоке ответа; уберите отступ")
        elif width < BODY_INDENT:
            self.report_run(
                "shallow",
                number,
                f"тело блока сдвинуто на {width} вместо {BODY_INDENT} пробелов; иначе блок пуст",
            )
        elif rule := self._nested_block(line):
            self.report(number, f"блок «{rule.title}» вложен в другой; уберите отступ, его текст сдвиньте на 4 пробела")
            self.question.blocks.append(OpenBlock(rule.word, rule.title, number, rule))
            return
        elif width == BODY_INDENT and HEADING.match(line.strip()) and line.strip().lstrip("#")[:1] in {" ", ""}:
            self.report(number, _HEADING_IN_BLOCK)
        self._keep(line)

    def _nested_block(self, line: str) -> BlockRule | None:
        """Return the block of a question that a line begins inside another one."""
        start = BLOCK_START.match(line.strip())
        title = guess_block(start["rest"])[1] if start else ""
        return next((rule for rule in self.kind.blocks if rule.title == title), None)

    def _take_top_line(self, number: int, line: str) -> None:
        heading = HEADING.match(line)
        if heading:
            self._take_heading(number, heading)
        elif BLOCK_START.match(line):
            self._take_block(number, line)
        elif self.question is None:
            if number < self.title_line:
                self.report_run("before", number, "текст до заголовка страницы; перенесите его под «# …»")
        elif not self.question.blocks:
            self._keep(line)
        else:
            if self.question.blocks[-1].is_empty():
                text = f"тело блока не сдвинуто; сдвиньте каждую его строку на {BODY_INDENT} пробела"
            else:
                text = "текст вне блоков не принадлежит ни одному вопросу; сдвиньте его на 4 пробела или удалите"
            self.report_run("outside", number, text)
            self._keep(" " * BODY_INDENT + line)

    def _take_heading(self, number: int, heading: re.Match) -> None:
        level, text = len(heading["marks"]), heading["text"]
        if level == 1 and number == self.title_line:
            title = ATTRIBUTE_LIST.sub("", text).strip()
            if self.title and self.title not in {title, plain_text(title)}:
                self.report(number, f"заголовок страницы не совпадает с title в шапке («{self.title}»)")
            self.title = self.title or title
            return
        if level != 2:
            self.report(number, f"заголовок уровня {level}; у вопроса уровень 2: «## Название {{ #id … }}»")
            # A heading without a list of attributes is a part of an answer that went astray.
            if not ATTRIBUTE_LIST.search(text):
                return
        self._close_question()
        self.question = open_question(number, text, self.page, self.vocabulary, self.report)

    def _take_block(self, number: int, line: str) -> None:
        start = BLOCK_START.match(line)
        details = DETAILS.match(line)
        word, title = (details["word"], details["title"]) if details else guess_block(start["rest"])
        if self.question is None:
            self.report(number, "блок вне вопроса; над ним нужен заголовок «## Название { #id … }»")
            return
        rule = self._find_rule(word, title)
        if start["mark"] == "!!!":
            self.report(number, "«!!!» не сворачивается; замените на «???»")
        elif start["plus"]:
            self.report(number, "«???+» показывает ответ сразу; замените на «???»")
        elif details is None:
            example = f": {rule}" if rule else f"; {_BLOCK_FORM}"
            self.report(number, f"название блока без кавычек или лишние знаки{example}")
        if details:
            self._check_block_name(number, word, title, rule)
        self.question.blocks.append(OpenBlock(word, title, number, rule))

    def _find_rule(self, word: str, title: str) -> BlockRule | None:
        """Find the block that was meant: by its title, else by its word."""
        for rule in self.kind.blocks:
            if rule.title == title:
                return rule
        return next((rule for rule in self.kind.blocks if rule.word == word), None)

    def _check_block_name(self, number: int, word: str, title: str, rule: BlockRule | None) -> None:
        if rule is None:
            known = ", ".join(f'{rule.word} "{rule.title}"' for rule in self.kind.blocks)
            self.report(number, f"блок «{word}» не для этого раздела; здесь бывают: {known}")
        elif (rule.word, rule.title) != (word, title):
            self.report(number, f'блок «{word} "{title}"» не для этого раздела; пишите {rule}')

    def _close_question(self) -> None:
        question, self.question = self.question, None
        if question is None:
            return
        rules.check_question(question, self.kind, self.vocabulary, self.report)
        if question.id and question.levels and question.levels[0]:
            self.questions.append(self._finish(question))

    def _finish(self, question: OpenQuestion) -> Question:
        model = rules.block_of(question, MODEL_ANSWER) or OpenBlock("", "", question.line, None)
        short, _ = answer.parted(model, self.kind)
        asked, looked_for = (rules.block_of(question, rule) for rule in (FOLLOW_UPS, SIGNALS))
        return Question(
            id=question.id,
            title=plain_text(question.title),
            prompt=plain_text("\n".join(question.prompt)),
            level=question.levels[0],
            kind=self.kind.name,
            tags=tuple(dict.fromkeys(question.tags)),
            section=self.title,
            page=self.page,
            source=self.source,
            line=question.line,
            short=short.plain(),
            short_markdown=short.markdown(),
            blocks=tuple(Block(block.word, block.title, block.line, block.markdown()) for block in question.blocks),
            longer=answer.longer(model, self.kind),
            follow_ups=interview.follow_ups(asked) if asked else (),
            signals=interview.signals(looked_for) if looked_for else (),
        )
