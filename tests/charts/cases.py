"""Hard inputs for every chart: an invented notice's tables, and each chart's table of them.

A case is a notice of tables. Nothing here comes from the parser, so that the pictures in
``tests/pictures`` change when a chart changes, and not when the grammar does.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from zctrack.analysis import (
    cascade,
    deadlines,
    progress,
    ranking,
    review,
    structure,
    targets,
    workload,
)
from zctrack.charts import cascade as cascade_charts
from zctrack.charts import deadlines as deadline_charts
from zctrack.charts import progress as progress_charts
from zctrack.charts import ranking as ranking_charts
from zctrack.charts import review as review_charts
from zctrack.charts import structure as structure_charts
from zctrack.charts import targets as target_charts
from zctrack.charts import workload as workload_charts
from zctrack.dictionary.build import frame, table

CASES = ("empty", "one", "usual", "unreported", "four hundred", "english")
WIDTHS = ("full", "half")
LANGS = ("zh", "en")
LONG = "区推进夜间经济和现代服务业高质量发展领导小组办公室成员单位甲"
LONG_INDICATOR = "全区符合条件的规模以上工业企业数字化转型升级改造项目完成数量比例"
LONG_ENGLISH = "District Bureau of Human Resources and Social Security"
AS_OF = "2020-11-30"


@dataclass(frozen=True)
class Made:
    """The tables of one case, by name; `names` is names.csv or None."""

    tables: Mapping[str, pd.DataFrame]
    names: pd.DataFrame | None
    sizes: tuple[int, int]
    case: str

    def __getattr__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table of the dictionary; what a row does not say is missing, or plain."""
    plain = {"int": 0, "bool": False, "text": "r", "float": 0.0}
    columns = {
        column.name: [
            row.get(column.name, None if column.optional else plain.get(column.type))
            for row in rows
        ]
        for column in table(name).columns
    }
    return frame(name, columns)


def _tasks(count: int, measures: int, chapters: int) -> list[dict[str, Any]]:
    rows = []
    for n in range(count):
        measure = n * measures // count + 1
        text = "（1）持续推进全区统一登记注册地址库建设，" * (1 + n % 8)
        rows.append(
            {
                "task": f"M{measure}.{n - (measure - 1) * count // measures + 1}",
                "measure": measure,
                "chapter": (measure - 1) * chapters // measures + 1,
                "ordinal": n - (measure - 1) * count // measures + 1,
                "label": "（1）",
                "text": text + "2021年主汛期前完成，并按季度报送进展。",
                "waits_for": "上级文件" if n % 11 == 10 else None,
            }
        )
    return rows


