"""From glyphs to lines: what stands on one baseline, with spaces where there are gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zctrack.formats.pdf_pages import Glyph

__all__ = ["Line", "joined", "lines_of"]

# In ems. Word leaves a quarter between a Chinese character and a number without writing a space,
# and justified lines stretch a little: only wider gaps are spaces.
_WIDE_GAP = 0.65
_NARROW_GAP = 0.2
_AFTER_SPACE = 0.4
_MOST_SPACES = 8
# Two baselines nearer than this (a superscript, a formula) are one line.
_SAME_LINE = 0.45
_DRAWN_TWICE = 0.25
_WIDE = re.compile(
    "[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2014\u2018-\u201d\u2026]"
)
_WORD = re.compile(r"[A-Za-z0-9.,:/%+<>\-]")
_OPENING = "（〔【《〈“‘「『([{"
_NOT_FIRST = "，。、；：？！）〕】》〉”’」』％%‰℃…—～·.,;:?!)]}"
_QUOTES = "“”‘’"
_LATIN_END = re.compile(r"[A-Za-z,;]$")
_LATIN_START = re.compile(r"^[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, edges, baseline, type size, page, and how wide its first word is."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    first_word: float


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Put glyphs into lines, from the top down.

    Parameters
    ----------
    glyphs : iterable of Glyph
        Those of a page or of a cell, in any order.
    page : int
        Their page.

    Returns
    -------
    list of Line
        Without lines that hold nothing but spaces.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.base, glyph.left)):
        row = rows[-1] if rows else None
        largest = max(row[0].size, glyph.size) if row else 0.0
        if row and row[0].base - glyph.base < _SAME_LINE * largest:
            row.append(glyph)
        else:
            rows.append([glyph])
    lines = (_line(sorted(row, key=lambda glyph: (glyph.left, glyph.right)), page) for row in rows)
    return [line for line in lines if line is not None]


def joined(before: str, after: str) -> str:
    """Join two lines of one paragraph: with a space only between words of letters.

    Parameters
    ----------
    before, after : str
        The lines' texts.

    Returns
    -------
    str

    Examples
    --------
    >>> joined("加快补齐", "短板"), joined("open", "data")
    ('加快补齐短板', 'open data')
    """
    space = " " if _LATIN_END.search(before) and _LATIN_START.match(after) else ""
    return before + space + after


def _line(row: Sequence[Glyph], page: int) -> Line | None:
    kept: list[Glyph] = []
    for glyph in row:
        if glyph.text == " " and (not kept or kept[-1].text == " "):
            continue
        # Bold type is often made by drawing a character twice, a little apart. (The characters of
        # a ligature, such as ——, share one place: they are no repetition.)
        if (
            kept
            and kept[-1].text == glyph.text
            and 0 < glyph.left - kept[-1].left < _DRAWN_TWICE * glyph.size
        ):
            continue
        kept.append(glyph)
    while kept and kept[-1].text.isspace():
        kept.pop()
    while kept and kept[0].text.isspace():
        kept.pop(0)
    if not kept:
        return None
    text = kept[0].text
    for before, glyph in pairwise(kept):
        text += _gap(before, glyph) + glyph.text
    # The size that most of the line has: its letters may be smaller or larger.
    sizes = sorted(glyph.size for glyph in kept)
    size = sizes[len(sizes) // 2]
    right = max(glyph.right for glyph in kept)
    return Line(text, kept[0].left, right, kept[0].base, size, page, _first_word(kept))


def _gap(before: Glyph, after: Glyph) -> str:
    """Give the spaces that a gap stands for: one per half em, for the text beside it is aligned."""
    gap = (after.left - before.right) / max(before.size, after.size)
    spaces = before.text.isspace() or after.text.isspace()
    wide = _WIDE.match(before.text) or _WIDE.match(after.text)
    least = _AFTER_SPACE if spaces else _WIDE_GAP if wide else _NARROW_GAP
    return " " * min(max(round(gap / 0.5), 1), _MOST_SPACES) if gap > least else ""


def _first_word(row: Sequence[Glyph]) -> float:
    """Measure what may not be broken at a line's begin: it went to this line if it did not fit.

    Opening marks stay with what follows, closing marks with what goes before; words and numbers
    are whole. Some programs also keep quotes with both sides, and a number with the mark before.
    """
    last = len(row) - 1
    end = 0
    while end < last and row[end].text in _OPENING:
        end += 1
    while end < last:
        here, following = row[end].text, row[end + 1].text
        in_word = _WORD.match(here) or here in _NOT_FIRST
        if (
            following in _NOT_FIRST
            or (in_word and _WORD.match(following))
            or here in _QUOTES
            or following in _QUOTES
        ):
            end += 1
        else:
            break
    return row[end].right - row[0].left
