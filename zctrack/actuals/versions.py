"""Which of two forms holds (版本先后): the day of filling decides, never the order of the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from zctrack.actuals.book import as_rows, fingerprint, standing, subject
from zctrack.actuals.form_entries import content
from zctrack.actuals.form_rows import plain_number
from zctrack.actuals.ledger import Ledger
from zctrack.actuals.rejects import Problem, Read, reject, rejects
from zctrack.actuals.submission import submission
from zctrack.dictionary.build import labels

__all__ = ["after_the_ledger", "in_order", "place"]


def in_order(reads: Sequence[Read]) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """Order the forms by their day of filling; set rows aside that contradict without one.

    Returns
    -------
    tuple
        The submissions, the earlier filled first, and what was set aside of them.
    """
    rows = [row for read in reads for row in as_rows(read.submission)]
    by_subject: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_subject.setdefault(subject(row), []).append(row)
    aside: list[dict[str, Any]] = []
    for same in by_subject.values():
        if len({content(row) for row in same}) > 1 and not _ordered(same):
            aside += same
    out = {id(row) for row in aside}
    told = [_conflict(row, by_subject[subject(row)]) for row in aside]
    kept: list[list[dict[str, Any]]] = []
    at = 0
    for read in reads:
        own = rows[at : at + len(read.submission)]
        at += len(read.submission)
        kept.append([row for row in own if id(row) not in out])
    kept.sort(key=lambda batch: max((row["reported_on"] or date.min for row in batch),
                                    default=date.min))  # fmt: skip
    return [submission(batch) for batch in kept if batch], rejects(told)


def _ordered(same: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the days of filling tell which of some rows is the last."""
    days: dict[tuple[object, ...], set[date | None]] = {}
    for row in same:
        days.setdefault(content(row), set()).add(row["reported_on"])
    latest = [max((day or date.min) for day in found) for found in days.values()]
    missing = any(None in found for found in days.values())
    return not missing and len(set(latest)) == len(latest)


def _conflict(row: Mapping[str, Any], same: Sequence[Mapping[str, Any]]) -> dict[str, str | None]:
    places = "、".join(place(other) for other in same if other is not row)
    return _aside(row, Problem("versions", {"places": places}))


def _aside(row: Mapping[str, Any], problem: Problem) -> dict[str, str | None]:
    return reject(
        [problem],
        file=row["file"],
        sheet=row["sheet"],
        cell=row["cell"],
        item=row["item"],
        found=_said(row),
        reporter=row["reporter"],
    )


def _said(row: Mapping[str, Any]) -> str:
    parts = [
        None if row["value"] is None else f"{plain_number(row['value'])}{row['unit'] or ''}",
        labels("stated")[row["stated"]] if row["stated"] else None,
        row["words"],
    ]
    return "；".join(part for part in parts if part)


def place(row: Mapping[Any, Any]) -> str:
    """Name a place: file, sheet and cell, as far as they are known."""
    parts = (row[name] for name in ("file", "sheet", "cell"))
    return " › ".join(part for part in parts if isinstance(part, str))


def after_the_ledger(
    batches: Sequence[pd.DataFrame], ledger: Ledger
) -> tuple[list[pd.DataFrame], pd.DataFrame, int]:
    """Set aside what was filled before the entry that stands: it would undo a correction.

    Returns
    -------
    tuple
        What is to be appended, what was set aside, and how many rows say what stands anyway.
    """
    entries = ledger.entries()
    prints = {fingerprint(row) for row in as_rows(entries)}
    stands = {subject(row): row for row in as_rows(standing(entries))}
    kept: list[pd.DataFrame] = []
    told: list[dict[str, str | None]] = []
    known = 0
    for batch in batches:
        own = []
        for row in as_rows(batch):
            before = stands.get(subject(row))
            filled, last = row["reported_on"], before["reported_on"] if before else None
            if before is None or filled is None or last is None or filled >= last:
                own.append(row)
            elif fingerprint(row) in prints or content(row) == content(before):
                known += 1
            else:
                values = {"day": last.isoformat(), "found": filled.isoformat()}
                told.append(_aside(row, Problem("older_version", values)))
        kept.append(submission(own))
    return kept, rejects(told), known
