"""What stands where on a figure: the boxes of its words and marks, and which of them meet."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from zctrack.charts.fitting import text_boxes

# Words of one cell may touch with their blank room above and below the letters.
_APART, _BLANK = 0.5, 0.3


def leaving(fig: Figure) -> list[str]:
    """The words that leave the canvas."""
    wide, high = fig.get_size_inches() * fig.dpi
    return [
        text.get_text()
        for text, box in text_boxes(fig)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > wide + 0.5 or box.y1 > high + 0.5
    ]


def _meet(one: Bbox, other: Bbox, blank: float = _BLANK) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > _APART and down > blank * min(one.height, other.height)


def meeting(fig: Figure) -> list[tuple[str, str]]:
    """Pairs of words that meet."""
    boxes = [(text.get_text(), box) for text, box in text_boxes(fig)]
    ends = np.array([[box.x0, box.y0, box.x1, box.y1] for _, box in boxes]).reshape(-1, 4)
    found = []
    for n, (words, box) in enumerate(boxes):
        rest = ends[n + 1 :]
        near = (
            (np.minimum(rest[:, 2], box.x1) - np.maximum(rest[:, 0], box.x0) > _APART)
            & (np.minimum(rest[:, 3], box.y1) > np.maximum(rest[:, 1], box.y0))
        ).nonzero()[0]
        found += [(words, boxes[n + 1 + k][0]) for k in near if _meet(box, boxes[n + 1 + k][1])]
    return found


def marks(fig: Figure) -> list[Bbox]:
    """The boxes of the marks that stand alone: one point, drawn with a marker."""
    found = []
    for axes in fig.axes:
        for line in axes.lines:
            if line.get_marker() in (None, "None", "", " ") or len(line.get_xdata()) != 1:
                continue
            x, y = axes.transData.transform(np.column_stack(line.get_data()))[0]
            side = _side(line) * fig.dpi / 72
            found.append(Bbox.from_bounds(x - side / 2, y - side / 2, side, side))
    return found


def _side(line: Line2D) -> float:
    """Side of a mark in points, with its edge."""
    return float(line.get_markersize()) + float(line.get_markeredgewidth())


def marks_that_touch(fig: Figure) -> int:
    """How many pairs of marks overlap."""
    return sum(_meet(a, b, 0.05) for a, b in combinations(marks(fig), 2))


def words_on_marks(fig: Figure) -> list[str]:
    """Words that a mark covers in part; a number in the middle of its mark is not meant."""
    found = []
    every = marks(fig)
    for text, box in text_boxes(fig):
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        for mark in every:
            centre = (mark.x0 + mark.x1) / 2, (mark.y0 + mark.y1) / 2
            inside = abs(middle[0] - centre[0]) < 1 and abs(middle[1] - centre[1]) < 3
            if not inside and _meet(box.padded(-1.0), mark):
                found.append(text.get_text())
    return found
