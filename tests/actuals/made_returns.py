"""Made returns of bureaus (模拟报送): rows of TOML drawn as workbook, Word table or web page."""

from __future__ import annotations

import html
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / "returns"
# The rows by which rules are written; those never looked at for it; those of other words; the last.
WRITTEN, HELD_OUT, HARD = ("a-", "b-", "c-", "d-", "e-"), ("held-out-",), ("hard-",)
UNSEEN = ("unseen-",)
MERGED = "^"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """What a reader takes from one figure."""

    words: str
    value: float
    units: tuple[str, ...]
    bases: tuple[str, ...]
    target: str
    certain: bool


def returns(*names: str) -> list[dict[str, Any]]:
    """The made returns whose files begin with one of `names` (all, if none is given)."""
    paths = [p for p in sorted(HOME.glob("*.toml")) if not names or p.name.startswith(names)]
    return [tomllib.loads(path.read_text("utf-8")) for path in paths]


def figures(row: Row) -> list[Expected]:
    """The figures that a reader takes from a row."""
    found = []
    for line in row["figures"]:
        words, value, unit, basis, target = (part.strip() for part in line.lstrip("~").split("|"))
        found.append(
            Expected(
                words, float(value), tuple(unit.split("/")) if "/日" not in unit else (unit,),
                tuple(basis.split("/")), target, not line.startswith("~"),
            )
        )  # fmt: skip
    return found


def write(made: Mapping[str, Any], folder: Path) -> Path:
    """Draw a return in its layout and write it under its name."""
    draw = {"xlsx": xlsx, "xlsx-loose": xlsx, "docx": docx, "docx-merged": docx}
    drawn = draw.get(made["layout"], page)(made)
    path = folder / made["file"]
    path.write_bytes(drawn)
    return path


def _cells(made: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    names = [name for name, _ in made["columns"]]
    return [words for _, words in made["columns"]], [
        [str(row.get(name, "")) for name in names] for row in made["row"]
    ]


def _runs(rows: Sequence[Sequence[str]], column: int) -> list[tuple[int, int]]:
    """First row and number of rows of each cell of a column."""
    runs: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if row[column] == MERGED and runs:
            runs[-1] = (runs[-1][0], at - runs[-1][0] + 1)
        else:
            runs.append((at, 1))
    return runs


def xlsx(made: Mapping[str, Any]) -> bytes:
    """A workbook: a title over the table, merged cells; loose: notes above, numbers as numbers."""
    from openpyxl import Workbook

    head, rows = _cells(made)
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1" if made["layout"] == "xlsx-loose" else "完成情况"
    top = 2
    sheet.cell(1, 1, made["title"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(head))
    if made["layout"] == "xlsx-loose":
        sheet.cell(2, 1, "填报单位：（模拟）")
        sheet.cell(2, len(head), "填报日期：2021年1月5日")
        top = 4
    for column, words in enumerate(head, start=1):
        sheet.cell(top, column, words)
        for first, count in _runs(rows, column - 1):
            text = rows[first][column - 1]
            number = made["columns"][column - 1][0] == "no"
            sheet.cell(top + 1 + first, column, int(text) if number else text or None)
            if count > 1:
                sheet.merge_cells(
                    start_row=top + 1 + first, end_row=top + first + count,
                    start_column=column, end_column=column,
                )  # fmt: skip
    if made["layout"] == "xlsx-loose":
        sheet.cell(top + len(rows) + 2, 1, "注：本表为模拟数据。")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx(made: Mapping[str, Any]) -> bytes:
    """A Word table; line breaks are paragraphs of the cell, or breaks in the merged layout."""
    import docx as word

    head, rows = _cells(made)
    document = word.Document()
    document.add_paragraph(made["title"])
    table = document.add_table(rows=1 + len(rows), cols=len(head))
    for column, words in enumerate(head):
        table.cell(0, column).text = words
        for first, count in _runs(rows, column):
            cell = table.cell(1 + first, column)
            if count > 1:
                cell = cell.merge(table.cell(first + count, column))
            lines = rows[first][column].split("\n")
            cell.text = "\n".join(lines) if made["layout"] == "docx-merged" else lines[0]
            if made["layout"] == "docx":
                for line in lines[1:]:
                    cell.add_paragraph(line)
    document.add_paragraph("注：本表为模拟数据。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(made: Mapping[str, Any]) -> bytes:
    """A web page; html-spans also has a title row over the whole width, in GB 18030."""
    head, rows = _cells(made)
    spans = made["layout"] == "html-spans"
    names = "".join(f"<th>{html.escape(words)}</th>" for words in head)
    lines = [f"<tr><td colspan={len(head)}>{made['title']}</td></tr>"] if spans else []
    lines.append(f"<tr>{names}</tr>")
    starts = {
        (first, column): count
        for column in range(len(head))
        for first, count in _runs(rows, column)
    }
    for at, row in enumerate(rows):
        cells = ""
        for column, text in enumerate(row):
            if (at, column) not in starts:
                continue
            count = starts[at, column]
            span = f" rowspan={count}" if count > 1 else ""
            shown = html.escape(text).replace("\n", "<br>").replace(" ", "&nbsp;")
            cells += f"<td{span}><p>{shown}</p></td>"
        lines.append(f"<tr>{cells}</tr>")
    charset = "gb18030" if spans else "utf-8"
    whole = (
        f'<html><head><meta charset="{charset}"><title>{made["title"]}</title></head><body>'
        f"<div>首页 政务公开</div><h1>{made['title']}</h1><table>{''.join(lines)}</table>"
        "<p>注：本页为模拟数据。</p></body></html>"
    )
    return whole.encode(charset)
