from __future__ import annotations

import tomllib
from functools import cache

import pytest

import zctrack as zt
from tests.extract.reading import MADE, Score, compare, differing, records, table
from zctrack.notice import Notice

# What each made notice has to reach; benchmarks/accuracy.py prints what it does reach.
FLOORS = tomllib.loads((MADE / "floors.toml").read_text("utf-8"))
COLUMNS = {
    "assignments": ("party", "kind", "role", "collective"),
    "deadlines": ("kind", "begin", "until"),
    "quantities": ("role", "comparator", "low", "high", "unit", "due"),
    "products": ("type",),
}
FOLDERS = {"assignments": "", "deadlines": "", "quantities": "", "products": "expected"}
CASES = [(file, kind) for file, floors in FLOORS.items() for kind in COLUMNS if kind in floors]


@cache
def read(file: str) -> Notice:
    return zt.read_notice(MADE / file)


@cache
def expected(folder: str, kind: str) -> list[dict[str, str]]:
    path = MADE / folder / f"{kind}.csv"
    return table(path) if path.exists() else []


def score(file: str, kind: str) -> Score:
    rows = [r for f in ("", "expected") for r in expected(f, kind) if r["file"] == file]
    notice = read(file)
    frame = notice.tables[kind]
    if kind == "assignments":
        frame = frame.drop_duplicates(["start", "end", "role"])
    if kind == "deadlines":
        frame = frame.drop_duplicates(["start", "end"])
    return compare(rows, records(frame), differing(COLUMNS[kind]), notice.text)


@pytest.mark.parametrize(("file", "kind"), CASES)
def test_a_notice_of_another_manner_is_read_as_well_as_before(file: str, kind: str) -> None:
    found = score(file, kind)
    told = "\n".join(
        [f"F1 {found.f1:.3f}"]
        + [f"missed {x}" for x in found.missed]
        + [f"wrong {x}" for x in found.wrong]
        + [f"extra {x}" for x in found.extra]
    )
    assert found.f1 >= FLOORS[file][kind], told


@pytest.mark.parametrize("file", list(FLOORS))
def test_units_begin_where_a_person_says(file: str) -> None:
    notice = read(file)
    rows = [r for r in table(MADE / "expected" / "structure.csv") if r["file"] == file]
    for level, frame in (("chapter", notice.chapters), ("measure", notice.measures)):
        wanted = {int(r["start"]) for r in rows if r["level"] == level and r["certain"] == "1"}
        allowed = {int(r["start"]) for r in rows if level in r["level"].split("/")}
        assert wanted <= set(frame["start"]) <= allowed, level


@pytest.mark.parametrize("file", list(FLOORS))
def test_no_character_is_lost(file: str) -> None:
    notice = read(file)
    outline = notice.outline
    leaves = outline[~outline["key"].isin(outline["parent"])]
    spans = list(zip(leaves["start"], leaves["end"], strict=True))
    assert "".join(notice.text[s:e] for s, e in spans) == notice.text
    assert outline["key"].is_unique
