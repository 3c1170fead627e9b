"""The content security policy of each page, put in when nothing of the page changes any more."""

from __future__ import annotations

from hooks.finish import wall
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_after, put_first
from hooks.security.content_policy import POLICY, REFERRER, policy_of


def put(page: Page, site: Site) -> None:
    """Put its policy into a page before everything that could load.

    Not while the site is served: the generator's live reload is an inline script that changes. Not into a file
    without any tag, such as a search engine's mark of ownership: it is to stay as it is.
    """
    if site.build.settings.is_served or page.is_text:
        return
    policy = policy_of(page.tree, *wall.known_texts(site))
    metas = f'<meta http-equiv="{POLICY}" content="{policy}">{REFERRER}'
    if charset := page.tree.css_first("head > meta[charset]"):
        put_after(charset, metas)
    elif page.tree.head is not None:
        put_first(page.tree.head, metas)
