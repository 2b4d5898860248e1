"""Tables in plain text (平铺表格): one cell a line, or cells parted by tabs or by spaces.

A run of column headings is a header; the lines behind it are rows, each begun by its index. Cells
are told by their place where a row has as many lines as there are columns, else from the right,
where the columns of names and times stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zctrack.extract.grids import (
    CHAPTER,
    INDEX,
    LONGEST_HEADING,
    NOTE,
    Cell,
    Column,
    Grid,
    Line,
    column_of,
    fits,
    heading_leads,
    is_header,
)

__all__ = ["of_lines"]

_CELL_END = re.compile(r"[\n\t]")
_WORD = re.compile(r"[^ \r\n\t]+")
# An unknown heading between known ones: a few words, or a year's column.
_HEADING = re.compile(r"(?:20\d{2}年)?[\u4e00-\u9fff（）/、]{0,10}\Z")
_MOST_COLUMNS = 14


def of_lines(folded: str) -> Iterator[Grid]:
    """The responsibility tables of a text without cells of its own, in text order.

    Parameters
    ----------
    folded : str
        The shadow text.
    """
    # A cell is a line, or what stands between two tabs of one.
    cuts = [cut.start() for cut in _CELL_END.finditer(folded)]
    pieces = list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(folded)], strict=True))
    leads = heading_leads()
    i = 0
    while i < len(pieces):
        begin, end = pieces[i]
        if not begin < end <= begin + LONGEST_HEADING or folded[begin] not in leads:
            i += 1
            continue
        if columns := _spaced_header(folded, pieces[i]):
            rows, j = _spaced_rows(folded, pieces, i + 1, columns)
            if rows:
                yield Grid(pieces[i][0], dict(enumerate(columns)), tuple(rows))
                i = j
                continue
        header, j = _flat_header(folded, pieces, i)
        if is_header([c for c in header if c.id != "unknown"], 3):
            read = _tabbed_rows if _tabbed(folded, pieces[i]) else _flat_rows
            lines, j = read(folded, pieces, j, header)
            if lines:
                yield Grid(pieces[i][0], dict(enumerate(header)), tuple(lines))
            i = max(j, i + 1)
        else:
            i += 1


def _flat_header(
    folded: str, pieces: Sequence[tuple[int, int]], i: int
) -> tuple[list[Column], int]:
    """A run of headings; unknown ones count between known ones."""
    begin, end = pieces[i]
    first = column_of(folded, begin, end) if end - begin <= LONGEST_HEADING else None
    if first is None:
        return [], i
    header = [first]
    last = 1
    tabbed = _tabbed(folded, pieces[i])
    j = i + 1
    while j < len(pieces) and len(header) < _MOST_COLUMNS:
        if tabbed and folded[pieces[j][0] - 1] == "\n":
            break
        start, end = pieces[j]
        words = folded[start:end].strip(" \r")
        column = column_of(folded, start, end) if end - start <= LONGEST_HEADING else None
        if column is None:
            if not words or not _HEADING.match(words) or CHAPTER.match(words):
                break
            column = Column("unknown", None, words, (start, end))
        header.append(column)
        j += 1
        if column.id != "unknown":
            last = len(header)
    return header[:last], i + last


def _spaced_header(folded: str, piece: tuple[int, int]) -> list[Column]:
    """The headings of a line whose cells are parted by spaces: 序号 工作任务 责任单位 完成时限."""
    start, end = piece
    if not 8 <= end - start <= LONGEST_HEADING or " " not in folded[start:end]:
        return []
    columns = []
    for found in _WORD.finditer(folded, start, end):
        column = column_of(folded, *found.span())
        if column is None:
            return []
        columns.append(column)
    return columns if columns[:1] and columns[0].id == "index" and is_header(columns, 3) else []


def _spaced_rows(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> tuple[list[Line], int]:
    """Lines that fit the headings; what is too much belongs to the first text."""
    rows: list[Line] = []
    while i < len(pieces):
        cells = [found.span() for found in _WORD.finditer(folded, *pieces[i])]
        words = [folded[start:end] for start, end in cells]
        if not words or (len(words) <= 2 and CHAPTER.match(words[0])):
            i += 1
            continue
        extra = len(cells) - len(header)
        if extra < 0 or not INDEX.match(words[0]):
            break
        cells[1 : extra + 2] = [(cells[1][0], cells[extra + 1][1])]
        if not fits(["", *(folded[start:end] for start, end in cells[1:])], header):
            break
        rows.append(Line(_placed(cells, 0)))
        i += 1
    return rows, i


def _tabbed(folded: str, piece: tuple[int, int]) -> bool:
    return folded.startswith("\t", piece[1])


def _tabbed_rows(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> tuple[list[Line], int]:
    """A line with tabs is a row; a chapter's line has one cell that is not empty."""
    has_index = header[0].id == "index"
    rows: list[Line] = []
    while i < len(pieces):
        cells = [pieces[i]]
        while _tabbed(folded, pieces[i]):
            i += 1
            cells.append(pieces[i])
        i += 1
        words = [folded[start:end].strip() for start, end in cells]
        if not any(words) or (len(words) - words.count("") == 1 and CHAPTER.match("".join(words))):
            continue
        goes_on = has_index and not words[0]
        if len(cells) < 2 or (has_index and words[0] and not INDEX.match(words[0])):
            return rows, i - len(cells)
        if goes_on and not fits(words, header):
            continue
        shift = max(0, len(cells) - len(header))
        index = (Cell(0, *cells[0]),) if has_index else ()
        rest = cells[len(index) :]
        rows.append(Line((*index, *_placed(rest, len(index) - shift)), goes_on=goes_on))
    return rows, i


