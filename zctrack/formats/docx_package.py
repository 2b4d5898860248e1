"""The parts of a docx that hold its text: opened within limits, parsed without entities.

A docx is a ZIP of XML parts. python-docx opens all of them, and refuses a file when any part that
it names is missing (a lost picture is enough: real notices have them). Only three parts matter
here, so they are opened directly.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats.limits import Limits

__all__ = ["Package", "W", "attribute", "integer", "open_package", "switched_on"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# ISO/IEC 29500 Strict ("Strict Open XML document") has the same elements in other namespaces.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_RATIO_FROM = 1_000_000
_TODO = "Open it in Word or WPS and save it as .docx again."

# lxml's element class is generic over nothing useful here.
Element = Any


@dataclass(frozen=True, slots=True)
class Package:
    """The roots of the document, its styles and its list definitions (None where it has none)."""

    document: Element
    styles: Element | None
    numbering: Element | None


def attribute(element: Element | None, name: str = "val") -> str | None:
    """Get an attribute in Word's namespace; None where it, or the element, is missing."""
    if element is None:
        return None
    value: str | None = element.get(W + name)
    return value


def integer(element: Element | None, name: str = "val") -> int | None:
    """Get a whole number from an attribute; None where it is missing or no number."""
    value = attribute(element, name)
    try:
        return int(value) if value is not None and len(value) < 10 else None
    except ValueError:
        return None


def switched_on(element: Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return element is not None and attribute(element) not in ("0", "false", "off")


def open_package(data: bytes, name: str | None, limits: Limits) -> Package:
    """Open a docx and parse the parts that hold its text.

    Parameters
    ----------
    data : bytes
        The file.
    name : str or None
        Its name, for errors.
    limits : Limits
        ``zip_entries``, ``part_bytes`` and ``zip_ratio`` count.

    Returns
    -------
    Package

    Raises
    ------
    FormatError
        If it is no readable Word document.
    LimitError
        If it has too many parts or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive, name, limits)
    except ZctrackError:
        raise
    except Exception as error:
        # A damaged ZIP makes zipfile raise BadZipFile, zlib.error, EOFError, struct.error,
        # NotImplementedError (an unknown method), RuntimeError (a password), OSError, KeyError,
        # UnicodeDecodeError or OverflowError, and lxml its XMLSyntaxError: a list that grows with
        # each release. All of them mean that these bytes are no sound docx.
        raise FormatError(
            f"the Word file is damaged ({type(error).__name__})", where=name, todo=_TODO
        ) from error


def _parts(archive: zipfile.ZipFile, name: str | None, limits: Limits) -> Package:
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise LimitError(
            f"the Word file has {len(entries):,} parts, more than {limits.zip_entries:,}",
            where=name,
            todo="If it is a real document, raise Limits.zip_entries.",
        )
    known = {entry.filename: entry for entry in entries}

    def part(path: str) -> Element | None:
        if path not in known:
            return None
        return _parse(_unpack(archive, known[path], name, limits), name)

    main = _targets(part("_rels/.rels"), "").get("officeDocument", "word/document.xml")
    document = part(main)
    if document is None or document.tag != f"{W}document":
        raise FormatError("the file is a ZIP, but no Word document", where=name, todo=_TODO)
    folder, file = posixpath.split(main)
    related = _targets(part(posixpath.join(folder, "_rels", f"{file}.rels")), folder)
    styles = part(related.get("styles", "word/styles.xml"))
    numbering = part(related.get("numbering", "word/numbering.xml"))
    return Package(document, styles, numbering)


def _targets(relations: Element | None, folder: str) -> dict[str, str]:
    """Last word of the relation's type → path of the part that it leads to."""
    found: dict[str, str] = {}
    for relation in relations if relations is not None else ():
        kind, target = relation.get("Type"), relation.get("Target")
        if kind and target and relation.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault(kind.rpartition("/")[2], path)
    return found


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str | None, limits: Limits
) -> bytes:
    # What an entry says of its size may be a lie: no more than the limit is ever unpacked.
    with archive.open(entry) as file:
        data = file.read(limits.part_bytes + 1)
    ratio = len(data) / max(entry.compress_size, 1)
    if len(data) > limits.part_bytes or (len(data) > _RATIO_FROM and ratio > limits.zip_ratio):
        raise LimitError(
            f"{entry.filename} unpacks from {entry.compress_size:,} to more than "
            f"{min(len(data), limits.part_bytes):,} bytes",
            where=name,
            todo="It looks like a ZIP bomb; if it is a real document, raise Limits.zip_ratio.",
        )
    return data


def _parse(data: bytes, name: str | None) -> Element:
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise FormatError(
            "the Word file declares XML entities, as no Word file does", where=name, todo=_TODO
        )
    return root
