from __future__ import annotations

import io
from typing import Any

import docx
import pytest

import zctrack as zt
from tests.extract.reading import MADE
from zctrack.extract.grids import is_ditto
from zctrack.grammar import load
from zctrack.notice import Notice

HEAD = "某市关于印发重点任务分工表的通知\n各区县：现将分工表印发给你们，请认真执行。\n"
ROWS = [
    ["序号", "重点任务", "具体举措", "责任单位", "", "完成时限"],
    ["", "", "", "牵头单位", "配合单位", ""],
    ["1", "优化环境", "新建平台2个", "市发改局", "市财政局", "2022年6月底前"],
    ["", "", "培训500人", "", "市教育局", ""],
    ["", "", "建立台账", "市公安局", "", ""],
    ["2", "兜底保障", "救助800人", "市民政局", "", "年底前"],
]
# Rows and columns, from 0, that one cell covers.
MERGED = [
    *((0, 3, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 5, 1, 5)),
    *((2, 0, 4, 0), (2, 1, 4, 1), (2, 3, 3, 3), (2, 5, 4, 5)),
]
# By reading: who answers for each row, and until when.
PARTIES = {
    "M1.1": {("市发改局", "lead"), ("市财政局", "support")},
    "M1.2": {("市发改局", "lead"), ("市教育局", "support")},
    "M1.3": {("市公安局", "lead")},
    "M2.1": {("市民政局", "lead")},
}
UNTIL = {"M1.1": "2022-06-30", "M1.2": "2022-06-30", "M1.3": "2022-06-30", "M2.1": "2022-12-31"}


def word() -> bytes:
    paper = docx.Document()
    for line in HEAD.splitlines():
        paper.add_paragraph(line)
    grid = paper.add_table(len(ROWS), len(ROWS[0]))
    for r, row in enumerate(ROWS):
        for c, words in enumerate(row):
            grid.cell(r, c).text = words
    for r, c, r2, c2 in MERGED:
        grid.cell(r, c).merge(grid.cell(r2, c2))
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def page() -> bytes:
    spans = {(r, c): (r2 - r + 1, c2 - c + 1) for r, c, r2, c2 in MERGED}
    hidden = {
        (i, j)
        for r, c, r2, c2 in MERGED
        for i in range(r, r2 + 1)
        for j in range(c, c2 + 1)
        if (i, j) != (r, c)
    }
    rows = ""
    for r, row in enumerate(ROWS):
        rows += "<tr>"
        for c, words in enumerate(row):
            if (r, c) not in hidden:
                down, across = spans.get((r, c), (1, 1))
                rows += f"<td rowspan={down} colspan={across}>{words}</td>"
        rows += "</tr>"
    lines = "".join(f"<p>{line}</p>" for line in HEAD.splitlines())
    body = f"<div class='TRS_Editor'>{lines}<table>{rows}</table></div>"
    return f"<html><meta charset=utf-8><body>{body}</body></html>".encode()


def parties(notice: Notice) -> dict[str, set[tuple[str, str]]]:
    rows = notice.assignments
    return {
        task: set(zip(mine["party"], mine["role"], strict=True))
        for task, mine in rows.groupby("task")
    }


def until(notice: Notice) -> dict[str, str]:
    rows = notice.deadlines.dropna(subset=["until"])
    return dict(zip(rows["task"], rows["until"].dt.strftime("%Y-%m-%d"), strict=True))


@pytest.mark.parametrize("make", [word, page])
def test_a_merged_cell_holds_for_every_row_that_it_covers(make: Any) -> None:
    notice = zt.read_notice(make(), issued="2022-03-01")
    assert parties(notice) == PARTIES
    assert until(notice) == UNTIL
    assert notice.measures["label"].tolist() == ["1", "2"]
    assert notice.tasks["task"].tolist() == ["M1.1", "M1.2", "M1.3", "M2.1"]


@pytest.mark.parametrize("make", [word, page])
def test_what_is_carried_stands_where_it_is_printed(make: Any) -> None:
    notice = zt.read_notice(make(), issued="2022-03-01")
    place = notice.text.index("市发改局")
    assert set(notice.assignments.query("party == '市发改局'")["start"]) == {place}
    limits = notice.deadlines[notice.deadlines["start"] == notice.text.index("2022年6月底前")]
    assert limits["task"].tolist() == ["M1.1", "M1.2", "M1.3"]


@pytest.mark.parametrize("make", [word, page])
def test_a_cell_that_a_merged_one_covers_is_told_from_an_empty_one(make: Any) -> None:
    blocks = zt.read_notice(make(), issued="2022-03-01").document.blocks
    merged = {(b.row, b.column) for b in blocks if b.merged}
    assert {(4, 1), (4, 4), (5, 6)} <= merged
    assert (6, 5) not in merged
    assert (5, 5) not in merged


