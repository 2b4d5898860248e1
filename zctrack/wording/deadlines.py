"""What the deadline tables say (时限), in sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from zctrack.wording.parties import shown
from zctrack.wording.periods import period
from zctrack.wording.words import Words, date, listing, number, percent, say

__all__ = ["calendar", "called", "clustering", "load", "upcoming"]

_MODULE = "deadlines"
_KINDS = ("due", "expires", "window")
# A percentage of fewer than these says more than the data do.
_FEWEST_FOR_PERCENT = 5


def calendar(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Sentences for `analysis.deadlines.calendar`.

    Parameters
    ----------
    table : DataFrame
        The calendar; a table of one kind gets that kind's sentences.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many dates, and how many of them fall on one day.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> calendar(frame("deadlines.calendar"), lang="en").title
    'No deadline has a date'
    """
    counts = {kind: int((table["kind"] == kind).sum()) for kind in _KINDS}
    kinds = [kind for kind in _KINDS if counts[kind]]
    single = kinds[0] if len(kinds) == 1 else "mixed"
    national = int((table["section"] == "commitment").sum())
    inferred = number(int(table["inferred"].sum()), lang)
    if table.empty:
        title = _say("calendar_empty", lang)
    else:
        ends = {"first": date(table["until"].min(), lang), "last": date(table["until"].max(), lang)}
        title = _calendar_title(table, single, counts, ends, lang)
    return Words(
        title=title,
        subtitle=_say(f"calendar_subtitle_{single}", lang),
        base=_say(
            "calendar_base",
            lang,
            n=number(len(table), lang),
            tasks=number(table["task"].nunique(), lang),
            inferred=inferred,
            doubtful=number(int(table["doubtful"].sum()), lang),
            national=_say("calendar_national_in", lang, n=number(national, lang))
            if national
            else _say("calendar_national_out", lang),
        ),
        alt=_say(
            "calendar_alt" if table["inferred"].any() else "calendar_alt_printed",
            lang,
            title=title,
            inferred=inferred,
        )
        if len(table)
        else title,
    )


