"""What is true of a simulated round (模拟真值), kept beside its files and never among them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.dictionary.build import Table, frame, table
from zctrack.errors import FileError, TableError
from zctrack.formats.files import write_text

__all__ = ["Truth", "table_of"]

_PARTS = ("typed", "states", "files")


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of one round, or of several.

    Parameters
    ----------
    typed : pandas.DataFrame
        ``zt.describe("simulated.typed")``: each row that was typed, and what must become of it.
    states : pandas.DataFrame
        ``zt.describe("simulated.states")``: how each item truly stands.
    files : pandas.DataFrame
        ``zt.describe("simulated.files")``: what each bureau sent.
    """

    typed: pd.DataFrame
    states: pd.DataFrame
    files: pd.DataFrame

    @classmethod
    def of(cls, several: Iterable[Truth]) -> Truth:
        """Put several rounds together, in their order.

        Examples
        --------
        >>> len(Truth.of([]).typed)
        0
        """
        given = list(several)
        parts = {}
        for name in _PARTS:
            rows = [getattr(one, name) for one in given if len(getattr(one, name))]
            parts[name] = pd.concat(rows, ignore_index=True) if rows else _empty(name)
        return cls(**parts)

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write the three tables as CSV.

        Parameters
        ----------
        folder : path
            Where to; not the inbox, for bureaus send no truth.

        Returns
        -------
        list of pathlib.Path

        Raises
        ------
        FileError
            If one cannot be written.
        """
        return [
            write_text(
                Path(folder) / f"{name}.csv",
                getattr(self, name).to_csv(index=False, lineterminator="\n"),
            )
            for name in _PARTS
        ]

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Truth:
        """Read what `save` wrote.

        Raises
        ------
        FileError
            If a table is not there, or is none.
        """
        return cls(**{name: _read(Path(folder) / f"{name}.csv", name) for name in _PARTS})

    def entries(self) -> pd.DataFrame:
        """What must stand in the ledger's reports when all of it has been collected.

        Returns
        -------
        pandas.DataFrame
            Rows of `typed` that were taken or proposed, of each subject (item, day, reporter) the
            one that was filled last.
        """
        rows = self.typed[self.typed["fate"].isin(["taken", "proposed"])]
        rows = rows.sort_values("filled_on", kind="stable", na_position="first")
        return rows.drop_duplicates(["item", "day", "unit"], keep="last").sort_index()


def table_of(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a table of the truth from rows; what a row lacks is missing.

    Examples
    --------
    >>> len(table_of("files", []))
    0
    """
    columns = [column.name for column in table(f"simulated.{name}").columns]
    return frame(f"simulated.{name}", {c: [row.get(c) for row in rows] for c in columns})


def _empty(name: str) -> pd.DataFrame:
    return table_of(name, [])


def _read(path: Path, name: str) -> pd.DataFrame:
    spec: Table = table(f"simulated.{name}")
    try:
        raw = pd.read_csv(path, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise FileError(
            f"the truth of the simulation cannot be read ({error})",
            where=str(path),
            todo="Give the folder that zctrack simulate wrote beside its inbox.",
        ) from None
    missing = [column.name for column in spec.columns if column.name not in raw.columns]
    if missing:
        raise TableError(f"the file lacks {', '.join(missing)}", where=str(path))
    columns: dict[str, list[Any]] = {}
    for column in spec.columns:
        texts = [text or None for text in raw[column.name]]
        number = column.type == "float"
        columns[column.name] = [float(t) if number and t else t for t in texts]
    return frame(spec.name, columns)
