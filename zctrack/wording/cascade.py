"""What the tables of the cascade say (层层落实), in sentences."""

from __future__ import annotations

import pandas as pd

from zctrack.wording.words import MISSING, Words, listing, number, percent, say

__all__ = ["answer", "compare", "localised", "measure", "quoted", "rest", "year_ends"]

_MODULE = "cascade"
# From a number to none; the last two hold none.
_ANSWERS = ("same", "complement", "own", "none", "waits")
_HELD = _ANSWERS[:3]


def localised(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.cascade.localised`.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many national numbers have a district number.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> localised(frame("cascade.localised"), lang="en").title
    'The national commitments hold no number'
    """
    subtitle = _say("localised_subtitle", lang)
    if table.empty:
        title = _say("localised_empty", lang)
        return Words(title, subtitle, "", title)
    n, k = len(table), int(table["answer"].isin(_HELD).sum())
    key = "localised_title" if 0 < k < n else "localised_title_all" if k else "localised_title_none"
    title = _say(key, lang, n=number(n, lang), k=number(k, lang))
    counts = table["answer"].value_counts()
    answers = listing(
        [
            _say(
                "localised_count",
                lang,
                answer=answer(kind, lang),
                n=number(int(counts[kind]), lang),
            )
            for kind in _ANSWERS
            if kind in counts
        ],
        lang,
    )
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say(
            "localised_base",
            lang,
            n=number(n, lang),
            doubtful=number(int(table["doubtful"].sum()), lang),
            answers=answers,
        ),
        alt=_say("localised_alt", lang, title=title, answers=answers),
    )


def answer(kind: str, lang: str) -> str:
    """Name a kind of answer.

    Parameters
    ----------
    kind : str
        A value of the column answer.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> answer("none", "zh")
    '没有对应数字'
    """
    return _say(f"answer_{kind}", lang)


def quoted(surface: object, indicator: object, *, lang: str = "zh") -> str:
    """Write a number with what it measures, or a dash where there is none.

    Parameters
    ----------
    surface, indicator : str or missing
        The printed words, and the indicator.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> quoted("5％", "工商业电价")
    '5％（工商业电价）'
    """
    if pd.isna(surface):  # type: ignore[call-overload]
        return MISSING
    if pd.isna(indicator):  # type: ignore[call-overload]
        return str(surface)
    return _say("localised_number", lang, surface=str(surface), indicator=str(indicator))


def measure(number_: int, names: pd.DataFrame | None, *, lang: str = "zh") -> str:
    """Name a measure by its key and, where names.csv has one, its short title.

    Parameters
    ----------
    number_ : int
        Its number.
    names : pandas.DataFrame or None
        names.csv: columns key, short, en_short, en.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> measure(4, None)
    'M4'
    """
    key = f"M{number_}"
    if names is not None and not names.empty:
        own = names[names["key"] == key]
        for column in ("short",) if lang == "zh" else ("en_short", "en"):
            for value in own.get(column, ()):
                if pd.notna(value) and value:
                    return f"{key} {value}"
    return key


def rest(count: int, *, lang: str = "zh") -> str:
    """Say how many rows a drawn table leaves out; empty for none.

    Parameters
    ----------
    count : int
        How many.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> rest(0)
    ''
    """
    return _say("localised_rest", lang, n=number(count, lang)) if count else ""


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)


def compare(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.cascade.compare`.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many measures have a counterpart.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> compare(frame("cascade.compare"), lang="en").title
    'The first notice holds no measure'
    """
    subtitle = _say("compare_subtitle", lang)
    if table.empty:
        title = _say("compare_empty", lang)
        return Words(title, subtitle, "", title)
    n, k = number(len(table), lang), int(table["other"].notna().sum())
    title = _say("compare_title" if k else "compare_title_none", lang, n=n, k=number(k, lang))
    low = number(table["score"].min() if k else None, lang)
    base = _say("compare_base", lang, n=n, low=low)
    return Words(title, subtitle, base, _say("compare_alt", lang, title=title))


def year_ends(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.cascade.year_ends`.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        From what share to what share due dates fall on a year's end.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> year_ends(frame("cascade.year_ends"), lang="en").title
    'No notice'
    """
    subtitle = _say("year_ends_subtitle", lang)
    dated = table.dropna(subset=["share"])
    if dated.empty:
        title = _say("year_ends_empty", lang)
        return Words(title, subtitle, "", title)
    if len(dated) == 1:
        row = dated.iloc[0]
        n, k = number(int(row["due"]), lang), number(int(row["year_end"]), lang)
        title = _say("year_ends_title_one", lang, n=n, k=k, share=percent(row["share"], lang))
    else:
        low, high = percent(dated["share"].min(), lang), percent(dated["share"].max(), lang)
        title = _say("year_ends_title", lang, low=low, high=high)
    return Words(
        title, subtitle, _say("year_ends_base", lang), _say("year_ends_alt", lang, title=title)
    )
