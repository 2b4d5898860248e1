"""A person who knows the truth decides on proposals (采信): what is right enters, nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.actuals.proposals_sheet import HIDDEN, data
from zctrack.dictionary.build import labels
from zctrack.errors import FormatError
from zctrack.formats.cells import to_bytes
from zctrack.formats.files import write_bytes
from zctrack.simulate.settings import settings
from zctrack.simulate.truth import Truth

__all__ = ["confirm", "judged"]

Row = Mapping[Any, Any]


def judged(proposals: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    """Hold proposals against what their returns meant.

    Parameters
    ----------
    proposals : pandas.DataFrame
        Columns proposal, file, goal, figure, item, basis, stands, as_of.
    truth : Truth
        Of the rounds in which the returns came.

    Returns
    -------
    pandas.DataFrame
        One row each, in their order: proposal, file, wanted (the true item, missing where it is to
        be refused), right (whether item, day and standing are the true ones), and what a person
        does: decision (a code), new_item, new_basis.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> judged(frame("proposals"), Truth.of([])).empty
    True
    """
    typed = truth.typed[truth.typed["fate"].isin(["proposed", "refused"])]
    meant: dict[tuple[Any, ...], list[Row]] = {}
    for row in typed.to_dict("records"):
        figure = None if row["way"] == "state" else row["typed"]
        meant.setdefault((row["file"], _plain(row["goal"]), figure), []).append(row)
    found = []
    for row in proposals.to_dict("records"):
        figure = None if _missing(row["figure"]) else row["figure"]
        same = meant.get((row["file"], _plain(row["goal"]), figure), [])
        # Of two figures with the same words the first one comes first in both.
        one = same.pop(0) if len(same) > 1 else same[0] if same else None
        found.append({"proposal": row["proposal"], "file": row["file"]} | _decision(row, one))
    names = ["proposal", "file", "wanted", "right", "decision", "new_item", "new_basis"]
    return pd.DataFrame(found, columns=names)


def confirm(
    proposals_file: str | os.PathLike[str], truth: Truth, out: str | os.PathLike[str]
) -> Path:
    """Fill a proposals workbook as a person does who knows what was meant.

    Parameters
    ----------
    proposals_file : path
        What ``zctrack collect --proposals`` wrote.
    truth : Truth
        Of the rounds in which the returns came.
    out : path
        The workbook with the decisions.

    Returns
    -------
    pathlib.Path
        The path. The same workbook and truth give the same bytes.

    Raises
    ------
    FormatError
        If the file is no proposals workbook.
    FileError
        If the workbook cannot be written.
    """
    import openpyxl

    path = Path(proposals_file)
    try:
        book = openpyxl.load_workbook(path)
    except Exception as error:
        # openpyxl raises whatever a damaged file makes it meet.
        raise FormatError(f"the workbook cannot be read ({error})", where=str(path)) from error
    if HIDDEN not in book.sheetnames:
        raise FormatError(
            "this is no proposals workbook of zctrack",
            where=str(path),
            todo="Give what zctrack collect --proposals wrote.",
        )
    given = _kept(book[HIDDEN])
    decided = {row["proposal"]: row for row in judged(given, truth).to_dict("records")}
    names = {str(row[lang]): str(row["name"]) for row in data()["column"] for lang in ("zh", "en")}
    for sheet in book.worksheets:
        columns: dict[str, int] = {}
        for row in sheet.iter_rows():
            heads = {names[str(c.value)]: c.column for c in row if str(c.value) in names}
            if "proposal" in heads and "decision" in heads:
                columns = heads
                continue
            key = str(row[columns["proposal"] - 1].value) if columns else ""
            if key in decided and sheet.title != HIDDEN:
                _decide(row, columns, decided[key])
    return write_bytes(out, to_bytes(book))


def _kept(sheet: Any) -> pd.DataFrame:
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return pd.DataFrame(rows[1:], columns=list(rows[0]))


def _decide(row: Any, columns: Mapping[str, int], decided: Row) -> None:
    row[columns["decision"] - 1].value = labels("decision")[decided["decision"]]
    for name in ("new_item", "new_basis"):
        value = decided[name]
        if not _missing(value):
            shown = labels("actual_basis")[value] if name == "new_basis" else value
            row[columns[name] - 1].value = shown
    if "remark" in columns:
        row[columns["remark"] - 1].value = settings()["mark"]


def _decision(row: Row, one: Row | None) -> dict[str, Any]:
    refused = {"wanted": None, "decision": "refuse", "new_item": None, "new_basis": None}
    if one is None or one["fate"] == "refused":
        # A figure that is meant for no target is right where it does not stand for one.
        return refused | {"right": not _stands(row) and (one is None or not _missing(row["figure"])
                                                         or _missing(row["item"]))}  # fmt: skip
    wanted = one["item"]
    same_day = _missing(row["figure"]) or pd.Timestamp(row["as_of"]) == pd.Timestamp(one["day"])
    if not same_day:
        return refused | {"wanted": wanted, "right": False}
    stands = _missing(row["figure"]) or _stands(row)
    right = row["item"] == wanted and stands
    told = {"wanted": wanted, "right": right, "decision": "adopt"}
    if right:
        return told | {"new_item": None, "new_basis": None}
    basis = None if _missing(row["figure"]) or stands else one["basis"]
    return told | {"decision": "change", "new_item": wanted, "new_basis": basis}


def _stands(row: Row) -> bool:
    return str(row["stands"]) in ("True", "1")


def _plain(text: Any) -> str:
    return "" if _missing(text) else "".join(str(text).split())


def _missing(value: Any) -> bool:
    return value is None or value == "" or (not isinstance(value, str) and bool(pd.isna(value)))
