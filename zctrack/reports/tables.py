"""Tables as files for R, Excel and others (数据表): CSV with a data package, Parquet, a workbook.

The data package (datapackage.json, Frictionless) is made from the dictionary: it says of each
column what it is called, which type it has, which codes it may hold, and where its keys lead.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zctrack.dictionary.build import Column, Table, codes, table
from zctrack.errors import OptionError, TableError
from zctrack.formats.files import write_bytes

if TYPE_CHECKING:
    import os

__all__ = ["data_package", "write_tables"]

Format = Literal["csv", "parquet", "xlsx"]
_FORMATS = ("csv", "parquet", "xlsx")

_FIELD_TYPES = {
    "text": "string",
    "code": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "date": "date",
}
# Columns that name a row of another table, wherever that table is written too.
_REFERENCES = {
    "task": ("outline", "key"),
    "deadline": ("deadlines", "deadline"),
    "related": ("quantities", "quantity"),
    "parent": ("outline", "key"),
}
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


def write_tables(
    tables: Mapping[str, pd.DataFrame],
    out: str | os.PathLike[str],
    *,
    format: Format = "csv",
) -> list[Path]:
    """Write tables as files, the same bytes from the same tables.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Table by name, ``notice.tables`` for instance. Tables and columns of the dictionary are
        described by it, others by the types that they have.
    out : path
        The folder; it is made if missing. Other files in it are left alone.
    format : {"csv", "parquet", "xlsx"}
        ``"csv"``: UTF-8, LF, ISO dates, true and false, an empty cell where a value is missing, one
        file a table, and datapackage.json. ``"parquet"``: one file a table. ``"xlsx"``: one
        workbook, tables.xlsx, a sheet a table.

    Returns
    -------
    list of pathlib.Path
        The files, the data package last. Each is written whole or not at all, and none before all
        are made.

    Raises
    ------
    OptionError
        If the format is unknown, or its library is not installed.
    TableError
        If a table's name cannot be a file name.
    FileError
        If the folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.dictionary.build import frame
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_tables({"claims": frame("claims")}, folder)]
    ['claims.csv', 'datapackage.json']
    """
    if format not in _FORMATS:
        raise OptionError(
            f"there is no format {format!r}", todo=f"Use one of: {', '.join(_FORMATS)}."
        )
    for name in tables:
        if not _NAME.fullmatch(name):
            raise TableError(
                f"a table is named {name!r}, which cannot be a file name",
                todo="Use lower-case letters, digits, dots, hyphens and underscores.",
            )
    folder = Path(out)
    if format == "xlsx":
        from zctrack.reports.workbook import workbook_of_tables

        files = {"tables.xlsx": workbook_of_tables(tables)}
    elif format == "parquet":
        files = {f"{name}.parquet": _parquet(rows) for name, rows in tables.items()}
    else:
        files = {f"{name}.csv": _csv(rows) for name, rows in tables.items()}
        package = data_package(tables, {name: files[f"{name}.csv"] for name in tables})
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        files["datapackage.json"] = text.encode("utf-8")
    return [write_bytes(folder / name, data) for name, data in files.items()]


def _csv(rows: pd.DataFrame) -> bytes:
    plain = rows.copy(deep=False)
    for name in plain.columns:
        if pd.api.types.is_bool_dtype(plain[name].dtype):
            plain[name] = plain[name].map({True: "true", False: "false"})
    return plain.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode("utf-8")


def _parquet(rows: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    try:
        rows.to_parquet(buffer, index=False)
    except ImportError:
        raise OptionError(
            "Parquet needs pyarrow, which is not installed",
            todo="Install zctrack[corpus], or use another format.",
        ) from None
    return buffer.getvalue()


def data_package(
    tables: Mapping[str, pd.DataFrame], files: Mapping[str, bytes] | None = None
) -> dict[str, Any]:
    """Describe tables as a Frictionless data package (version 1, profile tabular).

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Table by name.
    files : mapping of str to bytes, optional
        The CSV of each table, for its size and hash.

    Returns
    -------
    dict
        What datapackage.json holds.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> package = data_package({"claims": frame("claims")})
    >>> package["resources"][0]["schema"]["fields"][0]["name"]
    'claim'
    """
    return {
        "profile": "tabular-data-package",
        "name": "zctrack-tables",
        "title": "Tables of an implementation notice (实施通知的数据表)",
        "resources": [
            _resource(name, rows, tables, (files or {}).get(name)) for name, rows in tables.items()
        ],
    }


def _resource(
    name: str, rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame], data: bytes | None
) -> dict[str, Any]:
    spec = _described(name)
    columns = {column.name: column for column in spec.columns} if spec else {}
    schema: dict[str, Any] = {
        "fields": [_field(str(label), rows[label], columns.get(str(label))) for label in rows],
        "missingValues": [""],
    }
    if spec and spec.key in rows.columns:
        schema["primaryKey"] = [spec.key]
    references = [
        {
            "fields": [column],
            "reference": {"resource": "" if home == name else home, "fields": [key]},
        }
        for column, (home, key) in _REFERENCES.items()
        if column in rows.columns
        and (home, key) != (name, column)
        and home in tables
        and key in tables[home].columns
    ]
    if references:
        schema["foreignKeys"] = references
    resource: dict[str, Any] = {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    if spec:
        resource |= {"title": f"{spec.en} ({spec.zh})", "description": _both(spec)}
    if data is not None:
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return resource | {"schema": schema}


def _described(name: str) -> Table | None:
    try:
        return table(name)
    except OptionError:
        return None


def _both(entry: Table | Column) -> str:
    """Meaning in both languages: the title has both too, and the package has one description."""
    return f"{entry.meaning} {entry.meaning_zh}"


def _field(name: str, values: pd.Series[Any], column: Column | None) -> dict[str, Any]:
    if column is None:
        return {"name": name, "type": _type_of(values)}
    field: dict[str, Any] = {
        "name": name,
        "type": _FIELD_TYPES[column.type],
        "title": f"{column.en} ({column.zh})",
        "description": _both(column),
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {} if column.optional else {"required": True}
    if column.codes:
        constraints["enum"] = [code.code for code in codes(column.codes)]
    return field | ({"constraints": constraints} if constraints else {})


def _type_of(values: pd.Series[Any]) -> str:
    kinds = pd.api.types
    if kinds.is_bool_dtype(values.dtype):
        return "boolean"
    if kinds.is_integer_dtype(values.dtype):
        return "integer"
    if kinds.is_float_dtype(values.dtype):
        return "number"
    return "date" if kinds.is_datetime64_any_dtype(values.dtype) else "string"
