"""All tables of a day, and what the commands say of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import zctrack as zt
import zctrack.charts.save  # as sys.modules has it: the function of that name hides the file
from zctrack.dictionary.build import schema
from zctrack.errors import OptionError, TableError
from zctrack.reports import follow_up
from zctrack.reports.standing import Standing


@pytest.fixture(scope="module")
def standing() -> Standing:
    return Standing(zt.load(), zt.load_actuals("simulated"), "2020-10-31")


TABLES = {
    "progress": "progress",
    "forecast": "targets.forecast",
    "tasks": "progress.tasks",
    "items": "progress.items",
    "classes": "progress.classes",
    "by_unit": "progress.by_unit",
    "findings": "progress.findings",
    "due": "review.due",
    "slips": "review.slips",
    "bands": "ranking.bands",
}


def test_each_table_is_as_the_dictionary_has_it(standing: Standing) -> None:
    for name, described in TABLES.items():
        schema(described).validate(getattr(standing, name))


def test_every_matter_is_an_item_once(standing: Standing) -> None:
    n = standing.notice
    plain = set(n.tasks["task"]) - set(n.targets["task"])
    assert sorted(standing.items["item"]) == sorted([*n.targets["quantity"], *plain])
    assert standing.classes["items"].sum() == len(standing.items)


def test_no_lapse_is_ever_an_item_or_late(standing: Standing) -> None:
    lapses = standing.due[standing.due["list"] == "lapses"]
    assert len(lapses)
    assert not set(lapses["item"]) & set(standing.items["item"])
    assert lapses["status"].isna().all()
    assert not set(lapses["item"]) & set(standing.slips["item"])


def test_nothing_unreported_is_late_slow_or_on_a_slip_that_speaks_of_progress(
    standing: Standing,
) -> None:
    silent = set(standing.items.loc[standing.items["status"] == "unreported", "item"])
    assert silent
    late = standing.due[standing.due["list"].isin(["late", "slow"])]
    assert not silent & set(late["item"])
    open_ = standing.slips[standing.slips["state"] == "open"]
    assert set(open_.loc[open_["item"].isin(silent), "list"]) <= {"silent"}
    units = standing.bands
    assert units["late"].str.split("、").explode().dropna().isin(silent).sum() == 0


def test_reviews_are_held_at_the_ends_of_the_months_since_the_issue(standing: Standing) -> None:
    days = [day.strftime("%Y-%m-%d") for day in standing.reviews]
    assert days == ["2020-08-31", "2020-09-30", "2020-10-31"]


def test_reports_of_another_notice_are_left_out_and_only_those_are_refused() -> None:
    actuals = zt.load_actuals("simulated")
    other = actuals.head(3).assign(notice="other-2020-1")
    both = pd.concat([actuals, other], ignore_index=True)
    assert len(Standing(zt.load(), both, "2020-10-31").reported) == len(actuals)
    with pytest.raises(TableError, match="other-2020-1"):
        _ = Standing(zt.load(), other, "2020-10-31").reported


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_terminal_shows_has_a_cell_for_every_heading(
    standing: Standing, lang: follow_up.Lang
) -> None:
    shown = [*follow_up.progress(standing, lang=lang), *follow_up.review(standing, lang=lang)]
    assert len(shown) == 5
    for one in shown:
        assert one.title
        assert {len(row) for row in one.rows} <= {len(one.columns)}


def test_progress_is_written_as_one_csv_or_as_a_workbook_that_says_simulated(
    standing: Standing, tmp_path: Path
) -> None:
    path = follow_up.write_progress(standing, tmp_path / "p.csv", lang="zh")
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("对象,任务,措施")
    assert len(lines) == len(standing.items) + 1
    book = load_workbook(follow_up.write_progress(standing, tmp_path / "p.xlsx"))
    analysed = [name for name in book.sheetnames if "模拟数据" in name]
    assert len(analysed) == 7
    with pytest.raises(OptionError, match="suffix"):
        follow_up.write_progress(standing, tmp_path / "p.txt")


def test_the_same_day_gives_the_same_bytes(standing: Standing, tmp_path: Path) -> None:
    again = Standing(zt.load(), zt.load_actuals("simulated"), "2020-10-31")
    one = follow_up.write_progress(standing, tmp_path / "a.xlsx").read_bytes()
    assert follow_up.write_progress(again, tmp_path / "b.xlsx").read_bytes() == one


def test_a_review_is_a_workbook_and_two_pictures(standing: Standing, tmp_path: Path) -> None:
    names = {path.name for path in follow_up.write_review(standing, tmp_path)}
    assert names == {"review.xlsx", "due.png", "due.pdf", "slips.png", "slips.pdf"}
    book = load_workbook(tmp_path / "review.xlsx")
    assert sum("模拟数据" in name for name in book.sheetnames) == 4


PEOPLE = ("张三", "李四")
NAMING = (
    "某区人民政府关于印发重点工作的通知\n一、工作\n"
    "1.由张 三牵头，2020年9月底前建设2个公园。（责任人：张三；责任单位：区财政局）\n"
    "2.由李四带队，9月底前检查完毕。（责任人：李四；责任单位：区水利局）\n"
)


def a_standing_that_names_persons() -> Standing:
    """Two tasks whose sentences, and the bureau's words, name officials; both are late."""
    n = zt.parse(NAMING, issued="2020-06-30")
    row: dict[str, Any] = dict.fromkeys(zt.load_actuals("published").columns)
    row |= {"notice": n.key, "level": "district", "as_of": pd.Timestamp("2020-09-30")}
    row |= {"finality": "interim", "evidence": "stated", "source": "made.xlsx", "unit": "个"}
    row |= {"reported_on": pd.Timestamp("2020-10-08"), "note": "张三说再等等", "basis": "level"}
    said = [
        row | {"item": "M1.1.q1", "indicator": "公园", "value": 1.0},
        row | {"item": "M2.1", "stated": "not_done", "unit": None},
    ]
    columns = zt.load_actuals("published").dtypes.to_dict()
    return Standing(n, pd.DataFrame(said).astype(columns), "2020-10-31")


