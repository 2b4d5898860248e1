"""What the responsible bodies say of an item, and what closes it (自述与销号).

A close-out (销号) is defined here, once: an entry that the ledger names so, with a checked result.
Where a table has no kinds of entry, it is a final report of the item as done whose evidence is
checked. A body's own word closes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from zctrack.analysis.days import reported
from zctrack.analysis.given import need
from zctrack.analysis.standing import SIMULATED, apart, latest
from zctrack.errors import TableError

__all__ = ["SAID", "Story", "closes", "said", "stories"]

SAID = ("item", "level", "as_of", "finality", "stated", "evidence", "source")
"""The columns of `actuals` without which nothing is said."""


def closes(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell which entries close their item.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns finality, stated, evidence; kind where the ledger gave it.

    Returns
    -------
    pandas.Series
        bool, by row.

    Examples
    --------
    >>> row = {"finality": "final", "stated": "done", "evidence": "checked"}
    >>> closes(pd.DataFrame([row, row | {"evidence": "documented"}])).tolist()
    [True, False]
    """
    checked = rows["evidence"] == "checked"
    if "kind" in rows.columns and rows["kind"].notna().any():
        return checked & (rows["kind"] == "close_out")
    return checked & (rows["finality"] == "final") & (rows["stated"] == "done")


def said(actuals: pd.DataFrame, today: pd.Timestamp, *, level: str) -> pd.DataFrame:
    """Keep what was said by a day about the district's own items.

    Parameters
    ----------
    actuals : pandas.DataFrame
        The columns of `SAID`; reported_on, reporter, words, note, kind, file where known.
    today : pandas.Timestamp
        What was reported later, or describes a later day, is not yet known.
    level : str
        Whose reports count.

    Returns
    -------
    pandas.DataFrame
        The rows in the order of the days that they describe, with known_on, closes and about
        (the words that give a reason) added. Context and changes of a target are left out.

    Raises
    ------
    TableError
        If a column is missing, the rows are of several notices, or simulated rows are mixed with
        reported ones.
    """
    need(actuals, "actuals", SAID)
    if "notice" in actuals.columns and actuals["notice"].nunique() > 1:
        raise TableError("the actuals are of several notices", todo="Filter them by notice first.")
    own = (actuals["level"] == level) & (actuals["finality"] != "context")
    if "kind" in actuals.columns:
        own &= actuals["kind"] != "change"
    rows = actuals[own].copy(deep=False)
    apart(rows)
    rows = reported(rows)
    rows["closes"] = closes(rows)
    rows["about"] = _about(rows)
    rows = rows[(rows["known_on"] <= today) & (rows["as_of"] <= today)]
    return rows.sort_values(["as_of", "known_on"], kind="stable").reset_index(drop=True)


def _about(rows: pd.DataFrame) -> pd.Series[str]:
    """Give the body's own sentence; the remark of a made-up row only says that it is made up."""
    none = pd.Series(None, index=rows.index, dtype="str")
    words = rows["words"].astype("str") if "words" in rows.columns else none
    note = rows["note"].astype("str") if "note" in rows.columns else none
    return words.fillna(note.where(rows["source"] != SIMULATED))


@dataclass(frozen=True, slots=True)
class Story:
    """What was said of one item, from the first day to the last.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of `said` about the item, in order.
    """

    rows: pd.DataFrame

    @property
    def word(self) -> Mapping[Any, Any] | None:
        """The latest row that states something."""
        return latest(self.rows[self.rows["stated"].notna()])

    @property
    def closing(self) -> Mapping[Any, Any] | None:
        """The first entry that closes the item."""
        first = self.rows[self.rows["closes"]].head(1)
        return None if first.empty else first.to_dict("records")[0]

    @property
    def last(self) -> pd.Timestamp | None:
        """The latest day that any report describes."""
        return None if self.rows.empty else self.rows["as_of"].iloc[-1]

    @property
    def about(self) -> str | None:
        """The body's latest sentence; what whoever checked it wrote is not the body's."""
        own = self.rows.loc[self.rows["about"].notna() & ~self.rows["closes"], "about"]
        return None if own.empty else str(own.iloc[-1])

    def done_on(self) -> pd.Timestamp | None:
        """Give the first day from which every report says that it is done."""
        day = None
        stating = self.rows[self.rows["stated"].notna()]
        for stated, as_of in zip(stating["stated"][::-1], stating["as_of"][::-1], strict=True):
            if stated != "done":
                break
            day = as_of
        return day

    def in_time(self, due: pd.Timestamp, grace: int) -> bool:
        """Tell whether it was done by its date, as finely as the reports tell.

        Parameters
        ----------
        due : pandas.Timestamp
            The date.
        grace : int
            A first report of it as done, so many days later, still counts where no report in
            between says that it was not.
        """
        done = self.done_on()
        if done is None or done > due + pd.Timedelta(days=grace):
            return False
        between = self.rows[(self.rows["as_of"] >= due) & (self.rows["as_of"] < done)]
        return bool(done <= due or between["stated"].isna().all())


def stories(rows: pd.DataFrame, keys: Sequence[Sequence[str]]) -> list[Story]:
    """Collect what was said of each item, by its own key or by its task's.

    Parameters
    ----------
    rows : pandas.DataFrame
        What `said` gives.
    keys : sequence of sequences of str
        The names of each item.
    """
    places = {str(key): list(index) for key, index in rows.groupby("item").groups.items()}
    return [
        Story(rows.loc[sorted({place for name in names for place in places.get(name, ())})])
        for names in keys
    ]
