"""The ledger (台账): every figure and state that was reported, entry by entry, never overwritten.

A correction is an entry of its own, so the ledger answers what was known on any day. It is an
SQLite file, or a PostgreSQL database when several people work at once; the rules are in
``actuals.book``, the database in ``actuals.store``, the file for a repository in
``actuals.ledger_csv``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from zctrack.actuals import book as rules
from zctrack.actuals.book import Book, Row
from zctrack.actuals.ledger_csv import continued, from_csv, to_csv
from zctrack.actuals.submission import check_submission
from zctrack.actuals.values import day
from zctrack.dictionary.build import table
from zctrack.errors import LedgerError
from zctrack.formats.files import write_bytes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from zctrack.actuals.store import Store

__all__ = ["Appended", "Ledger"]

Day = str | date | pd.Timestamp
# Databases take so many values in one question, and not many more.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Appended:
    """What came of an append.

    Parameters
    ----------
    entries : pandas.DataFrame
        The new entries, as the table ``ledger``.
    known : int
        How many rows the ledger held already.
    """

    entries: pd.DataFrame
    known: int


class Ledger:
    """A ledger (台账) in an SQLite file or a PostgreSQL database.

    Parameters
    ----------
    url : str or path
        A file's path, ``"sqlite:///ledger.db"``, or ``"postgresql://user@host/database"``. The
        file should lie on a disk of this machine; on a network share use PostgreSQL. To hand the
        ledger on, ``export`` it: after a crash a part of it lies in ``ledger.db-wal`` beside the
        file until it is opened again.
    create : bool
        Make the ledger if there is none.

    Raises
    ------
    LedgerError
        If it cannot be reached, opened or made, is something else, or is of another version; or if
        the libraries of ``zctrack[ledger]`` are not installed.
    OptionError
        If the address is of no database that a ledger can be in.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.actuals.submission import submission
    >>> row = {"notice": "n1", "item": "M8.5.q1", "level": "district", "as_of": "2020-09-30"}
    >>> row |= {"value": 750, "unit": "家", "finality": "interim", "evidence": "stated"}
    >>> row |= {"source": "simulated", "reported_on": "2020-10-09"}
    >>> corrected = row | {"value": 760, "reported_on": "2020-10-20"}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ledger = Ledger(f"{folder}/l.db")
    ...     _ = ledger.append(submission([row]))
    ...     added = ledger.append(submission([row, corrected]))
    ...     early = ledger.actuals(known_on="2020-10-15")
    ...     late = ledger.actuals()
    >>> added.known, added.entries[["entry", "replaces"]].values.tolist()
    (1, [[2, 1]])
    >>> early["value"].item(), late["value"].item()
    (750.0, 760.0)
    """

    def __init__(self, url: str | os.PathLike[str], *, create: bool = True) -> None:
        self._store = _open(url, create=create)

    def __repr__(self) -> str:
        return f"Ledger({self._store.where!r})"

    def append(self, submission: pd.DataFrame, *, entered_on: Day | None = None) -> Appended:
        """Enter a submission, whole or not at all.

        A row that the ledger holds already is counted and left out: the same cell of the same file,
        or what the standing entry says anyway. A row that says something else of the same subject
        (notice, item, level, day, kind, reporter, indicator) corrects the entry that stands, and
        names it in ``replaces``. When the call returns, the entries are on the disk.

        Parameters
        ----------
        submission : pandas.DataFrame
            As ``actuals.submission.submission`` makes it; a table ``actuals`` is one too.
        entered_on : str, date or Timestamp, optional
            The day of entry, from which on ``known_on`` knows the rows. Who keeps a ledger from day
            to day gives it, so that what was known on a day stays as it was. Without it each row's
            ``reported_on``, else its ``as_of``, which is right for figures of earlier years; but
            never before the entry that it corrects, and a correction that has no ``reported_on``
            is entered on the ledger's latest day.

        Returns
        -------
        Appended

        Raises
        ------
        TableError
            If the submission cannot be used, with row and column.
        LedgerError
            If the ledger cannot be reached or written, or `entered_on` lies before an entry that a
            row would correct. Nothing was entered then.
        OptionError
            If entered_on is no date.
        """
        entered = None if entered_on is None else day(entered_on, "entered_on")
        rows = rules.as_rows(check_submission(submission))
        with self._store.writing() as connection:
            book = self._book(connection, rows)
            admitted = [book.admit(row, entered) for row in rows]
            new = [row for row in admitted if row is not None]
            self._insert(connection, new)
        return Appended(rules.as_frame(new), len(rows) - len(new))

    def entries(self, *, known_on: Day | None = None) -> pd.DataFrame:
        """Every entry, corrected ones too.

        Parameters
        ----------
        known_on : str, date or Timestamp, optional
            Only what had been entered by that day, whenever it was reported.

        Returns
        -------
        pandas.DataFrame
            The table ``ledger``, in the order of the entries.

        Raises
        ------
        LedgerError
            If the ledger cannot be reached or read.
        OptionError
            If known_on is no date.
        """
        until = None if known_on is None else day(known_on, "known_on")
        with self._store.reading() as connection:
            return rules.as_frame(self._read(connection, until))

    def actuals(self, *, as_of: Day | None = None, known_on: Day | None = None) -> pd.DataFrame:
        """What stood: reports and close-outs without those that had been corrected.

        Parameters
        ----------
        as_of : str, date or Timestamp, optional
            Only what describes days up to that one.
        known_on : str, date or Timestamp, optional
            What the entries that had been entered by that day said: a later correction leaves it as
            it was.

        Returns
        -------
        pandas.DataFrame
            The table ``actuals``, in the order of the entries.

        Raises
        ------
        LedgerError
            If the ledger cannot be reached or read.
        OptionError
            If a day is no date.
        """
        until = None if as_of is None else pd.Timestamp(day(as_of, "as_of"))
        stands = rules.standing(self.entries(known_on=known_on))
        stands = stands[stands["kind"].isin(["report", "close_out"])]
        if until is not None:
            stands = stands[stands["as_of"] <= until]
        return stands[[c.name for c in table("actuals").columns]].reset_index(drop=True)

    def changes(self, *, known_on: Day | None = None) -> pd.DataFrame:
        """The targets that were changed later (目标调整), without corrected entries.

        Parameters
        ----------
        known_on : str, date or Timestamp, optional
            Only what had been entered by that day.

        Returns
        -------
        pandas.DataFrame
            The table ``ledger``, in the order of the entries; ``value`` is the new target.

        Raises
        ------
        LedgerError
            If the ledger cannot be reached or read.
        OptionError
            If known_on is no date.
        """
        stands = rules.standing(self.entries(known_on=known_on))
        return stands[stands["kind"] == "change"].reset_index(drop=True)

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write every entry to a CSV that can be committed and compared line by line.

        UTF-8, LF, ISO dates, one entry after the other in their order; the same ledger gives the
        same bytes, and a ledger that has grown gives the same lines and more.

        Parameters
        ----------
        path : path
            Where to.

        Returns
        -------
        pathlib.Path
            The path.

        Raises
        ------
        LedgerError
            If the ledger cannot be reached or read.
        FileError
            If the file cannot be written.
        """
        return write_bytes(path, to_csv(self.entries()))

    def load(self, path: str | os.PathLike[str]) -> Appended:
        """Take in the entries of an export, with their numbers and days.

        The file has to agree with what the ledger holds: its first entries are the ledger's, and
        what is more follows on. Loaded into an empty ledger it gives the same entries; loaded
        again, nothing.

        Parameters
        ----------
        path : path
            A CSV as ``export`` writes it.

        Returns
        -------
        Appended

        Raises
        ------
        LedgerError
            If an entry differs from the ledger's, or does not follow from those before it; with its
            line. Nothing is entered then.
        TableError
            If a column is missing or a cell cannot be used, with line and column.
        FileError
            If the file cannot be read.
        """
        given = from_csv(path)
        with self._store.writing() as connection:
            held = self._read(connection)
            new = continued(given, held)
            self._insert(connection, new)
        return Appended(rules.as_frame(new), len(given) - len(new))

    def _read(self, connection: Connection, until: date | None = None) -> list[Row]:
        import sqlalchemy as sa

        ledger = self._store.ledger
        columns = [ledger.c[c.name] for c in table("ledger").columns]
        query = sa.select(*columns).order_by(ledger.c.entry)
        if until is not None:
            query = query.where(ledger.c.entered_on <= until)
        return [dict(row) for row in connection.execute(query).mappings()]

    def _book(self, connection: Connection, rows: Sequence[Row]) -> Book:
        """What has to be known of the entries before, for these rows alone."""
        import sqlalchemy as sa

        ledger = self._store.ledger
        columns = [ledger.c[c.name] for c in table("ledger").columns]
        last, newest = connection.execute(
            sa.select(sa.func.max(ledger.c.entry), sa.func.max(ledger.c.entered_on))
        ).one()
        book = Book(last or 0, newest=newest)
        for some in _portions([rules.fingerprint(row) for row in rows]):
            query = sa.select(ledger.c.fingerprint).where(ledger.c.fingerprint.in_(some))
            book.prints.update(connection.scalars(query))
        for some in _portions([rules.subject(row) for row in rows]):
            last = (
                sa.select(sa.func.max(ledger.c.entry))
                .where(ledger.c.subject.in_(some))
                .group_by(ledger.c.subject)
            )
            query = sa.select(*columns).where(ledger.c.entry.in_(last))
            found = [dict(row) for row in connection.execute(query).mappings()]
            book.standing.update({rules.subject(row): row for row in found})
        return book

    def _insert(self, connection: Connection, rows: Sequence[Row]) -> None:
        if not rows:
            return
        marked = [
            row | {"fingerprint": rules.fingerprint(row), "subject": rules.subject(row)}
            for row in rows
        ]
        connection.execute(self._store.ledger.insert(), marked)


def _open(url: str | os.PathLike[str], *, create: bool) -> Store:
    try:
        from zctrack.actuals.store import Store
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "sqlalchemy":
            raise
        raise LedgerError(
            "a ledger needs SQLAlchemy, which is not installed", todo="Install zctrack[ledger]."
        ) from None
    return Store(url, create=create)


def _portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
