"""Gathers the lines that a reader finds into a Document, and stops where a limit is passed."""

from __future__ import annotations

from zctrack.errors import FormatError, LimitError
from zctrack.formats.limits import Limits
from zctrack.notice import Block, Document

__all__ = ["Lines"]


class Lines:
    r"""The text so far: one line per paragraph or cell, and each line's place in the file.

    Parameters
    ----------
    limits : Limits
        Characters and cells are counted as they come.
    name : str or None
        The file's name, for errors and for the Document.

    Examples
    --------
    >>> from zctrack.formats.limits import Limits
    >>> lines = Lines(Limits(), None)
    >>> lines.add("一、目标")
    >>> lines.add("责任单位", table=1, row=1, column=2)
    >>> document = lines.document()
    >>> document.text
    '一、目标\n责任单位'
    >>> document.blocks[1]
    Block(start=5, end=9, paragraph=2, page=None, table=1, row=1, column=2)
    """

    def __init__(self, limits: Limits, name: str | None) -> None:
        self._limits = limits
        self.name = name
        self._texts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._cells = 0

    def add(
        self,
        text: str,
        *,
        page: int | None = None,
        table: int | None = None,
        row: int | None = None,
        column: int | None = None,
        merged: bool = False,
    ) -> None:
        """Append one paragraph or cell; the break before it is added here.

        Raises
        ------
        LimitError
            If the text has become too long or its tables have too many cells.
        """
        start = self._length + (1 if self._texts else 0)
        self._length = start + len(text)
        self._cells += table is not None
        if self._length > self._limits.characters:
            raise LimitError(
                f"the text is longer than {self._limits.characters:,} characters",
                where=self.name,
                todo="Split the file, or raise Limits.characters.",
            )
        if self._cells > self._limits.cells:
            raise LimitError(
                f"the tables have more than {self._limits.cells:,} cells",
                where=self.name,
                todo="Split the file, or raise Limits.cells.",
            )
        self._texts.append(text)
        self._blocks.append(
            Block(start, self._length, len(self._blocks) + 1, page, table, row, column, merged)
        )

    def document(self) -> Document:
        """Give what was gathered.

        Raises
        ------
        FormatError
            If there is no character but spaces.
        """
        text = "\n".join(self._texts)
        if not text.strip():
            raise FormatError(
                "the file holds no text",
                where=self.name,
                todo="Open it and look: text in pictures needs OCR first.",
            )
        return Document(text, tuple(self._blocks), self.name)
