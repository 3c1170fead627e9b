"""What a picture may be: shapes and text in a drawing, pixels of the kind that the file's name says.

A browser opens a picture by its own address too, and there a drawing is a page of the site. So a
drawing holds what is listed here and nothing else, as read by an XML parser and a tokenizer of CSS,
which know the escapes, entities, prefixes and encodings that a browser knows.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections import Counter
from functools import lru_cache
from io import BytesIO
from xml.parsers import expat

from hooks.cache import results

PICTURE_LIMIT = 300_000
"""Most bytes of a picture: a page of text is 60 kB, and pictures are read on telephones too."""
PIXEL_LIMIT = 4_000_000
"""Most pixels, twice as many as a screen of 1920 by 1080 has: a browser unpacks each into four bytes."""
SIDE_LIMIT = 4096
"""Longest side: what the graphics of every telephone can hold."""
DEPTH_LIMIT = 30
"""Deepest nesting of a drawing: WeasyPrint, which prints it, calls itself for each level."""
WEIGHT_LIMIT = 10_000_000
"""Most letters of a drawing in which everything that is referred to is written out again: a browser draws it so."""
DRAWING = ".svg"
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".gif": "GIF", ".avif": "AVIF"}

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "svg g defs use title desc style path rect circle ellipse line polyline polygon text tspan marker"
    " linearGradient radialGradient stop clipPath"
)
_ATTRIBUTES = _words(
    # Of every element.
    "id class style transform role aria-label aria-labelledby aria-describedby aria-hidden lang type version"
    # Places and sizes.
    " x y width height rx ry cx cy r x1 y1 x2 y2 dx dy d points rotate viewBox preserveAspectRatio pathLength"
    " textLength lengthAdjust"
    # Look.
    " fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray"
    " stroke-dashoffset stroke-miterlimit color opacity display visibility overflow clip-path clip-rule"
    " marker-start marker-mid marker-end paint-order vector-effect shape-rendering text-rendering"
    " font-family font-size font-style font-weight font-variant text-anchor text-decoration letter-spacing"
    " word-spacing dominant-baseline alignment-baseline baseline-shift writing-mode"
    # Markers and gradients.
    " refX refY markerWidth markerHeight markerUnits orient gradientUnits gradientTransform spreadMethod offset"
    " stop-color stop-opacity fx fy fr clipPathUnits"
)
_FUNCTIONS = _words(
    "url var calc min max rgb rgba hsl hsla translate translatex translatey scale scalex scaley rotate skewx skewy"
    " matrix"
)
_AT_RULES = frozenset({"media"})
_LENGTH = re.compile(r"(\d{1,9}(?:\.\d{0,9})?)(px|pt|pc|mm|cm|in)?")
_UNITS = {None: 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
"""Unit -> its pixels: https://www.w3.org/TR/css-values-4/#absolute-lengths."""
# What a browser looks for where it guesses what a file is (mimesniff.spec.whatwg.org). Pixels that hold it by chance
# are fewer than one file in ten thousand.
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|iframe|svg)[\s>/]|<\?(?:xml|php)\s", re.IGNORECASE)
_NOT_UTF_8 = "рисунок не в UTF-8; сохраните его в этой кодировке"


