"""The bookkeeping of a ledger (记账规则), without a database: what is new, what corrects what.

An entry's *subject* is what it speaks of: the same notice, item, level, day, kind, reporter and
indicator. Of the entries of one subject the last one stands; each of the others is corrected by its
successor. The same rules admit a submission and check a file that is loaded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from zctrack.dictionary.build import frame, table
from zctrack.errors import LedgerError

__all__ = ["SUBJECT", "Book", "Row", "as_frame", "as_rows", "fingerprint", "standing", "subject"]

Row = dict[str, Any]

SUBJECT = ("notice", "item", "level", "as_of", "kind", "reporter", "indicator")
_PLACE = ("file", "file_hash", "sheet", "cell")
_GIVEN = ("entry", "entered_on", "replaces")
# Of a row from a file these say how the file came to us, not what the sender wrote into the cell.
_OF_THE_DELIVERY = ("file", "reported_on", "source")


def subject(row: Mapping[str, Any]) -> str:
    """What an entry speaks of, as a digest: 64 hexadecimal digits.

    Examples
    --------
    >>> a = {"notice": "n1", "item": "M8.5", "value": 1.0}
    >>> subject(a) == subject(a | {"value": 2.0}), subject(a) == subject(a | {"item": "M8.6"})
    (True, False)
    """
    return _digest({name: row.get(name) for name in SUBJECT})


def fingerprint(row: Mapping[str, Any]) -> str:
    """What makes a row the same as one that came before, as a digest: 64 hexadecimal digits.

    Of a row from a file (one with ``file_hash``): the same words at the same place of the same
    bytes, whatever the file was called and whenever it was collected. Of a row without a file: the
    same in everything, its day of report and its source too.

    Examples
    --------
    >>> row = {"item": "M8.5", "value": 1.0, "file_hash": "0f", "cell": "C7", "file": "a.xlsx"}
    >>> fingerprint(row) == fingerprint(row | {"file": "a (1).xlsx"})
    True
    >>> fingerprint(row) == fingerprint(row | {"cell": "C8"})
    False
    """
    left_out = (*_GIVEN, *(_OF_THE_DELIVERY if row.get("file_hash") else ()))
    return _digest({name: value for name, value in row.items() if name not in left_out})


def _digest(values: Mapping[str, Any]) -> str:
    # Missing values are left out, so that a column that is added later changes no old digest.
    kept = {name: value for name, value in values.items() if value is not None}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(slots=True)
class Book:
    """What an append has to know of the entries before it.

    Parameters
    ----------
    last : int
        The last entry's number, 0 in an empty ledger.
    prints : set of str
        Fingerprints of the entries before: of all, or of those that may recur.
    standing : dict of str to Row
        The entry that stands, by subject: of all, or of the subjects that may recur.
    newest : date, optional
        The latest day of entry.
    """

    last: int = 0
    prints: set[str] = field(default_factory=set)
    standing: dict[str, Row] = field(default_factory=dict)
    newest: date | None = None

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Book:
        """The book of a ledger's whole entries, in order."""
        book = cls()
        for row in rows:
            book.add(row)
        return book

    def add(self, row: Row) -> None:
        """Take an entry into the book as it is."""
        self.last = row["entry"]
        self.newest = max(row["entered_on"], self.newest or row["entered_on"])
        self.prints.add(fingerprint(row))
        self.standing[subject(row)] = row

    def admit(self, row: Row, entered_on: date | None) -> Row | None:
        """Make a submission's row the next entry; None if the ledger holds it already.

        Parameters
        ----------
        row : Row
            The columns of a submission.
        entered_on : date, optional
            The day of entry. Without it see ``_day_of_entry``.

        Raises
        ------
        LedgerError
            If `entered_on` lies before the entry that the row would correct.
        """
        if fingerprint(row) in self.prints:
            return None
        before = self.standing.get(subject(row))
        if before is not None and _content(before) == _content(row):
            return None
        entered = entered_on or self._day_of_entry(row, before)
        if before is not None and entered < before["entered_on"]:
            raise LedgerError(
                f"{row['item']} of {row['as_of']} would correct entry {before['entry']}, "
                f"which was entered on {before['entered_on']}, after {entered}",
                todo=f"Give a day of entry from {before['entered_on']} on.",
            )
        entry = row | {
            "entry": self.last + 1,
            "entered_on": entered,
            "replaces": None if before is None else before["entry"],
        }
        self.add(entry)
        return entry

    def _day_of_entry(self, row: Row, before: Row | None) -> date:
        """When a row was entered, where nobody says it.

        On the day that it was reported, else the day that it describes. But what it corrects cannot
        have been corrected before it was there; and a correction without a date came after all that
        is there, so that it changes nothing of what was known earlier.
        """
        reported: date | None = row["reported_on"]
        likely: date = reported or row["as_of"]
        if before is None:
            return likely
        return max(likely, before["entered_on"] if reported else self.newest or likely)


def _content(row: Row) -> Row:
    """What a row says, wherever it stood."""
    return {name: value for name, value in row.items() if name not in (*_GIVEN, *_PLACE)}


def standing(entries: pd.DataFrame) -> pd.DataFrame:
    """The entries that no later one of the same table corrects.

    Parameters
    ----------
    entries : pandas.DataFrame
        Entries of a ledger in their order, all or those known by a day.

    Returns
    -------
    pandas.DataFrame
        The last entry of each subject, same columns, in order, with a fresh RangeIndex.

    Examples
    --------
    >>> standing(frame("ledger")).empty
    True
    """
    return entries.drop_duplicates(subset=list(SUBJECT), keep="last", ignore_index=True)


def as_frame(rows: list[Row]) -> pd.DataFrame:
    """Entries as the table ``ledger``.

    Examples
    --------
    >>> as_frame([]).shape
    (0, 25)
    """
    return frame("ledger", {c.name: [r[c.name] for r in rows] for c in table("ledger").columns})


def as_rows(given: pd.DataFrame) -> list[Row]:
    """A table's rows as plain Python values: days as ``date``, missing values as None.

    Examples
    --------
    >>> as_rows(pd.DataFrame({"as_of": [pd.Timestamp("2020-09-30")], "value": [float("nan")]}))
    [{'as_of': datetime.date(2020, 9, 30), 'value': None}]
    """
    columns = {}
    for name in given.columns:
        values = given[name]
        if pd.api.types.is_datetime64_any_dtype(values.dtype):
            values = values.dt.date
        values = values.astype(object)
        columns[str(name)] = values.where(values.notna(), None).tolist()
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
