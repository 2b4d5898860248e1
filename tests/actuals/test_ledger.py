"""The ledger, the same on an SQLite file and on a PostgreSQL server.

The story that most tests tell: a bureau reports 750 on 9 October and corrects it to 760 on the
20th; another one reports in between.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from zctrack.actuals.ledger import Appended, Ledger
from zctrack.actuals.read import read_actuals
from zctrack.actuals.submission import submission
from zctrack.dictionary.build import schema, table
from zctrack.errors import LedgerError, OptionError, TableError

Address = Callable[[], str]

ROW: dict[str, object] = {
    "notice": "n1",
    "item": "M8.5.q1",
    "level": "district",
    "indicator": "企业",
    "as_of": "2020-09-30",
    "value": 750,
    "unit": "家",
    "finality": "interim",
    "stated": "under_way",
    "evidence": "stated",
    "reported_on": "2020-10-09",
    "reporter": "区工信局",
    "source": "三季度报表",
    "words": "已入库750家，\n在审30家。",
    "file": "工信局.xlsx",
    "file_hash": "a" * 64,
    "sheet": "任务",
    "cell": "C7",
}
CORRECTED = ROW | {
    "value": 760,
    "reported_on": "2020-10-20",
    "file_hash": "b" * 64,
    "words": "已入库760家。",
}
OTHER = ROW | {
    "item": "M14.2.q1",
    "reporter": "区农业农村局",
    "value": 15.48,
    "unit": "万亩",
    "reported_on": None,
    "file_hash": "c" * 64,
    "words": None,
}


def enter(ledger: Ledger, *rows: dict[str, object], on: str | None = None) -> Appended:
    return ledger.append(submission(rows), entered_on=on)


def told(ledger: Ledger) -> list[tuple[int, str, float, int]]:
    """Entry, item, value and the entry that it corrects, 0 for none."""
    entries = ledger.entries().fillna({"replaces": 0})
    columns = entries[["entry", "item", "value", "replaces"]]
    return list(columns.itertuples(index=False, name=None))


@pytest.fixture
def story(ledger: Ledger) -> Ledger:
    enter(ledger, ROW, on="2020-10-10")
    enter(ledger, OTHER, on="2020-10-15")
    enter(ledger, CORRECTED, on="2020-10-25")
    return ledger


def test_what_was_appended_is_what_comes_back(ledger: Ledger) -> None:
    added = enter(ledger, ROW, OTHER, on="2020-10-10")
    assert (len(added.entries), added.known) == (2, 0)
    entries = ledger.entries()
    schema("ledger").validate(entries)
    pd.testing.assert_frame_equal(entries, added.entries)
    given = ["entry", "entered_on", "replaces"]
    pd.testing.assert_frame_equal(entries.drop(columns=given), submission([ROW, OTHER]))
    assert entries["entry"].tolist() == [1, 2]
    assert entries["entered_on"].tolist() == [pd.Timestamp("2020-10-10")] * 2
    assert entries["replaces"].isna().all()


def test_a_new_ledger_is_empty_and_has_its_columns(ledger: Ledger) -> None:
    assert ledger.entries().empty
    schema("ledger").validate(ledger.entries())
    schema("actuals").validate(ledger.actuals())
    assert ledger.changes().empty
    assert enter(ledger).known == 0


def test_a_ledger_is_found_again_by_its_address(address: Address) -> None:
    place = address()
    enter(Ledger(place), ROW)
    assert told(Ledger(place)) == [(1, "M8.5.q1", 750, 0)]


def test_a_correction_is_an_entry_of_its_own_and_names_what_it_corrects(story: Ledger) -> None:
    assert told(story) == [
        (1, "M8.5.q1", 750, 0),
        (2, "M14.2.q1", 15.48, 0),
        (3, "M8.5.q1", 760, 1),
    ]
    again = CORRECTED | {"value": 770, "file_hash": "d" * 64}
    assert enter(story, again).entries["replaces"].tolist() == [3]


def test_only_the_last_entry_of_a_subject_stands(story: Ledger) -> None:
    actuals = story.actuals()
    schema("actuals").validate(actuals)
    assert actuals[["item", "value"]].values.tolist() == [["M14.2.q1", 15.48], ["M8.5.q1", 760]]


@pytest.mark.parametrize(
    ("known_on", "values"),
    [
        ("2020-10-09", []),  # reported, but not yet entered
        ("2020-10-10", [750]),
        ("2020-10-24", [750, 15.48]),
        ("2020-10-25", [15.48, 760]),
    ],
)
def test_known_on_tells_what_the_ledger_said_on_that_day(
    story: Ledger, known_on: str, values: list[float]
) -> None:
    assert story.actuals(known_on=known_on)["value"].tolist() == values
    known = [day for day in ("2020-10-10", "2020-10-15", "2020-10-25") if day <= known_on]
    assert len(story.entries(known_on=known_on)) == len(known)


def test_what_came_in_late_was_not_known_earlier_whenever_it_was_reported(ledger: Ledger) -> None:
    enter(ledger, OTHER, on="2020-10-12")
    before = ledger.actuals(known_on="2020-10-31")
    enter(ledger, ROW, on="2020-11-20")  # reported on 9 October, found in November
    pd.testing.assert_frame_equal(ledger.actuals(known_on="2020-10-31"), before)
    assert len(ledger.actuals(known_on="2020-11-20")) == 2


def test_as_of_keeps_what_describes_days_up_to_it(ledger: Ledger) -> None:
    enter(ledger, ROW, CORRECTED | {"as_of": "2020-12-31", "reported_on": "2021-01-08"})
    assert ledger.actuals(as_of="2020-12-30")["value"].tolist() == [750]
    assert ledger.actuals(as_of="2020-12-31")["value"].tolist() == [750, 760]
    assert ledger.actuals(as_of="2020-09-29").empty
    assert ledger.actuals(as_of="2020-12-31", known_on="2021-01-07")["value"].tolist() == [750]


def test_without_a_day_of_entry_it_is_the_day_of_report_else_the_day_described(
    ledger: Ledger,
) -> None:
    entries = enter(ledger, ROW, OTHER).entries
    assert entries["entered_on"].tolist() == [
        pd.Timestamp("2020-10-09"),
        pd.Timestamp("2020-09-30"),
    ]


def test_nothing_is_corrected_before_it_was_entered(ledger: Ledger) -> None:
    enter(ledger, ROW, on="2020-11-02")
    # By default the correction moves to the day of what it corrects ...
    assert enter(ledger, CORRECTED).entries["entered_on"].tolist() == [pd.Timestamp("2020-11-02")]
    third = CORRECTED | {"value": 1, "file_hash": "d" * 64}
    # ... and a day that somebody gives is not bent.
    with pytest.raises(
        LedgerError,
        match=r"M8\.5\.q1 of 2020-09-30 would correct entry 2, which "
        r"was entered on 2020-11-02, after 2020-11-01\. Give a day of entry from",
    ):
        enter(ledger, OTHER, third, on="2020-11-01")
    assert len(ledger.entries()) == 2


def test_a_correction_without_a_date_changes_nothing_of_what_was_known(story: Ledger) -> None:
    before = [story.actuals(known_on=day) for day in ("2020-10-15", "2020-10-24")]
    late = enter(story, OTHER | {"value": 16}).entries
    assert late["entered_on"].astype(str).tolist() == ["2020-10-25"]
    for day, known in zip(("2020-10-15", "2020-10-24"), before, strict=True):
        pd.testing.assert_frame_equal(story.actuals(known_on=day), known)


def test_of_two_versions_in_one_submission_the_second_stands_on_every_day(ledger: Ledger) -> None:
    # Number 3 corrects 2 and has the earliest date: never do two of one subject stand.
    enter(ledger, ROW, CORRECTED, ROW | {"value": 740, "file_hash": "d" * 64})
    assert ledger.entries()["entered_on"].is_monotonic_increasing
    stood = [ledger.actuals(known_on=f"2020-10-{day:02}")["value"].tolist() for day in (8, 9, 20)]
    assert stood == [[], [750], [740]]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"file": "工信局 (1).xlsx"},  # the same bytes under another name
        {"reported_on": "2020-10-30"},  # collected once more, on a later day
        {"file_hash": "d" * 64},  # opened and saved again
        {"file_hash": "d" * 64, "cell": "C8"},  # a row moved
    ],
)
def test_the_same_report_counts_once(ledger: Ledger, change: dict[str, object]) -> None:
    enter(ledger, ROW, OTHER)
    added = enter(ledger, OTHER, ROW | change)
    assert (len(added.entries), added.known) == (0, 2)
    assert added.entries.dtypes.equals(ledger.entries().dtypes)
    assert len(ledger.entries()) == 2


def test_a_row_that_stands_twice_in_a_submission_counts_once(ledger: Ledger) -> None:
    assert enter(ledger, ROW, ROW).known == 1
    assert len(ledger.entries()) == 1


def test_an_old_form_that_comes_again_does_not_undo_its_correction(story: Ledger) -> None:
    assert enter(story, ROW).known == 1
    assert story.actuals()["value"].tolist() == [15.48, 760]
    # A new form that says the old figure does: the bureau has changed its mind.
    back = enter(story, ROW | {"file_hash": "e" * 64, "reported_on": "2020-10-30"})
    assert back.entries["replaces"].tolist() == [3]
    assert story.actuals()["value"].tolist() == [15.48, 750]


@pytest.mark.parametrize(
    "other",
    [
        {"notice": "n2"},
        {"item": "M8.5.q2"},
        {"level": "city"},
        {"as_of": "2020-10-31"},
        {"kind": "change"},
        {"reporter": None},
        {"indicator": "规上企业"},
    ],
)
def test_another_subject_is_no_correction(ledger: Ledger, other: dict[str, object]) -> None:
    enter(ledger, ROW)
    assert enter(ledger, CORRECTED | other).entries["replaces"].isna().all()


def test_missing_parts_of_a_subject_are_the_same(ledger: Ledger) -> None:
    bare = {"reporter": None, "indicator": None}
    enter(ledger, ROW | bare)
    assert enter(ledger, CORRECTED | bare).entries["replaces"].tolist() == [1]


def test_close_outs_stand_beside_reports_and_changes_apart(ledger: Ledger) -> None:
    closed = ROW | {"kind": "close_out", "evidence": "checked", "stated": "done", "value": None}
    moved = ROW | {"kind": "change", "value": 700, "reported_on": "2020-10-12"}
    enter(ledger, ROW, closed, moved)
    assert ledger.actuals()["stated"].tolist() == ["under_way", "done"]
    assert ledger.changes()["value"].tolist() == [700]
    assert ledger.changes(known_on="2020-10-11").empty
    enter(ledger, moved | {"value": 690, "file_hash": "f" * 64})
    assert ledger.changes()["value"].tolist() == [690]


def test_a_submission_with_a_fault_enters_nothing(ledger: Ledger) -> None:
    wrong = submission([ROW, OTHER]).assign(evidence=["stated", "hearsay"])
    with pytest.raises(TableError, match=r"工信局\.xlsx, sheet 任务, cell C7, column evidence"):
        ledger.append(wrong)
    with pytest.raises(TableError, match="the column quote is none of a submission's"):
        ledger.append(submission([ROW]).assign(quote="x"))
    assert ledger.entries().empty


def test_a_table_of_actuals_can_be_entered_and_read_back(ledger: Ledger) -> None:
    path = Path(__file__).parents[2] / "data" / "actuals" / "simulated.csv"
    actuals = read_actuals(path)
    assert ledger.append(actuals).known == 0
    assert ledger.append(actuals).known == len(actuals)
    pd.testing.assert_frame_equal(ledger.actuals(), actuals)


def test_a_long_submission_is_taken_whole_and_known_again(ledger: Ledger) -> None:
    rows = [ROW | {"item": f"M{i}.1", "cell": f"C{i}"} for i in range(1, 1302)]
    added = enter(ledger, *rows)
    assert added.entries["entry"].tolist() == list(range(1, 1302))
    assert enter(ledger, *rows).known == 1301


def test_read_actuals_reads_a_ledger(address: Address) -> None:
    place = address()
    with pytest.raises(LedgerError, match="there is no ledger"):
        read_actuals(place)
    ledger = Ledger(place)
    enter(ledger, ROW, on="2020-10-10")
    enter(ledger, CORRECTED, on="2020-10-25")
    assert read_actuals(place)["value"].tolist() == [760]
    assert read_actuals(place, known_on="2020-10-24")["value"].tolist() == [750]


def test_a_day_that_is_none_is_refused(ledger: Ledger) -> None:
    with pytest.raises(OptionError, match="known_on='soon' is no date"):
        ledger.entries(known_on="soon")
    with pytest.raises(OptionError, match="as_of='Q3' is no date"):
        ledger.actuals(as_of="Q3")
    with pytest.raises(OptionError, match="entered_on='x' is no date"):
        enter(ledger, ROW, on="x")


# ----------------------------------------------------------------------------- the database's rules


def engine(place: str) -> sa.Engine:
    url = sa.make_url(place)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET value = 1 WHERE entry = 1",
        "DELETE FROM ledger WHERE entry = 2",
        "DELETE FROM ledger",
        "UPDATE ledger_layout SET layout = ''",
        "DELETE FROM ledger_layout",
        "INSERT INTO ledger SELECT * FROM ledger WHERE entry = 1",
        # A number that is not the next one; all other columns as they are.
        "INSERT {into} ledger ({columns}) SELECT {columns_as_7} FROM ledger WHERE entry = 1",
        "INSERT {into} ledger ({columns}) SELECT {columns} FROM ledger WHERE entry = 2",
        # The next number, for a row that is there already.
        "INSERT {into} ledger ({columns}) SELECT {columns_as_3} FROM ledger WHERE entry = 1",
    ],
)
def test_the_database_itself_refuses_every_change(address: Address, statement: str) -> None:
    place = address()
    ledger = Ledger(place)
    enter(ledger, ROW, OTHER)
    before = ledger.entries()
    columns = ", ".join([c.name for c in table("ledger").columns] + ["fingerprint", "subject"])
    words = {"columns": columns, "into": "OR REPLACE INTO" if "sqlite" in place else "INTO"}
    words |= {f"columns_as_{n}": columns.replace("entry,", f"{n},") for n in (3, 7)}
    with (
        pytest.raises(sa.exc.DBAPIError, match=r"append-only|duplicate key"),
        engine(place).begin() as connection,
    ):
        connection.exec_driver_sql(statement.format(**words))
    pd.testing.assert_frame_equal(ledger.entries(), before)


def test_a_postgresql_ledger_cannot_be_emptied_either(address: Address) -> None:
    place = address()
    if place.startswith("sqlite"):
        pytest.skip("SQLite has no TRUNCATE")
    enter(Ledger(place), ROW)
    with (
        pytest.raises(sa.exc.DBAPIError, match="append-only"),
        engine(place).begin() as connection,
    ):
        connection.exec_driver_sql("TRUNCATE ledger")
    assert len(Ledger(place).entries()) == 1


def test_an_insert_that_fails_half_way_leaves_nothing(address: Address) -> None:
    place = address()
    ledger = Ledger(place)
    enter(ledger, ROW)
    with engine(place).begin() as connection:
        # Another rule of the database breaks the submission at its third row.
        if place.startswith("sqlite"):
            connection.exec_driver_sql(
                "CREATE TRIGGER stop BEFORE INSERT ON ledger WHEN NEW.cell = 'stop' "
                "BEGIN SELECT RAISE(ABORT, 'stopped'); END"
            )
        else:
            connection.exec_driver_sql("ALTER TABLE ledger ADD CHECK (cell <> 'stop')")
    third = OTHER | {"item": "M1.1", "cell": "stop"}
    with pytest.raises(LedgerError, match="the database refuses it"):
        enter(ledger, OTHER, OTHER | {"item": "M1.2"}, third)
    assert told(ledger) == [(1, "M8.5.q1", 750, 0)]


# ------------------------------------------------------------------------------ several at one time

WRITER = """
import sys
from zctrack.actuals.ledger import Ledger
from zctrack.actuals.submission import submission
place, name, row = sys.argv[1], sys.argv[2], eval(sys.argv[3])
sys.stdin.readline()
ledger = Ledger(place)
for i in range(1, 13):
    row["cell"] = f"C{i}"
    mine = row | {"reporter": name, "file_hash": name * 64}
    mine = [mine | {"item": f"M{i}.{k}"} for k in (1, 2, 3)]
    shared = row | {"item": f"M{i}.9"}
    # Every other submission ends with a row that all writers bring, from the same file.
    ledger.append(submission([*mine, shared] if i % 2 else mine))
