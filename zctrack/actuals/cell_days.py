"""A day or a state out of a cell (日期格、状态格): 2020.9.30, 9月30日, 44104; 已完成, 推进中."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pandas as pd

from zctrack.actuals.form_words import data, folded, states
from zctrack.actuals.rejects import Problem
from zctrack.extract.numerals import chinese
from zctrack.formats.grid import Cell

__all__ = ["Day", "day", "state"]

_YMD = re.compile(r"([0-9]{4})[-./年—]([0-9]{1,2})[-./月—]([0-9]{1,2})日?(?:00:00:00)?")
_PACKED = re.compile(r"(20[0-9]{2})([01][0-9])([0-3][0-9])")
_MD = re.compile(r"([0-9]{1,2})(?:月|[./])([0-9]{1,2})日?")
_MONTH_END = re.compile(r"(?:([0-9]{4})年)?([0-9]{1,2})月(?:底|末|份底|份末)")
_CHINESE = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日])")
_BEFORE = re.compile(r"^(?:截至|截止|至|到|截止到|截至到)+")
# What a bare number may be as a day: 1990 to 2100.
_SERIALS = (32874, 73415)
# A day without its year is that of the form only where it lies so near before it.
_NEAR_DAYS = 200


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and how it was read."""

    day: date
    notes: tuple[str, ...] = ()


def day(cell: Cell, *, form_day: pd.Timestamp | None, epoch: datetime) -> Day | Problem:
    """Read a day.

    Parameters
    ----------
    cell : Cell
        Not blank, no error, with a value.
    form_day : pandas.Timestamp, optional
        The day that the form asks about: a day without a year is of its year, where it lies in
        the 200 days up to it.
    epoch : datetime.datetime
        The day from which the workbook counts.

    Returns
    -------
    Day or Problem

    Examples
    --------
    >>> start = datetime(1899, 12, 30)
    >>> asked = pd.Timestamp("2020-09-30")
    >>> day(Cell("2020年9月30日", 7, 10), form_day=asked, epoch=start).day
    datetime.date(2020, 9, 30)
    >>> day(Cell(44104, 7, 10), form_day=asked, epoch=start).day
    datetime.date(2020, 9, 30)
    >>> day(Cell("12月31日", 7, 10), form_day=asked, epoch=start).reason
    'year_unclear'
    """
    value = cell.value
    if isinstance(value, datetime):
        return Day(value.date())
    if isinstance(value, date):
        return Day(value)
    if isinstance(value, bool | time):
        return Problem("not_a_date", {"found": cell.text})
    if isinstance(value, int | float):
        if value == int(value) and _SERIALS[0] <= value <= _SERIALS[1]:
            found = (epoch + timedelta(days=int(value))).date()
            return Day(found, (f"截至日原填{int(value)}，读作{found.isoformat()}",))
        if value == int(value) and (packed := _PACKED.fullmatch(str(int(value)))):
            return _of(packed.groups(), cell)
        # 9.30 typed as a number is 9.3: the third or the thirtieth.
        return Problem("not_a_date", {"found": cell.text})
    text = _plain(cell)
    for pattern in (_YMD, _PACKED):
        if match := pattern.fullmatch(text):
            return _of(match.groups(), cell)
    return _yearless(cell, form_day)


def _plain(cell: Cell) -> str:
    text = _BEFORE.sub("", folded(cell.text))

    def digits(match: re.Match[str]) -> str:
        try:
            return str(chinese(match[0]))
        except ValueError:
            return match[0]

    return _CHINESE.sub(digits, text.replace("〇", "零").replace("零", "〇"))


def _of(parts: tuple[str, ...], cell: Cell, *, said: bool = False) -> Day | Problem:
    try:
        found = date(*(int(part) for part in parts))
    except ValueError:
        return Problem("not_a_date", {"found": cell.text})
    return Day(found, (f"截至日原填“{cell.text}”，读作{found.isoformat()}",) if said else ())


def _yearless(cell: Cell, form_day: pd.Timestamp | None) -> Day | Problem:
    """Read 9月30日 and 9月底, with the form's year where no other can be meant."""
    text = _plain(cell)
    if match := _MONTH_END.fullmatch(text):
        year, month = match[1], int(match[2])
        if not 1 <= month <= 12:
            return Problem("not_a_date", {"found": cell.text})
        if year:
            last = calendar.monthrange(int(year), month)[1]
            return _of((year, str(month), str(last)), cell, said=True)
        parts: tuple[str, str | None] = (str(month), None)
    elif match := _MD.fullmatch(text):
        parts = (match[1], match[2])
    else:
        return Problem("not_a_date", {"found": cell.text})
    if form_day is None:
        return Problem("year_unclear", {"found": cell.text})
    year_ = form_day.year
    month_ = int(parts[0])
    if not 1 <= month_ <= 12:
        return Problem("not_a_date", {"found": cell.text})
    number = parts[1] or str(calendar.monthrange(year_, month_)[1])
    read = _of((str(year_), str(month_), number), cell, said=True)
    if isinstance(read, Day):
        before = (form_day.date() - read.day).days
        if not 0 <= before <= _NEAR_DAYS:
            return Problem("year_unclear", {"found": cell.text})
    return read


def state(cell: Cell) -> tuple[str, tuple[str, ...]] | Problem:
    """Read a state: its code, and a note where other words were used than the list's.

    Examples
    --------
    >>> state(Cell("完成", 7, 14)), state(Cell("推进中", 7, 14))
    (('done', ()), ('under_way', ('状态原填“推进中”',)))
    """
    code = states().get(folded(cell.text).rstrip("。.；;"))
    rows = data()["state"]
    if code is None:
        words = "、".join(row["words"][0] for row in rows)
        return Problem("unknown_state", {"found": cell.text, "words": words})
    own = next(row for row in rows if row["code"] == code)
    listed = cell.text in (own["words"][0], own["en"])
    return code, () if listed else (f"状态原填“{cell.text}”",)
