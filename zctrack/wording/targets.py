"""What the tables of targets say (目标), in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from zctrack.analysis.trajectory import rules
from zctrack.wording.codes import labels
from zctrack.wording.figures import against, indicator, shares, statuses
from zctrack.wording.outlook import forecast
from zctrack.wording.words import Words, date, listing, number, say

__all__ = ["forecast", "overview", "register", "track", "trajectories"]

_MODULE = "targets"
# Three groups are read in five seconds; the rows have all the statuses.
_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "good": ("achieved", "on_track"),
        "bad": ("at_risk", "behind", "missed"),
        "open": ("unreported", "waiting", "not_started"),
    }
)
_GAPS = ("no_date", "no_number", "hedged", "undefined", "nested_or_repeated")


def register(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.targets.register`.

    Parameters
    ----------
    table : pandas.DataFrame
        The register.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many targets can be measured as written, and what is published of them.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> register(frame("targets.register"), lang="en").title
    'There is no target'
    """
    if table.empty:
        title = _say("register_empty", lang)
        return Words(title, _say("register_subtitle_unasked", lang), "", title)
    n, k = len(table), int(table["measurable"].sum())
    key = "register_title_all" if k == n else "register_title" if k else "register_title_none"
    title = _say(key, lang, n=number(n, lang), k=number(k, lang))
    looked = table["looked_until"].max()
    if not pd.isna(looked):
        found = int(table["published"].notna().sum())
        title = _say(
            "register_published_some" if found else "register_published_none",
            lang,
            head=title,
            p=number(found, lang),
            looked=date(looked, lang),
        )
    counts = {c.removesuffix("_or_repeated"): number(int(table[c].sum()), lang) for c in _GAPS}
    gap_words = _say("register_gaps", lang, **counts)
    base = _say(
        "register_base",
        lang,
        n=number(n, lang),
        doubtful=number(int(table["doubtful"].sum()), lang),
        gaps=gap_words,
    )
    if table["sentence"].isna().all():
        base = _say("join", lang).join([base, _say("register_unread", lang)])
    if not pd.isna(looked):
        context = number(int(table["context"].sum()), lang)
        looked_words = _say("register_looked", lang, looked=date(looked, lang), context=context)
        base = _say("join", lang).join([base, looked_words])
    return Words(
        title=title,
        subtitle=_say(
            "register_subtitle_unasked" if pd.isna(looked) else "register_subtitle", lang
        ),
        base=base,
        alt=_say("register_alt", lang, title=title, gaps=gap_words),
    )


def track(table: pd.DataFrame, *, lang: str = "zh", yardstick: str = "nature") -> Words:
    """Give the sentences for `analysis.targets.track`.

    Parameters
    ----------
    table : pandas.DataFrame
        The table ``progress``.
    lang : {"zh", "en"}
        Language.
    yardstick : {"nature", "year"}
        The one that the table was made with.

    Returns
    -------
    Words
        How the targets with a figure stand; those without are told beside them.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> track(frame("progress")).title
    '没有目标'
    """
    if table.empty:
        title = _say("track_empty", lang)
        return Words(title, _say("track_subtitle", lang), "", title)
    drawn = shares(table)
    n, m = number(len(table), lang), number(len(drawn), lang)
    subtitle = _say("track_subtitle", lang)
    if drawn.empty:
        title = _say("track_none", lang, n=n)
        subtitle = _say("track_subtitle_none", lang, looked=date(table["as_of"].max(), lang))
    else:
        title = _say("track_title", lang, m=m, counts=statuses(drawn, lang=lang))
    left = table[~table["quantity"].isin(drawn["quantity"])]
    worst = ""
    if not drawn.empty:
        row = drawn.sort_values("attainment", kind="stable").to_dict("records")[0]
        worst = _say(
            "track_alt_worst",
            lang,
            indicator=indicator(row, None, lang),
            figures=against(row, lang=lang),
        )
    base = _say(
        "track_base",
        lang,
        n=n,
        m=m,
        others=_say("track_others", lang, counts=statuses(left, lang=lang)) if len(left) else "",
        as_of=date(_assessed(table), lang),
        yardstick=_say(f"track_{yardstick}", lang),
    )
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say("join", lang).join([base, _rule(lang)]),
        alt=_say("track_alt", lang, title=title, worst=worst).strip(),
    )


