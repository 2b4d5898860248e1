"""What the bulletin (督查专报) says: its sentences, one function a fact; its tables beside."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from zctrack.analysis import bulletin as analysis
from zctrack.wording import figures as figure_words
from zctrack.wording import ranking as ranking_words
from zctrack.wording import review as review_words
from zctrack.wording.bulletin_tables import annex, classes, shortened, slips
from zctrack.wording.codes import labels
from zctrack.wording.persons import masked, persons
from zctrack.wording.words import date, listing, number, party, percent, say

__all__ = [
    "annex",
    "asks",
    "checked",
    "classes",
    "due",
    "judgement",
    "lagging",
    "lagging_lead",
    "lapses",
    "masked",
    "outside",
    "persons",
    "ranking",
    "slips",
    "text",
    "well",
]

_MODULE = "bulletin"
_ASKS = ("late", "slow", "to_check", "silent", "findings", "waiting", "lapses")
_HORIZONS = (30, 60, 90)

Row = Mapping[Hashable, Any]
Names = pd.DataFrame | None


def text(key: str, *, lang: str = "zh", **values: str | int) -> str:
    """Give a fixed line of the bulletin: a heading, the masthead, a caption.

    Parameters
    ----------
    key : str
        Of the section ``[bulletin]``.
    lang : {"zh", "en"}
        Language.
    **values : str or int
        What its fields stand for.

    Examples
    --------
    >>> text("number", n=3)
    '第3号'
    """
    return say(_MODULE, key, lang, **values)


def judgement(figures: pd.DataFrame, *, lang: str = "zh") -> str:
    """Pass the overall judgement in a sentence.

    Parameters
    ----------
    figures : pandas.DataFrame
        `analysis.bulletin.figures`.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> rows = [("items", 10, None), ("judged", 8, 10), ("good", 6, 8), ("hard", 2, 8),
    ...         ("year", 305, 366)]
    >>> table = pd.DataFrame(rows, columns=["figure", "n", "of"])
    >>> judgement(table.assign(share=table["n"] / table["of"], as_of="2020-10-31"))[:18]
    '截至2020年10月31日，总体平稳'
    """
    told = _counts(figures, lang) | {"as_of": date(figures["as_of"].iloc[0], lang)}
    told["year"] = str(pd.Timestamp(figures["as_of"].iloc[0]).year)
    code = analysis.judgement(figures)
    judged = figures.set_index("figure")["n"]["judged"] > 0
    return text(f"judgement_{code}" if judged else "judgement_nothing", lang=lang, **told)


def checked(figures: pd.DataFrame, number_: str, *, lang: str = "zh") -> str:
    """Tell what was checked, until when and by what.

    Parameters
    ----------
    figures, lang
        As for `judgement`.
    number_ : str
        The notice's number, or its title.
    """
    told = _counts(figures, lang) | {"as_of": date(figures["as_of"].iloc[0], lang)}
    lines = [text("checked", lang=lang, notice=number_, **told)]
    if told["changed"] != "0":
        lines.append(text("checked_changed", lang=lang, **told))
    return text("space", lang=lang).join(lines)


def outside(figures: pd.DataFrame, *, lang: str = "zh") -> str:
    """Tell what stands in none of the five classes.

    Parameters
    ----------
    figures, lang
        As for `judgement`.
    """
    return text("outside", lang=lang, **_counts(figures, lang))


def well(table: pd.DataFrame, figures: pd.DataFrame, names: Names, *, lang: str = "zh") -> str:
    """Name the units that do well.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.bulletin.well`.
    figures : pandas.DataFrame
        `analysis.bulletin.figures`.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.
    """
    told = _counts(figures, lang)
    told["least"] = number(int(analysis.rules()["well"]["min_judged"]), lang)
    if table.empty:
        return text("well_none", lang=lang, **told)
    most = int(analysis.rules()["named"]["well"])
    units = []
    for row in table.head(most).to_dict("records"):
        values = {key: number(int(row[key]), lang) for key in ("judged", "done", "well")}
        values["unreported"] = number(int(row["unreported"]), lang)
        key = "well_unit_unreported" if row["unreported"] else "well_unit"
        units.append(text(key, lang=lang, unit=party(str(row["unit"]), names, lang), **values))
    more = text("more", lang=lang) if len(table) > most else ""
    return text("well", lang=lang, named=_joined(units, lang) + more, **told)


def lagging_lead(figures: pd.DataFrame, *, lang: str = "zh") -> str:
    """Tell how many units lag with how many items.

    Parameters
    ----------
    figures, lang
        As for `judgement`.
    """
    told = _counts(figures, lang)
    return text("lagging_none" if told["hard"] == "0" else "lagging", lang=lang, **told)


def lagging(
    table: pd.DataFrame,
    names: Names,
    *,
    lang: str = "zh",
    hidden: Mapping[str, str] | None = None,
) -> list[str]:
    """Name what lags, each with its reason in the bureau's own words.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.bulletin.lagging`.
    names, lang
        As for `well`.
    hidden : mapping of str to str, optional
        What `persons` gives, to be put in place of persons' names.

    Returns
    -------
    list of str
        A sentence or two each, as many as ``bulletin.toml`` allows.
    """
    most = int(analysis.rules()["named"]["lagging"])
    return [_lags(row, names, lang, hidden or {}) for row in table.head(most).to_dict("records")]


def _lags(row: Row, names: Names, lang: str, hidden: Mapping[str, str]) -> str:
    figure = ""
    if not pd.isna(row["value"]):
        against = figure_words.against(row, lang=lang)
        figure = text("lag_figure", lang=lang, figure=against)
    left = row["days_left"]
    if pd.isna(left):
        when = text("lag_undated", lang=lang)
    else:
        key = "lag_over" if left < 0 else "lag_left" if left else "lag_today"
        days = number(abs(int(left)), lang)
        when = text(key, lang=lang, day=date(row["due"], lang), n=days)
    head = text(
        "lag",
        lang=lang,
        units=review_words.units(row, names, lang=lang),
        what=shortened(str(row["what"]), 36),
        item=str(row["item"]),
        place=str(row["place"]),
        figure=figure,
        status=labels("item_status", lang)[row["status"]],
        when=when,
    )
    who = _who(row, lang, hidden)
    if isinstance(row["words"], str):
        words = masked(row["words"], hidden).strip().rstrip("。.")
        reason = text("lag_reason", lang=lang, words=words, who=who)
    else:
        reason = text("lag_no_reason", lang=lang, who=who)
    return text("space", lang=lang).join([head, reason])


def _who(row: Row, lang: str, hidden: Mapping[str, str]) -> str:
    """Name where words or a figure come from: reporter, day, file and cell."""
    reporter = row["reporter"] if isinstance(row["reporter"], str) else None
    # Who fills in a form may be a person: with names hidden only a body is named.
    if hidden and reporter not in str(row["units"]).split("、"):
        reporter = None
    file = " ".join(str(row[name]) for name in ("file", "cell") if isinstance(row[name], str))
    if file == "simulated":
        file = say("charts", "simulated", lang)
    day: str = "" if pd.isna(row["words_on"]) else date(row["words_on"], lang)
    parts = [part for part in (reporter, day, masked(file, hidden)) if part]
    return (text("comma", lang=lang)).join(parts)


def due(table: pd.DataFrame, figures: pd.DataFrame, names: Names, *, lang: str = "zh") -> list[str]:
    """Tell what falls due within 30, 60 and 90 days, by name.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.due`.
    figures, names, lang
        As for `well`.

    Returns
    -------
    list of str
        A sentence for each horizon that holds something, or one that says that none does.
    """
    counts = _counts(figures, lang)
    most = int(analysis.rules()["named"]["due"])
    out = []
    for days in _HORIZONS:
        rows = table[(table["list"] == "due") & (table["within"] == days).fillna(False)]
        if rows.empty:
            continue
        told = []
        for day, own in rows.head(most).groupby("due", sort=True):
            items = [
                text(
                    "due_item",
                    lang=lang,
                    what=shortened(str(row["what"])),
                    item=str(row["item"]),
                    units=review_words.units(row, names, lang=lang),
                )
                for row in own.to_dict("records")
            ]
            told.append(text("due_day", lang=lang, day=date(day, lang), items=_list(items, lang)))
        more = text("more", lang=lang) if len(rows) > most else ""
        named = _joined(told, lang) + more
        out.append(text(f"due_{days}", lang=lang, n=counts[f"due_{days}"], items=named))
    return out or [text("due_none", lang=lang)]


def lapses(table: pd.DataFrame, figures: pd.DataFrame, names: Names, *, lang: str = "zh") -> str:
    """Tell which policies lapse, apart from deliveries.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.due`.
    figures, names, lang
        As for `well`.
    """
    rows = table[table["list"] == "lapses"]
    if rows.empty:
        return text("lapses_none", lang=lang)
    told = []
    for when, own in rows.groupby("due", sort=True):
        items = [
            text(
                "lapse_item",
                lang=lang,
                item=str(row["item"]),
                units=review_words.units(row, names, lang=lang),
            )
            for row in own.to_dict("records")
        ]
        told.append(text("lapse_day", lang=lang, day=date(when, lang), items=_list(items, lang)))
    n = _counts(figures, lang)["lapses"]
    return text("lapses", lang=lang, n=n, days=_joined(told, lang))


def ranking(
    bands: pd.DataFrame, change: pd.DataFrame | None, names: Names, *, lang: str = "zh"
) -> list[str]:
    """Tell the bands of units with their names, and how they changed.

    Parameters
    ----------
    bands : pandas.DataFrame
        `analysis.ranking.bands`.
    change : pandas.DataFrame or None
        `analysis.ranking.change`; None where there is no ranking before.
    names, lang
        As for `well`.

    Returns
    -------
    list of str
    """
    out = [_ended(ranking_words.bands(bands, lang=lang, names=names).title, lang)]
    called = labels("band", lang)
    for code in ("upper", "lower"):
        rows = bands[bands["band"] == code]
        if len(rows):
            units = [party(unit, names, lang) for unit in rows["unit"]]
            out.append(
                text("band_names", lang=lang, band=_capital(called[code]), names=_list(units, lang))
            )
    if change is None or change.empty:
        return [*out, text("change_none", lang=lang)]
    moved = change[change["change"].isin(["up", "down", "entered", "left"])]
    if moved.empty:
        before = date(change["before_as_of"].iloc[0], lang)
        return [*out, text("change_still", lang=lang, before=before)]
    out.append(_ended(ranking_words.change(change, lang=lang, names=names).title, lang))
    words = labels("band_change", lang)
    for code in ("up", "down", "entered", "left"):
        rows = moved[moved["change"] == code]
        if len(rows):
            units = [party(unit, names, lang) for unit in rows["unit"]]
            told = text(
                "band_names", lang=lang, band=_capital(words[code]), names=_list(units, lang)
            )
            out.append(told)
    return out


def asks(figures: pd.DataFrame, *, lang: str = "zh") -> list[str]:
    """Tell what has to change, one sentence a kind of matter.

    Parameters
    ----------
    figures, lang
        As for `judgement`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> rows = {"figure": ["late", "slow"], "n": [2, 0], "of": [None] * 2, "share": [None] * 2}
    >>> len(asks(pd.DataFrame(rows)))
    1
    """
    counts = dict(zip(figures["figure"], figures["n"], strict=True))
    told = [
        text(f"ask_{name}", lang=lang, n=number(int(counts[name]), lang))
        for name in _ASKS
        if counts.get(name)
    ]
    return told or [text("ask_nothing", lang=lang)]


def _counts(figures: pd.DataFrame, lang: str) -> dict[str, str]:
    """Give each figure in words, and its share as ``…_share``."""
    told = {}
    for name, n, share in figures[["figure", "n", "share"]].itertuples(index=False):
        told[str(name)] = number(int(n), lang)
        told[f"{name}_share"] = percent(share, lang)
    return told


def _list(parts: Iterable[str], lang: str) -> str:
    return listing(list(parts), lang)


def _joined(parts: Iterable[str], lang: str) -> str:
    """Join longer parts, which may hold commas of their own."""
    return text("join", lang=lang).join(parts)


def _ended(sentence: str, lang: str) -> str:
    return text("ended", lang=lang, sentence=sentence)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
