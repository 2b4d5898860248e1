"""Single figures and gaps of targets in words (数值): what a cell, a label or a hover says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from zctrack.wording.codes import labels
from zctrack.wording.units import measured
from zctrack.wording.words import MISSING, date, listing, number, percent, say

__all__ = [
    "against",
    "asked",
    "called",
    "gaps",
    "hover",
    "indicator",
    "numberless",
    "pair",
    "printed",
    "published",
    "rank",
    "rest",
    "shares",
    "simulated",
    "status",
    "statuses",
    "target",
]

_MODULE = "targets"
_SIMULATED = "simulated"
# Statuses in the order in which a title names them; the rest stand beside the figures.
_JUDGED = ("achieved", "on_track", "at_risk", "behind", "missed")
_BESIDE = ("unreported", "waiting", "not_started")
# What needs to be seen first stands first.
_WORST_FIRST = (*reversed(_JUDGED), "waiting", "unreported")
_SIGNS = {
    ">=": "at_least",
    "<=": "at_most",
    ">": "more_than",
    "<": "less_than",
    "=": "exactly",
    "about": "about",
}

# So many tasks are listed by name before the rest is counted.
_LISTED = 24

Row = Mapping[Hashable, Any]


def shares(progress: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of a progress table that have a share to draw.

    Parameters
    ----------
    progress : pandas.DataFrame
        Column attainment.

    Examples
    --------
    >>> len(shares(pd.DataFrame({"attainment": [0.5, None]})))
    1
    """
    return progress[progress["attainment"].notna()]


def simulated(table: pd.DataFrame) -> bool:
    """Tell whether a table of progress, or an overview of it, holds simulated figures.

    Parameters
    ----------
    table : pandas.DataFrame
        Column source, or simulated.

    Examples
    --------
    >>> simulated(pd.DataFrame({"source": ["simulated", None]}))
    True
    """
    if "source" in table.columns:
        return bool((table["source"] == _SIMULATED).any())
    return bool(table["simulated"].sum())


def statuses(progress: pd.DataFrame, *, lang: str = "zh") -> str:
    """List how many rows have each status, those that are judged first.

    Parameters
    ----------
    progress : pandas.DataFrame
        Column status.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> statuses(pd.DataFrame({"status": ["behind", "achieved", "behind"]}), lang="en")
    '1 achieved and 2 behind'
    """
    counts = progress["status"].value_counts()
    names = labels("status", lang)
    return listing(
        [
            _say("track_count", lang, n=number(int(counts[status]), lang), status=names[status])
            for status in (*_JUDGED, *_BESIDE)
            if status in counts
        ],
        lang,
    )


def asked(row: Row, *, lang: str = "zh") -> str:
    """Write the figure that a target asks for, without its unit.

    Parameters
    ----------
    row : mapping
        comparator, low, high.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> asked({"comparator": ">=", "low": 15.48, "high": None})
    '≥15.48'
    >>> asked({"comparator": "range", "low": 3.0, "high": 5.0}, lang="en")
    '3–5'
    """
    low, high = row["low"], row["high"]
    if pd.isna(low) and pd.isna(high):
        return _say("all", lang)
    if row["comparator"] == "range":
        return _say("between", lang, low=number(low, lang, None), high=number(high, lang, None))
    sign = _SIGNS.get(row["comparator"], "exactly")
    value = high if pd.isna(low) or row["comparator"] in ("<=", "<") else low
    return _say(sign, lang, value=number(value, lang, None))


def target(row: Row, *, lang: str = "zh") -> str:
    """Write the figure that a target asks for with its unit.

    Parameters
    ----------
    row : mapping
        comparator, low, high, unit.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> target({"comparator": ">=", "low": 15.48, "high": None, "unit": "万亩"}, lang="en")
    '≥15.48 ×10,000 mu'
    """
    if pd.isna(row["low"]) and pd.isna(row["high"]):
        return asked(row, lang=lang)
    return measured(asked(row, lang=lang), row["unit"], lang=lang)


