from __future__ import annotations

from typing import Any

import pytest

import zctrack as zt
from tests.extract.reading import EXPECTED, records, required, same, shown, table
from zctrack.dictionary.build import schema

NOTICE = zt.load()
DEADLINES = table(EXPECTED / "deadlines.csv")
QUANTITIES = table(EXPECTED / "quantities.csv")
CITATIONS = table(EXPECTED / "citations.csv")
PRODUCTS = table(EXPECTED / "products.csv")

DEADLINE_COLUMNS = (
    *("task", "section", "kind", "begin", "until", "precision"),
    *("cadence", "amount", "amount_unit", "surface"),
)
QUANTITY_COLUMNS = (
    *("task", "section", "role", "comparator", "low", "high", "unit", "plain_unit"),
    *("basis", "better", "indicator_type", "due", "relation", "surface"),
)


def name(row: dict[str, str]) -> str:
    return f"{row['task']}-{row['surface'][:12]}-{row['start']}"


def overlapping(row: dict[str, str], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    start, end = int(row["start"]), int(row["end"])
    return [g for g in given if g["start"] < end and start < g["end"]]


def hold(row: dict[str, str], given: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    near = overlapping(row, given)
    assert near, f"{name(row)} was not read"
    wrong = [{c: (shown(g[c]), row[c]) for c in columns if not same(row[c], g[c])} for g in near]
    assert {} in wrong, f"given and expected differ: {min(wrong, key=len)}"


@pytest.mark.parametrize("row", [r for r in DEADLINES if required(r)], ids=name)
def test_a_deadline_is_read_as_a_person_reads_it(row: dict[str, str]) -> None:
    hold(row, records(NOTICE.deadlines), DEADLINE_COLUMNS)


@pytest.mark.parametrize("row", [r for r in QUANTITIES if required(r)], ids=name)
def test_a_quantity_is_read_as_a_person_reads_it(row: dict[str, str]) -> None:
    hold(row, records(NOTICE.quantities), QUANTITY_COLUMNS)


def named_well(row: dict[str, str]) -> bool:
    named = {g["indicator"] for g in overlapping(row, records(NOTICE.quantities))}
    return bool(named & {row["indicator"], *row["indicator_alt"].split("|")})


@pytest.mark.parametrize("row", [r for r in QUANTITIES if required(r)], ids=name)
def test_what_a_number_measures_is_named_as_expected(row: dict[str, str]) -> None:
    assert named_well(row)


@pytest.mark.parametrize("row", [r for r in CITATIONS if required(r)], ids=name)
def test_a_citation_is_read_with_number_issuer_and_year(row: dict[str, str]) -> None:
    hold(row, records(NOTICE.citations), ("task", "title", "number", "issuer", "year", "surface"))


@pytest.mark.parametrize("row", [r for r in PRODUCTS if required(r)], ids=name)
def test_a_product_is_read_with_its_type(row: dict[str, str]) -> None:
    hold(row, records(NOTICE.products), ("task", "name", "type"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (NOTICE.deadlines, DEADLINES),
        (NOTICE.quantities, QUANTITIES),
        (NOTICE.citations, CITATIONS),
        (NOTICE.products, PRODUCTS),
    ],
    ids=["deadlines", "quantities", "citations", "products"],
)
def test_nothing_is_read_that_a_person_does_not_read(given: Any, expected: Any) -> None:
    spans = [(int(r["start"]), int(r["end"])) for r in expected]
    assert [
        g["surface"]
        for g in records(given)
        if not any(g["start"] < e and s < g["end"] for s, e in spans)
    ] == []


def test_a_lapse_printed_as_a_bare_year_is_doubtful() -> None:
    # READING.md: a bare year is doubtful; 一律延缓到2021年缴纳 may end with any day of it.
    rows = NOTICE.deadlines.set_index("deadline")
    assert rows.loc["M2.4.d1", ["surface", "kind", "doubtful"]].tolist() == [
        "2021年", "expires", True,
    ]  # fmt: skip
    lapses = rows[rows["kind"] == "expires"]
    assert not lapses[lapses["precision"] == "day"]["doubtful"].any()


def test_every_task_has_the_parties_that_a_person_reads() -> None:
    columns = ("task", "clause", "party", "kind", "role", "start", "end")
    flags = ("collective", "open")
    expected = {
        (*(row[c] for c in columns), *(row[c] for c in flags))
        for row in table(EXPECTED / "assignments.csv")
    }
    given = {
        (*(str(row[c]) for c in columns), *(str(int(row[c])) for c in flags))
        for row in records(NOTICE.assignments)
    }
    assert given - expected == set()
    assert expected - given == set()


def test_chapters_measures_and_tasks_begin_and_end_where_a_person_says() -> None:
    tasks = {row["task"]: row for row in table(EXPECTED / "tasks.csv")}
    assert NOTICE.tasks["task"].tolist() == list(tasks)
    for task in records(NOTICE.tasks):
        row = tasks[task["task"]]
        assert task["start"] == int(row["start"]), task["task"]
        assert task["text"].startswith(row["first"]), task["task"]
        assert task["text"].rstrip().endswith(row["last"]), task["task"]
        assert str(task["chapter"]) == row["chapter"], task["task"]
    assert [str(m) for m in NOTICE.measures["commitment"]] == [
        row["commitment"] for row in table(EXPECTED / "measures.csv")
    ]
    assert NOTICE.chapters["title"].tolist() == [
        row["title"] for row in table(EXPECTED / "chapters.csv")
    ]


def test_a_task_waits_for_the_paper_that_a_person_reads() -> None:
    waiting = NOTICE.tasks.dropna(subset=["waits_for"]).set_index("task")["waits_for"].to_dict()
    rows = table(EXPECTED / "waits.csv")
    assert {r["task"]: r["surface"] for r in rows if required(r)}.items() <= waiting.items()
    assert set(waiting) <= {r["task"] for r in rows}


def test_the_notice_s_own_counts_agree() -> None:
    claims = NOTICE.claims.set_index("claim")
    assert claims["stated"].to_dict() == {"chapters": 11, "measures": 33, "tasks": 81}
    assert claims["agrees"].all()


def test_the_irregularities_that_a_person_sees_are_found() -> None:
    found = [(g["start"], g["end"]) for g in records(NOTICE.findings)]
    wanted = {
        *("unpaired_title_bracket", "stray_space", "fullwidth_digit", "halfwidth_percent"),
        *("separator_varies", "halfwidth_title_bracket"),
    }
    missing = [
        (r["kind"], r["surface"])
        for r in table(EXPECTED / "findings.csv")
        if r["kind"] in wanted
        and not any(s <= int(r["end"]) and int(r["start"]) <= e for s, e in found)
    ]
    assert missing == []


def test_the_leaves_of_the_outline_are_the_text() -> None:
    outline = NOTICE.outline
    leaves = outline[~outline["key"].isin(outline["parent"])]
    assert "".join(
        NOTICE.text[s:e] for s, e in zip(leaves["start"], leaves["end"], strict=True)
    ) == (NOTICE.text)


@pytest.mark.parametrize("name", list(NOTICE.tables))
def test_every_row_stands_where_it_says(name: str) -> None:
    frame = NOTICE.tables[name]
    assert len(frame)
    for row in records(frame):
        words = NOTICE.text[row["start"] : row["end"]]
        assert words == row.get("surface", row.get("text", words))
        assert row["start"] <= row["end"]


@pytest.mark.parametrize("name", list(NOTICE.tables))
def test_every_table_keeps_to_the_dictionary(name: str) -> None:
    schema(name).validate(NOTICE.tables[name])


@pytest.mark.parametrize(
    "name", ["assignments", "deadlines", "quantities", "products", "citations", "tasks"]
)
def test_task_refers_to_the_outline(name: str) -> None:
    assert set(NOTICE.tables[name]["task"]) <= set(NOTICE.outline["key"])


def test_writing_into_a_table_leaves_the_notice_whole() -> None:
    mine = NOTICE.tasks
    mine["text"] = "x"
    assert NOTICE.tasks["text"].iloc[0] != "x"


def test_every_row_names_the_rule_that_read_it() -> None:
    for name in ("assignments", "deadlines", "quantities", "products", "citations"):
        assert NOTICE.tables[name]["rule"].str.len().min() > 0
