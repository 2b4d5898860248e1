"""How parties and ways of counting are called (称呼): short names, hidden names, labels."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zctrack.dictionary.build import table as described
from zctrack.wording.words import party, say

__all__ = ["in_order", "keys", "shown", "way"]


def in_order(parties: Sequence[str], names: pd.DataFrame | None) -> list[str]:
    """Put parties into protocol order; who has no place in it comes last, as given.

    Parameters
    ----------
    parties : sequence of str
        Full names.
    names : pandas.DataFrame or None
        names.csv: columns key, type, order.

    Returns
    -------
    list of str

    Examples
    --------
    >>> names = pd.DataFrame({"key": ["乙", "甲"], "type": "party", "order": [1, 2]})
    >>> in_order(["甲", "乙", "丙"], names)
    ['乙', '甲', '丙']
    """
    if names is None or names.empty:
        return list(parties)
    rows = names[names["type"] == "party"]
    place = dict(zip(rows["key"], rows["order"], strict=True))
    return sorted(parties, key=lambda name: place.get(name, float("inf")))


def shown(
    parties: Sequence[str],
    kind: str,
    *,
    names: pd.DataFrame | None = None,
    lang: str = "zh",
    hide_persons: bool = False,
) -> dict[str, str]:
    """Give the words by which parties are shown: short names, or numbers for hidden persons.

    Parameters
    ----------
    parties : sequence of str
        Full names.
    kind : {"official", "unit"}
        Persons or units.
    names : pandas.DataFrame, optional
        names.csv.
    lang : {"zh", "en"}
        The language.
    hide_persons : bool
        Letter persons in protocol order instead of naming them. Whoever stands in names.csv keeps
        one letter in every chart; its column ``hidden``, where there is one, gives initials or
        another word instead.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> shown(["甲", "乙"], "official", hide_persons=True)
    {'甲': '责任人A', '乙': '责任人B'}
    """
    if kind == "official" and hide_persons:
        return _hidden(parties, names, lang)
    return {name: party(name, names, lang) for name in parties}


def keys(
    parties: Sequence[str],
    kind: str,
    *,
    names: pd.DataFrame | None = None,
    hide_persons: bool = False,
) -> dict[str, str]:
    """Give the words by which parties are told apart in a file: never a hidden person's name.

    Parameters
    ----------
    parties : sequence of str
        Full names.
    kind : {"official", "unit"}
        Persons or units.
    names : pandas.DataFrame, optional
        names.csv.
    hide_persons : bool
        Number persons in protocol order instead of naming them.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> keys(["甲", "乙"], "official", hide_persons=True), keys(["财政局"], "unit")
    ({'甲': '1', '乙': '2'}, {'财政局': '财政局'})
    """
    if kind == "official" and hide_persons:
        return {name: str(place) for place, name in enumerate(in_order(parties, names), start=1)}
    return {name: name for name in parties}


def _hidden(parties: Sequence[str], names: pd.DataFrame | None, lang: str) -> dict[str, str]:
    """Letter persons: those of names.csv first, so that a letter means one person everywhere."""
    known: list[str] = []
    given: dict[str, str] = {}
    if names is not None and {"type", "kind"} <= set(names.columns):
        people = names[(names["type"] == "party") & (names["kind"] == "official")]
        known = in_order(list(people["key"]), names)
        if "hidden" in people.columns:
            said = people.dropna(subset=["hidden"])
            given = dict(zip(said["key"], said["hidden"], strict=True))
    everybody = list(dict.fromkeys([*known, *in_order(parties, names)]))
    place = {name: n for n, name in enumerate(everybody)}
    return {
        name: given.get(name) or say("workload", "hidden", lang, n=_letters(place[name]))
        for name in parties
    }


def _letters(place: int) -> str:
    """A to Z, then AA, as the columns of a sheet are called."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def way(name: str, lang: str) -> str:
    """Give the label of a way of counting.

    Parameters
    ----------
    name : str
        A column of ``workload.by_party``.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Examples
    --------
    >>> way("tasks_split", "zh")
    '均分任务'
    """
    columns = {column.name: column for column in described("workload.by_party").columns}
    return columns[name].label("zh" if lang == "zh" else "en")
