"""Makers of small real files, so that a test says only what is special about its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

MADE = Path(__file__).parents[1] / "made"


@pytest.fixture(scope="session")
def made() -> Mapping[str, str]:
    """The made notices by their number."""
    return {path.name[:2]: path.read_text("utf-8") for path in sorted(MADE.glob("*.txt"))}


@pytest.fixture(scope="session")
def saved() -> Callable[[Word], bytes]:
    def save(word: Word) -> bytes:
        buffer = io.BytesIO()
        word.save(buffer)
        return buffer.getvalue()

    return save


@pytest.fixture(scope="session")
def word_with(saved: Callable[[Word], bytes]) -> Callable[..., bytes]:
    """A docx whose body is the given XML (w: and the usual prefixes are declared)."""

    def make(body: str, *, numbering: str = "", styles: str = "") -> bytes:
        word = docx.Document()
        spaces = nsdecls("w", "wp", "a", "r") + (
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"'
        )
        for element in parse_xml(f"<w:body {spaces}>{body}</w:body>"):
            word.element.body.append(element)
        root = word.part.numbering_part.element
        for old in list(root):
            root.remove(old)
        for element in parse_xml(f"<w:numbering {spaces}>{numbering}</w:numbering>"):
            root.append(element)
        for element in parse_xml(f"<w:styles {spaces}>{styles}</w:styles>"):
            word.styles.element.append(element)
        return saved(word)

    return make


@pytest.fixture(scope="session")
def repacked() -> Callable[..., bytes]:
    """A docx with one part changed, or added, or (None) left out."""

    def repack(data: bytes, part: str, content: bytes | None) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                if name != part:
                    new.writestr(name, old.read(name))
            if content is not None:
                new.writestr(part, content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    return repack


@pytest.fixture(scope="session")
def pdf_with() -> Callable[..., bytes]:
    """A PDF whose pages are (x, y, size, text) items and lines (x0, y0, x1, y1).

    Its font is not embedded, as in files of old office software: STSong-Light by its character
    collection. Every character is one em wide. ``turn`` turns the page, ``extra`` is put into each
    page's content stream.
    """

    def make(
        pages: Sequence[Sequence[tuple[float, float, float, str]]],
        *,
        lines: Sequence[Sequence[tuple[float, float, float, float]]] = (),
        turn: int = 0,
        extra: str = "",
    ) -> bytes:
        objects = [
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
            b"/DescendantFonts[2 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
            b"<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>/FontDescriptor 3 0 R/DW 1000>>",
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
            b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
        ]
        parent = len(objects) + 2 * len(pages) + 1
        kids = []
        for at, items in enumerate(pages):
            stream = "".join(
                f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
                for x, y, size, text in items
            )
            for x0, y0, x1, y1 in lines[at] if at < len(lines) else ():
                stream += f"{x0} {y0} m {x1} {y1} l S\n"
            stream += extra
            objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream.encode()))
            objects.append(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R"
                b"/Resources<</Font<</F1 1 0 R>>>>>>" % (parent, turn, len(objects))
            )
            kids.append(b"%d 0 R" % len(objects))
        objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids)))
        objects.append(b"<</Type/Catalog/Pages %d 0 R>>" % parent)
        return _numbered(objects)

    return make


def _numbered(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the last of them its catalog."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root %d 0 R>>\n"
        b"startxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(objects), len(data))
    )


@pytest.fixture(scope="session")
def typeset(pdf_with: Callable[..., bytes]) -> Callable[..., bytes]:
    """Paragraphs set as GB/T 9704 has it: 28 characters a line, with page numbers and a head."""

    def make(
        paragraphs: Sequence[str],
        *,
        indent: int = 2,
        after: int = 0,
        width: int = 28,
        head: str = "沧宁市人民政府文件",
    ) -> bytes:
        pages: list[list[tuple[float, float, float, str]]] = []
        y = 0.0
        for paragraph in paragraphs:
            first = True
            for line in _broken(re.sub(r"\s", "", paragraph), width, indent):
                if not pages or y < 110:
                    number = f"— {len(pages) + 1} —"
                    pages.append([(260, 60, 12, number), (240, 800, 10, head)])
                    y = 720.0
                pages[-1].append((79 + 16 * indent * first, y, 16, line))
                first = False
                y -= 28
            y -= after
        return pdf_with(pages)

    return make


def _broken(text: str, width: int, indent: int) -> list[str]:
    """Lines of a width in characters; no line begins with a closing mark."""
    lines: list[str] = []
    room = width - indent
    while text:
        end = room
        while end < len(text) and end > 1 and text[end] in "，。、；：）〕】》”’％%":
            end -= 1
        lines.append(text[:end])
        text, room = text[end:], width
    return lines
