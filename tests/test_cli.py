"""The command: what it writes, what it says, and that it never leaves a half-done thing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from zctrack import cli
from zctrack.reports import steps
from zctrack.reports.figures import Subject

BUNDLED = (
    Path(__file__).resolve().parent.parent / "data" / "notices" / "zhoucun-2020-27" / "text.txt"
)


class Said(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as its script does."""

    def command(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["zctrack", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        out, err = capsys.readouterr()
        return Said(code if isinstance(code, int) else 0, out, err)

    return command


def state(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_help_names_every_command_with_a_sentence(run: Run) -> None:
    said = run("--help")
    assert said.status == 0
    for word in (
        "report",
        "tables",
        "check",
        "figures",
        "interactive",
        "progress",
        "review",
        "bulletin",
        "Make everything",
        "NOTICE",
    ):
        assert word in said.out


@pytest.mark.parametrize(
    "command",
    ["report", "tables", "check", "figures", "interactive", "progress", "review", "bulletin"],
)
def test_each_command_explains_itself(run: Run, command: str) -> None:
    said = run(command, "--help")
    assert said.status == 0
    assert "NOTICE" in said.out


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").out.startswith("zctrack ")


def test_tables_of_a_file_are_those_of_the_notice(run: Run, tmp_path: Path) -> None:
    said = run("tables", BUNDLED, "--out", tmp_path)
    assert said.status == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"tasks.csv", "assignments.csv", "datapackage.json"} <= names
    assert len((tmp_path / "tasks.csv").read_text("utf-8").splitlines()) >= 82
    assert {Path(line).name for line in said.out.split()} == names


@pytest.mark.parametrize(
    ("format", "name"), [("xlsx", "tables.xlsx"), ("parquet", "tasks.parquet")]
)
def test_tables_come_in_other_formats(run: Run, tmp_path: Path, format: str, name: str) -> None:
    assert run("tables", BUNDLED, "--out", tmp_path, "--format", format).status == 0
    assert (tmp_path / name).stat().st_size > 1000


def test_tables_leave_other_files_of_the_folder_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert run("tables", BUNDLED, "--out", tmp_path).status == 0
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_check_of_the_bundled_notice_shows_its_three_counts_and_passes(run: Run) -> None:
    said = run("check")
    assert said.status == 0
    for number in (11, 33, 81):
        assert f"stated {number}, read {number}" in said.out


def test_check_lists_the_gravest_finding_first(run: Run) -> None:
    lines = run("check").out.splitlines()
    found = [line.split()[0] for line in lines if line.startswith(("error", "warning", "note "))]
    order = ["error", "warning", "note"]
    assert found == sorted(found, key=order.index)
    assert "warning" in found


def test_check_fails_where_a_count_is_contradicted(run: Run, tmp_path: Path) -> None:
    text = BUNDLED.read_text("utf-8")
    changed = text.replace("81项", "82项")
    assert changed != text
    file = tmp_path / "changed.txt"
    file.write_text(changed, "utf-8")
    said = run("check", file)
    assert said.status == 1
    assert "CONTRADICTED" in said.out


def unusable(folder: Path) -> dict[str, Path]:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "poem.txt").write_text("床前明月光，疑是地上霜。\n", "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "folder.txt").mkdir()
    return {path.name: path for path in folder.iterdir()} | {"missing.txt": folder / "missing.txt"}


@pytest.mark.parametrize(
    "name", ["missing.txt", "empty.txt", "poem.txt", "broken.docx", "picture.png", "folder.txt"]
)
@pytest.mark.parametrize("command", ["tables", "check", "figures", "interactive", "report"])
def test_what_is_no_notice_gives_one_line_and_leaves_everything_whole(
    run: Run, tmp_path: Path, command: str, name: str
) -> None:
    file = unusable(tmp_path)[name]
    out = tmp_path / "out"
    out.mkdir()
    (out / "tasks.csv").write_text("last week's", "utf-8")
    before = state(tmp_path)
    said = run(command, file, *([] if command == "check" else ["--out", out]))
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("zctrack: ")
    assert said.err.count("\n") == 1
    assert name in said.err
    assert state(tmp_path) == before


@pytest.mark.parametrize("command", ["tables", "figures", "interactive", "report"])
def test_a_folder_that_cannot_be_written_gives_one_line_and_leaves_everything_whole(
    run: Run, tmp_path: Path, command: str
) -> None:
    # A file where a folder should be: nobody may write there, not even root.
    (tmp_path / "taken").write_text("a file", "utf-8")
    said = run(command, BUNDLED, "--out", tmp_path / "taken" / "deeper")
    assert said.status == 2
    assert said.err.startswith("zctrack: ")
    assert said.err.count("\n") == 1
    assert state(tmp_path) == {"taken": b"a file"}


def test_an_option_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    said = run("tables", BUNDLED, "--out", tmp_path, "--format", "pdf")
    assert said.status == 2
    assert "pdf" in said.err
    assert not list(tmp_path.iterdir())


SIMULATED = BUNDLED.parents[2] / "actuals" / "simulated.csv"


def test_progress_says_simulated_first_then_the_classes_and_the_items(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "items.csv"
    said = run("progress", "--ledger", SIMULATED, "--as-of", "2020-11-30", "--out", out)
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0].strip() == "模拟数据"
    assert lines[1].startswith("102个事项中")
    assert any(line.strip().startswith("M14.4.q1") and "未实现" in line for line in lines)
    assert lines[-1] == str(out)
    assert out.read_text("utf-8-sig").startswith("对象,")


def test_review_names_what_is_late_and_its_slip(run: Run) -> None:
    said = run("review", "--ledger", SIMULATED, "--as-of", "2020-09-30", "--lang", "en")
    assert said.status == 0
    assert said.out.splitlines()[0].strip() == "SIMULATED DATA"
    assert any(line.split()[:2] == ["late", "M14.4.q1"] for line in said.out.splitlines())
    assert any(line.split()[:2] == ["2020-001", "red"] for line in said.out.splitlines())


@pytest.mark.parametrize("command", ["progress", "review"])
def test_the_follow_up_needs_reports_and_a_day(run: Run, command: str, tmp_path: Path) -> None:
    assert "--ledger" in run(command, "--as-of", "2020-11-30").err
    said = run(command, "--ledger", SIMULATED, "--as-of", "soon")
    assert (said.status, "soon" in said.err) == (2, True)
    said = run(command, "--ledger", tmp_path / "none.csv", "--as-of", "2020-11-30")
    assert (said.status, "none.csv" in said.err) == (2, True)


def test_progress_reads_a_ledger_as_it_knew_it_with_words_changes_and_close_outs(
    run: Run, tmp_path: Path
) -> None:
    from zctrack.actuals.ledger import Ledger
    from zctrack.actuals.submission import submission

    same = {"notice": "zhoucun-2020-27", "level": "district", "source": "simulated"}
    told = {"item": "M14.2.q1", "as_of": "2020-10-31", "value": 40.0, "unit": "个"}
    told |= {"finality": "interim", "stated": "under_way", "evidence": "stated", "kind": "report"}
    told |= {"reported_on": "2020-11-05", "reporter": "甲局", "words": "因征地原因，尚未开工。"}
    closed = {"item": "M15.1", "as_of": "2020-11-15", "finality": "final", "stated": "done"}
    closed |= {"evidence": "checked", "kind": "close_out", "reported_on": "2020-11-20"}
    changed = told | {"value": 60.0, "kind": "change", "reported_on": "2020-11-25"}
    url = str(tmp_path / "l.db")
    Ledger(url).append(submission([same | row for row in (told, closed, changed)]))
    out = tmp_path / "items.csv"

    def lines(day: str) -> dict[str, str]:
        assert run("progress", "--ledger", url, "--as-of", day, "--out", out).status == 0
        rows = out.read_text("utf-8-sig").splitlines()
        return {row.split(",", 1)[0]: row for row in rows}

    late = lines("2020-11-30")
    assert "因征地原因，尚未开工。" in late["M14.2.q1"]
    assert "目标有调整" in late["M14.2.q1"]
    assert "40.0" in late["M14.2.q1"]
    assert "60.0" not in late["M14.2.q1"]
    assert "已销号" in late["M15.1"]
    early = lines("2020-11-18")
    assert "已销号" not in early["M15.1"]
    assert "目标有调整" not in early["M14.2.q1"]


def test_a_report_with_hidden_names_has_a_folder_of_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, str]] = []

    def noted(subject: Subject, folder: Path, notebooks: Path | None) -> list[steps.Step]:
        seen.append((subject.hide_persons, folder.as_posix()))
        return [steps.Step("none", "nowhere", "nothing", 0, lambda: iter(()))]

    monkeypatch.setattr(steps, "steps", noted)
    for words in ([], ["--hide-names"], ["--hide-names", "--out", "x"], [BUNDLED, "--hide-names"]):
        assert run("report", *words).status == 0
    own = f"{BUNDLED.stem}-hidden"
    assert seen == [(False, "."), (True, "hidden"), (True, "x"), (True, own)]


def test_tables_with_hidden_names_letter_officials_in_a_folder_of_their_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("tables", BUNDLED).status == run("tables", BUNDLED, "--hide-names").status == 0
    named, lettered = (
        "".join(path.read_text("utf-8") for path in Path(folder).iterdir())
        for folder in ("tables", "tables-hidden")
    )
    assert "赵学" in named
    assert "赵学" not in lettered
    assert "责任人B" in lettered


@pytest.mark.parametrize("command", ["tables", "forms", "progress", "review", "bulletin"])
def test_every_command_that_could_name_officials_can_letter_them(run: Run, command: str) -> None:
    said = " ".join(run(command, "--help").out.replace("│", " ").split())
    assert "--hide-names" in said
    assert "Letter officials (责任人A) instead of naming them." in said
