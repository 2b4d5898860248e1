"""The workbook (工作簿): a notice for those who work in Excel or WPS.

An overview, a sheet per table, a sheet per official and per unit that answers for something, the
analysis that the caller gives, and the dictionary. The same notice gives the same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zctrack.analysis.workload import by_party
from zctrack.dictionary.build import Column, Table, codes, labels, table
from zctrack.errors import OptionError
from zctrack.formats.files import write_bytes
from zctrack.formats.xlsx import (
    Field,
    add_table,
    display_width,
    link,
    new_workbook,
    print_setup,
    sheet_name,
    to_bytes,
    write,
)
from zctrack.reports.hiding import hidden_rows, stand_ins, without_names
from zctrack.reports.portfolios import portfolio_fields, portfolios
from zctrack.wording.parties import in_order, shown
from zctrack.wording.units import unit as said_unit
from zctrack.wording.words import MISSING, date, number, say

if TYPE_CHECKING:
    import os

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from zctrack.notice import Notice

__all__ = ["GROUPS", "workbook", "workbook_of_tables"]

GROUPS = ("overview", "tables", "analyses", "officials", "units", "dictionary")
"""The groups of sheets, in their order."""

# The colour of each group's tabs, by the palette's meaning.
_TABS: Mapping[str, str] = {
    "tables": "shade2",
    "analyses": "on_track",
    "officials": "responsible",
    "units": "lead",
    "dictionary": "other",
}
# What tells two results of one function apart, where the book has words for it.
_VARIANTS = ("official", "unit", "simulated")
# Where the English of a finding's message begins.
_ENGLISH = re.compile(r"(?<=。)(?=[A-Z])")
_KINDS: Mapping[str, Any] = {"int": "int", "float": "float", "date": "date"}


@dataclass(slots=True)
class _Book:
    """A workbook in the making: its sheets by group, for the overview."""

    book: Workbook
    notice: Notice
    lang: Literal["zh", "en"]
    hidden: bool
    listed: list[tuple[str, str, str, int]] = field(default_factory=list)

    def sheet(self, group: str, name: str, about: str, rows: int) -> Worksheet:
        """Add a sheet and list it."""
        from zctrack.charts.palette import colour

        title = sheet_name(name, self.book.sheetnames)
        sheet = self.book.create_sheet(title)
        sheet.sheet_properties.tabColor = colour(_TABS[group]).lstrip("#")
        self.listed.append((group, title, about, rows))
        return sheet

    def say(self, key: str, **values: str | int) -> str:
        """Say a phrase of the workbook."""
        return say("workbook", key, self.lang, **values)


def workbook(
    notice: Notice,
    path: str | os.PathLike[str],
    *,
    lang: Literal["zh", "en"] = "zh",
    sheets: Collection[str] | None = None,
    analyses: Mapping[str, pd.DataFrame] | None = None,
    hide_persons: bool = False,
) -> Path:
    """Write a notice as a workbook.

    Parameters
    ----------
    notice : Notice
        The notice.
    path : path
        The file, .xlsx.
    lang : {"zh", "en"}
        Language of headings and labels; the notice's own words stay as they are, as the book says.
    sheets : collection of str, optional
        Which groups of sheets, of "overview", "tables", "analyses", "officials", "units",
        "dictionary"; all if not given.
    analyses : mapping of str to pandas.DataFrame, optional
        Results of the analysis by the function that made them ("workload.by_party"), which gives
        their headings; what follows a colon tells two results of one function apart
        ("workload.by_party:official"; official, unit and simulated are said in the book's
        language). Any other name is the sheet's own.
    hide_persons : bool
        Letter officials (责任人A) instead of naming them: in names of sheets, in every table and
        analysis, and in the notice's own words. The overview says so; in a book without one, the
        dictionary.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    OptionError
        If a group or the language is unknown, or the file's name does not end in .xlsx.
    FileError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.datasets import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     workbook(load(), f"{folder}/notice.xlsx", sheets=["overview"]).name
    'notice.xlsx'
    """
    wanted = GROUPS if sheets is None else tuple(sheets)
    unknown = [group for group in wanted if group not in GROUPS]
    if unknown or not wanted:
        raise OptionError(
            f"there is no group of sheets {', '.join(map(repr, unknown)) or '(none given)'}",
            todo=f"Use some of: {', '.join(GROUPS)}.",
        )
    if Path(path).suffix.lower() != ".xlsx":
        raise OptionError(
            f"the workbook's name is {Path(path).name!r}", todo="Let it end in .xlsx."
        )
    given = analyses or {}
    if hide_persons:
        letters = stand_ins(notice, lang)
        given = {name: hidden_rows(rows, letters) for name, rows in given.items()}
        notice = without_names(notice, lang)
    made = _Book(new_workbook(notice.title or notice.key), notice, lang, hide_persons)
    overview = made.book.create_sheet(sheet_name(made.say("overview"), ()))
    if "tables" in wanted:
        for name, rows in notice.tables.items():
            _add_described(made, "tables", table(name), "", rows)
    if "analyses" in wanted:
        for name, rows in given.items():
            known, _, variant = name.partition(":")
            _add_described(made, "analyses", _described(known) or name, variant, rows)
    for group, kind in (("officials", "official"), ("units", "unit")):
        if group in wanted:
            _add_portfolios(made, group, kind)
    if "dictionary" in wanted:
        names = [*notice.tables, *(name.partition(":")[0] for name in given)]
        _add_dictionary(made, names, notes="overview" not in wanted)
    if "overview" in wanted:
        _fill_overview(made, overview)
    else:
        made.book.remove(overview)
    if not made.book.sheetnames:
        raise OptionError("the workbook would have no sheet", todo="Ask for the overview too.")
    return write_bytes(path, to_bytes(made.book, **_stamp(notice)))


def workbook_of_tables(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Give tables as a workbook for other programs: a sheet a table, columns and codes by name.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Table by name.

    Returns
    -------
    bytes
        An xlsx; the header's comments give label and meaning.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> workbook_of_tables({"claims": frame("claims")})[:2]
    b'PK'
    """
    book = new_workbook("zctrack")
    for name, rows in tables.items():
        spec = _described(name)
        columns = {c.name: c for c in spec.columns} if spec else {}
        fields = []
        for column in rows.columns:
            about = columns.get(column)
            note = (
                f"{about.zh} · {about.en}\n{about.meaning_zh}\n{about.meaning}" if about else None
            )
            fields.append(Field(column, str(column), note, _kind(about, rows[column])))
        add_table(book.create_sheet(sheet_name(name, book.sheetnames)), rows, fields)
    if not tables:
        book.create_sheet("zctrack")
    return to_bytes(book)


