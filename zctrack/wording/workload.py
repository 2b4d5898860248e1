"""What the tables of workload say (工作量), in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zctrack.analysis import workload
from zctrack.wording.cooperation import co_occurrence, flow, gaps
from zctrack.wording.parties import shown, way
from zctrack.wording.words import Words, listing, number, percent, say

__all__ = ["by_party", "co_occurrence", "concentration", "crosstab", "flow", "gaps"]

# A percentage of fewer than these says more than the data do.
_FEWEST_FOR_PERCENT = 5


def by_party(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> Words:
    """Say who carries most, by how many ways of counting; of units, who supports and answers most.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.by_party` gives.
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
    >>> by_party(frame("workload.by_party")).title
    '没有写明责任单位'
    """
    kind = _kind(table)
    called = shown(list(table["party"]), kind, names=names, lang=lang, hide_persons=hide_persons)
    if kind == "unit":
        return _units(table, called, lang)
    return _officials(table, called, lang)


def _kind(table: pd.DataFrame) -> str:
    """Kind of party of a table; of an empty one only the columns can say it."""
    if len(table):
        return str(table["kind"].iloc[0])
    return "unit" if "supports" in table.columns else "official"


def _officials(table: pd.DataFrame, called: Mapping[str, str], lang: str) -> Words:
    subtitle = _say("by_party_subtitle_official", lang)
    if table.empty:
        empty = _say("by_party_empty_official", lang)
        return Words(empty, subtitle, "", empty)
    cells = workload.ways(table)
    first, title = _who_carries_most(table, cells, called, lang)
    own = cells[(cells["party"] == first) & (cells["total"] > 0)]
    parts = [
        _say(
            "by_party_cell",
            lang,
            way=way(row["way"], lang),
            n=number(row["count"], lang, None),
            total=number(row["total"], lang),
        )
        for row in own.to_dict("records")
    ]
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say("by_party_base_official", lang, doubtful=_doubtful(table, cells, called, lang)),
        alt=_say(
            "by_party_alt_official",
            lang,
            n=number(len(table), lang),
            title=title,
            first=called[first],
            cells="、".join(parts) if lang == "zh" else listing(parts, lang),
        ),
    )


def _leaders(cells: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Who has the highest count by each way: several where they are level."""
    leaders = {}
    for name, rows in cells.groupby("way", sort=False):
        highest = rows["count"].max()
        if highest > 0:
            leaders[str(name)] = tuple(rows.loc[rows["count"] == highest, "party"])
    return leaders


def _who_carries_most(
    table: pd.DataFrame, cells: pd.DataFrame, called: Mapping[str, str], lang: str
) -> tuple[str, str]:
    leaders = _leaders(cells)
    sole = {name: [w for w, who in leaders.items() if who == (name,)] for name in table["party"]}
    first = max(sole, key=lambda name: len(sole[name]))
    n, k = len(leaders), len(sole[first])
    if len(table) == 1 or n <= 1:
        first = str(table["party"].iloc[0])
        row = table.iloc[0]
        title = _say(
            "by_party_one",
            lang,
            first=called[first],
            k=number(int(row["tasks"]), lang),
            n=number(int(row["all_tasks"]), lang),
        )
    elif k == n:
        title = _say("by_party_always", lang, n=number(n, lang), first=called[first])
    else:
        mostly = 2 * k > n
        rest = {w: who for w, who in leaders.items() if not mostly or w not in sole[first]}
        title = _say(
            "by_party_mostly" if mostly else "by_party_split",
            lang,
            n=number(n, lang),
            k=number(k, lang),
            first=called[first],
            others=_others(rest, called, lang),
        )
    return first, title


def _others(leaders: Mapping[str, tuple[str, ...]], called: Mapping[str, str], lang: str) -> str:
    """Write "by chapters it is B, by targets A and C are level"."""
    by_name: dict[tuple[str, ...], list[str]] = {}
    for name, who in leaders.items():
        by_name.setdefault(who, []).append(way(name, lang))
    parts = [
        _say(
            _tied(len(who)),
            lang,
            n=number(len(who), lang),
            ways=listing([w if lang == "zh" else w.lower() for w in names], lang),
            names=listing([called[name] for name in who], lang),
        )
        for who, names in by_name.items()
    ]
    return "，".join(parts) if lang == "zh" else ", ".join(parts)


def _tied(parties: int) -> str:
    """Choose the template: one name, two or three, or too many to name."""
    if parties == 1:
        return "by_party_other"
    return "by_party_other_tied" if parties <= 3 else "by_party_other_many"


def _doubtful(
    table: pd.DataFrame, cells: pd.DataFrame, called: Mapping[str, str], lang: str
) -> str:
    """Say whether leaving doubtful dates and targets out puts somebody else first."""
    firm = {
        name: pd.DataFrame({"party": table["party"], "way": name, "count": table[f"{name}_firm"]})
        for name in ("tasks_due", "targets")
        if f"{name}_firm" in table.columns
    }
    if not firm:
        return _say("by_party_doubtful_none", lang)
    with_doubtful = _leaders(cells)
    changed = {
        name: who
        for name, rows in firm.items()
        for who in _leaders(rows).values()
        if who != with_doubtful.get(name)
    }
    key = "by_party_doubtful_changed" if changed else "by_party_doubtful_same"
    return _say(key, lang, others=_others(changed, called, lang))


def _units(table: pd.DataFrame, called: Mapping[str, str], lang: str) -> Words:
    subtitle = _say("by_party_subtitle_unit", lang)
    if table.empty:
        empty = _say("by_party_empty_unit", lang)
        return Words(empty, subtitle, "", empty)
    first = table.iloc[table["supports"].to_numpy().argmax()]
    lead = table.iloc[table["tasks"].to_numpy().argmax()]
    supported, answered = bool(first["supports"]), bool(lead["tasks"])
    shape = {
        (True, True): "both" if first["party"] == lead["party"] else "apart",
        (True, False): "supports",
        (False, True): "leads",
        (False, False): "neither",
    }[supported, answered]
    title = _say(
        f"by_party_unit_{shape}",
        lang,
        first=called[first["party"]],
        lead=called[lead["party"]],
        supports=number(int(first["supports"]), lang),
        tasks=number(int(lead["tasks"]), lang),
        n=number(int(lead["all_tasks"]) if answered else len(table), lang),
    )
    groups = int(table["collective"].sum())
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say(
            "by_party_base_unit",
            lang,
            n=number(int(table["all_tasks"].iloc[0]), lang),
            units=number(len(table), lang),
            groups=_say("by_party_groups", lang, n=number(groups, lang)) if groups else "",
        ),
        alt=_say(
            "by_party_alt_unit",
            lang,
            n=number(len(table), lang),
            title=title,
            first=called[first["party"]],
            leads=number(int(first["leads_supported"]), lang),
            officials=number(int(first["under_officials"]), lang),
        ),
    )


def concentration(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> Words:
    """Say what the first and the first two hold, and how far one measure decides it.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.concentration` gives.
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
    >>> concentration(frame("workload.concentration"), lang="en").title
    'Nobody answers for a task'
    """
    subtitle = _say("concentration_subtitle", lang)
    if table.empty:
        empty = _say("concentration_empty", lang)
        return Words(empty, subtitle, "", empty)
    row = table.iloc[0]
    everybody = list(dict.fromkeys(table[["first", "second", "third"]].stack().dropna()))
    called = shown(everybody, str(row["kind"]), names=names, lang=lang, hide_persons=hide_persons)
    values = {
        "first": called[row["first"]],
        "second": called.get(row["second"], ""),
        "n": number(int(row["total"]), lang),
        "one": percent(row["share_first"] / 100, lang),
        "two": percent(row["share_two"] / 100, lang),
    }
    shape = (
        "one"
        if int(row["parties"]) == 1
        else f"few_{row['kind']}"
        if row["total"] < _FEWEST_FOR_PERCENT
        else f"title_{row['kind']}"
    )
    title = _say(f"concentration_{shape}", lang, **values)
    ends = {
        "low": percent(row["first_low"] / 100, lang),
        "high": percent(row["first_high"] / 100, lang),
    }
    return Words(
        title=title,
        subtitle=subtitle,
        base=_say(
            "concentration_base",
            lang,
            parties=number(int(row["parties"]), lang),
            stays=_say(f"concentration_{'stays' if row['first_stays'] else 'changes'}", lang),
            gini=number(row["gini"], lang, 2),
            ceiling=number(row["gini_ceiling"], lang, 2),
            effective=number(row["effective_number"], lang, 1),
            **ends,
        ),
        alt=_say("concentration_alt", lang, ways=number(len(table), lang), title=title, **ends),
    )


def crosstab(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> Words:
    """Say in how many chapters or measures one party answers for more than half of the tasks.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.crosstab` gives.
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
    >>> crosstab(frame("workload.crosstab")).title
    '没有人负责任务'
    """
    if table.empty:
        empty = _say("crosstab_empty", lang)
        return Words(empty, "", "", empty)
    kind, by = str(table["kind"].iloc[0]), str(table["by"].iloc[0])
    first = table.iloc[table["party_tasks"].to_numpy().argmax()]
    called = shown(
        list(table["party"].unique()), kind, names=names, lang=lang, hide_persons=hide_persons
    )
    filled = table[table["column_tasks"] > 0]
    most = filled.groupby("column")[["tasks", "column_tasks"]].max()
    noun = _say(f"crosstab_noun_{by}", lang)
    # With one task each, one party holds all of it by nature.
    title = _say(
        "crosstab_title_single" if most["column_tasks"].max() == 1 else f"crosstab_title_{kind}",
        lang,
        columns=number(len(most), lang),
        noun=noun,
        k=number(int((2 * most["tasks"] > most["column_tasks"]).sum()), lang),
        all=number(int((most["tasks"] == most["column_tasks"]).sum()), lang),
    )
    return Words(
        title=title,
        subtitle=_say(f"crosstab_subtitle_{by}", lang),
        base=_say(
            "crosstab_base_unit" if kind == "unit" else "crosstab_base",
            lang,
            n=number(int(first["all_tasks"]), lang),
            shared=number(int(table["shared"].sum()), lang),
        ),
        alt=_say(
            "crosstab_alt",
            lang,
            parties=number(table["party"].nunique(), lang),
            columns=number(table["column"].nunique(), lang),
            noun=noun,
            title=title,
            first=called[first["party"]],
            n=number(int(first["all_tasks"]), lang),
            k=number(int(first["party_tasks"]), lang),
        ),
    )


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("workload", key, lang, **values)
