"""Word documents that people get (Word 文档): A4, styles, tables, pictures, page numbers.

The faces are those of public papers (仿宋, 黑体); the file names what stands in for each where it
is not installed. Nothing here knows of notices. Reading Word files is `formats.docx`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from zctrack.formats.files import zip_with_fixed_times

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.table import _Cell as Cell
    from docx.text.paragraph import Paragraph

__all__ = [
    "cell",
    "ink_on",
    "landscape",
    "new_document",
    "paragraph",
    "picture",
    "rule",
    "running",
    "stops",
    "table",
    "to_bytes",
]

Align = Literal["left", "center", "right"]

# Chinese and Latin faces of text and of headings, by language.
_BODY, _HEADING = "仿宋", "黑体"
_LATIN = {"zh": ("Times New Roman", "Arial"), "en": ("Times New Roman", "Arial")}
# What Word, WPS and LibreOffice take where a face is not installed, on any system.
_STAND_INS = {
    "仿宋": "FangSong,仿宋_GB2312,STFangsong,FangSong_GB2312,Noto Serif CJK SC,SimSun",
    "黑体": "SimHei,STHeiti,Noto Sans CJK SC,Noto Sans SC,Microsoft YaHei",
    "Times New Roman": "Liberation Serif,Tinos,Times",
    "Arial": "Liberation Sans,Arimo,Helvetica",
}
# Of a page, in millimetres. GB/T 9704—2012 sets 37 above and 28 at the left, and leaves 35 below
# and 26 at the right: here they are narrower, for a bulletin to need fewer pages.
_A4 = (210.0, 297.0)
_MARGINS = {"top": 22.0, "left": 26.0, "bottom": 18.0, "right": 24.0}
# XML 1.0 has no place for these characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_INK, _RULE, _FILL = "1F2429", "8A939C", "DCE7F1"

# Style: size in points, bold, face, space before and after in points, alignment, first-line indent
# in characters.
_STYLES: dict[str, tuple[float, bool, str, float, float, Align, float]] = {
    "Normal": (11, False, _BODY, 0, 2, "left", 0),
    "Body Text": (11, False, _BODY, 0, 2, "left", 2),
    "Title": (18, True, _HEADING, 6, 4, "center", 0),
    "Subtitle": (11, False, _BODY, 0, 2, "center", 0),
    "Heading 1": (12, True, _HEADING, 5, 1, "left", 0),
    "Caption": (9, False, _BODY, 2, 3, "left", 0),
    "Header": (9, False, _HEADING, 0, 0, "left", 0),
    "Footer": (9, False, _BODY, 0, 0, "center", 0),
}


def new_document(title: str, *, lang: str = "zh", subject: str = "") -> Document:
    """Make an A4 document with the styles of a public paper and nothing in it.

    Parameters
    ----------
    title : str
        Its title, in the file's properties.
    lang : {"zh", "en"}
        Language of the text, for spelling and line breaks.
    subject : str
        One more property: what the document is, such as a mark.

    Returns
    -------
    docx.document.Document

    Examples
    --------
    >>> document = new_document("通报")
    >>> round(document.sections[0].page_width.mm), document.styles["Heading 1"].font.size.pt
    (210, 12.0)
    """
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    for section in document.sections:
        _paper(section)
    _defaults(document, lang)
    styles = document.styles
    for name in ("Table Text", "Masthead"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, how in _STYLES.items():
        _style(styles[name], how, lang)
    _style(styles["Table Text"], (9, False, _BODY, 0, 0, "left", 0), lang, leading=1.0)
    _style(styles["Masthead"], (30, True, _HEADING, 0, 2, "center", 0), lang)
    _stand_ins(document)
    properties = document.core_properties
    properties.title = _clean(title)
    properties.subject = _clean(subject)
    properties.author = properties.last_modified_by = "zctrack"
    properties.comments = properties.keywords = properties.category = ""
    properties.language = "zh-CN" if lang == "zh" else "en-GB"
    return document


def _paper(section: Section) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(_A4[0]), Mm(_A4[1])
    section.top_margin, section.bottom_margin = Mm(_MARGINS["top"]), Mm(_MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(_MARGINS["left"]), Mm(_MARGINS["right"])
    section.header_distance, section.footer_distance = Mm(11), Mm(10)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _defaults(document: Document, lang: str) -> None:
    """Set language and faces for all text; the template's theme faces would win over a style's."""
    from docx.oxml.ns import qn

    for default in document.styles.element.iter(qn("w:rPrDefault")):
        properties = default.find(qn("w:rPr"))
        for child in list(properties):
            if child.tag in (qn("w:rFonts"), qn("w:lang")):
                properties.remove(child)
        properties.insert(0, _faces(_BODY, lang))
        properties.append(
            _element("w:lang", val="en-GB" if lang == "en" else "en-US", eastAsia="zh-CN")
        )


def _faces(face: str, lang: str) -> Any:
    latin = _LATIN[lang][face == _HEADING]
    return _element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=face, cs=latin)


def _style(
    style: ParagraphStyle | Any,
    how: tuple[float, bool, str, float, float, Align, float],
    lang: str,
    leading: float = 1.08,
) -> None:
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    size, bold, face, before, after, align, indent = how
    properties = style.element.get_or_add_rPr()
    for child in properties.findall(qn("w:rFonts")):
        properties.remove(child)
    properties.insert(0, _faces(face, lang))
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(_INK)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), leading
    form.alignment = WD_PARAGRAPH_ALIGNMENT[align.upper()]
    form.first_line_indent = Pt(size * indent) if lang == "zh" else Pt(0)
    form.widow_control = True
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:  # the template underlines its title
        style.element.pPr.remove(borders)


def _stand_ins(document: Document) -> None:
    """Name the faces of the document and what stands in for each where it is not installed."""
    from xml.sax.saxutils import quoteattr

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f"<w:font w:name={quoteattr(face)}><w:altName w:val={quoteattr(others)}/></w:font>"
        for face, others in _STAND_INS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            whole: Any = part
            whole._blob = f'{head}<w:fonts xmlns:w="{space}">{rows}</w:fonts>'.encode()


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
    >>> paragraph(new_document("通报"), "总体平稳。").style.name
    'Body Text'
    """
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.shared import Pt, RGBColor

    made = place.add_paragraph()
    # By its id: looking a style up by its name takes longer than all the rest.
    made._p.style = None if style == "Normal" else style.replace(" ", "")
    run = made.add_run(_clean(text))
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
    >>> rule(paragraph(new_document("通报"), "督查室"), "B3261E")
    """
    borders = _element("w:pBdr")
    wide = str(round(points * 8))
    borders.append(_element("w:bottom", val="single", sz=wide, space="3", color=colour))
    place._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def table(
    place: Document,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    header: Sequence[str] = (),
    size: float | None = None,
    heads: bool = False,
    align: Sequence[Align] = (),
) -> Table:
    """Add a table with ruled cells; its header row stands on every page that it runs over.

    Parameters
    ----------
    place : Document
        Where to.
    rows : sequence of sequences of str
        The cells; a line break begins a new line.
    widths : sequence of float
        Of the columns, in millimetres.
    header : sequence of str
        Headings; without them there is no header row.
    size : float, optional
        Points; else as the style "Table Text" has it.
    heads : bool
        Whether the first cell of each row is its heading.
    align : sequence of {"left", "center", "right"}
        Of each column; left where it is shorter.

    Returns
    -------
    docx.table.Table

    Examples
    --------
    >>> made = table(new_document("通报"), [["滞后", "3"]], [40, 20], header=["状态", "项"])
    >>> len(made.rows), made.cell(1, 0).text
    (2, '滞后')
    """
    from docx.shared import Mm

    made: Table = place.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Mm(wide)
    _table_form(made)
    lines = [list(header), *map(list, rows)] if header else [list(row) for row in rows]
    for number, line in enumerate(lines):
        row: Any = made.add_row()  # type: ignore[no-untyped-call]
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        first = bool(header) and number == 0
        if first:
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        for column, (box, text) in enumerate(zip(row.cells, line, strict=True)):
            box.width = Mm(widths[column])
            head = first or (heads and column == 0)
            where = align[column] if column < len(align) else "left"
            cell(box, text, bold=head, fill=_FILL if head else None, align=where, size=size)
    return made


def _table_form(made: Table) -> None:
    """Rule the table thinly and set its cells' margins."""
    properties = made._tbl.tblPr
    # Text of the cells stands a little inside the text of the page, the rules in line with it.
    properties.append(_element("w:tblInd", w="70", type="dxa"))
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_RULE))
    properties.append(borders)
    layout = properties.find(_tag("w:tblLayout"))
    if layout is not None:  # the order of a table's properties is part of the format
        properties.remove(layout)
        properties.append(layout)
    margins = _element("w:tblCellMar")
    for side, wide in (("top", "25"), ("left", "70"), ("bottom", "25"), ("right", "70")):
        margins.append(_element(f"w:{side}", w=wide, type="dxa"))
    properties.append(margins)
    look = properties.find(_tag("w:tblLook"))
    if look is not None:
        properties.remove(look)
        properties.append(look)


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def cell(
    box: Cell,
    text: str,
    *,
    bold: bool = False,
    fill: str | None = None,
    colour: str | None = None,
    align: Align = "left",
    size: float | None = None,
) -> None:
    """Write a cell: each line of the text a paragraph.

    Parameters
    ----------
    box : cell
        A cell of a table.
    text : str
        Its text.
    bold, colour, align, size
        As in `paragraph`.
    fill : str, optional
        Colour of the cell, six hexadecimal digits.

    Examples
    --------
    >>> made = table(new_document("通报"), [["甲"]], [40])
    >>> cell(made.cell(0, 0), "乙", bold=True)
    >>> made.cell(0, 0).text
    '乙'
    """
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    for old in box.paragraphs:
        old._p.getparent().remove(old._p)
    for line in text.split("\n") or [""]:
        paragraph(box, line, "Table Text", bold=bold, colour=colour, align=align, size=size)
    box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if fill:
        properties = box._tc.get_or_add_tcPr()
        shade = _element("w:shd", val="clear", color="auto", fill=fill)
        properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign")


