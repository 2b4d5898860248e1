"""What comes with zctrack: the notice as received, its names, what was published about it."""

from __future__ import annotations

from importlib import resources

import pandas as pd
import pytest

import zctrack as zt
from zctrack.datasets import KEY, LOOKED_UNTIL, load, load_actuals, names
from zctrack.errors import OptionError


def test_the_bundled_notice_is_read_whole() -> None:
    notice = load()
    assert notice.key == KEY
    assert notice.number == "周政发〔2020〕27号"
    assert notice.issued == pd.Timestamp("2020-08-25")
    assert (len(notice.chapters), len(notice.measures), len(notice.tasks)) == (11, 33, 81)


def test_its_text_is_the_file_character_for_character() -> None:
    file = resources.files("zctrack.data") / "notices" / KEY / "text.txt"
    assert load().text.encode("utf-8") == file.read_bytes()


def test_every_party_chapter_and_measure_has_its_names() -> None:
    notice, known = load(), names()
    have = {kind: set(rows["key"]) for kind, rows in known.groupby("type")}
    assert set(notice.assignments["party_full"]) <= have["party"]
    assert {f"C{number}" for number in notice.chapters["chapter"]} <= have["chapter"]
    assert {f"M{number}" for number in notice.measures["measure"]} <= have["measure"]
    assert known[["short", "en", "en_short"]].notna().all().all()
    assert not known.duplicated(["type", "key"]).any()


def test_every_target_has_its_names_and_they_are_that_target_s() -> None:
    # The key alone could come to mean another number when the grammar learns a new one.
    known = names().query("type == 'target'").set_index("key")["name"].to_dict()
    rows = load().targets
    assert known == {
        row["quantity"]: f"{row['indicator']} {row['surface']}" for row in rows.to_dict("records")
    }


def test_a_short_title_fits_a_chart() -> None:
    titles = names().query("type in ['chapter', 'measure']")
    assert titles["short"].str.len().max() <= 14


def test_the_names_travel_with_the_notice() -> None:
    pd.testing.assert_frame_equal(load().names, names())


def test_published_figures_are_real_and_say_where_they_stand() -> None:
    published = load_actuals("published")
    assert set(published["notice"]) == {KEY}
    assert published["source"].str.startswith("http").all()
    assert not published["source"].str.contains("simulated").any()
    assert published["reported_on"].max() <= pd.Timestamp(LOOKED_UNTIL)


def test_simulated_figures_say_so_in_every_row() -> None:
    simulated = load_actuals("simulated")
    assert len(simulated)
    assert (simulated["source"] == "simulated").all()


@pytest.mark.parametrize("which", ["published", "simulated"])
def test_every_figure_is_about_something_in_the_notice(which: str) -> None:
    notice = load()
    items = set(notice.tables["outline"]["key"]) | set(notice.quantities["quantity"])
    assert set(load_actuals(which)["item"]) <= items  # type: ignore[arg-type]


def test_figures_that_are_not_there_are_refused() -> None:
    with pytest.raises(OptionError, match="published, simulated"):
        zt.load_actuals("guessed")  # type: ignore[arg-type]
