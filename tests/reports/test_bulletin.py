"""The bulletin and the slips as Word documents: opened again, counted by hand, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest

from zctrack import cli
from zctrack.dictionary.build import frame, table
from zctrack.errors import OptionError, TableError
from zctrack.notice import Notice
from zctrack.parse import parse
from zctrack.reports.bulletin import Bulletin, write_bulletin
from zctrack.reports.slips import write_slips
from zctrack.reports.standing import Standing
from zctrack.wording import bulletin as wording

TEXT = """某某区人民政府
关于落实重点工作的通知
某政发〔2020〕1号
各镇政府：
一、加快建设
1．关于“加快建设”。
落实措施：（1）2020年12月31日前，建成充电桩100个。（2）2020年10月31日前，完成道路改造3条。（3）2020年12月31日前，新建公园5个。（4）制定方案。（5）减免政策执行至2021年1月31日。
（责任人：张三；责任单位：区财政局）
"""
DAY = "2020-11-30"
WORDS = "因征地原因，张 三副区长已协调，第3条尚未完工。"


def report(item: str, value: float | None, unit: str | None, **given: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(c.name for c in table("actuals").columns)
    row |= {"notice": "某政发〔2020〕1号", "item": item, "level": "district", "as_of": DAY}
    row |= {"value": value, "unit": unit, "basis": "level", "finality": "interim"}
    row |= {"stated": "under_way", "evidence": "stated", "reported_on": DAY}
    row |= {"reporter": "李四", "source": "区财政局.xlsx"}
    return row | given


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse(TEXT, issued="2020-01-10")


def reports(source: str = "区财政局.xlsx") -> pd.DataFrame:
    """One on its path, one missed with its reason, one closed; two tasks that nobody reports."""
    rows = [
        report("M1.1.q1", 95.0, "个", source=source),
        report("M1.2.q1", 2.0, "条", stated="not_done", source=source),
        report(
            "M1.3.q1", 5.0, "个", finality="final", stated="done", evidence="checked", source=source
        ),
    ]
    made = frame("actuals", {name: [row[name] for row in rows] for name in rows[0]})
    return made.assign(words=[None, WORDS, None])


def written(notice: Notice, path: Path, rows: pd.DataFrame | None = None, **given: Any) -> Any:
    options: dict[str, Any] = {"as_of": DAY, "number": 3} | given
    write_bulletin(notice, reports() if rows is None else rows, path, **options)
    return docx.Document(str(path))


def words_of(document: Any) -> str:
    """Everything that a reader sees, tables and heads too."""
    texts = [p.text for p in document.paragraphs]
    texts += [c.text for t in document.tables for r in t.rows for c in r.cells]
    for section in document.sections:
        texts += [p.text for p in section.header.paragraphs]
    return "\n".join(texts)


@pytest.fixture(scope="module")
def file(notice: Notice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zh") / "b.docx"
    written(notice, path)
    return path


@pytest.fixture(scope="module")
def page(file: Path) -> Any:
    return docx.Document(str(file))


@pytest.fixture(scope="module")
def english(notice: Notice, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("en") / "b.docx"
    return written(notice, path, lang="en", hide_persons=True, internal=True, office="The Office")


# ------------------------------------------------------------------------------- what it says


def test_the_bulletin_says_by_hand_counted_numbers_how_things_stand(page: Any) -> None:
    """5 items: 3 targets judged, one of them missed, one closed; two tasks unreported."""
    text = words_of(page)
    assert (
        "截至2020年11月30日，进展不一、滞后面较大：5个事项中可分类的3个（60%），"
        "其中已完成或进展顺利的2个（67%），有困难或不能完成的1个（33%）。2020年时间进度为92%。"
    ) in text
    assert "目标3个、不带目标的任务2项" in text
    assert "除单位自述外没有其他依据的2个；全部事项中，经核查销号的1个。" in text
    assert "未见报送2个、待上级文件0个、未开始0个。未见报送不视为滞后。" in text
    assert "1个负责单位中，1个有滞后事项，共1个，其中不能按期完成的1个。" in text


def test_what_lags_stands_with_the_bureau_s_own_words_and_where_they_are_from(page: Any) -> None:
    assert (
        "1．区财政局：道路改造（M1.2.q1，原文1（2）），2／3条，未实现，已过期30天"
        "（2020年10月31日到期）。单位原话：“因征地原因，张 三副区长已协调，第3条尚未完工”"
        "（李四，2020年11月30日，区财政局.xlsx）。"
    ) in words_of(page)


def test_what_is_due_stands_apart_from_policies_that_lapse(page: Any) -> None:
    text = words_of(page)
    assert "31至60天到期1个：2020年12月31日，充电桩（M1.1.q1，区财政局）。" in text
    assert (
        "另有政策90天内失效1项，不是完成，也不算逾期：2021年1月31日，M1.5.d1（区财政局）。" in text
    )


def test_the_five_classes_stand_in_a_table_in_their_order(page: Any) -> None:
    cells = [[cell.text for cell in row.cells] for row in page.tables[0].rows]
    assert cells == [
        ["分类", "事项", "占比", "其中已销号"],
        ["已完成或基本完成", "1", "33%", "1"],
        ["进展顺利", "1", "33%", "0"],
        ["有一定困难", "0", "0%", "0"],
        ["目标有调整", "0", "0%", "0"],
        ["不能完成", "1", "33%", "0"],
    ]


def test_the_annex_keeps_the_three_answers_in_three_columns(page: Any) -> None:
    rows = [[cell.text for cell in row.cells] for row in page.tables[-1].rows]
    assert rows[0][5:] == ["自述", "依据", "状态"]
    own = next(row for row in rows if row[0].startswith("M1.2.q1"))
    place = TEXT.index("3条")
    assert own[0] == f"M1.2.q1\n1（2）·字{place}"
    assert own[2:] == ["区财政局（张三）", "2020-10-31", "2／3条", "未完成", "自述", "未实现"]
    assert [row[0].split("\n")[0] for row in rows[1:]] == [
        "M1.1.q1",
        "M1.2.q1",
        "M1.3.q1",
        "M1.4",
        "M1.5",
    ]


# Numbers that are no counts: numbers of papers, sections and tables, dates, keys, horizons.
_NO_COUNT = re.compile(
    r"\d+年\d+月\d+日|\d{4}-\d{2}-\d{2}|M\d+\.\d+(\.[qd]\d+)?|〔\d+〕\d+号|（\d+）|原文\d+|\d+年|"
    r"\d+至\d+天|(90|30)天内|不足\d+个|不少于\d+个|“[^”]*”"
)


def test_every_number_of_the_sentences_is_a_cell_of_a_table(notice: Notice) -> None:
    b = Bulletin(Standing(notice, reports(), DAY))
    s = b.standing
    figures = b.figures
    sentences = [
        wording.judgement(figures),
        wording.checked(figures, notice.number or ""),
        wording.outside(figures),
        wording.well(b.well, figures, None),
        wording.lagging_lead(figures),
        *wording.lagging(b.lagging, None),
        *wording.due(s.due, figures, None),
        wording.lapses(s.due, figures, None),
        *wording.asks(figures),
    ]
    known = {int(n) for n in figures["n"]}
    known |= {round(share * 100) for share in figures["share"].dropna()}
    own = b.lagging[["days_left", "value", "low"]].abs()
    known |= {int(n) for n in own.to_numpy().ravel() if not pd.isna(n)}
    found = 0
    for sentence in sentences:
        for text in re.findall(r"\d+", _NO_COUNT.sub(" ", sentence)):
            assert int(text) in known, f"{text} in {sentence}"
            found += 1
    assert found >= 25


def test_the_keys_of_a_number_are_those_that_it_counts(notice: Notice) -> None:
    figures = Bulletin(Standing(notice, reports(), DAY)).figures
    for row in figures[figures["figure"] != "year"].to_dict("records"):
        keys = [] if pd.isna(row["keys"]) else row["keys"].split("、")
        assert len(keys) == row["n"], row["figure"]


# ----------------------------------------------------------------------------- names and marks


def test_persons_are_named_and_can_be_hidden_in_quotes_and_copies(page: Any, english: Any) -> None:
    assert "报：张三" in words_of(page)
    text = words_of(english)
    assert not re.search(r"张\s*三", text)
    assert "李四" not in text, "who filled in a form is a person too"
    assert "Official A副区长已协调" in text
    assert "Copies: Official A" in text


def test_made_up_reports_are_marked_on_every_page_and_chart(
    notice: Notice, tmp_path: Path, page: Any
) -> None:
    made = written(notice, tmp_path / "b.docx", reports("simulated"))
    assert len(made.sections) == 2
    for section in made.sections:
        assert not section.header.is_linked_to_previous
        assert " 模拟数据 " in section.header.paragraphs[0].text
    assert made.core_properties.subject == "模拟数据"
    assert "模拟数据" not in words_of(page)
    # The chart is another picture, for the mark stands on it too.
    pictures = [
        [r.target_part.blob for r in d.part.rels.values() if "image" in r.reltype]
        for d in (made, page)
    ]
    assert pictures[0][0] != pictures[1][0]


def test_internal_papers_say_so_on_every_page(english: Any, page: Any) -> None:
    assert all(" INTERNAL " in s.header.paragraphs[0].text for s in english.sections)
    assert "内部资料" not in words_of(page)


def test_pictures_have_words_for_those_who_do_not_see_them(page: Any, english: Any) -> None:
    for document in (page, english):
        shapes = list(document.inline_shapes)
        assert shapes
        assert all(shape._inline.docPr.get("descr") for shape in shapes)


def test_the_english_bulletin_speaks_english(english: Any) -> None:
    text = words_of(english)
    assert "Supervision Bulletin" in text
    assert "The Office\tNo. 3\t30 Nov 2020" in text
    assert "of the 5 items, 3 (60%) can be classed; 2 of them (67%) are done or going well" in text
    assert "1 (33%) is in difficulty or cannot be done" in text
    assert "30 days overdue (due 31 Oct 2020)" in text


# ----------------------------------------------------------------------------------- the paper


def test_the_paper_is_a4_with_styles_page_numbers_and_repeated_headers(page: Any) -> None:
    first, annex = page.sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    for section in page.sections:
        assert "PAGE" in section.footer._element.xml
    heads = [p.text for p in page.paragraphs if p.style.name == "Heading 1"]
    assert len(heads) == 9
    assert heads[0] == "一、总体情况"
    for grid in page.tables:
        assert "w:tblHeader" in grid.rows[0]._tr.xml
    fonts = page.styles["Body Text"].element.xml
    assert 'w:eastAsia="仿宋"' in fonts
    assert "Theme" not in fonts
    fallbacks = next(
        p.blob.decode() for p in page.part.package.iter_parts() if "fontTable" in p.partname
    )
    assert "Noto Serif CJK SC" in fallbacks
    assert "SimHei" in fallbacks


def test_the_same_reports_give_the_same_bytes(notice: Notice, tmp_path: Path, file: Path) -> None:
    one = tmp_path / "one.docx"
    written(notice, one)
    assert one.read_bytes() == file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(one.read_bytes())) as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2020-11-30T00:00:00Z" in made.read("docProps/core.xml").decode()


# ---------------------------------------------------------------------------- the one before


def test_the_bulletin_before_is_the_last_quarter_s_end_or_the_day_given(notice: Notice) -> None:
    standing = Standing(notice, reports(), DAY)
    change = Bulletin(standing).change
    assert change is not None
    assert set(change["before_as_of"]) == {pd.Timestamp("2020-09-30")}
    change = Bulletin(standing, "2020-06-30").change
    assert change is not None
    assert set(change["before_as_of"]) == {pd.Timestamp("2020-06-30")}
    early = Standing(notice, frame("actuals"), "2020-03-15")
    assert Bulletin(early).change is None  # the quarter before ended before the notice
    with pytest.raises(OptionError, match="before=2020-12-31"):
        _ = Bulletin(standing, "2020-12-31").change


def test_a_band_as_it_was_published_can_be_given(notice: Notice) -> None:
    standing = Standing(notice, reports(), DAY)
    old = Standing(notice, reports(), "2020-06-30").bands.assign(band="upper", score=90.0)
    change = Bulletin(standing, old).change
    assert change is not None
    assert change["change"].tolist() == ["left"]


@pytest.mark.parametrize("number", [0, -1, 1.5, True])
def test_a_number_that_is_none_is_refused(notice: Notice, tmp_path: Path, number: Any) -> None:
    with pytest.raises(OptionError, match="number="):
        write_bulletin(notice, reports(), tmp_path / "b.docx", as_of=DAY, number=number)
    assert not list(tmp_path.iterdir())


def test_reports_of_another_notice_are_refused(notice: Notice, tmp_path: Path) -> None:
    with pytest.raises(TableError):
        written(notice, tmp_path / "b.docx", reports().assign(notice="别的"))


# ------------------------------------------------------------------------------------ the slips


def register(colour: str = "orange", **given: Any) -> pd.DataFrame:
    row: dict[str, Any] = dict.fromkeys(c.name for c in table("review.slips").columns)
    row |= {"slip": "2020-007", "item": "M1.2.q1", "task": "M1.2", "what": "道路改造"}
    row |= {"rule": "late", "list": "late", "colour": colour, "state": "open", "past": False}
    row |= {"opened_on": "2020-10-31", "colour_since": DAY, "answer_by": "2020-12-10"}
    row |= {"due": "2020-10-31", "status": "missed", "last_report": DAY, "words": WORDS}
    row |= {"units": "区财政局", "officials": "张三", "source": "a.xlsx", "as_of": DAY}
    row |= given
    return frame("review.slips", {name: [value] for name, value in row.items()})


@pytest.mark.parametrize(
    ("colour", "head", "asked", "after"),
    [
        ("blue", "蓝色　提醒", "请于2020年12月10日前书面答复", "升为橙色"),
        ("orange", "橙色　警示", "请于2020年12月10日前书面说明", "升为红色"),
        ("red", "红色　责令办结", "责令于2020年12月10日前办结", "已是最高一级"),
    ],
)
def test_a_slip_says_in_its_colour_what_is_asked_and_what_follows(
    notice: Notice, tmp_path: Path, colour: str, head: str, asked: str, after: str
) -> None:
    (path,) = write_slips(notice, register(colour), tmp_path)
    assert path.name == f"2020-007-{colour}.docx"
    made = docx.Document(str(path))
    text = words_of(made)
    assert made.tables[0].cell(0, 0).text == head
    assert "编号：2020-007" in text
    assert asked in text
    assert after in text
    start = TEXT.index("（2）2020年10月31日前")
    end = start + len("（2）2020年10月31日前，完成道路改造3条。")
    assert "“（2）2020年10月31日前，完成道路改造3条。”" in text
    assert f"某政发〔2020〕1号，原文1（2），第{start}—{end}字" in text
    assert "到期未达到，属紧急事项，自橙色起（规则 late，见docs/status.md）" in text
    assert "单位原话：“因征地原因，张 三副区长已协调，第3条尚未完工”" in text
    assert "模拟数据" not in text


@pytest.mark.parametrize(
    ("colour", "ink"), [("blue", "FFFFFF"), ("orange", "1F2429"), ("red", "FFFFFF")]
)
def test_the_band_of_a_slip_can_be_read(
    notice: Notice, tmp_path: Path, colour: str, ink: str
) -> None:
    (path,) = write_slips(notice, register(colour), tmp_path)
    (run,) = docx.Document(str(path)).tables[0].cell(0, 0).paragraphs[0].runs
    assert str(run.font.color.rgb) == ink


def test_a_reminder_to_report_says_nothing_of_progress(notice: Notice, tmp_path: Path) -> None:
    silent = register("orange", rule="report", list="silent", status="unreported", words=None)
    (path,) = write_slips(notice, silent, tmp_path)
    text = words_of(docx.Document(str(path)))
    assert "橙色　催报送" in text
    assert "只催报送，不涉及进度评价。" in text
    assert "催报送只到橙色为止" in text
    assert "状态：" not in text


def test_slips_hide_names_speak_english_and_carry_the_marks(notice: Notice, tmp_path: Path) -> None:
    made_up = register("red", source="simulated", past=True)
    options: dict[str, Any] = {"lang": "en", "hide_persons": True, "internal": True}
    (path,) = write_slips(notice, made_up, tmp_path, **options)
    again = write_slips(notice, made_up, tmp_path / "again", **options)
    assert path.read_bytes() == again[0].read_bytes()
    text = words_of(docx.Document(str(path)))
    assert " SIMULATED DATA " in text
    assert " INTERNAL " in text
    assert not re.search(r"张\s*三", text)
    assert "Official A" in text
    assert "Complete it by 10 Dec 2020" in text
    assert "(that day has passed)" in text


def test_only_open_slips_are_written_and_only_fresh_ones_where_asked(
    notice: Notice, tmp_path: Path
) -> None:
    three = pd.concat(
        [
            register(slip="2020-001"),
            register(slip="2020-002", colour_since="2020-10-31"),
            register(slip="2020-003", state="closed"),
        ],
        ignore_index=True,
    )
    names = [path.name for path in write_slips(notice, three, tmp_path)]
    assert names == ["2020-001-orange.docx", "2020-002-orange.docx"]
    fresh = write_slips(notice, three, tmp_path, fresh=True)
    assert [path.name for path in fresh] == ["2020-001-orange.docx"]


# ---------------------------------------------------------------------------------- the command


def test_the_command_writes_the_bulletin_and_its_slips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "n.txt").write_text(TEXT, "utf-8")
    key = parse(TEXT, issued="2020-01-10").key
    reports().drop(columns="words").assign(notice=key).to_csv(tmp_path / "a.csv", index=False)
    words = ["zctrack", "bulletin", str(tmp_path / "n.txt"), "--ledger", str(tmp_path / "a.csv")]
    words += ["--as-of", DAY, "--number", "3", "--out", str(tmp_path / "b.docx")]
    words += ["--slips", str(tmp_path / "slips"), "--lang", "en", "--hide-names", "--internal"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    made = sorted(p.name for p in tmp_path.rglob("*.docx"))
    assert made == ["2020-001-orange.docx", "b.docx"]
    assert [Path(line).name for line in capsys.readouterr().out.split()] == [
        "b.docx",
        "2020-001-orange.docx",
    ]
