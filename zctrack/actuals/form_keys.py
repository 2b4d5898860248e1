"""Which row of the form a line is (认行): by its key, else by the notice's very words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zctrack.actuals.form_rows import Row
from zctrack.actuals.form_sheet import reference
from zctrack.actuals.form_words import LANGUAGES, columns, folded
from zctrack.actuals.rejects import Problem
from zctrack.formats.grid import Cell
from zctrack.notice import Notice

__all__ = ["Known", "item_of"]

_KEY = re.compile(r"([mc])([0-9]+)\.([0-9]+)(?:\.q([0-9]+))?")
# The cells whose words tell one row from another.
_TELLING = ("sentence", "indicator", "goal")
# Reference cells of which a change is worth a note; the unit has its own meaning.
_NOTED = ("sentence", "indicator", "goal", "due")


class Known:
    """The rows of a unit's form, and their words in both languages.

    Parameters
    ----------
    rows : sequence of Row
        What the form asked.
    notice : Notice
        The notice, for keys of other units.
    """

    def __init__(self, rows: Sequence[Row], notice: Notice) -> None:
        self.rows = {row.item: row for row in rows}
        self.elsewhere = {*notice.tasks["task"], *notice.targets["quantity"]}
        self.texts: dict[str, dict[str, set[str]]] = {name: {} for name in _NOTED}
        for row in rows:
            for lang in LANGUAGES:
                told = reference(row, 0, None, lang)
                for name in _NOTED:
                    self.texts[name].setdefault(folded(str(told[name])), set()).add(row.item)

    def named(self, name: str, cell: Cell | None) -> set[str] | None:
        """Give the items whose cell of that name has the very words; None where it has others."""
        if cell is None or not cell.text:
            return None
        return self.texts[name].get(folded(cell.text))

    def recognises(self, cells: Mapping[str, Cell]) -> bool:
        """Say whether a line without entries is a row that was sent, or the rest of one."""
        key = cells.get("item")
        if key is not None and _KEY.fullmatch(folded(key.text)):
            return True
        return any(self.named(name, cells.get(name)) for name in _TELLING)

    def changed(self, cells: Mapping[str, Cell], item: str) -> list[str]:
        """Say which reference cells of a row were written over: the notice's own words stand."""
        found = []
        for name in _NOTED:
            cell = cells.get(name)
            if cell is None or not cell.text or cell.merged or cell.over_rows:
                continue
            if item not in (self.named(name, cell) or ()):
                found.append(f"“{columns()[name].zh}”栏改为“{cell.text}”，未采用")
        return found


def item_of(cells: Mapping[str, Cell], known: Known, unit: str | None) -> str | Problem:
    """Say which item a line is about.

    Parameters
    ----------
    cells : mapping of str to Cell
        The line's cells by name of column.
    known : Known
        The rows of the unit's form.
    unit : str or None
        The unit, for the reason.

    Returns
    -------
    str or Problem
        A key of the form; a problem where the key is not one, contradicts the words beside it,
        or is missing and the words fit no row or several.
    """
    key = cells.get("item")
    if key is not None and key.text:
        return _by_key(key, cells, known, unit)
    found: set[str] | None = None
    for name in _TELLING:
        items = known.named(name, cells.get(name))
        if name == "sentence" and items is None:
            return Problem("no_key")
        if items is not None:
            found = items if found is None else found & items
        elif cells.get(name) is not None and cells[name].text:
            return Problem("no_key")
    if not found:
        return Problem("no_key")
    if len(found) > 1:
        return Problem("several_rows", {"items": "、".join(sorted(found))})
    return found.pop()


def _by_key(key: Cell, cells: Mapping[str, Cell], known: Known, unit: str | None) -> str | Problem:
    match = _KEY.fullmatch(folded(key.text))
    if match is None:
        return Problem("unknown_key", {"found": key.text})
    item = f"{match[1].upper()}{int(match[2])}.{int(match[3])}"
    item += f".q{int(match[4])}" if match[4] else ""
    if item not in known.rows:
        if item in known.elsewhere:
            return Problem("not_yours", {"item": item, "unit": unit or ""})
        return Problem("unknown_key", {"found": key.text})
    for name in _TELLING:
        cell = cells.get(name)
        # Words that are another row's: the rows were shifted against the keys. A merged cell
        # speaks for the rows that it covers.
        others = None if cell is None or cell.merged else known.named(name, cell)
        if others and item not in others:
            other = "、".join(sorted(others)[:3])
            values = {"item": item, "column": columns()[name].zh, "other": other}
            return Problem("key_and_words_differ", values)
    return item
