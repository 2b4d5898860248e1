"""The workbook holds the notice's tables as an office reads them, and the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from zctrack.dictionary.build import frame, table
from zctrack.errors import FileError, OptionError
from zctrack.notice import Document, Notice, Tables
from zctrack.reports.figures import bundled, drawings
from zctrack.reports.hiding import without_names
from zctrack.reports.workbook import workbook, workbook_of_tables

EMPTY: Mapping[str, Any] = {"int": 0, "bool": False, "text": "", "float": None, "date": None}


def made(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table of the dictionary from the columns that matter here; the rest is plain."""
    columns = {}
    for column in table(name).columns:
        plain = None if column.optional else EMPTY.get(column.type)
        columns[column.name] = [row.get(column.name, plain) for row in rows]
    return frame(name, columns)


def assignment(task: str, party: str, kind: str, role: str, start: int) -> dict[str, Any]:
    measure = int(task[1:].split(".")[0])
    return {
        "task": task,
        "measure": measure,
        "party": party,
        "party_full": party,
        "kind": kind,
        "role": role,
        "start": start,
    }


def a_notice(**changes: Any) -> Notice:
    """Two measures, three tasks; one unit leads two of them, one supports, one name is long."""
    long_name = "区推进夜间经济及文化旅游融合发展工作领导小组办公室/专班成员单位之一"
    tables = {
        "chapters": made("chapters", [{"chapter": 1, "label": "一", "title": "减税降费"}]),
        "measures": made("measures", [{"measure": 1, "chapter": 1}, {"measure": 2, "chapter": 1}]),
        "tasks": made(
            "tasks",
            [
                {"task": "M1.1", "measure": 1, "chapter": 1, "ordinal": 1, "text": "=1+1"},
                {"task": "M1.2", "measure": 1, "chapter": 1, "ordinal": 2, "text": "延长政策。"},
                {"task": "M2.10", "measure": 2, "chapter": 1, "ordinal": 10, "text": "建成3处。"},
            ],
        ),
        "assignments": made(
            "assignments",
            [
                assignment("M1.1", "赵学", "official", "responsible", 1),
                assignment("M1.1", "区财政局", "unit", "lead", 2),
                assignment("M1.1", "区税务局", "unit", "support", 3),
                assignment("M1.2", "赵学", "official", "responsible", 4),
                assignment("M1.2", "区财政局", "unit", "support", 5),
                assignment("M1.2", long_name, "unit", "joint", 6),
                assignment("M2.10", "耿峰", "official", "responsible", 7),
                assignment("M2.10", "区财政局", "unit", "lead", 8),
            ],
        ),
        "deadlines": made(
            "deadlines",
            [
                {
                    "deadline": f"{task}.d{n}",
                    "task": task,
                    "section": "implementation",
                    "kind": kind,
                    "until": until,
                    "surface": surface,
                    "start": n,
                }
                for n, (task, kind, until, surface) in enumerate(
                    [
                        ("M1.1", "due", "2020-12-31", "年底前"),
                        ("M1.1", "due", "2020-09-30", "9月底前"),
                        ("M1.1", "cadence", None, "每月"),
                        ("M1.2", "expires", "2021-04-30", "2021年4月30日"),
                    ]
                )
            ],
        ),
        "quantities": made(
            "quantities",
            [
                {
                    "quantity": "M2.10.q1",
                    "task": "M2.10",
                    "measure": 2,
                    "section": "implementation",
                    "role": "target",
                    "indicator": "街区",
                    "comparator": "=",
                    "low": 15.48,
                    "unit": "处",
                    "basis": "level",
                    "surface": "3处",
                }
            ],
        ),
        "findings": made(
            "findings",
            [{"kind": "gap", "severity": "warning", "message": "跳号", "surface": "３"}],
        ),
        "claims": made(
            "claims",
            [
                {"claim": "tasks", "stated": 3, "parsed": 3, "agrees": True, "surface": "3项任务"},
                {"claim": "measures", "stated": 4, "parsed": 2, "surface": "4条措施"},
            ],
        ),
    }
    names = pd.DataFrame(
        {
            "key": ["耿峰", "赵学", "区财政局"],
            "type": "party",
            "name": ["耿峰", "赵学", "区财政局"],
            "kind": ["official", "official", "unit"],
            "short": ["耿峰", "赵学", "财政局"],
            "order": [1, 2, 3],
            "en": ["Geng Feng", "Zhao Xue", "Bureau of Finance"],
            "en_short": ["Geng Feng", "Zhao Xue", "Finance"],
        }
    )
    tables |= changes.pop("tables", {})
    facts: dict[str, Any] = {
        "key": "test",
        "title": "关于印发若干措施的通知",
        "number": "周政发〔2020〕27号",
        "issuer": "周村区人民政府",
        "issued": pd.Timestamp("2020-08-25"),
        "region": None,
        "document": Document("原文"),
        "names": names,
    } | changes
    return Notice(tables=Tables({n: (lambda t=t: t) for n, t in tables.items()}), **facts)


