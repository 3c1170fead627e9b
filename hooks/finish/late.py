"""What no page is shown by is made when it is asked for, where somebody serves the site and is asked: see `waiting`.

One for all builds of a process, as the cache is: no generator hands a server what our hook has made.
"""

from __future__ import annotations

from hooks import cache
from hooks.finish.site import Site


class Waiting:
    """The last finished site, while some of it is not made yet."""

    def __init__(self) -> None:
        self.is_asked = False
        """Whether somebody will call `complete` when it is time; else nothing waits."""
        self._site: Site | None = None

    def take(self, site: Site) -> None:
        """Keep a finished site, or complete it at once."""
        self._site = site
        if not self.is_asked:
            self.complete()

    def complete(self) -> None:
        """Make what is left of the site, once.

        Raises:
            FinishError: when a file of it cannot be written.
        """
        site, self._site = self._site, None
        if site is not None:
            site.complete()
            cache.results.save()


waiting = Waiting()
