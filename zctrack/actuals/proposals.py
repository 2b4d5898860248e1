"""Proposals out to a person and back (拟采信): only what somebody decided enters the ledger.

A proposal is adopted as it is, adopted with what the person wrote instead, or refused; what nobody
decided stays out and is told.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.actuals.decisions import Answer, Decisions
from zctrack.actuals.form_words import folded
from zctrack.actuals.proposals_sheet import HIDDEN, Lang, data, drawn, word
from zctrack.actuals.rejects import Read
from zctrack.actuals.return_table import content
from zctrack.actuals.returns import sentences
from zctrack.dictionary.build import frame, table
from zctrack.errors import FormatError, OptionError, TableError, ZctrackError
from zctrack.formats.files import write_bytes
from zctrack.formats.grid import Book, Grid, read_grids
from zctrack.formats.names import file_name
from zctrack.notice import Notice

__all__ = ["is_proposals", "read_proposals", "write_each", "write_proposals"]

Source = str | os.PathLike[str] | bytes


def write_proposals(
    proposals: pd.DataFrame,
    path: str | os.PathLike[str],
    notice: Notice,
    *,
    lang: Lang = "zh",
) -> Path:
    """Write proposals as a workbook in which a person decides on each.

    Parameters
    ----------
    proposals : pandas.DataFrame
        The table ``proposals``, as `read_return` gives it.
    path : path
        Where to; .xlsx.
    notice : Notice
        Its tasks and targets are listed, for items that are changed.
    lang : {"zh", "en"}
        Language of headings and instructions.

    Returns
    -------
    pathlib.Path
        The path. The same proposals give the same bytes.

    Raises
    ------
    FileError
        If the file cannot be written.
    OptionError
        If the language is unknown, or there is no proposal.
    TableError
        If the proposals are of another notice, or two of them have one number.

    Examples
    --------
    >>> import tempfile
    >>> import zctrack as zt
    >>> from zctrack.actuals.returns import read_return
    >>> page = '''<table><tr><th>年度目标<th>责任单位<th>进展情况<th>是否完成
    ... <tr><td>生猪存栏3.1万头<td>区农业农村局<td>存栏2.86万头<td>正在推进</table>'''
    >>> found = read_return(page.encode(), zt.load(), as_of="2020-09-30", name="a.html")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = write_proposals(found, Path(folder) / "拟采信_a.xlsx", zt.load())
    ...     is_proposals(made), len(read_proposals(made, zt.load()).rejects)
    (True, 2)
    """
    if proposals.empty:
        raise OptionError("there is no proposal to write")
    _of_notice(proposals, notice, str(path))
    if proposals["proposal"].duplicated().any():
        raise TableError("two proposals have one number", todo="Write each return by itself.")
    return write_bytes(path, drawn(proposals, dict(sentences(notice)), lang=lang))


def write_each(
    proposals: Mapping[str, pd.DataFrame],
    out: str | os.PathLike[str],
    notice: Notice,
    *,
    lang: Lang = "zh",
) -> list[Path]:
    """Write the proposals of several returns, a workbook each, named after its return.

    Parameters
    ----------
    proposals : mapping of str to pandas.DataFrame
        File → its table ``proposals``, as `collect` gives them.
    out : path
        Folder.
    notice, lang
        As in `write_proposals`.

    Returns
    -------
    list of pathlib.Path
        In the order given.
    """
    taken: set[str] = set()
    written = []
    for name, found in proposals.items():
        stem = f"{word('sheet', lang)}_{Path(name).stem}"
        path = Path(out) / file_name(stem, ".xlsx", taken)
        written.append(write_proposals(found, path, notice, lang=lang))
    return written


def is_proposals(source: Source) -> bool:
    """Whether a file is a proposals workbook of ours; False too for one that cannot be read."""
    try:
        name, given = content(source)
        if not given.startswith(b"PK"):
            return False
        return _kept(read_grids(given, name=name)) is not None
    except ZctrackError:
        return False


def read_proposals(
    source: Source, notice: Notice, *, level: str = "district", name: str | None = None
) -> Read:
    """Read what a person decided: rows for the ledger, and what cannot be taken in.

    Parameters
    ----------
    source : path or bytes
        The workbook.
    notice : Notice
        The notice of the proposals; a changed item has to be one of its tasks or targets, in a
        unit that converts into the target's.
    level : str
        Whose figures these are: a code of the set ``level``.
    name : str, optional
        The file's name, where `source` is bytes.

    Returns
    -------
    Read
        ``submission`` with the file, hash, sheet and cell of the bureau's own return: whoever
        adopts a figure twice enters it once. ``rejects`` with the place in this workbook.

    Raises
    ------
    FileError
        If the file cannot be read; FormatError if it is no proposals workbook.
    TableError
        If its proposals are of another notice.
    """
    found, given = content(source)
    file = name or found or "proposals.xlsx"
    book = read_grids(given, name=file)
    kept = _kept(book)
    if kept is None:
        raise FormatError(
            "this is no proposals workbook of zctrack",
            where=file,
            todo="Fill the workbook that write_proposals made, and save it as .xlsx.",
        )
    proposals = _proposals(kept)
    _of_notice(proposals, notice, file)
    return Decisions(notice, proposals, file, level).read(_answers(book))


# ------------------------------------------------------------------------------------ the file


def _of_notice(proposals: pd.DataFrame, notice: Notice, where: str) -> None:
    others = sorted(set(proposals["notice"].astype("str")) - {notice.key})
    if others:
        raise TableError(
            f"the proposals are of the notice {', '.join(others)}, not of {notice.key}", where=where
        )


def _kept(book: Book) -> Grid | None:
    """The sheet that is not shown, if the workbook is ours."""
    for grid in book.grids:
        first = grid.rows.get(1, {}).get(1)
        if grid.title == HIDDEN and first is not None and first.text == data()["mark"]:
            return grid
    return None


def _proposals(kept: Grid) -> pd.DataFrame:
    """The proposals as they were written, in the dictionary's types."""
    at = {cell.text: column for column, cell in kept.rows.get(2, {}).items()}
    rows = [cells for number, cells in sorted(kept.rows.items()) if number > 2]
    columns: dict[str, list[Any]] = {}
    for column in table("proposals").columns:
        place = at.get(column.name, 0)
        texts = [row[place].text if place in row else "" for row in rows]
        if column.type == "float":
            columns[column.name] = [float(text) if text else None for text in texts]
        elif column.type == "bool":
            columns[column.name] = [text == "1" for text in texts]
        else:
            columns[column.name] = [text or None for text in texts]
    return frame("proposals", columns)


def _answers(book: Book) -> list[Answer]:
    """Every row that bears a number, on whatever sheet and in whatever order they stand."""
    names = {
        folded(row[lang]): str(row["name"]) for row in data()["column"] for lang in ("zh", "en")
    }
    found = []
    for grid in book.grids:
        columns: dict[str, int] = {}
        for number, row in sorted(grid.rows.items()):
            heads = {names[folded(c.text)]: at for at, c in row.items() if folded(c.text) in names}
            if "proposal" in heads and "decision" in heads:
                columns = heads
                continue
            if not columns or columns["proposal"] not in row:
                continue
            cells = {n: row[at].text for n, at in columns.items() if at in row}
            found.append(Answer(cells["proposal"], grid.title, number, columns, cells))
    return found
