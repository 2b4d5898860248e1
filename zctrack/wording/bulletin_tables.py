"""Rows of the bulletin's tables in words (通报各表): classes, open slips, all matters."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zctrack.wording import figures as figure_words
from zctrack.wording import progress as progress_words
from zctrack.wording import review as review_words
from zctrack.wording.codes import labels
from zctrack.wording.parties import shown
from zctrack.wording.words import MISSING, listing, number, percent, say

__all__ = ["annex", "classes", "shortened", "slips"]

Names = pd.DataFrame | None


def classes(table: pd.DataFrame, *, lang: str = "zh") -> list[tuple[str, ...]]:
    """Give the rows of the table of classes: class, items, share of those judged, closed out.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.progress.classes`.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    list of tuple of str
        The five classes.
    """
    return [
        (
            progress_words.class_name(row, lang=lang),
            number(row["items"], lang),
            percent(row["share_judged"], lang),
            number(row["closed"], lang),
        )
        for row in table.to_dict("records")
        if isinstance(row["office_class"], str)
    ]


def slips(table: pd.DataFrame, names: Names, *, lang: str = "zh") -> list[tuple[str, ...]]:
    """Give the rows of the table of open slips, red first.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.slips`.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    list of tuple of str
        Number, colour, matter, units, day to answer; reminders to report are not among them.
    """
    colours = labels("slip_colour", lang)
    place = {code: n for n, code in enumerate(reversed(list(colours)))}
    own = table[(table["state"] == "open") & (table["list"] != "silent")]
    rows = own.to_dict("records")
    rows.sort(key=lambda row: (place[row["colour"]], row["answer_by"], row["slip"]))
    return [
        (
            str(row["slip"]),
            colours[row["colour"]],
            f"{row['item']} {shortened(str(row['what']), 36)}",
            review_words.units(row, names, lang=lang),
            say("bulletin", "slip_past", lang, day=f"{row['answer_by']:%Y-%m-%d}")
            if row["past"]
            else f"{row['answer_by']:%Y-%m-%d}",
        )
        for row in rows
    ]


def annex(
    table: pd.DataFrame,
    names: Names,
    *,
    lang: str = "zh",
    hidden: Mapping[str, str] | None = None,
) -> list[tuple[str, ...]]:
    """Give the rows of the annex: all items, with the three answers in columns of their own.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.bulletin.annex`.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.
    hidden : mapping of str to str, optional
        What `persons` gives.

    Returns
    -------
    list of tuple of str
        Key and place, matter, units and officials, due, figure, stated, evidence, status.
    """
    stated, evidence = labels("stated", lang), labels("evidence", lang)
    status = labels("item_status", lang)
    out: list[tuple[str, ...]] = []
    for row in table.to_dict("records"):
        where = say("bulletin", "annex_place", lang, place=row["place"], start=row["start"])
        units = review_words.units(row, names, lang=lang)
        people = [] if pd.isna(row["officials"]) else str(row["officials"]).split("、")
        called = shown(people, "official", names=names, lang=lang) | dict(hidden or {})
        if people:
            officials = listing([called[name] for name in people], lang)
            units = say("bulletin", "annex_units", lang, units=units, officials=officials)
        stands = status[row["status"]]
        if row["closed"] and row["status"] != "closed":
            stands = say("bulletin", "annex_closed", lang, status=stands)
        if row["changed"]:
            stands = say("bulletin", "annex_changed", lang, status=stands)
        figure = MISSING
        if not pd.isna(row["value"]):
            figure = figure_words.against(row, lang=lang)
        out.append(
            (
                f"{row['item']}\n{where}",
                shortened(str(row["what"]), 40),
                units,
                MISSING if pd.isna(row["due"]) else f"{row['due']:%Y-%m-%d}",
                figure,
                stated.get(row["stated"], MISSING),
                evidence[row["evidence"]],
                stands,
            )
        )
    return out


def shortened(words: str, most: int = 24) -> str:
    """Cut words to so many characters, without their full stop.

    Examples
    --------
    >>> shortened("建成充电桩。", 4)
    '建成充…'
    """
    words = words.rstrip("。.")
    return words if len(words) <= most else f"{words[: most - 1]}…"
