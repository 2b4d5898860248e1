"""The summary for an official (汇总表): their tasks, who answers, what was last reported."""

from __future__ import annotations

import pandas as pd

from zctrack.actuals.form_sheet import Form, banner, reference
from zctrack.actuals.form_words import columns
from zctrack.formats.cells import new_workbook, sheet_name, to_bytes, write
from zctrack.formats.xlsx import Field, add_table

__all__ = ["summary_workbook"]

_SHOWN = ("number", "sentence", "indicator", "goal", "unit", "due", "last", "units", "item")


def summary_workbook(form: Form, date: str) -> bytes:
    """Write a summary: the units with their counts, then every task and target.

    Parameters
    ----------
    form : Form
        `unit` is the official, `rows` what they answer for.
    date : str
        The day, for the file's properties.

    Returns
    -------
    bytes
        An xlsx.
    """
    book = new_workbook(form.title)
    book.properties.keywords = form.id
    targets = sum(row.target for row in form.rows)
    tasks = len({row.task for row in form.rows})
    about = form.say("summary_about", tasks=tasks, targets=targets, day=date)
    units = book.create_sheet(sheet_name(form.say("sheet_units")))
    listed = book.create_sheet(sheet_name(form.say("sheet_summary")))
    for sheet in (units, listed):
        write(sheet, 1, 1, form.title, look="title")
        write(sheet, 2, 1, about, look="heading")
        if form.simulated:
            banner(sheet, 3, 1, form)
    counts = _counts(form)
    widths = {"unit": 26.0}
    fields = [
        Field(n, form.say(f"head_{n}"), kind="text" if n == "unit" else "int", width=widths.get(n))
        for n in counts.columns
    ]
    add_table(units, counts, fields, top=5)
    rows = [
        reference(row, number, form.last.get(row.item), form.lang)
        for number, row in enumerate(form.rows, start=1)
    ]
    table = pd.DataFrame([{name: row[name] for name in _SHOWN} for row in rows], dtype="object")
    shown = [
        Field(name, columns()[name].heading(form.lang), width=columns()[name].width)
        for name in _SHOWN
    ]
    add_table(listed, table, shown, top=5)
    for sheet in (units, listed):
        sheet.oddFooter.center.text = form.id.replace("&", "&&")
        if form.simulated:
            sheet.oddHeader.center.text = form.say("simulated")
    return to_bytes(book, stamp=f"{date}T00:00:00Z")


def _counts(form: Form) -> pd.DataFrame:
    """Count each unit's tasks, targets, targets due and targets with a figure.

    Returns
    -------
    pandas.DataFrame
        Columns unit, tasks, targets, due, reported.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for row in form.rows:
        for unit in row.units or (form.say("none"),):
            sets = found.setdefault(unit, {n: set() for n in ("tasks", "targets", "due", "last")})
            sets["tasks"].add(row.task)
            if row.target:
                sets["targets"].add(row.item)
                if any(day is not None and day <= form.as_of for day, _ in row.due):
                    sets["due"].add(row.item)
                if row.item in form.last:
                    sets["last"].add(row.item)
    names = {"tasks": "tasks", "targets": "targets", "due": "due", "last": "reported"}
    columns_: dict[str, list[object]] = {"unit": list(found)}
    columns_ |= {shown: [len(sets[n]) for sets in found.values()] for n, shown in names.items()}
    return pd.DataFrame(columns_)