def against(row: Row, *, lang: str = "zh") -> str:
    """Write a figure against its target: a rate with the points that it lacks.

    Parameters
    ----------
    row : mapping
        A row of ``progress``: comparator, low, high, unit, value, attainment.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> row = {"comparator": ">=", "low": 80.0, "high": None, "unit": "%", "value": 61.0,
    ...        "attainment": 0.81}
    >>> against(row)
    '61／≥80%，差19点'
    """
    value, goal = number(row["value"], lang, None), target(row, lang=lang)
    unit: str = "" if pd.isna(row["unit"]) else str(row["unit"]).replace("％", "%")
    if pd.isna(row["low"]) and pd.isna(row["high"]):
        # A commitment for all of them is held against 100 %.
        unit, value = "%", f"{value}%"
    if unit in ("%", "个百分点") and row["attainment"] < 1:
        gap = number((1 - row["attainment"]) * 100, lang, 1).removesuffix(".0")
        return _say("track_figures_points", lang, value=value, target=goal, gap=gap)
    return _say("track_figures", lang, value=value, target=goal)


def pair(row: Row, *, lang: str = "zh") -> str:
    """Write a figure and its target, and nothing of the gap.

    Parameters
    ----------
    row : mapping
        comparator, low, high, unit, value.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> pair({"comparator": ">=", "low": 80.0, "high": None, "unit": "%", "value": 61.0})
    '61／≥80%'
    """
    return against({**row, "attainment": 1.0}, lang=lang)


def rank(code: str) -> int:
    """Give the place of a status where the worst stands first.

    Parameters
    ----------
    code : str
        A code of the set ``status``.

    Examples
    --------
    >>> rank("missed") < rank("achieved")
    True
    """
    return _WORST_FIRST.index(code) if code in _WORST_FIRST else len(_WORST_FIRST)


def hover(row: Row, names: pd.DataFrame | None, *, lang: str = "zh") -> str:
    """Tell all about one target's figure, in lines for a pointer that rests on it.

    Parameters
    ----------
    row : mapping
        A row of ``progress``.
    names : pandas.DataFrame or None
        As in `indicator`.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> row = {"quantity": "M8.5.q1", "task": "M8.5", "indicator": "聚集企业", "comparator": ">=",
    ...        "low": 750.0, "high": None, "unit": "家", "value": 760.0, "attainment": 1.01,
    ...        "expected": 1.0, "as_of": "2020-12-31", "due": "2020-12-31", "source": "a.pdf"}
    >>> hover(row, None).split("<br>")[1:]
    ['760／≥750家', '应达100%；数值截至2020年12月31日；到期2020年12月31日', '来源：a.pdf']
    """
    return "<br>".join(
        [
            f"{row['task']} {indicator(row, names, lang)}",
            against(row, lang=lang),
            _say(
                "track_hover",
                lang,
                expected=percent(row["expected"], lang),
                as_of=date(row["as_of"], lang),
                due=_say("register_no_date", lang)
                if pd.isna(row["due"])
                else date(row["due"], lang),
            ),
            say("charts", "source", lang, source=str(row["source"])),
        ]
    )


def indicator(row: Row, names: pd.DataFrame | None, lang: str) -> str:
    """Name what a target measures: its short name where names.csv has one, else as printed.

    Parameters
    ----------
    row : mapping
        quantity, task, indicator.
    names : pandas.DataFrame or None
        names.csv; a row whose key is the target's gives its short name.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> indicator({"quantity": "M29.4.q1", "task": "M29.4", "indicator": "生猪存栏"}, None, "zh")
    '生猪存栏'
    """
    if names is not None and not names.empty:
        own = names[names["key"] == row["quantity"]]
        for column in ("short",) if lang == "zh" else ("en_short", "en"):
            for value in own.get(column, ()):
                if pd.notna(value) and value:
                    return str(value)
    return str(row["task"]) if pd.isna(row["indicator"]) else str(row["indicator"])


def called(table: pd.DataFrame, names: pd.DataFrame | None, *, lang: str = "zh") -> dict[str, str]:
    """Name each target of a table by its task and indicator, so that no two are called alike.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns quantity, task, indicator; a target may have several rows.
    names : pandas.DataFrame or None
        As in `indicator`.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    dict of str to str
        Key of the target to its name. Where two of one task measure the same thing, their own
        keys stand before it instead of the task's.

    Examples
    --------
    >>> rows = pd.DataFrame({"quantity": ["M2.4.q1", "M2.4.q2", "M3.1.q1"],
    ...                      "task": ["M2.4", "M2.4", "M3.1"], "indicator": ["甲", "甲", "甲"]})
    >>> list(called(rows, None).values())
    ['M2.4.q1 甲', 'M2.4.q2 甲', 'M3.1 甲']
    """
    rows = table.drop_duplicates("quantity").to_dict("records")
    words = {row["quantity"]: f"{row['task']} {indicator(row, names, lang)}" for row in rows}
    times = Counter(words.values())
    return {
        row["quantity"]: words[row["quantity"]]
        if times[words[row["quantity"]]] == 1
        else f"{row['quantity']} {indicator(row, names, lang)}"
        for row in rows
    }


