"""One form filled as a workbook (填表): where each answer stands when everything has been moved."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zctrack.actuals.form_words import LANGUAGES, data, folded, heading, word
from zctrack.errors import FormatError
from zctrack.formats.cells import to_bytes
from zctrack.formats.grid import coordinate
from zctrack.simulate.answers import Answer
from zctrack.simulate.cells import Typed
from zctrack.simulate.settings import chance, pick, settings

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Blank", "Line", "open_form"]

_SIMULATED = "simulated"


@dataclass(slots=True)
class Line:
    """One row of the table: what it had when it was sent, and what was filled in."""

    item: str | None
    cells: dict[int, tuple[Any, Any]]
    height: float | None = None
    answer: Answer | None = None
    twin: bool = False
    key: str | None = None
    place: int = 0


@dataclass(slots=True)
class Blank:
    """A form as it was sent.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    book : object
        The workbook of openpyxl.
    notice, unit : str
        By its small print.
    as_of : pandas.Timestamp
        The day that it asks about.
    """

    path: Path
    book: Any
    notice: str
    unit: str
    as_of: pd.Timestamp
    sheet: Any = None
    head: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)

    def items(self) -> list[str]:
        """The keys of its rows."""
        return [line.item for line in self.lines if line.item is not None]

    def alike(self, item: str) -> bool:
        """Whether another row has the same sentence, indicator and goal."""
        told = {line.item: self._words(line) for line in self.lines}
        return list(told.values()).count(told[item]) > 1

    def sentence(self, item: str) -> str:
        """The notice's words of a row."""
        line = next(line for line in self.lines if line.item == item)
        return str(line.cells[self.columns["sentence"]][0])

    def _words(self, line: Line) -> tuple[str, ...]:
        names = ("sentence", "indicator", "goal")
        return tuple(folded(str(line.cells[self.columns[name]][0])) for name in names)

    # --- filling ------------------------------------------------------------------------------
    def fill(
        self,
        answers: Mapping[str, Answer],
        *,
        rng: np.random.Generator,
        filled_on: Typed | None,
        untidy: bool,
    ) -> tuple[bytes, list[dict[str, Any]]]:
        """Write the answers into the workbook, with what people do to its sheets.

        Returns
        -------
        tuple
            The file's bytes, and of each row what was typed: columns of ``simulated.typed``.
        """
        lines = self._answered(answers)
        how = settings()["sheet"]
        strays: list[str] = []
        if untidy:
            if chance(rng, how["rows_moved"]):
                lines.sort(key=lambda line: str(line.cells[self.columns["due"]][0]))
            if chance(rng, how["keys_swapped"]):
                self._swap_keys(lines)
            if chance(rng, how["blank_rows"]):
                lines.insert(int(rng.integers(1, len(lines) + 1)), Line(None, {}))
            if chance(rng, how["stray_text"]):
                strays.append(pick(rng, how["strays"]))
        footer = self._cut(lines)
        for at, line in enumerate(lines, start=self.head + 1):
            line.place = at
            self._write(line)
        end = self.head + len(lines)
        told = [row for line in lines for row in self._told(line)]
        if untidy:
            self._merge(lines, told, rng)
        for text in strays:
            self.sheet.cell(end + 1, self.columns["sentence"]).value = text
            place = coordinate(end + 1, self.columns["sentence"])
            told.append({"typed": text, "way": "text", "mistake": "stray_text", "cell": place,
                         "fate": "rejected", "reason": "stray_text"})  # fmt: skip
        if untidy and chance(rng, how["id_deleted"]):
            footer = [cells for cells in footer if not _has_id(cells)]
        for at, cells in enumerate(footer, start=end + 3):
            for column, (value, style) in cells.items():
                _put(self.sheet.cell(at, column), value, style)
        self._head(filled_on)
        if untidy and chance(rng, how["renamed"]):
            self.sheet.title = pick(rng, how["names"])
        for row in told:
            row["sheet"] = self.sheet.title
        saved = {
            coordinate(line.place, self.columns["value"]): line.answer.figure.saved
            for line in lines
            if line.answer and line.answer.figure and line.answer.figure.saved is not None
        }
        self._mark()
        return _with_results(to_bytes(self.book), saved), told

    def _answered(self, answers: Mapping[str, Answer]) -> list[Line]:
        lines: list[Line] = []
        for line in self.lines:
            one = answers.get(str(line.item))
            lines.append(Line(line.item, dict(line.cells), line.height, one, key=line.item))
            if one is not None and one.mistake in ("filled_twice", "copied_row"):
                twin = Line(line.item, dict(line.cells), line.height, one, True, line.item)
                lines.append(twin)
        return lines

    def _swap_keys(self, lines: Sequence[Line]) -> None:
        """Swap the keys of two neighbours, as who sorts one column does."""
        for one, two in pairwise(lines):
            if not (_plain(one) and _plain(two)):
                continue
            assert one.answer is not None
            assert two.answer is not None
            sentences = [str(x.cells[self.columns["sentence"]][0]) for x in (one, two)]
            if sentences[0] == sentences[1]:
                continue
            one.key, two.key = two.key, one.key
            reason = "key_and_words_differ"
            one.answer = one.answer.failed("keys_swapped", reason, "item")
            two.answer = two.answer.failed("keys_swapped", reason, "item")
            return

    def _cut(self, lines: Sequence[Line]) -> list[dict[int, tuple[Any, Any]]]:
        """Take the table's rows and what stands below off the sheet; give what stood below."""
        below: list[dict[int, tuple[Any, Any]]] = []
        last = self.head + len(self.lines)
        for at in range(self.head + 1, self.sheet.max_row + 1):
            cells = {c.column: (c.value, copy(c._style)) for c in self.sheet[at] if c.value}
            if at > last and cells:
                below.append(cells)
            for cell in self.sheet[at]:
                cell.value = None
        return below

    def _write(self, line: Line) -> None:
        sheet, columns = self.sheet, self.columns
        if line.height is not None:
            sheet.row_dimensions[line.place].height = line.height
        for column, (value, style) in line.cells.items():
            _put(sheet.cell(line.place, column), value, style)
        if line.answer is None:
            return
        mistake = line.answer.mistake
        if mistake in ("key_gone", "key_gone_words_changed"):
            sheet.cell(line.place, columns["item"]).value = None
            if mistake == "key_gone_words_changed":
                words = str(line.cells[columns["sentence"]][0])
                sheet.cell(line.place, columns["sentence"]).value = words[: len(words) // 2] + "等"
        else:
            sheet.cell(line.place, columns["item"]).value = line.key
        for name, typed in line.answer.cells.items():
            cell = sheet.cell(line.place, columns[name])
            if typed.number_format is not None:
                cell.number_format = typed.number_format
            cell.value = typed.value
        if line.twin and mistake == "filled_twice":
            other = "not_started" if line.answer.stated != "not_started" else "done"
            said = settings()["words"]["states"][other][0]
            sheet.cell(line.place, columns["stated"]).value = said

    def _told(self, line: Line) -> list[dict[str, Any]]:
        """Say of a line what was typed, and in which cell."""
        one = line.answer
        if one is None:
            return []
        first = "value" if one.figure is not None else "stated"
        cell = one.bad or first
        fate, reason = one.fate, one.reason
        if one.mistake == "key_gone" and self.alike(one.item):
            fate, reason = "rejected", "several_rows"
        if one.mistake == "copied_row" and line.twin:
            fate = "same"
        typed = one.cells.get(one.bad or "") or one.cells[first]
        return [
            {
                "item": one.item,
                "day": one.day,
                "value": one.value,
                "measure": one.measure,
                "basis": one.basis,
                "comparator": one.figure.comparator if one.figure else None,
                "stated": one.stated,
                "right": one.right,
                "typed": typed.text,
                "way": one.figure.way if one.figure else "state",
                "mistake": one.mistake,
                "fate": fate,
                "reason": reason,
                "cell": coordinate(line.place, self.columns[cell]),
            }
        ]

    def _merge(
        self, lines: Sequence[Line], told: Sequence[dict[str, Any]], rng: np.random.Generator
    ) -> None:
        """Merge cells of two neighbours: words do no harm, figures cannot be told apart."""
        how = settings()["sheet"]
        figures, words = chance(rng, how["merged_figure"]), chance(rng, how["merged_words"])
        pairs = [(one, two) for one, two in pairwise(lines) if _plain(one) and _plain(two)]
        if words and pairs:
            one, two = pairs[-1]
            self._merged(one, two, "words")
        both = [(a, b) for a, b in pairs if a.answer and b.answer
                and a.answer.figure and b.answer.figure
                and a.answer.figure.saved is None and b.answer.figure.saved is None]  # fmt: skip
        if figures and both:
            one, two = both[0]
            self._merged(one, two, "value")
            for row in told:
                if row["item"] in (one.item, two.item):
                    row |= {"mistake": "merged_figure", "fate": "rejected"}
                    row["reason"] = "merged_number"

    def _merged(self, one: Line, two: Line, name: str) -> None:
        column = self.columns[name]
        self.sheet.cell(two.place, column).value = None
        self.sheet.merge_cells(
            start_row=one.place, end_row=two.place, start_column=column, end_column=column
        )

    def _head(self, filled_on: Typed | None) -> None:
        """Write who filled the form, and when."""
        wanted = {
            folded(word(key, lang)): key
            for key in ("filler_label", "filled_on_label")
            for lang in LANGUAGES
        }
        for cell in list(self.sheet[2]):
            key = wanted.get(folded(str(cell.value or "")))
            if key is None:
                continue
            right = self.sheet.cell(2, cell.column + 1)
            if key == "filler_label":
                right.value = "模拟填报员"
            elif filled_on is not None:
                right.value = filled_on.value

    def _mark(self) -> None:
        """Say on every sheet, and in every id, that the data is simulated."""
        words = settings()["notice_words"]
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and _is_id(cell.value):
                        cell.value = _marked(cell.value)
            if not any(words == c.value for row in sheet.iter_rows() for c in row):
                # A form that was sent out without the mark: its title gets it.
                sheet.cell(1, 1).value = f"{sheet.cell(1, 1).value or ''}（{words}）"
            sheet.oddHeader.center.text = words
        self.book.properties.keywords = _marked(str(self.book.properties.keywords or ""))


def open_form(path: Path) -> Blank | None:
    """Open a form; None for a summary, which nobody fills.

    Parameters
    ----------
    path : pathlib.Path
        What ``zctrack forms`` wrote.

    Raises
    ------
    FormatError
        If it is no form.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise FormatError(f"the form cannot be read ({error})", where=str(path)) from None
    parts = [part.strip() for part in str(book.properties.keywords or "").split("|")]
    if parts[0].startswith(data()["summary_mark"]):
        return None
    if not parts[0].startswith(data()["mark"]) or len(parts) < 4:
        raise FormatError(
            "this is no form of zctrack", where=str(path), todo="Give what zctrack forms wrote."
        )
    blank = Blank(path, book, parts[1], parts[2], pd.Timestamp(parts[3]))
    for sheet in book.worksheets:
        if _find(blank, sheet):
            return blank
    raise FormatError("the form has no line of headings", where=str(path))


def _find(blank: Blank, sheet: Worksheet) -> bool:
    for row in sheet.iter_rows(max_row=12):
        names = {heading(c.value): c.column for c in row if isinstance(c.value, str)}
        if {"item", "value", "stated"} <= names.keys():
            blank.sheet, blank.head = sheet, int(row[0].row or 0)
            blank.columns = {str(name): at for name, at in names.items() if name}
            break
    else:
        return False
    for at in range(blank.head + 1, sheet.max_row + 1):
        item = sheet.cell(at, blank.columns["item"]).value
        if not isinstance(item, str):
            break
        cells = {c.column: (c.value, copy(c._style)) for c in sheet[at]}
        blank.lines.append(Line(item, cells, sheet.row_dimensions[at].height))
        blank.last[item] = str(sheet.cell(at, blank.columns["last"]).value or "")
    return True


def _plain(line: Line) -> bool:
    return line.answer is not None and line.answer.mistake is None and not line.twin


def _put(cell: Any, value: Any, style: Any) -> None:
    cell.value = value
    cell._style = copy(style)


def _is_id(text: str) -> bool:
    return f"{data()['mark']}/" in text or f"{data()['summary_mark']}/" in text


def _has_id(cells: Mapping[int, tuple[Any, Any]]) -> bool:
    return any(isinstance(value, str) and _is_id(value) for value, _ in cells.values())


def _marked(text: str) -> str:
    return text if text.endswith(f"| {_SIMULATED}") else f"{text} | {_SIMULATED}"


def _with_results(content: bytes, saved: Mapping[str, float | None]) -> bytes:
    """Put the results of formulas into the sheet, as a program that calculates saves them."""
    if not saved:
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry.filename)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text = part.decode("utf-8")
                for cell, result in saved.items():
                    shown = f"{result:.15g}"
                    text = re.sub(
                        rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)',
                        rf"\g<1><v>{shown}</v>",
                        text,
                    )
                part = text.encode("utf-8")
            new.writestr(entry, part)
    return out.getvalue()
