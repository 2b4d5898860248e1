"""What is drawn for a notice, and what lies beside each picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import zctrack as zt
from zctrack.datasets import JUDGED_ON, LOOKED_UNTIL, SIMULATED_ON
from zctrack.dictionary.build import frame
from zctrack.reports.figures import Drawing, Subject, data, draw, drawings, hidden

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("svg", "png", "pdf", "txt", "csv")


@pytest.fixture(scope="module")
def subject() -> Subject:
    return Subject(
        zt.load(),
        zt.load_actuals("published"),
        as_of=JUDGED_ON,
        looked_until=LOOKED_UNTIL,
        simulated=zt.load_actuals("simulated"),
        simulated_on=SIMULATED_ON,
    )


@pytest.fixture(scope="module")
def drawn(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    list(draw(subject, folder, formats=("svg",)))
    return folder


@pytest.mark.parametrize("drawing", drawings(), ids=lambda drawing: drawing.stem)
def test_the_code_line_of_the_index_draws_the_figure(drawing: Drawing, subject: Subject) -> None:
    given = {"zt": zt, "n": subject.notice, "a": subject.actuals, "s": subject.simulated}
    sheet = eval(drawing.code(subject), given)
    lines = (ROOT / "figures" / "zh" / f"{drawing.stem}.txt").read_text("utf-8").splitlines()
    assert " ".join(sheet.words.title.split()) in lines


def test_every_stem_is_its_own() -> None:
    stems = [drawing.stem for drawing in drawings()]
    assert len(set(stems)) == len(stems)


def test_each_figure_lies_in_both_languages_with_words_and_data() -> None:
    home = ROOT / "figures"
    kept = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    wanted = {f"{lang}/{d.stem}.{k}" for d in drawings() for lang in ("zh", "en") for k in KINDS}
    assert kept == wanted | {"index.md", "index.html"}, "run `make figures`"


def test_the_index_shows_every_figure_with_its_alt_text_and_code_line(
    drawn: Path, subject: Subject
) -> None:
    page = (drawn / "index.md").read_text("utf-8")
    for drawing in drawings():
        assert f"](zh/{drawing.stem}.svg)" in page
        assert drawing.code(subject) in page
        alt = (drawn / "en" / f"{drawing.stem}.txt").read_text("utf-8").splitlines()[-1]
        assert alt
        assert alt.split(".")[0] in page


def test_the_committed_figures_are_what_is_drawn(drawn: Path) -> None:
    # Pixels and PDF streams depend on the machine's compression; the rounded SVG, the words and
    # the data do not.
    made = {p.relative_to(drawn).as_posix(): p for p in drawn.rglob("*") if p.is_file()}
    differ = [
        name
        for name, path in made.items()
        if path.read_bytes() != (ROOT / "figures" / name).read_bytes()
    ]
    assert not differ, "run `make figures` and look at what changed"


def test_simulated_figures_say_so_before_anything_else(drawn: Path) -> None:
    simulated = [drawing.stem for drawing in drawings() if drawing.simulated]
    assert simulated == [
        "simulated-track",
        "simulated-overview",
        "simulated-classes",
        "simulated-trajectories",
    ]
    for stem in simulated:
        for lang, mark in (("zh", "模拟数据"), ("en", "SIMULATED DATA")):
            lines = (drawn / lang / f"{stem}.txt").read_text("utf-8").splitlines()
            assert lines[0] == mark
            assert lines[-1].startswith(mark)


def test_a_notice_without_a_date_and_without_figures_is_drawn_as_far_as_it_goes(
    subject: Subject,
) -> None:
    bare = Subject(subject.notice, frame("actuals"))
    possible = {drawing.stem for drawing in drawings() if drawing.possible(bare)}
    assert "workload-officials" in possible
    assert not {"targets-track", "simulated-track", "simulated-overview"} & possible


@pytest.fixture(scope="module")
def guarded(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guarded")
    list(draw(replace(subject, hide_persons=True, internal=True), folder, formats=("svg",)))
    return folder


def test_hidden_names_stand_in_no_file(guarded: Path, subject: Subject) -> None:
    rows = subject.notice.assignments
    people = set(rows.loc[rows["kind"] == "official", "party_full"])
    english = subject.notice.names.query("kind == 'official'")["en_short"]
    files = [path for path in guarded.rglob("*") if path.is_file()]
    assert len(files) > 4 * len(drawings())
    for path in files:
        text = path.read_text("utf-8-sig")
        found = [name for name in (*people, *english) if name in text]
        assert not found, path


def test_a_hidden_person_has_one_letter_in_pictures_words_and_data(
    guarded: Path, subject: Subject
) -> None:
    letters = hidden(replace(subject, hide_persons=True), "zh")
    assert letters["赵学"] == "责任人B"  # second in protocol order
    first = (guarded / "zh" / "workload-officials.csv").read_text("utf-8-sig").splitlines()[1]
    assert first.startswith("责任人B,")
    assert "责任人B" in (guarded / "zh" / "workload-concentration.txt").read_text("utf-8")
    assert hidden(subject, "zh") == {}


def test_an_internal_figure_says_so_in_its_words_and_on_the_page(guarded: Path) -> None:
    for drawing in drawings():
        for lang, mark in (("zh", "内部资料"), ("en", "INTERNAL")):
            words = (guarded / lang / f"{drawing.stem}.txt").read_text("utf-8").splitlines()
            assert mark in words[:2]
            assert mark in words[-1]
    assert "hide_persons=True, internal=True)" in (guarded / "index.html").read_text("utf-8")


def test_data_for_people_have_headings_and_codes_in_their_language() -> None:
    claims = frame(
        "findings",
        {
            "kind": ["gap"],
            "severity": ["warning"],
            "message": ["a"],
            "surface": ["b"],
            "start": [0],
            "end": [1],
        },
    )
    zh = data(claims, "findings", "zh").decode("utf-8-sig").splitlines()
    en = data(claims, "findings", "en").decode("utf-8-sig").splitlines()
    assert zh == ["类别,程度,说明,原文,起,止", "gap,提醒,a,b,0,1"]
    assert en == ["Kind,Severity,Message,Surface,Start,End", "gap,warning,a,b,0,1"]


def test_data_leave_the_table_as_it_was() -> None:
    rows = frame("findings")
    data(rows, "findings", "zh")
    pd.testing.assert_frame_equal(rows, frame("findings"))
