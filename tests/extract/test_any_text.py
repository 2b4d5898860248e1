from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zctrack as zt
from tests.extract.reading import MADE
from zctrack.dictionary.build import schema
from zctrack.errors import ZctrackError
from zctrack.notice import Notice

BUNDLED = zt.load().text
NOTICES = [BUNDLED, *(p.read_text("utf-8") for p in sorted(MADE.glob("*.txt")))]
PIECES = (
    "一二三四十0123456789（）()《》“”【】、，。；：\n \t年月日前底内起至—-%"
    "个项亩区局牵头配合责任单位负责第条章①②每自到"
)


def hold(text: str) -> Notice | None:
    """What is true of every text: an error of the family, or a whole notice."""
    try:
        notice = zt.parse(text)
    except ZctrackError:
        return None
    outline = notice.outline
    leaves = outline[~outline["key"].isin(outline["parent"])]
    spans = zip(leaves["start"], leaves["end"], strict=True)
    assert "".join(text[s:e] for s, e in spans) == text
    keys = set(outline["key"])
    for name, frame in notice.tables.items():
        schema(name).validate(frame)
        if "surface" in frame:
            for row in frame.itertuples():
                assert text[row.start : row.end] == row.surface
        if "task" in frame and name not in ("outline",):
            assert set(frame["task"]) <= keys
    return notice


@given(st.text(alphabet=st.sampled_from(PIECES), max_size=300))
@settings(max_examples=120)
def test_any_text_gives_a_whole_notice_or_one_clear_error(text: str) -> None:
    hold(text)


@given(st.data())
@settings(max_examples=60)
def test_a_notice_that_was_cut_and_shuffled_is_still_whole(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(NOTICES))
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        i = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "swap", "cut", "brackets", "joined"])):
            case "drop" if len(lines) > 1:
                del lines[i]
            case "double":
                lines.insert(i, lines[i])
            case "swap":
                j = data.draw(st.integers(0, len(lines) - 1))
                lines[i], lines[j] = lines[j], lines[i]
            case "cut":
                lines[i] = lines[i][: data.draw(st.integers(0, len(lines[i])))]
            case "brackets":
                lines[i] = lines[i].replace(data.draw(st.sampled_from("（）《》“”")), "")
            case "joined":
                lines[i : i + 2] = ["".join(lines[i : i + 2])]
    hold("\n".join(lines))


def seconds(text: str) -> float:
    """The best of three: other work on the machine only adds."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        try:
            notice = zt.parse(text)
            for name in notice.tables:
                notice.tables[name]
        except ZctrackError:
            pass
        best = min(best, time.perf_counter() - begun)
    return best


BODY = BUNDLED[BUNDLED.index("一、持续加大") : BUNDLED.index("为确保国务院")]
HEAD, TAIL = "某区人民政府关于工作的通知\n\n", "\n某区人民政府\n2020年8月25日\n"


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(BODY, id="notice"),
        pytest.param("（" * 5000, id="opening brackets"),
        pytest.param("《" * 5000, id="opening titles"),
        pytest.param("1" * 5000, id="digits"),
        pytest.param("、" * 5000, id="commas"),
        pytest.param("一、" * 3000, id="marks"),
        pytest.param("（1）" * 2500, id="bracketed numbers"),
        pytest.param("区财政局、" * 2000, id="names"),
        pytest.param("责任单位：" * 2000, id="labels"),
        pytest.param("2020年1月" * 2000, id="times"),
        pytest.param("建立" * 4000, id="verbs of making"),
        pytest.param("负责" * 4000, id="verbs of duty"),
        pytest.param("10%" * 3000, id="numbers"),
        pytest.param("“" * 5000, id="quotes"),
    ],
)
def test_ten_times_the_length_takes_at_most_twelve_times_the_time(piece: str) -> None:
    zt.parse(HEAD + "一、某事\n1．某事。（责任单位：区某局）" + TAIL)
    short, long = (HEAD + "一、某事\n1．" + piece * n + TAIL for n in (1, 10))
    # Both are measured in one breath; other work on the machine may spoil a try, not five.
    ratios = []
    for _ in range(5):
        # A few milliseconds are the cost of the call itself.
        ratios.append(seconds(long) / max(seconds(short), 0.004))
        if ratios[-1] <= 12:
            return
    pytest.fail(f"ten times the length takes {min(ratios):.1f} times the time")


def test_an_empty_text_says_what_to_do() -> None:
    with pytest.raises(zt.NoticeError, match="Give the whole text"):
        zt.parse("")


def test_a_text_that_is_no_notice_says_so() -> None:
    with pytest.raises(zt.NoticeError, match="reads as no notice"):
        zt.parse("今天天气很好，我们去公园散步，看到了许多花。" * 3)


def test_a_wrong_day_of_issue_is_named() -> None:
    with pytest.raises(zt.OptionError, match="issued is no date"):
        zt.parse(BUNDLED, issued="someday")


def test_a_notice_reads_the_same_from_file_and_text(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_bytes(BUNDLED.encode("utf-8"))
    assert zt.read_notice(file).assignments.equals(zt.parse(BUNDLED).assignments)
