"""The bands of units (排名分档), and what changed since the last quarter, in sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from zctrack.analysis.ranking import rules
from zctrack.wording.codes import labels
from zctrack.wording.words import (
    Words,
    date,
    listing,
    listing_first,
    number,
    party,
    percent,
    say,
)

__all__ = ["bands", "change", "parts", "rank", "too_little"]

_MODULE = "ranking"
_PARTS = ("on_time", "attainment", "reporting")

Row = Mapping[Hashable, Any]


def bands(table: pd.DataFrame, *, lang: str = "zh", names: pd.DataFrame | None = None) -> Words:
    """Give the sentences for `analysis.ranking.bands`.

    Parameters
    ----------
    table : pandas.DataFrame
        The bands.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short names.

    Returns
    -------
    Words
        How many units stand in each band; the names in the alt text.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> bands(frame("ranking.bands")).title
    '没有负责事项的单位'
    """
    if table.empty:
        title = _say("bands_empty", lang)
        return Words(title, _say("bands_subtitle_none", lang), "", title)
    ranked = table[table["band"] != "too_little"]
    least = number(int(rules()["bands"]["min_closed"]), lang)
    n = number(len(ranked), lang)
    counts = ranked["band"].value_counts()
    called = labels("band", lang)
    if ranked.empty:
        why = "bands_none_judged" if _unjudged(table) else "bands_none"
        title = _say(why, lang, n=number(len(table), lang), k=least)
    elif set(counts.index) == {"middle"}:
        title = _say("bands_title_even", lang, n=n)
    else:
        told = [
            _say("bands_count", lang, band=called[code], n=number(int(counts[code]), lang))
            for code in called
            if code in counts
        ]
        title = _say("bands_title", lang, n=n, counts=listing(told, lang))
    weights = {e["part"]: percent(float(e["weight"]), lang) for e in rules()["part"]}
    base = _say(
        "bands_base",
        lang,
        n=n,
        k=least,
        few=number(len(table) - len(ranked), lang),
        as_of=date(table["as_of"].max(), lang),
        **weights,
    )
    who = "".join(
        _say(
            "bands_alt_names",
            lang,
            band=called[code],
            names=listing([party(u, names, lang) for u in rows["unit"]], lang),
        )
        for code in ("upper", "lower")
        if len(rows := ranked[ranked["band"] == code])
    )
    return Words(
        title=title,
        subtitle=_say("bands_subtitle_none" if ranked.empty else "bands_subtitle", lang),
        base=base,
        alt=_say("bands_alt", lang, title=title, names=who).strip(),
    )


def rank(row: Row, *, lang: str = "zh") -> str:
    """Write the interval of a rank.

    Parameters
    ----------
    row : mapping
        rank_best, rank_worst.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> rank({"rank_best": 2, "rank_worst": 9}), rank({"rank_best": 1, "rank_worst": 1})
    ('2—9', '1')
    """
    best, worst = (number(int(row[name]), lang) for name in ("rank_best", "rank_worst"))
    return _say("bands_rank_one" if best == worst else "bands_rank", lang, best=best, worst=worst)


def parts(row: Row, *, lang: str = "zh") -> str:
    """Write the parts of a score in a line.

    Parameters
    ----------
    row : mapping
        on_time, attainment, reporting, rank_best, rank_worst.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> row = {"on_time": 0.8, "attainment": None, "reporting": 0.5, "rank_best": 1}
    >>> parts(row | {"rank_worst": 3})
    '按期80%，完成—，报送50%，名次1—3'
    """
    shares = {name: percent(row[name], lang) for name in _PARTS}
    return _say("bands_parts", lang, rank=rank(row, lang=lang), **shares)


def too_little(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    first: int | None = None,
) -> str:
    """List the units with too little data and their closed items; empty where there is none.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.ranking.bands`.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv.
    first : int, optional
        Name only so many, and count the others.

    Examples
    --------
    >>> too_little(pd.DataFrame({"unit": ["甲局"], "band": ["too_little"], "closed": [2]}))
    '数据不足（已销号不足5个）1个：甲局2'
    """
    rows = table[table["band"] == "too_little"]
    if rows.empty:
        return ""
    told = [
        _say("bands_too_little_item", lang, unit=party(u, names, lang), n=number(int(k), lang))
        for u, k in zip(rows["unit"], rows["closed"], strict=True)
    ]
    least = int(rules()["bands"]["min_closed"])
    why = "bands_too_little_or_none" if _unjudged(rows) else "bands_too_little"
    listed = listing_first(told, first, lang)
    return _say(why, lang, k=number(least, lang), n=number(len(rows), lang), list=listed)


def _unjudged(rows: pd.DataFrame) -> bool:
    """Whether a unit without a score has enough close-outs, but none that a part could judge."""
    enough = rows["closed"] >= int(rules()["bands"]["min_closed"])
    return bool((enough & (rows["band"] == "too_little")).any())


def change(table: pd.DataFrame, *, lang: str = "zh", names: pd.DataFrame | None = None) -> Words:
    """Give the sentences for `analysis.ranking.change`.

    Parameters
    ----------
    table : pandas.DataFrame
        The changes.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        Not needed: no unit is named.

    Returns
    -------
    Words
        How many units rose, stayed or fell.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> change(frame("ranking.change"), lang="en").title
    'No unit to compare'
    """
    if table.empty:
        title = _say("change_empty", lang)
        return Words(title, _say("change_subtitle", lang), "", title)
    counts = table["change"].value_counts()
    told = [
        _say("change_count", lang, change=name, n=number(int(counts[code]), lang))
        for code, name in labels("band_change", lang).items()
        if code in counts
    ]
    before = date(table["before_as_of"].iloc[0], lang)
    title = _say("change_title", lang, before=before, counts=listing(told, lang))
    base = _say(
        "change_base",
        lang,
        n=number(len(table), lang),
        before=before,
        as_of=date(table["as_of"].iloc[0], lang),
        apart=number(int(table["apart"].sum()), lang),
    )
    return Words(title, _say("change_subtitle", lang), base, _say("change_alt", lang, title=title))


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)
