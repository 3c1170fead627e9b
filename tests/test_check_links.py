"""Links of the built site without network, and links to other hosts, which here is a host of our own."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading

import pytest

from scripts import check_links
from scripts.tools import lychee
from tests.conftest import BASE_PATH


def test_real_site_has_no_broken_link(site, capsys):
    assert check_links.main([str(site)]) == 0
    number = int(capsys.readouterr().out.rpartition(" ")[2].rstrip(".\n"))
    assert number > 1000


@pytest.fixture
def copy(site, tmp_path):
    """A copy of the real site that may be broken."""
    return shutil.copytree(site, tmp_path / "copy")


@pytest.mark.parametrize(
    ("page", "old", "new", "target"),
    [
        ("junior/python-basics/index.html", 'href="../../tags/#hashing"', 'href="../../tagz/"', "tagz"),
        ("junior/python-basics/index.html", 'href="../../tags/#hashing"', 'href="../../tags/#hashin"', "tags#hashin"),
        ("junior/python-basics/index.html", 'href="#mutable-vs', 'href="#immutable-vs', "#immutable-vs"),
        ("junior/python-basics/index.html", "diagrams/names-and", "diagrams/name-and", "diagrams/name-and"),
        # Links from the root of the host, as only the page for lost readers has them.
        ("404.html", f'href="/{BASE_PATH}/tags/"', f'href="/{BASE_PATH}/tagz/"', "tagz"),
        ("404.html", f'href="/{BASE_PATH}/tags/"', 'href="/tags/"', "/tags"),
        # The full address of the site itself.
        (
            "tags/index.html",
            'href="../junior/python-basics/#list-vs-tuple"',
            f'href="https://example.github.io/{BASE_PATH}/junior/python/#list"',
            "junior/python/#list",
        ),
    ],
)
def test_broken_link_is_found_with_its_place(copy, capsys, page, old, new, target):
    path = copy / page
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines, 1) if old in line)
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    result = check_links.main([str(copy)])
    output = capsys.readouterr()
    assert result == 1
    (found,) = output.out.splitlines()
    assert found.startswith(f"{copy}/{page}:{number}: ссылка ")
    assert target in found
    assert found.endswith(("такого файла нет", "такого якоря нет"))
    assert output.err == "Ссылок, которые никуда не ведут: 1.\n"


def test_folder_without_a_site_is_told(tmp_path, capsys):
    assert check_links.main([str(tmp_path)]) == 1
    assert "соберите его: python3 -m scripts.build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("", "он написал: ничего"),
        ("lychee 1.0: no such option", "он написал: lychee 1.0: no such option"),
        ("{}", "KeyError: 'error_map'"),
        ('{"error_map": {"a": [{"url": 1}]}, "timeout_map": {}, "successful": 1}', "KeyError: 'span'"),
        ('{"error_map": [], "timeout_map": {}, "successful": 1}', "TypeError"),
        ("[]", "TypeError"),
    ],
)
def test_report_of_another_form_is_a_clear_error(tmp_path, monkeypatch, capsys, printed, said):
    (tmp_path / "index.html").touch()
    done = subprocess.CompletedProcess([], 0, printed, "")
    monkeypatch.setattr(lychee.subprocess, "run", lambda *_, **__: done)
    assert check_links.main([str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("отчёт lychee не прочитать (")
    assert said in error


def test_lychee_that_does_not_start_is_told(tmp_path, monkeypatch):
    (tmp_path / "index.html").touch()
    monkeypatch.setattr(lychee.environment, "python", lambda: tmp_path / "python")
    (tmp_path / "lychee").write_bytes(b"no program")
    with pytest.raises(lychee.LycheeError, match="lychee не запускается; удалите папку"):
        lychee.check_site(tmp_path)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the number that the address names."""

    def do_GET(self) -> None:
        self.send_response(int(self.path[1:4]))
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 (http.server finds it by this name)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host():
    """The address of a host on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_links_to_other_hosts_are_asked_and_told_by_page_and_line(tmp_path, host, capsys):
    docs = tmp_path / "docs"
    (docs / "junior").mkdir(parents=True)
    (docs / "junior/a.md").write_text(
        f"[есть]({host}/200)\n\n[пропала]({host}/404)\n\n[не для роботов]({host}/403)\n\n```\n{host}/410\n```\n\n"
        f'??? quote "Источники"\n\n    - [пропала и здесь]({host}/410)\n\n    ```http\n    {host}/500\n    ```\n',
        encoding="utf-8",
    )
    assert check_links.main(["--external", str(docs)]) == 1
    output = capsys.readouterr()
    places = [line.partition(" никуда не ведёт: ")[0] for line in output.out.splitlines()]
    assert places == [
        f"docs/junior/a.md:3: ссылка {host}/404",
        f"docs/junior/a.md:13: ссылка {host}/410",
    ]
    (docs / "junior/a.md").write_text(f"[есть]({host}/200)\n", encoding="utf-8")
    assert check_links.main(["--external", str(docs)]) == 0
    assert capsys.readouterr().out == "Все ссылки ведут куда надо; проверено: 1.\n"
