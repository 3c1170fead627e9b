"""Pictures keep their words inside, whatever font the reader's system has for them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from scripts.tools.environment import ROOT

DIAGRAMS = sorted((ROOT / "docs/assets/diagrams").glob("*.svg"))
WIDEST = {"sans-serif": "DejaVu Sans", "monospace": "DejaVu Sans Mono"}
"""The widest fonts that systems come with: Debian and Ubuntu need them for Chromium."""

# A word belongs to the smallest box that holds its middle, at least to the picture.
OUTSIDE = """() => {
    const svg = document.querySelector("svg");
    const all = svg.getBoundingClientRect();
    const boxes = [all, ...Array.from(svg.querySelectorAll("rect"), one => one.getBoundingClientRect())]
        .filter(box => box.height > 20 * all.width / svg.viewBox.baseVal.width)
        .sort((one, other) => one.width * one.height - other.width * other.height);
    const found = [];
    for (const text of svg.querySelectorAll("text")) {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const box = boxes.find(one => one.left < x && x < one.right && one.top < y && y < one.bottom) ?? all;
        if (left < box.left + 1 || right > box.right - 1) found.push(text.textContent.trim());
    }
    return found;
}"""


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_words_stay_inside_their_boxes_in_the_widest_font(tab: Page, path):
    svg = path.read_text(encoding="utf-8")
    for family, widest in WIDEST.items():
        svg = svg.replace(f'font-family="{family}"', f'font-family="{widest}"')
    tab.set_content(f'<body style="margin: 0; width: 720px">{svg}')
    assert tab.evaluate("document.querySelectorAll('svg text').length") > 3
    assert tab.evaluate(OUTSIDE) == []
