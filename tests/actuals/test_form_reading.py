"""A form comes back as people left it: every filled row is taken in or set aside, exactly once."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import zctrack as zt
from tests.actuals.filling import (
    HEADER,
    NOTICE,
    SHEET,
    UNIT,
    Filled,
    aside,
    blank_forms,
    one,
)
from zctrack.actuals.form_reading import read_form
from zctrack.actuals.submission import columns

KEY = "标识（勿改）"
WORDS = "年度目标任务（通知原文）"


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return blank_forms(tmp_path_factory.mktemp("forms"))


@pytest.fixture
def form(paths: dict[str, Path]) -> Filled:
    return Filled(paths[UNIT])


def place(form: Filled, item: str, heading: str) -> str:
    return str(form.cell(item, heading).coordinate)


def test_a_filled_row_becomes_an_entry_of_the_ledger(form: Filled) -> None:
    form.put(
        "M27.1.q1", 本期数值=12.5, 是否完成="正在推进", 进展情况="秋种过半。", 备注="快报数"
    ).filled_on(datetime(2020, 10, 9))
    read = form.read()
    row = one(read)
    assert list(read.submission.columns) == [c.name for c in columns()]
    expected = {
        "notice": NOTICE.key,
        "item": "M27.1.q1",
        "level": "district",
        "indicator": "粮食播种面积",
        "as_of": pd.Timestamp("2020-09-30"),
        "value": 12.5,
        "unit": "万亩",
        "basis": "level",
        "comparator": "=",
        "finality": "interim",
        "stated": "under_way",
        "evidence": "stated",
        "reported_on": pd.Timestamp("2020-10-09"),
        "reporter": UNIT,
        "source": "区农业农村局填报表（数据截至2020-09-30）",
        "note": "快报数",
        "words": "秋种过半。",
        "kind": "report",
        "file": "农业农村局.xlsx",
        "sheet": SHEET,
        "cell": "I5",
    }
    assert {name: row[name] for name in expected} == expected
    assert len(row["file_hash"]) == 64


def test_a_document_named_is_the_source(form: Filled) -> None:
    row = one(form.put("M27.1.q1", 本期数值=12.5, **{"依据材料（来源）": "统计局9月月报"}).read())
    assert (row["evidence"], row["source"]) == ("documented", "统计局9月月报")


def test_an_untouched_form_says_nothing(form: Filled) -> None:
    read = form.read()
    assert (len(read.submission), len(read.rejects)) == (0, 0)


def test_a_state_alone_is_an_entry_and_so_are_words_alone(form: Filled) -> None:
    form.put("M29.3", 是否完成="推进中").put("M28.1.q1", 进展情况="已申报。")
    read = form.read()
    assert read.rejects.empty
    rows = read.submission.set_index("item")
    assert rows.loc["M29.3", "stated"] == "under_way"
    assert rows.loc["M28.1.q1", "words"] == "已申报。"
    assert rows["value"].isna().all()


def test_the_quarters_own_goal_is_kept_in_the_note(form: Filled) -> None:
    row = one(form.put("M27.1.q1", 本期数值=12.5, **{"本季任务目标（选填）": "14万亩"}).read())
    assert row["note"] == "〔本季任务目标：14万亩〕"


# --------------------------------------------------------------------- what people do to a form


def test_sheets_may_be_renamed_and_the_instructions_deleted(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.sheet.title = "三季度"
    form.book.remove(form.book["填报说明"])
    row = one(form.read())
    assert (row["sheet"], row["cell"], row["reporter"]) == ("三季度", "I5", UNIT)


def test_columns_may_be_moved(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5, 是否完成="正在推进")
    form.sheet.move_range("H4:I30", rows=0, cols=12)
    row = one(form.read())
    assert (row["value"], row["stated"], row["cell"]) == (12.5, "under_way", "U5")


def test_rows_may_be_sorted(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5).put("M29.4.q2", 本期数值=5.1)
    sheet = form.sheet
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=5, max_row=23)]
    for at, values in enumerate(reversed(rows), start=5):
        for column, value in enumerate(values, start=1):
            sheet.cell(at, column).value = value
    read = form.read()
    assert read.rejects.empty
    assert dict(zip(read.submission["item"], read.submission["value"], strict=True)) == {
        "M29.4.q2": 5.1,
        "M27.1.q1": 12.5,
    }


def test_keys_that_were_left_behind_by_a_sort_are_noticed(form: Filled) -> None:
    """Only the columns in front were sorted: the key is another row's than the words."""
    form.put("M27.1.q1", 本期数值=12.5, **{WORDS: form.cell("M29.3", WORDS).value})
    row = aside(form.read())
    assert row["cell"] == place(form, "M27.1.q1", KEY)
    assert "M29.3" in row["reason"]


