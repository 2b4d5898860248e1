"""Writing files so that nothing is ever left half-written, and the same input gives the same bytes.

A ZIP (xlsx, docx) is rewritten with fixed times, because the libraries that make them write the
moment of saving into every entry.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from pathlib import Path

from zctrack.errors import FileError

__all__ = ["write_bytes", "write_text", "zip_with_fixed_times"]

# The first moment that a ZIP entry can carry.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_bytes(path: str | os.PathLike[str], data: bytes) -> Path:
    """Write a file whole or not at all.

    The bytes go to a temporary file in the same folder, which then takes the name in one step: a
    reader sees the old file or the new one, and what stood there stays whole if anything fails.
    Folders that are missing are made.

    Parameters
    ----------
    path : path
        Where to.
    data : bytes
        What.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    FileError
        If the folder cannot be made or written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_bytes(Path(folder) / "new" / "a.txt", b"text").read_bytes()
    b'text'
    """
    target = Path(path)
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files that only the owner reads; the reader expects the usual rights.
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise FileError(
            f"the file cannot be written ({error.strerror or error})",
            where=str(target),
            todo="Check that the folder exists, may be written to and has room, "
            "and that no other program holds the file.",
        ) from None
    return target


def write_text(path: str | os.PathLike[str], text: str) -> Path:
    """Write text as UTF-8, whole or not at all.

    Parameters
    ----------
    path : path
        Where to.
    text : str
        What; its line ends are kept.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    FileError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_text(Path(folder) / "a.txt", "周村").read_text("utf-8")
    '周村'
    """
    return write_bytes(path, text.encode("utf-8"))


def zip_with_fixed_times(data: bytes, *, stamp: str = "1980-01-01T00:00:00Z") -> bytes:
    """Date every entry of a ZIP 1 January 1980, and an office file's properties too.

    Entries keep their order and content; comments and extra fields, where a writer may put times
    or user ids, are dropped. In an xlsx or docx the times of making and changing become `stamp`,
    and the core properties stand in the order of their names.

    Parameters
    ----------
    data : bytes
        A ZIP, such as an xlsx or docx.
    stamp : str
        The time, as ISO 8601 in UTC, that the core properties give.

    Returns
    -------
    bytes

    Raises
    ------
    FileError
        If it is no ZIP.

    Examples
    --------
    >>> buffer = io.BytesIO()
    >>> with zipfile.ZipFile(buffer, "w") as made:
    ...     made.writestr("a", "text")
    >>> with zipfile.ZipFile(io.BytesIO(zip_with_fixed_times(buffer.getvalue()))) as fixed:
    ...     fixed.infolist()[0].date_time
    (1980, 1, 1, 0, 0, 0)
    """
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.infolist():
                content = old.read(entry.filename)
                if entry.filename == "docProps/core.xml":
                    content = _fixed_properties(content.decode("utf-8"), stamp).encode("utf-8")
                info = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o644 << 16
                new.writestr(info, content, compresslevel=6)
    except zipfile.BadZipFile:
        raise FileError("the bytes are no ZIP file") from None
    return out.getvalue()


# A core property: the children of the root are flat, each with text only.
_PROPERTY = re.compile(r"<(?P<name>(?:\w+:)?\w+)(?P<about>[^<>]*)>(?P<text>[^<>]*)</(?P=name)>")


def _fixed_properties(xml: str, stamp: str) -> str:
    found = []
    for match in _PROPERTY.finditer(xml):
        name = match["name"].rpartition(":")[2]
        text = stamp if name in ("created", "modified") else match["text"]
        found.append((name, f"<{match['name']}{match['about']}>{text}</{match['name']}>"))
    rest = _PROPERTY.sub("", xml)
    end = rest.rindex("</")
    return rest[:end] + "".join(part for _, part in sorted(found)) + rest[end:]
