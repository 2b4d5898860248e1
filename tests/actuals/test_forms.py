"""What the offices get: a form that explains itself and asks for what the unit answers for."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import zctrack as zt
from tests.actuals.filling import HEADER, NOTICE, SHEET, UNIT, Filled, blank_forms
from zctrack.actuals.forms import write_forms

HEADINGS = [
    "序号", "年度目标任务（通知原文）", "指标", "目标值", "计量单位", "完成时限（通知原文）",
    "上次报送（截至日）", "本季任务目标（选填）", "本期数值", "数值截至日", "分管区领导",
    "责任单位", "进展情况", "是否完成", "依据材料（来源）", "备注", "标识（勿改）",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.fixture(scope="module")
def forms(folder: Path) -> dict[str, Path]:
    return blank_forms(folder)


def actual(**values: object) -> dict[str, object]:
    row = {"notice": NOTICE.key, "level": "district", "finality": "interim", "source": "a.pdf"}
    return row | {"basis": "level", "unit": None, "value": None, "stated": None} | values


def test_every_unit_that_answers_gets_one_and_a_supporting_unit_gets_none(
    forms: dict[str, Path],
) -> None:
    # 23 names stand as lead, joint, respective or by duty; 5 officials are responsible.
    assert len(forms) == 28
    assert "区水利局" in forms
    assert "区直有关部门单位" in forms
    assert "区教育和体育局" not in forms, "it only supports"
    assert forms["赵学"].name == "汇总表_赵学_2020-09-30.xlsx"


def test_the_instructions_come_first_and_say_who_is_asked_what(forms: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(forms[UNIT])
    assert book.sheetnames == ["填报说明", SHEET]
    texts = [str(c.value) for row in book["填报说明"] for c in row if c.value]
    assert UNIT in texts
    assert "本表共 9 项任务、19 行（其中 18 行有数量目标）。" in texts
    assert any("只填一个数" in text for text in texts)


def test_a_form_has_the_bureaus_columns_in_their_order(forms: dict[str, Path]) -> None:
    sheet = Filled(forms[UNIT]).sheet
    assert [cell.value for cell in sheet[HEADER]] == HEADINGS


def test_a_row_holds_the_notices_words_and_its_target(forms: dict[str, Path]) -> None:
    form = Filled(forms[UNIT])
    row = {heading: form.cell("M27.1.q2", heading).value for heading in HEADINGS}
    assert row["年度目标任务（通知原文）"] == (
        "（1）组织开展夏粮丰收“百日攻坚”行动，确保全区全年粮食播种面积达到15.48万亩以上，"
        "总产5.1万吨以上。"
    )
    assert (row["指标"], row["目标值"], row["计量单位"]) == ("总产", "不低于5.1", "万吨")
    assert row["完成时限（通知原文）"] == "2020-12-31\n（全年）"
    assert (row["分管区领导"], row["责任单位"]) == ("解金章", UNIT)


def test_a_unit_is_asked_for_its_own_tasks_only(forms: dict[str, Path]) -> None:
    assert list(Filled(forms["区水利局"]).rows) == ["M14.4.q1"]
    rows = list(Filled(forms[UNIT]).rows)
    assert len(rows) == 19
    assert {key.split(".")[0] for key in rows} == {"M27", "M28", "M29"}


def test_a_task_without_targets_is_asked_for_its_state_alone(forms: dict[str, Path]) -> None:
    form = Filled(forms[UNIT])
    assert form.cell("M29.3", "本期数值").protection.locked
    assert not form.cell("M29.3", "是否完成").protection.locked
    assert form.cell("M29.3", "指标").value == "没有数量目标，只报状态和进展"


def test_what_is_for_reference_is_locked_and_what_is_to_fill_is_not(
    forms: dict[str, Path],
) -> None:
    form = Filled(forms[UNIT])
    assert form.sheet.protection.sheet
    assert form.sheet.protection.password is None
    locked = {h for h in HEADINGS if form.cell("M27.1.q1", h).protection.locked}
    assert set(HEADINGS) - locked == {
        "本季任务目标（选填）", "本期数值", "数值截至日", "进展情况", "是否完成",
        "依据材料（来源）", "备注",
    }  # fmt: skip


def test_cells_to_fill_have_a_list_and_checks(forms: dict[str, Path]) -> None:
    form = Filled(forms[UNIT])
    rules = {
        rule.type: rule
        for rule in form.sheet.data_validations.dataValidation
        if "I5" in str(rule.sqref) or "N5" in str(rule.sqref) or "J5" in str(rule.sqref)
    }
    assert rules["list"].formula1 == '"完成,未完成,正在推进,未启动"'
    assert (rules["decimal"].operator, rules["decimal"].formula1) == ("greaterThanOrEqual", "0")
    # 2019-08-27 and 2020-12-31 as Excel counts days.
    assert (rules["date"].formula1, rules["date"].formula2) == ("43704", "44196")


def test_the_last_figure_up_to_the_day_stands_beside_the_target(tmp_path: Path) -> None:
    rows = [
        actual(item="M27.1.q1", as_of="2020-06-30", value=9.0, unit="万亩"),
        actual(item="M27.1.q1", as_of="2020-08-31", value=12.5, unit="万亩"),
        actual(item="M27.1.q1", as_of="2020-10-31", value=15.0, unit="万亩"),
        actual(item="M27.1.q2", as_of="2020-08-31", value=0.4, unit="万吨", basis="part"),
        actual(item="M28.2.q1", as_of="2020-08-31", value=9, unit="家", level="city"),
        actual(item="M29.3", as_of="2020-08-31", stated="under_way"),
    ]
    form = Filled(blank_forms(tmp_path, actuals=pd.DataFrame(rows))[UNIT])
    last = {item: form.cell(item, "上次报送（截至日）").value for item in form.rows}
    assert last["M27.1.q1"] == "12.5万亩\n（2020-08-31）"
    assert last["M27.1.q2"] == "—", "a part is not the indicator"
    assert last["M28.2.q1"] == "—", "another level's figure"
    assert last["M29.3"] == "正在推进\n（2020-08-31）"


def test_simulated_figures_mark_every_sheet(tmp_path: Path) -> None:
    forms = blank_forms(tmp_path, actuals=zt.load_actuals("simulated"))
    for path in (forms[UNIT], forms["赵学"]):
        for sheet in openpyxl.load_workbook(path):
            texts = [str(c.value) for row in sheet for c in row if c.value]
            assert any("模拟数据" in text for text in texts), (path.name, sheet.title)


def test_simulated_and_reported_figures_do_not_meet_on_a_form(tmp_path: Path) -> None:
    rows = [
        actual(item="M27.1.q1", as_of="2020-06-30", value=9.0, unit="万亩"),
        actual(item="M27.1.q1", as_of="2020-08-31", value=9.0, unit="万亩", source="simulated"),
    ]
    with pytest.raises(zt.TableError, match="mix simulated"):
        blank_forms(tmp_path, actuals=pd.DataFrame(rows))


def test_the_same_input_gives_the_same_bytes(forms: dict[str, Path], tmp_path: Path) -> None:
    again = blank_forms(tmp_path)
    assert [p.read_bytes() for p in forms.values()] == [p.read_bytes() for p in again.values()]


def test_a_form_in_english_has_english_headings_and_the_notices_words(tmp_path: Path) -> None:
    paths = write_forms(NOTICE, as_of="2020-09-30", out=tmp_path, lang="en")
    path = next(path for path in paths if "区水利局" in path.name)
    assert path.name == "form_区水利局_2020-09-30.xlsx"
    sheet = openpyxl.load_workbook(path)["Form"]
    assert [sheet.cell(HEADER, c).value for c in (1, 4, 9)] == ["No.", "Goal", "Figure"]
    assert "水毁工程" in str(sheet.cell(HEADER + 1, 2).value)


def test_words_that_look_like_a_formula_stay_words(tmp_path: Path) -> None:
    text = (
        "某区人民政府关于印发重点工作的通知\n一、工作\n1.=建设2个公园。（责任单位：+区财政局）\n"
        "2.@修路3公里。（责任单位：区水利局/区科技局）\n"
    )
    paths = write_forms(zt.parse(text), as_of="2020-09-30", out=tmp_path)
    assert paths[0].name == "填报表_+区财政局_2020-09-30.xlsx"
    for path in paths:
        for sheet in openpyxl.load_workbook(path):
            assert not [c.coordinate for row in sheet for c in row if c.data_type == "f"]
    row = openpyxl.load_workbook(paths[0])[SHEET][HEADER + 1]
    assert row[11].value == "+区财政局"
    assert row[11].quotePrefix


def test_a_summary_counts_what_each_unit_owes_an_official(forms: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(forms["解金章"])["单位一览"]
    rows = {row[0].value: [c.value for c in row[1:5]] for row in sheet.iter_rows(min_row=6)}
    # 水毁工程 was due before the flood season, on 30 June.
    assert rows["区水利局"] == [1, 1, 1, 0]
    assert rows[UNIT] == [9, 18, 0, 0]


@pytest.mark.parametrize("as_of", ["soon", "2020-02-30", None])
def test_a_day_that_is_none_is_refused(tmp_path: Path, as_of: object) -> None:
    with pytest.raises(zt.OptionError, match="no date"):
        write_forms(NOTICE, as_of=as_of, out=tmp_path)  # type: ignore[arg-type]