def _stamp(notice: Notice) -> dict[str, str]:
    """Date the file's properties by the notice, never by the clock."""
    if notice.issued is None:
        return {}
    return {"stamp": f"{notice.issued.date().isoformat()}T00:00:00Z"}


def _described(name: str) -> Table | None:
    try:
        return table(name)
    except OptionError:
        return None


def _kind(column: Column | None, values: pd.Series[Any]) -> Any:
    """Choose the number format of a column: by the dictionary, else by its type."""
    if column is not None:
        shares = {"%": "percent", "1": "share"}
        return shares.get(column.unit or "") or _KINDS.get(column.type, "text")
    kinds = pd.api.types
    if kinds.is_datetime64_any_dtype(values.dtype):
        return "date"
    if kinds.is_bool_dtype(values.dtype) or not kinds.is_numeric_dtype(values.dtype):
        return "text"
    return "int" if kinds.is_integer_dtype(values.dtype) else "float"


def _add_described(
    made: _Book, group: str, spec: Table | str, variant: str, rows: pd.DataFrame
) -> None:
    """Add a table: headings, labels of codes and comments from the dictionary."""
    columns = {c.name: c for c in spec.columns} if isinstance(spec, Table) else {}
    title = spec.label(made.lang) if isinstance(spec, Table) else spec
    if variant:
        called = made.say(f"variant_{variant}") if variant in _VARIANTS else variant
        title = made.say("variant", title=title, variant=called)
    about = spec.about(made.lang) if isinstance(spec, Table) else ""
    yes_no = {True: made.say("yes"), False: made.say("no")}
    shown_rows = rows.copy(deep=False)
    fields = []
    twins = _twins(rows)
    for name in rows.columns:
        if name in twins[made.lang]:
            continue
        column = columns.get(name)
        words = column.said(made.lang) if column else {}
        if column is not None and column.name == "message":
            shown_rows[name] = [_in_language(value, made.lang) for value in rows[name]]
        elif words:
            shown_rows[name] = [words.get(value, value) for value in rows[name]]
        elif pd.api.types.is_bool_dtype(rows[name].dtype):
            shown_rows[name] = [yes_no.get(value, value) for value in rows[name]]
        heading = column.label(made.lang) if column else str(name)
        note = _note(column, made.lang) if column else None
        fields.append(Field(name, heading, note, _kind(column, rows[name])))
    add_table(made.sheet(group, title, about, len(rows)), shown_rows, fields)