def overview(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.targets.overview`.

    Parameters
    ----------
    table : pandas.DataFrame
        The overview.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many targets have each status.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> overview(frame("targets.overview")).title
    '没有目标'
    """
    n = int(table["all_targets"].max()) if len(table) else 0
    if not n:
        title = _say("overview_empty", lang)
        return Words(title, _say("overview_subtitle", lang), "", title)
    names = labels("status", lang)
    counts = listing(
        [
            _say("track_count", lang, n=number(k, lang), status=names[status])
            for status, k in zip(table["status"], table["targets"], strict=True)
            if k
        ],
        lang,
    )
    held = dict(zip(table["status"], table["targets"], strict=True))
    groups = {name: sum(held.get(code, 0) for code in of) for name, of in _GROUPS.items()}
    # One status alone is said by its own name.
    several = sum(1 for k in held.values() if k) > 1
    told = [
        _say(f"overview_group_{name}", lang, n=number(k, lang)) for name, k in groups.items() if k
    ]
    title = _say(
        "overview_title",
        lang,
        n=number(n, lang),
        counts=_say("trajectories_join", lang).join(told) if several else counts,
    )
    base = _say("overview_base", lang, n=number(n, lang), as_of=date(table["as_of"].max(), lang))
    base = _say("join", lang).join([base, _say("overview_rule", lang)])
    made_up = int(table["simulated"].sum())
    if made_up:
        words = _say("overview_simulated", lang, n=number(made_up, lang))
        base = _say("join", lang).join([base, words])
    return Words(
        title=title,
        subtitle=_say("overview_subtitle", lang),
        base=base,
        alt=_say(
            "overview_alt",
            lang,
            title=_say("overview_counts", lang, title=title, counts=counts) if several else title,
        ),
    )


def _rule(lang: str) -> str:
    """Name the rule by which a figure has its status, with its thresholds."""
    limits = rules()["shortfall"]
    points = limits["points"]
    return _say(
        "track_rule",
        lang,
        on=number(limits["on_track"] * 100, lang),
        risk=number(limits["at_risk"] * 100, lang),
        on_rate=number(points["on_track"], lang),
        risk_rate=number(points["at_risk"], lang),
    )


def trajectories(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.targets.trajectories`.

    Parameters
    ----------
    table : pandas.DataFrame
        The trajectories.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        Of the targets with two figures or more, how many come nearer to their path.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> trajectories(frame("targets.trajectories")).title
    '没有目标有可以计入的数值'
    """
    subtitle = _say("trajectories_subtitle", lang)
    reported = table[table["point"] == "reported"]
    if reported.empty:
        title = _say("trajectories_none", lang)
        return Words(title, subtitle, "", title)
    counts = Counter(
        _course([float(gap) for gap in rows["gap"]])
        for _, rows in reported.groupby("quantity", sort=False)
    )
    once = counts.pop("once", 0)
    parts = [
        _say(f"trajectories_{course}", lang, n=number(counts[course], lang))
        for course in ("on", "nearer", "further")
        if counts[course]
    ]
    n = number(reported["quantity"].nunique(), lang)
    title = (
        _say(
            "trajectories_title",
            lang,
            n=number(counts.total(), lang),
            counts=_say("trajectories_join", lang).join(parts),
        )
        if counts.total()
        else _say("trajectories_once", lang, n=n)
    )
    ahead = int((table["point"] == "forecast").sum())
    forecast = _say(
        "trajectories_forecast" if ahead else "trajectories_no_forecast",
        lang,
        n=number(ahead, lang),
    )
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say(
            "trajectories_base",
            lang,
            n=n,
            once=number(once, lang),
            last=date(reported["day"].max(), lang),
            forecast=forecast,
        ),
        alt=_say("trajectories_alt", lang, n=n, title=title),
    )


def _course(gaps: list[float]) -> str:
    """Name the course of a target: its last gap to the path, against the one before."""
    if len(gaps) < 2:
        return "once"
    if gaps[-1] <= 0:
        return "on"
    return "nearer" if gaps[-1] < gaps[-2] else "further"


def _assessed(progress: pd.DataFrame) -> object:
    """Find the day of the assessment: a due date less the days that were left to it."""
    dated = progress[progress["due"].notna() & progress["days_left"].notna()]
    if dated.empty:
        return progress["as_of"].max()
    row = dated.iloc[0]
    return row["due"] - pd.Timedelta(days=int(row["days_left"]))


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)