def test_without_its_key_a_row_is_known_by_the_notices_very_words(form: Filled) -> None:
    form.put("M28.2.q1", 本期数值=7, **{KEY: None})
    assert one(form.read())["item"] == "M28.2.q1"


def test_without_its_key_words_of_several_rows_need_the_indicator(form: Filled) -> None:
    form.put("M27.1.q2", 本期数值=4.1, **{KEY: None})
    assert one(form.read())["item"] == "M27.1.q2"
    form.put("M27.1.q2", 指标=None, 目标值=None)
    row = aside(form.read())
    assert "M27.1.q1、M27.1.q2" in row["reason"]


def test_without_its_key_other_words_are_not_matched(form: Filled) -> None:
    form.put("M28.2.q1", 本期数值=7, **{KEY: None, WORDS: "龙头企业发展到8家"})
    row = aside(form.read())
    assert row["found"] == "本期数值：7"
    assert "没有标识" in row["reason"]


def test_a_goal_that_was_written_over_does_not_change_the_target(form: Filled) -> None:
    row = one(form.put("M27.1.q1", 本期数值=12.5, 目标值="不低于14").read())
    assert row["note"] == "〔“目标值”栏改为“不低于14”，未采用〕"


def test_a_unit_that_was_written_over_is_converted(form: Filled) -> None:
    row = one(form.put("M27.1.q1", 本期数值=125000, 计量单位="亩").read())
    assert (row["value"], row["unit"]) == (12.5, "万亩")
    assert row["note"] == "〔原填125000亩，折算为12.5万亩〕"


def test_a_key_of_another_unit_is_not_taken(form: Filled) -> None:
    row = aside(form.put("M27.1.q1", 本期数值=700, **{KEY: "M8.5.q1"}).read())
    assert "不在“区农业农村局”的填报表里" in row["reason"]


@pytest.mark.parametrize("key", ["M99.1", "M27.1.q9", "见上"])
def test_a_key_that_the_notice_does_not_have_is_not_taken(form: Filled, key: str) -> None:
    assert "不是通知里的" in aside(form.put("M27.1.q1", 本期数值=7, **{KEY: key}).read())["reason"]


def test_a_key_in_small_letters_or_full_width_is_the_key(form: Filled) -> None:
    assert (
        one(form.put("M27.1.q1", 本期数值=12, **{KEY: "ｍ27.1.Q1 "}).read())["item"] == "M27.1.q1"
    )


def test_a_formula_counts_as_its_saved_result(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值="=10+2.5")
    row = aside(form.read())
    assert "公式没有保存计算结果" in row["reason"]
    # What Excel writes beside a formula when it saves.
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form.bytes())) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = re.sub(
                rb"(<f>10\+2\.5</f>)<v ?(/>|></v>)", rb"\1<v>12.5</v>", old.read(entry)
            )
            new.writestr(entry, content)
    taken = one(read_form(out.getvalue(), NOTICE))
    assert (taken["value"], taken["note"]) == (12.5, "〔本期数值是公式，取保存的结果〕")


def test_an_error_cell_is_sent_back(form: Filled) -> None:
    row = aside(form.put("M27.1.q1", 本期数值="#N/A").read())
    assert (row["cell"], row["reason"]) == ("I5", "单元格是错误值（#N/A）")


