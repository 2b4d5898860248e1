"""What a reminder slip (督办单) says: one matter, one slip, row by row."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from zctrack.analysis import review
from zctrack.wording import review as review_words
from zctrack.wording.codes import labels
from zctrack.wording.persons import masked
from zctrack.wording.words import MISSING, date, listing, say

__all__ = ["colour", "rows", "text"]

_MODULE = "slip"

Row = Mapping[Hashable, Any]


def text(key: str, *, lang: str = "zh", **values: str | int) -> str:
    """Give a fixed line of a slip.

    Parameters
    ----------
    key : str
        Of the section ``[slip]``.
    lang : {"zh", "en"}
        Language.
    **values : str or int
        What its fields stand for.

    Examples
    --------
    >>> text("number", slip="2020-003")
    '编号：2020-003'
    """
    return say(_MODULE, key, lang, **values)


def colour(row: Row, *, lang: str = "zh") -> str:
    """Name the colour of a slip and what it means.

    Parameters
    ----------
    row : mapping
        A row of `analysis.bulletin.sheets`.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> colour({"colour": "blue", "list": "slow"}), colour({"colour": "blue", "list": "silent"})
    ('蓝色　提醒', '蓝色　催报送')
    """
    if row["list"] != "silent":
        return text(f"colour_{row['colour']}", lang=lang)
    name = labels("slip_colour", lang)[row["colour"]]
    name = name if lang == "zh" else name.upper()
    return text("colour_report", lang=lang, colour=name)


def rows(
    row: Row,
    notice: str,
    names: pd.DataFrame | None,
    *,
    lang: str = "zh",
    called: Mapping[str, str] | None = None,
    hidden: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """Give the rows of a slip: what each is, and what stands in it.

    Parameters
    ----------
    row : mapping
        A row of `analysis.bulletin.sheets`.
    notice : str
        The notice's number.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.
    called : mapping of str to str, optional
        By which words officials are shown; else by their names.
    hidden : mapping of str to str, optional
        What to put in place of persons' names in the bureau's words.

    Returns
    -------
    list of tuple of str
    """
    silent = row["list"] == "silent"
    officials: list[str] = [] if pd.isna(row["officials"]) else str(row["officials"]).split("、")
    copies = listing([(called or {}).get(name, name) for name in officials], lang) or MISSING
    found = next(rule for rule in review.rules()["slip"] if rule["rule"] == row["rule"])
    until = date(row["answer_by"], lang)
    asked = text("ask_report" if silent else f"ask_{row['colour']}", lang=lang, day=until)
    if row["past"]:
        asked += text("past", lang=lang)
    told = {
        "units": _units(row, lang),
        "copy": copies,
        "matter": text("matter", lang=lang, what=str(row["what"]), item=str(row["item"])),
        "sentence": text(
            "sentence",
            lang=lang,
            sentence=str(row["sentence"]),
            notice=notice,
            place=str(row["place"]),
            start=int(row["start"]),
            end=int(row["end"]),
        ),
        "state": _state(row, silent, lang, hidden or {}),
        "rule": text(
            "rule",
            lang=lang,
            rule=found["zh" if lang == "zh" else "when"].rstrip("。."),
            code=found["rule"],
        ),
        "asked": asked,
        "next": _next(row, silent, lang),
        "closed": text(f"closed_{row['closes']}", lang=lang),
        "answer": text("answer", lang=lang),
        "signed": "",
    }
    return [(text(f"row_{name}", lang=lang), value) for name, value in told.items()]


def _units(row: Row, lang: str) -> str:
    """Name the units in full: a slip is addressed to them."""
    return review_words.units(row, None, lang=lang)


def _state(row: Row, silent: bool, lang: str, hidden: Mapping[str, str]) -> str:
    last: str = (
        text("never", lang=lang) if pd.isna(row["last_report"]) else date(row["last_report"], lang)
    )
    if silent:
        return text("state_silent", lang=lang, last=last)
    status = labels("item_status", lang)[row["status"]]
    due = review_words.day(row, lang=lang)
    told = text("state", lang=lang, status=status, due=due, last=last)
    if isinstance(row["words"], str):
        words = masked(row["words"], hidden).strip().rstrip("。.")
        told += "\n" + text("state_words", lang=lang, words=words)
    return told


def _next(row: Row, silent: bool, lang: str) -> str:
    names = labels("slip_colour", lang)
    if isinstance(row["next_colour"], str):
        return text("next", lang=lang, colour=names[row["next_colour"]])
    if silent:
        return text("next_report", lang=lang, colour=names[row["colour"]])
    if row["colour"] != "red":
        return text("next_highest", lang=lang, colour=names[row["colour"]], red=names["red"])
    return text("next_red", lang=lang)