class _FaultyDrawingError(Exception):
    """Something that a drawing may not hold."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@lru_cache(maxsize=256)
def find_in_drawing(data: bytes) -> tuple[int, str] | None:
    """Return the first thing that is wrong with an SVG as (line, message), or nothing."""
    found = results.remember("drawing", hashlib.sha256(data).digest(), lambda: _in_drawing(data))
    return tuple(found) if found else None


def _in_drawing(data: bytes) -> tuple[int, str] | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return 1, _NOT_UTF_8
    drawing = _Drawing()
    try:
        drawing.read(data)
    except _FaultyDrawingError as refusal:
        return refusal.line, str(refusal)
    except expat.ExpatError as error:
        return error.lineno, "рисунок не читается как XML; сохраните его заново"
    return None


class _Drawing:
    """Reads a drawing from its first byte to its last and stops at the first thing that is not listed."""

    def __init__(self) -> None:
        # Told the encoding, expat does not believe the declaration; a browser does, so another one is refused.
        self._parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = lambda *_: self._refuse("объявление <!DOCTYPE>")
        self._parser.ProcessingInstructionHandler = lambda target, _: self._refuse(f"объявление <?{target}?>")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._open: list[tuple[str, str]] = []
        """Name and id of every element that is not yet closed."""
        self._style: list[str] = []
        self._style_line = 0
        self._references: dict[str, int] = {}
        """Id that something refers to -> line of the first reference."""
        self._with_references: set[str] = set()
        """Ids of elements inside which something refers to others."""
        self._weights: Counter[str] = Counter()
        """Id -> about how many letters the element takes with all that is in it."""
        self._markers: set[str] = set()
        """Ids of markers, which are repeated at every corner of a line."""
        self._count = 0

    def read(self, data: bytes) -> None:
        """Read the whole file.

        Raises:
            _FaultyDrawingError: at what is not listed.
            expat.ExpatError: where it is not XML.
        """
        self._parser.Parse(data, True)
        for target, line in self._references.items():
            if self._weights[target] * (len(data) // 4 if target in self._markers else self._count) > WEIGHT_LIMIT:
                self._refuse(f"ссылка на «#{target}» повторит слишком много фигур", line)
            if target in self._with_references:
                # A few such levels, each repeated, are millions of shapes.
                self._refuse(f"ссылка на «#{target}», внутри которого есть ссылки", line)

    def _refuse(self, what: str, line: int = 0) -> None:
        text = (
            f"в рисунке {what}; оставьте только фигуры и текст: так сохранят SVGO или Inkscape, «Оптимизированный SVG»"
        )
        raise _FaultyDrawingError(line or self._parser.CurrentLineNumber, text)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            raise _FaultyDrawingError(1, _NOT_UTF_8)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space != _SVG or tag not in _ELEMENTS or (tag == "svg") == bool(self._open):
            self._refuse(f"тег <{tag}>" if space == _SVG or tag not in _ELEMENTS else f"тег <{tag}> не из SVG")
        if len(self._open) >= DEPTH_LIMIT or (self._open and self._open[-1][0] == "style"):
            self._refuse(f"тег <{tag}> слишком глубоко")
        self._open.append((tag, attributes.get("id", "")))
        self._count += 1
        self._weights.update(dict.fromkeys({id for _, id in self._open if id}, 20 + sum(map(len, attributes.values()))))
        if tag == "marker":
            self._markers.add(attributes.get("id", ""))
        self._style, self._style_line = [], self._parser.CurrentLineNumber
        if tag == "svg":
            self._size(attributes)
        for key, value in attributes.items():
            self._attribute(key, value)

    def _end(self, _name: str) -> None:
        tag, _ = self._open.pop()
        if tag == "style":
            self._css("".join(self._style), self._style_line)

    def _text(self, text: str) -> None:
        self._style.append(text)

    def _attribute(self, key: str, value: str) -> None:
        space, _, name = key.rpartition(" ")
        if name == "href" and space in {"", _XLINK}:
            if not value.startswith("#"):
                self._refuse(f"ссылка «{value.strip()[:20]}»")
            self._refer(value, self._parser.CurrentLineNumber)
        elif not (name in _ATTRIBUTES if not space else space == _XML and name in {"lang", "space"}):
            self._refuse(f"атрибут {name}")
        elif name == "style" or "(" in value or "\\" in value:
            self._css(value, self._parser.CurrentLineNumber)

    def _refer(self, address: str, line: int) -> None:
        self._references.setdefault(address[1:], line)
        self._with_references.update(id for _, id in self._open if id)

    def _css(self, text: str, line: int) -> None:
        """Refuse what a style may not hold: whatever loads a file, moves, or is not known here."""
        # Imported late: most runs see no new drawing.
        import tinycss2

        waiting = tinycss2.parse_component_value_list(text)
        while waiting:
            token = waiting.pop()
            place = line + token.source_line - 1
            inside = getattr(token, "arguments", getattr(token, "content", None)) or []
            waiting += inside
            address = token.value if token.type == "url" else None
            if token.type == "function" and token.lower_name == "url":
                address = next((one.value for one in inside if one.type == "string"), "")
            if token.type == "error" or (token.type == "at-keyword" and token.lower_value not in _AT_RULES):
                self._refuse(f"в стиле «@{token.value}»" if token.type == "at-keyword" else "ошибка в стиле", place)
            if token.type == "function" and token.lower_name not in _FUNCTIONS:
                self._refuse(f"в стиле «{token.name}()»", place)
            if address is not None and not address.startswith("#"):
                self._refuse(f"ссылка в стиле «{address[:20]}»", place)
            if address is not None:
                self._refer(address, place)

    def _size(self, attributes: dict[str, str]) -> None:
        """Refuse a drawing of absurd size, which would be a page of a kilometre on screen and on paper."""
        box = attributes.get("viewBox", "0 0").replace(",", " ").split()
        said = [attributes[name] for name in ("width", "height") if not attributes.get(name, "%").endswith("%")]
        for sizes in (box[2:], said):
            found = [
                float(length[1]) * _UNITS[length[2]] for size in sizes if (length := _LENGTH.fullmatch(size.strip()))
            ]
            is_sane = len(found) == len(sizes) and all(0 < one <= SIDE_LIMIT for one in found)
            is_tall = len(found) == 2 and found[1] > 4 * found[0]
            if not is_sane or is_tall or len(box) not in {2, 4}:
                limits = f"до {SIDE_LIMIT} точек, высота не больше четырёх ширин"
                text = f"стороны рисунка непонятны или слишком велики ({limits}); поправьте viewBox, width и height"
                raise _FaultyDrawingError(self._parser.CurrentLineNumber, text)


@lru_cache(maxsize=256)
def find_in_pixels(data: bytes, suffix: str) -> str:
    """Return what is wrong with a picture that is no drawing, or nothing.

    Args:
        data: the file.
        suffix: end of its name, one of `FORMATS`.
    """
    return results.remember("pixels", (hashlib.sha256(data).digest(), suffix), lambda: _in_pixels(data, suffix))


def _in_pixels(data: bytes, suffix: str) -> str:
    # Imported late: most runs see no new picture.
    from PIL import Image

    wanted = FORMATS[suffix]
    if _MARKUP.search(data):
        return f"внутри картинки спрятан HTML; сохраните её заново как {wanted}"
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=[wanted]) as image:
            width, height = image.size
            # Cameras put a second picture beside the first: that is no movement.
            if getattr(image, "is_animated", False) and image.format != "MPO":
                return "картинка движется, а остановить её нельзя; положите один кадр"
            if max(width, height) <= SIDE_LIMIT and width * height <= PIXEL_LIMIT:
                image.load()
                return ""
    except Image.DecompressionBombError:
        pass
    except Exception:  # what a library says of a broken file has no end
        return f"это не {wanted}, или файл повреждён; сохраните картинку заново"
    megapixels = PIXEL_LIMIT // 1_000_000
    return f"в картинке слишком много точек; уменьшите её до {SIDE_LIMIT} по стороне и {megapixels} млн всего"
