"""Collecting: what was read is in the ledger, what was not goes back, and twice counts once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import zctrack as zt
from tests.actuals.filling import NOTICE, UNIT, Filled, blank_forms
from zctrack.actuals.collect import Collected, collect, told
from zctrack.actuals.ledger import Ledger
from zctrack.actuals.rejects import Problem, reject, rejects, write_rejects


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return blank_forms(tmp_path_factory.mktemp("forms"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db")


def form(paths: dict[str, Path], area: float, filled_on: str | None = None) -> Filled:
    made = Filled(paths[UNIT]).put("M27.1.q1", 本期数值=area)
    return made if filled_on is None else made.filled_on(filled_on)


def counts(done: Collected) -> dict[str, int]:
    return {
        "new": len(done.entries),
        "corrections": done.corrections,
        "known": done.known,
        "aside": len(done.rejects),
    }


def standing(ledger: Ledger) -> dict[str, float]:
    actuals = ledger.actuals()
    return dict(zip(actuals["item"], actuals["value"], strict=True))


def test_a_form_is_entered_and_the_same_form_again_is_known(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    path = form(paths, 12.5, "2020-10-09").save(tmp_path / "in" / "a.xlsx")
    assert counts(collect([path], NOTICE, ledger)) == {
        "new": 1, "corrections": 0, "known": 0, "aside": 0,
    }  # fmt: skip
    assert counts(collect([path], NOTICE, ledger)) == {
        "new": 0, "corrections": 0, "known": 1, "aside": 0,
    }  # fmt: skip
    entry = ledger.entries().iloc[0]
    assert (entry["file"], entry["cell"], entry["reporter"]) == ("a.xlsx", "I5", UNIT)
    assert entry["entered_on"] == pd.Timestamp("2020-10-09")


def test_the_same_bytes_twice_in_one_call_count_once(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    made = form(paths, 12.5)
    first = made.save(tmp_path / "in" / "a.xlsx")
    copy = tmp_path / "in" / "a - copy.xlsx"
    copy.write_bytes(first.read_bytes())
    done = collect([tmp_path / "in"], NOTICE, ledger)
    assert len(done.entries) == 1
    assert sorted(done.files["kind"]) == ["form", "same"]


def test_of_two_versions_the_later_filled_corrects_the_earlier_in_whatever_order(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    late = form(paths, 13.0, "2020-10-12").save(tmp_path / "a.xlsx")
    early = form(paths, 12.5, "2020-10-09").save(tmp_path / "b.xlsx")
    done = collect([late, early], NOTICE, ledger)
    assert counts(done) == {"new": 2, "corrections": 1, "known": 0, "aside": 0}
    assert standing(ledger) == {"M27.1.q1": 13.0}


@pytest.mark.parametrize("days", [(None, None), ("2020-10-09", None), ("2020-10-09",) * 2])
def test_two_versions_whose_order_is_not_stated_are_both_set_aside(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path, days: tuple[str | None, str | None]
) -> None:
    one = form(paths, 12.5, days[0]).put("M29.4.q1", 本期数值=2.9).save(tmp_path / "a.xlsx")
    two = form(paths, 13.0, days[1]).save(tmp_path / "b.xlsx")
    done = collect([one, two], NOTICE, ledger)
    # What only one of them says is not in doubt.
    assert standing(ledger) == {"M29.4.q1": 2.9}
    assert done.rejects[["file", "cell", "found"]].values.tolist() == [
        ["a.xlsx", "I5", "12.5万亩"],
        ["b.xlsx", "I5", "13万亩"],
    ]
    assert "b.xlsx › 填报表 › I5" in done.rejects.loc[0, "reason"]
    assert "a.xlsx › 填报表 › I5" in done.rejects.loc[1, "reason"]
    assert done.files["rows"].tolist() == [1, 0]


def test_an_older_form_does_not_undo_a_correction(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    late = form(paths, 13.0, "2020-10-12").save(tmp_path / "late.xlsx")
    early = form(paths, 12.5, "2020-10-09").save(tmp_path / "early.xlsx")
    collect([late], NOTICE, ledger)
    done = collect([early], NOTICE, ledger)
    assert counts(done) == {"new": 0, "corrections": 0, "known": 0, "aside": 1}
    assert "更早" in done.rejects.loc[0, "reason"]
    assert standing(ledger) == {"M27.1.q1": 13.0}


def test_an_older_form_that_was_entered_in_time_stays_known(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    early = form(paths, 12.5, "2020-10-09").save(tmp_path / "early.xlsx")
    late = form(paths, 13.0, "2020-10-12").save(tmp_path / "late.xlsx")
    collect([early], NOTICE, ledger)
    assert collect([late], NOTICE, ledger).corrections == 1
    assert counts(collect([early, late], NOTICE, ledger)) == {
        "new": 0, "corrections": 0, "known": 2, "aside": 0,
    }  # fmt: skip


def test_two_units_that_share_a_task_report_each_for_itself(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    one = Filled(paths[UNIT]).put("M29.4.q1", 本期数值=2.9).save(tmp_path / "a.xlsx")
    two = Filled(paths["区发展改革局"]).put("M29.4.q1", 本期数值=2.8).save(tmp_path / "b.xlsx")
    done = collect([one, two], NOTICE, ledger)
    assert counts(done) == {"new": 2, "corrections": 0, "known": 0, "aside": 0}


def test_a_file_that_cannot_be_read_keeps_no_other_out(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    box = tmp_path / "in"
    form(paths, 12.5).save(box / "a.xlsx")
    (box / "b.xlsx").write_bytes(b"PK\x03\x04broken")
    (box / "c.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"0" * 99)
    (box / "d.zip").write_bytes(b"nothing")
    (box / "~$a.xlsx").write_bytes(b"a lock")
    done = collect([box], NOTICE, ledger)
    assert done.files["file"].tolist() == ["a.xlsx", "b.xlsx", "c.xls", "d.zip"]
    assert len(done.entries) == 1
    assert done.rejects["file"].tolist() == ["b.xlsx", "c.xls", "d.zip"]
    assert done.rejects["reason"].str.len().min() > 5


def test_files_of_one_name_are_told_apart_by_their_folders(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    form(paths, 12.5, "2020-10-09").save(tmp_path / "in" / "first" / "表.xlsx")
    form(paths, 13.0, "2020-10-12").save(tmp_path / "in" / "second" / "表.xlsx")
    done = collect([tmp_path / "in"], NOTICE, ledger)
    assert done.files["file"].tolist() == ["first/表.xlsx", "second/表.xlsx"]
    assert ledger.entries()["file"].tolist() == ["first/表.xlsx", "second/表.xlsx"]


def test_a_path_to_nothing_is_an_error(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(zt.FileError, match="cannot be read"):
        collect([tmp_path / "none.xlsx"], NOTICE, ledger)


def test_the_summary_in_words_gives_counts_and_places(
    paths: dict[str, Path], ledger: Ledger, tmp_path: Path
) -> None:
    path = form(paths, 12.5).put("M29.3", 是否完成="差不多").save(tmp_path / "a.xlsx")
    done = collect([path], NOTICE, ledger)
    assert told(done) == [
        "  a.xlsx  填报表：读入 1 行，退回 1 处",
        "1 个文件：记入台账 1 条（其中更正 0 条），已有 0 条，退回 1 处",
        "  退回 a.xlsx › 填报表 › N21：“差不多”不在可选的状态里",
    ]
    assert told(done, lang="en")[1] == (
        "1 files: 1 new entries (0 of them corrections), 0 known already, 1 places set aside"
    )


# ---------------------------------------------------------------------------- what is sent back


def test_each_sender_gets_a_workbook_that_leads_to_the_cell(tmp_path: Path) -> None:
    rows = [
        reject([Problem("negative")], file="a.xlsx", sheet="表 一", cell="I7", found="=-5"),
        reject([Problem("unreadable", {"found": "damaged"})], file="b.xlsx"),
    ]
    paths = write_rejects(rejects(rows), tmp_path)
    assert [path.name for path in paths] == ["退回事项_a.xlsx", "退回事项_b.xlsx"]
    sheet = openpyxl.load_workbook(paths[0])["退回事项"]
    cells = [cell.value for cell in sheet[6]]
    assert cells == ["表 一 › I7", None, "=-5", "数值小于0", "核对后重填；下降的幅度填正数。"]
    assert sheet["C6"].data_type == "s"
    assert (sheet["A6"].hyperlink.target, sheet["A6"].hyperlink.location) == (
        "a.xlsx",
        "'表 一'!I7",
    )
    assert paths[0].read_bytes() == write_rejects(rejects(rows), tmp_path)[0].read_bytes()


def test_what_goes_back_is_marked_where_the_form_was_simulated(tmp_path: Path) -> None:
    rows = rejects([reject([Problem("negative")], file="a.xlsx", sheet="表", cell="I7")])
    path = write_rejects(rows, tmp_path, lang="en", simulated={"a.xlsx"})[0]
    sheet = openpyxl.load_workbook(path)["Sent back"]
    assert "Simulated" in str(sheet["A3"].value)
    assert sheet["D6"].value == "the figure is below zero"
