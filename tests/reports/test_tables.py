"""Tables as files: what R, Excel and others get."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest

import zctrack as zt
from zctrack.dictionary.build import frame, table
from zctrack.errors import FileError, OptionError, TableError
from zctrack.reports.columns import columns_page
from zctrack.reports.tables import data_package, write_tables

ROOT = Path(__file__).resolve().parents[2]


def small() -> dict[str, pd.DataFrame]:
    """Two tables with every type and a missing value of each."""
    outline = frame(
        "outline",
        {
            "key": ["D", "M1.1"],
            "kind": ["front", "task"],
            "level": [0, 2],
            "style": [None, "paren"],
            "label": [None, "（1）"],
            "parent": [None, "D"],
            "chapter": [0, 1],
            "measure": [0, 1],
            "task": [None, "M1.1"],
            "start": [0, 4],
            "end": [4, 20],
        },
    )
    deadlines = frame(
        "deadlines",
        {
            "deadline": ["M1.1.d1", "M1.1.d2"],
            "task": ["M1.1", "M1.1"],
            "measure": [1, 1],
            "section": ["implementation", "implementation"],
            "kind": ["due", "duration"],
            "begin": [None, None],
            "until": ["2020-12-31", None],
            "precision": ["year", None],
            "cadence": [None, None],
            "amount": [None, 0.1],
            "amount_unit": [None, "月"],
            "anchor": [None, None],
            "doubtful": [False, True],
            "rule": ["r1", "r2"],
            "surface": ['年底,"前"', "0.1个月"],
            "start": [5, 9],
            "end": [8, 13],
        },
    )
    return {"outline": outline, "deadlines": deadlines}


def read(path: Path) -> list[str]:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    return data.decode("utf-8").splitlines()


def test_a_csv_holds_iso_dates_plain_numbers_and_empty_cells(tmp_path: Path) -> None:
    write_tables(small(), tmp_path)
    first, second = read(tmp_path / "deadlines.csv")[1:]
    assert first == (
        'M1.1.d1,M1.1,1,implementation,due,,2020-12-31,year,,,,,false,r1,"年底,""前""",5,8'
    )
    assert second == "M1.1.d2,M1.1,1,implementation,duration,,,,,0.1,月,,true,r2,0.1个月,9,13"


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for format in ("csv", "xlsx", "parquet"):
        once = write_tables(small(), tmp_path / "once", format=format)
        again = write_tables(small(), tmp_path / "again", format=format)
        assert [p.read_bytes() for p in once] == [p.read_bytes() for p in again]


def test_what_was_written_is_what_pandas_reads_back(tmp_path: Path) -> None:
    tables = small()
    write_tables(tables, tmp_path)
    back = pd.read_csv(tmp_path / "deadlines.csv", parse_dates=["begin", "until"])
    assert back["amount"].tolist()[1] == 0.1
    assert back["until"].tolist()[0] == pd.Timestamp("2020-12-31")
    assert back["doubtful"].tolist() == [False, True]


def test_the_tables_are_left_as_they_were(tmp_path: Path) -> None:
    tables = small()
    write_tables(tables, tmp_path)
    pd.testing.assert_frame_equal(tables["deadlines"], small()["deadlines"])


def fields(package: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    resource = next(r for r in package["resources"] if r["name"] == name)
    return {field["name"]: field for field in resource["schema"]["fields"]}


def test_the_data_package_says_what_the_dictionary_says() -> None:
    package = data_package(small())
    known = fields(package, "deadlines")
    assert list(known) == [column.name for column in table("deadlines").columns]
    assert known["kind"]["constraints"]["enum"][:2] == ["due", "expires"]
    assert known["kind"]["constraints"]["required"] is True
    assert "required" not in known["until"].get("constraints", {})
    assert known["until"]["type"] == "date"
    assert known["doubtful"]["type"] == "boolean"


def test_the_data_package_leads_from_a_task_to_the_outline() -> None:
    schema = data_package(small())["resources"][1]["schema"]
    assert schema["primaryKey"] == ["deadline"]
    assert schema["foreignKeys"] == [
        {"fields": ["task"], "reference": {"resource": "outline", "fields": ["key"]}}
    ]


def test_a_table_written_alone_refers_to_nothing() -> None:
    package = data_package({"deadlines": small()["deadlines"]})
    assert "foreignKeys" not in package["resources"][0]["schema"]


def test_a_table_of_ones_own_is_described_by_its_types() -> None:
    mine = pd.DataFrame({"n": [1], "x": [0.5], "ok": [True], "day": [pd.Timestamp("2020-01-01")]})
    known = fields(data_package({"mine": mine}), "mine")
    assert {k: f["type"] for k, f in known.items()} == {
        "n": "integer",
        "x": "number",
        "ok": "boolean",
        "day": "date",
    }


def problems(folder: Path) -> list[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_frictionless_finds_nothing_wrong(tmp_path: Path) -> None:
    write_tables(small(), tmp_path)
    assert problems(tmp_path) == []


def test_frictionless_finds_a_task_that_is_not_in_the_outline(tmp_path: Path) -> None:
    tables = small()
    tables["deadlines"].loc[0, "task"] = "M9.9"
    write_tables(tables, tmp_path)
    assert problems(tmp_path)


def test_a_name_that_cannot_be_a_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="file name"):
        write_tables({"../up": pd.DataFrame({"a": [1]})}, tmp_path / "in")
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="csv, parquet, xlsx"):
        write_tables(small(), tmp_path, format="ods")  # type: ignore[arg-type]


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    with pytest.raises(FileError, match="cannot be written"):
        write_tables(small(), tmp_path / "taken")


def test_the_committed_tables_are_what_the_parser_gives(tmp_path: Path) -> None:
    notice = zt.load()
    write_tables(notice.tables, tmp_path)
    (tmp_path / "README.md").write_text(columns_page(notice.tables), "utf-8")
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (ROOT / "data" / "tables").iterdir()}
    differ = sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))
    assert not differ, "run `make report` and look at what changed"


def test_frictionless_finds_nothing_wrong_with_the_committed_tables() -> None:
    assert problems(ROOT / "data" / "tables") == []


def test_the_package_of_the_bundled_notice_names_every_table() -> None:
    package = json.loads((ROOT / "data" / "tables" / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(zt.load().tables)
