"""What a person decided on proposals (处理意见): rows for the ledger, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from zctrack.actuals.bearing import may_count
from zctrack.actuals.form_words import folded
from zctrack.actuals.proposals_sheet import Lang, data
from zctrack.actuals.rejects import Read, rejects
from zctrack.actuals.submission import submission
from zctrack.actuals.values import is_missing
from zctrack.dictionary.build import labels
from zctrack.extract.fold import fold
from zctrack.extract.units import convert
from zctrack.formats.grid import coordinate
from zctrack.notice import Notice

__all__ = ["Answer", "Decisions"]

ASKED = ("decision", "new_item", "new_value", "new_unit", "new_basis")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person wrote in one row."""

    proposal: str
    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, str]

    def place(self, name: str) -> str:
        """Name the cell of a column."""
        return coordinate(self.row, self.columns.get(name, 1))


@dataclass(slots=True)
class Decisions:
    """Decisions to rows of a submission, and what is wrong with them to rejects."""

    notice: Notice
    proposals: pd.DataFrame
    file: str
    level: str
    taken: list[dict[str, Any]] = field(default_factory=list)
    aside: list[dict[str, str | None]] = field(default_factory=list)

    def read(self, answers: Sequence[Answer]) -> Read:
        """Hold every proposal against what was written to it; each is taken in or told."""
        known = {str(r["proposal"]): r for r in self.proposals.to_dict("records")}
        targets = {str(r["quantity"]): r for r in self.notice.targets.to_dict("records")}
        items = {
            *map(str, self.notice.tasks["task"]),
            *map(str, self.notice.quantities["quantity"]),
        }
        given: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.proposal not in known:
                self._reject("unknown_proposal", answer, "proposal", None, found=answer.proposal)
                continue
            given.setdefault(answer.proposal, []).append(answer)
        for key, proposal in known.items():
            rows = given.get(key, [])
            if not rows:
                self._reject("row_gone", None, "proposal", proposal, found=key)
            elif len({tuple(row.cells.get(n, "") for n in ASKED) for row in rows}) > 1:
                for row in rows:
                    found = row.cells.get("decision", "")
                    self._reject("decided_twice", row, "decision", proposal, found=found)
            else:
                self._decide(proposal, rows[0], items, targets)
        made_up = bool((self.proposals["source"] == "simulated").any())
        return Read(submission(self.taken), rejects(self.aside), made_up)

    def _decide(
        self,
        proposal: Mapping[Any, Any],
        answer: Answer,
        items: set[str],
        targets: Mapping[str, Mapping[Any, Any]],
    ) -> None:
        words = answer.cells.get("decision", "").strip()
        decision = _code("decision", words)
        changes = {n: answer.cells[n] for n in ASKED[1:] if answer.cells.get(n, "").strip()}
        if words and decision is None:
            self._reject("unknown_decision", answer, "decision", proposal, found=words)
        elif changes and decision in (None, "adopt"):
            shown = words or "—"
            self._reject("undecided_but_changed", answer, "decision", proposal, decision=shown)
        elif decision is None:
            self._reject("undecided", answer, "decision", proposal)
        elif decision == "adopt" and is_missing(proposal["item"]):
            self._reject("no_item", answer, "decision", proposal)
        elif decision == "change" and not changes:
            self._reject("nothing_changed", answer, "decision", proposal)
        elif decision == "adopt":
            self.taken.append(_entry(proposal, self.level, stands=bool(proposal["stands"])))
        elif decision == "change":
            self._change(proposal, answer, changes, items, targets)

    def _change(
        self,
        proposal: Mapping[Any, Any],
        answer: Answer,
        changes: Mapping[str, str],
        items: set[str],
        targets: Mapping[str, Mapping[Any, Any]],
    ) -> None:
        """Adopt a proposal with what the person wrote; each cell that cannot be is told."""
        new = dict(proposal)
        before = len(self.aside)
        if "new_item" in changes:
            new["item"] = fold(changes["new_item"]).strip()
            if new["item"] not in items:
                self._reject("unknown_item", answer, "new_item", proposal, found=str(new["item"]))
        if "new_value" in changes:
            new["value"] = _number(changes["new_value"])
            if new["value"] is None:
                found = changes["new_value"]
                self._reject("no_number", answer, "new_value", proposal, found=found)
        if "new_unit" in changes:
            new["unit"] = fold(changes["new_unit"]).strip()
        if "new_basis" in changes:
            new["basis"] = _code("actual_basis", changes["new_basis"])
            if new["basis"] is None:
                found = changes["new_basis"]
                self._reject("unknown_basis", answer, "new_basis", proposal, found=found)
        if len(self.aside) > before:
            return
        if is_missing(new["item"]):
            self._reject("no_item", answer, "new_item", proposal)
            return
        if not is_missing(new["value"]) and is_missing(new["unit"]):
            self._reject("no_unit", answer, "new_unit", proposal)
            return
        target = targets.get(str(new["item"]))
        stands = target is not None and not is_missing(new["value"])
        if stands and target is not None:
            if is_missing(new["basis"]):
                new["basis"] = "level"
            wanted = "%" if target["basis"] == "all" else target["unit"]
            if not is_missing(wanted) and (
                convert(float(new["value"]), str(new["unit"]), str(wanted)) is None
            ):
                place = "new_item" if "new_item" in changes else "new_unit"
                values = {"unit": str(new["unit"]), "wanted": str(wanted)}
                self._reject("unit_of_item", answer, place, proposal, **values)
                return
            stands = may_count(str(new["basis"]), str(target["basis"]))
            if not is_missing(target["indicator"]):
                new["indicator"] = target["indicator"]
        self.taken.append(_entry(new, self.level, stands=stands))

    def _reject(
        self,
        reason: str,
        answer: Answer | None,
        column: str,
        proposal: Mapping[Any, Any] | None,
        **values: str,
    ) -> None:
        said = data()["reasons"][reason]
        told = {part: str(said[part]).format(**values) for part in ("zh", "en")}
        item = None if proposal is None or is_missing(proposal["item"]) else str(proposal["item"])
        reporter = None if proposal is None else proposal["reporter"]
        self.aside.append(
            {
                "file": self.file,
                "sheet": answer.sheet if answer else None,
                "cell": answer.place(column) if answer else None,
                "item": item,
                "found": _found(proposal, values.get("found")),
                "reason": told["zh"],
                "reason_en": told["en"],
                "todo": said["todo_zh"],
                "todo_en": said["todo_en"],
                "reporter": None if is_missing(reporter) else str(reporter),
            }
        )


