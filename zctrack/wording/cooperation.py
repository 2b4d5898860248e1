"""What the tables of cooperation say (协作与责任): part of `zctrack.wording.workload`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from zctrack.analysis import workload
from zctrack.wording.parties import shown
from zctrack.wording.words import Words, listing, number, say

__all__ = ["co_occurrence", "flow", "gaps"]

# Gaps that leave open whom to ask first; the others are uncertain in another way.
_WHOM_TO_ASK = (
    "nobody_answers",
    "several_leads",
    "joint_without_lead",
    "respective_without_split",
)
_OTHER_GAPS = ("unnamed_group", "open_list", "official_changes")


def gaps(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Say in how many measures it is not clear whom to ask first, and why.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.gaps` gives.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    Words

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> gaps(frame("workload.gaps")).title
    '责任条款中没有发现责任不明之处'
    """
    subtitle = _say("gaps_subtitle", lang)
    if table.empty:
        none = _say("gaps_none", lang)
        return Words(none, subtitle, "", none)
    per_gap = {
        str(gap): int(rows["measure"].nunique()) for gap, rows in table.groupby("gap", sort=False)
    }

    def parts(gaps_of: Sequence[str]) -> str:
        found = [
            _say(f"gaps_{gap}", lang, n=number(per_gap[gap], lang))
            for gap in gaps_of
            if gap in per_gap
        ]
        return "，".join(found) if lang == "zh" else listing(found, lang)

    unclear = table[table["gap"].isin(_WHOM_TO_ASK)]
    if len(unclear):
        n = number(unclear["measure"].nunique(), lang)
        title = _say("gaps_title", lang, n=n, parts=parts(_WHOM_TO_ASK))
    else:
        title = _say("gaps_title_clear", lang, parts=parts(_OTHER_GAPS))
    more = parts(_OTHER_GAPS) if len(unclear) else ""
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say(
            "gaps_base",
            lang,
            n=number(len(table), lang),
            measures=number(table["measure"].nunique(), lang),
        ),
        alt=_say(
            "gaps_alt",
            lang,
            n=number(len(table), lang),
            title=title,
            more=_say("gaps_more", lang, parts=more) if more else "",
        ).strip(),
    )


def co_occurrence(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> Words:
    """Say who is the commonest partner, and of how many others.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.co_occurrence` gives.
    lang : {"zh", "en"}
        The language.
    names : pandas.DataFrame, optional
        names.csv, for short names.
    hide_persons : bool
        Number persons instead of naming them.

    Returns
    -------
    Words

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> co_occurrence(frame("workload.co_occurrence")).title
    '没有两个主体同列一项任务'
    """
    if table.empty:
        empty = _say("co_occurrence_empty", lang)
        return Words(empty, "", "", empty)
    beside = workload.partners(table)
    hub, kind = str(beside["partner"].iloc[0]), str(beside["kind"].iloc[0])
    called = shown(
        list(dict.fromkeys([*table["first"], *table["second"]])),
        kind,
        names=names,
        lang=lang,
        hide_persons=hide_persons,
    )
    together = beside[beside["measures"] > 0]
    # One measure out of one is no pattern.
    always = together[
        (together["measures"] == together["party_measures"]) & (together["measures"] > 1)
    ]
    others = table[(table["measures"] > 1) & (table["first"] != hub) & (table["second"] != hub)]
    parties = _say(f"co_occurrence_parties_{kind}", lang, n=number(len(beside) + 1, lang))
    values: dict[str, Any] = {"hub": called[hub], "parties": parties}
    shape = "_one" if len(beside) == 1 else "_always" if len(always) else ""
    shape += "_official" if kind == "official" and len(beside) > 1 else ""
    title = _say(
        f"co_occurrence_title{shape}",
        lang,
        n=number(len(beside), lang),
        k=number(len(together), lang),
        m=number(len(always), lang),
        other=called[str(beside["party"].iloc[0])],
        measures=number(int(beside["measures"].iloc[0]), lang),
        **values,
    )
    return Words(
        title=title,
        subtitle=_say("co_occurrence_subtitle", lang, **values),
        base=_say("co_occurrence_base", lang, pairs=number(len(table), lang), **values),
        alt=_say(
            "co_occurrence_alt",
            lang,
            title=title,
            recurring=number(len(others), lang),
            **values,
        ),
    )


def flow(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> Words:
    """Say who answers for most of the tasks that flow from officials to units to chapters.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.flow` gives.
    lang : {"zh", "en"}
        The language.
    names : pandas.DataFrame, optional
        names.csv, for short names.
    hide_persons : bool
        Number persons instead of naming them.

    Returns
    -------
    Words

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> flow(frame("workload.flow")).title
    '没有人负责任务'
    """
    first_stage = table[
        table["stage"] == ("official" if "official" in set(table["stage"]) else "unit")
    ]
    held: dict[str, set[str]] = {}
    for source, keys in zip(first_stage["source"], first_stage["keys"], strict=True):
        if pd.notna(source):
            held.setdefault(source, set()).update(str(keys).split("；"))
    subtitle = _say("flow_subtitle", lang)
    if not held:
        empty = _say("flow_empty", lang)
        return Words(empty, subtitle, "", empty)
    kind = "official" if first_stage["stage"].iloc[0] == "official" else "unit"
    called = shown(list(held), kind, names=names, lang=lang, hide_persons=hide_persons)
    first = max(held, key=lambda name: len(held[name]))
    n = number(len({key for keys in table["keys"] for key in str(keys).split("；")}), lang)
    title = _say(
        "flow_title_official" if kind == "official" else "flow_title",
        lang,
        first=called[first],
        k=number(len(held[first]), lang),
        n=n,
    )
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say("flow_base", lang, n=n),
        alt=_say("flow_alt", lang, title=title),
    )


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("workload", key, lang, **values)
