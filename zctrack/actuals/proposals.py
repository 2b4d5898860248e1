"""Proposals out to a person and back (拟采信): only what somebody decided enters the ledger.

A proposal is adopted as it is, adopted with what the person wrote instead, or refused; what nobody
decided stays out and is told.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.actuals.bearing import may_count
from zctrack.actuals.proposals_sheet import HIDDEN, Lang, data, drawn
from zctrack.actuals.rejects import Read, rejects
from zctrack.actuals.returns import sentences
from zctrack.actuals.submission import submission
from zctrack.actuals.values import is_missing
from zctrack.dictionary.build import frame, labels, table
from zctrack.errors import FileError, FormatError, OptionError, TableError, ZctrackError
from zctrack.extract.fold import fold
from zctrack.extract.units import convert
from zctrack.formats.files import write_bytes
from zctrack.formats.grid import Book, Grid, coordinate, read_grids
from zctrack.notice import Notice

__all__ = ["is_proposals", "read_proposals", "write_proposals"]

Source = str | os.PathLike[str] | bytes

_ASKED = ("decision", "new_item", "new_value", "new_unit", "new_basis")


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


def is_proposals(source: Source) -> bool:
    """Whether a file is a proposals workbook of ours; False too for one that cannot be read."""
    try:
        name, content = _content(source)
        if not content.startswith(b"PK"):
            return False
        return _kept(read_grids(content, name=name)) is not None
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
    found, content = _content(source)
    file = name or found or "proposals.xlsx"
    book = read_grids(content, name=file)
    kept = _kept(book)
    if kept is None:
        raise FormatError(
            "this is no proposals workbook of zctrack",
            where=file,
            todo="Fill the workbook that write_proposals made, and save it as .xlsx.",
        )
    proposals = _proposals(kept)
    _of_notice(proposals, notice, file)
    return _Reader(notice, proposals, file, level).read(_answers(book))


# ------------------------------------------------------------------------------------ the file


def _content(source: Source) -> tuple[str | None, bytes]:
    if isinstance(source, bytes):
        return None, source
    try:
        return Path(source).name, Path(source).read_bytes()
    except OSError as error:
        raise FileError(
            f"the file cannot be read ({error.strerror or error})", where=str(source)
        ) from None


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a person wrote in one row."""

    proposal: str
    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, str]

    def place(self, name: str) -> str:
        """Name the cell of a column."""
        return coordinate(self.row, self.columns.get(name, 1))


def _answers(book: Book) -> list[_Answer]:
    """Every row that bears a number, on whatever sheet and in whatever order they stand."""
    names = {
        _plain(row[lang]): str(row["name"]) for row in data()["column"] for lang in ("zh", "en")
    }
    found = []
    for grid in book.grids:
        columns: dict[str, int] = {}
        for number, row in sorted(grid.rows.items()):
            heads = {names[_plain(c.text)]: at for at, c in row.items() if _plain(c.text) in names}
            if "proposal" in heads and "decision" in heads:
                columns = heads
                continue
            if not columns or columns["proposal"] not in row:
                continue
            cells = {n: row[at].text for n, at in columns.items() if at in row}
            found.append(_Answer(cells["proposal"], grid.title, number, columns, cells))
    return found


def _plain(text: str) -> str:
    return "".join(fold(text).split()).lower()


# ------------------------------------------------------------------------------------ the decisions


