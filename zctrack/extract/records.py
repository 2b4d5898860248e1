"""Records to columns (记录): keys in text order, and the frames that are built on first access."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import pandas as pd

from zctrack.dictionary.build import frame, table
from zctrack.extract.checks import Claim
from zctrack.extract.citations import Citation
from zctrack.extract.dates import Deadline
from zctrack.extract.marks import Finding
from zctrack.extract.products import Product
from zctrack.extract.quantities import Quantity
from zctrack.extract.segments import Assignment, Layout, Leaf, Unit

__all__ = ["makers", "number"]


def number(
    deadlines: Sequence[Deadline], quantities: Sequence[Quantity], products: Sequence[Product]
) -> None:
    """Give each row its key, in text order inside its task: M14.3.d1, M14.3.q2, M14.1.p1."""
    for letter, rows in (("d", deadlines), ("q", quantities), ("p", products)):
        counts: dict[str, int] = {}
        for row in rows:
            counts[row.task] = counts.get(row.task, 0) + 1
            row.key = f"{row.task}.{letter}{counts[row.task]}"


def makers(
    text: str,
    layout: Layout,
    assignments: Sequence[Assignment],
    deadlines: Sequence[Deadline],
    quantities: Sequence[Quantity],
    products: Sequence[Product],
    waits: Mapping[str, str],
    citations: Sequence[Citation],
    findings: Sequence[Finding],
    claims: Sequence[Claim],
) -> dict[str, Callable[[], pd.DataFrame]]:
    """Table name → the function that builds it."""
    return {
        "outline": lambda: _outline(layout),
        "chapters": lambda: _units("chapters", layout.chapters, text),
        "measures": lambda: _units("measures", layout.measures, text),
        "tasks": lambda: _tasks(layout, text, waits),
        "assignments": lambda: _assignments(text, assignments),
        "deadlines": lambda: _deadlines(text, deadlines),
        "quantities": lambda: _quantities(text, quantities),
        "products": lambda: _products(text, products),
        "citations": lambda: _citations(text, citations),
        "findings": lambda: _findings(text, findings),
        "claims": lambda: _claims(text, claims),
    }


def _outline(layout: Layout) -> pd.DataFrame:
    columns = [column.name for column in table("outline").columns]
    rows = _in_order(layout)
    if not rows:
        return frame("outline")
    by_column = zip(*map(attrgetter(*columns), rows), strict=True)
    return frame("outline", dict(zip(columns, map(list, by_column), strict=True)))


def _in_order(layout: Layout) -> list[Leaf]:
    # A parent stands before its children, though both begin at one offset.
    rows = sorted(layout.groups, key=attrgetter("start", "level"))
    rows += sorted(layout.leaves, key=attrgetter("start", "level"))
    return sorted(rows, key=attrgetter("start"))


def _units(name: str, units: Sequence[Unit], text: str) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        name.removesuffix("s"): [u.number for u in units],
        "label": [u.label for u in units],
        "chapter": [u.chapter for u in units],
        "title": [u.title for u in units],
        "commitment": [u.commitment for u in units],
        "start": [u.start for u in units],
        "end": [u.end for u in units],
    }
    return frame(name, columns)


def _tasks(layout: Layout, text: str, waits: Mapping[str, str]) -> pd.DataFrame:
    tasks = layout.tasks
    return frame(
        "tasks",
        {
            "task": [t.key for t in tasks],
            "label": [t.label for t in tasks],
            "measure": [t.measure for t in tasks],
            "chapter": [t.chapter for t in tasks],
            "ordinal": [t.ordinal for t in tasks],
            "text": [text[t.start : t.end] for t in tasks],
            "waits_for": [waits.get(t.key) for t in tasks],
            "start": [t.start for t in tasks],
            "end": [t.end for t in tasks],
        },
    )


def _assignments(text: str, rows: Sequence[Assignment]) -> pd.DataFrame:
    parties = [r.party for r in rows]
    printed = [text[p.start : p.end] for p in parties]
    return frame(
        "assignments",
        {
            "task": [r.task for r in rows],
            "measure": [r.measure for r in rows],
            "party": printed,
            "party_full": [p.full or words for p, words in zip(parties, printed, strict=True)],
            "kind": [p.kind for p in parties],
            "role": [p.role for p in parties],
            "collective": [p.collective for p in parties],
            "open": [p.open for p in parties],
            "clause": [r.clause.number for r in rows],
            "rule": [f"{r.clause.form}/{r.party.rule}" for r in rows],
            "surface": printed,
            "start": [p.start for p in parties],
            "end": [p.end for p in parties],
        },
    )


def _deadlines(text: str, rows: Sequence[Deadline]) -> pd.DataFrame:
    return frame(
        "deadlines",
        {
            "deadline": [r.key for r in rows],
            "task": [r.task for r in rows],
            "measure": [r.measure for r in rows],
            "section": [r.section for r in rows],
            "kind": [r.kind for r in rows],
            "begin": [r.when.begin for r in rows],
            "until": [r.when.until for r in rows],
            "precision": [r.when.precision for r in rows],
            "cadence": [r.when.cadence for r in rows],
            "amount": [r.when.amount for r in rows],
            "amount_unit": [r.when.amount_unit for r in rows],
            "anchor": [r.anchor for r in rows],
            "doubtful": [r.doubtful for r in rows],
            "rule": [r.rule for r in rows],
            "surface": [text[r.start : r.end] for r in rows],
            "start": [r.start for r in rows],
            "end": [r.end for r in rows],
        },
    )


def _plain(value: float | None, factor: float) -> float | None:
    return value if value is None or factor == 1.0 else round(value * factor, 6)


def _quantities(text: str, rows: Sequence[Quantity]) -> pd.DataFrame:
    return frame(
        "quantities",
        {
            "quantity": [r.key for r in rows],
            "task": [r.task for r in rows],
            "measure": [r.measure for r in rows],
            "section": [r.section for r in rows],
            "role": [r.role for r in rows],
            "indicator": [r.indicator for r in rows],
            "comparator": [r.comparator for r in rows],
            "low": [r.low for r in rows],
            "high": [r.high for r in rows],
            "unit": [r.unit for r in rows],
            "plain_low": [_plain(r.low, r.factor) for r in rows],
            "plain_high": [_plain(r.high, r.factor) for r in rows],
            "plain_unit": [r.plain_unit for r in rows],
            "basis": [r.basis for r in rows],
            "baseline": [r.baseline for r in rows],
            "better": [r.better for r in rows],
            "indicator_type": [r.type for r in rows],
            "deadline": [r.deadline.key if r.deadline else None for r in rows],
            "due": [r.deadline.when.until if r.deadline else None for r in rows],
            "related": [r.related.key if r.related else None for r in rows],
            "relation": [r.relation for r in rows],
            "doubtful": [r.doubtful for r in rows],
            "rule": [r.rule for r in rows],
            "surface": [text[r.start : r.end] for r in rows],
            "start": [r.start for r in rows],
            "end": [r.end for r in rows],
        },
    )


def _products(text: str, rows: Sequence[Product]) -> pd.DataFrame:
    return frame(
        "products",
        {
            "product": [r.key for r in rows],
            "task": [r.task for r in rows],
            "measure": [r.measure for r in rows],
            "verb": [r.verb for r in rows],
            "name": [r.name for r in rows],
            "type": [r.type for r in rows],
            "deadline": [r.deadline.key if r.deadline else None for r in rows],
            "rule": [r.rule for r in rows],
            "surface": [text[r.start : r.end] for r in rows],
            "start": [r.start for r in rows],
            "end": [r.end for r in rows],
        },
    )


def _citations(text: str, rows: Sequence[Citation]) -> pd.DataFrame:
    return frame(
        "citations",
        {
            "citation": [f"c{i}" for i in range(1, len(rows) + 1)],
            "task": [r.task for r in rows],
            "measure": [r.measure for r in rows],
            "title": [r.title for r in rows],
            "number": [r.number for r in rows],
            "issuer": [r.issuer for r in rows],
            "year": [r.year for r in rows],
            "rule": [r.rule for r in rows],
            "surface": [text[r.start : r.end] for r in rows],
            "start": [r.start for r in rows],
            "end": [r.end for r in rows],
        },
    )


def _findings(text: str, rows: Sequence[Finding]) -> pd.DataFrame:
    return frame(
        "findings",
        {
            "kind": [r.kind for r in rows],
            "severity": [r.severity for r in rows],
            "message": [r.message for r in rows],
            "surface": [text[r.start : r.end] for r in rows],
            "start": [r.start for r in rows],
            "end": [r.end for r in rows],
        },
    )


def _claims(text: str, rows: Sequence[Claim]) -> pd.DataFrame:
    return frame(
        "claims",
        {
            "claim": [r.claim for r in rows],
            "stated": [r.stated for r in rows],
            "parsed": [r.parsed for r in rows],
            "agrees": [r.agrees for r in rows],
            "surface": [text[r.start : r.end] for r in rows],
            "start": [r.start for r in rows],
            "end": [r.end for r in rows],
        },
    )
