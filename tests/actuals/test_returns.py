"""Reading a bureau's own table: found by its heading, whole in every row, nothing left out."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

import zctrack as zt
from tests.actuals.made_returns import HARD, HELD_OUT, UNSEEN, WRITTEN, returns, write
from tests.actuals.returns_score import Score, score
from zctrack.actuals.returns import is_return, read_return
from zctrack.dictionary.build import schema
from zctrack.errors import FormatError, OptionError
from zctrack.notice import Notice

HEAD = "<tr><th>年度目标<th>分管区领导<th>责任单位<th>进展情况<th>是否完成"


@pytest.fixture(scope="module")
def notice() -> Notice:
    return zt.load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("returns")


def page(*rows: str, head: str = HEAD, title: str = "") -> bytes:
    return f"<h1>{title}</h1><table>{head}{''.join(rows)}</table>".encode()


def one(notice: Notice, *cells: str, as_of: str = "2020-09-30") -> pd.DataFrame:
    row = "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells)
    return read_return(page(row), notice, as_of=as_of, name="a.html")


# ----------------------------------------------------------------------------- the made returns


@pytest.fixture(scope="module")
def scores(notice: Notice, folder: Path) -> dict[str, Score]:
    groups = {"written": WRITTEN, "held out": HELD_OUT, "other words": HARD, "unseen": UNSEEN}
    return {group: score(notice, folder, *names) for group, names in groups.items()}


def test_at_least_sixty_rows_were_written_for_the_measure(scores: dict[str, Score]) -> None:
    assert sum(found.rows for found in scores.values()) == 135


# Floors a little under what was measured (benchmarks/matching.py): precision, recall.
FLOORS = {
    ("written", "first"): (0.97, 0.97),
    ("written", "proposed"): (0.95, 0.97),
    ("written", "figures"): (0.98, 0.98),
    ("written", "targets"): (0.98, 0.94),
    ("written", "parties"): (1.0, 1.0),
    ("written", "states"): (1.0, 1.0),
    ("held out", "first"): (0.95, 0.95),
    ("held out", "proposed"): (0.95, 0.95),
    ("held out", "figures"): (0.98, 0.96),
    ("held out", "targets"): (0.98, 0.87),
    ("held out", "parties"): (1.0, 1.0),
    ("other words", "first"): (0.89, 0.89),
    ("other words", "proposed"): (0.80, 0.85),
    ("other words", "figures"): (0.97, 0.97),
    ("other words", "targets"): (0.94, 0.90),
    ("other words", "parties"): (1.0, 1.0),
    ("unseen", "first"): (0.9, 0.9),
    ("unseen", "proposed"): (0.9, 0.9),
    ("unseen", "figures"): (0.95, 0.95),
    ("unseen", "targets"): (0.75, 0.7),
    ("unseen", "parties"): (1.0, 1.0),
}


@pytest.mark.parametrize(("group", "what"), FLOORS)
def test_the_measure_holds_its_floor(scores: dict[str, Score], group: str, what: str) -> None:
    found = getattr(scores[group], what)
    precision, recall = FLOORS[group, what]
    assert found.precision >= precision, found.wrong
    assert found.recall >= recall, found.wrong


@pytest.mark.parametrize("group", ["written", "held out", "other words", "unseen"])
def test_what_is_called_sure_is_right(scores: dict[str, Score], group: str) -> None:
    assert scores[group].sure.precision == 1.0, scores[group].sure.wrong


@pytest.mark.parametrize("made", returns(), ids=lambda made: made["file"])
def test_every_row_of_a_return_is_proposed_at_its_place(
    notice: Notice, folder: Path, made: dict[str, object]
) -> None:
    path = write(made, folder)
    assert is_return(path)
    found = read_return(path, notice)
    rows = made["row"]
    assert isinstance(rows, list)
    assert found["cell"].nunique() == len(rows)
    assert set(found["source"]) == {"simulated"}
    schema("proposals").validate(found)
    assert found["as_of"].max() == pd.Timestamp(str(made["as_of"]))


# ---------------------------------------------------------------------------------- the table


def test_columns_stand_in_any_order_under_other_words(notice: Notice) -> None:
    head = "<tr><th>工作进展情况<th>牵头单位<th>全年目标任务"
    row = "<tr><td>存栏2.9万头<td>区农业农村局<td>生猪存栏3.1万头、出栏6.2万头"
    found = read_return(page(row, head=head), notice, as_of="2020-09-30")
    assert found["item"].tolist() == ["M29.4", "M29.4.q1"]
    assert found["cell"].tolist() == ["A2", "A2"]


def test_the_heading_may_stand_below_other_rows_of_a_sheet(notice: Notice) -> None:
    book = Workbook()
    book.active.title = "封面"
    book.active["A1"] = "封面"
    sheet = book.create_sheet("三季度")
    sheet["B2"] = "2020年第三季度任务完成情况"
    for column, words in enumerate(["序号", "年度目标", "责任单位", "进展情况"], start=2):
        sheet.cell(5, column, words)
    for column, value in enumerate([1, "充电桩101个以上", "区发改局", "建成充电桩93个"], start=2):
        sheet.cell(7, column, value)
    sheet["B9"] = "注：以上为快报数。"
    out = io.BytesIO()
    book.save(out)
    found = read_return(out.getvalue(), notice)
    assert found[["sheet", "cell"]].drop_duplicates().values.tolist() == [["三季度", "E7"]]
    assert found["as_of"].unique().tolist() == [pd.Timestamp("2020-09-30")]
    assert found["source"].unique().tolist() == ["return"]


def test_merged_cells_count_for_each_row_that_they_cover(notice: Notice) -> None:
    rows = (
        "<tr><td>生猪存栏3.1万头<td rowspan=2>赵&nbsp;学<td rowspan=2>区发改局<td>一<td>完成",
        "<tr><td>发展设施蔬菜<td>二<td>未完成",
    )
    found = read_return(page(*rows), notice, as_of="2020-09-30")
    assert found["officials"].tolist() == ["赵学", "赵学"]
    assert found["units"].tolist() == ["区发展改革局", "区发展改革局"]
    assert found["stated"].tolist() == ["done", "not_done"]


def test_a_numbered_goal_of_two_tasks_becomes_two_states(notice: Notice) -> None:
    found = one(
        notice,
        "①生猪存栏3.1万头<br>②市级以上农业产业化龙头企业发展到8家",
        "解金章", "区农业农村局",
        "①存栏2.9万头<br>②龙头企业8家，其中新增1家", "完成",
    )  # fmt: skip
    states = found[found["figure"].isna()]
    assert states["item"].tolist() == ["M29.4", "M28.2"]
    assert states["progress"].tolist() == ["①存栏2.9万头", "②龙头企业8家，其中新增1家"]
    assert found["proposal"].is_unique


def test_a_numbered_goal_without_numbered_progress_stays_one_row(notice: Notice) -> None:
    found = one(
        notice, "①生猪存栏3.1万头②出栏6.2万头", "解金章", "区农业农村局", "正常推进", "推进中"
    )
    assert found["item"].tolist() == ["M29.4"]


def test_other_work_is_proposed_without_an_item_and_with_the_best_beside(notice: Notice) -> None:
    found = one(notice, "组织冬季征兵", "解金章", "区人武部", "完成征兵任务120人", "完成")
    assert found["band"].tolist() == ["none", "none"]
    assert found["item"].isna().all()
    assert found["second"].notna().all()
    assert found["value"].tolist()[1] == 120.0


def test_a_row_without_words_still_tells_its_state(notice: Notice) -> None:
    found = one(notice, "生猪存栏3.1万头、出栏6.2万头", "", "", "", "完成")
    assert found[["item", "stated"]].values.tolist() == [["M29.4", "done"]]
    assert found["progress"].isna().all()
    assert found["reporter"].isna().all()


def test_a_state_that_no_rule_reads_is_left_open(notice: Notice) -> None:
    found = one(notice, "生猪存栏3.1万头", "", "区农业农村局", "", "差不多了")
    assert found["stated"].isna().all()


def test_the_reporter_is_the_first_unit_unless_it_is_given(notice: Notice) -> None:
    row = "<tr><td>生猪存栏3.1万头<td><td>区农业农村局 区财政局<td>二<td>"
    assert read_return(page(row), notice, as_of="2020-09-30")["reporter"][0] == "区农业农村局"
    given = read_return(page(row), notice, as_of="2020-09-30", reporter="区政府督查室")
    assert given["reporter"][0] == "区政府督查室"


def test_a_quarter_that_is_printed_nowhere_has_to_be_given(notice: Notice) -> None:
    row = "<tr><td>生猪存栏3.1万头<td><td><td>二<td>"
    with pytest.raises(OptionError, match="no quarter is printed"):
        read_return(page(row), notice, name="a.html")
    titled = page(row, title="2020年前三季度任务完成情况")
    assert read_return(titled, notice)["as_of"][0] == pd.Timestamp("2020-09-30")


def test_a_file_without_a_return_is_refused_by_name(notice: Notice) -> None:
    other = b"<table><tr><td>a<td>b<tr><td>1<td>2</table>"
    assert not is_return(other)
    assert not is_return(b"\xd0\xcf\x11\xe0")
    assert not is_return(b"PK\x03\x04 broken")
    with pytest.raises(FormatError, match=r"b\.html: no table with a return's heading"):
        read_return(other, notice, as_of="2020-09-30", name="b.html")
    with pytest.raises(FormatError, match=r"c\.txt"):
        read_return(b"text", notice, as_of="2020-09-30", name="c.txt")


def test_the_same_return_gives_the_same_proposals(notice: Notice, folder: Path) -> None:
    path = write(returns("a-")[0], folder)
    pd.testing.assert_frame_equal(read_return(path, notice), read_return(path, notice))
