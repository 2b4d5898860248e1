"""Proposals out to a person and back: only what was decided enters, the rest is told."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import zctrack as zt
from tests.actuals.made_returns import returns, write
from zctrack.actuals.collect import collect
from zctrack.actuals.ledger import Ledger
from zctrack.actuals.proposals import is_proposals, read_proposals, write_each, write_proposals
from zctrack.actuals.proposals_sheet import HIDDEN, data
from zctrack.actuals.rejects import Read
from zctrack.actuals.returns import read_return
from zctrack.cli import app
from zctrack.errors import FormatError, OptionError, TableError
from zctrack.notice import Notice

PAGE = """<h1>2020年三季度（模拟数据）</h1><table>
<tr><th>年度目标<th>分管区领导<th>责任单位<th>进展情况<th>是否完成
<tr><td>生猪存栏3.1万头、出栏6.2万头<td>赵 学<td>区农业农村局
<td>存栏2.86万头，其中能繁母猪3100头；1—9月累计出栏4.55万头<td>正在推进
<tr><td>组织冬季征兵<td>解金章<td>区人武部<td>完成120人<td>完成</table>"""
# 1-2.1 state of M29.4 · 1-2.2 存栏 · 1-2.3 part · 1-2.4 出栏 · 1-3.1 other work · 1-3.2 its figure

Cells = Mapping[str, Mapping[str, object]]


@pytest.fixture(scope="module")
def notice() -> Notice:
    return zt.load()


@pytest.fixture(scope="module")
def proposals(notice: Notice) -> pd.DataFrame:
    return read_return(PAGE.encode(), notice, name="农业.html", reported_on="2020-10-12")


@pytest.fixture
def book(tmp_path: Path, proposals: pd.DataFrame, notice: Notice) -> Path:
    return write_proposals(proposals, tmp_path / "拟采信.xlsx", notice)


def fill(
    path: Path, cells: Cells, also: Callable[[Any, dict[str, int]], None] | None = None
) -> bytes:
    """Fill cells by proposal and column, as a person does."""
    made = openpyxl.load_workbook(path)
    sheet = made["拟采信事项"]
    names = {row["zh"]: row["name"] for row in data()["column"]}
    columns = {names[c.value]: c.column for c in sheet[4] if c.value in names}
    for row in range(5, sheet.max_row + 1):
        for name, value in cells.get(sheet.cell(row, 1).value or "", {}).items():
            sheet.cell(row, columns[name], value)
    if also:
        also(sheet, columns)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def taken(read: Read, *columns: str) -> list[list[object]]:
    return read.submission[list(columns)].values.tolist()


def reasons(read: Read) -> list[str]:
    return [str(reason) for reason in read.rejects["reason"]]


REST = {
    key: {"decision": "不采纳"} for key in ("1-2.1", "1-2.2", "1-2.3", "1-2.4", "1-3.1", "1-3.2")
}


def test_what_nobody_decided_stays_out_and_is_told(book: Path, notice: Notice) -> None:
    read = read_proposals(book, notice)
    assert read.submission.empty
    assert reasons(read) == ["还没有处理意见"] * 6
    assert read.rejects["cell"].tolist() == ["M5", "M6", "M7", "M8", "M9", "M10"]
    assert read.rejects["reporter"].tolist() == ["区农业农村局"] * 4 + ["区人武部"] * 2
    assert read.simulated


def test_what_was_adopted_enters_with_the_place_in_the_return(book: Path, notice: Notice) -> None:
    given = fill(book, REST | {k: {"decision": "采纳"} for k in ("1-2.1", "1-2.2", "1-2.3")})
    read = read_proposals(given, notice)
    assert read.rejects.empty
    columns = ("item", "value", "unit", "basis", "finality", "stated")
    got = read.submission[list(columns)].astype(object).where(lambda f: f.notna(), None)
    assert got.values.tolist() == [
        ["M29.4", None, None, None, "interim", "under_way"],
        ["M29.4.q1", 2.86, "万头", "level", "interim", "under_way"],
        ["M29.4", 3100.0, "头", "part", "interim", None],
    ]
    assert taken(read, "file", "sheet", "cell", "source", "reporter")[1] == [
        "农业.html", "表1", "D2", "simulated", "区农业农村局",
    ]  # fmt: skip
    assert read.submission["words"][1] == "存栏2.86万头"
    assert read.submission["reported_on"].unique().tolist() == [pd.Timestamp("2020-10-12")]


def test_a_figure_beside_its_target_is_context(book: Path, notice: Notice) -> None:
    page = PAGE.replace("存栏2.86万头，其中能繁母猪3100头；", "存栏较去年增加0.4万头；")
    found = read_return(page.encode(), notice, name="a.html")
    beside = found[found["basis"] == "increase"].iloc[0]
    assert beside["item"] == "M29.4.q1"
    assert not beside["stands"]
    path = write_proposals(found, book.with_name("b.xlsx"), notice)
    read = read_proposals(fill(path, {beside["proposal"]: {"decision": "采纳"}}), notice)
    assert taken(read, "item", "basis", "finality") == [["M29.4.q1", "increase", "context"]]


def test_adopting_twice_enters_once(book: Path, notice: Notice, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    given = fill(book, {"1-2.2": {"decision": "采纳"}, "1-2.4": {"decision": "adopt"}})
    first = ledger.append(read_proposals(given, notice).submission)
    again = ledger.append(read_proposals(given, notice).submission)
    assert (len(first.entries), len(again.entries), again.known) == (2, 0, 2)


def test_a_changed_item_enters_under_its_new_key(book: Path, notice: Notice) -> None:
    given = fill(book, REST | {"1-2.1": {"decision": "改为", "new_item": "M29.3"}})
    assert taken(read_proposals(given, notice), "item", "stated") == [["M29.3", "under_way"]]


def test_a_changed_figure_enters_as_the_person_wrote_it(book: Path, notice: Notice) -> None:
    change = {"decision": "改为", "new_value": "2,900", "new_unit": "头", "new_basis": "水平"}
    read = read_proposals(fill(book, REST | {"1-2.2": change}), notice)
    assert taken(read, "item", "value", "unit", "basis") == [["M29.4.q1", 2900.0, "头", "level"]]


def test_a_figure_moved_to_a_target_is_held_to_stand_for_it(book: Path, notice: Notice) -> None:
    change = {"decision": "改为", "new_item": "M29.4.q1", "new_basis": "水平"}
    read = read_proposals(fill(book, REST | {"1-2.3": change}), notice)
    assert taken(read, "item", "basis", "finality", "indicator") == [
        ["M29.4.q1", "level", "interim", "生猪存栏"]
    ]


@pytest.mark.parametrize(
    ("key", "cells", "reason", "cell"),
    [
        ("1-3.1", {"decision": "采纳"}, "没有匹配对象，不能直接采纳", "M9"),
        ("1-2.1", {"decision": "同意"}, "看不懂处理意见“同意”", "M5"),
        ("1-2.1", {"decision": "改为"}, "选了“改为”，但没有填改成什么", "M5"),
        ("1-2.1", {"new_item": "M29.3"}, "填了“改为”的内容，但处理意见是“—”", "M5"),
        ("1-2.1", {"decision": "采纳", "new_item": "M29.3"},
         "填了“改为”的内容，但处理意见是“采纳”", "M5"),
        ("1-2.1", {"decision": "改为", "new_item": "M99.1"},
         "通知里没有编号为“M99.1”的任务或目标", "N5"),
        ("1-2.2", {"decision": "改为", "new_item": "M27.1.q1"},
         "单位“万头”不能换算成目标的单位“万亩”", "N6"),
        ("1-2.2", {"decision": "改为", "new_value": "约三万"}, "改为的数值“约三万”不是数", "O6"),
        ("1-2.1", {"decision": "改为", "new_value": 3}, "有数值而没有单位", "P5"),
        ("1-2.2", {"decision": "改为", "new_basis": "大概"}, "看不懂口径“大概”", "Q6"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_in_is_told_with_its_cell(
    book: Path, notice: Notice, key: str, cells: dict[str, object], reason: str, cell: str
) -> None:
    rest = {k: v for k, v in REST.items() if k != key}
    read = read_proposals(fill(book, rest | {key: cells}), notice)
    assert read.submission.empty
    assert reasons(read) == [reason]
    assert read.rejects["cell"].tolist() == [cell]
    assert read.rejects["todo_en"].str.len().min() > 10


def test_rows_may_be_sorted_and_sheets_renamed(book: Path, notice: Notice) -> None:
    def turn(sheet: Any, columns: dict[str, int]) -> None:
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
        for at, row in enumerate(reversed(rows), start=5):
            for column, value in enumerate(row, start=1):
                sheet.cell(at, column).value = value
        sheet.title = "局里的表"

    read = read_proposals(fill(book, REST | {"1-2.4": {"decision": "采纳"}}, turn), notice)
    assert read.rejects.empty
    assert taken(read, "item", "value") == [["M29.4.q2", 4.55]]


def test_a_row_that_was_deleted_is_told(book: Path, notice: Notice) -> None:
    given = fill(book, REST, lambda sheet, columns: sheet.delete_rows(6))
    read = read_proposals(given, notice)
    assert reasons(read) == ["这一条不见了（行被删除，或编号被改）"]
    assert read.rejects["item"].tolist() == ["M29.4.q1"]


def test_a_row_of_nobodys_is_told(book: Path, notice: Notice) -> None:
    def add(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(11, 1, "9-9.9")
        sheet.cell(11, columns["decision"], "采纳")

    read = read_proposals(fill(book, REST, add), notice)
    assert reasons(read) == ["编号“9-9.9”不在这张表原来的事项里"]


def test_two_decisions_on_one_number_are_both_told(book: Path, notice: Notice) -> None:
    def copy(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(11, 1, "1-2.1")
        sheet.cell(11, columns["decision"], "采纳")

    read = read_proposals(fill(book, REST, copy), notice)
    assert reasons(read) == ["同一编号有两种处理意见"] * 2
    assert read.submission.empty


def test_the_workbook_asks_in_its_cells_and_locks_the_others(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    assert made.sheetnames == ["填写说明", "拟采信事项", "对象索引", HIDDEN]
    assert made[HIDDEN].sheet_state == "veryHidden"
    sheet = made["拟采信事项"]
    assert sheet.protection.sheet
    unlocked = {c.column_letter for c in sheet[5] if not c.protection.locked}
    assert unlocked == set("MNOPQR")
    rules = {str(r.sqref): r.formula1 for r in sheet.data_validations.dataValidation}
    assert rules["M5:M10"] == '"采纳,改为,不采纳"'
    assert rules["N5:N10"].startswith("='对象索引'!$A$4")
    colours = {sheet.cell(row, 7).fill.fgColor.rgb[-6:] for row in (9, 10)}
    assert colours == {"E6E8EB"}


def test_the_notices_words_stand_beside_the_returns(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["拟采信事项"]
    assert sheet["B6"].value == "〃"
    assert sheet["C6"].value == "存栏2.86万头"
    assert "生猪存栏3.1万头" in sheet["F6"].value
    assert sheet["J6"].value == "2.86万头\n水平"
    assert sheet["L6"].value == "可以"


def test_the_same_proposals_give_the_same_bytes(
    book: Path, proposals: pd.DataFrame, notice: Notice
) -> None:
    again = write_proposals(proposals, book.with_name("again.xlsx"), notice)
    assert again.read_bytes() == book.read_bytes()


def test_english_headings_and_decisions_are_read_too(
    proposals: pd.DataFrame, notice: Notice, tmp_path: Path
) -> None:
    path = write_proposals(proposals, tmp_path / "p.xlsx", notice, lang="en")
    made = openpyxl.load_workbook(path)
    sheet = made["Proposals"]
    sheet["M6"] = "adopt"
    made.save(path)
    read = read_proposals(path, notice)
    assert taken(read, "item") == [["M29.4.q1"]]


def test_what_is_no_proposals_workbook_is_refused(
    tmp_path: Path, proposals: pd.DataFrame, notice: Notice
) -> None:
    assert not is_proposals(PAGE.encode())
    assert not is_proposals(tmp_path / "missing.xlsx")
    other = openpyxl.Workbook()
    other.save(tmp_path / "other.xlsx")
    assert not is_proposals(tmp_path / "other.xlsx")
    with pytest.raises(FormatError, match="no proposals workbook"):
        read_proposals(tmp_path / "other.xlsx", notice)
    with pytest.raises(OptionError, match="no proposal"):
        write_proposals(proposals.iloc[:0], tmp_path / "none.xlsx", notice)
    with pytest.raises(TableError, match="of the notice x"):
        write_proposals(proposals.assign(notice="x"), tmp_path / "x.xlsx", notice)


def test_collect_proposes_first_and_enters_what_was_confirmed(
    notice: Notice, tmp_path: Path
) -> None:
    ledger, inbox = Ledger(tmp_path / "ledger.db"), tmp_path / "inbox"
    inbox.mkdir()
    paths = [write(made, inbox) for made in returns("a-", "b-", "held-out-g")]
    first = collect(paths, notice, ledger)
    assert first.files["kind"].tolist() == ["return"] * 3
    assert first.files["simulated"].all()
    assert first.entries.empty
    assert first.rejects.empty
    made = write_each(first.proposals, tmp_path / "out", notice)
    assert [path.suffix for path in made] == [".xlsx"] * 3
    kept = first.proposals[paths[0].name]
    everything = {
        key: {"decision": "采纳" if has else "不采纳"}
        for key, has in zip(kept["proposal"], kept["item"].notna(), strict=True)
    }
    made[0].write_bytes(fill(made[0], everything))
    second = collect(made[:1], notice, ledger)
    assert second.files["kind"].tolist() == ["proposals"]
    assert second.rejects.empty
    assert len(second.entries) == kept["item"].notna().sum()
    assert second.entries["file"].unique().tolist() == [paths[0].name]
    third = collect(made[:1], notice, ledger)
    assert (len(third.entries), third.known) == (0, len(second.entries))


def test_the_command_writes_a_workbook_for_each_return(tmp_path: Path) -> None:
    path = write(returns("d-")[0], tmp_path)
    run = CliRunner().invoke(
        app,
        ["collect", str(path), "--ledger", str(tmp_path / "l.db"),
         "--proposals", str(tmp_path / "out")],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    (made,) = (tmp_path / "out").iterdir()
    assert is_proposals(made)
    assert str(made) in run.output.replace("\n", "")
