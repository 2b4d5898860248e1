"""Word documents (.docx): paragraphs and tables in reading order.

What Word prints is read, not only what it stores in runs: automatic numbers stand before their
paragraphs, content controls and text boxes are in, deleted and hidden text is out, a field gives
its result. Headers, footers, footnotes, comments and the table of contents are not the notice's
text and stay out.

A paragraph is a line; a break inside it is a line break too. A table gives one line per cell, row
by row, an empty line for an empty cell: as it looks when somebody pastes it as text. Paragraphs
within a cell are joined by one space. A vertically merged cell has its text in its first row and
an empty line in the others; a horizontally merged cell is one line. A table of one column, and a
cell that holds a table, are frames: each paragraph in them is a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zctrack.errors import FormatError, ZctrackError
from zctrack.formats.docx_numbers import Numbers
from zctrack.formats.docx_package import W, attribute, integer, open_package, switched_on
from zctrack.formats.limits import DEFAULTS, Limits
from zctrack.formats.lines import Lines
from zctrack.notice import Document

__all__ = ["read"]

Element = Any
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Elements that only wrap others, at every level of the document.
_WRAPPERS = frozenset(
    f"{W}{name}"
    for name in (
        "ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple",
        "dir", "bdo", "r", "ruby", "rubyBase",
    )
)  # fmt: skip
_DELETED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "rt"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PICTURES = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
# Ticks and boxes of the symbol fonts, by the low byte of their code (w:sym).
_SYMBOLS = {
    "FE": "☑", "FD": "☒", "A8": "□", "FC": "✓", "FB": "✗", "6C": "●", "6E": "■", "52": "☑",
    "A3": "□", "6F": "□", "B7": "•",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\n]*[\t\n][ \t\n]*")


def read(data: bytes, *, name: str | None = None, limits: Limits = DEFAULTS) -> Document:
    r"""Read a Word document.

    Parameters
    ----------
    data : bytes
        The file.
    name : str, optional
        Its name.
    limits : Limits, optional
        How much is accepted.

    Returns
    -------
    Document
        With a Block per paragraph and cell, empty ones too; `Block.table`, `row` and `column` for
        cells (the column is the grid's, so that a cell below a merged one keeps its place).

    Raises
    ------
    FormatError
        If it is no Word document, is damaged, or holds no text.
    LimitError
        If it unpacks to more than the limits allow.

    Examples
    --------
    >>> import io
    >>> import docx
    >>> file, made = io.BytesIO(), docx.Document()
    >>> _ = made.add_paragraph("一、目标")
    >>> made.add_table(1, 2).cell(0, 1).text = "区教育局"
    >>> made.save(file)
    >>> read(file.getvalue()).text
    '一、目标\n\n区教育局'
    """
    package = open_package(data, name, limits)
    body = package.document.find(f"{W}body")
    if body is None:
        raise FormatError("the Word file has no body", where=name)
    lines = Lines(limits, name)
    try:
        _Reader(lines, Numbers(package.numbering, package.styles)).read(body)
    except ZctrackError:
        raise
    except Exception as error:
        # Well-formed XML can still break every promise of the standard (elements in the wrong
        # place, thousands of nested tables): whatever that leads to, the file is what is wrong.
        raise FormatError(
            f"the Word file is damaged ({type(error).__name__})",
            where=name,
            todo="Open it in Word or WPS and save it as .docx again.",
        ) from error
    return lines.document()


@dataclass(slots=True)
class _Paragraph:
    """What is being read of a paragraph, and the text boxes that hang on it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A complex field (w:fldChar): first its code, then its result."""

    code: str = ""
    in_result: bool = False

    @property
    def shown(self) -> bool:
        """Whether text that comes now is printed; a table of contents is left out."""
        return self.in_result and not self.code.lstrip().upper().startswith("TOC")


class _Reader:
    """Walks the document once, in reading order."""

    def __init__(self, lines: Lines, numbers: Numbers) -> None:
        self._lines = lines
        self._numbers = numbers
        self._tables = 0
        self._fields: list[_Field] = []
        # Text of paragraphs whose end is deleted: it flows into the next paragraph.
        self._carried = ""

    def read(self, body: Element) -> None:
        for text in self._flow(body):
            self._lines.add(text)

    def _flow(self, container: Element) -> Iterator[str]:
        """Yield the lines of a container; its tables go to the gatherer by themselves, in order."""
        for element in _members(container, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            else:
                self._table(element)

    def _paragraph(self, element: Element) -> Iterator[str]:
        shown_before = self._shown
        paragraph = _Paragraph()
        self._runs(element, paragraph)
        # A field's code never goes on into the next paragraph; if its end is lost, drop it.
        self._fields = [entry for entry in self._fields if entry.in_result]
        text = "".join(paragraph.pieces).strip("\f").replace("\f", "\n")
        hidden = not shown_before and not text
        if not hidden:
            if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                self._carried += text
            else:
                yield self._numbers.label(element) + self._carried + text
                self._carried = ""
        for box in paragraph.boxes:
            yield from self._flow(box)

    @property
    def _shown(self) -> bool:
        return all(entry.shown for entry in self._fields)

    def _runs(self, element: Element, paragraph: _Paragraph) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}t" or tag == f"{_MATH}t":
                if self._shown:
                    paragraph.pieces.append(child.text or "")
            elif tag == f"{W}r":
                if not switched_on(child.find(f"{W}rPr/{W}vanish")):
                    self._runs(child, paragraph)
            elif tag in _SIGNS:
                if self._shown:
                    paragraph.pieces.append(_SIGNS[tag])
            elif tag == f"{W}br":
                if self._shown:
                    paged = attribute(child, "type") in ("page", "column")
                    paragraph.pieces.append("\f" if paged else "\n")
            elif tag == f"{W}sym":
                if self._shown:
                    code = (attribute(child, "char") or "").upper()[-2:]
                    paragraph.pieces.append(_SYMBOLS.get(code, "•"))
            elif tag == f"{W}fldChar":
                self._field(attribute(child, "fldCharType"))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif tag == f"{_MC}AlternateContent":
                self._runs(_chosen(child), paragraph)
            elif tag in _PICTURES:
                paragraph.boxes.extend(_text_boxes(child))
            elif tag in _WRAPPERS or (isinstance(tag, str) and tag.startswith(_MATH)):
                self._runs(child, paragraph)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: Element) -> None:
        self._tables += 1
        number = self._tables
        rows = [row for row in _members(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(_members(row, f"{W}tc")) for row in rows]
        one_column = all(len(row) <= 1 for row in cells)
        for at, (row, members) in enumerate(zip(rows, cells, strict=True), start=1):
            column = 1 + (integer(row.find(f"{W}trPr/{W}gridBefore")) or 0)
            for cell in members:
                properties = cell.find(f"{W}tcPr")
                span = integer(properties.find(f"{W}gridSpan")) if properties is not None else None
                if not _continues(properties, "hMerge"):
                    frame = one_column or next(_members(cell, f"{W}tbl"), None) is not None
                    place: dict[str, Any] = {"table": number, "row": at, "column": column}
                    if _continues(properties, "vMerge"):
                        self._lines.add("", **place, merged=True)
                    elif frame:
                        for text in self._flow(cell):
                            self._lines.add(text, **place)
                    else:
                        self._lines.add(_joined(self._flow(cell)), **place)
                column += max(span or 1, 1)


def _members(container: Element, *tags: str) -> Iterator[Element]:
    """Children with these tags, through what only wraps them, without what is deleted."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _members(_chosen(child), *tags)
        elif child.tag == f"{W}sdt" and _is_contents_list(child):
            continue
        elif child.tag in _WRAPPERS:
            yield from _members(child, *tags)


def _is_contents_list(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return attribute(gallery) == "Table of Contents"


def _chosen(alternatives: Element) -> Element:
    """Choose among several forms of the same content: the first is the fullest."""
    first = alternatives.find(f"{_MC}Choice")
    if first is None:
        first = alternatives.find(f"{_MC}Fallback")
    return first if first is not None else ()


def _text_boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _text_boxes(_chosen(child))
        else:
            yield from _text_boxes(child)


def _continues(properties: Element | None, merge: str) -> bool:
    """Whether a cell belongs to the one above it (vMerge) or before it (hMerge)."""
    element = properties.find(f"{W}{merge}") if properties is not None else None
    return element is not None and attribute(element) != "restart"


def _joined(texts: Iterator[str]) -> str:
    """Join the paragraphs of a cell to one line."""
    parts = (_SPACES.sub(" ", text).strip(" ") for text in texts)
    return " ".join(part for part in parts if part)
