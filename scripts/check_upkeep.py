"""Find what grows old by itself: `python3 -m scripts.check_upkeep`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from scripts.tools import environment, running, safe_write
from scripts.tools.command_line import Parser
from scripts.tools.lychee import BrokenLink, LycheeError, check_pages

YEAR = datetime.timedelta(days=365)


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "check_upkeep",
        "Ищет то, что портится само: ссылки на чужие сайты и ответы, сверенные больше года назад."
        " Пишет отчёт в Markdown; пустой отчёт — всё хорошо. Нужна сеть.",
    )
    result.options.add_argument("--docs", type=Path, default=environment.ROOT / "docs", help="папка страниц (docs/)")
    result.options.add_argument("--report", type=Path, help="файл отчёта; без него отчёт печатается")
    return result


def old_pages(docs: Path, today: datetime.date) -> list[tuple[str, int, datetime.date]]:
    """Return pages whose answers were checked more than a year ago: name, line of the date, date; oldest first."""
    from hooks.bank.load import checked_date

    found = []
    for path in sorted(docs.rglob("*.md")):
        place = checked_date(path.read_text(encoding="utf-8-sig", errors="replace"))
        if place and today - place[1] > YEAR:
            found.append((f"docs/{path.relative_to(docs).as_posix()}", *place))
    return sorted(found, key=lambda item: item[2])


def report(broken: list[BrokenLink], old: list[tuple[str, int, datetime.date]]) -> str:
    """Return the report as Markdown, empty where there is nothing to report."""
    parts = []
    if broken:
        parts.append("## Ссылки, которые не открылись\n")
        parts += [f"- [ ] `{one.source}:{one.line}` — <{one.url}>: {one.reason}" for one in broken]
        parts.append("\nСайт мог не отвечать только в этот раз: проверьте в браузере.\n")
    if old:
        parts.append("## Ответы, сверенные больше года назад\n")
        parts += [f"- [ ] `{page}:{line}` — сверены {date:%d.%m.%Y}" for page, line, date in old]
        parts.append("\nСверьте с источниками и поправьте `checked` и `versions` в шапке страницы.\n")
    return "\n".join(parts)


def main(argv: list[str] | None = None) -> int:
    """Write the report; return 0 when it was written, 1 when links could not be checked."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    try:
        findings = check_pages(arguments.docs)
    except LycheeError as error:
        print(error, file=sys.stderr)
        return 1
    if len(findings.broken) * 2 > findings.checked:
        # So many never break in a week; an issue about them would help nobody.
        print(f"Не открылось {len(findings.broken)} ссылок из {findings.checked}: похоже, нет сети.", file=sys.stderr)
        return 1
    text = report(findings.broken, old_pages(arguments.docs, datetime.date.today()))
    if arguments.report is None:
        print(text or "Всё в порядке.")
    else:
        safe_write.replace(arguments.report, text.encode())
        print(f"Отчёт: {arguments.report} ({len(text)} знаков)")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
