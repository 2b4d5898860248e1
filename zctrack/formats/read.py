"""Any file of a notice to its Document: the content says which format it is, then the name.

.txt, .docx, .html and .pdf are read. What offices also keep notices in (.doc, .wps, .ofd, .xlsx,
scans) is told from the first bytes, so that the error says what to do with it.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from zctrack.errors import FileError, FormatError, LimitError
from zctrack.formats.limits import DEFAULTS, Limits
from zctrack.notice import Document

__all__ = ["DEFAULTS", "Limits", "document"]

_Reader = Callable[[bytes, str | None, Limits], Document]

_SAVE_AS_DOCX = "Open it in Word or WPS and save it as .docx."
_OCR = "Run OCR over it, and give zctrack the text."
# First bytes of what cannot be read: what it is, and what to do.
_UNREADABLE = (
    (b"\xd0\xcf\x11\xe0", "an old Word or WPS file (.doc, .wps), or one with a password",
     _SAVE_AS_DOCX),
    (b"{\\rtf", "a rich text file (.rtf)", _SAVE_AS_DOCX),
    (b"\x89PNG", "a picture", _OCR),
    (b"\xff\xd8\xff", "a picture", _OCR),
    (b"GIF8", "a picture", _OCR),
    (b"II*\x00", "a picture", _OCR),
    (b"MM\x00*", "a picture", _OCR),
    (b"Rar!", "an archive", "Unpack it first."),
    (b"7z\xbc\xaf", "an archive", "Unpack it first."),
    (b"\x1f\x8b", "an archive", "Unpack it first."),
    (b"From: <Saved by", "a web archive (.mht)", "Save the page as HTML instead."),
    (b"MIME-Version:", "a web archive (.mht)", "Save the page as HTML instead."),
)  # fmt: skip
# The same for ZIP files, by an entry that only they have.
_ZIPS = (
    ("OFD.xml", "an OFD file", "Open it in an OFD reader and print it as a PDF."),
    ("xl/workbook.xml", "an Excel workbook", "Save the sheet as text, or paste it into Word."),
    ("ppt/presentation.xml", "a presentation", "Print it as a PDF."),
    ("content.xml", "an OpenDocument file", _SAVE_AS_DOCX),
)
_WORD_MAIN = re.compile(r"word/document\d*\.xml")
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    r"<(!doctype\s+html|html|head|body|meta|title|div|p|table|article|section|style|script|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_WITHIN = 4096
_PDF_WITHIN = 1024


def document(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    limits: Limits = DEFAULTS,
) -> Document:
    """Read a file, its bytes, or an open file.

    Parameters
    ----------
    source : path, bytes or binary file object
        Text is no source: it needs no reading.
    name : str, optional
        The file's name, where the source has none. It helps where the content leaves open what it
        is, and it stands in errors.
    limits : Limits, optional
        How much is accepted.

    Returns
    -------
    Document
        Its text, and the way back from an offset to page, paragraph and cell.

    Raises
    ------
    FileError
        If the path leads to no file that can be read.
    FormatError
        If the content is none of the four formats, is damaged, encrypted or empty.
    LimitError
        If it is too large.

    Examples
    --------
    >>> document("一、目标".encode("gbk")).text
    '一、目标'
    >>> document(b"", name="a.txt")
    Traceback (most recent call last):
    ...
    zctrack.errors.FormatError: a.txt: the file is empty.
    """
    data, found = _bytes(source, limits)
    name = name if name is not None else found
    if len(data) > limits.file_bytes:
        raise LimitError(
            f"the file is larger than {limits.file_bytes:,} bytes",
            where=name,
            todo="If it holds pictures, save it without; or raise Limits.file_bytes.",
        )
    if not data:
        raise FormatError("the file is empty", where=name)
    return _reader(data, name)(data, name, limits)


def _bytes(
    source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits
) -> tuple[bytes, str | None]:
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), None
    if isinstance(source, str | os.PathLike):
        return _from_path(source, limits)
    if not callable(getattr(source, "read", None)):
        raise FileError(
            f"{type(source).__name__} is no file, path or bytes",
            todo="Give a path, bytes, or a file opened with mode 'rb'.",
        )
    name = getattr(source, "name", None)
    name = Path(name).name if isinstance(name, str) else None
    try:
        data = source.read(limits.file_bytes + 1)
    except Exception as error:
        # The object is the caller's own: a closed file raises ValueError, a broken transfer
        # whatever its library raises. All of them mean that the file could not be read.
        raise FileError(f"the file cannot be read ({error})", where=name) from error
    if not isinstance(data, bytes):
        raise FileError(
            "the file gives no bytes", where=name, todo="Open it with mode 'rb', or use parse()."
        )
    return data, name


def _from_path(source: str | os.PathLike[str], limits: Limits) -> tuple[bytes, str]:
    try:
        path = Path(source)
        if path.is_dir():
            raise FileError("this is a folder, no file", where=str(path))
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1), path.name
    except FileNotFoundError:
        raise FileError(
            "there is no such file", where=_short(source), todo="Check the name and the folder."
        ) from None
    except (OSError, ValueError, TypeError) as error:
        # ValueError: a NUL in the path. OSError: no permission, or a name that is far too long.
        reason = getattr(error, "strerror", None) or error
        raise FileError(
            f"the file cannot be read ({reason})",
            where=_short(source),
            todo="Give a path; for a text that you already have, use parse().",
        ) from None


def _short(source: str | os.PathLike[str]) -> str:
    text = str(source)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _reader(data: bytes, name: str | None) -> _Reader:
    """Choose the format by the content, and by the name where the content could be anything."""
    suffix = Path(name).suffix.lower() if name else ""
    for begin, what, todo in _UNREADABLE:
        if data.startswith(begin):
            raise FormatError(f"this is {what}", where=name, todo=todo)
    if data.startswith(b"PK"):
        return _zip_reader(data, name)
    if data.lstrip(b"\0\t\n\r\f ").startswith(b"%PDF") or (
        suffix == ".pdf" and b"%PDF" in data[:_PDF_WITHIN]
    ):
        return _pdf
    if suffix in (".docx", ".pdf"):
        raise FormatError(
            f"the file is named {suffix} but is none",
            where=name,
            todo="Download it again, or open it and save it as its name says.",
        )
    if suffix in (".html", ".htm", ".shtml", ".xhtml") or _HTML.match(_beginning(data)):
        return _html
    return _text


def _beginning(data: bytes) -> str:
    """Decode the first characters, enough to tell markup from text."""
    begin = data[:_HTML_WITHIN]
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return begin.decode("utf-16", errors="replace")
    return begin.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").decode("latin-1")


def _zip_reader(data: bytes, name: str | None) -> _Reader:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = set(archive.namelist())
    except Exception:
        # zipfile raises many kinds for damaged directories; the docx reader says what is wrong.
        return _docx
    for entry, what, todo in _ZIPS:
        if entry in entries:
            raise FormatError(f"this is {what}", where=name, todo=todo)
    if any(_WORD_MAIN.fullmatch(entry) for entry in entries) or "_rels/.rels" in entries:
        return _docx
    raise FormatError(
        "this is a ZIP archive, no document", where=name, todo="Unpack it and give the file in it."
    )


# Each reader loads its library only when a file of its format comes.
def _text(data: bytes, name: str | None, limits: Limits) -> Document:
    from zctrack.formats import text

    return text.read(data, name=name, limits=limits)


def _html(data: bytes, name: str | None, limits: Limits) -> Document:
    from zctrack.formats import html

    return html.read(data, name=name, limits=limits)


def _docx(data: bytes, name: str | None, limits: Limits) -> Document:
    from zctrack.formats import docx

    return docx.read(data, name=name, limits=limits)


def _pdf(data: bytes, name: str | None, limits: Limits) -> Document:
    from zctrack.formats import pdf

    return pdf.read(data, name=name, limits=limits)