@dataclass(slots=True)
class _Reader:
    """Decisions to rows of a submission, and what is wrong with them to rejects."""

    notice: Notice
    proposals: pd.DataFrame
    file: str
    level: str
    taken: list[dict[str, Any]] = field(default_factory=list)
    aside: list[dict[str, str | None]] = field(default_factory=list)

    def read(self, answers: Sequence[_Answer]) -> Read:
        known = {str(r["proposal"]): r for r in self.proposals.to_dict("records")}
        targets = {str(r["quantity"]): r for r in self.notice.targets.to_dict("records")}
        items = {
            *map(str, self.notice.tasks["task"]),
            *map(str, self.notice.quantities["quantity"]),
        }
        given: dict[str, list[_Answer]] = {}
        for answer in answers:
            if answer.proposal not in known:
                self._reject("unknown_proposal", answer, "proposal", None, found=answer.proposal)
                continue
            given.setdefault(answer.proposal, []).append(answer)
        for key, proposal in known.items():
            rows = given.get(key, [])
            if not rows:
                self._reject("row_gone", None, "proposal", proposal, found=key)
            elif len({tuple(row.cells.get(n, "") for n in _ASKED) for row in rows}) > 1:
                for row in rows:
                    found = row.cells.get("decision", "")
                    self._reject("decided_twice", row, "decision", proposal, found=found)
            else:
                self._decide(proposal, rows[0], items, targets)
        return Read(submission(self.taken), rejects(self.aside))

    def _decide(
        self,
        proposal: Mapping[Any, Any],
        answer: _Answer,
        items: set[str],
        targets: Mapping[str, Mapping[Any, Any]],
    ) -> None:
        words = answer.cells.get("decision", "").strip()
        decision = _code("decision", words)
        changes = {n: answer.cells[n] for n in _ASKED[1:] if answer.cells.get(n, "").strip()}
        if words and decision is None:
            self._reject("unknown_decision", answer, "decision", proposal, found=words)
        elif changes and decision in (None, "adopt"):
            shown = words or "—"
            self._reject("undecided_but_changed", answer, "decision", proposal, decision=shown)
        elif decision is None:
            self._reject("undecided", answer, "decision", proposal)
        elif decision == "adopt" and is_missing(proposal["item"]):
            self._reject("no_item", answer, "decision", proposal)
        elif decision == "change" and not changes:
            self._reject("nothing_changed", answer, "decision", proposal)
        elif decision == "adopt":
            self.taken.append(_entry(proposal, self.level, stands=bool(proposal["stands"])))
        elif decision == "change":
            self._change(proposal, answer, changes, items, targets)

    def _change(
        self,
        proposal: Mapping[Any, Any],
        answer: _Answer,
        changes: Mapping[str, str],
        items: set[str],
        targets: Mapping[str, Mapping[Any, Any]],
    ) -> None:
        """Adopt a proposal with what the person wrote; each cell that cannot be is told."""
        new = dict(proposal)
        before = len(self.aside)
        if "new_item" in changes:
            new["item"] = fold(changes["new_item"]).strip()
            if new["item"] not in items:
                self._reject("unknown_item", answer, "new_item", proposal, found=str(new["item"]))
        if "new_value" in changes:
            new["value"] = _number(changes["new_value"])
            if new["value"] is None:
                found = changes["new_value"]
                self._reject("no_number", answer, "new_value", proposal, found=found)
        if "new_unit" in changes:
            new["unit"] = fold(changes["new_unit"]).strip()
        if "new_basis" in changes:
            new["basis"] = _code("actual_basis", changes["new_basis"])
            if new["basis"] is None:
                found = changes["new_basis"]
                self._reject("unknown_basis", answer, "new_basis", proposal, found=found)
        if len(self.aside) > before:
            return
        if is_missing(new["item"]):
            self._reject("no_item", answer, "new_item", proposal)
            return
        if not is_missing(new["value"]) and is_missing(new["unit"]):
            self._reject("no_unit", answer, "new_unit", proposal)
            return
        target = targets.get(str(new["item"]))
        stands = target is not None and not is_missing(new["value"])
        if stands and target is not None:
            if is_missing(new["basis"]):
                new["basis"] = "level"
            wanted = "%" if target["basis"] == "all" else target["unit"]
            if not is_missing(wanted) and (
                convert(float(new["value"]), str(new["unit"]), str(wanted)) is None
            ):
                place = "new_item" if "new_item" in changes else "new_unit"
                values = {"unit": str(new["unit"]), "wanted": str(wanted)}
                self._reject("unit_of_item", answer, place, proposal, **values)
                return
            stands = may_count(str(new["basis"]), str(target["basis"]))
            if not is_missing(target["indicator"]):
                new["indicator"] = target["indicator"]
        self.taken.append(_entry(new, self.level, stands=stands))

    def _reject(
        self,
        reason: str,
        answer: _Answer | None,
        column: str,
        proposal: Mapping[Any, Any] | None,
        **values: str,
    ) -> None:
        said = data()["reasons"][reason]
        told = {part: str(said[part]).format(**values) for part in ("zh", "en")}
        item = None if proposal is None or is_missing(proposal["item"]) else str(proposal["item"])
        reporter = None if proposal is None else proposal["reporter"]
        self.aside.append(
            {
                "file": self.file,
                "sheet": answer.sheet if answer else None,
                "cell": answer.place(column) if answer else None,
                "item": item,
                "found": _found(proposal, values.get("found")),
                "reason": told["zh"],
                "reason_en": told["en"],
                "todo": said["todo_zh"],
                "todo_en": said["todo_en"],
                "reporter": None if is_missing(reporter) else str(reporter),
            }
        )


def _found(proposal: Mapping[Any, Any] | None, found: str | None) -> str | None:
    """What stood there; where nothing did, the proposal's own words."""
    if found or proposal is None:
        return found
    words = [proposal["goal"], None if is_missing(proposal["figure"]) else proposal["figure"]]
    return " · ".join(str(word) for word in words if word)


def _code(name: str, words: str) -> str | None:
    """A code by its label in either language, or by itself."""
    plain = _plain(words)
    langs: tuple[Lang, Lang] = ("zh", "en")
    for lang in langs:
        for code, label in labels(name, lang).items():
            if plain in (_plain(label), code):
                return code
    return None


def _number(words: str) -> float | None:
    try:
        value = float(fold(words).replace(",", "").replace("，", "").strip())
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def _entry(row: Mapping[Any, Any], level: str, *, stands: bool) -> dict[str, Any]:
    """A row of a submission; a figure that stands beside its target only is context."""
    is_figure = not is_missing(row["value"])
    beside = is_figure and not stands and ".q" in str(row["item"])
    words = row["clause"] if not is_missing(row["clause"]) else row["progress"]
    return {
        "notice": row["notice"],
        "item": row["item"],
        "level": level,
        "indicator": row["indicator"],
        "as_of": row["as_of"],
        "value": row["value"] if is_figure else None,
        "unit": row["unit"] if is_figure else None,
        "basis": row["basis"] if is_figure else None,
        "comparator": row["comparator"] if is_figure else None,
        "finality": "context" if beside else "interim",
        "stated": row["stated"],
        "evidence": "stated",
        "reported_on": row["reported_on"],
        "reporter": row["reporter"],
        "source": row["source"],
        "words": words,
        "kind": "report",
        "file": row["file"],
        "file_hash": row["file_hash"],
        "sheet": row["sheet"],
        "cell": row["cell"],
    }