def test_a_figure_merged_over_rows_is_nobodys(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.sheet.merge_cells("I5:I6")
    read = form.read()
    assert read.submission.empty
    assert read.rejects["item"].tolist() == ["M27.1.q1", "M27.1.q2"]
    assert read.rejects["reason"].str.contains("合并").all()


def test_a_state_and_words_merged_over_rows_hold_for_each(form: Filled) -> None:
    form.put("M27.1.q1", 是否完成="正在推进", 进展情况="秋种过半。")
    form.sheet.merge_cells("N5:N6")
    form.sheet.merge_cells("M5:M6")
    read = form.read()
    assert read.rejects.empty
    rows = read.submission.set_index("item")
    assert rows["stated"].to_dict() == {"M27.1.q1": "under_way", "M27.1.q2": "under_way"}
    assert rows["words"].tolist() == ["秋种过半。"] * 2
    assert (
        rows.loc["M27.1.q2", "note"] == "〔进展情况是合并单元格（M5）；是否完成是合并单元格（N5）〕"
    )


def test_hidden_rows_and_sheets_are_read_and_say_so(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.sheet.row_dimensions[5].hidden = True
    assert one(form.read())["note"] == "〔隐藏的行〕"


def test_the_same_row_twice_counts_once(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    copy = form.book.copy_worksheet(form.sheet)
    copy.title = "备份"
    row = one(form.read())
    assert row["note"] == "〔同一内容另见 备份 › I5〕"


def test_one_key_with_two_figures_is_set_aside_in_both_places(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5).put("M27.1.q2", 本期数值=12.6)
    for heading in (KEY, WORDS, "指标", "目标值", "计量单位"):
        form.put("M27.1.q2", **{heading: form.cell("M27.1.q1", heading).value})
    read = form.read()
    assert read.submission.empty
    assert read.rejects["cell"].tolist() == ["I5", "I6"]
    assert "填报表 › I6" in read.rejects.loc[0, "reason"]
    assert "填报表 › I5" in read.rejects.loc[1, "reason"]


def test_one_key_with_two_days_is_two_figures(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5).put("M27.1.q2", 本期数值=11.0, 数值截至日="8月31日")
    for heading in (KEY, WORDS, "指标", "目标值", "计量单位"):
        form.put("M27.1.q2", **{heading: form.cell("M27.1.q1", heading).value})
    read = form.read()
    assert read.rejects.empty
    assert read.submission["as_of"].dt.date.tolist() == [date(2020, 9, 30), date(2020, 8, 31)]


@pytest.mark.parametrize(
    ("cells", "cell", "reason"),
    [
        ({"是否完成": "差不多"}, "N5", "不在可选的状态里"),
        ({"进展情况": 760}, "M5", "只有一个数"),
        ({"进展情况": "1,200"}, "M5", "只有一个数"),
        ({"本期数值": "主体完工"}, "I5", "数值栏里不是数"),
        ({"本期数值": -1}, "I5", "小于0"),
        ({"本期数值": "3公里"}, "I5", "不能换算"),
        ({"本期数值": 12, "数值截至日": "2010-09-30"}, "J5", "太远"),
        ({"本期数值": 12, "数值截至日": "2022-09-30"}, "J5", "太远"),
        ({"本期数值": 12, "数值截至日": "中旬"}, "J5", "不是看得懂的日期"),
    ],
)
def test_a_cell_that_cannot_be_read_sets_its_row_aside(
    form: Filled, cells: dict[str, Any], cell: str, reason: str
) -> None:
    row = aside(form.put("M27.1.q1", **cells).read())
    assert row["cell"] == cell
    assert reason in row["reason"]
    assert row["todo"]
    assert (row["file"], row["sheet"], row["item"]) == ("农业农村局.xlsx", SHEET, "M27.1.q1")


def test_two_bad_cells_of_a_row_are_one_reject_that_names_both(form: Filled) -> None:
    row = aside(form.put("M27.1.q1", 本期数值="很多", 是否完成="差不多").read())
    assert "数值栏里不是数" in row["reason"]
    assert "不在可选的状态里" in row["reason"]
    assert row["found"] == "本期数值：很多；是否完成：差不多"


def test_a_figure_in_a_row_that_asks_for_none_is_sent_back(form: Filled) -> None:
    assert "没有数量目标" in aside(form.put("M29.3", 本期数值=5).read())["reason"]


def test_a_figure_of_a_day_after_the_filling_is_sent_back(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12, 数值截至日="2020-10-31").filled_on("2020.10.9")
    assert "晚于填报日期" in aside(form.read())["reason"]


def test_text_below_the_table_is_set_aside_and_a_signature_is_read(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.sheet.cell(27, 2).value = "注：面积为快报数"
    form.sheet.cell(28, 2).value = "填报日期：2020年10月9日"
    read = form.read()
    assert read.submission["reported_on"].tolist() == [pd.Timestamp("2020-10-09")]
    assert read.rejects[["cell", "found"]].values.tolist() == [["B27", "注：面积为快报数"]]


def test_a_column_of_ones_own_goes_into_the_note(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.sheet.cell(HEADER, 18).value = "联系人意见"
    form.sheet.cell(5, 18).value = "待复核"
    assert one(form.read())["note"] == "〔联系人意见：待复核〕"


def test_a_sheet_of_ones_own_is_set_aside_whole(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.book.create_sheet("附件").append(["乡镇", "面积"])
    read = form.read()
    assert len(read.submission) == 1
    assert read.rejects[["sheet", "cell", "found"]].values.tolist() == [
        ["附件", "A1", "乡镇；面积"]
    ]


def test_two_forms_pasted_under_one_another_are_both_read(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    sheet = form.sheet
    # The second block has its own line of headings, with two columns only behind the key.
    for at, values in enumerate([["标识", "数值", "进展"], ["M29.4.q1", 2.9, "补栏中"]], start=30):
        for column, value in enumerate(values, start=1):
            sheet.cell(at, column).value = value
    read = form.read()
    assert read.rejects.empty
    assert read.submission[["item", "value"]].values.tolist() == [
        ["M27.1.q1", 12.5],
        ["M29.4.q1", 2.9],
    ]


def test_a_form_that_lost_its_id_is_known_by_the_names_in_its_head(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    form.book.properties.keywords = ""
    for sheet in form.book:
        for row in sheet:
            for cell in row:
                if "zctrack-form" in str(cell.value):
                    cell.value = None
    row = one(form.read())
    assert (row["reporter"], row["as_of"]) == (UNIT, pd.Timestamp("2020-09-30"))
    form.sheet["B2"].value = None
    form.book.remove(form.book["填报说明"])
    assert "哪个单位" in aside(form.read())["reason"]


def test_another_notices_form_and_a_newer_form_are_set_aside(form: Filled) -> None:
    form.put("M27.1.q1", 本期数值=12.5)
    mark = next(c for row in form.sheet for c in row if "zctrack-form" in str(c.value))
    text = str(mark.value)
    mark.value = text.replace("zhoucun-2020-27", "other-2021-1")
    assert "另一份文件" in aside(form.read())["reason"]
    mark.value = text.replace("form/1", "form/2")
    assert "版本" in aside(form.read())["reason"]


def test_a_summary_is_not_taken_for_a_form(paths: dict[str, Path]) -> None:
    read = read_form(paths["赵学"], NOTICE)
    assert read.submission.empty
    assert read.rejects["reason"].str.contains("汇总表").all()
    assert len(read.rejects) == 2


def test_a_form_of_simulated_data_gives_simulated_entries(tmp_path: Path) -> None:
    form = Filled(blank_forms(tmp_path, simulated=True)[UNIT])
    form.put("M27.1.q1", 本期数值=12.5, **{"依据材料（来源）": "月报"})
    row = one(form.read())
    assert (row["source"], row["evidence"], row["note"]) == (
        "simulated",
        "documented",
        "〔依据：月报〕",
    )


def test_a_form_in_english_is_read_too(tmp_path: Path) -> None:
    from zctrack.actuals.forms import write_forms

    paths = write_forms(NOTICE, as_of="2020-09-30", out=tmp_path, lang="en")
    book = openpyxl.load_workbook(next(p for p in paths if "水利局" in p.name))
    sheet = book["Form"]
    sheet["I5"].value, sheet["N5"].value = 2, "Done"
    buffer = io.BytesIO()
    book.save(buffer)
    row = one(read_form(buffer.getvalue(), NOTICE))
    assert (row["item"], row["value"], row["stated"]) == ("M14.4.q1", 2, "done")
    assert pd.isna(row["note"]), "Done is the English list's own word"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", zt.FormatError),
        (b"text", zt.FormatError),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, zt.FormatError),
        (b"PK\x03\x04broken", zt.FormatError),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_form(data, NOTICE, name="a.xlsx")


# -------------------------------------------------------------------------------- the invariant

VALUES: list[Any] = [
    12.5, 3, 0, -2, "12.5", "125000亩", "1,000", "一千", "约1.2万", "63.5%", 0.5, "760家", "3公里",
    "暂无", "主体完工", "1-2", "#N/A", "=1+1", datetime(2020, 9, 1), True, "—",
]  # fmt: skip
STATES = ["完成", "未完成", "推进中", "差不多", "否", None, None]
DAYS: list[Any] = [None, None, None, "9月30日", "2020.9.30", 44104, "12月31日", "中旬"]
TEXTS: list[Any] = [None, None, "正在建设。", 760, "=甲", "填报人：张三"]


def _delete_key(form: Filled, rng: random.Random) -> None:
    for row in rng.sample(sorted(form.rows.values()), 4):
        form.sheet.cell(row, form.columns[KEY]).value = None


def _copy_key(form: Filled, rng: random.Random) -> None:
    first, second = rng.sample(sorted(form.rows.values()), 2)
    key = form.columns[KEY]
    form.sheet.cell(first, key).value = form.sheet.cell(second, key).value


def _rename(form: Filled, rng: random.Random) -> None:
    form.sheet.title = rng.choice(["Sheet1", "三季度", "填报说明 "])


def _move_columns(form: Filled, rng: random.Random) -> None:
    form.sheet.move_range("I4:I23", rows=0, cols=rng.randint(9, 14))


def _insert_rows(form: Filled, rng: random.Random) -> None:
    form.sheet.insert_rows(rng.randint(6, 20), amount=2)


def _hide(form: Filled, rng: random.Random) -> None:
    form.sheet.row_dimensions[rng.randint(5, 23)].hidden = True


def _double_sheet(form: Filled, rng: random.Random) -> None:
    form.book.copy_worksheet(form.sheet)


CHANGES: list[Callable[[Filled, random.Random], None]] = [
    _delete_key, _copy_key, _rename, _move_columns, _insert_rows, _hide, _double_sheet,
]  # fmt: skip
ENTRIES = {
    "本季任务目标（选填）", "本期数值", "数值截至日", "进展情况", "是否完成",
    "依据材料（来源）", "备注",
}  # fmt: skip


def filled_places(form: Filled) -> set[tuple[str, int]]:
    """Sheet and row of every row below the headings in which a cell to fill holds something.

    The headings are found anew, by nothing but their words: this is not the program's own reading.
    """
    found = set()
    for sheet in form.book:
        heads = [r for r in range(1, 8) if any(c.value == "进展情况" for c in sheet[r])]
        if not heads or sheet.cell(heads[0], 1).value != "序号":
            continue
        fill = [c.column for c in sheet[heads[0]] if c.value in ENTRIES]
        for row in range(heads[0] + 1, sheet.max_row + 1):
            texts = [sheet.cell(row, column).value for column in fill]
            if any(text not in (None, "", "—") for text in texts):
                found.add((sheet.title.strip(), row))
    return found


@pytest.mark.parametrize("seed", range(16))
def test_every_filled_row_is_taken_in_or_set_aside_once(paths: dict[str, Path], seed: int) -> None:
    rng = random.Random(seed)
    form = Filled(paths[UNIT])
    for item in rng.sample(sorted(form.rows), 10):
        form.put(
            item,
            本期数值=rng.choice([None, *VALUES]),
            是否完成=rng.choice(STATES),
            数值截至日=rng.choice(DAYS),
            进展情况=rng.choice(TEXTS),
            备注=rng.choice([None, "快报数"]),
        )
    for change in rng.sample(CHANGES, rng.randint(0, 3)):
        change(form, rng)
    expected = filled_places(form)
    read = form.read()
    places = [
        (str(row["sheet"]).strip(), openpyxl.utils.cell.coordinate_from_string(row["cell"])[1])
        for table in (read.submission, read.rejects)
        for row in table.to_dict("records")
    ]
    # A row that repeats another stands in that one's note.
    notes = "；".join(str(note) for note in read.submission["note"] if isinstance(note, str))
    for sheet, row in expected - set(places):
        assert any(f"{sheet} › {letter}{row}" in notes for letter in "HIJMNOPQRSTUVWX"), (
            sheet,
            row,
        )
    assert set(places) <= expected
    assert len(places) == len(set(places))
