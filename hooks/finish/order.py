"""Finish a site: a folder of rendered HTML comes in, the published site stands in its place.

Knows no generator. Each page is read once into a tree, goes through PAGE_STEPS and is written once; SITE_STEPS make
what belongs to the whole site. The order is the order of the lines below. A step says what it needs and refuses to
run before that; what needs nothing of another may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hooks.finish import assets, guard, head, paper, policy, theme, wall
from hooks.finish.article import actions, cards, code, flashcards, landings, lists, moved, tables
from hooks.finish.errors import FinishError
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.offline import publish as offline
from hooks.search import publish as search
from hooks.sharing import publish as sharing

Target = TypeVar("Target", Page, Site)


@dataclass(frozen=True)
class Step(Generic[Target]):
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


PAGE_STEPS: tuple[Step[Page], ...] = (
    # Nothing of ours is in the page yet: a narrow list holds.
    Step(guard.refuse_foreign),
    # A question becomes an element: what follows finds it by that.
    Step(cards.make, needs=(guard.refuse_foreign,)),
    Step(landings.place, needs=(cards.make,)),
    Step(moved.keep_old_ids, needs=(landings.place,)),
    Step(actions.add, needs=(cards.make,)),
    Step(flashcards.mark, needs=(cards.make,)),
    Step(code.mark_commands, needs=(guard.refuse_foreign,)),
    Step(lists.name_boxes, needs=(guard.refuse_foreign,)),
    Step(tables.align, needs=(guard.refuse_foreign,)),
    # After everything that adds links or text to an answer: they take numbers and room on paper.
    Step(
        paper.prepare,
        needs=(actions.add, cards.make, moved.keep_old_ids, code.mark_commands, tables.align),
    ),
    Step(theme.repair, needs=(guard.refuse_foreign, cards.make)),
    Step(theme.use_our_search),
    Step(head.fill),
    # It looks at what the page holds by now to know which files it asks for.
    Step(assets.choose, needs=(cards.make, lists.name_boxes, moved.keep_old_ids, head.fill)),
    # A hash holds for the very text that readers get: no script or style is added after this.
    Step(policy.put, needs=(paper.prepare, assets.choose, theme.repair, theme.use_our_search)),
)
"""What is done with each page."""

FIRST_STEPS: tuple[Step[Site], ...] = (
    # They are pages like others from here on.
    Step(moved.make_pages),
)
"""What adds pages."""

SITE_STEPS: tuple[Step[Site], ...] = (
    Step(sharing.write),
    Step(search.write),
    # What all pages together ask for is known now; the pages get the names of the joined files.
    Step(assets.join, needs=(search.write,)),
    # The wide wall: the pages as they will be published, read anew.
    Step(wall.refuse_foreign, needs=(assets.join,)),
    Step(Site.write_pages, needs=(wall.refuse_foreign,)),
    # It holds the hash of every file.
    Step(offline.write, needs=(Site.write_pages, sharing.write)),
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
    for page in site.pages:
        finish_page(page, site)
    for step in SITE_STEPS:
        _run(step, site)


def finish_page(page: Page, site: Site, steps: Sequence[Step[Page]] = PAGE_STEPS) -> None:
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