def _assignments(
    tasks: list[dict[str, Any]], units: list[str], people: list[str]
) -> list[dict[str, Any]]:
    rows = []
    roles = ("lead", "support", "joint", "support", "respective", "support", "lead")

    def add(task: dict[str, Any], party: str, kind: str, role: str) -> None:
        rows.append(
            {"task": task["task"], "measure": task["measure"], "party": party}
            | {"party_full": party, "kind": kind, "role": role, "clause": len(rows) // 4 + 1}
            | {"collective": party.startswith("各"), "surface": party, "end": 1}
        )

    for n, task in enumerate(tasks):
        for party in dict.fromkeys((people[n * n % len(people)], people[n // 9 % len(people)])):
            add(task, party, "official", "responsible")
        named = [units[n * step % len(units)] for step in (1, 3, 7)]
        for place, party in enumerate(dict.fromkeys([*named, units[0]])):
            add(task, party, "unit", roles[(n + place) % len(roles)])
        if n % 9 == 0:
            add(task, "各有关单位", "unit", "support")
    return rows


def _deadlines(tasks: list[dict[str, Any]], years: int) -> list[dict[str, Any]]:
    days = pd.date_range("2020-06-30", periods=years * 12, freq="ME")
    rows = []
    for n, task in enumerate(tasks):
        if n % 3 == 2:
            continue
        day = pd.Timestamp("2020-12-31") if n % 2 else days[n * 7 % len(days)]
        rows.append(
            {"deadline": f"{task['task']}.d1", "task": task["task"], "measure": task["measure"]}
            | {"section": "implementation", "kind": ("due", "expires", "due", "window")[n % 4]}
            | {"begin": None, "until": day, "precision": ("day", "year", "season")[n % 3]}
            | {"doubtful": n % 5 == 0, "surface": "2021年主汛期前", "end": 1}
        )
    return rows


def _quantities(tasks: list[dict[str, Any]], orders: int) -> list[dict[str, Any]]:
    rows = []
    for n, task in enumerate(tasks):
        size = 10.0 ** (n % orders)
        comparator = (">=", "=", "range", "<=")[n % 4]
        everything = n % 7 == 6
        same = {
            "measure": task["measure"],
            "indicator": LONG_INDICATOR[: 4 + n % 28],
            "unit": ("个", "万吨/日", "%")[n % 3],
            "comparator": comparator,
        }
        if n % 4 == 0:
            rows.append(
                same
                | {"quantity": f"M{task['measure']}.0.q{n}", "task": f"M{task['measure']}.0"}
                | {"section": "commitment", "role": "national", "low": size, "high": size}
                | {"basis": ("level", "decrease")[n % 8 // 4], "surface": f"{size:g}", "end": 1}
            )
        rows.append(
            same
            | {"quantity": f"{task['task']}.q1", "task": task["task"]}
            | {"section": "implementation", "role": "target"}
            | {"low": None if comparator == "<=" or everything else size}
            | {"high": size * 1.5 if comparator in ("range", "<=") and not everything else None}
            | {"basis": "all" if everything else "level"}
            | {"better": "lower" if comparator == "<=" else "higher"}
            | {"indicator_type": ("stock", "flow", "rate", "deliverable")[n % 4]}
            | {"due": None if n % 5 == 4 else f"20{20 + n % 11}-12-31"}
            | {"related": rows[0]["quantity"] if n % 6 == 5 else None}
            | {"doubtful": n % 8 == 7, "surface": f"{size:,.0f}个以上", "end": 1}
        )
    return rows


def _actuals(quantities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for n, row in enumerate(q for q in quantities if q["role"] == "target"):
        asked = row["low"] if row["low"] is not None else row["high"]
        goal = 100.0 if row["basis"] == "all" else asked
        if n % 6 == 5:
            continue
        months = range(4, 11) if n % 3 == 0 else (9, 10)
        for place, month in enumerate(months):
            share = 0.3 + (n % 9) * 0.09 + place * 0.05 * (n % 4 - 1)
            rows.append(
                {"notice": "n", "item": row["quantity"], "level": "district", "evidence": "stated"}
                | {"indicator": row["indicator"], "as_of": f"2020-{month:02}-30"}
                | {
                    "value": round(goal * share, 6),
                    "unit": "%" if row["basis"] == "all" else row["unit"],
                }
                | {"finality": "interim", "source": "a.pdf", "reported_on": "2020-11-01"}
            )
    return rows


def _names(units: list[str], people: list[str], measures: int, chapters: int) -> pd.DataFrame:
    """Long English names for everything."""
    rows = [
        {"key": name, "type": "party", "kind": kind, "short": name, "order": n}
        | {"en": f"{LONG_ENGLISH} {n}", "en_short": f"{LONG_ENGLISH} {n}"}
        for n, (name, kind) in enumerate(
            [*((name, "official") for name in people), *((name, "unit") for name in units)]
        )
    ]
    for letter, kind, count in (("M", "measure", measures), ("C", "chapter", chapters)):
        rows += [
            {"key": f"{letter}{n}", "type": kind, "short": LONG[:14], "order": n}
            | {"en_short": "Accountability of administrative law enforcement institutions"}
            for n in range(1, count + 1)
        ]
    return pd.DataFrame(rows)


@functools.cache
def made(case: str) -> Made:
    """The tables of one case.

    *empty* · *one*: one task, names of 30 characters, no figure · *usual*: 81 tasks of 33 measures
    · *unreported*: the same without any figure · *four hundred*: 400 units, officials, measures and
    chapters, names of 30 characters, dates over ten years, values over nine orders of magnitude ·
    *english*: 60 tasks with long English names.
    """
    count, measures, chapters = {
        "empty": (0, 0, 0),
        "one": (1, 1, 1),
        "usual": (81, 33, 11),
        "unreported": (81, 33, 11),
        "four hundred": (400, 400, 400),
        "english": (60, 30, 8),
    }[case]
    tasks = _tasks(count, measures, chapters)
    many = 400 if case == "four hundred" else 24
    units = [f"{LONG}{n}" for n in range(many)]
    people = [f"{LONG}{n}" for n in range(-many, 0)]
    if case in ("usual", "unreported"):
        units = [f"区第{n}局" for n in range(many)]
        people = [f"第{n}人" for n in range(5)]
    if case == "one":
        units, people = units[:1], people[:1]
    quantities = _quantities(tasks, 9 if case == "four hundred" else 3)
    actuals = _actuals(quantities) if case not in ("one", "unreported") else []
    tables = {
        "tasks": _frame("tasks", tasks),
        "assignments": _frame("assignments", _assignments(tasks, units, people)),
        "deadlines": _frame("deadlines", _deadlines(tasks, 10)),
        "quantities": _frame("quantities", quantities),
        "actuals": _frame("actuals", actuals),
        "products": _frame(
            "products",
            [
                {"product": f"{t['task']}.p1", "task": t["task"], "measure": t["measure"]}
                for t in tasks[::5]
            ],
        ),
    }
    tables["targets"] = tables["quantities"][tables["quantities"]["role"] == "target"]
    tables["measures"] = pd.DataFrame(tasks, columns=["measure", "chapter"]).drop_duplicates(
        "measure", ignore_index=True
    )
    names = _names(units, people, measures, chapters) if case == "english" else None
    return Made(tables, names, (count, measures), case)


def _some(assignments: pd.DataFrame) -> pd.DataFrame:
    """Sixty measures: each is left out once, and the chart has a row a way of counting."""
    return assignments[assignments["measure"] <= 60]


def _official(m: Made) -> pd.DataFrame:
    return workload.by_party(
        m.assignments,
        kind="official",
        measures=m.measures,
        deadlines=m.deadlines,
        targets=m.targets,
    )


def _track(m: Made) -> pd.DataFrame:
    return targets.track(
        m.targets.head(150), m.actuals, as_of=AS_OF, tasks=m.tasks, deadlines=m.deadlines
    )


def _trajectories(m: Made) -> pd.DataFrame:
    return targets.trajectories(m.targets.head(150), m.actuals, as_of=AS_OF, deadlines=m.deadlines)


def _closed(m: Made) -> pd.DataFrame:
    """The figures, and a close-out of nearly every second target."""
    done = [
        {"notice": "n", "item": item, "level": "district", "evidence": "checked"}
        | {"as_of": "2020-10-31", "finality": "final", "stated": "done", "source": "a.pdf"}
        | {"reported_on": "2020-11-02"}
        for n, item in enumerate(m.targets["quantity"])
        if n % 2 and n % 6 != 5 and len(m.actuals)
    ]
    return pd.concat([m.actuals, _frame("actuals", done)], ignore_index=True)


@functools.cache
def _items(case: str, as_of: str = AS_OF) -> pd.DataFrame:
    m = made(case)
    return progress.items(
        m.targets.head(150),
        m.tasks,
        m.deadlines,
        m.products,
        _closed(m),
        as_of=as_of,
        assignments=m.assignments,
        since="2020-03-31",
        every="quarter",
    )


def _bands(m: Made, as_of: str = AS_OF) -> pd.DataFrame:
    return ranking.bands(_items(m.case, as_of), m.assignments, as_of=as_of)


def _due(m: Made) -> pd.DataFrame:
    return review.due(m.deadlines, _items(m.case), as_of=AS_OF, assignments=m.assignments)


def _compare(m: Made) -> pd.DataFrame:
    numbers = range(1, m.sizes[1] + 1)
    return _frame(
        "cascade.compare",
        [
            {
                "measure": n,
                "words": LONG,
                "other": None if n % 3 == 2 else n,
                "score": 50.0 + n % 50,
            }
            | {"other_words": None if n % 3 == 2 else LONG * 3, "targets": n % 4}
            | {"due": "2020-12-31", "other_targets": n % 3, "other_due": "2021-06-30"}
            for n in numbers
        ],
    )


def _year_ends(m: Made) -> pd.DataFrame:
    return _frame(
        "cascade.year_ends",
        [
            {"notice": f"city-2020-{n}", "due": 20 + n, "year_end": n % 20}
            | {"share": n % 20 / (20 + n), "low": n % 20 / (25 + n), "high": n % 20 / (20 + n)}
            for n in range(1, min(m.sizes[1], 40) + 1)
        ],
    )


# Chart and way of making its table; what follows a colon tells two of one chart apart.
CHARTS: Mapping[str, tuple[Callable[..., Figure], Callable[[Made], pd.DataFrame]]] = {
    "structure.checkability": (
        structure_charts.checkability,
        lambda m: structure.checkability(m.tasks, m.deadlines, m.quantities, m.products),
    ),
    "workload.by_party:official": (workload_charts.by_party, _official),
    "workload.by_party:unit": (
        workload_charts.by_party,
        lambda m: workload.by_party(m.assignments, kind="unit"),
    ),
    "workload.concentration": (
        workload_charts.concentration,
        lambda m: workload.concentration(_some(m.assignments), measures=m.measures),
    ),
    "workload.concentration:unit": (
        workload_charts.concentration,
        lambda m: workload.concentration(_some(m.assignments), kind="unit"),
    ),
    "workload.crosstab": (
        workload_charts.crosstab,
        lambda m: workload.crosstab(m.assignments, m.measures),
    ),
    "workload.crosstab:unit": (
        workload_charts.crosstab,
        lambda m: workload.crosstab(m.assignments, m.measures, columns="measure", kind="unit"),
    ),
    "workload.gaps": (workload_charts.gaps, lambda m: workload.gaps(m.assignments)),
    "workload.co_occurrence": (
        workload_charts.co_occurrence,
        lambda m: workload.co_occurrence(m.assignments),
    ),
    "workload.co_occurrence:official": (
        workload_charts.co_occurrence,
        lambda m: workload.co_occurrence(m.assignments, kind="official"),
    ),
    "deadlines.clustering": (
        deadline_charts.clustering,
        lambda m: deadlines.clustering(m.deadlines),
    ),
    "deadlines.calendar": (
        deadline_charts.calendar,
        lambda m: deadlines.calendar(m.deadlines, tasks=m.tasks, assignments=m.assignments),
    ),
    "deadlines.load": (
        deadline_charts.load,
        lambda m: deadlines.load(m.deadlines, m.assignments, freq="D"),
    ),
    "deadlines.load:official": (
        deadline_charts.load,
        lambda m: deadlines.load(m.deadlines, m.assignments, kind="official", freq="QS"),
    ),
    "deadlines.upcoming": (
        deadline_charts.upcoming,
        lambda m: deadlines.upcoming(
            m.deadlines, as_of="2020-12-01", tasks=m.tasks, assignments=m.assignments
        ),
    ),
    "targets.register": (
        target_charts.register,
        lambda m: targets.register(
            m.targets, m.assignments, m.actuals, tasks=m.tasks, looked_until="2026-11-23"
        ),
    ),
    "targets.track": (target_charts.track, _track),
    "targets.overview": (
        target_charts.overview,
        lambda m: targets.overview(_track(m), as_of=AS_OF),
    ),
    "targets.trajectories": (target_charts.trajectories, _trajectories),
    "targets.forecast": (
        target_charts.forecast,
        lambda m: targets.forecast(
            m.targets.head(150), m.actuals, as_of=AS_OF, deadlines=m.deadlines
        ),
    ),
    "progress.classes": (progress_charts.classes, lambda m: progress.classes(_items(m.case))),
    "ranking.bands": (ranking_charts.bands, _bands),
    "ranking.change": (
        ranking_charts.change,
        lambda m: ranking.change(_bands(m, "2020-09-30"), _bands(m)),
    ),
    "review.due": (review_charts.due, _due),
    "review.slips": (
        review_charts.slips,
        lambda m: review.slips(_due(m), _items(m.case), as_of=AS_OF),
    ),
    "cascade.localised": (
        cascade_charts.localised,
        lambda m: cascade.localised(m.quantities, m.tasks),
    ),
    "cascade.compare": (cascade_charts.compare, _compare),
    "cascade.year_ends": (cascade_charts.year_ends, _year_ends),
}


@functools.cache
def rows(case: str, name: str) -> pd.DataFrame:
    """A chart's table of a case."""
    return CHARTS[name][1](made(case))


def drawn(case: str, name: str, **options: Any) -> Figure:
    """A chart of a case."""
    given = {"names": made(case).names, "source": "周政发〔2020〕27号"} | options
    return CHARTS[name][0](rows(case, name), **given)
