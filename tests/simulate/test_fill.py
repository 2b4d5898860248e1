"""A round of forms, filled: the same for the same seed, marked, and apart from its truth."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import zctrack as zt
from zctrack.actuals.forms import write_forms
from zctrack.actuals.proposals import read_proposals, write_proposals
from zctrack.actuals.returns import read_return
from zctrack.cli import app
from zctrack.errors import FileError, FormatError, OptionError
from zctrack.simulate.confirm import confirm, judged
from zctrack.simulate.fill import fill, later
from zctrack.simulate.truth import Truth

NOTICE = zt.load()
DAY = "2020-09-30"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    paths = write_forms(NOTICE, as_of=DAY, out=folder)
    return {path.stem.split("_")[1]: path for path in paths}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def test_what_a_bureau_sends_depends_on_nobody_else(forms: dict[str, Path], tmp_path: Path) -> None:
    some = ["区财政局", "区税务局", "区科技局"]
    one = fill([forms[u] for u in some], NOTICE, as_of=DAY, out=tmp_path / "a")
    fill([forms[u] for u in reversed(some)], NOTICE, as_of=DAY, out=tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    alone = fill([forms["区税务局"]], NOTICE, as_of=DAY, out=tmp_path / "c")
    assert files(tmp_path / "c").items() <= files(tmp_path / "a").items()
    mine = one.typed[one.typed["unit"] == "区税务局"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, alone.typed)
    other = fill([forms["区税务局"]], NOTICE, as_of=DAY, out=tmp_path / "d", seed=7)
    assert not other.typed.equals(alone.typed)


def test_every_sheet_says_that_it_is_simulated(forms: dict[str, Path], tmp_path: Path) -> None:
    # The forms were written without the mark: who fills them by a program puts it in.
    fill([forms["区财政局"], forms["区科技局"]], NOTICE, as_of=DAY, out=tmp_path / "in")
    names = sorted(path.name for path in (tmp_path / "in").iterdir())
    assert names
    for name in names:
        assert "模拟" in name
        for sheet in openpyxl.load_workbook(tmp_path / "in" / name).worksheets:
            texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
            assert any("模拟数据" in text for text in texts), (name, sheet.title)
            assert "模拟数据" in sheet.oddHeader.center.text


def test_what_comes_late_lies_beside_the_inbox_and_the_truth_nowhere_in_it(
    forms: dict[str, Path], tmp_path: Path
) -> None:
    truth = fill([forms["区应急局"]], NOTICE, as_of=DAY, out=tmp_path / "inbox")
    assert truth.files["kind"].tolist() == ["late"]
    assert not (tmp_path / "inbox").exists()
    assert [path.name for path in later(tmp_path / "inbox").iterdir()] == truth.files[
        "file"
    ].tolist()
    assert truth.files["arrives"].tolist() == [pd.Timestamp("2020-12-31")]


def test_the_truth_is_read_as_it_was_saved(forms: dict[str, Path], tmp_path: Path) -> None:
    made = fill([forms["区财政局"], forms["区科技局"]], NOTICE, as_of=DAY, out=tmp_path / "in")
    made.save(tmp_path / "truth")
    read = Truth.load(tmp_path / "truth")
    for name in ("typed", "states", "files"):
        pd.testing.assert_frame_equal(getattr(read, name), getattr(made, name))


def test_closed_items_and_what_ended_before_are_not_reported(
    forms: dict[str, Path], tmp_path: Path
) -> None:
    every = fill([forms["区财政局"]], NOTICE, as_of=DAY, out=tmp_path / "a")
    closed = set(every.typed["item"].dropna().head(3))
    fewer = fill([forms["区财政局"]], NOTICE, as_of=DAY, out=tmp_path / "b", closed=closed)
    assert closed
    assert not closed & set(fewer.typed["item"].dropna())
    nothing = fill([forms["区财政局"]], NOTICE, as_of=DAY, out=tmp_path / "c", since=DAY)
    assert nothing.files["kind"].tolist() == ["none"]


def test_a_bureaus_own_table_is_proposed_and_confirmed(
    forms: dict[str, Path], tmp_path: Path
) -> None:
    truth = fill([forms["区生态环境分局"]], NOTICE, as_of=DAY, out=tmp_path / "in")
    (file,) = truth.files["file"]
    proposals = read_return(tmp_path / "in" / file, NOTICE)
    asked = write_proposals(proposals, tmp_path / "ask.xlsx", NOTICE)
    done = read_proposals(confirm(asked, truth, tmp_path / "done.xlsx"), NOTICE)
    assert done.rejects.empty
    wanted = truth.typed[truth.typed["fate"] == "proposed"]
    assert sorted(done.submission["item"]) == sorted(wanted["item"])
    assert set(done.submission["source"]) == {"simulated"}
    # What nobody meant for a target is refused, whatever was proposed.
    nobody = judged(proposals, Truth.of([]))
    assert set(nobody["decision"]) == {"refuse"}


def test_wrong_files_are_told(forms: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="asks about 2020-09-30"):
        fill([forms["区财政局"]], NOTICE, as_of="2020-12-31", out=tmp_path)
    (tmp_path / "a.xlsx").write_bytes(b"no")
    with pytest.raises(FormatError, match="cannot be read"):
        fill([tmp_path / "a.xlsx"], NOTICE, as_of=DAY, out=tmp_path)
    with pytest.raises(FormatError, match="no proposals workbook"):
        confirm(forms["区财政局"], Truth.of([]), tmp_path / "b.xlsx")
    with pytest.raises(FileError, match="cannot be read"):
        Truth.load(tmp_path / "nowhere")


def test_the_loop_by_commands(forms: dict[str, Path], tmp_path: Path) -> None:
    def run(*words: object) -> str:
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code in (0, 1), done.output
        return done.output

    sent = [forms["区财政局"], forms["区生态环境分局"]]
    inbox, ledger = tmp_path / "inbox", tmp_path / "year.db"
    said = run("simulate", *sent, "--as-of", DAY, "--out", inbox)
    assert "模拟" in said
    said = run("collect", inbox, "--ledger", ledger, "--rejects", tmp_path / "rejects",
               "--proposals", tmp_path / "proposals", "--on", "2020-10-25")  # fmt: skip
    truth = Truth.load(tmp_path / "inbox-truth")
    fates = truth.typed["fate"].value_counts()
    before = zt.Ledger(ledger).actuals()
    assert len(before) == fates["taken"]
    assert f"退回 {fates['rejected']} 处" in said
    run("simulate", tmp_path / "proposals", "--as-of", DAY, "--confirm",
        "--truth", tmp_path / "inbox-truth", "--out", tmp_path / "confirmed")  # fmt: skip
    run("collect", tmp_path / "confirmed", "--ledger", ledger, "--on", "2020-10-28")
    assert len(zt.Ledger(ledger).actuals()) == fates["taken"] + fates["proposed"]
    run("simulate", *sent, "--as-of", "2020-12-31", "--again",
        "--truth", tmp_path / "inbox-truth", "--out", tmp_path / "again")  # fmt: skip
    run("collect", tmp_path / "again", "--ledger", ledger, "--on", "2021-01-25")
    back = truth.typed[truth.typed["fate"] == "rejected"]["item"].dropna().nunique()
    assert len(zt.Ledger(ledger).actuals()) == fates["taken"] + fates["proposed"] + back
