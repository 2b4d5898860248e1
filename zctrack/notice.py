"""A notice that has been read (通知): frozen, without verbs.

`Document` is what a file gave: its text and the way back from an offset to page, paragraph and
cell. `Notice` is what the parser made of it: text, facts about the paper, and tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

__all__ = ["Block", "Document", "Notice", "Tables"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, cell or line of the file that a text came from.

    Parameters
    ----------
    start, end : int
        Half-open character offsets into `Document.text`.
    paragraph : int
        Running number of the paragraph in the file, from 1.
    page : int or None
        Page, from 1, where the format has pages.
    table, row, column : int or None
        Running number of the table, and the cell's row and column in it, from 1.
    merged : bool
        Whether it is an empty cell that the merged cell above it covers (合并单元格).
    """

    start: int
    end: int
    paragraph: int
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    merged: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file.

    Parameters
    ----------
    text : str
        Every character that was read, in reading order.
    blocks : tuple of Block
        In text order.
    name : str or None
        The file's name, without its folder.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    name: str | None = None


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a notice, each built when it is asked for.

    Every access gives a frame of its own: whoever writes into it leaves the notice whole. A table
    that is asked for again is kept and copied, which is faster than building it a third time.
    """

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        self._makers = dict(makers)
        self._given: set[str] = set()
        self._kept: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of that name, for the caller alone."""
        if name not in self._given:
            table = self._makers[name]()
            self._given.add(name)
            return table
        if name not in self._kept:
            self._kept[name] = self._makers[name]()
        return self._kept[name].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self)}>"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its tables.

    Parameters
    ----------
    key : str
        The notice's key wherever several meet.
    title, number, issuer : str or None
        Title, document number (文号), issuing body (发文机关).
    issued : pandas.Timestamp or None
        The day that it was issued.
    region : str or None
        The region whose calendar dates its seasons.
    document : Document
        The text as it was read.
    names : pandas.DataFrame
        Names of its parties, chapters and measures (names.csv), with no row where none were given.
    tables : Tables
        Every table by name; each is an attribute too (``n.tasks`` is ``n.tables["tasks"]``).
    """

    key: str
    title: str | None
    number: str | None
    issuer: str | None
    issued: pd.Timestamp | None
    region: str | None
    document: Document = field(repr=False)
    names: pd.DataFrame = field(repr=False)
    tables: Tables = field(repr=False)

    @property
    def text(self) -> str:
        """The text, character for character as it was read."""
        return self.document.text

    @property
    def outline(self) -> pd.DataFrame:
        """Every character once: the rows without children tile the text."""
        return self.tables["outline"]

    @property
    def chapters(self) -> pd.DataFrame:
        """One row per chapter (方面)."""
        return self.tables["chapters"]

    @property
    def measures(self) -> pd.DataFrame:
        """One row per measure (落实措施)."""
        return self.tables["measures"]

    @property
    def tasks(self) -> pd.DataFrame:
        """One row per task (具体任务)."""
        return self.tables["tasks"]

    @property
    def assignments(self) -> pd.DataFrame:
        """One row per task and party (责任分工)."""
        return self.tables["assignments"]

    @property
    def deadlines(self) -> pd.DataFrame:
        """One row per time expression (时限)."""
        return self.tables["deadlines"]

    @property
    def quantities(self) -> pd.DataFrame:
        """One row per number or commitment without digits (数量)."""
        return self.tables["quantities"]

    @property
    def targets(self) -> pd.DataFrame:
        """The quantities whose role is target (目标)."""
        rows = self.quantities
        return rows[rows["role"] == "target"].reset_index(drop=True)

    @property
    def products(self) -> pd.DataFrame:
        """One row per thing that a task promises to make (成果物)."""
        return self.tables["products"]

    @property
    def citations(self) -> pd.DataFrame:
        """One row per cited document (引用文件)."""
        return self.tables["citations"]

    @property
    def findings(self) -> pd.DataFrame:
        """What is irregular, and what no rule read (发现)."""
        return self.tables["findings"]

    @property
    def claims(self) -> pd.DataFrame:
        """The notice's own counts against the parse (自述数)."""
        return self.tables["claims"]