def clustering(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Sentences for `analysis.deadlines.clustering`.

    Parameters
    ----------
    table : DataFrame
        The clustering.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        The busiest day of due dates and of lapses, with the bounds of their shares. Shares of
        fewer than five tasks are given as k/n.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> clustering(frame("deadlines.clustering")).title
    '没有写明日期的时限'
    """
    title = _clustering_title(table, lang)
    busiest = table[table["busiest"]].to_dict("records")
    doubtful = number(int(table["doubtful"].sum()), lang)
    shares = [
        _say(f"clustering_share_{row['kind']}", lang, share=_bounds(row, lang)) for row in busiest
    ]
    counts = [
        _say(f"clustering_of_{row['kind']}", lang, n=number(row["of"], lang)) for row in busiest
    ]
    bounds = (
        _say("clustering_bounds", lang, shares=_say("clustering_join", lang).join(shares))
        if shares
        else ""
    )
    return Words(
        title=title,
        subtitle=_say("clustering_subtitle", lang),
        base=_say(
            "clustering_base",
            lang,
            counts=_say("clustering_join", lang).join(counts),
            bounds=bounds,
            doubtful=_say("clustering_doubtful_in", lang, n=doubtful)
            if doubtful != number(0, lang)
            else _say("clustering_doubtful_none", lang),
        )
        if shares
        else "",
        alt=_say(
            "clustering_alt",
            lang,
            dates=number(table["date"].nunique(), lang),
            title=title,
            bounds=bounds,
        )
        if shares
        else title,
    )


def load(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> Words:
    """Sentences for `analysis.deadlines.load`.

    Parameters
    ----------
    table : DataFrame
        The load.
    lang : {"zh", "en"}
        Language.
    names : DataFrame, optional
        names.csv, for the parties' short names.
    hide_persons : bool
        Number persons in protocol order instead of naming them.

    Returns
    -------
    Words
        In which period most parties have their worst, and who answers for most in one.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> load(frame("deadlines.load"), lang="en").title
    'No party has a task with a date'
    """
    spans = table["span"].unique()
    title = _load_title(
        table, lang, called(table, lang=lang, names=names, hide_persons=hide_persons)
    )
    idle = table["party"].nunique() - table.loc[table["worst"], "party"].nunique()
    alt = _say("load_alt", lang, title=title)
    if idle:
        alt += _say("load_alt_lapses", lang, n=number(idle, lang))
    return Words(
        title=title,
        subtitle=_say(
            "load_subtitle",
            lang,
            span=_say(f"load_span_{spans[0] if len(spans) else 'month'}", lang),
        ),
        base=_say(
            "load_base",
            lang,
            parties=number(table["party"].nunique(), lang),
            doubtful=number(int(table["doubtful"].sum()), lang),
        ),
        alt=alt if len(table) else title,
    )


def upcoming(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Sentences for `analysis.deadlines.upcoming`.

    Parameters
    ----------
    table : DataFrame
        What was past and what comes next.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many tasks' due dates had passed, and what falls due next. Nothing is called missed.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> upcoming(frame("deadlines.upcoming"), lang="en").title
    'No deadline has a date'
    """
    subtitle = _say("upcoming_subtitle", lang)
    if table.empty:
        title = _say("upcoming_empty", lang)
        return Words(title=title, subtitle=subtitle, base="", alt=title)
    due = table[table["kind"] == "due"]
    as_of = date(table["as_of"].iloc[0], lang)
    horizon = number(int(table["horizon"].iloc[0]), lang)
    past = due.loc[due["past"], "task"].nunique()
    near = due.loc[due["within"].notna(), "task"].nunique()
    ahead = due.loc[~due["past"], "until"]
    following = "none" if ahead.empty else "some" if near else "later"
    lapsing = table.loc[(table["kind"] == "expires") & table["within"].notna(), "task"].nunique()
    title = _say(
        "upcoming_title",
        lang,
        as_of=as_of,
        past=_say(f"upcoming_past_{'some' if past else 'none'}", lang, n=number(past, lang)),
        next=_say(
            f"upcoming_next_{following}",
            lang,
            n=number(near, lang),
            horizon=horizon,
            date=date(ahead.min(), lang),
        ),
    )
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say(
            "upcoming_base",
            lang,
            n=number(len(table), lang),
            due=number(len(due), lang),
            expires=number(len(table) - len(due), lang),
            as_of=as_of,
            inferred=number(int(table["inferred"].sum()), lang),
            doubtful=number(int(table["doubtful"].sum()), lang),
        ),
        alt=_say(
            "upcoming_alt",
            lang,
            title=title,
            lapses=_say(
                "upcoming_lapses" if lapsing else "upcoming_lapses_none",
                lang,
                n=number(lapsing, lang),
                horizon=horizon,
            ),
        ),
    )


def called(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> dict[str, str]:
    """Give the words by which the parties of `analysis.deadlines.load` are shown.

    Parameters
    ----------
    table, lang, names, hide_persons
        As in `load`.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> called(pd.DataFrame({"party": ["甲"], "party_kind": ["official"]}), hide_persons=True)
    {'甲': '责任人A'}
    """
    everyone = list(table["party"].unique())
    kind = str(table["party_kind"].iloc[0]) if everyone else "unit"
    return shown(everyone, kind, names=names, lang=lang, hide_persons=hide_persons)


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)


def _calendar_title(
    table: pd.DataFrame, kind: str, counts: dict[str, int], ends: dict[str, str], lang: str
) -> str:
    if kind == "mixed":
        numbers = {name: number(counts[name], lang) for name in _KINDS}
        return _say("calendar_mixed", lang, **numbers, **ends)
    by_day = table.groupby("until").size()
    shape = "_one" if len(table) == 1 else "" if by_day.max() > 1 else "_spread"
    return _say(
        f"calendar_{kind}{shape}",
        lang,
        n=number(len(table), lang),
        k=number(int(by_day.max()), lang),
        busiest=date(by_day.idxmax(), lang),
        **ends,
    )