def printed(row: Row, *, lang: str = "zh") -> str:
    """Give the printed figure of a target: quoted in Chinese, with its unit's name in English.

    Parameters
    ----------
    row : mapping
        A row of the register: surface, comparator, low, high, unit.
    lang : {"zh", "en"}
        Language. In English a figure that is printed in words (一半) has them beside it: the
        reader could not find 50% in the notice.

    Examples
    --------
    >>> row = {"surface": "3.1万头", "comparator": "=", "low": 3.1, "high": None, "unit": "万头"}
    >>> printed(row), printed(row, lang="en")
    ('3.1万头', '3.1 ×10,000 head')
    """
    quoted: str = MISSING if pd.isna(row["surface"]) else str(row["surface"])
    if lang == "zh" or (pd.isna(row["low"]) and pd.isna(row["high"])):
        return quoted
    figure = target(row, lang=lang)
    if any(sign.isdigit() for sign in quoted):
        return figure
    return _say("register_figure", lang, figure=figure, quoted=quoted)


def status(code: str, *, lang: str = "zh") -> str:
    """Name a status at the head of a row.

    Parameters
    ----------
    code : str
        A code of the set ``status``.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> status("at_risk", lang="en")
    'At risk'
    """
    name = labels("status", lang)[code]
    return name[:1].upper() + name[1:]


def gaps(row: Row, *, lang: str = "zh") -> str:
    """List what keeps a target from being measured, but for the missing date and number.

    Parameters
    ----------
    row : mapping
        A row of the register.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> row = {"hedged": True, "hedge": "争创", "undefined": False, "nested_or_repeated": True}
    >>> gaps(row)
    '弹性：争创；重复或包含'
    """
    found = []
    if row["hedged"]:
        found.append(_say("gap_hedged", lang, word=str(row["hedge"])))
    if row["undefined"]:
        found.append(_say("gap_undefined", lang))
    if row["nested_or_repeated"]:
        found.append(_say("gap_nested_or_repeated", lang))
    return _say("join", lang).join(found)


def published(row: Row, *, lang: str = "zh") -> str:
    """Write the published figure of a target, or a dash with the context that stands beside it.

    Parameters
    ----------
    row : mapping
        A row of the register.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> published({"published": None, "unit": "万头", "context": 1, "published_as_of": None})
    '—（背景1条）'
    """
    if pd.isna(row["published"]):
        text = MISSING
    else:
        text = measured(number(row["published"], lang, None), row["unit"], lang=lang)
    if row["context"]:
        text += _say("register_context", lang, n=number(int(row["context"]), lang))
    return text


def numberless(table: pd.DataFrame, *, lang: str = "zh") -> str:
    """List the commitments without a number, with their words; empty where there is none.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of the register.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"task": ["M8.4"], "surface": ["应接尽接"], "indicator": ["接入"], "no_number": [True]}
    ... )
    >>> numberless(rows)
    '无数字的承诺1个：M8.4 应接尽接'
    """
    rows = table[table["no_number"]]
    if rows.empty:
        return ""
    words: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        printed = row["indicator"] if pd.isna(row["surface"]) else row["surface"]
        words.setdefault(str(row["task"]), []).append(MISSING if pd.isna(printed) else str(printed))
    items = [
        _say(
            "register_numberless_item",
            lang,
            task=task,
            words=_say("comma", lang).join(dict.fromkeys(printed)),
        )
        for task, printed in list(words.items())[:_LISTED]
    ]
    if len(words) > _LISTED:
        more = number(len(words) - _LISTED, lang)
        items.append(_say("register_numberless_more", lang, n=more))
    return _say(
        "register_numberless", lang, n=number(len(rows), lang), list=_say("join", lang).join(items)
    )


def rest(count: int, *, lang: str = "zh", table: str = "register") -> str:
    """Say how many targets a chart leaves to its table; empty for none.

    Parameters
    ----------
    count : int
        How many.
    lang : {"zh", "en"}
        Language.
    table : {"register", "track"}
        Which chart.

    Examples
    --------
    >>> rest(3)
    '其余3个目标见目标清单表'
    """
    return _say(f"{table}_rest", lang, n=number(count, lang)) if count else ""


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)
