"""Contact sheets (样张): every figure beside itself in half width, in other eyes and in grey.

To look at before anything is published: ``make contact`` writes them to ``reports/contact/``.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zctrack.charts.sight import seen
from zctrack.charts.style import Width
from zctrack.formats.files import write_bytes
from zctrack.reports.figures import Subject, drawings, sheet

__all__ = ["contact"]

_DPI = 72
_GAP = 12
# Sight and width of each column.
_COLUMNS: tuple[tuple[str | None, Width], ...] = (
    (None, "full"),
    ("deuteranopia", "full"),
    ("grey", "full"),
    (None, "half"),
)


def contact(subject: Subject, out: str | os.PathLike[str]) -> Iterator[Path]:
    """Write one sheet a figure: Chinese above English, each normal, in other eyes, in grey, narrow.

    Parameters
    ----------
    subject : Subject
        The notice and what is known about it.
    out : path
        The folder.

    Yields
    ------
    pathlib.Path
        Each sheet.
    """
    for drawing in drawings():
        if not drawing.possible(subject):
            continue
        rows = drawing.table(subject)
        lines = []
        for lang in ("zh", "en"):
            pictures = {
                width: _pixels(sheet(subject, drawing, rows, lang=lang, width=width))
                for width in ("full", "half")
            }
            lines.append(
                [
                    seen(pictures[str(width)], sight) if sight else pictures[str(width)]
                    for sight, width in _COLUMNS
                ]
            )
        yield write_bytes(Path(out) / f"{drawing.stem}.png", _png(_tiled(lines)))


def _pixels(figure: Any) -> Any:
    from PIL import Image

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI)
    with Image.open(buffer) as picture:
        return np.asarray(picture.convert("RGB"))


def _tiled(lines: Sequence[Sequence[Any]]) -> Any:
    """Set pictures side by side, line under line, on grey."""
    wide = max(sum(p.shape[1] + _GAP for p in line) for line in lines) + _GAP
    high = sum(max(p.shape[0] for p in line) + _GAP for line in lines) + _GAP
    ground = np.full((high, wide, 3), 150, dtype="uint8")
    top = _GAP
    for line in lines:
        left = _GAP
        for picture in line:
            ground[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
            left += picture.shape[1] + _GAP
        top += max(p.shape[0] for p in line) + _GAP
    return ground


def _png(pixels: Any) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png", optimize=True)
    return buffer.getvalue()


def main() -> None:
    """Write the sheets of the bundled notice."""
    from zctrack.reports.figures import bundled

    for path in contact(bundled(), Path("reports") / "contact"):
        print(path)


if __name__ == "__main__":
    main()
