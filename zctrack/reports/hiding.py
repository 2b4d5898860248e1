"""A notice whose officials are not named (隐去姓名): letters stand for persons in every table.

Charts and sentences letter persons themselves. What prints the notice's own tables (the workbook,
the files for other programs) takes this copy instead, so that no cell can be forgotten. Only those
are hidden whom the assignments or names.csv know as officials: another name in the text, of a
contact or in a roster, nobody has recognised.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from zctrack.analysis.answers import full_names
from zctrack.notice import Notice, Tables
from zctrack.wording.parties import shown
from zctrack.wording.persons import masked

__all__ = ["hidden_rows", "lettering", "stand_ins", "without_names"]


def stand_ins(notice: Notice, lang: str = "zh") -> dict[str, str]:
    """Give what stands for each official, by full and by printed name.

    Parameters
    ----------
    notice : Notice
        The notice.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    dict of str to str
        The letters of the charts: a person has one everywhere.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> stand_ins(load())["赵学"], stand_ins(load(), "en")["赵学"]
    ('责任人B', 'Official B')
    """
    rows = notice.assignments
    rows = rows[rows["kind"] == "official"]
    full = full_names(rows)
    names = notice.names
    known = []
    if {"type", "kind", "key"} <= set(names.columns):
        known = list(names.loc[(names["type"] == "party") & (names["kind"] == "official"), "key"])
    people = list(dict.fromkeys([*full, *known]))
    letters = shown(people, "official", names=names, lang=lang, hide_persons=True)
    return letters | {name: letters[whole] for name, whole in zip(rows["party"], full, strict=True)}


def lettering(notice: Notice, lang: str = "zh") -> Callable[[str], str]:
    """Give what puts letters in the place of officials' names in any text.

    Parameters
    ----------
    notice : Notice
        The notice.
    lang : {"zh", "en"}
        Language of the letters.

    Returns
    -------
    callable
        Text in, text out: what `write_forms` takes as `said`.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> lettering(load())("由赵 学签发")
    '由责任人B签发'
    """
    return functools.partial(masked, hidden=stand_ins(notice, lang))


def hidden_rows(rows: pd.DataFrame, letters: Mapping[str, str]) -> pd.DataFrame:
    """Put letters in the place of names in every text of a table.

    Parameters
    ----------
    rows : pandas.DataFrame
        Any table.
    letters : mapping of str to str
        What `stand_ins` gives.

    Returns
    -------
    pandas.DataFrame
        A table of its own; nothing else is changed.

    Examples
    --------
    >>> hidden_rows(pd.DataFrame({"words": ["由赵 学签发"], "n": [1]}), {"赵学": "责任人B"})
          words  n
    0  由责任人B签发  1
    """
    if not letters:
        return rows
    made = rows.copy(deep=False)
    for name, values in rows.items():
        if pd.api.types.is_string_dtype(values.dtype) or values.dtype == object:
            said = [masked(v, letters) if isinstance(v, str) else v for v in values]
            made[name] = pd.Series(said, index=rows.index, dtype=values.dtype)
    return made


def without_names(notice: Notice, lang: str = "zh") -> Notice:
    """Give a notice with letters for its officials, in its tables and its names.

    Its text stays whole, because every place is counted in it: do not print it. Where a letter
    stands for a name, the words of a row are not those of its place.

    Parameters
    ----------
    notice : Notice
        The notice.
    lang : {"zh", "en"}
        Language of the letters.

    Returns
    -------
    Notice

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> without_names(load()).assignments["party"].iloc[0]
    '责任人C'
    """
    letters = stand_ins(notice, lang)
    names = hidden_rows(notice.names, letters)
    if {"type", "kind", "key"} <= set(names.columns):
        people = (notice.names["type"] == "party") & (notice.names["kind"] == "official")
        for column in set(names.columns) - {"type", "kind", "order"}:
            # Whatever a person is called, in whichever language, and what is noted about him.
            names.loc[people, column] = notice.names.loc[people, "key"].map(letters)
    tables = {
        name: (lambda name=name: hidden_rows(notice.tables[name], letters))
        for name in notice.tables
    }
    return replace(notice, names=names, tables=Tables(tables))
