"""The copy button of a dialogue takes what was typed: as HTML, and in the reader's clipboard."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Page, expect

from hooks.finish.article.code import _console, is_incomplete, mark_commands
from scripts.tools.environment import ROOT
from tests.finishing import article, sample
from tests.samples import shell

PAGE = "junior/git-linux/"


@pytest.fixture(scope="module")
def convert():
    """Turn Markdown into HTML with the site's own settings of code, as it comes and with the dialogues marked."""
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "pygments_lang_class: true" in lines
    settings = {"pygments_lang_class": True, "extend_pygments_lang": [{"name": "redis", "lang": "text"}]}
    names = ["pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences", "pymdownx.details"]

    def run(text: str) -> str:
        page, site = sample(
            markdown.markdown(text, extensions=names, extension_configs={"pymdownx.highlight": settings})
        )
        mark_commands(page, site)
        return article(page)

    return run


def copied(made: str) -> list[str]:
    """Return what the buttons of a page copy, block by block."""
    return [html.unescape(text) for text in re.findall(r'data-copy="([^"]*)"', made)]


def seen(made: str) -> str:
    """Return the text of a page's blocks."""
    return html.unescape("".join(re.findall(r"<code>(.*?)</code>", re.sub(r"</?span[^>]*>", "", made), re.DOTALL)))


