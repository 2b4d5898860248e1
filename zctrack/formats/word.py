"""Word documents that people get (Word 文档): A4, styles, tables, pictures, page numbers.

The faces are those of public papers (仿宋, 黑体); the file names what stands in for each where it
is not installed. Nothing here knows of notices. Reading Word files is `formats.docx`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zctrack.formats.files import zip_with_fixed_times
from zctrack.formats.word_paragraphs import paragraph, picture, rule, stops
from zctrack.formats.word_styles import lying, set_styles, upright
from zctrack.formats.word_tables import cell, table
from zctrack.formats.word_xml import clean, element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

__all__ = [
    "cell",
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

    document = docx.Document()
    for section in document.sections:
        upright(section)
    set_styles(document, lang)
    properties = document.core_properties
    properties.title = clean(title)
    properties.subject = clean(subject)
    properties.author = properties.last_modified_by = "zctrack"
    properties.comments = properties.keywords = properties.category = ""
    properties.language = "zh-CN" if lang == "zh" else "en-GB"
    return document


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
        run = head.add_run(clean(f" {mark} "))
        run.font.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        shade = element("w:shd", val="clear", color="auto", fill=colour)
        run._r.get_or_add_rPr().append(shade)
        head.add_run(" ")
    head.add_run(clean(words))
    line = section.footer.paragraphs[0]
    line.add_run(clean(foot[0]))
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = line.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif not kind:
            code = element("w:instrText")
            code.text = text
            run._r.append(code)
    line.add_run(clean(foot[1]))


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
    from docx.enum.section import WD_SECTION

    section: Section = place.add_section(WD_SECTION.NEW_PAGE)
    lying(section)
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
