"""What stands where on the pages of a PDF: glyphs, and the ruled lines of tables.

pypdfium2 binds PDFium, the PDF engine of Chromium: of the engines tried it is ten times faster
than the pure Python ones, knows the Chinese character collections of fonts that are not embedded,
and is hardened against hostile files. It is not safe to use from several threads at once.
"""

from __future__ import annotations

import ctypes
import math
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats.limits import Limits

__all__ = ["Glyph", "Page", "Rule", "read_pages"]

# PDFium keeps state of its own that is shared by all documents.
_ONE_AT_A_TIME = threading.Lock()
# A page with more segments than this is a map or a drawing, not a table.
_MOST_SEGMENTS = 6000
_THIN = 3.0
_MOST_FORM_DEPTH = 4
# More than this share of glyphs without a character: the text layer cannot be used.
_UNREADABLE = 0.2
_OCR = "Run OCR over it first, or take the .docx or the web page."

# Some fonts lead back to the radical that looks like the character: ⼯ (U+2F2F) for 工. Unicode
# says which is meant, except for these simplified forms.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻰", "民虎西见角贝车长门青韦页风飞食马鱼鸟麦黄齐龙"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its left and right edge, baseline and size, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or vertical: ``at`` across, from ``begin`` to ``end`` along."""

    horizontal: bool
    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page turned so that its text runs from left to right; y grows upwards."""

    number: int
    left: float
    bottom: float
    right: float
    top: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]


def read_pages(data: bytes, name: str | None, limits: Limits) -> list[Page]:
    """Read all pages.

    Parameters
    ----------
    data : bytes
        The file.
    name : str or None
        Its name, for errors.
    limits : Limits
        ``pages`` and ``characters`` count.

    Returns
    -------
    list of Page

    Raises
    ------
    FormatError
        If it is damaged, protected by a password, or has no readable text layer.
    LimitError
        If it has too many pages or characters.
    """
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                return _pages(document, name, limits)
            finally:
                document.close()
        except ZctrackError:
            raise
        except Exception as error:
            # PDFium's own errors, and those that ctypes and the binding raise for values that
            # only a damaged file holds (ValueError, OverflowError, ArgumentError, AssertionError):
            # whichever it is, these bytes are no sound PDF.
            raise _unreadable(error, name) from error


def _unreadable(error: Exception, name: str | None) -> FormatError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return FormatError(
            "the PDF is protected by a password",
            where=name,
            todo="Open it with the password and save or print it as a PDF without one.",
        )
    return FormatError(
        f"the PDF is damaged ({type(error).__name__})",
        where=name,
        todo="Download it again, or open it and print it as a PDF.",
    )


def _pages(document: Any, name: str | None, limits: Limits) -> list[Page]:
    if len(document) > limits.pages:
        raise LimitError(
            f"the PDF has {len(document):,} pages, more than {limits.pages:,}",
            where=name,
            todo="Split it, or raise Limits.pages.",
        )
    pages: list[Page] = []
    characters = unmapped = 0
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        characters += text.count_chars()
        if characters > limits.characters:
            raise LimitError(
                f"the text is longer than {limits.characters:,} characters",
                where=name,
                todo="Split the PDF, or raise Limits.characters.",
            )
        made, lost = _page(number, page, text)
        unmapped += lost
        pages.append(made)
        text.close()
        page.close()
    readable = sum(1 for page in pages for glyph in page.glyphs if not glyph.text.isspace())
    if not readable and not unmapped:
        raise FormatError(
            "the PDF has no text layer: its pages are pictures", where=name, todo=_OCR
        )
    if unmapped > _UNREADABLE * (readable + unmapped):
        raise FormatError(
            "the PDF's fonts do not say which characters they show", where=name, todo=_OCR
        )
    return pages


def _page(number: int, page: Any, text: Any) -> tuple[Page, int]:
    from pypdfium2 import raw

    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[int, str, tuple[float, float], tuple[float, float], float, float, float]] = []
    lost = 0
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        character = _character(raw.FPDFText_GetUnicode(text, index))
        if character is None:
            lost += 1
            continue
        if not character:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(raw.FPDFText_GetCharAngle(text, index))
        # Watermarks lie across the page: they are no part of its text.
        turn = round(angle / 90)
        numbers = (box.left, box.right, box.bottom, box.top, x.value, y.value, size)
        if abs(angle - 90 * turn) > 5 or not all(map(math.isfinite, numbers)):
            continue
        if size <= 0:
            size = max(box.top - box.bottom, 1.0)
        corners = ((box.left, box.bottom), (box.right, box.top))
        found.append((turn % 4, character, *corners, x.value, y.value, size))
    turns = Counter(entry[0] for entry in found)
    turn = max(turns, key=lambda way: (turns[way], -way)) if turns else 0
    glyphs = []
    for way, character, low, high, across, up, size in found:
        if way == turn:
            (x0, _), (x1, _), (_, base) = (_turned(p, turn) for p in (low, high, (across, up)))
            glyphs.append(Glyph(character, min(x0, x1), max(x0, x1), base, size))
    left, bottom, right, top = page.get_bbox()
    corners = (_turned((left, bottom), turn), _turned((right, top), turn))
    xs, ys = zip(*corners, strict=True)
    rules = tuple(_rules(page, turn))
    return Page(number, min(xs), min(ys), max(xs), max(ys), tuple(glyphs), rules), lost


def _turned(point: tuple[float, float], turn: int) -> tuple[float, float]:
    """Turn a point by quarter turns, as many as make the text run to the right."""
    x, y = point
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turn]


def _character(code: int) -> str | None:
    """What a glyph stands for: ``""`` for nothing to read, None for nobody knows."""
    if code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
        return None
    # PDFium's signs for a hyphen at a line's end.
    if code in (2, 0xFFFE):
        return "-"
    character = chr(code)
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", character).translate(_RADICALS)
    if character == "\xa0":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn"):
        return ""
    return character


def _rules(page: Any, turn: int) -> Iterator[Rule]:
    """Yield the straight lines of a page; none if it has too many to be a page of tables."""
    from pypdfium2 import raw

    rules: list[Rule] = []
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    matrix = raw.FS_MATRIX()
    segments = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_MOST_FORM_DEPTH):
        count = raw.FPDFPath_CountSegments(item)
        segments += max(count, 0)
        if segments > _MOST_SEGMENTS:
            return
        raw.FPDFPath_GetDrawMode(item, filled, stroked)
        left, bottom, right, top = item.get_bounds()
        area = min(right - left, top - bottom) > _THIN
        # A filled area without an outline is a background, not a border.
        if not stroked.value and (area or not filled.value):
            continue
        raw.FPDFPageObj_GetMatrix(item, matrix)
        shape = {key: getattr(matrix, key) for key in "abcdef"}
        rules.extend(_path_rules(item, count, shape, turn))
    yield from rules


def _path_rules(item: Any, count: int, shape: Mapping[str, float], turn: int) -> Iterator[Rule]:
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _turned(
            (
                shape["a"] * x.value + shape["c"] * y.value + shape["e"],
                shape["b"] * x.value + shape["d"] * y.value + shape["f"],
            ),
            turn,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _rule(last, point)
            if raw.FPDFPathSegment_GetClose(segment) and first is not None:
                yield from _rule(point, first)
        last = point


def _rule(begin: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    if not all(map(math.isfinite, (*begin, *end))):
        return
    wide, high = abs(begin[0] - end[0]), abs(begin[1] - end[1])
    if high <= 1 and wide > _THIN:
        yield Rule(True, (begin[1] + end[1]) / 2, *sorted((begin[0], end[0])))
    elif wide <= 1 and high > _THIN:
        yield Rule(False, (begin[0] + end[0]) / 2, *sorted((begin[1], end[1])))
