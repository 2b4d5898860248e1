"""What the tables of structure say (结构): by what tasks can be checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zctrack.analysis import structure
from zctrack.dictionary.build import labels
from zctrack.wording.words import Words, listing, number, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["chapter", "checkability", "icicle", "measure", "part"]


def chapter(number: int, names: pd.DataFrame | None, lang: str) -> str:
    """Give the words by which a chapter is shown: its number and short title.

    Parameters
    ----------
    number : int
        The chapter's number; 0 is outside all.
    names : pandas.DataFrame or None
        names.csv: columns key (C4), type, short, en_short.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Examples
    --------
    >>> chapter(4, None, "en"), chapter(4, None, "zh")
    ('Chapter 4', '第4章')
    """
    if number == 0:
        return say("structure", "outside", lang)
    short = part("C", number, "chapter", names, lang)
    key = "chapter_named" if short else "chapter"
    return say("structure", key, lang, n=number, short=short)


def measure(number: int, names: pd.DataFrame | None, lang: str) -> str:
    """Give the words by which a measure is shown: its number and short title.

    Parameters
    ----------
    number : int
        The measure's number.
    names : pandas.DataFrame or None
        names.csv: columns key (M14), type, short, en_short.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Examples
    --------
    >>> measure(14, None, "en")
    'Measure 14'
    """
    short = part("M", number, "measure", names, lang)
    key = "chapter_named" if short else "icicle_measure"
    return say("structure", key, lang, n=number, short=short)


def part(letter: str, number: int, kind: str, names: pd.DataFrame | None, lang: str) -> str:
    """Look up the short title of a chapter or measure; empty where there is none.

    Parameters
    ----------
    letter : {"C", "M"}
        First letter of its key.
    number : int
        Its number.
    kind : {"chapter", "measure"}
        Its type in names.csv.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Examples
    --------
    >>> part("C", 1, "chapter", None, "zh")
    ''
    """
    if names is None or names.empty:
        return ""
    column = "short" if lang == "zh" else "en_short"
    rows = names[(names["key"] == f"{letter}{number}") & (names["type"] == kind)]
    found = rows[column].dropna() if column in rows.columns else rows.iloc[:0]
    return str(found.iloc[0]) if len(found) else ""


def checkability(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Say how many tasks can be checked by a date or a number, and how many by nothing.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.structure.checkability` gives.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    Words

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> checkability(frame("structure.checkability")).title
    '没有任务可供核查'
    """
    if table.empty:
        empty = _say("checkability_empty", lang)
        return Words(empty, _say("checkability_subtitle", lang), "", empty)
    chapters = structure.by_chapter(table)
    classes = structure.by_class(table)
    n, k = len(table), int(chapters["checkable"].sum())
    bare = int(classes.loc[classes["class"] == "open", "tasks"].sum())
    shape = "_all" if k == n else "_none" if not k else "" if bare else "_some"
    title = _say(
        f"checkability_title{shape}", lang, n=number(n, lang), k=number(k, lang), open=bare
    )
    label = labels("checkability", "zh" if lang == "zh" else "en")
    counts = [
        _say("checkability_class", lang, label=label[name], n=number(tasks, lang))
        for name, tasks in zip(classes["class"], classes["tasks"], strict=True)
        if tasks
    ]
    return Words(
        title=title,
        subtitle=_say("checkability_subtitle", lang),
        base=_say(
            "checkability_base",
            lang,
            n=number(n, lang),
            firm=number(int(chapters["checkable_firm"].sum()), lang),
        ),
        alt=_say(
            "checkability_alt",
            lang,
            n=number(n, lang),
            title=title,
            classes=_enumeration(counts, lang),
        ),
    )


def icicle(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Say how many chapters, measures and tasks there are.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.structure.checkability` gives.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    Words

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> icicle(frame("structure.checkability"), lang="en").title
    'There is no task to check'
    """
    words = checkability(table, lang=lang)
    subtitle = _say("icicle_subtitle", lang)
    if table.empty:
        return Words(words.title, subtitle, "", words.alt)
    title = _say(
        "icicle_title",
        lang,
        chapters=number(table["chapter"].nunique(), lang),
        measures=number(table["measure"].nunique(), lang),
        n=number(len(table), lang),
        k=number(int(structure.by_chapter(table)["checkable"].sum()), lang),
    )
    return Words(title, subtitle, words.base, words.alt)


def _enumeration(parts: Sequence[str], lang: str) -> str:
    return "、".join(parts) if lang == "zh" else listing(parts, lang)


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("structure", key, lang, **values)