"""


def test_several_processes_append_at_once_and_nothing_is_lost(address: Address) -> None:
    place = address()
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, place, name, repr(ROW)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "123"
    ]
    for writer in writers:  # the ledger is not there yet: they make it at the same time, too
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate(timeout=60)[1] for writer in writers] == ["", "", ""]
    entries = Ledger(place).entries()
    # 3 writers, 12 submissions of 3 rows; of the shared rows one each, for 6 submissions.
    assert len(entries) == 3 * 12 * 3 + 6
    assert entries["entry"].tolist() == list(range(1, 115))
    assert not entries.duplicated(["item", "reporter"]).any()
    # A submission stays together: its three rows have three numbers in a row.
    mine = entries[entries["reporter"].isin(["1", "2", "3"])]
    measure = mine["item"].str.extract(r"M(\d+)\.")[0]
    spans = mine.groupby([mine["reporter"], measure])["entry"].agg(["min", "max"])
    assert (spans["max"] - spans["min"]).unique().tolist() == [2]


# ---------------------------------------------------------------------------------- the export


def test_an_export_can_be_read_by_eye(story: Ledger, tmp_path: Path) -> None:
    path = story.export(tmp_path / "ledger.csv")
    lines = path.read_bytes().decode("utf-8").split("\n")
    header = "notice,item,level,indicator,as_of,value,unit,basis,comparator,finality,stated"
    header += ",evidence,reported_on,reporter,source,note,words,kind,entry,entered_on,replaces"
    assert lines[0] == header + ",file,file_hash,sheet,cell"
    assert lines[1] == (
        "n1,M8.5.q1,district,企业,2020-09-30,750,家,,,interim,under_way,stated,2020-10-09,"
        '区工信局,三季度报表,,"已入库750家，'
    )
    assert lines[2] == f'在审30家。",report,1,2020-10-10,,工信局.xlsx,{"a" * 64},任务,C7'
    assert lines[3].endswith(f",report,2,2020-10-15,,工信局.xlsx,{'c' * 64},任务,C7")
    assert ",15.48,万亩," in lines[3]
    assert lines[4].endswith(f",report,3,2020-10-25,1,工信局.xlsx,{'b' * 64},任务,C7")
    assert lines[5:] == [""]
    assert b"\r" not in path.read_bytes()


def test_a_ledger_that_has_grown_exports_the_same_lines_and_more(
    story: Ledger, tmp_path: Path
) -> None:
    before = story.export(tmp_path / "a.csv").read_bytes()
    enter(story, OTHER | {"value": 0.1 + 0.2, "as_of": "2020-10-31"})
    after = story.export(tmp_path / "b.csv").read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)
    assert b",0.30000000000000004," in after


def test_loading_into_an_empty_ledger_gives_the_same_entries(
    story: Ledger, address: Address, tmp_path: Path
) -> None:
    enter(story, OTHER | {"words": '说"好"，\n=1+1', "value": 1e22, "note": " a,b "})
    path = story.export(tmp_path / "a.csv")
    copy = Ledger(address())
    assert copy.load(path).known == 0
    pd.testing.assert_frame_equal(copy.entries(), story.entries())
    assert copy.export(tmp_path / "b.csv").read_bytes() == path.read_bytes()
    # What was known is known again, and what was known on a day as well.
    assert enter(copy, ROW, CORRECTED).known == 2
    assert copy.actuals(known_on="2020-10-24")["value"].tolist() == [750, 15.48]


def test_loading_the_same_again_adds_nothing_and_a_longer_file_the_rest(
    story: Ledger, address: Address, tmp_path: Path
) -> None:
    short = story.export(tmp_path / "short.csv")
    enter(story, OTHER | {"value": 16})
    long = story.export(tmp_path / "long.csv")
    copy = Ledger(address())
    copy.load(short)
    again = copy.load(short)
    assert (len(again.entries), again.known) == (0, 3)
    rest = copy.load(long)
    assert (rest.entries["entry"].tolist(), rest.known) == ([4], 3)
    assert copy.load(short).known == 3
    pd.testing.assert_frame_equal(copy.entries(), story.entries())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",760,", ",761,", r"x\.csv, line 5: entry 3 is another one in the ledger: value is 760.0"),
        (",3,2020-10-25,1,", ",3,2020-10-25,,", "line 5: .*replaces is 1 there and empty here"),
        ("家", "户", "line 2: entry 1 is another one .*: unit is 家 there and 户 here"),
    ],
)
def test_a_file_that_contradicts_the_ledger_is_refused_whole(
    story: Ledger, tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = story.export(tmp_path / "a.csv")
    text = path.read_text("utf-8")
    more = text.replace(old, new, 1) + text.splitlines()[3].replace(",2,", ",4,") + "\n"
    changed = tmp_path / "x.csv"
    changed.write_text(more, "utf-8")
    before = story.entries()
    with pytest.raises(LedgerError, match=message):
        story.load(changed)
    pd.testing.assert_frame_equal(story.entries(), before)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",3,2020-10-25,1,", ",4,2020-10-25,1,", "line 5: entry of entry 3 should be 3 and is 4"),
        (",3,2020-10-25,1,", ",3,2020-10-25,,", "replaces of entry 3 should be 1 and is empty"),
        (",3,2020-10-25,1,", ",3,2020-10-25,2,", "replaces of entry 3 should be 1 and is 2"),
        (",3,2020-10-25,1,", ",3,2020-10-01,1,", "line 5: .* would correct entry 1"),
    ],
)
def test_a_file_that_does_not_follow_from_itself_is_refused_whole(
    story: Ledger, address: Address, tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = story.export(tmp_path / "a.csv")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    copy = Ledger(address())
    with pytest.raises(LedgerError, match=message):
        copy.load(path)
    assert copy.entries().empty


def test_a_line_that_stands_twice_is_refused(
    story: Ledger, address: Address, tmp_path: Path
) -> None:
    path = story.export(tmp_path / "a.csv")
    text = path.read_text("utf-8")
    path.write_text(text + text.splitlines()[3].replace(",2,2020", ",4,2020") + "\n", "utf-8")
    with pytest.raises(LedgerError, match=r"line 6: the entry says nothing new"):
        Ledger(address()).load(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "no export of a ledger: its first line lacks notice, item"),
        ("notice,item,level,as_of,finality,evidence,source,kind,entry,entered_on,x\n", "has x"),
        (
            "notice,item,level,as_of,finality,evidence,source,kind,entry,entered_on\n"
            "n1,M1.1,district,2020-13-01,final,none,s,report,1,\n",
            r"line 2, column as_of: '2020-13-01' is a day .*column entered_on: the cell is empty",
        ),
    ],
)
def test_a_file_that_is_no_export_is_refused(
    ledger: Ledger, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(TableError, match=message):
        ledger.load(path)


def test_an_older_export_without_columns_that_may_be_empty_is_taken(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "notice,item,level,as_of,finality,evidence,source,kind,entry,entered_on\n"
        "n1,M1.1,district,2020-12-01,final,none,s,report,1,2020-12-05\n",
        "utf-8",
    )
    assert len(ledger.load(path).entries) == 1