def _twins(rows: pd.DataFrame) -> Mapping[str, set[str]]:
    """Columns to leave out by language: of ``reason`` and ``reason_en`` a reader needs one."""
    english = {str(name) for name in rows.columns if str(name).endswith("_en")}
    english = {name for name in english if name.removesuffix("_en") in rows.columns}
    return {"zh": english, "en": {name.removesuffix("_en") for name in english}}


def _in_language(message: str, lang: str) -> str:
    """Take one language of a message that is written in both, Chinese first."""
    halves = _ENGLISH.split(message, maxsplit=1)
    return halves[0] if lang == "zh" else halves[-1]


def _note(column: Column, lang: Literal["zh", "en"]) -> str:
    unit = f" [{said_unit(column.unit, lang=lang)}]" if column.unit else ""
    return f"{column.name}{unit}\n{column.about(lang)}"


def _add_portfolios(made: _Book, group: str, kind: Any) -> None:
    """Add a sheet for each party that answers for something, in protocol order."""
    notice = made.notice
    counts = by_party(
        notice.assignments, kind=kind, deadlines=notice.deadlines, targets=notice.targets
    ).set_index("party")
    counts = counts[counts["tasks"] > 0]
    parties = in_order(list(counts.index), notice.names)
    words = shown(parties, kind, names=notice.names, lang=made.lang)
    fields = portfolio_fields(made.lang)
    listed = portfolios(notice, kind=kind, lang=made.lang)
    told = {"tasks": "tasks", "measures": "measures", "due": "tasks_due", "targets": "targets"}
    told |= {"supports": "supports"} if kind == "unit" else {}
    for party in parties:
        rows = listed[party]
        found = {key: int(counts[column][party]) for key, column in told.items()}
        about = made.say(f"portfolio_{kind}", **found)
        sheet = made.sheet(group, words[party], about, len(rows))
        write(sheet, 1, 1, party, look="title")
        write(sheet, 2, 1, about, look="heading")
        add_table(sheet, rows, fields, top=4)


def _add_dictionary(made: _Book, names: Collection[str], *, notes: bool) -> None:
    """Add what every column and code means; above it, what holds for the whole book."""
    specs = [spec for spec in (_described(name) for name in dict.fromkeys(names)) if spec]
    rows = pd.DataFrame(
        [
            {
                "table": spec.label(made.lang),
                "table_name": spec.name,
                "column": column.label(made.lang),
                "column_name": column.name,
                "type": made.say(f"type_{column.type}"),
                "codes": column.codes or column.words,
                "unit": said_unit(column.unit, lang=made.lang),
                "optional": made.say("yes") if column.optional else made.say("no"),
                "meaning": column.about(made.lang),
            }
            for spec in specs
            for column in spec.columns
        ],
        dtype="object",
    )
    every = (c.codes or c.words for spec in specs for c in spec.columns)
    sets = dict.fromkeys(name for name in every if name)
    members = pd.DataFrame(
        [
            {
                "set": name,
                "code": code.code,
                "label": code.label(made.lang),
                "meaning": code.about(made.lang),
            }
            for name in sets
            for code in codes(name)
        ],
        dtype="object",
    )
    for key, found in (("dictionary", rows), ("codes", members)):
        fields = [Field(name, made.say(f"field_{name}")) for name in found.columns]
        title, about = made.say(key), made.say(f"{key}_about")
        sheet = made.sheet("dictionary", title, about, len(found))
        top = _notes(made, sheet, 1, len(fields)) if notes and key == "dictionary" else 1
        add_table(sheet, found, fields, top=top, widest=70)


