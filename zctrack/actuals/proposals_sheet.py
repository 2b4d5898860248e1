"""The sheets of a proposals workbook (拟采信事项表), drawn cell by cell.

What a person sees is one sheet; what the machine needs is kept apart from it, row by row, on a
sheet that is not shown. So rows may be sorted and columns widened without losing anything.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from copy import copy
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zctrack.actuals.values import is_missing
from zctrack.dictionary.build import labels, table
from zctrack.errors import OptionError
from zctrack.formats.cells import Look, new_workbook, to_bytes, write
from zctrack.formats.entry import ask_choice, ask_number, protect
from zctrack.formats.xlsx import display_width, print_setup

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HIDDEN", "Lang", "data", "drawn", "text_of", "word"]

Lang = Literal["zh", "en"]
HIDDEN = "_zctrack"
"""Name of the sheet that holds the proposals as they were read."""

_HEADER = 4
_LINE_PT, _HIGHEST_PT, _A3 = 14.5, 409.0, 8
_RULE = "59626C"
_BANDS = {"doubtful": "FBE3C0", "none": "E6E8EB"}


@functools.cache
def data() -> Mapping[str, Any]:
    """The file ``proposals.toml`` as it stands."""
    text = (resources.files("zctrack.actuals") / "proposals.toml").read_text("utf-8")
    return tomllib.loads(text)


def word(key: str, lang: Lang, **values: object) -> str:
    """Say a phrase of the workbook.

    Examples
    --------
    >>> word("state", "en", state="done")
    'State: done'
    """
    if lang not in ("zh", "en"):
        raise OptionError(f"lang is {lang!r}", todo="Use 'zh' or 'en'.")
    return str(data()[lang][key]).format(**values)


def text_of(value: object) -> str:
    """A value as the hidden sheet keeps it: text that reads back to the same.

    Examples
    --------
    >>> text_of(2.86), text_of(None), text_of(True), text_of(pd.Timestamp("2020-09-30"))
    ('2.86', '', '1', '2020-09-30')
    """
    if is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def drawn(proposals: pd.DataFrame, keys: Mapping[str, str], *, lang: Lang) -> bytes:
    """Draw the workbook.

    Parameters
    ----------
    proposals : pandas.DataFrame
        The table ``proposals``, of one file.
    keys : mapping of str to str
        Task or target → its words, in the notice's order.
    lang : {"zh", "en"}
        Language of headings and instructions.
    """
    files = "、".join(dict.fromkeys(map(str, proposals["file"])))
    book = new_workbook(word("title", lang, file=files))
    book.properties.keywords = data()["mark"]
    about = book.create_sheet(word("sheet_about", lang))
    sheet = book.create_sheet(word("sheet", lang))
    listed = book.create_sheet(word("sheet_keys", lang))
    _about(about, lang)
    last = _keys(listed, keys, lang)
    _sheet(sheet, proposals, files, f"'{listed.title}'!$A$4:$A${last}", lang)
    _hidden(book.create_sheet(HIDDEN), proposals)
    book.active = 1
    return to_bytes(book)


# ------------------------------------------------------------------------------------ what is seen


def _sheet(sheet: Worksheet, proposals: pd.DataFrame, files: str, keys: str, lang: Lang) -> None:
    from openpyxl.styles import Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    spec = data()["column"]
    letters = {row["name"]: get_column_letter(at) for at, row in enumerate(spec, start=1)}
    for row in spec:
        sheet.column_dimensions[letters[row["name"]]].width = row["width"]
    write(sheet, 1, 1, word("title", lang, file=files), look="title")
    firsts = proposals.drop_duplicates(["file", "sheet", "cell", "goal"])
    bands = firsts["band"].value_counts()
    counts = {code: int(bands.get(code, 0)) for code in ("sure", "doubtful", "none")}
    hint = word("hint", lang, n=len(proposals), rows=len(firsts), **counts)
    write(sheet, 2, 1, hint, look="heading")
    if (proposals["source"] == "simulated").any():
        _in_line(write(sheet, 3, 1, word("simulated", lang), look="bad"))
    for at, row in enumerate(spec, start=1):
        write(sheet, _HEADER, at, row[lang], look="header")
    sheet.row_dimensions[_HEADER].height = 2 * _LINE_PT + 3
    shown = [_shown(record, lang) for record in _marked(proposals)]
    for at, cells in enumerate(shown, start=_HEADER + 1):
        for column, row in enumerate(spec, start=1):
            name = row["name"]
            look: Look = "entry" if row["kind"] == "entry" else "grid"
            kind = "date" if name == "as_of" else "float" if name in _NUMBERS else "text"
            cell = write(sheet, at, column, cells.get(name), look=look, kind=kind)  # type: ignore[arg-type]
            colour = _BANDS.get(cells["_band"])
            if colour and name in _COLOURED:
                cell.fill = PatternFill("solid", fgColor=colour)
            if cells["_first"]:
                edge = cell.border
                cell.border = Border(
                    left=copy(edge.left), right=copy(edge.right), bottom=copy(edge.bottom),
                    top=Side("medium", color=_RULE),
                )  # fmt: skip
        sheet.row_dimensions[at].height = _height(cells, spec)
    last = _HEADER + len(shown)
    _checks(sheet, letters, last, keys, lang)
    sheet.freeze_panes = sheet.cell(_HEADER + 1, 2)
    sheet.auto_filter.ref = f"A{_HEADER}:{letters['remark']}{last}"
    print_setup(sheet, header=_HEADER)
    sheet.page_setup.paperSize = _A3
    protect(sheet)


_NUMBERS = ("score", "new_value")
_COLOURED = ("item", "band", "score", "second")


def _marked(proposals: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, each knowing whether it is the first of its row of the return."""
    seen: set[tuple[object, ...]] = set()
    rows = []
    for record in proposals.to_dict("records"):
        place = (record["file"], record["sheet"], record["cell"], record["goal"])
        rows.append({**{str(k): v for k, v in record.items()}, "_first": place not in seen})
        seen.add(place)
    return rows


