"""Tell where to report a vulnerability: `.well-known/security.txt`, RFC 9116.

There is none where the repository is unknown or its host has no page for private reports: a contact
that nobody reads is worse than no contact. RFC 9116 looks for the file at the root of a host, so on
GitHub Pages it counts for a site with a domain of its own; below a project's path it does no harm.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PATH = ".well-known/security.txt"
LIFETIME = datetime.timedelta(days=364)
"""RFC 9116, 2.5.5 recommends less than a year. The site is built anew every week."""


class _State:
    """The repository's address, set in `on_config`."""

    repository = ""


# Before question_index.py, which takes the address away from the theme.
@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Remember the address of the repository."""
    _State.repository = (config.repo_url or "").rstrip("/")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the file to the site where there is somebody to write to."""
    if urlsplit(_State.repository).hostname == "github.com":
        # Today, not the date of the commit: a site that is built every week must not go out of date without commits.
        text = security_txt(_State.repository, config.site_url or "", datetime.datetime.now(datetime.UTC))
        # Included by name: MkDocs leaves out what begins with a dot.
        files.append(File.generated(config, PATH, content=text, inclusion=InclusionLevel.INCLUDED))
    return files


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
