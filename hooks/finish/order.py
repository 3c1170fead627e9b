"""Finish a site: a folder of rendered HTML comes in, the published site stands in its place.

Knows no generator. Each page is read once into a tree, goes through PAGE_STEPS and is written once; SITE_STEPS make
what belongs to the whole site. The order is the order of the lines below. A step says what it needs and refuses to
run before that; what needs nothing of another may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hooks.finish import assets, guard, head, kept, paper, policy, theme, wall
from hooks.finish.article import (
    actions,
    cards,
    code,
    flashcards,
    landings,
    lists,
    moved,
    names,
    short,
    skeletons,
    tables,
)
from hooks.finish.errors import FinishError
from hooks.finish.late import waiting
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.offline import publish as offline
from hooks.search import publish as search
from hooks.sharing import publish as sharing


@dataclass(frozen=True)
class Step:
    """Something that is done with a page or with the site, and the steps whose work it needs."""

    run: Callable
    needs: tuple[Callable, ...] = ()

    @property
    def name(self) -> str:
        """Return `module.function`, by which it is known in `done`."""
        return name_of(self.run)


def name_of(function: Callable) -> str:
    """Return a name for a step's function that no other has."""
    return f"{function.__module__}.{function.__name__}"


PAGE_STEPS: tuple[Step, ...] = (
    # What Markdown made, as it came. First, because of a page that is refused later steps say nothing more.
    Step(guard.refuse_foreign_markup),
    # A question becomes an element: what follows finds it by that.
    Step(cards.make, needs=(guard.refuse_foreign_markup,)),
    # Of other pages it takes what Markdown made, so it waits for none of their steps.
    Step(short.fill, needs=(guard.refuse_foreign_markup,)),
    Step(landings.place, needs=(cards.make,)),
    Step(landings.lead_into_answers, needs=(cards.make,)),
    Step(moved.keep_old_ids, needs=(landings.place,)),
    Step(actions.add, needs=(cards.make,)),
    Step(flashcards.mark, needs=(cards.make,)),
    Step(skeletons.mark, needs=(cards.make,)),
    Step(code.mark_commands, needs=(short.fill,)),
    Step(code.keep_whole, needs=(short.fill,)),
    Step(lists.name_boxes),
    Step(tables.align, needs=(short.fill,)),
    # Cards bring a bar of progress too.
    Step(names.tell, needs=(cards.make,)),
    # It numbers the links of each card and marks long lines of code, as they are by then.
    Step(paper.prepare, needs=(cards.make, short.fill, moved.keep_old_ids, code.mark_commands)),
    # With neighbours under its questions a page needs no footer of the theme's.
    Step(theme.repair, needs=(cards.make,)),
    Step(theme.use_our_search),
    Step(head.fill),
    # It looks at what the page holds by now to know which files it asks for.
    Step(assets.choose, needs=(cards.make, moved.keep_old_ids, skeletons.mark)),
    # A hash holds for the very text that readers get. The wall works the policy out anew: it refuses a page to which
    # a script or a style is added after this.
    Step(policy.put, needs=(paper.prepare, assets.choose)),
)
"""What is done with each page."""

FIRST_STEPS: tuple[Step, ...] = (
    # They are pages like others from here on.
    Step(moved.make_pages),
)
"""What adds pages."""

SITE_STEPS: tuple[Step, ...] = (
    Step(sharing.write),
    Step(search.write_scripts),
    # What all pages together ask for is known now; the pages get the names of the joined files.
    Step(assets.join, needs=(search.write_scripts,)),
    # The wide wall: the pages as they will be published, read anew.
    Step(wall.refuse_foreign_pages, needs=(assets.join,)),
    Step(Site.write_pages, needs=(wall.refuse_foreign_pages,)),
    # No page is shown by it. After `assets.join`, for which every word of an answer would be one of a script.
    Step(search.write_index, needs=(search.write_scripts, assets.join)),
    # It tells by their hashes which published pages the articles belong to.
    Step(kept.keep, needs=(Site.write_pages,)),
    # It holds the hash of every file.
    Step(offline.write, needs=(Site.write_pages, sharing.write, search.write_index)),
)
"""What is made for the whole site when the pages have been through their steps."""


def finish(site: Site) -> None:
    """Finish a rendered site where it lies; what a strict build must not let through is in its `problems`.

    Raises:
        FinishError: when the site cannot be finished.
    """
    site.read()
    for step in FIRST_STEPS:
        _run(step, site)
    _finish_pages(site)
    for step in SITE_STEPS:
        _run(step, site)
    waiting.take(site)


def _finish_pages(site: Site) -> None:
    # Apart: an error of a later step would be told of the page that a loop there has left over (own_errors.py).
    for page in site.pages:
        finish_page(page, site)


def finish_page(page: Page, site: Site, steps: Sequence[Step] = PAGE_STEPS) -> None:
    """Take a page through its steps."""
    for step in steps:
        _run(step, page, site)
    page.close()


def _run(step: Step, target: Page | Site, *others: Site) -> None:
    missing = [name_of(one) for one in step.needs if name_of(one) not in target.done]
    if missing:
        raise FinishError(f"{step.name} стоит раньше того, что ему нужно: {', '.join(missing)}")
    step.run(target, *others)
    target.done.add(step.name)