def _shown(row: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """What stands in the cells of one proposal."""
    same, nothing = word("same", lang), word("nothing", lang)
    first = row["_first"]
    is_figure = _has(row["figure"])
    who = [text for text in (row["officials"], row["units"]) if _has(text)]
    return {
        "_band": row["band"],
        "_first": first,
        "proposal": row["proposal"],
        "goal": row["goal"] if first else same,
        "words": row["clause"] if is_figure else row["progress"],
        "who": ("\n".join(who) or nothing) if first else same,
        "item": row["item"] if _has(row["item"]) else nothing,
        "sentence": (row["sentence"] if _has(row["sentence"]) else nothing)
        if first or _is_target(row["item"])
        else same,
        "band": labels("match_band", lang)[row["band"]],
        "score": row["score"],
        "second": f"{row['second']}（{row['second_score']:g}）" if _has(row["second"]) else nothing,
        "proposed": _proposed(row, lang),
        "as_of": row["as_of"],
        "stands": word("yes" if row["stands"] else "no", lang) if is_figure else nothing,
        "decision": labels("decision", lang)[row["decision"]] if _has(row["decision"]) else None,
    }


def _proposed(row: Mapping[str, Any], lang: Lang) -> str:
    if not _has(row["figure"]):
        if not _has(row["stated"]):
            return word("state_none", lang)
        return word("state", lang, state=labels("stated", lang)[row["stated"]])
    basis = labels("actual_basis", lang)[row["basis"]]
    compared = ""
    if row["comparator"] not in ("=", None):
        compared = labels("comparator", lang).get(row["comparator"], "")
    return f"{compared}{row['value']:g}{row['unit']}\n{basis}"


def _has(value: object) -> bool:
    return not is_missing(value)


def _is_target(item: object) -> bool:
    return isinstance(item, str) and ".q" in item


def _height(cells: Mapping[str, Any], spec: Sequence[Mapping[str, Any]]) -> float:
    lines = 1
    for row in spec:
        text = cells.get(row["name"])
        if isinstance(text, str):
            room = max(row["width"] - 1.0, 2.0)
            need = sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))
            lines = max(lines, need)
    return min(_LINE_PT * lines + 4, _HIGHEST_PT)


