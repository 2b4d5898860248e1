"""Reading a report form that came back (收表), whatever people did to it.

Every filled row is taken in or set aside, with sheet, cell, reason and what to do. A row is known
by its key; without the key only by the notice's very words. What was converted or read from other
words than asked is said in the entry's note.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from zctrack.actuals.cell_figures import blank
from zctrack.actuals.form_answers import ENTRIES, SIMULATED, Source, read_answers
from zctrack.actuals.form_entries import Entry, set_twice_aside
from zctrack.actuals.form_keys import Known, item_of
from zctrack.actuals.form_layout import Line, Seen, identify, lines
from zctrack.actuals.form_rows import answering, rows
from zctrack.actuals.form_words import LANGUAGES, columns, data, folded, word
from zctrack.actuals.rejects import Problem, Read, reject, rejects
from zctrack.actuals.submission import submission
from zctrack.errors import FileError, LimitError
from zctrack.formats.grid import Book, Cell, Grid, coordinate, read_grids
from zctrack.formats.limits import DEFAULTS
from zctrack.notice import Notice

__all__ = ["SIMULATED", "read_form"]

# Which cell stands for a row: the first of these that is filled.
_FIRST = ("value", "stated", "words", "note", "evidence", "quarter", "as_of")


def read_form(
    source: str | os.PathLike[str] | bytes | IO[bytes],
    notice: Notice,
    *,
    name: str | None = None,
    level: str = "district",
) -> Read:
    """Read a report form.

    Parameters
    ----------
    source : path, bytes or binary file object
        The .xlsx that came back.
    notice : Notice
        The notice that it reports on.
    name : str, optional
        The file's name, where the source has none, or another one is wanted in the ledger.
    level : str
        Whose figures these are: a code of the set ``level``.

    Returns
    -------
    Read
        `submission`, rows for the ledger in the form's order, and `rejects`. Every row in which
        something was filled is in one of them, once; the same row twice counts once and the note
        says so.

    Raises
    ------
    FileError
        If it cannot be read; FormatError if it is no .xlsx, LimitError if it is too large.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.actuals.forms import write_forms
    >>> from zctrack.datasets import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_forms(load(), as_of="2020-09-30", out=folder)
    ...     read = read_form(paths[0], load())
    >>> len(read.submission), len(read.rejects)
    (0, 0)
    """
    content, found = _bytes(source)
    file = name or found
    book = read_grids(content, name=file)
    digest = hashlib.sha256(content).hexdigest()
    reader = _Reader(book, notice, file, digest, level)
    return reader.run()


def _bytes(source: str | os.PathLike[str] | bytes | IO[bytes]) -> tuple[bytes, str]:
    limit = DEFAULTS.file_bytes
    if isinstance(source, bytes):
        return source, "form.xlsx"
    if isinstance(source, str | os.PathLike):
        try:
            with Path(source).open("rb") as file:
                content = file.read(limit + 1)
        except OSError as error:
            reason = error.strerror or error
            raise FileError(f"the file cannot be read ({reason})", where=str(source)) from None
        name = Path(source).name
    else:
        content, name = source.read(limit + 1), Path(str(getattr(source, "name", "form.xlsx"))).name
    if len(content) > limit:
        raise LimitError(f"the file is larger than {limit:,} bytes", where=name)
    return content, name


class _Reader:
    """One workbook, sheet by sheet."""

    def __init__(self, book: Book, notice: Notice, file: str, digest: str, level: str) -> None:
        self.book, self.notice = book, notice
        self.source = Source(notice.key, file, digest, level, book.epoch)
        self.entries: list[Entry] = []
        self.whole, self.seen = identify(book)
        self.units = answering(notice)
        self.known: dict[str | None, Known] = {}

    def run(self) -> Read:
        for grid in self.book.grids:
            self._sheet(grid)
        set_twice_aside(self.entries)
        taken = [entry.row for entry in self.entries if not entry.problems and entry.row]
        aside = [
            reject(
                entry.problems,
                file=self.source.file,
                sheet=entry.sheet,
                cell=entry.bad or entry.cell,
                item=entry.item,
                found=entry.found,
                reporter=self._unit(self.seen[entry.sheet]),
            )
            for entry in self.entries
            if entry.problems
        ]
        marks = [seen.id for seen in (self.whole, *self.seen.values()) if seen.id is not None]
        return Read(submission(taken), rejects(aside), any(mark.simulated for mark in marks))

    def _unit(self, seen: Seen) -> str | None:
        """Say which unit filled a sheet: by its id, else by the name beside the label."""
        if seen.id is not None:
            return seen.id.unit
        wanted = folded(seen.unit or "")
        return next((unit for unit in self.units if folded(unit) == wanted), None)

    # --- one sheet ----------------------------------------------------------------------------
    def _sheet(self, grid: Grid) -> None:
        seen = self.seen[grid.title]
        found = lines(grid)
        wrong = self._not_ours(seen)
        if found is None:
            # Instructions have the id and no line of headings; anything else is somebody's own.
            if grid.rows and not self._is_about(grid):
                self._aside_sheet(grid, wrong or Problem("no_table"))
            return
        if wrong is None and self._unit(seen) is None:
            wrong = Problem("no_unit")
        known = self._known(self._unit(seen))
        for line in found:
            entry = self._line(grid, line, known)
            if entry is None:
                continue
            if wrong is not None:
                entry.problems = [wrong]
            elif not entry.problems:
                row = known.rows[str(entry.item)]
                read_answers(entry, line, seen, row, unit=self._unit(seen), source=self.source)
            self.entries.append(entry)

    def _not_ours(self, seen: Seen) -> Problem | None:
        """Refuse a summary, another notice's form, a form of a newer kind."""
        if seen.id is None:
            return None
        if seen.id.mark == data()["summary_mark"]:
            return Problem("summary")
        if seen.id.version > data()["version"]:
            return Problem("newer_form", {"found": str(seen.id.version)})
        if seen.id.notice != self.notice.key:
            return Problem("other_notice", {"found": seen.id.notice})
        return None

    def _is_about(self, grid: Grid) -> bool:
        titles = {folded(word("about_how", lang)) for lang in LANGUAGES}
        return any(folded(cell.text) in titles for cell in grid.cells())

    def _aside_sheet(self, grid: Grid, problem: Problem) -> None:
        first = next(grid.cells())
        texts = [cell.text for cell in grid.cells() if not cell.merged]
        place = coordinate(first.row, first.column)
        entry = Entry(grid.title, place, first.row, None, _shown(texts))
        entry.problems = [problem]
        self.entries.append(entry)

    def _known(self, unit: str | None) -> Known:
        if unit not in self.known:
            tasks = self.units.get(unit or "", [])
            self.known[unit] = Known(rows(self.notice, tasks), self.notice)
        return self.known[unit]

    # --- one row ------------------------------------------------------------------------------
    def _line(self, grid: Grid, line: Line, known: Known) -> Entry | None:
        """Say what a row is about, or None where nothing is filled in it."""
        filled = {name: line.cells[name] for name in ENTRIES if not blank(line.cells.get(name))}
        extra = [(over, cell) for over, cell in line.extra if not blank(cell)]
        if not filled and not extra:
            return self._unfilled(grid, line, known)
        first = next((filled[name] for name in _FIRST if name in filled), None) or extra[0][1]
        texts = [_named(name, cell) for name, cell in filled.items()]
        texts += [f"{over}：{cell.text}" if over else cell.text for over, cell in extra]
        entry = Entry(
            grid.title, coordinate(first.row, first.column), line.number, None, _shown(texts)
        )
        item = item_of(line.cells, known, self._unit(self.seen[grid.title]))
        if isinstance(item, Problem):
            entry.wrong(item, line.cells.get("item") or first)
            return entry
        entry.item = item
        if grid.hidden or line.hidden:
            entry.notes.append("隐藏的工作表" if grid.hidden else "隐藏的行")
        if extra:
            entry.notes += [f"{over or _letter(cell)}：{cell.text}" for over, cell in extra]
        entry.notes += known.changed(line.cells, item)
        return entry

    def _unfilled(self, grid: Grid, line: Line, known: Known) -> Entry | None:
        """Pass by a row that was left empty; set aside text that is no row of the form."""
        texts = [cell for name, cell in line.cells.items() if name != "number" and not blank(cell)]
        texts = [cell for cell in texts if not cell.merged and not blank(cell)]
        if not texts or known.recognises(line.cells):
            return None
        # A number in front of an empty row is no row either.
        first = texts[0]
        entry = Entry(
            grid.title,
            coordinate(first.row, first.column),
            line.number,
            None,
            _shown([cell.text for cell in texts]),
        )
        entry.wrong(Problem("stray_text"))
        return entry


def _named(name: str, cell: Cell) -> str:
    return f"{columns()[name].zh}：{cell.text or '（公式）'}"


def _letter(cell: Cell) -> str:
    return coordinate(cell.row, cell.column)


def _shown(texts: Sequence[str]) -> str:
    """Give what stood in a row, short enough for a cell."""
    text = "；".join(text for text in texts if text)
    return text if len(text) <= 400 else f"{text[:399]}…"