def _found(proposal: Mapping[Any, Any] | None, found: str | None) -> str | None:
    """What stood there; where nothing did, the proposal's own words."""
    if found or proposal is None:
        return found
    words = [proposal["goal"], None if is_missing(proposal["figure"]) else proposal["figure"]]
    return " · ".join(str(word) for word in words if word)


def _code(name: str, words: str) -> str | None:
    """A code by its label in either language, or by itself."""
    said = folded(words)
    langs: tuple[Lang, Lang] = ("zh", "en")
    for lang in langs:
        for code, label in labels(name, lang).items():
            if said in (folded(label), code):
                return code
    return None


def _number(words: str) -> float | None:
    try:
        value = float(fold(words).replace(",", "").replace("，", "").strip())
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def _entry(row: Mapping[Any, Any], level: str, *, stands: bool) -> dict[str, Any]:
    """A row of a submission; a figure that stands beside its target only is context."""
    is_figure = not is_missing(row["value"])
    beside = is_figure and not stands and ".q" in str(row["item"])
    words = row["clause"] if not is_missing(row["clause"]) else row["progress"]
    return {
        "notice": row["notice"],
        "item": row["item"],
        "level": level,
        "indicator": row["indicator"],
        "as_of": row["as_of"],
        "value": row["value"] if is_figure else None,
        "unit": row["unit"] if is_figure else None,
        "basis": row["basis"] if is_figure else None,
        "comparator": row["comparator"] if is_figure else None,
        "finality": "context" if beside else "interim",
        "stated": row["stated"],
        "evidence": "stated",
        "reported_on": row["reported_on"],
        "reporter": row["reporter"],
        "source": row["source"],
        "words": words,
        "kind": "report",
        "file": row["file"],
        "file_hash": row["file_hash"],
        "sheet": row["sheet"],
        "cell": row["cell"],
    }
