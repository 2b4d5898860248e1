"""What could not be taken in (退回事项), and the workbook in which it goes back to its sender."""

from __future__ import annotations

import functools
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zctrack.actuals.form_words import Lang, data, word
from zctrack.dictionary.build import frame, table
from zctrack.formats.cells import new_workbook, sheet_name, to_bytes, write
from zctrack.formats.entry import link_to_file, unwrapped
from zctrack.formats.files import write_bytes
from zctrack.formats.names import file_name
from zctrack.formats.xlsx import Field, add_table

__all__ = ["Problem", "Read", "reject", "rejects", "write_rejects"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be taken in: a reason of ``form.toml`` with its values."""

    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self, part: str) -> str:
        """Say ``zh``, ``en``, ``todo_zh`` or ``todo_en``."""
        return str(data()["reasons"][self.reason][part]).format(**self.values)


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave: rows for the ledger, and what was set aside.

    Parameters
    ----------
    submission : pandas.DataFrame
        The columns of the ledger without entry, entered_on, replaces.
    rejects : pandas.DataFrame
        The table ``rejects``.
    simulated : bool
        Whether the file is marked as made up.
    """

    submission: pd.DataFrame
    rejects: pd.DataFrame
    simulated: bool = False


def reject(
    problems: Sequence[Problem],
    *,
    file: str,
    sheet: str | None = None,
    cell: str | None = None,
    item: str | None = None,
    found: str | None = None,
    reporter: str | None = None,
) -> dict[str, str | None]:
    """Make a row of the table ``rejects`` of one or more problems of one place.

    Examples
    --------
    >>> reject([Problem("negative")], file="a.xlsx", sheet="填报表", cell="I7")["reason"]
    '数值小于0'
    """

    def told(part: str, mark: str) -> str:
        return mark.join(dict.fromkeys(problem.said(part) for problem in problems))

    return {
        "file": file,
        "sheet": sheet,
        "cell": cell,
        "item": item,
        "found": found,
        "reason": told("zh", "；"),
        "reason_en": told("en", "; "),
        "todo": told("todo_zh", ""),
        "todo_en": told("todo_en", " "),
        "reporter": reporter,
    }


@functools.cache
def _names() -> tuple[str, ...]:
    return tuple(column.name for column in table("rejects").columns)


def rejects(rows: Sequence[Mapping[str, str | None]] = ()) -> pd.DataFrame:
    """Give rows as the table ``rejects``.

    Examples
    --------
    >>> len(rejects())
    0
    """
    return frame("rejects", {name: [row[name] for row in rows] for name in _names()})


def write_rejects(
    rejects: pd.DataFrame,
    out: str | os.PathLike[str],
    *,
    lang: Lang = "zh",
    simulated: Collection[str] = (),
) -> list[Path]:
    """Write what was set aside as workbooks, one for each file that it came in.

    Each row names the file, sheet and cell, with a link that opens the sender's file at that cell
    where both lie in one folder; what stood there, why it was not taken in, and what to do.

    Parameters
    ----------
    rejects : pandas.DataFrame
        The table ``rejects``; one or many files.
    out : path
        Folder for the workbooks.
    lang : {"zh", "en"}
        Language.
    simulated : collection of str
        Files that are marked as simulated: what goes back is marked too.

    Returns
    -------
    list of pathlib.Path
        In the order in which the files are first named.

    Raises
    ------
    FileError
        If a file cannot be written.
    OptionError
        If the language is unknown.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.actuals.rejects import rejects as table_of
    >>> row = reject([Problem("negative")], file="农业农村局.xlsx", sheet="填报表", cell="I7")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_rejects(table_of([row]), folder)]
    ['退回事项_农业农村局.xlsx']
    """
    written = []
    taken: set[str] = set()
    for name, rows in rejects.groupby("file", sort=False):
        stem = word("sheet_rejects", lang) + "_" + Path(str(name)).stem.replace("/", "_")
        path = Path(out) / file_name(stem, ".xlsx", taken)
        written.append(write_bytes(path, _workbook(str(name), rows, lang, name in simulated)))
    return written


def _workbook(name: str, rows: pd.DataFrame, lang: Lang, simulated: bool) -> bytes:
    tail = "" if lang == "zh" else "_en"
    book = new_workbook(word("reject_title", lang, file=name))
    sheet = book.create_sheet(sheet_name(word("sheet_rejects", lang)))
    write(sheet, 1, 1, word("reject_title", lang, file=name), look="title")
    write(sheet, 2, 1, word("reject_about", lang, n=len(rows)), look="heading")
    if simulated:
        write(sheet, 3, 1, word("simulated", lang), look="bad").alignment = unwrapped()
        sheet.oddHeader.center.text = word("simulated", lang)
    shown = pd.DataFrame(
        {
            "open": [_place(row) for row in rows.to_dict("records")],
            "item": rows["item"].to_numpy(),
            "found": rows["found"].to_numpy(),
            "reason": rows[f"reason{tail}"].to_numpy(),
            "todo": rows[f"todo{tail}"].to_numpy(),
        }
    )
    widths = {"open": 22.0, "item": 11.0, "found": 40.0, "reason": 42.0, "todo": 42.0}
    headings = {"open": "place"} | {n: n for n in widths if n != "open"}
    fields = [Field(n, word(f"head_{headings[n]}", lang), width=w) for n, w in widths.items()]
    add_table(sheet, shown, fields, top=5)
    for at, row in enumerate(rows.to_dict("records"), start=6):
        if isinstance(row["sheet"], str) and isinstance(row["cell"], str):
            link_to_file(sheet, at, 1, name, row["sheet"], row["cell"], text=_place(row))
    return to_bytes(book)


def _place(row: Mapping[object, object]) -> str:
    parts = [row["sheet"], row["cell"]]
    return " › ".join(str(part) for part in parts if isinstance(part, str)) or str(row["file"])