DIALOGUES = {
    "outputs that look like prompts": (
        "console",
        "$ git status --short --branch\n## main...origin/main\n$ grep '#' a\n# a <b>\n> c\n\n* d\n$ echo",
        "git status --short --branch\ngrep '#' a\necho",
    ),
    "a command of several lines": (
        "console",
        '$ docker run \\\n  -p 80:80 \\\n> nginx\nok\n$ for x in a b; do\n>   echo "$x"\n> done\na\nb\n',
        'docker run \\\n  -p 80:80 \\\nnginx\nfor x in a b; do\n  echo "$x"\ndone',
    ),
    "a text handed to a command": (
        "console",
        "$ cat <<'EOF' > a\n> it's $HOME\n> EOF\n$ diff a b\n> added\n",
        "cat <<'EOF' > a\nit's $HOME\nEOF\ndiff a b",
    ),
    "an interpreter": (
        "pycon",
        ">>> def f():\n...     return '>>> '\n...\n>>> f()\n'>>> '\n>>> 1/0\nTraceback (most recent call last):\n"
        '  File "<stdin>", line 1, in <module>\nZeroDivisionError: division by zero\n',
        "def f():\n    return '>>> '\n\nf()\n1/0",
    ),
    "a server": (
        "redis",
        '> SET a "1 & <2>"\nOK\n> GET a\n"1 & <2>"\n> DEL a\n(integer) 1\n',
        'SET a "1 & <2>"\nGET a\nDEL a',
    ),
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_dialogue_is_copied_without_prompts_and_outputs(convert, name):
    language, text, commands = DIALOGUES[name]
    for title in ("", ' title="Имя"'):
        made = convert(f"```{language}{title}\n{text}\n```")
        assert copied(made) == [commands]
        assert seen(made).rstrip("\n") == text.rstrip("\n")
        assert "language-" not in made
    inside = "\n".join(f"    {line}" for line in f"```{language}\n{text}\n```".split("\n"))
    assert copied(convert(f"??? note\n\n{inside}")) == [commands]


def test_prompts_and_outputs_are_told_apart_for_the_eye(convert):
    made = convert("```console\n$ git status -b\n## main\n```\n\n```redis\n> GET a\n(nil)\n```")
    assert re.findall(r'<span class="gp">(.*?)</span>', made) == ["$ ", "&gt; "]
    assert re.findall(r'<span class="go">(.*?)</span>', made) == ["## main", "(nil)"]


@pytest.mark.parametrize(
    "text", ["```text\n$ ls\n> a\n```", "```bash\nls\n```", "```console\nonly an output\n```", "`$ ls`", "`#!python x`"]
)
def test_what_is_no_dialogue_is_copied_whole(convert, text):
    made = convert(text)
    assert copied(made) == []
    assert "language-" not in made


COMMANDS = [
    "ls",
    "ls |",
    "a &&",
    "echo 'a",
    'echo "a',
    "cat <<EOF",
    "cat <<'EOF'\nit's",
    "cat <<'EOF'\nit's\nEOF",
    "cat <<-A <<B\n\tA\nx",
]
COMMANDS += [
    "for i in 1 2; do",
    "while read x\ndo echo\ndone",
    "if true",
    "if a; then b; fi",
    "echo if",
    "echo 'for'",
    "f() {",
    "f() { a; }",
]
COMMANDS += [
    "(cd a",
    "(cd a)",
    "echo $(ls",
    "case a in",
    "case a in\nb) c;;\nesac",
    "cat <<<x",
    "# it's",
    "echo a # it's",
    "{ a; b;",
]
COMMANDS += [
    "find . -exec grep x {} \\;",
    "ls \\",
    "a |\nb",
    "echo {a,b}",
    "x=$((1<<2))",
    "[[ a == b ]] && c",
    "curl -d '{\"a\": 1}' b",
    "echo it\\'s",
    "echo 'a\\'",
    'echo "a\\"',
    "echo $'it\\'s'",
    "git log --format='%h (%s'",
    'echo "(" # (',
    "ls # it's\nfor i in 1",
]


def test_line_of_a_here_document_may_look_like_a_command():
    rows = ["$ cat <<EOF > note", "$ ls", "EOF", "$ cat note", "out"]
    assert [prompt for prompt, _ in _console(rows)] == ["$ ", "", "", "$ ", None]


def test_command_goes_on_where_the_shell_itself_would_ask_for_more():
    wrong = [command for command in COMMANDS if is_incomplete(command) != shell._is_incomplete(command)]
    assert wrong == []


def test_every_dialogue_of_the_site_is_copied_as_its_test_runs_it(site: Path):
    found = 0
    for path in sorted((ROOT / "docs").rglob("*.md")):
        blocks = re.findall(
            r"^( *)```console[^\n]*\n(.*?)^ *```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
        built = site / path.relative_to(ROOT / "docs").with_suffix("") / "index.html"
        wanted = [commands(re.sub(f"^{indent}", "", text, flags=re.MULTILINE)) for indent, text in blocks]
        if wanted:
            assert copied(built.read_text(encoding="utf-8")) == wanted
        found += len(wanted)
    assert found > 5


def commands(text: str) -> str:
    """Return the commands of a block, joined from the lines that a shell asks for."""
    lines, done, index = text.rstrip("\n").split("\n"), [], 0
    while index < len(lines):
        if lines[index].startswith("$ "):
            command, index = shell._command(None, lines, index)
            done.append(command)
        else:
            index += 1
    return "\n".join(done)


def test_button_and_selection_copy_what_can_be_pasted(site_url, tab: Page):
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.goto(site_url + PAGE)
    tab.locator("[data-fold=open]").click()
    block = tab.locator("[data-copy]").first
    block.scroll_into_view_if_needed()
    block.locator("button[data-md-type=copy]").click()
    expect(tab.locator(".md-dialog")).to_contain_text("Скопировано")
    text = tab.evaluate("navigator.clipboard.readText()")
    assert text == block.get_attribute("data-copy")
    assert text.startswith("git init")
    checked = subprocess.run(["bash", "-n"], input=text, capture_output=True, encoding="utf-8", check=False)
    assert (checked.returncode, checked.stderr) == (0, "")

    block.locator("code").evaluate("code => getSelection().selectAllChildren(code)")
    tab.keyboard.press("Control+C")
    selected = tab.evaluate("navigator.clipboard.readText()")
    assert selected.startswith("git init")
    assert "\n$ " not in selected
    # What was printed can still be selected.
    assert block.locator(".go").first.text_content() in selected


def test_block_that_is_no_dialogue_is_copied_whole(site_url, tab: Page):
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.goto(site_url + "junior/python-basics/")
    tab.locator("[data-fold=open]").click()
    block = tab.locator(".highlight").first
    block.scroll_into_view_if_needed()
    block.locator("button[data-md-type=copy]").click()
    expect(tab.locator(".md-dialog")).to_contain_text("Скопировано")
    assert tab.evaluate("navigator.clipboard.readText()") == block.locator("code").text_content().rstrip()
