"""Report forms (填报表): written for each unit that answers, read when they come back."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.actuals.form_reading import SIMULATED, read_form
from zctrack.actuals.form_rows import answering, plain_number, rows, tasks_of
from zctrack.actuals.form_sheet import Form, Last, about_sheet, form_sheet
from zctrack.actuals.form_summary import summary_workbook
from zctrack.actuals.form_words import Lang, data, word
from zctrack.dictionary.build import labels
from zctrack.errors import OptionError, TableError
from zctrack.formats.cells import new_workbook, sheet_name, to_bytes
from zctrack.formats.files import write_bytes
from zctrack.formats.names import file_name
from zctrack.notice import Notice

__all__ = ["read_form", "write_forms"]


def write_forms(
    notice: Notice,
    *,
    as_of: str | pd.Timestamp,
    out: str | os.PathLike[str],
    actuals: pd.DataFrame | None = None,
    lang: Lang = "zh",
    level: str = "district",
    simulated: bool = False,
    said: Callable[[str], str] = str,
) -> list[Path]:
    """Write a report form for each unit that answers for a task, and a summary for each official.

    A form has the instructions on its first sheet and, on the second, one row for each target of
    the unit's tasks and one (state and words only) for each task without targets. A unit that
    only supports gets none.

    Parameters
    ----------
    notice : Notice
        The notice.
    as_of : str, date or Timestamp
        The day that the reports shall describe.
    out : path
        Folder for the workbooks.
    actuals : pandas.DataFrame, optional
        The table ``actuals``: of it, the last figure up to `as_of` stands beside each target.
    lang : {"zh", "en"}
        Language of headings and instructions; the notice's own words stay as they are.
    level : str
        Whose figures are asked and shown: a code of the set ``level``.
    simulated : bool
        Mark every sheet as simulated; what is read back then has the source ``simulated``. Set by
        itself where the actuals are simulated.
    said : callable
        What each text of the notice goes through on its way into a cell, a title or a file's name:
        `zctrack.reports.hiding.lettering` letters officials. A row whose words it changes is known
        by its key alone when it comes back.

    Returns
    -------
    list of pathlib.Path
        The forms in the order in which the notice names the units, then the summaries. The same
        input gives the same bytes.

    Raises
    ------
    OptionError
        If `as_of` is no date, the language is unknown, or the notice names no unit.
    TableError
        If the actuals lack a column, or mix simulated and reported figures.
    FileError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.datasets import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_forms(load(), as_of="2020-09-30", out=folder)
    >>> paths[0].name, len(paths)
    ('填报表_区人力资源社会保障局_2020-09-30.xlsx', 28)
    """
    day = _day(as_of)
    date = day.date().isoformat()
    units = answering(notice)
    if not units:
        raise OptionError(
            "the notice names no unit that answers for a task",
            todo="Check zctrack's reading of it: zctrack check.",
        )
    last, made_up = _last(actuals, notice.key, day, level, lang)
    marked = simulated or made_up
    groups = _groups(notice)
    paper = said(" ".join(part for part in (notice.number, notice.title) if part) or notice.key)
    number = said(notice.number or notice.title or notice.key)
    written: list[Path] = []
    taken: set[str] = set()
    for unit, tasks in units.items():
        form = Form(
            paper=paper,
            title=word("title_of", lang, number=number),
            unit=unit,
            as_of=day,
            id=form_id("mark", notice.key, unit, date, simulated=marked),
            rows=[row.reworded(said) for row in rows(notice, tasks)],
            last=last,
            collective=unit in groups,
            simulated=marked,
            lang=lang,
        )
        path = Path(out) / file_name(word("form_file", lang, unit=unit, day=date), ".xlsx", taken)
        written.append(write_bytes(path, _workbook(form, date)))
    for name, tasks in tasks_of(notice, kind="official").items():
        official = said(name)
        form = Form(
            paper=paper,
            title=word("summary_title", lang, number=number, official=official),
            unit=official,
            as_of=day,
            id=form_id("summary_mark", notice.key, official, date, simulated=marked),
            rows=[row.reworded(said) for row in rows(notice, tasks)],
            last=last,
            collective=False,
            simulated=marked,
            lang=lang,
        )
        stem = word("summary_file", lang, official=official, day=date)
        path = Path(out) / file_name(stem, ".xlsx", taken)
        written.append(write_bytes(path, summary_workbook(form, date)))
    return written


def form_id(mark: str, notice: str, unit: str, day: str, *, simulated: bool) -> str:
    """Give the line of small print by which a workbook of ours is recognised.

    Examples
    --------
    >>> form_id("mark", "zhoucun-2020-27", "区财政局", "2020-09-30", simulated=False)
    'zctrack-form/1 | zhoucun-2020-27 | 区财政局 | 2020-09-30'
    """
    parts = [f"{data()[mark]}/{data()['version']}", notice, unit, day]
    return " | ".join([*parts, SIMULATED] if simulated else parts)


def _day(as_of: Any) -> pd.Timestamp:
    try:
        day = pd.Timestamp(as_of)
    except (TypeError, ValueError):
        day = pd.NaT  # type: ignore[assignment]
    if pd.isna(day):
        raise OptionError(f"as_of={as_of!r} is no date", todo="Write it as 2020-12-31.")
    return day.tz_localize(None).normalize()


def _groups(notice: Notice) -> set[str]:
    rows = notice.assignments
    return set(rows.loc[rows["collective"].astype(bool), "party_full"])


def _workbook(form: Form, date: str) -> bytes:
    book = new_workbook(form.title)
    # A fourth place for the id, which people do not see: sheets are renamed, copied and deleted.
    book.properties.keywords = form.id
    about_sheet(book.create_sheet(sheet_name(form.say("sheet_about"))), form)
    form_sheet(book.create_sheet(sheet_name(form.say("sheet_form"))), form)
    return to_bytes(book, stamp=f"{date}T00:00:00Z")


def _last(
    actuals: pd.DataFrame | None, notice: str, day: pd.Timestamp, level: str, lang: Lang
) -> tuple[dict[str, Last], bool]:
    """Find the last figure, else the last state, of each item up to a day."""
    if actuals is None or actuals.empty:
        return {}, False
    needed = ("notice", "item", "level", "as_of", "value", "unit", "finality", "source")
    missing = [name for name in needed if name not in actuals.columns]
    if missing:
        raise TableError(f"the table 'actuals' lacks {', '.join(missing)}")
    rule = data()["last"]
    rows = actuals[(actuals["notice"] == notice) & (actuals["level"] == level)]
    rows = rows[rows["finality"].isin(rule["finality"])]
    rows = rows.assign(as_of=pd.to_datetime(rows["as_of"]))
    rows = rows[rows["as_of"] <= day]
    if "reported_on" in rows.columns:
        rows = rows.assign(known=pd.to_datetime(rows["reported_on"]).fillna(rows["as_of"]))
        # A form of a day does not show what was reported later.
        rows = rows.sort_values(["as_of", "known"], kind="stable")
    else:
        rows = rows.sort_values("as_of", kind="stable")
    made_up = rows["source"] == SIMULATED
    if made_up.any() and not made_up.all():
        raise TableError(
            "the actuals mix simulated and reported figures", todo="Write forms of one kind."
        )
    found: dict[str, Last] = {}
    for row in rows.to_dict("records"):
        said = _said(row, rule["basis"], lang)
        if said is not None:
            found[str(row["item"])] = Last(said, row["as_of"].date().isoformat())
    return found, bool(made_up.any())


def _said(row: Mapping[Any, Any], bases: list[str], lang: Lang) -> str | None:
    basis, stated = row.get("basis"), row.get("stated")
    if not pd.isna(row["value"]) and (basis is None or pd.isna(basis) or basis in bases):
        unit = "" if pd.isna(row["unit"]) else str(row["unit"])
        return plain_number(float(row["value"])) + unit
    if stated is not None and not pd.isna(stated):
        return labels("stated", lang)[str(stated)]
    return None
