"""How the matters stand (进度), in sentences, and what a finding in the reports says."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from zctrack.wording.codes import labels
from zctrack.wording.units import measured
from zctrack.wording.words import Words, date, listing, number, say

__all__ = ["by_unit", "class_name", "classes", "finding", "findings", "items", "tasks"]

_MODULE = "progress"

Row = Mapping[Hashable, Any]


def tasks(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.progress.tasks`.

    Parameters
    ----------
    table : pandas.DataFrame
        The tasks without a number.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many are in each state.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> tasks(frame("progress.tasks")).title
    '没有不带数字的任务'
    """
    if table.empty:
        return _empty("tasks", lang)
    counts = _counted(table["status"], "item_status", lang)
    n = number(len(table), lang)
    return _words("tasks", lang, {"n": n, "counts": counts, "as_of": _day(table, lang)})


def items(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.progress.items`.

    Parameters
    ----------
    table : pandas.DataFrame
        The items.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many are closed out.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> items(frame("progress.items"), lang="en").title
    'There is no item'
    """
    if table.empty:
        return _empty("items", lang)
    check = ~table["closed"] & table["status"].isin(["achieved", "to_check"])
    counts = {
        "n": len(table),
        "closed": int(table["closed"].sum()),
        "check": int(check.sum()),
        "targets": int(table["target"].sum()),
        "tasks": int((~table["target"]).sum()),
    }
    told = {name: number(n, lang) for name, n in counts.items()}
    return _words("items", lang, told | {"as_of": _day(table, lang)})


def classes(table: pd.DataFrame, *, lang: str = "zh", bars: bool = False) -> Words:
    """Give the sentences for `analysis.progress.classes`.

    Parameters
    ----------
    table : pandas.DataFrame
        The counts by class.
    lang : {"zh", "en"}
        Language.
    bars : bool
        Whether the items are drawn as bars, for there are too many for a shape each.

    Returns
    -------
    Words
        How many items stand in each of the five classes.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> classes(frame("progress.classes")).title
    '没有事项'
    """
    if table.empty:
        return _empty("classes", lang)
    judged = int(table["judged"].iloc[0])
    told = [
        _say("classes_count", lang, name=class_name(row, lang=lang), n=number(row["items"], lang))
        for row in table.to_dict("records")
        if row["items"]
    ]
    n = number(int(table["of"].iloc[0]), lang)
    values = {"n": n, "judged": number(judged, lang), "counts": listing(told, lang)}
    title = None if judged else _say("classes_title_none", lang, n=n)
    words = _words("classes", lang, values | {"as_of": _day(table, lang)}, title)
    return replace(words, subtitle=_say("classes_subtitle_bars", lang)) if bars else words


def class_name(row: Row, *, lang: str = "zh") -> str:
    """Name one row of `analysis.progress.classes`: a class, or what stands beside them.

    Parameters
    ----------
    row : mapping
        office_class, beside.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> class_name({"office_class": None, "beside": "waiting"})
    '待上级'
    """
    if isinstance(row["office_class"], str):
        return labels("office_class", lang)[row["office_class"]]
    return labels("item_status", lang)[row["beside"]]


def by_unit(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.progress.by_unit`.

    Parameters
    ----------
    table : pandas.DataFrame
        The counts by unit.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many units have items that lag.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> by_unit(frame("progress.by_unit"), lang="en").title
    'No unit answers'
    """
    if table.empty:
        return _empty("by_unit", lang)
    lagging = number(int(table["lagging"].notna().sum()), lang)
    values = {"n": number(len(table), lang), "lagging": lagging, "as_of": _day(table, lang)}
    return _words("by_unit", lang, values)


def findings(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.progress.findings`.

    Parameters
    ----------
    table : pandas.DataFrame
        The findings.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many there are of each kind.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> findings(frame("progress.findings")).title
    '报送中没有发现疑点'
    """
    if table.empty:
        return _empty("findings", lang)
    values = {
        "n": number(len(table), lang),
        "items": number(table["item"].nunique(), lang),
        "counts": _counted(table["finding"], "report_finding", lang),
        "as_of": _day(table, lang),
    }
    return _words("findings", lang, values)


def finding(row: Row, *, lang: str = "zh") -> str:
    """Say one finding in a sentence.

    Parameters
    ----------
    row : mapping
        A row of `analysis.progress.findings`.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> row = {"finding": "backwards", "item": "M14.2.q1", "what": "充电桩数量", "unit": "个",
    ...        "day": "2020-11-30", "value": 40.0, "stated": None, "reporter": None,
    ...        "other_day": "2020-10-31", "other_value": 60.0, "other_stated": None,
    ...        "other_reporter": None, "file": None, "other_file": None, "status": None,
    ...        "days": None}
    >>> finding(row)
    'M14.2.q1 充电桩数量：从60个（2020年10月31日）退到40个（2020年11月30日）'
    """
    stated, status = labels("stated", lang), labels("item_status", lang)
    same = _who(row, "", lang) == _who(row, "other_", lang)
    return _say(
        f"finding_{row['finding']}",
        lang,
        item=str(row["item"]),
        what=str(row["what"]),
        day=date(row["day"], lang),
        other_day=date(row["other_day"], lang),
        one=_figure(row, "", lang),
        two=_figure(row, "other_", lang),
        # Two files of one reporter are told apart by their names.
        who=_who(row, "", lang, file=same),
        other=_who(row, "other_", lang, file=same),
        stated=stated.get(row["stated"], ""),
        status=status.get(row["status"], ""),
        days=number(row["days"], lang),
    )


def _figure(row: Row, side: str, lang: str) -> str:
    value = row[f"{side}value"]
    if pd.isna(value):
        return labels("stated", lang).get(row[f"{side}stated"], "")
    return measured(number(value, lang, None), row["unit"], lang=lang)


def _who(row: Row, side: str, lang: str, *, file: bool = False) -> str:
    names = [row[f"{side}reporter"], row[f"{side}file"] if file else None]
    told = [str(name) for name in names if not pd.isna(name)]
    return " ".join(told) or _say("unnamed", lang)


def _counted(values: pd.Series[str], code_set: str, lang: str) -> str:
    names = labels(code_set, lang)
    counts = values.value_counts()
    told = [
        _say("classes_count", lang, name=name, n=number(int(counts[code]), lang))
        for code, name in names.items()
        if code in counts
    ]
    return listing(told, lang)


def _words(
    name: str, lang: str, values: Mapping[str, str | int], title: str | None = None
) -> Words:
    head = title or _say(f"{name}_title", lang, **values)
    return Words(
        title=head,
        subtitle=_say(f"{name}_subtitle", lang),
        base=_say(f"{name}_base", lang, **values),
        alt=_say(f"{name}_alt", lang, title=head),
    )


def _empty(name: str, lang: str) -> Words:
    title = _say(f"{name}_empty", lang)
    return Words(title, _say(f"{name}_subtitle", lang), "", title)


def _day(table: pd.DataFrame, lang: str) -> str:
    return date(table["as_of"].max(), lang)


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)
