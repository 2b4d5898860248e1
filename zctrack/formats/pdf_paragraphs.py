"""From lines to paragraphs (断行还原): where a line goes on in the next, and where it ends.

A line ends its paragraph when the next line's first word would still have fitted into it. After a
full line the next one begins a paragraph when it looks so in this document: when it is indented
where paragraphs are indented, when there is more room above it where paragraphs are spaced, and
otherwise when it begins with a number after a stop. A stop alone ends nothing: one full line in
twenty ends with a stop by chance, which is more often than a paragraph ends with a full line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from zctrack.formats.pdf_furniture import data, pattern
from zctrack.formats.pdf_lines import Line, joined
from zctrack.formats.pdf_pages import Page

__all__ = ["Paragraph", "Setting", "paragraphs", "setting"]

# In ems of the body's size.
_INDENT = (1.2, 5.0)
_SLACK = 0.35
_CENTRED = 1.2
# Relative: another size of type; more room than between two lines of a paragraph.
_OTHER_SIZE = 0.12
_MORE_ROOM = 1.45
_SPACED = 1.15
_HEADING_SIZE = 1.15
# The share of lines that may stick out of the text's left edge.
_STICKING_OUT = 0.03
_LONG_LINE = 0.75
# A text narrower than this share of its page, of which fewer than so many lines end at one edge:
# it has no full line.
_NARROW = 0.6
_FEW_LINES = 8
_FEW_SHARE = 0.25
# The share of paragraphs that are indented in a document that indents.
_INDENTING = 0.4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and the page that it begins on."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set.

    Parameters
    ----------
    size : float
        The body's size of type.
    edges : dict
        Left and right edge of the text, for each kind of page.
    room : float
        From one baseline to the next: more than this parts paragraphs.
    spaced, indents : bool
        Whether paragraphs have more room between them; whether they begin with an indent.
    """

    size: float
    edges: dict[tuple[int, int], tuple[float, float]]
    room: float
    spaced: bool
    indents: bool

    def of(self, page: Page) -> tuple[float, float]:
        """Left and right edge of a page's text."""
        return self.edges.get(_kind(page), (page.left, page.right))


def setting(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> Setting:
    """Measure how a document is set, by the paragraphs that surely end: with a short line.

    Parameters
    ----------
    pages : sequence of Page
        The pages.
    lines : sequence of sequence of Line
        Each page's lines of running text.

    Returns
    -------
    Setting
    """
    sizes = sorted((line.size, len(line.text)) for own in lines for line in own)
    size = _weighted_median(sizes) if sizes else 1.0
    body = [[line for line in own if _alike(line.size, size)] for own in lines]
    groups: dict[tuple[int, int], list[Line]] = {}
    for page, own in zip(pages, body, strict=True):
        groups.setdefault(_kind(page), []).extend(own)
    sheets = {_kind(page): page for page in pages}
    edges = {kind: _edges(group, sheets[kind]) for kind, group in groups.items() if group}
    within: list[float] = []
    between: list[float] = []
    ends = indented = 0
    for page, own in zip(pages, body, strict=True):
        left, right = edges.get(_kind(page), (page.left, page.right))
        if not ends and own:
            # Before the first line stands none: it begins a paragraph.
            ends = 1
            indented = int(_INDENT[0] * size < own[0].left - left < _INDENT[1] * size)
        for above, below in pairwise(own):
            room = above.base - below.base
            if right - above.right > below.first_word + (1 + _SLACK) * size:
                between.append(room)
                ends += 1
                indented += _INDENT[0] * size < below.left - left < _INDENT[1] * size
            else:
                within.append(room)
    # The narrowest fifth: lines within a paragraph, even where most paragraphs are one line.
    rooms = sorted(within or between or [2 * size])
    pitch = rooms[len(rooms) // 5]
    wider = median(between) if between else pitch
    spaced = wider > _SPACED * pitch
    room = (pitch + wider) / 2 if spaced else _MORE_ROOM * pitch
    return Setting(size, edges, room, spaced, indented > _INDENTING * ends)


def paragraphs(pages: Sequence[Page], lines: Sequence[Line], style: Setting) -> list[Paragraph]:
    """Join the lines that follow one another, over pages too.

    Parameters
    ----------
    pages : sequence of Page
        All pages; `Line.page` counts them from 1.
    lines : sequence of Line
        Running text, in order.
    style : Setting
        How the document is set.

    Returns
    -------
    list of Paragraph
    """
    made: list[Paragraph] = []
    before: Line | None = None
    for line in lines:
        edges = style.of(pages[line.page - 1])
        if (
            before is None
            or not made
            or _begins(before, line, style.of(pages[before.page - 1]), edges, style)
        ):
            made.append(Paragraph(line.text, line.page))
        else:
            last = made[-1]
            made[-1] = Paragraph(joined(last.text, line.text), last.page)
        before = line
    return made


def _begins(
    before: Line,
    line: Line,
    edges_before: tuple[float, float],
    edges: tuple[float, float],
    style: Setting,
) -> bool:
    """Tell whether a line begins a paragraph, seen from the line before it."""
    em = line.size
    if not _alike(before.size, line.size):
        return True
    numbered = pattern("numbering").match(line.text) is not None
    room = before.base - line.base if before.page == line.page else 0.0
    if line.size > _HEADING_SIZE * style.size:
        # A title over several centred lines is one.
        lines = _centred(before, edges_before, style), _centred(line, edges, style)
        return not all(lines) or numbered or room > 2.5 * em
    if room > style.room or edges_before[1] - before.right > line.first_word + _SLACK * em:
        return True
    # The line before is full, so that only what this line looks like can part them.
    if style.indents:
        return line.left - edges[0] > _INDENT[0] * em
    if style.spaced and before.page == line.page:
        return False
    if _stopped(before.text):
        return numbered or pattern("labels").match(line.text) is not None
    return pattern("headings").match(line.text) is not None


def _stopped(text: str) -> bool:
    return text.endswith(tuple(data()["stops"] + data()["closing"]))


def _centred(line: Line, edges: tuple[float, float], style: Setting) -> bool:
    middle = (line.left + line.right) / 2
    return abs(middle - (edges[0] + edges[1]) / 2) < _CENTRED * style.size


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _OTHER_SIZE * max(one, other)


def _kind(page: Page) -> tuple[int, int]:
    """Pages of one width and parity share their margins."""
    return round(page.right - page.left), page.number % 2


def _edges(lines: Sequence[Line], page: Page) -> tuple[float, float]:
    """Measure the left and right edge of the text on pages of one kind."""
    lefts = sorted(line.left for line in lines)
    left = lefts[int(_STICKING_OUT * len(lefts))]
    longest = max(line.right for line in lines)
    # Most full lines end at the margin; marks that hang beyond it, and lines that end early, are
    # few.
    full = [line.right for line in lines if line.right - left > _LONG_LINE * (longest - left)]
    right = median(full) if full else longest
    near = sum(abs(line.right - right) < line.size for line in lines)
    narrow = right - left < _NARROW * (page.right - page.left)
    if narrow and (near < _FEW_LINES or near < _FEW_SHARE * len(lines)):
        # Nothing but short lines: the right margin is where the left one says.
        right = max(right, page.right - (left - page.left))
    return left, right


def _weighted_median(pairs: Sequence[tuple[float, int]]) -> float:
    half = sum(weight for _, weight in pairs) / 2
    seen = 0
    for value, weight in pairs:
        seen += weight
        if seen >= half:
            return value
    return pairs[-1][0]
