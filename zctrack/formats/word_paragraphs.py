"""Paragraphs of a Word document (段落): text, tab stops, a line below, a picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from zctrack.formats.word_styles import Align
from zctrack.formats.word_xml import clean, element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell as Cell
    from docx.text.paragraph import Paragraph

__all__ = ["paragraph", "picture", "rule", "stops"]


def paragraph(
    place: Document | Cell,
    text: str,
    style: str = "Body Text",
    *,
    colour: str | None = None,
    align: Align | None = None,
    bold: bool = False,
    keep: bool = False,
    size: float | None = None,
) -> Paragraph:
    """Add a paragraph.

    Parameters
    ----------
    place : Document or cell
        Where to.
    text : str
        Its text.
    style : str
        A style of the document.
    colour : str, optional
        Six hexadecimal digits.
    align : {"left", "center", "right"}, optional
        Else as the style has it.
    bold : bool
        Whether the text is bold.
    keep : bool
        Stay on the page of the paragraph that follows.
    size : float, optional
        Points; else as the style has it.

    Returns
    -------
    docx.text.paragraph.Paragraph

    Examples
    --------
    >>> from zctrack.formats.word import new_document
    >>> paragraph(new_document("通报"), "总体平稳。").style.name
    'Body Text'
    """
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.shared import Pt, RGBColor

    made = place.add_paragraph()
    # By its id: looking a style up by its name takes longer than all the rest.
    made._p.style = None if style == "Normal" else style.replace(" ", "")
    run = made.add_run(clean(text))
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if bold:
        run.font.bold = True
    if size is not None:
        run.font.size = Pt(size)
    if align:
        made.alignment = WD_PARAGRAPH_ALIGNMENT[align.upper()]
    made.paragraph_format.keep_with_next = keep or None
    return made


def stops(place: Paragraph, *places: tuple[float, Align]) -> None:
    r"""Set the tab stops of a paragraph.

    Parameters
    ----------
    place : Paragraph
        The paragraph.
    *places : tuple of float and {"left", "center", "right"}
        Millimetres from the margin, and how the words stand to the stop.

    Examples
    --------
    >>> from zctrack.formats.word import new_document
    >>> line = paragraph(new_document("通报"), "督查室\t第3号", "Normal")
    >>> stops(line, (160.0, "right"))
    >>> len(line.paragraph_format.tab_stops)
    1
    """
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    for where, how in places:
        place.paragraph_format.tab_stops.add_tab_stop(Mm(where), WD_TAB_ALIGNMENT[how.upper()])


def rule(place: Paragraph, colour: str, points: float = 1.5) -> None:
    """Draw a line below a paragraph.

    Parameters
    ----------
    place : Paragraph
        The paragraph.
    colour : str
        Six hexadecimal digits.
    points : float
        Its width.

    Examples
    --------
    >>> from zctrack.formats.word import new_document
    >>> rule(paragraph(new_document("通报"), "督查室"), "B3261E")
    """
    borders = element("w:pBdr")
    wide = str(round(points * 8))
    borders.append(element("w:bottom", val="single", sz=wide, space="3", color=colour))
    place._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def picture(place: Document, png: bytes, width: float, alt: str, title: str = "") -> None:
    """Add a picture in a paragraph of its own.

    Parameters
    ----------
    place : Document
        Where to.
    png : bytes
        The picture.
    width : float
        Millimetres.
    alt : str
        What a reading aid says.
    title : str
        Its title.

    Examples
    --------
    >>> from zctrack.formats.word import new_document
    >>> import base64
    >>> dot = base64.b64decode(
    ...     "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5E"
    ...     "rkJggg==")
    >>> document = new_document("通报")
    >>> picture(document, dot, 10, "一个点")
    >>> document.inline_shapes[0]._inline.docPr.get("descr")
    '一个点'
    """
    from docx.shared import Mm

    made = place.add_paragraph(style="Normal")
    shape = made.add_run().add_picture(io.BytesIO(png), width=Mm(width))
    about = shape._inline.docPr
    about.set("descr", clean(alt))
    about.set("title", clean(title))
