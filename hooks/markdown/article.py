"""Marks around what Python-Markdown makes of a page, so that the finisher finds it in whatever a template put around.

The last thing that happens to the text of a page. The marks are comments: a page that nobody finishes shows nothing
of them.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

START, END = "<!--article-->", "<!--/article-->"


def is_marked(html: str) -> bool:
    """Tell whether a page has the marks."""
    return 0 <= html.find(START) < html.rfind(END)


def marked(html: str) -> str:
    """Return what Markdown made with the marks around it."""
    return f"{START}{html}{END}"


def split(html: str) -> tuple[str, str, str]:
    """Return what stands before, between and after the marks of a page; the marks go.

    The outermost ones count: a page that writes such a comment itself moves nothing out of what is guarded.
    """
    if not is_marked(html):
        return html, "", ""
    start, end = html.find(START), html.rfind(END)
    return html[:start], html[start + len(START) : end], html[end + len(END) :]


class _Marker(Postprocessor):
    def run(self, text: str) -> str:
        return marked(text)


class ArticleExtension(Extension):
    """The extension of Python-Markdown that sets the marks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register the last postprocessor: the ampersand's has 20, pymdownx has none below 0."""
        md.postprocessors.register(_Marker(md), "article", -1000)
