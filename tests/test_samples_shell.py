"""Samples of bash and console: what is right passes, what is wrong is named at its line."""

from __future__ import annotations

import pytest

from tests.sample_pages import assert_fails, assert_passes


def test_variables_functions_and_folder_survive_between_bash_and_console() -> None:
    assert_passes(
        """
        ```bash
        greet() { echo "Привет, $1"; }
        name='Анна'
        mkdir -p a/b && cd a
        ```

        ```console
        $ greet "$name"
        Привет, Анна
        $ ls
        b
        $ cd b
        ```

        ```bash
        basename "$PWD"
        ```

        ```text title="Вывод"
        b
        ```
        """
    )


def test_a_failing_bash_line_is_named() -> None:
    assert_fails("```bash\necho один\n\nfalse\necho два\n```", "false", "с кодом 1", "один")


def test_a_failing_line_inside_a_bash_function_is_named() -> None:
    assert_fails("```bash\nf() {\n  grep -q x /dev/null\n}\nf\n```", "grep -q x /dev/null", "с кодом 1")


def test_a_failing_pipe_is_a_failure_of_bash() -> None:
    assert_fails("```bash\nfalse | true\n```", "false | true", "с кодом 1")


def test_an_unset_variable_is_a_failure_of_bash() -> None:
    assert_fails("```bash\nx=1\necho $nothing\n```", "echo $nothing", "nothing: unbound variable")


def test_bash_names_the_lines_of_the_page_in_its_messages() -> None:
    problem = assert_fails("```bash\nx=1\nno-such-command\n```", "no-such-command", "command not found")
    assert f"docs/junior/page.md: line {problem.line}: no-such-command" in problem.text


def test_a_wrong_bash_output_is_refused() -> None:
    assert_fails('```bash\necho 1\n```\n\n```text title="Вывод"\n2\n```', "2", "не совпадает")


def test_a_bash_output_without_fence_is_refused() -> None:
    assert_fails("```bash\necho 1\n```", "```bash", "нет ```text")


def test_an_endless_command_ends_at_the_time_limit() -> None:
    assert_fails("```console\n$ echo 1\n1\n$ sleep 60\n```", "$ sleep 60", "не уложился в 1 с", limit=1)


def test_blocks_behind_a_failure_are_not_run_and_the_message_says_so() -> None:
    assert_fails("```bash\nfalse\n```\n\n```console\n$ echo 1\n2\n```", "false", "не выполнялись: 1")


def test_a_console_shows_errors_as_a_terminal_does() -> None:
    assert_passes(
        """
        ```console
        $ no-such-command
        bash: no-such-command: command not found
        $ echo $?
        127
        $ cd missing
        bash: cd: missing: No such file or directory
        $ ls missing
        ls: cannot access 'missing': No such file or directory
        $ echo "[$nothing]"
        []
        ```
        """
    )


def test_a_console_command_may_have_several_lines() -> None:
    assert_passes(
        """
        ```console
        $ for x in 1 2; do
        >   echo "$x"
        > done
        1
        2
        $ echo a \\
            b
        a b
        $ cat > file <<'END'
        один
        > два
        END
        $ cat file
        один
        два
        $ printf '> %s\\n' output
        > output
        ```
        """
    )


def test_a_wrong_console_output_is_named_at_its_command() -> None:
    problem = assert_fails("```console\n$ echo 1\n1\n$ echo 2\n3\n$ echo 4\n4\n```", "$ echo 2", "печатает другое")
    assert "    -3\n    +2" in problem.text


def test_a_console_output_that_is_missing_is_refused() -> None:
    assert_fails("```console\n$ echo 1\n$ true\n```", "$ echo 1", "+1")


def test_a_console_fence_that_begins_with_no_command_is_refused() -> None:
    assert_fails("```console\necho 1\n```", "echo 1", "начинается с «$ »")


def test_an_unfinished_console_command_is_refused() -> None:
    assert_fails("```console\n$ echo 'a\n```", "$ echo 'a", "не закончена")


def test_git_commits_have_the_same_hash_on_every_run() -> None:
    assert_passes(
        """
        ```console
        $ git init -q repo && cd repo
        $ git commit -q --allow-empty -m 'Начало'
        $ git log --format='%an %ad %s' --date=short
        Developer 2026-01-15 Начало
        $ git branch
        * main
        $ git rev-parse --short HEAD
        2087adf
        ```
        """
    )


def test_a_shell_sample_gets_a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    assert_passes('```console\n$ echo "[$SECRET]" $(ls -A ~) $(ls -A)\n[]\n```')
