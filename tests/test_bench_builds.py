"""The benchmark of the builds: the same pages for every generator, ratios of one run; the live site from outside."""

from __future__ import annotations

import math
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts import bench
from scripts.benchmarks import builds, live, other_generators, timing
from scripts.benchmarks.builds import COLD, BuildMeasurement
from scripts.benchmarks.generated_site import PER_SECTION, copy_real, generate
from scripts.benchmarks.timing import Cost
from scripts.tools import environment, system_packages
from scripts.tools.running import SetupError


def test_ours_and_others_stand_beside_each_other_and_what_cannot_be_had_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(builds, "TURNS", ((math.inf, 1),))
    monkeypatch.setattr(builds, "copy_real", lambda folder: generate(folder, 12))
    monkeypatch.setattr(live, "measure", lambda _: [live.LiveMeasurement("правка", 1, [0.5], [0.25])])
    monkeypatch.setattr(other_generators, "FOLDER", tmp_path / "generators")
    # What the command line sets is taken back at the end.
    monkeypatch.setattr(system_packages, "may_install", True)
    assert bench.main(["--part", "builds", "--size", "6", "--no-install"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert [row[:2] for row in rows[2:12]] == [["настоящий", "12"]] * 5 + [["6", "6"]] * 5
    ours, warm, stock, *others = rows[2:7]
    for row in (ours, warm, stock):
        assert all(float(cell.split()[0].lstrip("×").replace(",", ".")) > 0 for cell in row[3:])
    assert re.fullmatch(r"×\d+,\d\d \(≤ 1,6\)", ours[6])
    assert stock[6:9] == ["×1,00"] * 3
    assert {row[3] for row in others} == {
        "нет: не установлено из requirements-bench.txt, а --no-install не даёт установить"
    }
    assert rows[-1] == ["правка", "1", "0,50 (≤ 1)", "0,50", "0,25"]


def test_growth_is_told_from_size_to_size():
    sizes = [
        BuildMeasurement("настоящий", 77, COLD, Cost(9, 9, 9)),
        BuildMeasurement("120", 120, COLD, Cost(3, 2, 100), index=51_200),
        BuildMeasurement("120", 120, "другая", Cost(1, 1, 1)),
        BuildMeasurement("1200", 1200, COLD, Cost(30, 19, 250), index=102_400),
    ]
    assert builds.growth(sizes).splitlines()[2:] == [
        "- 120 → 1200: вопросов ×10,0, ЦП ×9,5, память ×2,5; начало поиска 50 → 100 КиБ gzip"
    ]
    assert builds.growth(sizes[:2]) == ""


def test_every_generator_gets_every_question_and_no_macro(tmp_path):
    source = generate(tmp_path / "ours", 2 * 6 * PER_SECTION + 1).parent
    other_generators.generators(source, tmp_path / "others")
    ids = {
        found
        for path in (source / "docs").rglob("page-*.md")
        for found in re.findall(r"(?m)^## .*\{ #(\S+)", path.read_text(encoding="utf-8"))
    }
    assert len(ids) == 121
    for name in ("material/docs", "zensical/docs", "hugo/content"):
        text = "\n".join(
            path.read_text(encoding="utf-8") for path in sorted((tmp_path / "others" / name).rglob("*.md"))
        )
        assert set(re.findall(r"(?m)^## .*\{ #(\S+)", text)) >= ids
        assert set(re.findall(r"(?m)^- \[.*#(\S+)\)$", text)) >= ids
        assert "{=" not in text
        assert bool(re.search(r"(?m)^\?\?\?", text)) == ("hugo" not in name)


def test_block_of_an_answer_is_given_to_hugo_as_html_around_markdown():
    page = '## A\n\n??? success "Ответ"\n\n    Раз.\n\n    - два\n\n??? quote "Источники"\n\n    Три.\n\n## B\n'
    assert other_generators.with_details(page) == (
        '## A\n\n<details class="success"><summary>Ответ</summary>\n\n\nРаз.\n\n- два\n\n</details>\n\n'
        '<details class="quote"><summary>Источники</summary>\n\n\nТри.\n\n</details>\n\n## B\n'
    )


def test_cost_is_that_of_all_that_was_started_and_a_failure_tells_what_was_said(tmp_path):
    work = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    command = [environment.python(), "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"]
    found = timing.cost(command, tmp_path)
    assert found.wall > 0.3
    assert found.cpu > 0.3
    assert found.memory > 5
    with pytest.raises(SetupError, match="код 3:\nвот"):
        timing.cost([environment.python(), "-c", "print('вот'); raise SystemExit(3)"], tmp_path)
    with pytest.raises(SetupError, match="нет-такой"):
        timing.cost(["нет-такой"], tmp_path)


def test_edits_of_the_live_site_are_waited_for_in_the_browser(tmp_path: Path, monkeypatch):
    for name in ("EDITS", "FEW"):
        monkeypatch.setattr(live, name, 1)
    folder = copy_real(tmp_path / "live").parent
    before = (folder / f"docs/{live.PAGE}.md").read_text(encoding="utf-8")
    # In a thread of its own: another test of this process may have a browser open.
    with ThreadPoolExecutor(1) as pool:
        measured = pool.submit(live.edits, folder).result()
    assert [len(one.times) for one in measured] == [1] * 5
    assert all(0 < seconds < live.PATIENCE for one in measured for seconds in (*one.times, *one.cpu))
    assert (environment.ROOT / f"docs/{live.PAGE}.md").read_text(encoding="utf-8") == before