def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def cells(sheet: Any) -> list[Any]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    return opened(workbook(a_notice(), tmp_path_factory.mktemp("book") / "a.xlsx"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, openpyxl.Workbook]:
    """The bundled notice's workbook as `zctrack report` makes it, in both languages."""
    folder = tmp_path_factory.mktemp("real")
    subject = bundled()
    analyses = {d.name: d.table(subject) for d in drawings() if d.possible(subject)}
    return {
        lang: opened(
            workbook(subject.notice, folder / f"{lang}.xlsx", lang=lang, analyses=analyses)
        )
        for lang in ("zh", "en")
    }


def test_every_table_officials_leading_units_and_the_dictionary_have_a_sheet(book):
    assert book.sheetnames == [
        "总览",
        *("章", "措施", "任务", "责任分工", "时限", "数量", "发现", "自述数"),
        *("耿峰", "赵学"),
        "财政局",
        "区推进夜间经济及文化旅游融合发展工作领导小组办公室／专班成员…",
        *("数据字典", "代码表"),
    ]


def test_a_unit_that_only_supports_has_no_sheet(book):
    assert not [name for name in book.sheetnames if "税务局" in name]


def test_headings_are_chinese_and_their_comments_name_the_column_and_its_meaning(book):
    head = book["任务"]["A1"]
    assert head.value == "任务"
    assert head.comment.text == "task\n标识，如M14.3，即第14条措施的第3项任务。"


# Columns of the sheets that hold names for programs, the same in both languages: of tables,
# columns, codes, grammar lines and blocks of the text.
NAMES = {"标识", "编号样式", "规则", "任务", "表名", "列名", "代码集", "代码"}


def test_a_chinese_workbook_is_chinese_throughout(real):
    """Headings, comments, descriptions, labels: nothing that a reader reads is English."""
    english = re.compile("[A-Za-z]{2,}")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    wrong = []
    for sheet in real["zh"]:
        for column in sheet.iter_cols():
            heading = next((c.value for c in column if c.comment), column[0].value)
            for cell in column:
                said = [cell.value] if heading not in NAMES or cell.comment else []
                said += [cell.comment.text.split("\n", 1)[1]] if cell.comment else []
                wrong += [
                    (sheet.title, cell.coordinate, text)
                    for text in said
                    if isinstance(text, str) and english.search(text) and not chinese.search(text)
                ]
    assert not wrong


def test_an_english_workbook_explains_in_english(real):
    """The notice's own words stay Chinese; headings, descriptions, comments are English."""
    sentence = re.compile(r"[\u4e00-\u9fff，。]{9,}")
    book = real["en"]
    heads = [c for sheet in book for row in sheet.iter_rows() for c in row if c.comment]
    assert len(heads) > 100
    assert not [c.value for c in heads if re.search(r"[\u4e00-\u9fff]", str(c.value))]
    assert not [c.comment.text for c in heads if sentence.search(c.comment.text)]
    for name in ("Dictionary", "Codes"):
        assert not [text for text in cells(book[name]) if sentence.search(str(text))]
    about = [row[3] for row in book["Overview"].iter_rows(min_row=8, values_only=True) if row[3]]
    assert len(about) > 20
    assert not [text for text in about if sentence.search(text)]


def test_of_two_columns_in_two_languages_a_reader_gets_his(tmp_path: Path):
    rows = pd.DataFrame({"reason": ["超期"], "reason_en": ["late"], "cell": ["C7"]})
    for lang, wanted in (("zh", ["超期", "C7"]), ("en", ["late", "C7"])):
        path = workbook(
            a_notice(), tmp_path / "a.xlsx", lang=lang, sheets=["analyses"], analyses={"x": rows}
        )
        assert [c.value for c in opened(path)["x"][2]] == wanted


def test_a_finding_is_told_in_the_book_s_language(tmp_path: Path):
    rows = [{"kind": "stray_space", "severity": "note", "message": "词中有空格。A space inside."}]
    notice = a_notice(tables={"findings": made("findings", rows)})
    for lang, sheet, wanted in (
        ("zh", "发现", ["词中空格", "说明", "词中有空格。"]),
        ("en", "Findings", ["stray space", "note", "A space inside."]),
    ):
        path = workbook(notice, tmp_path / "a.xlsx", lang=lang, sheets=["tables"])
        assert [c.value for c in opened(path)[sheet][2]][:3] == wanted


def test_headers_are_frozen_filtered_and_repeated_on_paper(book):
    sheet = book["任务"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I4"
    assert sheet.print_title_rows == "$1:$1"
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_text_that_begins_with_an_equals_sign_is_no_formula(book):
    cell = next(c for c in book["任务"]["F"] if c.value == "=1+1")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_keys_stay_text_and_dates_are_dates(book):
    assert "M2.10" in [c.value for c in book["任务"]["A"]]
    until = book["时限"]["G2"]
    assert until.is_date
    assert until.number_format == "yyyy-mm-dd"


def test_codes_and_truth_values_are_said_in_words(book):
    values = cells(book["责任分工"])
    assert {"牵头", "配合", "共同", "否"} <= set(values)
    assert "lead" not in values
    assert not [value for value in values if isinstance(value, bool)]


def test_a_unit_s_sheet_lists_its_tasks_with_role_dates_targets_and_partners(book):
    rows = list(book["财政局"].iter_rows(min_row=5, values_only=True))
    assert [row[:4] for row in rows] == [
        ("M1.1", "减税降费", "牵头", "=1+1"),
        ("M1.2", "减税降费", "配合", "延长政策。"),
        ("M2.10", "减税降费", "牵头", "建成3处。"),
    ]
    first, second, third = rows
    assert first[4].date().isoformat() == "2020-09-30", "the first of two due dates"
    assert first[5].split("\n") == [
        "到期：年底前（2020年12月31日）",
        "到期：9月底前（2020年9月30日）",
        "周期：每月",
    ]
    assert first[7:] == ("赵学", "财政局", "区税务局")
    assert second[4] is None, "a lapse is no due date"
    assert third[6] == "街区：3处"


def test_a_unit_s_sheet_says_what_it_answers_for(book):
    sheet = book["财政局"]
    assert sheet["A1"].value == "区财政局"
    said = "牵头或共同负责2项任务，分属2条措施；其中有到期日的1项；数量目标1个。另配合1项。"
    assert sheet["A2"].value == said


def test_the_overview_tells_number_issuer_day_counts_claims_and_findings(book):
    values = cells(book["总览"])
    for part in ("周政发〔2020〕27号", "周村区人民政府", "2020年8月25日", "3 一致", "2 不一致"):
        assert part in values
    at = values.index("提醒")
    assert values[at + 1] == 1


def test_the_overview_links_to_every_other_sheet(book):
    links = [
        cell.hyperlink.location
        for row in book["总览"].iter_rows()
        for cell in row
        if cell.hyperlink is not None
    ]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_the_dictionary_holds_every_column_and_code_of_the_tables(book):
    columns = {(row[1], row[3]) for row in book["数据字典"].iter_rows(min_row=2, values_only=True)}
    for name in ("tasks", "deadlines", "claims"):
        assert {(name, c.name) for c in table(name).columns} <= columns
    codes = {(row[0], row[1]) for row in book["代码表"].iter_rows(min_row=2, values_only=True)}
    assert {("role", "lead"), ("comparator", ">="), ("severity", "note")} <= codes


def test_analyses_come_with_their_headings_and_apart_from_each_other(tmp_path: Path):
    counts = pd.DataFrame({"party": ["甲"], "tasks": [3], "own": [0.5]})
    analyses = {"workload.by_party:责任人": counts, "workload.by_party": counts, "我的表": counts}
    found = opened(
        workbook(a_notice(), tmp_path / "a.xlsx", sheets=["analyses"], analyses=analyses)
    )
    assert found.sheetnames == [
        "各责任主体任务量（责任人）",
        "各责任主体任务量",
        "我的表",
    ]
    assert [c.value for c in found["各责任主体任务量"][1]] == ["责任主体", "任务", "own"]
    assert [c.value for c in found["我的表"][1]] == ["party", "tasks", "own"]


def test_an_english_workbook_has_english_headings_and_names(tmp_path: Path):
    found = opened(workbook(a_notice(), tmp_path / "a.xlsx", lang="en"))
    assert {"Overview", "Tasks", "Finance", "Zhao Xue", "Dictionary"} <= set(found.sheetnames)
    assert found["Tasks"]["A1"].value == "Task"
    assert found["Finance"]["A2"].value == (
        "Leads or answers jointly for 2 tasks in 2 measures; 1 with a due date; 1 target. "
        "Supports 1 more."
    )
    assert "due: 年底前 (31 Dec 2020)" in found["Finance"]["F5"].value


OFFICIALS = ("赵学", "耿峰", "Zhao Xue", "Geng Feng")


def everything(book: openpyxl.Workbook) -> list[str]:
    """Whatever a reader finds in a workbook: names of sheets, cells, comments, properties."""
    found = [*book.sheetnames, str(book.properties.title)]
    for sheet in book:
        for row in sheet.iter_rows():
            found += [str(cell.value) for cell in row if cell.value is not None]
            found += [cell.comment.text for cell in row if cell.comment]
            found += [cell.hyperlink.location for cell in row if cell.hyperlink]
    return found


@pytest.mark.parametrize(("lang", "letters"), [("zh", "责任人"), ("en", "Official ")])
def test_hidden_officials_have_letters_in_every_sheet_and_sentence(tmp_path: Path, lang, letters):
    text = "由赵 学牵头，耿峰配合。"
    tasks = made("tasks", [{"task": "M1.1", "measure": 1, "chapter": 1, "text": text}])
    analyses = {"workload.by_party:official": pd.DataFrame({"party": ["耿峰"], "tasks": [1]})}
    given: dict[str, Any] = {"lang": lang, "analyses": analyses}
    notice = a_notice(tables={"tasks": tasks})
    named = opened(workbook(notice, tmp_path / "named.xlsx", **given))
    assert any(name in said for said in everything(named) for name in OFFICIALS)
    book = opened(workbook(notice, tmp_path / "hidden.xlsx", hide_persons=True, **given))
    shown = [said for said in everything(book) if re.search("赵 ?学", said)]
    shown += [said for said in everything(book) if any(name in said for name in OFFICIALS)]
    assert not shown
    # In protocol order, the same letter in the name of the sheet, its title and the sentences.
    assert {f"{letters}A", f"{letters}B"} <= set(book.sheetnames)
    assert book[f"{letters}B"]["A1"].value == f"{letters}B"
    assert f"由{letters}B牵头，{letters}A配合。" in everything(book)


def test_the_overview_says_that_names_are_hidden_and_what_that_leaves(tmp_path: Path):
    for lang, sheet, word in (("zh", "总览", "姓名已隐去"), ("en", "Overview", "not named")):
        for hide in (True, False):
            path = workbook(a_notice(), tmp_path / "a.xlsx", lang=lang, hide_persons=hide)
            told = [text for text in cells(opened(path)[sheet]) if word in str(text)]
            assert bool(told) is hide


@pytest.mark.parametrize(("lang", "words"), [("en", "as printed, in Chinese"), ("zh", "照录原文")])
@pytest.mark.parametrize("sheets", [None, ["tables", "dictionary"]])
@pytest.mark.parametrize("hide", [True, False])
def test_the_book_says_once_that_quoted_words_are_as_printed(
    tmp_path: Path, lang: Any, words: str, sheets: list[str] | None, hide: bool
):
    path = workbook(a_notice(), tmp_path / "a.xlsx", lang=lang, sheets=sheets, hide_persons=hide)
    assert sum(words in text for text in everything(opened(path))) == 1


def test_hiding_changes_neither_the_notice_nor_what_is_no_name(tmp_path: Path):
    notice = a_notice()
    workbook(notice, tmp_path / "hidden.xlsx", hide_persons=True)
    assert notice.assignments["party"].tolist().count("赵学") == 2
    hidden = without_names(notice)
    assert hidden.assignments["party"].tolist().count("责任人B") == 2
    assert hidden.deadlines.equals(notice.deadlines)
    units = notice.names["kind"] == "unit"
    assert hidden.names[units].equals(notice.names[units])


def test_a_notice_of_which_little_is_known_gives_a_workbook_too(tmp_path: Path):
    bare = {
        name: frame(name)
        for name in (
            *("chapters", "measures", "tasks", "assignments", "deadlines"),
            *("quantities", "findings", "claims"),
        )
    }
    notice = a_notice(
        title=None, number=None, issuer=None, issued=None, tables=bare, names=pd.DataFrame()
    )
    values = cells(opened(workbook(notice, tmp_path / "a.xlsx"))["总览"])
    assert "文件没有写明自己的条数。" in values
    assert "没有发现异常。" in values


PROGRAM = """
import importlib.util, sys
sys.path.insert(0, {here!r})
spec = importlib.util.spec_from_file_location("made_here", {file!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.workbook(module.a_notice(), sys.argv[1])
"""


def test_two_runs_give_the_same_bytes_whatever_the_day(tmp_path: Path):
    import time

    program = PROGRAM.format(here=str(Path.cwd()), file=__file__)
    found = []
    for run in ("1", "2"):
        path = tmp_path / f"{run}.xlsx"
        subprocess.run(
            [sys.executable, "-c", program, str(path)],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": run, "TZ": f"UTC{run}"},
        )
        found.append(path.read_bytes())
        time.sleep(2.1 if run == "1" else 0)  # ZIP times count in steps of two seconds.
    assert found[0] == found[1]


def test_the_file_is_dated_by_the_notice_and_not_by_the_clock(book):
    assert book.properties.created.date().isoformat() == "2020-08-25"
    assert book.properties.modified.date().isoformat() == "2020-08-25"


@pytest.mark.parametrize("sheets", [["tabels"], []])
def test_an_unknown_group_of_sheets_is_refused(tmp_path: Path, sheets):
    with pytest.raises(OptionError, match="group of sheets"):
        workbook(a_notice(), tmp_path / "a.xlsx", sheets=sheets)


def test_a_name_that_excel_would_not_open_is_refused(tmp_path: Path):
    with pytest.raises(OptionError, match=r"\.xlsx"):
        workbook(a_notice(), tmp_path / "a.csv")


def test_an_unwritable_place_gives_one_clear_line_and_leaves_what_was_there(tmp_path: Path):
    (tmp_path / "a").write_text("whole")
    with pytest.raises(FileError, match="cannot be written"):
        workbook(a_notice(), tmp_path / "a" / "b.xlsx", sheets=["overview"])
    assert (tmp_path / "a").read_text() == "whole"


def test_tables_for_other_programs_keep_column_names_and_codes(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    tables = a_notice().tables
    path.write_bytes(workbook_of_tables(tables))
    found = opened(path)
    assert found.sheetnames == list(tables)
    read = pd.read_excel(path, sheet_name="assignments")
    assert list(read.columns) == list(tables["assignments"].columns)
    assert read["role"].tolist() == tables["assignments"]["role"].tolist()
    assert read["collective"].dtype == bool
