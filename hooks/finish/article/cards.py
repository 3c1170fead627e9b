"""Questions as cards: a bar at the top of the page, an element around each question, marks and neighbours below it.

The controls stand in the page before any script runs, so that nothing moves when one does; those that
are dead without JavaScript bear the class `needs-script` and are not shown without it.
"""

from __future__ import annotations

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from hooks.bank.records import Question
from hooks.build import PageInfo
from hooks.finish import theme
from hooks.finish.page import Page
from hooks.finish.russian_date import russian_date
from hooks.finish.site import Site
from hooks.finish.tree import children, classes
from hooks.markdown.controls import CONTINUE, marks, progress, reading_time
from hooks.reading import reading_time_of

_CHECKED = Markup('<p class="page-checked">{}</p>\n')
_BAR = Markup(
    '<div class="page-bar needs-script">{progress}<span class="fold-all">'
    '<button type="button" class="button" data-fold="open" disabled>Раскрыть все</button>'
    '<button type="button" class="button" data-fold="close" disabled>Скрыть все</button>'
    '<button type="button" class="button" data-print disabled>Печать раскрытых</button></span></div>\n'
)
_TIME = Markup('<p class="question-time">{}</p>\n')
_CARD = '<section class="question-card" data-question="{id}">\n{text}{footer}</section>\n'
_FOOTER = Markup(
    '<div class="question-footer">{marks}'
    '<button type="button" class="button needs-script" data-print aria-label="Печать вопроса «{title}»" disabled>'
    "Печать</button>"
    '<p class="question-neighbours">{previous}{next}</p></div>\n'
)
_NEIGHBOUR = Markup(
    '<a class="{names}" href="{url}"><span class="neighbour__way">{label}</span>'
    '<span class="neighbour__title">{title}</span></a>'
)


OURS = frozenset({"page-bar", "question-blocks", "question-card", "question-footer"})
"""Classes by which later steps find what is made here."""


def make(page: Page, site: Site) -> None:
    """Wrap each question of a page in a card; tell of a question that is not found in what Markdown made."""
    info, article = page.info, page.article
    if article is not None:
        _disown(article)
    questions = site.build.questions_of(info.source) if info else {}
    if not info or article is None or not questions:
        return
    parts, made = [], set()
    for group in _groups(article):
        question = questions.get(group[0].attributes.get("id") or "") if group[0].tag == "h2" else None
        if question is None or question.id in made:
            parts += [node.html for node in group]
            continue
        if not made:
            parts += [
                checked(info),
                _time(list(questions.values())),
                CONTINUE,
                _BAR.format(progress=progress(questions)),
            ]
        made.add(question.id)
        text = _text(group, _time([question]))
        parts.append(_CARD.format(id=question.id, text=text, footer=_footer(question, page, site)))
    site.miss(info, ((one.line, f"вопроса «{name}»") for name, one in questions.items() if name not in made))
    article.inner_html = "".join(parts)


def _disown(article: LexborNode) -> None:
    """Take our classes from what a page has brought itself: it is refused, and a copy of a card has no question."""
    for node in article.css(", ".join(f".{name}" for name in sorted(OURS))):
        node.attrs["class"] = " ".join(name for name in classes(node) if name not in OURS)


def _groups(article: LexborNode) -> list[list[LexborNode]]:
    """Return what stands in an article, parted before each heading that has an address."""
    groups: list[list[LexborNode]] = []
    around = {node.mem_id for node in article.css(theme.AROUND)}
    for node in children(article):
        # What the theme puts below a text is no part of its last question.
        if not groups or (node.tag == "h2" and node.attributes.get("id")) or node.mem_id in around:
            groups.append([])
        groups[-1].append(node)
    return groups


def _text(group: list[LexborNode], time: str) -> str:
    """Return a question whose blocks stand in an element of their own, below how long they take."""
    places = [number for number, node in enumerate(group) if node.tag == "details"]
    if not places:
        return "".join(node.html for node in group)
    first, after = places[0], places[-1] + 1
    before, blocks, rest = (
        "".join(one.html for one in part) for part in (group[:first], group[first:after], group[after:])
    )
    return f'{before}{time}<div class="question-blocks">\n{blocks}\n</div>\n{rest.lstrip()}'


def checked(info: PageInfo) -> Markup:
    """Return when the answers of a page were last held against their sources, and for which versions."""
    date = info.fields.get("checked")
    if date is None:
        return Markup("")
    versions = ", ".join(f"{name} {version}" for name, version in (info.fields.get("versions") or {}).items())
    text = f"Ответы сверены с источниками {russian_date(date)}"
    return _CHECKED.format(f"{text}: {versions}." if versions else f"{text}.")


def _time(questions: list[Question]) -> Markup:
    """Return how long a question takes to read, or those of a page together."""
    time = reading_time_of(questions).told()
    return _TIME.format(reading_time(*time, are_many=len(questions) > 1))


def _footer(question: Question, page: Page, site: Site) -> str:
    previous, following = site.build.neighbours(question)
    return _FOOTER.format(
        title=question.title,
        marks=marks(question.title),
        previous=_neighbour("neighbour neighbour--previous", "← Предыдущий вопрос", previous, page, site),
        next=_neighbour("neighbour neighbour--next", "Следующий вопрос →", following, page, site),
    )


def _neighbour(names: str, label: str, question: Question | None, page: Page, site: Site) -> Markup:
    if question is None:
        return Markup("")
    url = page.link(site.build.url(question))
    return _NEIGHBOUR.format(names=names, label=label, title=question.title, url=url)
