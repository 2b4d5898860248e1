"""Styles and pages of a Word document (样式、版面): the faces of public papers, on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from zctrack.formats.word_xml import element, tag

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

__all__ = ["INK", "Align", "lying", "set_styles", "upright"]

Align = Literal["left", "center", "right"]

INK = "1F2429"

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


def upright(section: Section) -> None:
    """Make the pages of a section A4, upright."""
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(_A4[0]), Mm(_A4[1])
    section.top_margin, section.bottom_margin = Mm(_MARGINS["top"]), Mm(_MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(_MARGINS["left"]), Mm(_MARGINS["right"])
    section.header_distance, section.footer_distance = Mm(11), Mm(10)


def lying(section: Section) -> None:
    """Make the pages of a section A4, on their side."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_A4[1]), Mm(_A4[0])
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(17)


def set_styles(document: Document, lang: str) -> None:
    """Give a document its faces and styles, and say what stands in for a face."""
    from docx.enum.style import WD_STYLE_TYPE

    _defaults(document, lang)
    styles = document.styles
    for name in ("Table Text", "Masthead"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, how in _STYLES.items():
        _style(styles[name], how, lang)
    _style(styles["Table Text"], (9, False, _BODY, 0, 0, "left", 0), lang, leading=1.0)
    _style(styles["Masthead"], (30, True, _HEADING, 0, 2, "center", 0), lang)
    _stand_ins(document)


def _defaults(document: Document, lang: str) -> None:
    """Set language and faces for all text; the template's theme faces would win over a style's."""
    for default in document.styles.element.iter(tag("w:rPrDefault")):
        properties = default.find(tag("w:rPr"))
        for child in list(properties):
            if child.tag in (tag("w:rFonts"), tag("w:lang")):
                properties.remove(child)
        properties.insert(0, _faces(_BODY, lang))
        properties.append(
            element("w:lang", val="en-GB" if lang == "en" else "en-US", eastAsia="zh-CN")
        )


def _faces(face: str, lang: str) -> Any:
    latin = _LATIN[lang][face == _HEADING]
    return element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=face, cs=latin)


def _style(
    style: ParagraphStyle | Any,
    how: tuple[float, bool, str, float, float, Align, float],
    lang: str,
    leading: float = 1.08,
) -> None:
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.shared import Pt, RGBColor

    size, bold, face, before, after, align, indent = how
    properties = style.element.get_or_add_rPr()
    for child in properties.findall(tag("w:rFonts")):
        properties.remove(child)
    properties.insert(0, _faces(face, lang))
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(INK)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), leading
    form.alignment = WD_PARAGRAPH_ALIGNMENT[align.upper()]
    form.first_line_indent = Pt(size * indent) if lang == "zh" else Pt(0)
    form.widow_control = True
    borders = style.element.pPr.find(tag("w:pBdr"))
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
