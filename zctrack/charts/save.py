"""Charts as files (保存): the same figure gives the same bytes, on any day and any machine.

SVG has its letters as outlines and its coordinates rounded to two decimals (the last ones of six
can differ between processors); PDF carries the font; PNG has a palette where that shows no
difference, which makes it a third as large; each file carries the alt text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.fitting import remember
from zctrack.errors import OptionError
from zctrack.formats.files import write_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = ["Picture", "save", "show", "svg"]

_FORMATS = ("svg", "png", "pdf")
# So many of 255 steps may a colour move when a picture gets a palette.
_UNSEEN = 6
# Attributes of the SVG that hold coordinates, and the numbers in them.
_COORDINATES = re.compile(
    r'(?<=\s)(?:d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height|viewBox|points)="[^"]*"'
)
# A scale is a factor, not a place: two decimals would distort what it scales.
_NUMBER = re.compile(r"(?:scale|matrix)\([^)]*\)|-?\d+\.\d+(?:e-?\d+)?")
_OUTLINES = re.compile(r'(?<=\sd=")[^"]*')
_SPACES = re.compile(r"\s*([MLQCSTHVAZmlqcsthvaz])\s*")


def _two_decimals(match: re.Match[str]) -> str:
    if match[0].startswith(("scale", "matrix")):
        return match[0]
    text = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _words(fig: Figure, alt: str | None) -> tuple[str, str]:
    """Title and alt text."""
    words = fig.words if isinstance(fig, style.Sheet) else None
    return (words.title if words else ""), (alt or (words.alt if words else ""))


def svg(fig: Figure, *, alt: str | None = None) -> str:
    """Draw a figure as SVG text.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    alt : str, optional
        Alt text; a sheet's own if not given.

    Returns
    -------
    str
        The same text for the same figure; title and alt text stand in ``<title>`` and ``<desc>``.

    Examples
    --------
    >>> from zctrack.wording.words import Words
    >>> sheet, _ = style.figure(Words("发现", "量度", "n = 81", "一段文字"), height=40)
    >>> "<desc>一段文字</desc>" in svg(sheet)
    True
    """
    title, desc = _words(fig, alt)
    buffer = io.StringIO()
    with style.context():
        metadata: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
        fig.savefig(buffer, format="svg", metadata=metadata)
    text = _COORDINATES.sub(lambda m: _NUMBER.sub(_two_decimals, m[0]), buffer.getvalue())
    # Letters are most of the file: their outlines are written without the spaces between commands.
    text = _OUTLINES.sub(lambda m: _SPACES.sub(r"\1", m[0]), text)
    head = f"<title>{escape(title)}</title>\n <desc>{escape(desc)}</desc>\n "
    # The root element: a reading aid announces it as one picture with these words.
    return re.sub(r"(<svg\b[^>]*)>\s*", lambda m: f'{m[1]} role="img">\n {head}', text, count=1)


def _bytes(fig: Figure, kind: str, dpi: float, alt: str | None) -> bytes:
    if kind == "svg":
        return svg(fig, alt=alt).encode("utf-8")
    title, desc = _words(fig, alt)
    metadata: Mapping[str, str | None] = (
        {"Software": None, "Title": title, "Description": desc}
        if kind == "png"
        else {
            "Creator": None,
            "Producer": None,
            "CreationDate": None,
            "Title": title,
            "Subject": desc,
        }
    )
    buffer = io.BytesIO()
    with style.context():
        fig.savefig(buffer, format=kind, dpi=dpi, metadata=dict(metadata))
    return _lean(buffer.getvalue()) if kind == "png" else buffer.getvalue()


def _lean(png: bytes) -> bytes:
    """Give a PNG a palette of 256 colours, unless a colour would move by what an eye could see."""
    import numpy as np
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    with Image.open(io.BytesIO(png)) as picture:
        info = PngInfo()
        for key in ("Title", "Description"):
            if picture.info.get(key):
                info.add_itxt(key, picture.info[key])
        if picture.mode != "RGBA" or picture.getchannel("A").getextrema() != (255, 255):
            return png
        plain = picture.convert("RGB")
        few = plain.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        moved = np.abs(np.asarray(few.convert("RGB")).astype("int16") - np.asarray(plain))
        chosen = few if int(moved.max()) <= _UNSEEN else plain
        buffer = io.BytesIO()
        chosen.save(buffer, "png", optimize=True, pnginfo=info, dpi=picture.info.get("dpi"))
        return buffer.getvalue()


@contextmanager
def _at_width(fig: Figure, width: style.Width | None) -> Iterator[Figure]:
    """Give the figure at another width: a chart drawn anew, else laid out, and back afterwards."""
    wide, high = (float(side) for side in fig.get_size_inches())
    wanted = wide if width is None else style.millimetres(width) / 25.4
    if width is None or abs(wanted - wide) < 1e-6:
        yield fig
        return
    anew = fig.at_width(width) if isinstance(fig, style.Sheet) else None
    if anew is not None:
        yield anew
        return
    back = remember(fig)
    old = fig.width_mm if isinstance(fig, style.Sheet) else 0.0
    if isinstance(fig, style.Sheet):
        style.lay_out(fig, width)
        style.fit(fig)
    else:
        fig.set_size_inches(wanted, high / wide * wanted)
    try:
        yield fig
    finally:
        if isinstance(fig, style.Sheet):
            style.lay_out(fig, old)
        fig.set_size_inches(wide, high)
        back()


def save(
    fig: Figure,
    stem: str | os.PathLike[str],
    formats: Sequence[str] = _FORMATS,
    width: style.Width | None = None,
    dpi: float = 300,
    alt: str | None = None,
) -> list[Path]:
    """Save a figure, one file a format.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    stem : path
        Path without suffix.
    formats : sequence of {"svg", "png", "pdf"}
        Which files.
    width : {"full", "half"} or float, optional
        Save at this width (160 mm, 80 mm, millimetres); its own if not given. A chart of zctrack
        is drawn anew for it; a figure that was made or changed by hand is laid out anew.
    dpi : float
        Resolution of the PNG.
    alt : str, optional
        Alt text; a sheet's own if not given.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of `formats`.

    Raises
    ------
    OptionError
        If a format or the width is unknown.
    FileError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.wording.words import Words
    >>> sheet, _ = style.figure(Words("发现", "量度", "n = 81", "文字"), height=40)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in save(sheet, f"{folder}/chart", formats=("svg",))]
    ['chart.svg']
    """
    wanted = (formats,) if isinstance(formats, str) else tuple(formats)
    for kind in wanted:
        if kind not in _FORMATS:
            raise OptionError(
                f"there is no format {kind!r}", todo=f"Use some of: {', '.join(_FORMATS)}."
            )
    with _at_width(fig, width) as sized:
        # Everything is drawn before the first file is written: a failure leaves no half set.
        drawn = [(Path(f"{Path(stem)}.{kind}"), _bytes(sized, kind, dpi, alt)) for kind in wanted]
    return [write_bytes(path, data) for path, data in drawn]


class Picture:
    """A figure as the last expression of a notebook cell: SVG that compares from run to run.

    Parameters
    ----------
    text : str
        The SVG.
    title : str
        Its title, the plain-text twin.
    """

    def __init__(self, text: str, title: str) -> None:
        self.data = text
        self.title = title

    def __repr__(self) -> str:
        return f"<chart: {self.title}>"

    def _repr_svg_(self) -> str:
        return self.data

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.data, "text/plain": repr(self)}


def show(fig: Figure, *, alt: str | None = None) -> Picture:
    """Show a figure in a notebook.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    alt : str, optional
        Alt text; a sheet's own if not given.

    Returns
    -------
    Picture
        Displays as SVG; its plain text is the chart's title.

    Examples
    --------
    >>> from zctrack.wording.words import Words
    >>> sheet, _ = style.figure(Words("发现", "量度", "n = 81", "文字"), height=40)
    >>> show(sheet)
    <chart: 发现>
    """
    return Picture(svg(fig, alt=alt), _words(fig, alt)[0])
