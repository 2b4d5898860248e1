"""From the dictionary's data files to types, schemas and descriptions (数据字典).

``tables.toml`` describes the notice's tables, ``analysis/*.toml`` what the analysis functions
give, ``codes.toml`` the closed sets. Nothing else in the package describes a column.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from zctrack.dictionary.blocks import Layout, from_lists, values
from zctrack.errors import OptionError, TableError

if TYPE_CHECKING:
    import pandera.pandas as pa

__all__ = ["Code", "Column", "Table", "codes", "describe", "frame", "labels", "schema", "table"]

Lang = Literal["zh", "en"]

# How each of the dictionary's types is held in a DataFrame. A missing int needs the nullable
# type; a missing text, date or float is pandas' own missing value.
_DTYPES: Mapping[tuple[str, bool], str] = {
    ("text", False): "str",
    ("text", True): "str",
    ("code", False): "str",
    ("code", True): "str",
    ("int", False): "int64",
    ("int", True): "Int64",
    ("float", False): "float64",
    ("float", True): "float64",
    ("bool", False): "bool",
    ("date", False): "datetime64[s]",
    ("date", True): "datetime64[s]",
}


class _Said:
    """What has a heading and a meaning in both languages."""

    __slots__ = ()
    zh: str
    en: str
    meaning: str
    meaning_zh: str

    def label(self, lang: Lang) -> str:
        """Heading in Chinese (``zh``) or English (``en``)."""
        return self.zh if lang == "zh" else self.en

    def about(self, lang: Lang) -> str:
        """Meaning in Chinese (``zh``) or English (``en``)."""
        return self.meaning_zh if lang == "zh" else self.meaning


@dataclass(frozen=True, slots=True)
class Column(_Said):
    """One column: its name, type, code set (or the set with words for a text), unit, meaning."""

    name: str
    type: str
    optional: bool
    codes: str | None
    words: str | None
    unit: str | None
    zh: str
    en: str
    meaning: str
    meaning_zh: str

    @property
    def dtype(self) -> str:
        """The pandas dtype that holds it."""
        return _DTYPES[self.type, self.optional]

    def said(self, lang: Lang) -> dict[str, str]:
        """Words of its values; of a text, of the usual ones; none where values speak themselves."""
        name = self.codes or self.words
        return labels(name, lang) if name else {}


@dataclass(frozen=True, slots=True)
class Table(_Said):
    """One table: its name, labels, meaning, key column and columns in order."""

    name: str
    zh: str
    en: str
    meaning: str
    meaning_zh: str
    key: str | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Code(_Said):
    """One member of a closed set of codes."""

    code: str
    order: int
    zh: str
    en: str
    meaning: str
    meaning_zh: str


def _tables_in(data: Mapping[str, Any], prefix: str = "") -> dict[str, Table]:
    tables = {}
    for name, entry in data.items():
        columns = tuple(
            Column(
                name=column,
                type=spec["type"],
                optional=spec.get("optional", False),
                codes=spec.get("codes"),
                words=spec.get("words"),
                unit=spec.get("unit"),
                zh=spec["zh"],
                en=spec["en"],
                meaning=spec["meaning"],
                meaning_zh=spec["meaning_zh"],
            )
            for column, spec in entry["columns"].items()
        )
        full = f"{prefix}{name}"
        tables[full] = Table(
            name=full,
            zh=entry["zh"],
            en=entry["en"],
            meaning=entry["meaning"],
            meaning_zh=entry["meaning_zh"],
            key=entry.get("key"),
            columns=columns,
        )
    return tables


@functools.cache
def _all_tables() -> Mapping[str, Table]:
    home = resources.files("zctrack.dictionary")
    tables = _tables_in(tomllib.loads((home / "tables.toml").read_text("utf-8")))
    analysis = home / "analysis"
    if analysis.is_dir():
        for file in sorted(analysis.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".toml"):
                data = tomllib.loads(file.read_text("utf-8"))
                tables |= _tables_in(data, prefix=f"{file.name.removesuffix('.toml')}.")
    return tables


@functools.cache
def _all_codes() -> Mapping[str, tuple[Code, ...]]:
    text = (resources.files("zctrack.dictionary") / "codes.toml").read_text("utf-8")
    return {
        name: tuple(
            Code(code, order, spec["zh"], spec["en"], spec["meaning"], spec["meaning_zh"])
            for order, (code, spec) in enumerate(members.items())
        )
        for name, members in tomllib.loads(text).items()
    }


def table(name: str) -> Table:
    """The description of one table.

    Parameters
    ----------
    name : str
        ``"assignments"``, or an analysis table as module and function: ``"workload.by_party"``.

    Raises
    ------
    OptionError
        If the dictionary has no such table.

    Examples
    --------
    >>> table("chapters").columns[0].zh
    '章'
    """
    try:
        return _all_tables()[name]
    except KeyError:
        known = ", ".join(_all_tables())
        raise OptionError(
            f"there is no table named {name!r}", todo=f"Use one of: {known}."
        ) from None


def codes(name: str) -> tuple[Code, ...]:
    """The members of one closed set of codes, in their order.

    Parameters
    ----------
    name : str
        The set's name in ``codes.toml``.

    Raises
    ------
    OptionError
        If there is no such set.

    Examples
    --------
    >>> [c.code for c in codes("better")]
    ['higher', 'lower']
    """
    try:
        return _all_codes()[name]
    except KeyError:
        raise OptionError(
            f"there is no code set named {name!r}", todo=f"Use one of: {', '.join(_all_codes())}."
        ) from None


def labels(name: str, lang: Lang = "zh") -> dict[str, str]:
    """Code → label of one set, in its order.

    Parameters
    ----------
    name : str
        The set's name in ``codes.toml``.
    lang : {"zh", "en"}
        Language of the labels.

    Examples
    --------
    >>> labels("party_kind")
    {'official': '责任人', 'unit': '责任单位'}
    """
    return {c.code: c.label(lang) for c in codes(name)}


def frame(name: str, columns: Mapping[str, Sequence[Any]] | None = None) -> pd.DataFrame:
    """A DataFrame with a table's columns, order and types.

    Parameters
    ----------
    name : str
        The table's name.
    columns : mapping of str to sequence, optional
        The values of each column; dates as ISO strings, ``datetime.date``, or None. Without it
        the frame is empty.

    Returns
    -------
    pandas.DataFrame
        One column per dictionary entry, with a fresh RangeIndex.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> frame("claims").shape
    (0, 7)
    """
    dtypes = _dtypes(name)
    given: Mapping[str, Sequence[Any]] = (
        columns if columns is not None else dict.fromkeys(dtypes, ())
    )
    missing = [column for column in dtypes if column not in given]
    if missing:
        raise TableError(f"the table {name!r} lacks {', '.join(missing)}")
    if all(type(given[column]) is list for column in dtypes):
        lengths = {len(given[column]) for column in dtypes}
        if len(lengths) == 1:
            return from_lists(_layout(name), cast("Mapping[str, list[Any]]", given))
    return pd.DataFrame(
        {column: values(given[column], dtype) for column, dtype in dtypes.items()}, copy=False
    )


@functools.cache
def _dtypes(name: str) -> Mapping[str, str]:
    """Column → dtype of one table, in its order."""
    return {column.name: column.dtype for column in table(name).columns}


@functools.cache
def _layout(name: str) -> Layout:
    return Layout(_dtypes(name))


def schema(name: str) -> pa.DataFrameSchema:
    """The pandera schema of one table: types, closed sets, key, what may be missing.

    Parameters
    ----------
    name : str
        The table's name.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        Strict about the columns' names, ordered, coercing nothing.

    Examples
    --------
    >>> schema("claims").validate(frame("claims")).shape
    (0, 7)
    """
    import pandera.pandas as pa

    spec = table(name)
    return pa.DataFrameSchema(
        {
            c.name: pa.Column(
                c.dtype,
                checks=pa.Check.isin([code.code for code in codes(c.codes)]) if c.codes else None,
                nullable=c.optional,
            )
            for c in spec.columns
        },
        strict=True,
        ordered=True,
        unique=[spec.key] if spec.key else None,
        name=name,
    )


def describe(name: str, *, lang: Lang = "en") -> pd.DataFrame:
    """What each column of a table holds.

    Parameters
    ----------
    name : str
        ``"assignments"``, or an analysis table as module and function: ``"workload.by_party"``.
    lang : {"en", "zh"}
        Language of label and meaning.

    Returns
    -------
    pandas.DataFrame
        One row a column: column, label, type, codes, unit, optional, meaning.

    Raises
    ------
    OptionError
        If there is no such table.

    Examples
    --------
    >>> describe("chapters").column.tolist()
    ['chapter', 'label', 'title', 'start', 'end']
    >>> describe("chapters", lang="zh").meaning[2]
    '章的标题。'
    """
    spec = table(name)
    return pd.DataFrame(
        {
            "column": [c.name for c in spec.columns],
            "label": [c.label(lang) for c in spec.columns],
            "type": [c.type for c in spec.columns],
            "codes": [
                ", ".join(code.code for code in codes(c.codes)) if c.codes else ""
                for c in spec.columns
            ],
            "unit": [c.unit or "" for c in spec.columns],
            "optional": [c.optional for c in spec.columns],
            "meaning": [c.about(lang) for c in spec.columns],
        }
    )
