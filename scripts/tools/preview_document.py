"""Pages of a built site as one HTML document that needs no network and no other file.

The pages come from a pull request of a stranger, and a maintainer opens the file: so it holds no
scripts, and its content security policy lets none run and nothing be fetched.
"""

from __future__ import annotations

import base64
import mimetypes
import posixpath
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from scripts.tools.site_address import site_address

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_FONT = re.compile(r"@font-face\s*\{[^}]*\}")
_CSS_URL = re.compile(r"url\(\s*+(?P<quote>[\"']?)(?!data:)(?P<address>[^()\"'\s]++)(?P=quote)\s*+\)")
_DROPPED = frozenset({"script", "iframe", "object", "embed", "link", "meta", "base", "form", "noscript", "template"})
_VOID = frozenset(
    {"area", "br", "col", "hr", "img", "input", "source", "track", "wbr", "link", "meta", "base", "embed"}
)


def _article(html: str) -> str:
    # No pattern: what begins many articles and ends none would keep it busy for ever.
    return html[html.index(">", html.index("<article")) + 1 : html.rindex("</article>")]


class Built:
    """A built site, read page by page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = site_address(folder)

    @staticmethod
    def url(page: str) -> str:
        """Return the address of a page (path inside `docs/`) relative to the site: `junior/web-http/`."""
        name = page.removesuffix(".md")
        name = "" if name == "index" else name.removesuffix("/index")
        return f"{name}/" if name else ""

    def has(self, page: str) -> bool:
        """Tell whether the page was built."""
        return (self.folder / self.url(page) / "index.html").is_file()

    def html(self, page: str) -> str:
        """Return the whole built page."""
        return (self.folder / self.url(page) / "index.html").read_text(encoding="utf-8")

    def data_url(self, path: str) -> str | None:
        """Return a file of the site (path inside it) as a `data:` address; None where it is not there."""
        file = (self.folder / unquote(path)).resolve()
        if not file.is_file() or not file.is_relative_to(self.folder.resolve()):
            return None
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def document(built: Built, pages: list[str]) -> str:
    """Return one HTML document with the articles of pages (paths inside `docs/`)."""
    anchors = {built.url(page): f"page-{number}" for number, page in enumerate(pages, 1)}
    articles = {page: _article(built.html(page)) for page in pages}
    links = "".join(f'<li><a href="#{anchors[built.url(page)]}">{escape(page)}</a></li>' for page in pages)
    parts = []
    for page, article in articles.items():
        rewriter = _Rewriter(built, built.url(page), anchors)
        rewriter.feed(article)
        rewriter.close()
        anchor = anchors[built.url(page)]
        parts.append(f'<article class="md-content__inner md-typeset" id="{anchor}">{"".join(rewriter.parts)}</article>')
    intro = f"<p>Изменённые страницы:</p><ul>{links}</ul>" if pages else "<p>Страницы не изменены.</p>"
    return (
        '<!doctype html>\n<html lang="ru" class="no-js"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Предпросмотр</title><style>{_styles(built, pages)}\n.needs-script {{ display: none }}</style></head>"
        '<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">'
        '<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">'
        '<div class="md-content" data-md-component="content">'
        f'<nav class="md-content__inner md-typeset" aria-label="Изменённые страницы">{intro}</nav>'
        f"{''.join(parts)}</div></div></main></div></body></html>\n"
    )


def _styles(built: Built, pages: list[str]) -> str:
    """Return the style sheets of the home page and of these pages in one text, without fonts, pictures inside."""
    sheets = []
    addresses = {
        posixpath.normpath(posixpath.join(built.url(page), urlsplit(address).path)): None
        for page in ("index.md", *pages)
        for address in _STYLESHEET.findall(built.html(page))
    }
    for address in addresses:
        path = built.folder / address
        folder = path.parent.relative_to(built.folder).as_posix()

        def inlined(found: re.Match, folder: str = folder) -> str:
            local = posixpath.normpath(posixpath.join(folder, urlsplit(found["address"]).path))
            return f'url("{built.data_url(local) or "data:,"}")'

        sheets.append(_CSS_URL.sub(inlined, _FONT.sub("", path.read_text(encoding="utf-8"))))
    # Nothing in a style sheet may end the element that holds it.
    return "\n".join(sheets).replace("</", "<\\/")


class _Rewriter(HTMLParser):
    """Copies an article; takes out what runs or fetches, and leads its links to where they work."""

    def __init__(self, built: Built, url: str, anchors: dict[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.built, self.url, self.anchors = built, url, anchors
        self.parts: list[str] = []
        self.dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            if tag not in _VOID:
                self.dropped.append(tag)
            return
        if self.dropped:
            return
        # Pictures are inside, so none waits until it is scrolled to; `hidden` and its like have no value.
        wanted = [(name, value) for name, value in attrs if not name.startswith("on") and name != "loading"]
        kept = [(name, "" if value is None else self._value(name, value)) for name, value in wanted]
        text = "".join(f' {name}="{escape(value)}"' for name, value in kept if value is not None)
        self.parts.append(f"<{tag}{text}>")

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag == self.dropped[-1]:
                self.dropped.pop()
        elif tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _value(self, name: str, value: str | None) -> str | None:
        """Return the new value of an attribute, None where it is to go."""
        value = value or ""
        if name == "href":
            return self._link(value)
        if name == "src":
            return self.built.data_url(urljoin(self.url, value)) if not urlsplit(value).scheme else None
        return None if name in {"srcset", "action", "formaction", "ping"} else value

    def _link(self, value: str) -> str | None:
        """Return where a link leads: within the document, to the published site, to another host, or nowhere."""
        scheme = urlsplit(value).scheme
        if scheme:
            return value if scheme in {"http", "https", "mailto"} else None
        path, fragment = urldefrag(urljoin(f"/{self.url}", value))
        path = path.lstrip("/")
        if path in self.anchors:
            return f"#{fragment or self.anchors[path]}"
        return urljoin(self.built.address, path) + (f"#{fragment}" if fragment else "") if self.built.address else None
