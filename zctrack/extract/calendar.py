"""From a time's words to days (历法): the tightest calendar reading of each form.

One function per span, none per wording. A year that is not printed is the sentence's last printed
one, else the notice's own.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zctrack.extract.lexer import Token
from zctrack.extract.numerals import chinese, number
from zctrack.grammar import load

__all__ = ["When", "read"]

_BEFORE = frozenset({"前", "之前", "以前"})
_FROM = frozenset({"起", "开始", "以来", "后", "之后", "以后"})
_WITHIN = frozenset({"内", "以内", "之内"})
_RELATIVE_YEAR = {
    "今年": 0, "本年": 0, "当年": 0, "同年": 0, "明年": 1, "次年": 1, "来年": 1, "翌年": 1,
    "后年": 2, "去年": -1, "上年": -1, "前年": -2,
}  # fmt: skip
_UNITS = {
    "年": ("年", 1.0), "个月": ("月", 1.0), "月": ("月", 1.0), "季度": ("季度", 1.0),
    "个季度": ("季度", 1.0), "学期": ("学期", 1.0), "周": ("周", 1.0), "个星期": ("周", 1.0),
    "星期": ("周", 1.0), "个工作日": ("工作日", 1.0), "工作日": ("工作日", 1.0),
    "个自然日": ("日", 1.0), "自然日": ("日", 1.0), "个交易日": ("交易日", 1.0), "天": ("日", 1.0),
    "日": ("日", 1.0), "个小时": ("小时", 1.0), "小时": ("小时", 1.0), "分钟": ("分钟", 1.0),
    "半年": ("月", 6.0), "个半年": ("月", 6.0), "个周": ("周", 1.0), "个天": ("日", 1.0),
    "个日": ("日", 1.0), "个年": ("年", 1.0),
}  # fmt: skip
_PERIODS = {
    "年": "yearly", "年度": "yearly", "半年": "half-yearly", "季": "quarterly",
    "季度": "quarterly", "月": "monthly", "旬": "ten-daily", "周": "weekly", "星期": "weekly",
    "日": "daily", "天": "daily", "学期": "termly", "": "regular", "一年": "yearly",
    "一季": "quarterly", "一季度": "quarterly", "一月": "monthly", "一周": "weekly",
    "一旬": "ten-daily", "一日": "daily",
}  # fmt: skip


_PERIOD_NAMES = {
    "年": "years", "月": "months", "季度": "quarters", "周": "weeks", "天": "days", "小时": "hours",
}  # fmt: skip


@dataclass(slots=True)
class When:
    """The days, the precision and the recurrence of one time expression."""

    begin: dt.date | None = None
    until: dt.date | None = None
    precision: str | None = None
    cadence: str | None = None
    amount: float | None = None
    amount_unit: str | None = None
    doubtful: bool = False
    year: int | None = None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, _calendar.monthrange(year, month)[1])


def _year(
    groups: Mapping[str, str], base: int | None, carried: int | None, n: str = ""
) -> int | None:
    if printed := groups.get(f"Y{n}"):
        return int(printed)
    if words := groups.get(f"C{n}"):
        return chinese(words)
    if relative := groups.get(f"R{n}"):
        start = carried if relative in ("当年", "同年", "次年", "翌年") and carried else base
        return None if start is None else start + _RELATIVE_YEAR[relative]
    return carried if carried is not None else base


def _month(groups: Mapping[str, str], n: str = "") -> int:
    words = groups[f"M{n}"]
    return int(words) if words.isascii() else chinese(words)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read(token: Token, *, base: int | None, carried: int | None, region: str | None) -> When:
    """The tightest calendar reading of a time token.

    Parameters
    ----------
    token : Token
        A token of kind ``time``.
    base : int or None
        The year that is meant where none is printed.
    carried : int or None
        The last year printed in the same sentence.
    region : str or None
        Whose calendar dates the seasons.
    """
    year = _year(token.groups, base, carried)
    when = _SPANS[token.fields["span"]](token.groups, year, region)
    if when.year is None and (token.groups.get("Y") or token.groups.get("C")):
        when.year = year
    return when


def _day(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    day = _date(year, _month(groups), int(groups["D"])) if year else None
    if groups.get("S") in _FROM:
        return When(begin=day, precision="day")
    return When(until=day, precision="day")


def _month_span(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="month")
    month, part, side = _month(groups), groups.get("T"), groups.get("S")
    first = dt.date(year, month, 1)
    if part in ("上旬", "初"):
        return When(until=dt.date(year, month, 10), precision="day", doubtful=part == "初")
    if part in ("中旬", "中"):
        return When(
            until=dt.date(year, month, 20 if part == "中旬" else 15),
            precision="day",
            doubtful=part == "中",
        )
    if part == "下旬":
        return When(until=_last_day(year, month), precision="day")
    if side in _FROM:
        return When(begin=first, precision="month")
    if part or side in _WITHIN:
        return When(until=_last_day(year, month), precision="month")
    if side in _BEFORE:
        return When(until=first - dt.timedelta(days=1), precision="month", doubtful=True)
    return When(begin=first, until=_last_day(year, month), precision="month")


def _quarter(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="quarter")
    words = groups["Q"]
    quarter = int(words) if words.isdigit() else chinese(words)
    first = dt.date(year, 3 * quarter - 2, 1)
    last = _last_day(year, 3 * quarter)
    if groups.get("S") in _FROM:
        return When(begin=first, precision="quarter")
    if groups.get("T") in ("末", "底") or groups.get("S") in _WITHIN:
        return When(until=last, precision="quarter")
    if groups.get("S") in _BEFORE:
        return When(until=first - dt.timedelta(days=1), precision="quarter", doubtful=True)
    return When(begin=first, until=last, precision="quarter")


def _half(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="half")
    upper = groups["H"] == "上"
    first = dt.date(year, 1 if upper else 7, 1)
    last = dt.date(year, 6, 30) if upper else dt.date(year, 12, 31)
    if groups.get("S") in _FROM:
        return When(begin=first, precision="half")
    if groups.get("T") or groups.get("S") in _WITHIN:
        return When(until=last, precision="half")
    if groups.get("S") in _BEFORE:
        return When(until=last, precision="half", doubtful=True)
    return When(begin=first, until=last, precision="half")


def _halves(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    until = dt.date(year, 12, 31) if year else None
    return When(until=until, precision="half", cadence="half-yearly", doubtful=True)


def _year_end(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    return When(until=dt.date(year, 12, 31) if year else None, precision="year")


def _year_start(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    return When(begin=dt.date(year, 1, 1) if year else None, precision="year")


def _year_middle(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    return When(until=dt.date(year, 6, 30) if year else None, precision="half", doubtful=True)


def _whole_year(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="year")
    return When(begin=dt.date(year, 1, 1), until=dt.date(year, 12, 31), precision="year")


def _year_span(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="year")
    side = groups.get("S")
    if side in _FROM:
        return When(begin=dt.date(year, 1, 1), precision="year")
    if side in _BEFORE:
        return When(until=dt.date(year - 1, 12, 31), precision="year", doubtful=True)
    if side in _WITHIN:
        return When(until=dt.date(year, 12, 31), precision="year")
    return When(begin=dt.date(year, 1, 1), until=dt.date(year, 12, 31), precision="year")


def _days(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="day")
    month = _month(groups)
    month2 = _month(groups, "2") if groups.get("M2") else month
    first = _date(year, month, int(groups.get("D") or 1))
    year2 = _second_year(groups, year, month, month2)
    last = _date(year2, month2, int(groups["D2"]))
    return When(begin=first, until=last, precision="day")


def _second_year(groups: Mapping[str, str], year: int, month: int, month2: int) -> int:
    if groups.get("Y2"):
        return int(groups["Y2"])
    if groups.get("R2"):
        return year + _RELATIVE_YEAR[groups["R2"]]
    return year + 1 if month2 < month else year


def _months(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    if year is None:
        return When(precision="month")
    month, month2 = _month(groups), _month(groups, "2")
    year2 = _second_year(groups, year, month, month2)
    return When(begin=dt.date(year, month, 1), until=_last_day(year2, month2), precision="month")


def _years(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    first, last = int(groups["Y"]), int(groups["Y2"])
    return When(begin=dt.date(first, 1, 1), until=dt.date(last, 12, 31), precision="year")


def _plan(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    # The eleventh five-year plan (十一五) ran from 2006 to 2010.
    first = 2006 + 5 * (chinese(groups["P"]) - 1)
    if "末" in groups.get("S", ""):
        return When(until=dt.date(first + 4, 12, 31), precision="year")
    return When(begin=dt.date(first, 1, 1), until=dt.date(first + 4, 12, 31), precision="year")


@functools.cache
def _seasons() -> Mapping[str, list[Mapping[str, object]]]:
    table: dict[str, list[Mapping[str, object]]] = {}
    for kind in ("season", "moving"):
        for row in load.rules("calendar", kind):
            for name in row["names"]:
                table.setdefault(name.strip("“”"), []).append(row)
    for term, day in load.rules("calendar", "term")[0]["days"].items():
        month, number_ = day.split("-")
        table.setdefault(term, []).append(
            {"month": int(month), "day": int(number_), "doubtful": True}
        )
    return table


def _season(groups: Mapping[str, str], year: int | None, region: str | None) -> When:
    when = When(precision="season")
    if groups.get("N"):
        # 春季开学一周内: counted from a day that differs from place to place.
        when.amount, when.amount_unit = _length(groups["N"], groups["U"])
        return when
    for row in _seasons().get(groups["W"].strip("“”"), ()):
        wanted = row.get("region")
        if wanted and not (region or "").startswith(str(wanted)):
            continue
        when.doubtful = bool(row.get("doubtful", False))
        first: dt.date | None = None
        if "days" in row and year is not None:
            iso = row["days"].get(str(year))  # type: ignore[attr-defined]
            first = dt.date.fromisoformat(iso) if iso else None
        elif "month" in row and year is not None:
            first = dt.date(year, int(str(row["month"])), int(str(row["day"])))
        if first and groups.get("S") in _BEFORE:
            when.until = first - dt.timedelta(days=1)
        elif first and groups.get("S") in (*_FROM, "期间", "间"):
            when.begin = first
        elif first:
            when.until = first
        return when
    return when


def _length(words: str, unit: str) -> tuple[float | None, str]:
    name, factor = _UNITS.get(unit, (unit, 1.0))
    if words in ("数", "几"):
        return None, name
    try:
        return number(words) * factor, name
    except ValueError:
        return None, name


def _duration(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    amount, unit = _length(groups.get("N2") or groups["N"], groups["U"])
    if groups["N"] == "半" and groups["U"] == "年":
        amount, unit = 6.0, "月"
    if groups.get("H") and amount is not None:
        amount += 0.5
    return When(amount=amount, amount_unit=unit)


def _next_years(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    amount, unit = _length(groups["N"], groups["U"])
    when = When(amount=amount, amount_unit=unit, precision="year", doubtful=True)
    if year and amount and unit == "年":
        when.begin = dt.date(year + 1, 1, 1)
        when.until = dt.date(year + int(amount), 12, 31)
    return when


def _cadence(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    period = groups.get("P", "").replace(" ", "")
    rule = _PERIODS.get(period)
    if rule is None:
        digits = "".join(c for c in period if c in "0123456789一二两三四五六七八九十半")
        unit = period.removeprefix("隔").removeprefix(digits)
        name = _PERIOD_NAMES.get(unit.removeprefix("个"), unit)
        rule = f"every {int(number(digits))} {name}" if digits and digits != "半" else "half-yearly"
    details = []
    if groups.get("X") in ("末月", "首月"):
        details.append("last month" if groups["X"] == "末月" else "first month")
    if groups.get("M"):
        part = {"底": "end", "末": "end", "上旬": "10", "中旬": "20", "下旬": "end"}.get(
            groups.get("T", "")
        )
        details.append(
            f"{int(groups['M']):02d}-{part or (groups.get('D') or '').zfill(2) or 'end'}"
        )
    elif groups.get("D3"):
        details.append(groups["D3"].zfill(2))
    elif groups.get("X") in ("末", "底"):
        details.append("end")
    elif groups.get("X") == "初":
        details.append("start")
    if groups.get("N"):
        details.append(f"+{int(number(groups['N']))} days")
    return When(cadence=", ".join([rule, *details]))


def _nothing(groups: Mapping[str, str], year: int | None, _: str | None) -> When:
    return When()


_SPANS: Mapping[str, Callable[[Mapping[str, str], int | None, str | None], When]] = {
    "day": _day, "month": _month_span, "quarter": _quarter, "half": _half, "halves": _halves,
    "year_end": _year_end, "year_start": _year_start, "year_middle": _year_middle,
    "year_within": _year_end, "whole_year": _whole_year, "year": _year_span, "days": _days,
    "months": _months, "years": _years, "plan": _plan, "season": _season, "duration": _duration,
    "next_years": _next_years, "cadence": _cadence, "relative": _nothing, "issue": _nothing,
    "manner": _nothing,
}  # fmt: skip
