"""A hole in a table that somebody gives is named: which column, which row, what to do."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

import zctrack as zt
from zctrack.analysis.given import need
from zctrack.dictionary.build import table as described
from zctrack.notice import Notice, Tables
from zctrack.reports.standing import Standing

DAY = "2020-10-31"
MEASURES = (14, 15)


@functools.cache
def notice() -> Notice:
    """Two measures of the bundled notice: targets, products, several units, dates."""
    whole = zt.load()
    tables = {
        name: rows[rows["measure"].isin(MEASURES)].reset_index(drop=True)
        if "measure" in rows.columns
        else rows
        for name, rows in whole.tables.items()
    }
    return replace(
        whole, tables=Tables({name: lambda rows=rows: rows for name, rows in tables.items()})
    )


@functools.cache
def actuals() -> pd.DataFrame:
    rows = zt.load_actuals("simulated")
    return rows[rows["item"].str.match(r"M(14|15)\.")].reset_index(drop=True)


@functools.cache
def standing(day: str = DAY) -> Standing:
    return Standing(notice(), actuals(), day)


@dataclass(frozen=True)
class Call:
    """A public function: what it takes by position, and how the table among its options."""

    function: Callable[..., Any]
    tables: Mapping[str, pd.DataFrame]
    optional: Mapping[str, pd.DataFrame]
    options: Mapping[str, Any]

    def holes(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Each table and column, with the call in which its third row has no value there."""
        given = {**self.tables, **self.optional}
        for name, rows in given.items():
            for column in rows.columns if len(rows) else ():
                values = rows[column].astype("object")
                values.iloc[min(2, len(rows) - 1)] = None
                torn = {**given, name: rows.assign(**{column: values.infer_objects()})}
                yield name, str(column), functools.partial(self, torn)

    def __call__(self, given: Mapping[str, pd.DataFrame]) -> Any:
        options = {name: given[name] for name in self.optional}
        return self.function(*(given[name] for name in self.tables), **options, **self.options)


@functools.cache
def calls() -> dict[str, Call]:
    n, a, s, early = notice(), actuals(), standing(), standing("2020-09-30")
    t = {name: getattr(n, name) for name in ("tasks", "deadlines", "targets", "assignments")}
    tasks, deadlines, targets, assignments = ({name: rows} for name, rows in t.items())
    measures, quantities, products = (
        {name: getattr(n, name)} for name in ("measures", "quantities", "products")
    )
    reports, items, none, on = {"actuals": a}, {"items": s.items}, {}, {"as_of": DAY}
    unit = {"kind": "unit"}
    checked = zt.structure.checkability(n.tasks, n.deadlines, n.quantities)
    pairs = zt.workload.co_occurrence(n.assignments, kind="unit")
    counts = zt.workload.by_party(n.assignments, kind="unit")
    stated = {"due": s.due, "slips": s.slips, "by_unit": s.by_unit, "findings": s.findings}
    figures = zt.bulletin.figures(s.items, *stated.values(), as_of=DAY)
    annex = zt.bulletin.annex(s.items, n.tasks, n.quantities, a, as_of=DAY)
    work, structure = zt.workload, zt.structure
    return {
        "structure.checkability": Call(
            structure.checkability, tasks | deadlines | quantities | products, none, none
        ),
        "structure.by_class": Call(structure.by_class, {"checkability": checked}, none, none),
        "structure.by_chapter": Call(structure.by_chapter, {"checkability": checked}, none, none),
        "workload.by_party": Call(work.by_party, assignments, deadlines | targets | measures, unit),
        "workload.concentration": Call(work.concentration, assignments, deadlines | targets, unit),
        "workload.crosstab": Call(work.crosstab, assignments | measures, none, unit),
        "workload.gaps": Call(work.gaps, assignments, none, none),
        "workload.co_occurrence": Call(work.co_occurrence, assignments, none, unit),
        "workload.partners": Call(work.partners, {"co_occurrence": pairs}, none, none),
        "workload.flow": Call(work.flow, assignments | measures, none, none),
        "workload.ways": Call(work.ways, {"by_party": counts}, none, none),
        "deadlines.calendar": Call(zt.deadlines.calendar, deadlines, none, none),
        "deadlines.clustering": Call(zt.deadlines.clustering, deadlines, none, none),
        "deadlines.load": Call(zt.deadlines.load, deadlines | assignments, none, unit),
        "deadlines.upcoming": Call(
            zt.deadlines.upcoming, deadlines, assignments | tasks, {"as_of": "2020-09-01"}
        ),
        "targets.register": Call(
            zt.targets.register, targets | assignments | reports, tasks | deadlines, none
        ),
        "targets.track": Call(zt.targets.track, targets | reports, tasks | deadlines, on),
        "targets.forecast": Call(zt.targets.forecast, targets | reports, deadlines, on),
        "targets.trajectories": Call(zt.targets.trajectories, targets | reports, deadlines, on),
        "targets.overview": Call(zt.targets.overview, {"progress": s.progress}, none, on),
        "progress.tasks": Call(
            zt.progress.tasks, tasks | deadlines | products | reports, targets, on
        ),
        "progress.items": Call(
            zt.progress.items,
            targets | tasks | deadlines | products | reports,
            assignments,
            on,
        ),
        "progress.classes": Call(zt.progress.classes, items, none, none),
        "progress.by_unit": Call(zt.progress.by_unit, items | assignments, none, none),
        "progress.findings": Call(zt.progress.findings, targets | reports, tasks | deadlines, on),
        "review.due": Call(zt.review.due, deadlines | items, assignments, on),
        "review.slips": Call(zt.review.slips, {"due": s.due} | items, {"before": early.slips}, on),
        "ranking.bands": Call(zt.ranking.bands, items | assignments, none, on),
        "ranking.change": Call(
            zt.ranking.change, {"before": early.bands, "after": s.bands}, none, none
        ),
        "cascade.localised": Call(zt.cascade.localised, quantities | tasks, none, none),
        "bulletin.figures": Call(zt.bulletin.figures, items | stated, none, on),
        "bulletin.judgement": Call(zt.bulletin.judgement, {"figures": figures}, none, none),
        "bulletin.well": Call(zt.bulletin.well, {"by_unit": s.by_unit}, none, none),
        "bulletin.annex": Call(zt.bulletin.annex, items | tasks | quantities | reports, none, on),
        "bulletin.lagging": Call(zt.bulletin.lagging, {"annex": annex}, none, none),
        "bulletin.sheets": Call(zt.bulletin.sheets, {"slips": s.slips} | tasks, none, none),
    }