def words_of(path: Path) -> str:
    """Whatever a file says: the cells and sheets of a workbook, the text of another."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8-sig")
    book = load_workbook(path)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join([*book.sheetnames, *map(str, cells)])


@pytest.mark.parametrize(("lang", "letter"), [("zh", "责任人[AB]"), ("en", "Official [AB]")])
def test_hidden_officials_are_named_neither_on_the_screen_nor_in_a_file(
    tmp_path: Path, lang: follow_up.Lang, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noted(figure: Any, stem: Path, **_: object) -> list[Path]:
        drawn.extend(text.get_text() for text in figure.findobj(lambda a: hasattr(a, "get_text")))
        drawn.append(figure.words.alt)
        return []

    monkeypatch.setattr(sys.modules["zctrack.charts.save"], "save", noted)
    for hide in (False, True):
        standing, said = a_standing_that_names_persons(), {"lang": lang, "hide_persons": hide}
        drawn.clear()
        shown = [*follow_up.progress(standing, **said), *follow_up.review(standing, **said)]
        folder = tmp_path / str(hide)
        files = [follow_up.write_progress(standing, folder / f"p.{end}", **said)
                 for end in ("csv", "xlsx")]  # fmt: skip
        files += follow_up.write_review(standing, folder, **said)
        for told in [str(shown), "\n".join(drawn), *map(words_of, files)]:
            told = told.replace("张 三", "张三")
            assert any(name in told for name in PEOPLE) is not hide
            assert bool(re.search(letter, told)) is hide


@pytest.mark.parametrize(("lang", "word"), [("zh", "隐去"), ("en", "not named")])
def test_a_workbook_without_an_overview_says_in_its_dictionary_that_names_are_hidden(
    tmp_path: Path, lang: follow_up.Lang, word: str
) -> None:
    for hide in (False, True):
        path = follow_up.write_progress(
            a_standing_that_names_persons(), tmp_path / "p.xlsx", lang=lang, hide_persons=hide
        )
        sheet = load_workbook(path)[{"zh": "数据字典", "en": "Dictionary"}[lang]]
        assert (word in str(sheet["A2"].value)) is hide
        assert sheet.freeze_panes == ("A4" if hide else "A3")
