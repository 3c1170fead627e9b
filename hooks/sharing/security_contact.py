"""Tell where to report a vulnerability: `.well-known/security.txt`, RFC 9116.

There is none where the repository is unknown or its host has no page for private reports: a contact
that nobody reads is worse than no contact. RFC 9116 looks for the file at the root of a host, so on
GitHub Pages it counts for a site with a domain of its own; below a project's path it does no harm.
"""

from __future__ import annotations

import datetime
from urllib.parse import urljoin, urlsplit

from hooks.build import SiteSettings

PATH = ".well-known/security.txt"
LIFETIME = datetime.timedelta(days=364)
"""RFC 9116, 2.5.5 recommends less than a year. The site is built anew every week."""


def text_for(settings: SiteSettings) -> str:
    """Return the file of a site; nothing where there is nobody to write to."""
    if urlsplit(settings.repository).hostname != "github.com":
        return ""
    # Today, not the date of the commit: a site that is built every week must not go out of date without commits.
    return security_txt(settings.repository, settings.url, datetime.datetime.now(datetime.UTC))


def security_txt(repository: str, site_url: str, now: datetime.datetime) -> str:
    """Return the text of `security.txt`.

    Args:
        repository: address of a repository on GitHub, without a slash at its end.
        site_url: address of the site; empty where it is unknown.
        now: time of the build; only its day counts, so that builds of one day are the same.
    """
    midnight = now.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    fields = {
        "Contact": f"{repository}/security/advisories/new",
        "Expires": (midnight + LIFETIME).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "ru, en",
        "Canonical": site_url and urljoin(site_url, PATH),
        "Policy": f"{repository}/blob/HEAD/SECURITY.md",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
