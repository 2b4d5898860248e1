"""The one family of errors.

::

    ZctrackError                 anything that zctrack refuses, with what, where and what to do
    ├── FileError                a file cannot be read or written
    │   ├── FormatError          its bytes are not what its name or content promises
    │   └── LimitError           it is larger, deeper or denser than zctrack accepts
    ├── LedgerError              a ledger cannot be reached, is none, or would lose what it holds
    ├── NoticeError              the text holds no notice that can be read
    ├── TableError               a table lacks a column or holds a value that cannot be used
    └── OptionError              an argument has a value that the function does not know
"""

from __future__ import annotations

__all__ = [
    "FileError",
    "FormatError",
    "LedgerError",
    "LimitError",
    "NoticeError",
    "OptionError",
    "TableError",
    "ZctrackError",
]


class ZctrackError(Exception):
    """What is wrong, where it is, and what to do about it.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence without a full stop.
    where : str, optional
        The place: a file, a line and column, a sheet and cell, a character offset.
    todo : str, optional
        What the reader can do.

    Examples
    --------
    >>> str(ZctrackError("the file is empty", where="a.txt", todo="Save it again."))
    'a.txt: the file is empty. Save it again.'
    """

    def __init__(self, what: str, *, where: str | None = None, todo: str | None = None) -> None:
        self.what = what
        self.where = where
        self.todo = todo
        super().__init__(what, where, todo)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.todo}" if self.todo else ""
        return f"{place}{self.what}.{advice}"


class FileError(ZctrackError):
    """A file cannot be read or written."""


class FormatError(FileError):
    """A file's bytes are not what its name or content promises."""


class LimitError(FileError):
    """A file is larger, deeper or denser than zctrack accepts."""


class LedgerError(ZctrackError):
    """A ledger cannot be reached, is none, or would lose what it holds."""


class NoticeError(ZctrackError):
    """The text holds no notice that can be read."""


class TableError(ZctrackError):
    """A table lacks a column or holds a value that cannot be used."""


class OptionError(ZctrackError):
    """An argument has a value that the function does not know."""