def _notes(made: _Book, sheet: Worksheet, row: int, columns: int) -> int:
    """Say what holds for the whole book, in the rows from `row` on; give the row below."""
    for note in ["as_printed", *(["hidden"] if made.hidden else [])]:
        write(sheet, row, 1, made.say(note), look="note")
        # Across the sheet's columns: about 140 narrow characters wide, in lines that fit.
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        lines = math.ceil(display_width(made.say(note)) / 130)
        sheet.row_dimensions[row].height = 15.0 * lines
        row += 1
    return row


def _fill_overview(made: _Book, sheet: Worksheet) -> None:
    """Fill the first sheet: the paper, its claims, its findings, and what the others hold."""
    notice = made.notice
    for column, width in enumerate((24.0, 34.0, 12.0, 70.0), 1):
        sheet.column_dimensions["ABCD"[column - 1]].width = width
    write(sheet, 1, 1, notice.title or notice.key, look="title")
    row = 2
    for key, value in (
        ("number", notice.number),
        ("issuer", notice.issuer),
        ("issued", None if notice.issued is None else date(notice.issued, made.lang)),
    ):
        write(sheet, row, 1, made.say(key), look="note")
        write(sheet, row, 2, value or MISSING)
        row += 1
    row = _notes(made, sheet, row, columns=4)
    row = _claims(made, sheet, row + 1)
    row = _findings(made, sheet, row + 1)
    row += 1
    write(sheet, row, 1, made.say("contents"), look="heading")
    for column, key in ((3, "rows"), (4, "about")):
        write(sheet, row, column, made.say(key), look="note")
    row += 1
    group = ""
    for listed, title, about, rows in made.listed:
        if listed != group:
            write(sheet, row, 1, made.say(f"group_{listed}"), look="note")
            group = listed
        link(sheet, row, 2, title, title)
        write(sheet, row, 3, rows, kind="int")
        write(sheet, row, 4, about, look="note")
        # A wrapped description would lie over the next row: nobody fits the height for us.
        sheet.row_dimensions[row].height = 15.0 * max(1, math.ceil(display_width(about) / 62))
        row += 1
    print_setup(sheet)


def _claims(made: _Book, sheet: Worksheet, row: int) -> int:
    """The notice's own counts against the parse, in the rows from `row` on."""
    claims = made.notice.claims
    write(sheet, row, 1, made.say("claims"), look="heading")
    if claims.empty:
        write(sheet, row, 2, made.say("claims_none"), look="note")
        return row + 1
    for column, key in ((2, "surface"), (3, "stated"), (4, "parsed")):
        write(sheet, row, column, made.say(key), look="note")
    known = {name: table(name).label(made.lang) for name in ("chapters", "measures", "tasks")}
    for claim in claims.to_dict("records"):
        row += 1
        parsed = MISSING if pd.isna(claim["parsed"]) else number(claim["parsed"], made.lang)
        agrees = bool(claim["agrees"])
        write(sheet, row, 1, known.get(claim["claim"].split("-")[0], claim["claim"]))
        write(sheet, row, 2, claim["surface"])
        write(sheet, row, 3, claim["stated"], kind="int")
        verdict = made.say("agrees" if agrees else "differs", n=parsed)
        write(sheet, row, 4, verdict, look="good" if agrees else "bad")
    return row + 1


def _findings(made: _Book, sheet: Worksheet, row: int) -> int:
    """How many findings of each severity there are, in the rows from `row` on."""
    findings = made.notice.findings
    write(sheet, row, 1, made.say("findings"), look="heading")
    if findings.empty:
        write(sheet, row, 2, made.say("findings_none"), look="note")
        return row + 1
    counts = findings["severity"].value_counts()
    for code, word in labels("severity", made.lang).items():
        if code in counts:
            row += 1
            write(sheet, row, 1, word, look="bad" if code == "error" else "plain")
            write(sheet, row, 2, int(counts[code]), kind="int")
    return row + 1