def _in_line(cell: Any) -> None:
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)


def _checks(sheet: Worksheet, letters: Mapping[str, str], last: int, keys: str, lang: Lang) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    def column(name: str) -> list[str]:
        return [f"{letters[name]}{_HEADER + 1}:{letters[name]}{last}"]

    heading = {row["name"]: row[lang] for row in data()["column"]}
    choose = word("choose", lang)
    for name, codes in (("decision", "decision"), ("new_basis", "actual_basis")):
        words = list(labels(codes, lang).values())
        ask_choice(sheet, column(name), words, title=heading[name], error=choose)
    ask_number(
        sheet, column("new_value"), least=None, title=heading["new_value"],
        error=word("number", lang),
    )  # fmt: skip
    listed = DataValidation(
        type="list", formula1=f"={keys}", allow_blank=True, showErrorMessage=True, errorStyle="stop"
    )
    listed.errorTitle, listed.error = heading["new_item"], word("choose_item", lang)
    listed.add(column("new_item")[0])
    sheet.add_data_validation(listed)


# ------------------------------------------------------------------------------------ the others


def _about(sheet: Worksheet, lang: Lang) -> None:
    from openpyxl.styles import PatternFill

    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 96
    write(sheet, 1, 1, word("about_title", lang), look="title")
    for at, line in enumerate(data()[lang]["about"], start=1):
        write(sheet, at + 2, 1, at, kind="int")
        write(sheet, at + 2, 2, line)
        sheet.row_dimensions[at + 2].height = _LINE_PT * math.ceil(display_width(line) / 90) + 6
    row = len(data()[lang]["about"]) + 4
    for code, colour in _BANDS.items():
        write(sheet, row, 1, None, look="grid").fill = PatternFill("solid", fgColor=colour)
        write(sheet, row, 2, labels("match_band", lang)[code])
        row += 1
    write(sheet, row, 1, None, look="entry")
    names = (r[lang] for r in data()["column"] if r["kind"] == "entry")
    write(sheet, row, 2, "、".join(names))
    print_setup(sheet)
    protect(sheet)


def _keys(sheet: Worksheet, keys: Mapping[str, str], lang: Lang) -> int:
    """List the keys from row 4 on; give the last row."""
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 100
    write(sheet, 1, 1, word("keys_title", lang), look="title")
    write(sheet, 3, 1, word("key", lang), look="header")
    write(sheet, 3, 2, word("key_words", lang), look="header")
    row = 3
    for row, (key, words) in enumerate(keys.items(), start=4):
        write(sheet, row, 1, key, look="grid")
        write(sheet, row, 2, words, look="grid")
        sheet.row_dimensions[row].height = _LINE_PT * math.ceil(display_width(words) / 96) + 3
    sheet.freeze_panes = "A4"
    print_setup(sheet, header=3)
    protect(sheet)
    return max(row, 4)


def _hidden(sheet: Worksheet, proposals: pd.DataFrame) -> None:
    """Keep every value as text, so that no program turns a key or a day into something else."""
    names = [column.name for column in table("proposals").columns]
    write(sheet, 1, 1, data()["mark"])
    write(sheet, 1, 2, data()["version"])
    for column, name in enumerate(names, start=1):
        write(sheet, 2, column, name)
    for at, record in enumerate(proposals.to_dict("records"), start=3):
        for column, name in enumerate(names, start=1):
            write(sheet, at, column, text_of(record[name]) or None)
    sheet.sheet_state = "veryHidden"
    protect(sheet)
