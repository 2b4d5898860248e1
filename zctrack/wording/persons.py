"""Persons by name or by letter (人名), in lists and inside other people's sentences."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import pandas as pd

from zctrack.analysis.answers import full_names
from zctrack.wording.parties import shown

__all__ = ["masked", "persons"]

_SPACE = re.compile(r"\s+")


def persons(
    assignments: pd.DataFrame, names: pd.DataFrame | None, *, lang: str = "zh", hide: bool = False
) -> dict[str, str]:
    """Give the words by which the notice's officials are shown: their names, or letters.

    Parameters
    ----------
    assignments : pandas.DataFrame
        Columns kind, party; party_full where known.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.
    hide : bool
        Letter them.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> persons(pd.DataFrame({"kind": ["official"], "party": ["甲乙"]}), None, hide=True)
    {'甲乙': '责任人A'}
    """
    rows = assignments[assignments["kind"] == "official"]
    every = list(dict.fromkeys(str(name) for name in full_names(rows)))
    return shown(every, "official", names=names, lang=lang, hide_persons=hide)


def masked(words: str, hidden: Mapping[str, str]) -> str:
    """Put letters in the place of persons' names, also of those printed with a space inside.

    Parameters
    ----------
    words : str
        Any text.
    hidden : mapping of str to str
        What `persons` gives with hide; empty to hide nothing.

    Examples
    --------
    >>> masked("经甲 乙协调", {"甲乙": "责任人A"})
    '经责任人A协调'
    """
    if not hidden:
        return words
    pattern = _names(tuple(sorted(hidden, key=len, reverse=True)))
    letters = {_SPACE.sub("", name): letter for name, letter in hidden.items()}
    return pattern.sub(lambda found: letters[_SPACE.sub("", found[0])], words)


@functools.lru_cache(maxsize=8)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these names, the longer first, with or without spaces between characters.

    Whole tables are lettered by it: one pattern for all names is read once a text.
    """
    every = (r"\s*".join(map(re.escape, _SPACE.sub("", name))) for name in names)
    return re.compile("|".join(every))