def _clustering_title(table: pd.DataFrame, lang: str) -> str:
    if table.empty:
        return _say("clustering_empty", lang)
    if table["tasks"].max() == 1:
        return _say("clustering_even", lang, n=number(1, lang))
    busiest = {str(row["kind"]): row for row in table[table["busiest"]].to_dict("records")}
    values = {kind: number(row["tasks"], lang) for kind, row in busiest.items()}
    dates = {kind: date(row["date"], lang) for kind, row in busiest.items()}
    if "due" in busiest:
        values |= _told(busiest["due"], lang)
    if len(set(dates.values())) == 1:
        shape = "both" if len(busiest) == 2 else next(iter(busiest))
        return _say(f"clustering_{shape}", lang, date=next(iter(dates.values())), **values)
    return _say(
        "clustering_apart",
        lang,
        due_date=dates["due"],
        expires_date=dates["expires"],
        due=values["due"],
        doubt=values["doubt"],
        expires=values["expires"],
    )


def _told(row: Mapping[Hashable, Any], lang: str) -> dict[str, str]:
    """Say of the busiest day's tasks how many print the day and how many are doubtful."""
    parts = []
    if row["printed"] < row["tasks"]:
        shape = "some" if row["printed"] else "none"
        parts.append(_say(f"clustering_printed_{shape}", lang, k=number(row["printed"], lang)))
    doubt = _say("clustering_doubt", lang, k=number(row["doubtful"], lang))
    parts += [doubt] if row["doubtful"] else []
    join = _say("clustering_join", lang)
    return {
        "told": _say("clustering_told", lang, parts=join.join(parts)) if parts else "",
        "doubt": join + doubt if row["doubtful"] else "",
    }


def _bounds(row: Mapping[Hashable, Any], lang: str) -> str:
    """Give the bounds of a share: percentages, or k/n where there are too few for them."""
    low, high, of = row["share_low"], row["share_high"], row["of"]
    if of < _FEWEST_FOR_PERCENT:
        ends = [
            _say("clustering_of_few", lang, k=number(k, lang), n=number(of, lang))
            for k in (row["printed"], row["tasks"])
        ]
    else:
        ends = [percent(low, lang), percent(high, lang)]
    return ends[0] if low == high else _say("clustering_range", lang, low=ends[0], high=ends[1])


def _load_title(table: pd.DataFrame, lang: str, names: Mapping[str, str]) -> str:
    worst = table[table["worst"]]
    if table.empty:
        return _say("load_empty", lang)
    parties = number(table["party"].nunique(), lang)
    if worst.empty:
        return _say("load_lapses_only", lang, n=parties)
    most = int(worst["due_answering"].max())
    if most == 0:
        return _say("load_support_only", lang, n=number(len(worst), lang))
    top = worst[worst["due_answering"] == most]
    if most == 1 and len(top) > 1:
        return _say("load_most_equal", lang, due=number(most, lang))
    span = str(worst["span"].iloc[0])
    by_period = worst.groupby("begin").size()
    common = int(by_period.max())
    if common == 1:  # no period to be named for all: only those of the first are told
        top = top[top["begin"] == top["begin"].iloc[0]]
    return _say(
        "load_most" if common > 1 else "load_most_spread",
        lang,
        n=number(len(worst), lang),
        k=number(common, lang),
        span=_say(f"load_span_{span}", lang),
        period=period(by_period.idxmax() if common > 1 else top["begin"].iloc[0], span, lang),
        party=_few([names[who] for who in top["party"]], lang),
        m=number(len(top), lang),
        due=number(most, lang),
    )


def _few(names: Sequence[str], lang: str) -> str:
    """At most three names and the number of the rest, so that a title stays a title."""
    if len(names) > 3:
        rest = number(len(names) - 3, lang)
        return _say("load_who_more", lang, shown=listing(names[:3], lang), n=rest)
    return listing(names, lang)
