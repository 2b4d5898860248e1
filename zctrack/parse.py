"""A text becomes a notice with its tables (解析): the stations in order. Read this first."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from zctrack.errors import NoticeError, OptionError
from zctrack.notice import Document, Notice, Tables

__all__ = ["parse", "read_notice"]

_SHORTEST = 20


def parse(
    text: str | Document,
    *,
    issued: str | dt.date | pd.Timestamp | None = None,
    region: str | None = None,
    names: pd.DataFrame | None = None,
    key: str | None = None,
) -> Notice:
    """Read an implementation notice from its text.

    Parameters
    ----------
    text : str or Document
        The whole text, from title to signature.
    issued : str, datetime.date or pandas.Timestamp, optional
        The day of issue; by default the text's own. Times such as 今年 and 9月底前 hang on it.
    region : str, optional
        The region whose calendar dates the seasons, from the province down
        (``"山东省淄博市周村区"``); by default the text's own.
    names : pandas.DataFrame, optional
        Names of parties, chapters and measures (the columns of ``names.csv``).
    key : str, optional
        The notice's key; by default its document number (文号).

    Returns
    -------
    Notice
        With all tables; each is built when it is first asked for.

    Raises
    ------
    NoticeError
        If the text is empty or holds nothing that reads as a notice.
    OptionError
        If `issued` is no date.

    Examples
    --------
    >>> n = parse('''关于稳就业的通知
    ... 一、稳定就业
    ... 1．新增就业5000人，2021年6月底前完成。（责任单位：区人社局牵头，区财政局配合）
    ... 某区人民政府
    ... 2020年8月25日''')
    >>> n.assignments[["task", "party", "role"]].values.tolist()
    [['M1.1', '区人社局', 'lead'], ['M1.1', '区财政局', 'support']]
    """
    # The stations load with the first notice, so that `import zctrack` costs what pandas costs.
    from zctrack.extract import (
        checks,
        citations,
        clauses,
        dates,
        frontmatter,
        lexer,
        marks,
        products,
        quantities,
        records,
        rosters,
        segments,
        tables,
        year_columns,
    )
    from zctrack.extract.context import Around
    from zctrack.extract.fold import fold

    document = text if isinstance(text, Document) else Document(text)
    day = _day(issued)
    text = document.text
    if len(text.strip()) < _SHORTEST:
        raise NoticeError(
            f"the text has only {len(text.strip())} characters",
            where=document.name,
            todo="Give the whole text of a notice.",
        )
    folded = fold(text)
    tokens = lexer.scan(folded)
    around = Around(folded)
    sheets = tables.sheets(folded, document.blocks)
    tokens = tables.with_rows(tokens, sheets)

    heads = marks.part_headings(folded, 0)
    begin = heads[0][0] if heads else 0
    tree = marks.tree(text, folded, tokens, begin, len(text), heads)
    units = tree.units
    body = min(begin or len(text), units[0].start) if units else begin
    if units and not heads:
        body = units[0].start
    front = frontmatter.front(
        text, folded, body, last_unit=units[-1].start if units else body, issued=day, region=region
    )
    if units and not marks.shorten(units, front.body_end):
        tree = marks.tree(text, folded, tokens, begin, front.body_end, heads)
    rows = [row for sheet in sheets for row in sheet.rows]
    found, unpaired = clauses.find(text, folded, tokens, tree, body, front.body_end, rows)
    if not units and not found:
        raise NoticeError(
            "no numbered unit and no responsibility clause was found: this reads as no notice",
            where=document.name,
            todo="Check that the whole text was given, in the right encoding.",
        )
    added = clauses.standing_rules(found)
    clauses.carry_prefixes(text, folded, found)
    layout = segments.lay_out(
        text, folded, tree, found, body=body, body_end=front.body_end, signature=front.signature
    )
    members, bodies = rosters.read(text, folded, tokens, layout, found, body)
    if members:
        clauses.carry_prefixes(text, folded, members)
        found = clauses.numbered([*found, *members])
    assignments, coverage = segments.assign(layout, found, added, tree.units)
    covered = tables.carry_limits(found, coverage)
    times = dates.deadlines(folded, around, tokens, layout, found, covered, front)
    spans = [(c.start, c.end) for c in found if c.scope == "back"]
    figures = quantities.quantities(text, folded, around, tokens, layout, times, found)
    year_columns.apply(text, folded, sheets, times.rows, figures)
    titles = [(t.start, t.end) for t in tokens if t.kind == "title"]
    made = products.products(text, folded, around, layout, times.rows, spans, titles)
    waiting = products.waits(text, folded, layout)
    cited = citations.citations(text, folded, tokens, layout)
    stated = checks.claims(text, folded, tokens, layout, body)
    irregular = checks.findings(
        text, folded, tokens, tree, layout, found, assignments, unpaired, stated,
        body=body, body_end=front.body_end, has_day=front.issued is not None, bodies=bodies,
    )  # fmt: skip
    records.number(times.rows, figures, made)
    makers = records.makers(
        text, layout, assignments, times.rows, figures, made, waiting, cited, irregular, stated
    )
    return Notice(
        key=key or front.number or Path(document.name or "notice").stem,
        title=front.title,
        number=front.number,
        issuer=front.issuer,
        issued=pd.Timestamp(front.issued) if front.issued else None,
        region=front.region,
        document=document,
        names=names if names is not None else _no_names(),
        tables=Tables(makers),
    )


def read_notice(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    issued: str | dt.date | pd.Timestamp | None = None,
    region: str | None = None,
    names: pd.DataFrame | None = None,
    key: str | None = None,
) -> Notice:
    """Read an implementation notice from a file: .txt, .docx, .html or .pdf.

    Parameters
    ----------
    source : path, bytes or binary file object
        The file. Text may be UTF-8 with or without BOM, UTF-16 or GB18030.
    issued, region, names, key
        As in `parse`.

    Returns
    -------
    Notice
        ``Notice.document.blocks`` leads from an offset to page, paragraph and cell.

    Raises
    ------
    FileError
        If the file cannot be read; its children `FormatError` and `LimitError` say why.
    NoticeError
        If it holds no notice.
    """
    from zctrack.formats import read

    return parse(read.document(source), issued=issued, region=region, names=names, key=key)


def _day(issued: str | dt.date | pd.Timestamp | None) -> dt.date | None:
    if issued is None:
        return None
    try:
        stamp = pd.Timestamp(issued)
    except (ValueError, TypeError) as error:
        raise OptionError(
            f"issued is no date: {issued!r}", todo="Give a date such as '2020-08-25'."
        ) from error
    return None if pd.isna(stamp) else stamp.date()


def _no_names() -> pd.DataFrame:
    columns = ["key", "type", "name", "kind", "short", "order", "en", "en_short", "note"]
    return pd.DataFrame({c: pd.Series([], dtype="str") for c in columns})