ROOMS = (
    *(zt.structure, zt.workload, zt.deadlines, zt.targets, zt.progress, zt.review),
    *(zt.ranking, zt.cascade, zt.bulletin),
)
# These read rules, or compare whole notices: none takes a table.
NONE = ("review.rules", "ranking.rules", "bulletin.rules", "cascade.compare", "cascade.year_ends")
PUBLIC = [
    full
    for room in ROOMS
    for name in room.__all__
    if callable(getattr(room, name))
    and (full := f"{room.__name__.rpartition('.')[2]}.{name}") not in NONE
]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_hole_in_a_given_table_never_ends_in_an_error_from_deep_inside(name: str) -> None:
    for given, column, call in calls()[name].holes():
        try:
            call()
        except zt.ZctrackError as error:
            said = f"{type(error).__name__}: {error}"
        else:
            continue
        assert "TableError" in said
        assert column in said, given


@pytest.mark.parametrize(
    ("name", "given", "columns"),
    [
        ("structure.checkability", "tasks", ["task", "measure", "chapter", "ordinal"]),
        ("structure.checkability", "deadlines", ["task", "kind"]),
        ("workload.by_party", "assignments", ["task", "measure", "party"]),
        ("workload.crosstab", "measures", ["measure", "chapter"]),
        ("deadlines.calendar", "deadlines", ["deadline", "task", "measure"]),
        ("targets.register", "targets", ["quantity", "task", "measure", "start"]),
        ("targets.track", "targets", ["quantity", "task"]),
        ("targets.track", "actuals", ["item", "as_of"]),
        ("progress.items", "products", ["task", "name"]),
        ("progress.classes", "items", ["item"]),
        ("ranking.bands", "items", ["item", "task", "periods"]),
        ("bulletin.annex", "quantities", ["quantity", "start"]),
    ],
)
def test_a_hole_where_a_key_stands_is_named_with_its_row(
    name: str, given: str, columns: list[str]
) -> None:
    torn = {column: call for where, column, call in calls()[name].holes() if where == given}
    for column in columns:
        with pytest.raises(zt.TableError) as refused:
            torn[column]()
        said = str(refused.value)
        assert said.startswith(f"{given}, row ")
        assert f"the column '{column}' has no value there" in said
        assert f"{given}.dropna(subset=['{column}'])" in said


def test_the_rows_are_counted_from_one_with_the_index_beside() -> None:
    tasks = pd.DataFrame({"task": ["M1.1", *[None] * 5]}, index=list("abcdef"))
    with pytest.raises(zt.TableError) as refused:
        need(tasks, "tasks", ["task"])
    assert refused.value.where == "tasks, rows 2 (index b), 3 (index c), 4 (index d) and 2 more"


def test_where_the_dictionary_allows_a_hole_there_may_be_one() -> None:
    for column in described("quantities").columns:
        rows = pd.DataFrame({column.name: [None]}, dtype="object")
        if column.optional:
            need(rows, "targets", [column.name])
            continue
        with pytest.raises(zt.TableError, match=column.name):
            need(rows, "targets", [column.name])


def test_a_matter_of_a_task_that_the_notice_does_not_have_is_named() -> None:
    s = standing()
    fewer = notice().tasks[notice().tasks["task"] != "M15.1"]
    with pytest.raises(zt.TableError, match=r"M15\.1, which the notice does not have"):
        zt.bulletin.annex(s.items, fewer, notice().quantities, actuals(), as_of=DAY)


def test_a_ledger_says_which_row_has_a_hole_where(tmp_path: Any) -> None:
    ledger = zt.Ledger(tmp_path / "l.db")
    for column in (c.name for c in described("actuals").columns if not c.optional):
        torn = actuals().head(3).astype("object")
        torn.loc[1, column] = None
        with pytest.raises(zt.TableError, match=column) as refused:
            ledger.append(torn)
        assert "2" in str(refused.value)
    assert ledger.entries().empty