def test_ditto_signs_and_the_blanks_of_a_merged_index_repeat_the_row_above() -> None:
    notice = zt.read_notice(MADE / "33-city-merged-table-2022.txt")
    assert parties(notice)["M2.2"] == {("市住房城乡建设局", "lead"), ("各开发区管委会", "support")}
    assert parties(notice)["M1.2"] == {("市行政审批局", "lead"), ("市大数据局", "support")}
    # A supporting body is not carried by a blank: a task may have none.
    assert parties(notice)["M4.2"] == {("市政务服务中心", "lead")}
    limits = notice.deadlines[notice.deadlines["section"] == "responsibility"]
    assert limits.groupby("task")["surface"].agg(list).to_dict() == {
        "M1.1": ["2022年6月底前"],
        "M1.2": ["2022年6月底前"],
        "M2.1": ["三季度末"],
        "M2.2": ["三季度末"],
        "M3.1": ["年底前"],
        "M4.1": ["全年"],
        "M4.2": ["持续推进"],
    }


def test_a_blank_repeats_the_row_above_only_where_the_notice_says_so() -> None:
    path = MADE / "24-county-table-tabs-2024.txt"
    official = zt.read_notice(path).assignments.query("kind == 'official'")
    named = dict(zip(official["task"], official["party"], strict=True))
    assert named["M2.1"] == "郝建平"
    assert named["M5.1"] == "罗文瀚"
    assert named["M8.1"] == "汪　洁"
    silent = path.read_text("utf-8").replace("牵头领导一栏空白的，同上一行。", "")
    official = zt.parse(silent).assignments.query("kind == 'official'")
    named = dict(zip(official["task"], official["party"], strict=True))
    assert "M2.1" not in named
    assert named["M5.1"] == "罗文瀚"


def test_a_word_table_without_indices_has_a_measure_a_row() -> None:
    paper = docx.Document()
    paper.add_paragraph("某区关于印发任务分工表的通知")
    rows = [
        ["任务", "责任单位", "完成时限"],
        ["1.改造道路3条。 2.新建公园2个。", "区住建局", "2022年9月底前"],
        ["新增学位500个", "区教育局、区财政局", "长期坚持"],
    ]
    grid = paper.add_table(3, 3)
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            grid.cell(r, c).text = words
    buffer = io.BytesIO()
    paper.save(buffer)
    notice = zt.read_notice(buffer.getvalue(), issued="2022-03-01")
    assert parties(notice) == {
        "M1.1": {("区住建局", "joint")},
        "M2.1": {("区教育局", "joint"), ("区财政局", "joint")},
    }
    # Numbering inside a cell makes no unit of its own.
    assert len(notice.measures) == 2
    assert notice.measures["label"].isna().all()


def test_a_table_whose_cells_are_parted_by_spaces_is_a_table() -> None:
    notice = zt.parse(
        "某区关于印发任务清单的通知\n序号 工作任务 责任单位 完成时限\n一、城市管理\n"
        "1 新建公厕20座 改造12座 区城管局 2021年9月底\n"
        "2 改造老旧小区5个 区住建局、各街道 2021年底\n"
        "某区人民政府\n2021年3月1日\n"
    )
    assert parties(notice) == {
        "M1.1": {("区城管局", "joint")},
        "M2.1": {("区住建局", "joint"), ("各街道", "joint")},
    }
    assert until(notice) == {"M1.1": "2021-09-30", "M2.1": "2021-12-31"}
    assert notice.quantities["low"].tolist() == [20.0, 12.0, 5.0]


def test_a_column_of_a_year_dates_its_targets_and_the_row_names_them() -> None:
    notice = zt.read_notice(MADE / "38-province-gaps-yearly-columns-2020.txt")
    rows = notice.targets.query("task == 'M2.1'")
    assert rows["due"].dt.strftime("%Y-%m-%d").tolist() == [
        "2020-12-31",
        "2021-12-31",
        "2022-12-31",
    ]
    assert rows["indicator"].tolist() == ["新增负压病房"] * 3
    dated = notice.deadlines.set_index("deadline").loc[rows["deadline"]]
    assert dated["surface"].tolist() == ["2020年", "2021年", "2022年"]
    assert dated["doubtful"].all()


def test_the_grammar_s_dittos_and_remarks_read_their_examples() -> None:
    for row in load.rules("roles", "ditto"):
        assert is_ditto(row["example"])
    for row in load.rules("roles", "blank"):
        assert load.pattern(row["pattern"], "roles").search(row["example"])
