"""The policy and the wide wall as steps: what any step, or the generator, could put into a page is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hooks.finish import policy, wall
from hooks.finish.errors import FinishError
from hooks.finish.order import FIRST_STEPS, PAGE_STEPS, Step, finish_page, name_of
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_after, put_first, put_last
from tests.rendered import MARKED, rendered_site


def test_page_that_no_theme_made_has_a_policy_too(tmp_path):
    moved = '<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=../a/">'
    pages = {
        "moved.html": f"{moved}</head></html>",
        "bare.html": "<p>a</p>",
        "owner.html": "site-verification: abc.html",
    }
    site = finished(rendered_site(tmp_path, pages))
    bare, moved, owner = (page.text for page in site.pages)
    meta = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    assert bare.startswith(f"<html><head>{meta}")
    assert moved.startswith(f'<!DOCTYPE html><html><head><meta charset="utf-8">{meta}')
    assert owner == pages["owner.html"]
    assert site.problems == []


def test_page_that_is_served_has_no_policy(tmp_path):
    site = finished(rendered_site(tmp_path, {"index.html": "<head></head><p>a</p>"}, is_served=True))
    assert [page.text for page in site.pages] == ["<html><head></head><body><p>a</p></body></html>"]
    assert site.problems == []


def finished(site: Site) -> Site:
    """Return a site whose pages have their policies and have been looked at."""
    for page in site.pages:
        policy.put(page, site)
        page.close()
    wall.refuse_foreign_pages(site)
    return site


def test_problem_names_the_line_of_the_source_or_the_page(tmp_path):
    pages = {"a/index.html": "<p>a</p><IFRAME></IFRAME>", "404.html": "<embed>"}
    site = rendered_site(tmp_path, pages, markdown={"a/index.html": "# A\n\na <iframe>\n"})
    assert finished(site).problems == [
        "404.html: политика безопасности не пропустит элемент <embed>; уберите его или замените ссылкой",
        "docs/a.md:3: политика безопасности не пропустит элемент <iframe>; уберите его или замените ссылкой",
    ]


# -- a step that puts in what is forbidden ----------------------------------------------------

RENDERED = f"""<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="description" content="Страница"><title>Страница</title></head>
<body dir="ltr"><header class="md-header"></header>
<main class="md-main"><div class="md-content" data-md-component="content">
<article class="md-content__inner md-typeset">
{MARKED.format('<h1 id="x">Страница</h1><p>Текст <code>a</code></p>')}
</article>
</div></main>
<script id="__config" type="application/json">{{"base": "..", "features": [], "search":
"../assets/javascripts/workers/search.0a1b.min.js", "tags": null, "translations": {{}}}}</script>
</body></html>"""

ADDED = {
    "inline script": "<script>alert(1)</script>",
    "frame": '<iframe src="https://example.com/"></iframe>',
    "handler": '<p onclick="alert(1)">x</p>',
    "script of another host": '<script src="https://example.com/x.js"></script>',
    "style": "<style>body { display: none }</style>",
}
PLACES = {
    "head": lambda page, html: put_first(page.tree.head, html),
    "article": lambda page, html: put_last(page.article, html),
    "body": lambda page, html: put_last(page.tree.body, html),
    "below the heading": lambda page, html: put_after(page.tree.css_first("h1"), html),
}


def with_addition(after: Step[Page] | None, put: Callable[[Page, Site], None]) -> list[Step[Page]]:
    """Return the steps of a page with one more after a step; before all where none is given."""
    added = Step(put)
    if after is None:
        return [added, *PAGE_STEPS]
    place = PAGE_STEPS.index(after) + 1
    return [*PAGE_STEPS[:place], added, *PAGE_STEPS[place:]]


def problems_with(root: Path, steps: Sequence[Step[Page]]) -> list[str]:
    site = rendered_site(
        root, {"x/index.html": RENDERED}, markdown={"x/index.html": "# Страница { #x }\n\nТекст `a`\n"}
    )
    for step in FIRST_STEPS:
        step.run(site)
    (page,) = site.pages
    finish_page(page, site, steps)
    wall.refuse_foreign_pages(site)
    return site.problems


def test_steps_put_in_nothing_that_the_wall_refuses(tmp_path):
    assert problems_with(tmp_path, PAGE_STEPS) == []


@pytest.mark.parametrize("after", [None, *PAGE_STEPS], ids=lambda step: name_of(step.run) if step else "the generator")
def test_wall_refuses_what_any_step_could_put_in(after, tmp_path):
    for number, (kind, html) in enumerate(ADDED.items()):
        for place, put_in in PLACES.items():
            if place == "head" and kind in {"frame", "handler"}:
                continue  # a parser takes them out of the head

            def put(page: Page, _site: Site, html: str = html, put_in: Callable = put_in) -> None:
                put_in(page, html)

            found = problems_with(tmp_path / f"{number} {place}", with_addition(after, put))
            assert any("политика безопасности не пропустит" in one for one in found), (kind, place)


def test_script_that_is_changed_after_its_hash_was_taken_is_told(tmp_path):
    theme = {"base.html": '<script>base="{{ base_url }}"</script>'}
    site = rendered_site(tmp_path, {"index.html": '<head><script>base="."</script></head>'}, theme=theme)
    (page,) = site.pages
    policy.put(page, site)
    page.close()
    wall.refuse_foreign_pages(site)
    assert site.problems == []
    page.text = page.text.replace('base="."', 'base=".."')
    wall.refuse_foreign_pages(site)
    assert len(site.problems) == 1
    assert "Content-Security-Policy" in site.problems[0]


def test_step_that_stands_before_what_it_needs_does_not_run(tmp_path):
    with pytest.raises(FinishError, match=r"policy\.put стоит раньше того, что ему нужно"):
        problems_with(tmp_path, [PAGE_STEPS[-1]])