def ink_on(fill: str) -> str:
    """Give the ink that can be read on a ground: white, or the colour of text.

    Parameters
    ----------
    fill : str
        The ground, six hexadecimal digits.

    Returns
    -------
    str
        Six hexadecimal digits, by the contrast of WCAG 2.

    Examples
    --------
    >>> ink_on("B3261E"), ink_on("E69F00")
    ('FFFFFF', '1F2429')
    """
    parts = [int(fill[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "FFFFFF" if 1.05 / (light + 0.05) >= 4.0 else _INK


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
    about.set("descr", _clean(alt))
    about.set("title", _clean(title))


def running(
    section: Section, marks: Sequence[tuple[str, str]], words: str, foot: tuple[str, str]
) -> None:
    """Set the head and foot of every page of a section.

    Parameters
    ----------
    section : Section
        The section.
    marks : sequence of tuple of str and str
        Words that stand white on a ground, and the ground's colour in six hexadecimal digits.
    words : str
        What follows the marks.
    foot : tuple of str and str
        What stands before and after the page's number.

    Examples
    --------
    >>> document = new_document("通报")
    >>> running(document.sections[0], [("模拟数据", "B3261E")], "督查专报", ("— ", " —"))
    >>> document.sections[0].header.paragraphs[0].text
    ' 模拟数据  督查专报'
    """
    from docx.shared import RGBColor

    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    for mark, colour in marks:
        run = head.add_run(_clean(f" {mark} "))
        run.font.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        shade = _element("w:shd", val="clear", color="auto", fill=colour)
        run._r.get_or_add_rPr().append(shade)
        head.add_run(" ")
    head.add_run(_clean(words))
    line = section.footer.paragraphs[0]
    line.add_run(_clean(foot[0]))
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = line.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            run._r.append(_element("w:fldChar", fldCharType=kind))
        elif not kind:
            code = _element("w:instrText")
            code.text = text
            run._r.append(code)
    line.add_run(_clean(foot[1]))


def landscape(place: Document) -> Section:
    """Begin a new page that lies on its side; what follows stands on it.

    Parameters
    ----------
    place : Document
        The document.

    Returns
    -------
    docx.section.Section

    Examples
    --------
    >>> document = new_document("通报")
    >>> round(landscape(document).page_width.mm), round(document.sections[0].page_width.mm)
    (297, 210)
    """
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section: Section = place.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_A4[1]), Mm(_A4[0])
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(17)
    return section


def to_bytes(document: Document, *, stamp: str = "1980-01-01T00:00:00Z") -> bytes:
    """Give a document as bytes that do not depend on when it was made.

    Parameters
    ----------
    document : Document
        The document.
    stamp : str
        The time that its properties give, as ISO 8601 in UTC.

    Returns
    -------
    bytes

    Examples
    --------
    >>> to_bytes(new_document("通报")) == to_bytes(new_document("通报"))
    True
    """
    buffer = io.BytesIO()
    document.save(buffer)
    return zip_with_fixed_times(buffer.getvalue(), stamp=stamp)