def _flat_rows(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> tuple[list[Line], int]:
    if header[0].id != "index":
        return [], i
    width = len(header) - 1
    rows: list[Line] = []
    while i < len(pieces):
        text = folded[slice(*pieces[i])].strip()
        if rows and not text and _goes_on(folded, pieces, i, header):
            rows.append(Line(_placed(pieces[i : i + width + 1], 0), goes_on=True))
            i += width + 1
            continue
        if not text or (CHAPTER.match(text) and not INDEX.match(text)):
            i += 1
            continue
        if not INDEX.match(text):
            break
        j = i + 1
        cells: list[tuple[int, int]] = []
        while j < len(pieces):
            cell = folded[slice(*pieces[j])].strip()
            if cell and (INDEX.match(cell) or CHAPTER.match(cell)) and len(cells) >= 2:
                break
            if NOTE.match(cell):
                break
            cells.append(pieces[j])
            j += 1
            if len(cells) == width and (
                _row_follows(folded, pieces, j) or _goes_on(folded, pieces, j, header)
            ):
                break
        while len(cells) > width and not folded[slice(*cells[-1])].strip():
            cells.pop()
        # Where the counts differ cells are aligned from the right, where names and times stand.
        shift = max(0, len(cells) - width)
        index = Cell(0, *pieces[i])
        rows.append(Line((index, *_placed(cells, 1 - shift))))
        i = j
    return rows, i


def _placed(cells: Sequence[tuple[int, int]], first: int) -> tuple[Cell, ...]:
    return tuple(Cell(k, start, end) for k, (start, end) in enumerate(cells, first))


def _row_follows(folded: str, pieces: Sequence[tuple[int, int]], j: int) -> bool:
    while j < len(pieces) and not folded[slice(*pieces[j])].strip():
        j += 1
    if j >= len(pieces):
        return True
    text = folded[slice(*pieces[j])].strip()
    return bool(INDEX.match(text) or CHAPTER.match(text) or NOTE.match(text))


def _goes_on(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> bool:
    """Whether a row begins here whose index is merged with the one above: it fits the columns."""
    if i + len(header) > len(pieces):
        return False
    return fits([folded[s:e].strip() for s, e in pieces[i : i + len(header)]], header)
