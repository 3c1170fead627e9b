"""Where to report a vulnerability: security.txt by RFC 9116, and the workflow that publishes it."""

from __future__ import annotations

import datetime
import re

from hooks.sharing.security_contact import security_txt
from scripts.tools.environment import ROOT
from tests.conftest import BASE_PATH, REPOSITORY
from tests.sites import build, make_site

PATH = ".well-known/security.txt"


def test_site_tells_where_to_report(site):
    text = (site / PATH).read_text(encoding="utf-8")
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == f"{REPOSITORY}/security/advisories/new"
    assert fields["Canonical"] == f"https://example.github.io/{BASE_PATH}/{PATH}"
    left = datetime.datetime.fromisoformat(fields["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=350) < left < datetime.timedelta(days=365)
    assert (ROOT / fields["Policy"].rsplit("/", 1)[1]).exists()


def test_builds_of_one_day_are_the_same():
    day = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    texts = {security_txt("https://github.com/a/b", "", day.replace(hour=hour)) for hour in (0, 9, 23)}
    assert len(texts) == 1
    assert "Canonical" not in texts.pop()


def test_no_contact_is_named_where_none_is_known(tmp_path):
    site = make_site(tmp_path, {})
    assert build(site, REPO_URL="https://github.com/a/b").returncode == 0
    assert (site / "site" / PATH).exists()
    for repository in ("", "https://git.example/a/b"):
        assert build(site, REPO_URL=repository).returncode == 0
        assert not (site / "site" / PATH).exists()


def test_publication_keeps_the_hidden_folder():
    workflow = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    upload = workflow[workflow.index("upload-pages-artifact") :]
    assert re.search(r"^ +include-hidden-files: true", upload, re.MULTILINE)
